import { describe, expect, test } from '@jest/globals'
import { look } from '../../../actions/version-check/look.ts'
import { discoverIn, type Files, isGreen, LAYOUTS, policyOf, readLayout, requestOf } from './layouts.ts'

/** The same layout as somebody's editor would leave it. */
function rewritten(files: Files, rewrite: (text: string) => string): Files {
  return new Map([...files].map(([file, text]) => [file, rewrite(text)]))
}

const REWRITES: readonly (readonly [string, (text: string) => string])[] = [
  ['a byte order mark', (text) => `\uFEFF${text.replace(/^\uFEFF/, '')}`],
  ['CRLF', (text) => text.replaceAll(/\r?\n/g, '\r\n')],
  ['LF', (text) => text.replaceAll('\r\n', '\n')],
  ['both', (text) => `\uFEFF${text.replace(/^\uFEFF/, '').replaceAll(/\r?\n/g, '\r\n')}`],
]

describe('line ends and byte order marks change nothing that is found', () => {
  test.each(LAYOUTS.flatMap(({ name }) => REWRITES.map(([how, rewrite]) => [name, how, rewrite] as const)))(
    '%s with %s',
    async (name, _, rewrite) => {
      const layout = LAYOUTS.find((each) => each.name === name)!
      const policy = await policyOf(layout)
      const [files, plain] = [rewritten(readLayout(name), rewrite), readLayout(name)]
      const [found, expected] = await Promise.all([look(requestOf(files, policy)), look(requestOf(plain, policy))])
      const told = (each: typeof found): unknown => [
        each.verdicts.map(({ place: { file, line, column, found: text } }) => `${file}:${line}:${column} ${text}`),
        each.remarks.map(({ file, line, kind, text }) => `${kind} ${file}:${line} ${text}`),
        each.problems,
      ]
      expect(told(found)).toEqual(told(expected))
      expect(isGreen(found.verdicts)).toBe(true)
    },
  )
})

/** What is said of the last file; the others give its names. */
async function said(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { places, remarks } = await discoverIn(
    new Map(Object.entries({ 'package.json': '{ "name": "shop" }', ...files })),
  )
  return [
    ...places.map(({ file, line, role, found }) => `${file}:${line} ${role} ${found}`),
    ...remarks.map(({ file, line, kind, text }) => `${kind} ${file}:${line} ${text}`),
  ]
}

describe('what stands for something else is told where it is, and not guessed', () => {
  test.each<readonly [string, string, string, readonly string[]]>([
    [
      'an image of Compose that services take from an anchor',
      'compose.yaml',
      'x-shop: &shop\n  image: acme/shop:1.2.0\nservices:\n  web:\n    <<: *shop\n',
      ['compose.yaml:2 image-tag 1.2.0'],
    ],
    [
      'an alias for an image',
      'compose.yaml',
      'x-image: &image acme/shop:1.2.0\nservices:\n  web:\n    image: *image\n',
      ['elsewhere compose.yaml:4 the image stands for an anchor elsewhere in the file'],
    ],
    [
      'an image that is built here and named by a mapping that is merged in',
      'compose.yaml',
      'x-shop: &shop\n  image: acme/other:1.2.0\nservices:\n  web:\n    <<: *shop\n    build: .\n',
      ['elsewhere compose.yaml:5 the image may come from a mapping that is merged in'],
    ],
    [
      'a tag of values beside a repository that is merged in',
      'values.yaml',
      'base: &base\n  repository: acme/shop\nworker:\n  image:\n    <<: *base\n    tag: 1.2.0\n',
      ["elsewhere values.yaml:6 the image's tag belongs to a mapping that is merged in"],
    ],
    [
      'a template of Compose',
      'compose.yaml',
      'services:\n  web:\n    image: acme/shop:${TAG:-1.2.0}\n',
      ['elsewhere compose.yaml:3 the tag of the image is a template, whose value is not known here'],
    ],
    [
      'an input of a setup action that is an alias',
      '.github/workflows/ci.yml',
      'env:\n  python: &python "3.12"\njobs:\n  a:\n    steps:\n      - uses: actions/setup-python@v6\n        with:\n          python-version: *python\n',
      ['elsewhere .github/workflows/ci.yml:8 the input python-version stands for an anchor elsewhere in the file'],
    ],
    [
      'a version that is there twice in a pom',
      'pom.xml',
      '<project>\n<version>1.2.0</version>\n<version>1.2.1</version>\n</project>',
      ['unreadable pom.xml:3 the Maven version is there twice'],
    ],
    [
      'a property that is there twice in a pom',
      'pom.xml',
      '<project>\n<version>${v}</version>\n<properties>\n<v>1.2.0</v>\n<v>1.2.1</v>\n</properties></project>',
      ['unreadable pom.xml:5 the Maven version (property v) is there twice'],
    ],
    [
      'a property of a property',
      'pom.xml',
      '<project>\n<version>${v}</version>\n<properties>\n<v>${w}</v>\n</properties></project>',
      ['elsewhere pom.xml:4 the Maven version (property v) is a template, whose value is not known here'],
    ],
    [
      'a property of MSBuild',
      'a.csproj',
      '<Project><PropertyGroup>\n<Version>$(Base)</Version></PropertyGroup></Project>',
      ['elsewhere a.csproj:2 the .NET property Version is a template, whose value is not known here'],
    ],
    [
      'a template for a version in Jinja',
      'setup.cfg',
      '[metadata]\nversion = {{ version }}\n',
      ['elsewhere setup.cfg:2 the Python package version is a template, whose value is not known here'],
    ],
    [
      'a variable of a Dockerfile',
      'Dockerfile',
      'FROM scratch\nARG BASE\nLABEL version=$BASE\n',
      ['elsewhere Dockerfile:3 the label version is a template, whose value is not known here'],
    ],
    [
      'a chart that is itself a template',
      'Chart.yaml',
      'name: a\nversion: {{ version }}\n',
      ['unreadable Chart.yaml:2 the chart version is a structure, not a text'],
    ],
    [
      'keys that are there twice in properties',
      'gradle.properties',
      'version=1.2.0\nversion=1.2.1\n',
      ['gradle.properties:1 version 1.2.0', 'gradle.properties:2 version 1.2.1'],
    ],
  ])('%s', async (_, file, text, told) => {
    expect(await said({ [file]: text })).toEqual(told)
  })
})
