import { describe, expect, it } from '@jest/globals'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import type { Measurement } from '../../../actions/shared/model/evidence.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import { baselineKey, type Rule } from '../../../actions/shared/policy/rule.ts'
import { baselineOf } from '../../support/baseline.ts'
import { readText } from '../../support/read-report.ts'
import { contradiction, evidenceSet, report } from './evidence-factory.ts'

const times = (subject: string, p95: number): Measurement[] => [
  { metric: 'performance.p95', value: p95, subject },
  { metric: 'performance.max', value: 2 * p95, subject },
]

const load = (measurements: readonly Measurement[], label?: string) =>
  report({
    kind: 'metrics',
    metrics: { 'performance.p95': 900 },
    measurements,
    ...(label === undefined ? {} : { label }),
  })

async function rulesOf(...rules: readonly string[]): Promise<readonly Rule[]> {
  const policy = await parsePolicy(`quality:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`, 'cicd.yml')
  return policy.quality ?? []
}

async function judged(rule: string, set = evidenceSet([load([...times('smoke', 150), ...times('stress', 900)])])) {
  const { reasons } = assess(set, await rulesOf(rule), { onUnknown: 'fail' })
  const [reason] = reasons.filter((candidate) => candidate.rule !== 'evidence')
  return reason!
}

describe('a rule about a scenario of a load test', () => {
  it.each([
    ['smoke', 'pass', 150],
    ['stress', 'fail', 900],
  ])('judges %s by its own time', async (scenario, status, actual) => {
    const reason = await judged(`{ rule: performance.p95 <= 200 ms, scenario: ${scenario} }`)
    expect(reason).toMatchObject({ status, actual, scope: { scenario }, evidence: [0] })
    expect(reason.message).toContain(`in the scenario ${scenario}`)
  })

  it('takes the worst of several reports, and of one label only its own', async () => {
    const set = evidenceSet([load(times('smoke', 150), 'a'), load(times('smoke', 190), 'b')])
    expect(await judged('{ rule: performance.p95 <= 200 ms, scenario: smoke }', set)).toMatchObject({ actual: 190 })
    expect(await judged('{ rule: performance.p95 <= 200 ms, scenario: smoke, label: a }', set)).toMatchObject({
      actual: 150,
      scope: { label: 'a', scenario: 'smoke' },
    })
  })

  it('is unknown for a name that no report has, and tells the names that are there', async () => {
    const reason = await judged('{ rule: performance.p95 <= 200 ms, scenario: stres }')
    expect(reason.status).toBe('unknown')
    expect(reason.message).toBe(
      'no report has measured the scenario "stres"; did you mean stress?; scenarios seen: smoke, stress',
    )
  })

  it('is unknown where the metric is not told by scenario, and where nothing is', async () => {
    const other = await judged('{ rule: performance.requests >= 1, scenario: smoke }')
    expect([other.status, other.message]).toEqual([
      'unknown',
      'no report tells performance.requests of the scenario "smoke" by itself; of it they tell performance.p95, performance.max',
    ])
    const none = await judged('{ rule: performance.p95 <= 1 s, scenario: smoke }', evidenceSet([load([])]))
    expect(none.status).toBe('unknown')
    expect(none.message).toContain('no report tells scenarios apart')
  })

  it('is unknown on a report that contradicts itself', async () => {
    const set = evidenceSet([report({ metrics: {}, measurements: times('smoke', 1), doubts: [contradiction] })])
    expect((await judged('{ rule: performance.p95 <= 200 ms, scenario: smoke }', set)).status).toBe('unknown')
  })

  it('takes no function of another report for a scenario', async () => {
    const set = evidenceSet([report({ measurements: [{ metric: 'complexity.max', value: 1, subject: 'smoke' }] })])
    expect((await judged('{ rule: performance.p95 <= 200 ms, scenario: smoke }', set)).status).toBe('unknown')
  })

  it('has a value of its own in the baseline', async () => {
    const [rule] = await rulesOf('{ rule: performance.p95 <= base * 1.1, scenario: smoke, label: it }')
    expect(baselineKey(rule!.metric, rule!)).toBe('performance.p95 label=it scenario=smoke')
    const set = evidenceSet([load(times('smoke', 120), 'it')])
    const judge = (value: number) =>
      assess(set, [rule!], {
        onUnknown: 'fail',
        baseline: baselineOf({ 'performance.p95': 1, 'performance.p95 label=it scenario=smoke': value }),
      }).reasons[0]!.status
    expect([judge(110), judge(100)]).toEqual(['pass', 'fail'])
  })

  it('stands beside the same rule about another scenario', async () => {
    const rules = await rulesOf(
      '{ rule: performance.p95 <= 200 ms, scenario: smoke }',
      '{ rule: performance.p95 <= 300 ms, scenario: load }',
    )
    expect(rules.map(({ scenario }) => scenario)).toEqual(['smoke', 'load'])
  })

  it.each(['coverage.line >= 80', 'complexity.max <= 10'])(
    'is refused for %s, which has no scenarios',
    async (rule) => {
      const refused = rulesOf(`{ rule: ${rule}, scenario: smoke }`)
      await expect(refused).rejects.toThrow(ConfigurationError)
      await expect(refused).rejects.toThrow(/scenario can narrow performance\.\*, not /)
    },
  )
})

describe("k6's rate of failed requests by scenario", () => {
  const k6 = (failed: object): string =>
    JSON.stringify({
      metrics: {
        http_reqs: { count: 20, rate: 2 },
        http_req_failed: { value: 0.1 },
        'http_req_failed{scenario:smoke}': failed,
      },
    })

  it.each<[string, object, number[]]>([
    ['as a percentage', { value: 0.25, passes: 5, fails: 15 }, [25]],
    ['as none where none failed', { value: 0, passes: 0, fails: 9 }, [0]],
    ['as nothing where none was sent', { value: 0, passes: 0, fails: 0 }, []],
  ])('is kept %s', (_, failed, values) => {
    const { reading } = readText(k6(failed), { format: 'k6-summary' })
    const kept = (reading?.measurements ?? []).filter(({ metric }) => metric === 'performance.error-rate')
    expect(kept.map(({ value, subject }) => [value, subject])).toEqual(values.map((value) => [value, 'smoke']))
  })
})
