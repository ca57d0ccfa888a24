import { describe, expect, test } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { comparePlaces } from '../../../actions/version-check/compare-places.ts'
import { listRepository, textReader } from '../../../actions/version-check/repository-files.ts'
import { discover } from '../../../actions/version-check/places/discover.ts'
import { inFolder } from '../../support/temporary-folder.ts'
import { discoverIn } from './layouts.ts'

/** What is said of one file, places first. */
async function said(file: string, text: string): Promise<readonly string[]> {
  const { places, remarks } = await discoverIn(new Map([[file, text]]))
  return [
    ...places.map(({ line, role, found }) => `${line} ${role} ${found}`),
    ...remarks.map((remark) => `${remark.line} ${remark.kind}: ${remark.text}`),
  ]
}

describe('what cannot be read is said, and nothing is guessed', () => {
  test.each([
    [
      'cut JSON',
      'package.json',
      '{\n "version": "1.2.3"',
      ['2 unreadable: package.json cannot be read: it is not valid JSON: a comma or } is expected'],
    ],
    [
      'a key twice in JSON',
      'package.json',
      '{"version": "1.2.3",\n"version": "1.2.4"}',
      ['2 unreadable: package.json cannot be read: it has the key "version" twice'],
    ],
    [
      'a number in JSON',
      'composer.json',
      '{"version": 1.20}',
      ['1 unreadable: the Composer package version is written 1.20, which is read as 1.2: put it in quotes'],
    ],
    [
      'an escape in JSON',
      'package.json',
      String.raw`{"version": "1.2\u002e3"}`,
      ['1 unreadable: the npm package version is not written plainly: write it on one line and without escapes'],
    ],
    [
      'comments in JSON',
      'package.json',
      '{\n// no\n"version": "1.2.3"}',
      ['2 unreadable: package.json cannot be read: it is not valid JSON: a key in double quotes is expected'],
    ],
    [
      'a structure for a version',
      'package.json',
      '{"version": {}}',
      ['1 unreadable: the npm package version is a structure, not a text'],
    ],
    [
      'cut TOML',
      'pyproject.toml',
      '[project]\nversion = "1.2',
      [expect.stringMatching(/^2 unreadable: pyproject.toml cannot be read: it is not valid TOML: /)],
    ],
    [
      'a key twice in TOML',
      'Cargo.toml',
      '[package]\nversion = "1.2.3"\nversion = "1.2.4"\n',
      [expect.stringMatching(/^3 unreadable: Cargo.toml cannot be read: it is not valid TOML: /)],
    ],
    [
      'a key twice in YAML',
      'Chart.yaml',
      'name: a\nversion: 1.2.3\nversion: 1.2.4\n',
      ['3 unreadable: Chart.yaml cannot be read: it has the key "version" twice'],
    ],
    [
      'YAML that is none',
      'Chart.yaml',
      'version: "1.2.3\n',
      [expect.stringMatching(/unreadable: Chart.yaml cannot be read: it is not valid YAML: /)],
    ],
    [
      'an alias in YAML',
      'Chart.yaml',
      'v: &v 1.2.3\nversion: *v\n',
      ['2 elsewhere: the chart version stands for an anchor elsewhere in the file'],
    ],
    ['an anchor in YAML', 'Chart.yaml', 'version: &v 1.2.3\n', ['1 chart 1.2.3']],
    [
      'a merge in YAML',
      'pubspec.yaml',
      'base: &b {version: 1.2.3}\n<<: *b\nname: x\n',
      ['1 elsewhere: the Dart package version may come from a mapping that is merged in'],
    ],
    [
      'a number in YAML',
      'Chart.yaml',
      'appVersion: 1.10\n',
      ["1 unreadable: the chart's appVersion is written 1.10, which is read as 1.1: put it in quotes"],
    ],
    [
      'a template in YAML',
      'openapi.yaml',
      'info:\n  version: ${VERSION}\n',
      ['2 elsewhere: the OpenAPI version is a template, whose value is not known here'],
    ],
    [
      'a template in Helm',
      'chart/templates/a.yaml',
      'kind: Pod\nspec:\n  containers:\n  - image: "{{ .Values.image }}:1.2.3"\n',
      [],
    ],
    [
      'a property that is not set',
      'pom.xml',
      '<project><version>${revision}</version></project>',
      ['1 elsewhere: the Maven version is the property revision, which this file does not set'],
    ],
    [
      'a tag that is not closed',
      'pom.xml',
      '<project>\n<version>1.2.3</project>',
      [expect.stringMatching(/^2 unreadable: pom.xml cannot be read: it is not well-formed XML: /)],
    ],
    [
      'entities of its own',
      'pom.xml',
      '<!DOCTYPE project [<!ENTITY v "1">]>\n<project><version>&v;</version></project>',
      [expect.stringMatching(/unreadable: pom.xml cannot be read/)],
    ],
    [
      'a reference in XML',
      'pom.xml',
      '<project><version>1.2.&#51;</version></project>',
      ['1 unreadable: the Maven version is not written plainly: write it on one line and without escapes'],
    ],
    [
      'a version of the build',
      'pyproject.toml',
      '[project]\nname = "a"\ndynamic = ["version"]\n[tool.setuptools_scm]\n',
      ['3 elsewhere: the Python package version is dynamic: setuptools-scm finds it when it builds'],
    ],
    [
      'an attribute in setup.cfg',
      'setup.cfg',
      '[metadata]\nversion = attr: a.__version__\n',
      ['2 elsewhere: the Python package version is taken from attr: a.__version__'],
    ],
    [
      'a computed __version__',
      'a/__init__.py',
      'from importlib.metadata import version\n__version__ = version("a")\n',
      ['2 elsewhere: __version__ is computed when it is imported'],
    ],
    [
      'a computed Gradle version',
      'build.gradle',
      'version = project.findProperty("v")\n',
      ['1 elsewhere: the Gradle version is computed by the build'],
    ],
    ['an empty VERSION', 'VERSION', '\n\n', ['1 elsewhere: the file VERSION is empty']],
    ['a byte order mark and CRLF', 'package.json', '\uFEFF{\r\n  "version": "1.2.3"\r\n}\r\n', ['2 version 1.2.3']],
    [
      'deep nesting',
      'package.json',
      '['.repeat(5000),
      ['1 unreadable: package.json cannot be read: it is not valid JSON: values are nested more than 200 deep'],
    ],
  ])('%s', async (_, file, text, expected) => {
    expect(await said(file, text)).toEqual(expected)
  })

  test.each([
    ['1.2.3-1', 'pep440', '1.2.3-1', 'unclear'],
    ['1.2.3.post1', 'pep440', '1.2.3', 'disagrees'],
    ['banana', 'app-version', '1.2.3', 'disagrees'],
    ['latest', 'oci-tag', '1.2.3', 'disagrees'],
    ['1.2', 'oci-tag', '1.2.3', 'unclear'],
    ['v1.2.3', 'oci-tag', '1.2.3', 'agrees'],
    ['1.2.3', 'pep440', '1.2.3', 'agrees'],
  ] as const)('a place with %s (%s) beside %s of npm %s', (found, scheme, version, agreement) => {
    const place = {
      file: 'a',
      line: 1,
      column: 1,
      start: 0,
      end: 1,
      found,
      scheme,
      role: 'version',
      what: 'it',
    } as const
    const { verdicts } = comparePlaces([place], { expected: { text: version, scheme: 'npm', from: 'package.json:1' } })
    expect(verdicts[0]?.agreement).toBe(agreement)
  })
})

