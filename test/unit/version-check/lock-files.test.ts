import { describe, expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { type Files, readFolder, remarksIn as said } from './layouts.ts'

/** Manifests with what the tools themselves locked them to, cut to what is compared. */
const FOLDER = path.resolve('test/fixtures/version-locks')

function changed(files: Files, file: string, from: string, to: string): Files {
  const text = files.get(file) ?? ''
  expect(text).toContain(from)
  return new Map([...files, [file, text.replace(from, to)]])
}

describe('a lock file that its tool wrote is in step', () => {
  test.each(readdirSync(FOLDER))('%s', async (folder) => {
    const files = readFolder(path.join(FOLDER, folder))
    expect(await said(files)).toEqual([])
    expect(files.size).toBeGreaterThan(1)
  })
})

/** What must be said, from its beginning, when a text of a file is replaced. */
type Change = readonly [folder: string, file: string, from: string, to: string, ...told: readonly string[]]

const CHANGES: readonly Change[] = [
  [
    ...(['npm', 'package.json', '"ms": "2.1.3"', '"ms": "^2.1.3"'] as const),
    'out-of-step package.json:2 package.json asks for ms ^2.1.3, where package-lock.json has 2.1.3; `npm install` brings them in step',
  ],
  [
    ...(['npm', 'package.json', '"etag": "1"', '"vary": "1"'] as const),
    'out-of-step package.json:5 package.json asks for vary, which package-lock.json does not have; ',
    'out-of-step package-lock.json:9 package-lock.json says that package.json asks for etag, which it does not; ',
  ],
  [
    ...(['npm', 'packages/core/package.json', '^1.1.0', '^1.2.0'] as const),
    'out-of-step packages/core/package.json:1 package.json asks for vary ^1.2.0, where package-lock.json has ^1.1.0; ',
  ],
  [
    ...(['npm', 'package-lock.json', '"packages/core": { "name": "core"', '"packages/old": { "name": "core"'] as const),
    'out-of-step packages/core/package.json:1 package.json has no entry in package-lock.json; ',
  ],
  [
    ...(['npm-1', 'package.json', '"ms"', '"vary"'] as const),
    'out-of-step package.json:1 package.json asks for vary, which package-lock.json does not have; ',
  ],
  [
    ...(['pnpm', 'package.json', '|| 3', '|| 4'] as const),
    'out-of-step package.json:3 package.json asks for escape-html >=1 <2 || 4, where pnpm-lock.yaml has >=1 <2 || 3; `pnpm install`',
  ],
  [
    ...(['pnpm', 'packages/core/package.json', '"shop"', '"vary"'] as const),
    'out-of-step packages/core/package.json:1 package.json asks for vary, which pnpm-lock.yaml does not have; ',
    'out-of-step pnpm-lock.yaml:13 pnpm-lock.yaml says that packages/core/package.json asks for shop, which it does not; ',
  ],
  [
    ...(['pnpm', 'pnpm-lock.yaml', "lockfileVersion: '9.0'", ''] as const),
    'unreadable pnpm-lock.yaml:1 pnpm-lock.yaml cannot be read: it has no lockfileVersion',
  ],
  [
    ...(['pnpm-5', 'package.json', '2.1.3', '^2'] as const),
    'out-of-step package.json:1 package.json asks for ms ^2, where pnpm-lock.yaml has 2.1.3; ',
  ],
  [
    ...(['yarn-1', 'package.json', '^2.1.0', '^2.0.0'] as const),
    'out-of-step package.json:2 package.json asks for @types/ms ^2.0.0, where yarn.lock has ^2.1.0; `yarn install` brings',
  ],
  [
    ...(['yarn-1', 'packages/core/package.json', '"ms"', '"vary"'] as const),
    'out-of-step packages/core/package.json:1 package.json asks for vary, which yarn.lock does not have; ',
  ],
  [
    ...(['yarn-1', 'yarn.lock', '# yarn lockfile v1', '# nothing'] as const),
    'unreadable yarn.lock:1 yarn.lock cannot be read: it is no lock file of yarn',
  ],
  [
    ...(['yarn-4', 'package.json', '^2.1.0', '^2.2.0'] as const),
    'out-of-step package.json:1 package.json asks for ms ^2.2.0, where yarn.lock has 2.1.3, ^2.1.0; ',
  ],
  [
    ...(['uv', 'pyproject.toml', '>=4.0, <5', '>=4.1, <5'] as const),
    'out-of-step pyproject.toml:5 pyproject.toml asks for Typing_Extensions <5,>=4.1, where uv.lock has <5,>=4.0; `uv lock` brings',
  ],
  [
    ...(['uv', 'pyproject.toml', '"pluggy>=1", ', ''] as const),
    'out-of-step uv.lock:23 uv.lock says that pyproject.toml asks for pluggy, which it does not; ',
  ],
  [
    ...(['uv', 'pyproject.toml', 'attrs (>=22)', 'idna'] as const),
    'out-of-step pyproject.toml:12 pyproject.toml asks for idna, which uv.lock does not have; ',
    'out-of-step uv.lock:11 uv.lock says that pyproject.toml asks for attrs, which it does not; ',
  ],
  [
    ...(['uv', 'pyproject.toml', 'name = "My_App"', 'name = "Your_App"'] as const),
    'out-of-step pyproject.toml:2 pyproject.toml is named Your_App, where uv.lock has my-app; ',
  ],
  [
    ...(['poetry-2.5', 'pyproject.toml', 'dev = [', 'dev = ["six", '] as const),
    'out-of-step poetry.lock:6 it was made for another pyproject.toml; `poetry lock` brings them in step',
  ],
  // Until 2.3 its lock file did not depend on dependency groups, and until 2.0 not on the table project.
  ['poetry-2.1', 'pyproject.toml', 'dev = [', 'dev = ["six", '],
  ['poetry-1.8', 'pyproject.toml', 'dependencies = [', 'dependencies = ["six", '],
  [
    ...(['poetry-2.1', 'pyproject.toml', 'dependencies = [', 'dependencies = ["six", '] as const),
    'out-of-step poetry.lock:6 it was made for another pyproject.toml; ',
  ],
  [
    ...(['poetry-tool', 'pyproject.toml', '^3.11', '^3.12'] as const),
    'out-of-step poetry.lock:6 it was made for another pyproject.toml; ',
  ],
  ['poetry-tool', 'pyproject.toml', 'version = "0.1.0"', 'version = "0.2.0"'],
  [
    ...(['poetry-2.5', 'poetry.lock', 'content-hash', 'hash'] as const),
    'unreadable poetry.lock:1 poetry.lock cannot be read: it has no metadata.content-hash',
  ],
  [
    ...(['poetry-1.8', 'poetry.lock', 'Poetry 1.8.5', 'Poetry 4.0.0'] as const),
    'elsewhere poetry.lock:6 nobody can tell here whether it is in step',
  ],
  [
    ...(['composer', 'composer.json', '>=8.2"', '>=8.3"'] as const),
    'out-of-step composer.lock:2 it was made for another composer.json; `composer update --lock` brings them in step',
  ],
  ['composer', 'composer.json', '"type": "project"', '"type": "library"'],
  [
    ...(['composer', 'composer.json', '"limit": 12', '"limit": 1.5'] as const),
    'elsewhere composer.lock:2 nobody can tell here whether it is in step',
  ],
  [
    ...(['cargo', 'Cargo.toml', 'cfg-if = "1"', 'cfg-if = "2"'] as const),
    'out-of-step Cargo.toml:10 Cargo.toml asks for cfg-if 2, where Cargo.lock has 1.0.5; `cargo update --workspace` brings',
  ],
  [
    ...(['cargo', 'Cargo.toml', 'lazy_static = "1.4"', 'once_cell = "1"'] as const),
    'out-of-step Cargo.toml:15 Cargo.toml asks for once_cell, which Cargo.lock does not have; ',
  ],
  [
    ...(['cargo', 'Cargo.toml', 'name = "cg"', 'name = "cgi"'] as const),
    'out-of-step Cargo.toml:6 Cargo.toml is the crate cgi, which Cargo.lock does not have; ',
  ],
  ['cargo', 'Cargo.toml', 'either = "1, <2"', 'either = ">=1.2, <3"'],
  [
    ...(['go', 'go.mod', 'uuid v1.6.0', 'uuid v1.7.0'] as const),
    'out-of-step go.mod:6 go.mod asks for github.com/google/uuid v1.7.0, where go.sum has v1.6.0; `go mod tidy` brings',
  ],
  [
    ...(['go', 'go.mod', '=> golang.org/x/text v0.15.0', '=> golang.org/x/text v0.16.0'] as const),
    'out-of-step go.mod:7 go.mod asks for golang.org/x/text v0.16.0, where go.sum has v0.15.0; ',
  ],
  ['go', 'go.mod', '=> golang.org/x/text v0.15.0', '=> ../text'],
]

describe('a manifest that moved on without its lock file is told', () => {
  test.each(CHANGES)('%s: %s, where %s becomes %s', async (folder, file, from, to, ...told) => {
    const files = changed(readFolder(path.join(FOLDER, folder)), file, from, to)
    const all = await said(files)
    expect(all.map((text, index) => text.slice(0, told[index]?.length))).toEqual(told)
  })

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    [
      'what pnpm overrides or leaves out is not what the manifest asks for',
      {
        'package.json': '{ "dependencies": { "a": "1", "b": "^1" }, "optionalDependencies": { "c": "1" } }',
        'pnpm-lock.yaml':
          "lockfileVersion: '9.0'\noverrides:\n  a@1: 2.0.0\n  x>b: 2.0.0\nignoredOptionalDependencies:\n  - c\nimporters:\n  .:\n    dependencies:\n      a: { specifier: 2.0.0, version: 2.0.0 }\n      b: { specifier: ^1, version: 1.0.0 }\n",
      },
    ],
    [
      'what a build finds out is not in the manifest',
      {
        'pyproject.toml':
          '[project]\nname = "a"\ndynamic = ["dependencies", "optional-dependencies"]\n[dependency-groups]\ndev = ["ruff"]\n',
        'uv.lock':
          '[[package]]\nname = "a"\nsource = { editable = "." }\n[package.metadata]\nrequires-dist = [{ name = "six" }, { name = "idna", marker = "extra == \'x\'" }]\n[package.metadata.requires-dev]\ndev = [{ name = "ruff" }]\n',
      },
    ],
  ])('but %s', async (_, files) => {
    const all = await said(new Map(Object.entries(files)))
    expect(all.filter((text) => !text.startsWith('elsewhere'))).toEqual([])
  })

  test('many differences are counted and not listed', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `"p${index}": "1"`)
    const all = await said(
      new Map([
        ['package.json', `{ "dependencies": { ${names.join(', ')} } }`],
        ['package-lock.json', '{ "packages": { "": { "dependencies": { "p8": "1" } } } }'],
      ]),
    )
    expect(all).toHaveLength(5)
    expect(all.at(-1)).toContain('asks for p4, which package-lock.json does not have (and 3 more such differences); ')
  })
})

