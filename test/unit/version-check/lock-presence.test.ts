import { describe, expect, test } from '@jest/globals'
import { look } from '../../../actions/version-check/look.ts'
import { policyOf, remarksIn, requestOf } from './layouts.ts'

describe('a lock file that is not there', () => {
  const workflow = (run: string, more = ''): string =>
    `on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n      - run: ${run}\n${more}`

  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'is missed where a command of a workflow needs it',
      { '.github/workflows/ci.yml': workflow('npm ci'), 'package.json': '{}' },
      [
        'out-of-step .github/workflows/ci.yml:6 `npm ci` needs package-lock.json, and there is none beside package.json',
      ],
    ],
    [
      'is missed where cargo is told to keep to it',
      { '.github/workflows/ci.yml': workflow('cargo test --workspace --locked'), 'Cargo.toml': '[workspace]\n' },
      [
        'out-of-step .github/workflows/ci.yml:6 `cargo test --workspace --locked` needs Cargo.lock, and there is none beside Cargo.toml',
      ],
    ],
    [
      'is there where it has its other name',
      {
        '.github/workflows/ci.yml': workflow('npm ci'),
        'package.json': '{}',
        'npm-shrinkwrap.json': '{"packages":{"":{}}}',
      },
      [],
    ],
    [
      'may be in another folder, which nobody can tell',
      { '.github/workflows/ci.yml': workflow('npm ci', '        working-directory: web\n'), 'package.json': '{}' },
      [],
    ],
    [
      'may be made by the workflow',
      { '.github/workflows/ci.yml': workflow('npm install --package-lock-only && npm ci'), 'package.json': '{}' },
      [],
    ],
    [
      'is missed where the one beside the manifest is of another program',
      { 'package.json': '{\n"packageManager": "pnpm@9.1.0" }', 'yarn.lock': '# yarn lockfile v1\n' },
      ['out-of-step package.json:2 packageManager says pnpm, and the lock file beside it is one of yarn'],
    ],
    ['is nobody else’s affair where no program is run', { 'package.json': '{ "packageManager": "pnpm@9.1.0" }' }, []],
    [
      'is missed where Go needs sums',
      { 'go.mod': 'module a\nrequire b.org/c v1.0.0\n' },
      ['unlocked go.mod:2 go.mod requires b.org/c, and there is no go.sum beside it: `go mod tidy` writes one'],
    ],
    [
      'is not needed by Go where nothing is downloaded',
      { 'go.mod': 'module a\nrequire b v1.0.0\nreplace b => ./b\n' },
      [],
    ],
    [
      'is doubted of a program in Rust',
      { 'Cargo.toml': '[package]\nname = "a"\n', 'src/main.rs': '' },
      ['unlocked Cargo.toml:1 it builds a program, and there is no Cargo.lock: what it is made of can change any day'],
    ],
    ['is legitimate for a library in Rust', { 'Cargo.toml': '[package]\nname = "a"\n', 'src/lib.rs': '' }, []],
    [
      'may be that of the workspace above',
      { 'Cargo.lock': '', 'a/Cargo.toml': '[package]\nname = "a"\n', 'a/src/main.rs': '' },
      [],
    ],
    [
      'is doubted of a project of Composer',
      { 'composer.json': '{ "type": "project", "require": { "php": "*" } }' },
      [
        'unlocked composer.json:1 it is a project, and there is no composer.lock: what it is made of can change any day',
      ],
    ],
    ['is legitimate for a library of Composer', { 'composer.json': '{ "require": { "php": "*" } }' }, []],
    [
      'is doubted of what Poetry and uv manage and never package',
      {
        'a/pyproject.toml': '[tool.poetry]\npackage-mode = false\n',
        'b/pyproject.toml': '[tool.uv]\npackage = false\n',
      },
      [
        'unlocked a/pyproject.toml:1 Poetry manages it, and it is no package, and there is no poetry.lock: what it is made of can change any day',
        'unlocked b/pyproject.toml:1 uv manages it, and it is no package, and there is no uv.lock: what it is made of can change any day',
      ],
    ],
  ])('%s', async (_, files, told) => {
    expect(await remarksIn(new Map(Object.entries(files)))).toEqual(told)
  })

  test('is there where the policy has it ignored', async () => {
    const files = new Map([
      ['.github/workflows/ci.yml', workflow('npm ci')],
      ['package.json', '{ "version": "1.0.0", "dependencies": { "a": "1" } }'],
      ['package-lock.json', '{ "packages": { "": { "dependencies": { "a": "2" } } } }'],
    ])
    const policy = await policyOf({ policy: 'version: { ignore: package-lock.json }\n' })
    expect((await look(requestOf(files, policy))).remarks).toEqual([])
  })
})
