import { describe, expect, test } from '@jest/globals'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import { findConfigured } from '../../../actions/version-check/places/configured.ts'
import { CONFIGURED_POLICY, type Files, POLICY_FILE, readLayout } from './layouts.ts'

async function configuredIn(files: Files, policyText: string) {
  const { version } = await parsePolicy(policyText, POLICY_FILE)
  return findConfigured(version?.places ?? [], (file) => {
    const text = files.get(file)
    return text === undefined ? undefined : { text }
  })
}

describe('places of the policy file', () => {
  test('each language leads to its one place', async () => {
    const { places, problems, remarks } = await configuredIn(readLayout('configured'), CONFIGURED_POLICY)
    expect(problems).toEqual([])
    expect(remarks).toEqual([])
    expect(places.map(({ file, line, column, role, found }) => `${file}:${line}:${column} ${role} ${found}`)).toEqual([
      'web/index.html:2:22 version 4.4.0',
      'web/templates/base.jinja:1:31 version 4.4.0',
      'conf/site.xml:1:42 version 4.4.0',
      'conf/site.xml:1:66 previous 4.3.0',
      'conf/site.json:1:79 version 4.4.0',
      'conf/site.toml:6:12 version 4.4.0',
      'conf/site.yaml:5:15 version 4.4.0',
      'docs/install.md:3:35 version 4.4.0',
      'docs/install.md:5:14 previous 4.3.0',
    ])
  })

  test.each([
    ['a file that is not there', '{ file: nowhere.json, json-path: $.version }', 'there is no file nowhere.json'],
    [
      'a path that matches nothing',
      '{ file: conf/site.json, json-path: $.version }',
      'matches nothing in conf/site.json',
    ],
    ['a path that matches twice', '{ file: conf/site.json, json-path: "$.apps[*].version" }', 'matches 2 times'],
    [
      'a line that is there twice',
      '{ file: docs/install.md, line: site }',
      'matches 2 times in docs/install.md (lines 3, 5)',
    ],
    ['a regex without its group', "{ file: web/index.html, regex: '[\\d.]+' }", 'has no group (?<version>…)'],
    ['a regex that is none', "{ file: web/index.html, regex: '(?<version>' }", 'Invalid regular expression'],
    [
      'a path in an unknown language',
      '{ file: conf/site.json, json-path: $..version }',
      'which is not known; known are',
    ],
    ['an XPath that is not understood', '{ file: conf/site.xml, xpath: "count(/site)" }', 'is not understood'],
  ])('%s is a problem that names its line', async (_, place, problem) => {
    const { problems, places } = await configuredIn(readLayout('configured'), `version:\n  places:\n    - ${place}\n`)
    expect(places).toEqual([])
    expect(problems).toEqual([expect.stringContaining(problem)])
    expect(problems[0]).toMatch(/^\.github\/cicd\.yml:3: /)
  })

  test('a regex that runs away is ended, and the next place is found', async () => {
    const files = new Map([
      ['a.txt', `${'a'.repeat(40)}!\n`],
      ['b.txt', 'ä is 1.2.3\n'],
    ])
    const places = ["{ file: a.txt, regex: '(?<version>(a+)+)$' }", "{ file: b.txt, regex: 'is (?<version>.+)$' }"]
    const { version } = await parsePolicy(`version:\n  places: [${places.join(', ')}]\n`, POLICY_FILE)
    const read = (file: string) => ({ text: files.get(file) ?? '' })
    const found = await findConfigured(version?.places ?? [], read, 200)
    expect(found.problems).toEqual([
      expect.stringMatching(
        /^\.github\/cicd\.yml:2: the regex "\(\?<version>\(a\+\)\+\)\$" runs away: it was stopped after 0\.2 s/,
      ),
    ])
    expect(found.places.map(({ file, found: text }) => [file, text])).toEqual([['b.txt', '1.2.3']])
  })

  test.each([
    ['{ json-path: $.version }', 'a place needs the key file'],
    ['{ file: package.json }', 'a place needs one of json-path, yaml-path, toml-path, xpath, regex, line'],
    ['{ file: a, regex: b, line: c }', 'a place needs one of json-path'],
    ['{ file: ../other/package.json, json-path: $.version }', 'leads out of the repository'],
    ['{ file: /etc/passwd, line: root }', 'leads out of the repository'],
    ['{ file: a, line: b, role: toolchain }', 'expected one of version, appVersion, image-tag, chart, previous'],
  ])('%s is refused by the policy', async (place, problem) => {
    const read = parsePolicy(`version:\n  places:\n    - ${place}\n`, POLICY_FILE)
    await expect(read).rejects.toThrow(ConfigurationError)
    await expect(read).rejects.toThrow(problem)
  })

  test('projects and ignored files are globs', async () => {
    const { version } = await parsePolicy(
      'version:\n  ignore: legacy/**\n  build: ignore\n  projects:\n    - { name: api, paths: [api/**, "!api/old/**"] }\n',
      POLICY_FILE,
    )
    expect(
      version?.projects.map(({ name, paths }) => [name, paths.matches('api/a.json'), paths.matches('api/old/a')]),
    ).toEqual([['api', true, false]])
    expect(version?.ignore?.matches('legacy/package.json')).toBe(true)
    expect(version?.build).toBe('ignore')
  })
})