describe('a lock file that says nothing of its manifest is doubted', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    [
      'npm',
      { 'package.json': '{ "dependencies": { "ms": "1" } }', 'package-lock.json': '{ "packages": { "": {} } }' },
      'package.json:1 package-lock.json says nothing of what package.json asks for; `npm install` makes it',
    ],
    [
      'npm 1',
      { 'package.json': '{ "dependencies": { "ms": "1" } }', 'package-lock.json': '{ "lockfileVersion": 1 }' },
      'package.json:1 package-lock.json says nothing of what package.json asks for; `npm install` makes it',
    ],
    [
      'pnpm',
      { 'package.json': '{ "dependencies": { "ms": "1" } }', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" },
      'package.json:1 pnpm-lock.yaml says nothing of what package.json asks for; `pnpm install` makes it',
    ],
    [
      'Cargo',
      {
        'Cargo.toml': '[package]\nname = "a"\n[dependencies]\nserde = "1"\n',
        'Cargo.lock': '[[package]]\nname = "a"\nversion = "1.0.0"\n',
      },
      'Cargo.toml:1 Cargo.lock says nothing of what Cargo.toml asks for; `cargo update --workspace` makes it',
    ],
    [
      'yarn, whose lock file may be empty',
      { 'package.json': '{ "dependencies": { "ms": "1" } }', 'yarn.lock': '' },
      'package.json:1 yarn.lock says nothing of what package.json asks for; `yarn install` makes it',
    ],
    [
      'uv',
      {
        'pyproject.toml': '[project]\nname = "a"\ndependencies = ["six"]\n',
        'uv.lock': '[[package]]\nname = "a"\nsource = { virtual = "." }\n',
      },
      'pyproject.toml:1 uv.lock says nothing of what pyproject.toml asks for; `uv lock` makes it',
    ],
  ])('%s', async (_, files, told) => {
    expect(await said(new Map(Object.entries(files)))).toEqual([`unlocked ${told}`])
  })
})
