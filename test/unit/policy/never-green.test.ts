import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Evidence, ScopeTables } from '../../../actions/shared/model/evidence.ts'
import { OUTCOMES, type Outcome } from '../../../actions/shared/model/tests.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { chooseRules } from '../../../actions/shared/policy/defaults.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import {
  addTest,
  contradiction,
  coverageReport,
  emptyTables,
  evidenceSet,
  lintReport,
  testCounts,
  testReport,
} from './evidence-factory.ts'

interface Shard {
  readonly label: string
  readonly outcomes: readonly Outcome[]
  readonly state: 'whole' | 'contradicts' | 'partial' | 'refused'
}

const CHANGES: Record<Shard['state'], Partial<Evidence>> = {
  whole: {},
  contradicts: { doubts: [contradiction] },
  partial: { completeness: 'partial' },
  refused: { refused: 'cut', completeness: 'none', metrics: {} },
}

const shard = fc.record<Shard>({
  label: fc.constantFrom('unit', 'api'),
  outcomes: fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 4 }),
  state: fc.oneof(
    { weight: 4, arbitrary: fc.constant('whole' as const) },
    fc.constantFrom('contradicts', 'partial', 'refused'),
  ),
})

/** Shards as the loader would hand them over: test `n` of each shard of a label is the same test. */
function setOf(shards: readonly Shard[]) {
  const tables = new Map<string, ScopeTables>()
  const evidence = shards.map(({ label, outcomes, state }) => {
    const scoped = tables.get(label) ?? emptyTables()
    tables.set(label, scoped)
    outcomes.forEach((outcome, index) => {
      addTest(scoped.tests, 'Suite', `test ${index}`, outcome)
    })
    const counts = Object.fromEntries(
      OUTCOMES.map((outcome) => [outcome, outcomes.filter((one) => one === outcome).length]),
    )
    return testReport({}, { label, metrics: testCounts(counts), entries: outcomes.length, ...CHANGES[state] })
  })
  return evidenceSet(evidence, { tables })
}

describe('whatever is read', () => {
  const rules = [parseRules('tests.failed == 0'), chooseRules('quality', [])]

  test('a test that failed anywhere makes the verdict fail', () => {
    fc.assert(
      fc.property(fc.array(shard, { minLength: 1, maxLength: 5 }), (shards) => {
        const failed = shards.some(({ outcomes }) =>
          outcomes.some((outcome) => outcome === 'failed' || outcome === 'errored'),
        )
        for (const asked of rules) {
          const { status } = assess(setOf(shards), asked, { onUnknown: 'fail' })
          if (failed) expect(status).toBe('fail')
          else expect(status).not.toBe('fail')
        }
      }),
    )
  })

  test('a report that cannot be taken at its word keeps the verdict from being green', () => {
    fc.assert(
      fc.property(fc.array(shard, { minLength: 1, maxLength: 5 }), (shards) => {
        const isWhole = shards.every(({ state }) => state === 'whole')
        const sawTests = shards.some(({ outcomes }) => outcomes.length > 0)
        for (const asked of rules) {
          const { status } = assess(setOf(shards), asked, { onUnknown: 'fail' })
          if (status === 'pass') expect([isWhole, sawTests]).toEqual([true, true])
        }
      }),
    )
  })

  test('a gap keeps the verdict from being green', () => {
    const whole = evidenceSet([testReport({ passed: 1 }), lintReport(0), coverageReport(1, 1)])
    const all = chooseRules('quality', [])
    expect(assess(whole, all, { onUnknown: 'fail' }).status).toBe('pass')
    expect(assess({ ...whole, gaps: [{ expected: 'a', found: 'b' }] }, all, { onUnknown: 'fail' }).status).toBe(
      'unknown',
    )
  })
})

describe('a report with two usual readings', () => {
  // gcovr counts a template once per instance: 15 of 23 declared, 13 of 21 distinct lines.
  const text = 'it declares 15 of 23 lines covered, its distinct lines are 13 of 21'
  const doubt = { kind: 'reading', text, alternative: { 'coverage.line': (13 * 100) / 21 } } as const
  const set = evidenceSet([coverageReport(15, 23, { doubts: [doubt] })])

  test.each([
    ['coverage.line >= 60', 'pass', 'holds for both'],
    ['coverage.line >= 64', 'unknown', 'holds only for the declared one'],
    ['coverage.line >= 70', 'fail', 'holds for neither'],
  ])('%s is %s: it %s', (rule, status) => {
    const { reasons } = assess(set, parseRules(rule), { onUnknown: 'fail' })
    expect(reasons.find((reason) => reason.rule === rule)?.status).toBe(status)
  })
})
