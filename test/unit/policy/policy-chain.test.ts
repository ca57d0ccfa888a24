import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { STATUSES } from '../../../actions/shared/model/status.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { chooseRules } from '../../../actions/shared/policy/defaults.ts'
import { applyExceptions } from '../../../actions/shared/policy/exceptions.ts'
import { inputOnTop, lockAgainst } from '../../../actions/shared/policy/locked-rules.ts'
import { mergePolicies } from '../../../actions/shared/policy/policy-chain.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import type { Rule } from '../../../actions/shared/policy/rule.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { baselineOf } from '../../support/baseline.ts'
import { emptyTables, evidenceSet, report } from './evidence-factory.ts'

const ORG = 'acme/.github/cicd.yml@v1'
const OWN = '.github/cicd.yml'

/** Files that each extend all before them. */
async function merged(...files: readonly (readonly [name: string, text: string])[]) {
  const layers = await Promise.all(
    files.map(async ([name, text], index) => ({
      name,
      policy: await parsePolicy(text, name),
      extended: files.slice(0, index).map(([other]) => other),
    })),
  )
  return mergePolicies(layers)
}

const onTop = (org: string, own: string) =>
  merged([ORG, `quality:\n${org}`], [OWN, own === '' ? '' : `quality:\n${own}`])

const shown = (rules: readonly Rule[] = []) => rules.map(({ text, source }) => `${text} (${source})`)

describe('rules of a policy that extends another', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['are inherited where the section is absent', '- coverage.line >= 80', '', [`coverage.line >= 80 (${ORG})`]],
    [
      'replace those about the same thing, stricter or looser',
      '- coverage.line >= 80\n- tests.failed == 0\n- lint.error == 0',
      '- coverage.line >= 60\n- tests.failed <= 3',
      [`lint.error == 0 (${ORG})`, `coverage.line >= 60 (${OWN})`, `tests.failed <= 3 (${OWN})`],
    ],
    [
      'are added where they are about something else',
      '- coverage.line >= 80',
      '- { rule: coverage.line >= 70, label: integration }\n- coverage.line >= base',
      [`coverage.line >= 80 (${ORG})`, `coverage.line >= 70 (${OWN})`, `coverage.line >= base (${OWN})`],
    ],
    [
      'tighten a locked one, which is judged too',
      '- { rule: coverage.line >= 80, locked: true }',
      '- coverage.line >= 90',
      [`coverage.line >= 80 (${ORG})`, `coverage.line >= 90 (${OWN})`],
    ],
    [
      'warn earlier than a locked one fails',
      '- { rule: coverage.line >= 80, locked: true }',
      '- { rule: coverage.line >= 90, level: warn }',
      [`coverage.line >= 80 (${ORG})`, `coverage.line >= 90 (${OWN})`],
    ],
    [
      'fail where a locked one only warns',
      '- { rule: coverage.line >= 80, level: warn, locked: true }',
      '- coverage.line >= 70',
      [`coverage.line >= 80 (${ORG})`, `coverage.line >= 70 (${OWN})`],
    ],
    [
      'are judged beside a locked one where nobody can tell which is stricter',
      '- { rule: coverage.line >= base - 1 pp, locked: true }',
      '- coverage.line >= base * 0.9',
      [`coverage.line >= base - 1 pp (${ORG})`, `coverage.line >= base * 0.9 (${OWN})`],
    ],
    [
      'replace the default beside a locked floor, and not the floor',
      '- { rule: coverage.line >= 60, locked: true }\n- coverage.line >= 80',
      '- coverage.line >= 70',
      [`coverage.line >= 60 (${ORG})`, `coverage.line >= 70 (${OWN})`],
    ],
    ['cannot be taken away', '- { rule: coverage.line >= 80, locked: true }', '[]', [`coverage.line >= 80 (${ORG})`]],
  ])('%s', async (_name, org, own, rules) => {
    const policy = await merged(
      [ORG, `quality:\n${org}`],
      [OWN, own === '' ? '' : `quality:\n  ${own.replaceAll('\n', '\n  ')}`],
    )
    expect(shown(policy.quality)).toEqual(rules)
    expect(policy.notices).toEqual([])
  })

  test.each([
    [
      '- { rule: coverage.line >= 80, locked: true }',
      '- coverage.line >= 70',
      `coverage.line >= 70 (${OWN}:2) is looser than coverage.line >= 80, which ${ORG}:2 has locked and which stays in force`,
    ],
    [
      '- { rule: tests.failed == 0, locked: true }',
      '- lint.error == 0\n- tests.failed <= 5',
      `tests.failed <= 5 (${OWN}:3) is looser than tests.failed == 0, which ${ORG}:2 has locked and which stays in force`,
    ],
    [
      '- { rule: coverage.line >= 80, locked: true }',
      '- { rule: coverage.line >= 80, level: warn }',
      `coverage.line >= 80 (${OWN}:2) would only warn of what fails by coverage.line >= 80, which ${ORG}:2 has locked and which stays in force`,
    ],
  ])('leave %s in force against %s, and both places are named', async (org, own, notice) => {
    const policy = await onTop(org, own)
    expect(policy.notices).toEqual([notice])
    expect(shown(policy.quality)[0]).toContain(ORG)
    expect(policy.quality?.filter(({ locked, source }) => locked !== true && source === ORG)).toEqual([])
  })

  test('that are the same as a locked one say nothing', async () => {
    const policy = await onTop('- { rule: coverage.line >= 80, locked: true }', '- coverage.line >= 80')
    expect([shown(policy.quality), policy.notices]).toEqual([[`coverage.line >= 80 (${ORG})`], []])
  })

  test('may be locked by a file in between, and leave the defaults where no file has the section', async () => {
    const policy = await merged(
      [ORG, 'quality:\n- coverage.line >= 50'],
      ['team.yml', 'quality:\n- { rule: coverage.line >= 70, locked: true }'],
      [OWN, 'quality:\n- coverage.line >= 60'],
    )
    expect(shown(policy.quality)).toEqual(['coverage.line >= 70 (team.yml)'])
    expect(policy.notices).toHaveLength(1)
    expect(policy.security).toBeUndefined()
  })

  test('which are locked stand beside each other, so that none takes the other one’s place', async () => {
    const policy = await merged(
      ['mine.yml', 'quality:\n- { rule: security.critical == 0, locked: true, waivable: true }'],
      [ORG, 'quality:\n- { rule: security.critical == 0, locked: true }'],
    )
    expect(policy.quality?.map(({ source }) => source)).toEqual(['mine.yml', ORG])
  })
})

