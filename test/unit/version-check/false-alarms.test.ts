import { describe, expect, test } from '@jest/globals'
import { comparePlaces } from '../../../actions/version-check/compare-places.ts'
import { discoverIn } from './layouts.ts'

/** Each was found on a published project, and raised an alarm there. */
async function found(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { places, remarks } = await discoverIn(new Map(Object.entries(files)))
  return [
    ...places.map(({ file, line, found: text }) => `${file}:${line} ${text}`),
    ...remarks.map(({ file, line, kind, text }) => `${kind} ${file}:${line} ${text}`),
  ]
}

describe('what looks like a declaration and is none', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'a copy of somebody else’s package',
      {
        'src/a/_vendor/lark/__init__.py': '__version__ = "1.3.1"\n',
        'lib/vendored/b/package.json': '{ "version": "2.0.0" }',
        'third-party/c/Cargo.toml': '[package]\nname = "c"\nversion = "3.0.0"\n',
      },
      [],
    ],
    [
      'a template of a project that does not exist yet, beside charts whose templates are',
      {
        'src/cli/templates/default/pyproject.toml': '[project]\nname = "x"\nversion = "0.1.0"\n',
        'template/package.json': '{ "version": "0.0.1" }',
        'chart/templates/a.yaml': 'kind: Pod\nmetadata:\n  labels:\n    app.kubernetes.io/version: "1.2.0"\n',
      },
      ['chart/templates/a.yaml:4 1.2.0'],
    ],
    [
      'a variable inside of a function in Python, but not an attribute of a class',
      {
        'app/config.py':
          'class Settings:\n    version: str = "1.2.0"\n\n    def read(self):\n        if self:\n            version = "0.0.0"\n        return version\n\n\nasync def other():\n    version = "0.0.1"\n\n\nif True:\n    VERSION = "1.2.0"\n',
      },
      ['app/config.py:2 1.2.0', 'app/config.py:15 1.2.0'],
    ],
    [
      'a variable that a function in Go sets, but not a constant',
      {
        'main.go':
          'package main\n\nvar (\n\tversion = "1.2.0"\n)\n\nfunc init() {\n\tversion = "0.0.1"\n\tif true {\n\t\tversion = "unknown"\n\t}\n}\n\nfunc main() {\n\tconst appVersion = "1.2.0"\n}\n',
      },
      ['main.go:4 1.2.0', 'main.go:15 1.2.0'],
    ],
    [
      'what a release replaces',
      {
        'package.json': '{ "version": "0.0.0-development" }',
        'a/package.json': '{ "version": "0.0.0-semantically-released" }',
      },
      [
        'elsewhere package.json:1 the npm package version is a placeholder, which a release replaces',
        'elsewhere a/package.json:1 the npm package version is a placeholder, which a release replaces',
      ],
    ],
    [
      'a lock file that the workflow makes',
      {
        'Cargo.toml': '[workspace]\n',
        '.github/workflows/ci.yml':
          'jobs:\n  a:\n    steps:\n      - run: cargo generate-lockfile\n      - run: cargo check --locked\n',
      },
      [],
    ],
  ])('%s', async (_, files, told) => {
    expect(await found(files)).toEqual(told)
  })

  test('of manifests that all say another version, the one at the top is right', async () => {
    const files = new Map([
      ['dist/compiled/a/package.json', '{ "version": "6.0.0" }'],
      ['Dockerfile', 'FROM scratch\nLABEL version=7.0.0\n'],
      ['lib/native/package.json', '{ "version": "1.7.2" }'],
      ['Cargo.toml', '[package]\nname = "sys"\nversion = "0.16.2"\n'],
    ])
    const { places } = await discoverIn(files)
    expect(comparePlaces(places).reference).toMatchObject({ text: '0.16.2', from: 'Cargo.toml:3' })
  })
})
