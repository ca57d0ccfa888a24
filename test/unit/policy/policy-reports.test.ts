import { describe, expect, it } from '@jest/globals'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { mergePolicies } from '../../../actions/shared/policy/policy-chain.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'

const FILE = '.github/cicd.yml'

const read = async (text: string) => (await parsePolicy(text, FILE)).reports

async function problemsOf(text: string): Promise<readonly string[]> {
  const error: unknown = await parsePolicy(text, FILE).then(
    () => undefined,
    (problem: unknown) => problem,
  )
  if (!(error instanceof ConfigurationError)) throw new Error('it was taken')
  return error.problems
}

describe('the section reports of a policy file', () => {
  it('is absent where the file has none, so that somebody is told', async () => {
    expect(await read('quality: []')).toBeUndefined()
  })

  it('takes lines as the input does', async () => {
    expect(await read("reports:\n  - format=junit label=unit reports/*.xml\n  - '!reports/old.xml'")).toEqual([
      {
        text: 'format=junit label=unit reports/*.xml',
        glob: 'reports/*.xml',
        excludes: false,
        format: 'junit',
        label: 'unit',
      },
      { text: '!reports/old.xml', glob: 'reports/old.xml', excludes: true },
    ])
  })

  it('takes mappings, which say the same as their line', async () => {
    const text = [
      'reports:',
      "  - { files: ['a/**', '!a/b.xml'], format: junit, label: unit tests, exit-code: 1 }",
      '  - { files: build.log, matcher: .github/gcc.json }',
    ].join('\n')
    expect(await read(text)).toMatchObject([
      {
        text: 'format=junit label="unit tests" exit-code=1 a/**',
        glob: 'a/**',
        excludes: false,
        format: 'junit',
        label: 'unit tests',
        exitCode: 1,
      },
      { text: '!a/b.xml', glob: 'a/b.xml', excludes: true },
      {
        text: 'format=problem-matcher:.github/gcc.json build.log',
        format: 'problem-matcher',
        matcher: '.github/gcc.json',
        glob: 'build.log',
      },
    ])
  })

  it('is inherited from a policy that is extended, and replaced by a section of its own', async () => {
    const layer = async (name: string, text: string) => ({ name, policy: await parsePolicy(text, name), extended: [] })
    const shared = await layer('shared.yml', 'reports: [a.xml]')
    const inherited = mergePolicies([shared, await layer(FILE, 'quality: [tests.failed == 0]')])
    expect(inherited.reports?.map(({ glob }) => glob)).toEqual(['a.xml'])
    const replaced = mergePolicies([shared, await layer(FILE, 'reports: [b.xml]')])
    expect(replaced.reports?.map(({ glob }) => glob)).toEqual(['b.xml'])
  })

  it('reads a file whose name looks like an option as that file', async () => {
    expect(await read('reports: [{ files: format=x.xml }]')).toMatchObject([{ glob: 'format=x.xml' }])
  })

  it.each<[string, string, RegExp]>([
    [
      'an unknown format of a line',
      'reports:\n  - format=junitt a.xml',
      /^\.github\/cicd\.yml:2:5: .*no "junitt"; did you mean junit\?.*any other text through problem-matcher:/,
    ],
    [
      'an unknown format of a mapping',
      'reports:\n  - { files: a.xml, format: junitt }',
      /^\.github\/cicd\.yml:2:29: .*no "junitt"; did you mean junit\?.*any other text through problem-matcher:/,
    ],
    ['an unknown key', 'reports: [{ files: a, labl: x }]', /unknown key "labl" in a report; did you mean label\?/],
    ['an unknown option', 'reports: [lable=x a.xml]', /no option "lable"; did you mean label\?/],
    ['no files', 'reports: [{ format: junit }]', /a report needs the key files/],
    ['an empty list', 'reports: []', /names no file/],
    ['exclusions only', "reports: ['!a']", /names no file/],
    ['a mapping of exclusions', "reports: [{ files: '!a', format: junit }]", /files needs at least one/],
    ['a text', 'reports: reports/**', /:1:10: expected a list of reports/],
    ['several lines in one', 'reports:\n  - |\n    a.xml\n    b.xml', /a report is one line/],
    [
      'an exit code in words',
      'reports: [{ files: a, exit-code: one }]',
      /an exit code, a whole number, but found "one"/,
    ],
    ['a matcher with another format', 'reports: [{ files: a, format: tap, matcher: m }]', /matcher goes with format:/],
    [
      'a matcher that is missing',
      'reports: [{ files: a, format: problem-matcher }]',
      /the file of the problem matcher/,
    ],
  ])('refuses %s at its place', async (_, text, problem) => {
    const problems = await problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
    expect(problems[0]).toMatch(/^\.github\/cicd\.yml:\d+:\d+: /)
  })
})