describe('what is locked in one file alone', () => {
  test('changes nothing there', async () => {
    const policy = await parsePolicy('quality:\n  - { rule: coverage.line >= 80, locked: true }\n', OWN)
    expect(shown(chooseRules('quality', [], policy))).toEqual([`coverage.line >= 80 (${OWN})`])
  })
})

describe('the input rules', () => {
  const input = parseRules('coverage.line >= 70\nlint.error == 0')

  test('replace a section, but for what is locked', async () => {
    const policy = await parsePolicy(
      'quality:\n  - { rule: coverage.line >= 80, locked: true }\n  - tests.failed == 0\n',
      OWN,
    )
    expect(shown(chooseRules('quality', input, policy))).toEqual([
      `coverage.line >= 80 (${OWN})`,
      'lint.error == 0 (input)',
    ])
    expect(inputOnTop(input, policy.quality ?? []).notices).toEqual([
      `coverage.line >= 70 (input rules) is looser than coverage.line >= 80, which ${OWN}:2 has locked and which stays in force`,
    ])
  })

  test('are all that holds where nothing is locked', async () => {
    const policy = await parsePolicy('quality:\n  - tests.failed == 0\n', OWN)
    expect(chooseRules('quality', input, policy)).toBe(input)
  })
})

const WAIVER = "{ id: CVE-1, reason: r, owner: '@me', expires: 2027-01-31 }"

