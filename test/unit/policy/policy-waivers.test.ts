import { describe, expect, test } from '@jest/globals'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'

const FILE = '.github/cicd.yml'

async function problemsOf(text: string): Promise<readonly string[]> {
  try {
    await parsePolicy(text, FILE)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
  return []
}

const GRANT = "reason: r, owner: '@ops', expires: 2027-01-31"

describe('waivers and quarantined tests of a policy file', () => {
  test('keep who, why, until when, and where that is written', async () => {
    const policy = await parsePolicy(
      `owners: ['@acme/security', '@ops', ops@example.com]
waivers:
  - { id: CVE-2024-12345, paths: requirements.txt, reason: ' not reachable ', owner: '@Ops', expires: 2027-01-31 }
quarantine:
  - test: 'Cart › *'
    reason: times out
    owner: ops@example.com
    expires: '2027-02-28'
`,
      FILE,
    )
    const { waivers, quarantine, owners, notices } = policy
    expect(waivers).toMatchObject([
      { id: 'CVE-2024-12345', reason: 'not reachable', owner: '@Ops', expires: '2027-01-31', source: FILE, line: 3 },
    ])
    expect(waivers[0]?.paths?.matches('requirements.txt')).toBe(true)
    expect(quarantine).toEqual([
      { test: 'Cart › *', reason: 'times out', owner: 'ops@example.com', expires: '2027-02-28', source: FILE, line: 5 },
    ])
    expect([owners, notices]).toEqual([['@acme/security', '@ops', 'ops@example.com'], []])
  })

  test.each([
    ['waivers:\n  - { id: X }', '2:5: a waiver needs reason, owner, expires'],
    ["waivers:\n  - { reason: r, owner: '@o', expires: 2027-01-31 }", '2:5: a waiver needs id'],
    [
      "waivers:\n  - { id: X, reason: ' ', owner: '@o', expires: 2027-01-31 }",
      '2:22: expected a reason but found an empty text',
    ],
    [
      "waivers:\n  - { id: X, reason: r, owner: '@o', expires: 2027-02-30 }",
      '2:47: "2027-02-30" is not a date such as 2027-01-31 (the last day on which a waiver holds, in UTC)',
    ],
    [
      "waivers:\n  - { id: X, reason: r, owner: '@o', expires: 2027-01-31T00:00:00Z }",
      '"2027-01-31T00:00:00Z" is not a date',
    ],
    [
      "waivers:\n  - { id: X, reason: r, owner: '@o', expires: 20270131 }",
      'expected a date but found 20270131; quote it if it is meant',
    ],
    ["waivers:\n  - { id: X, reason: r, owner: '@o', expires: never }", '"never" is not a date'],
    [
      'waivers:\n  - { id: X, reason: r, owner: the ops team, expires: 2027-01-31 }',
      `2:32: "the ops team" is not an owner: write '@user', '@org/team' or an e-mail address`,
    ],
    ["waivers:\n  - { id: X, reason: r, owner: '@', expires: 2027-01-31 }", '"@" is not an owner'],
    ["waivers:\n  - { id: X, reason: r, owner: '@a/b/c', expires: 2027-01-31 }", '"@a/b/c" is not an owner'],
    [
      `owners: ['@ops']\nwaivers:\n  - { id: X, reason: r, owner: '@opps', expires: 2027-01-31 }`,
      '3:32: @opps is not among the owners of this policy; did you mean @ops?',
    ],
    [
      `quarantine:\n  - { test: a, reason: r, owner: '@b', expires: 2027-01-31 }\nowners: ['@ops']`,
      '@b is not among the owners of this policy',
    ],
    ["owners: ['@ops', '@OPS']", '1:18: @OPS is there twice'],
    ['owners: ops', '1:9: expected a list of owners'],
    [`waivers:\n  - { id: X, ${GRANT} }\n  - { id: x, ${GRANT} }`, '3:5: the waiver of x is there already, in line 2'],
    [
      `waivers:\n  - { id: X, paths: [a, b], ${GRANT} }\n  - { id: X, paths: [b, a], ${GRANT} }`,
      '3:5: the waiver of X for a, b is there already, in line 2',
    ],
    [
      `quarantine:\n  - { test: a, ${GRANT} }\n  - { test: a, ${GRANT} }`,
      '3:5: the quarantine of a is there already, in line 2',
    ],
    [`quarantine:\n  - { test: '* › *', ${GRANT} }`, '2:13: "* › *" would quarantine every test: name some of them'],
    ['quarantine:\n  - { test: a }', '2:5: a quarantined test needs reason, owner, expires'],
    [`quarantine:\n  - { tests: a, ${GRANT} }`, 'unknown key "tests" in a quarantined test; did you mean test?'],
    [
      `quarantine:\n  - { test: 5, ${GRANT} }`,
      '2:13: expected the name of a test but found 5; quote it if it is meant',
    ],
    [`quarantine:\n  - a test`, '2:5: expected a quarantined test, a mapping with test, reason, owner, expires'],
  ])('%j is refused', async (text, problem) => {
    const problems = await problemsOf(text)
    expect(problems.join('\n')).toContain(problem)
    expect(problems.every((line) => /^\.github\/cicd\.yml:\d+:\d+: /.test(line))).toBe(true)
  })

  test.each([
    `waivers:\n  - { id: X, ${GRANT} }\n  - { id: X, paths: a, ${GRANT} }`,
    `waivers:\n  - { id: X, reason: r, owner: '@corp_user', expires: 2028-02-29 }`,
    `waivers:\n  - { id: X, reason: r, owner: '@acme/team.one', expires: 2028-02-29 }`,
    `owners: []\nquality: []`,
  ])('%j is one', async (text) => {
    expect(await problemsOf(text)).toEqual([])
  })
})