describe('files', () => {
  test('links, binary files, other encodings and huge files are refused with the reason', async () => {
    await inFolder(
      { 'package.json': '{"version": "1.2.3"}', 'link.json': '->package.json', 'far/in': '', folder: '->far' },
      (folder) => {
        writeFileSync(path.join(folder, 'far/in'), 'x')
        writeFileSync(path.join(folder, 'utf16'), Buffer.from('\uFEFF{}', 'utf16le'))
        writeFileSync(path.join(folder, 'binary'), Buffer.from([1, 0, 2]))
        writeFileSync(path.join(folder, 'latin'), Buffer.from([0x61, 0xe9]))
        writeFileSync(path.join(folder, 'huge'), Buffer.alloc(3 * 1024 * 1024, 0x20))
        const read = textReader(folder)
        expect(
          ['package.json', 'link.json', 'folder/in', 'utf16', 'binary', 'latin', 'huge', 'none'].map(read),
        ).toEqual([
          { text: '{"version": "1.2.3"}' },
          { refused: 'link.json is a symbolic link, which is not followed' },
          { refused: 'folder/in lies behind a symbolic link, which is not followed' },
          { refused: 'utf16 is written in UTF-16: save it as UTF-8' },
          { refused: 'binary is binary' },
          { refused: 'latin is not written in UTF-8' },
          { refused: 'huge has 3 MiB, more than the 2 MiB that are read' },
          undefined,
        ])
      },
    )
  })

  test('links and submodules of the index are told, and not entered', async () => {
    const index = ['100644 a 0\tpackage.json', '120000 b 0\tlink', '160000 c 0\tlib/sub', '']
    const { files, notices } = await listRepository(() => Promise.resolve(index.join('\0')), '/nowhere')
    expect(files).toEqual(['package.json'])
    expect(notices).toEqual([
      'submodules have versions of their own and were not looked into: lib/sub',
      '1 symbolic link was not followed',
    ])
  })

  test('a folder without git is walked, and that is told', async () => {
    await inFolder(
      { 'a/package.json': '{}', 'node_modules/b/package.json': '{}', VERSION: '1.0.0' },
      async (folder) => {
        const { files, notices } = await listRepository(() => Promise.resolve(undefined), folder)
        expect(files).toEqual(['VERSION', 'a/package.json'])
        expect(notices).toEqual(['no git repository was found: every file of the folder was looked at'])
      },
    )
  })

  test('an unreadable manifest is a remark of its own, and hides no other place', async () => {
    const found = await discover(['package.json', 'VERSION'], (file) =>
      file === 'VERSION' ? { text: '1.0.0\n' } : { refused: 'package.json is binary' },
    )
    expect(found.places.map(({ file }) => file)).toEqual(['VERSION'])
    expect(found.remarks).toEqual([
      { file: 'package.json', line: 1, kind: 'unreadable', text: 'package.json is binary' },
    ])
  })
})