describe('waivers and quarantined tests', () => {
  test('of all files add up, each with the file that it stands in', async () => {
    const test = "{ test: slow, reason: r, owner: '@me', expires: 2027-01-31 }"
    const policy = await merged(
      [ORG, `waivers:\n- ${WAIVER}\nquarantine:\n- ${test}`],
      [OWN, `waivers:\n- ${WAIVER.replace('CVE-1', 'CVE-2')}\n`],
    )
    expect(policy.waivers.map(({ id, source }) => [id, source])).toEqual([
      ['CVE-1', ORG],
      ['CVE-2', OWN],
    ])
    expect(policy.quarantine).toHaveLength(1)
  })

  test('need an owner whom the extended policy allows, unless the file names its own', async () => {
    const org = "owners: ['@security']\n"
    await expect(merged([ORG, org], [OWN, `waivers:\n- ${WAIVER}`])).rejects.toThrow(
      `${OWN}:2: @me is not among the owners of the policy that it extends`,
    )
    const policy = await merged([ORG, org], [OWN, `owners: ['@me']\nwaivers:\n- ${WAIVER}`])
    expect(policy.waivers).toHaveLength(1)
    await expect(merged([ORG, org], [OWN, `waivers:\n- ${WAIVER.replace('@me', '@Security')}`])).resolves.toBeDefined()
  })

  const SECURITY = { metric: 'security.critical', label: '', path: 'src/a.py' }

  test.each<[string, string, string, boolean]>([
    ['one of the file that extends does not', '{ rule: security.critical == 0, locked: true }', OWN, false],
    ['one of the file itself does', '{ rule: security.critical == 0, locked: true }', ORG, true],
    ['one of a file that it extends does', '{ rule: security.critical == 0, locked: true }', 'base.yml', true],
    ['one does where the rule says so', '{ rule: security.critical == 0, locked: true, waivable: true }', OWN, true],
    ['one does where nothing is locked', '{ rule: security.critical == 0 }', OWN, true],
    ['one does where another rank is', '{ rule: security.high == 0, locked: true }', OWN, true],
    ['one does not where the total is', '{ rule: security.total == 0, locked: true }', OWN, false],
    ['one does where other paths are', "{ rule: security.critical == 0, locked: true, paths: 'lib/**' }", OWN, true],
    [
      'one does not where these paths are',
      "{ rule: security.critical == 0, locked: true, paths: 'src/**' }",
      OWN,
      false,
    ],
    ['one does where another label is', '{ rule: security.critical == 0, locked: true, label: image }', OWN, true],
    ['one does where another family is', '{ rule: lint.error == 0, locked: true }', OWN, true],
  ])('hold under a locked rule as agreed: %s', async (_name, rule, source, isForgiven) => {
    const policy = await merged(['base.yml', ''], [ORG, `quality:\n- ${rule}`], [OWN, ''])
    expect(lockAgainst(policy.quality ?? [], source, SECURITY) === undefined).toBe(isForgiven)
  })

  test('of secrets do not hold under a locked score, which takes them into account', async () => {
    const policy = await onTop('- { rule: security.score >= 80, locked: true }', '')
    expect(lockAgainst(policy.quality ?? [], OWN, { metric: 'secrets.high' })?.source).toBe(ORG)
    expect(lockAgainst(policy.quality ?? [], OWN, { metric: 'lint.error' })).toBeUndefined()
  })

  test('of tests hold under a locked rule about failures only where its own file has them', async () => {
    const policy = await onTop('- { rule: tests.failed == 0, locked: true }', '')
    for (const metric of ['tests.failed', 'tests.errored']) {
      expect(lockAgainst(policy.quality ?? [], OWN, { metric })?.source).toBe(ORG)
      expect(lockAgainst(policy.quality ?? [], ORG, { metric })).toBeUndefined()
    }
  })
})

describe('a finding that a locked rule counts', () => {
  const waiver = "{ id: B602, reason: r, owner: '@me', expires: 2027-01-31 }"
  const lock = '{ rule: security.critical == 0, locked: true }'

  test.each([
    ['waived by the repository alone', lock, '', waiver, 'fail'],
    ['waived by the policy with the lock', lock, waiver, '', 'pass'],
    ['waived by both', lock, waiver, waiver, 'pass'],
    ['waived by the repository, which may', lock.replace('true', 'true, waivable: true'), '', waiver, 'pass'],
    ['waived by nobody', lock, '', '', 'fail'],
  ])('counts as the lock says: %s', async (_name, rule, org, own, status) => {
    const waivers = (item: string) => (item === '' ? '' : `waivers:\n- ${item}\n`)
    const policy = await merged([ORG, `quality:\n- ${rule}\n${waivers(org)}`], [OWN, waivers(own)])
    const found = { family: 'security', rank: 'critical', tool: 'bandit', rule: 'B602', message: 'm' } as const
    const tables = emptyTables()
    tables.findings.add(found)
    const metrics = { 'security.critical': 1, 'security.total': 1 }
    const set = evidenceSet([report({ kind: 'findings', metrics })], { tables: new Map([['', tables]]) })
    const rules = chooseRules('quality', [], policy)
    const excused = applyExceptions(set, policy, { day: '2026-11-21', rules })
    expect(assess(excused.set, rules, { onUnknown: 'fail' }).status).toBe(status)
  })
})

const METRICS = ['tests.failed', 'coverage.line', 'bundle.size'] as const

const anyRule = fc
  .record({
    metric: fc.constantFrom(...METRICS),
    operator: fc.constantFrom('>=', '<=', '>', '<', '==', '!='),
    limit: fc.oneof(
      fc.integer({ min: 0, max: 5 }).map(String),
      fc.constantFrom('base', 'base + 1', 'base - 1', 'base * 0.5'),
    ),
    level: fc.constantFrom('fail', 'warn'),
    locked: fc.boolean(),
  })
  .map(
    ({ metric, operator, limit, level, locked }) =>
      `- { rule: '${metric} ${operator} ${limit}', level: ${level}, locked: ${String(locked)} }`,
  )

/** Sections without the duplicates that the parser refuses. */
const section = fc.array(anyRule, { maxLength: 4 })

async function policyOf(name: string, rules: readonly string[]): Promise<string> {
  const kept: string[] = []
  for (const rule of rules) {
    const text = `quality:\n${[...kept, rule].join('\n')}\n`
    if (
      await parsePolicy(text, name).then(
        () => true,
        () => false,
      )
    ) {
      kept.push(rule)
    }
  }
  return kept.length === 0 ? '' : `quality:\n${kept.join('\n')}\n`
}

test('no file and no input that come later make a verdict better than the locked rules alone', async () => {
  const values = fc.record({ actual: fc.integer({ min: 0, max: 6 }), base: fc.option(fc.integer({ min: 0, max: 6 })) })
  await fc.assert(
    fc.asyncProperty(section, section, section, section, values, async (first, org, own, input, { actual, base }) => {
      const layers = [
        ['first.yml', await policyOf('first.yml', first)],
        [ORG, await policyOf(ORG, org)],
        [OWN, await policyOf(OWN, own)],
      ] as const
      const whole = await merged(...layers)
      const locked = (await merged(layers[1])).quality?.filter((rule) => rule.locked === true) ?? []
      if (locked.length === 0) return
      const evidence = report({ metrics: Object.fromEntries(METRICS.map((metric) => [metric, actual])) })
      const known = Object.fromEntries(METRICS.map((metric) => [metric, base ?? 0]))
      const judge = (rules: readonly Rule[]) =>
        STATUSES.indexOf(
          assess(evidenceSet([evidence]), rules, {
            onUnknown: 'fail',
            ...(base !== null && { baseline: baselineOf(known) }),
          }).status,
        )
      const byInput = (await parsePolicy(await policyOf('input', input), 'input')).quality ?? []
      expect(judge(chooseRules('quality', [], whole))).toBeGreaterThanOrEqual(judge(locked))
      expect(judge(chooseRules('quality', byInput, whole))).toBeGreaterThanOrEqual(judge(locked))
    }),
    { numRuns: 200 },
  )
})
