import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Outcome } from '../../../actions/shared/model/tests.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { applyExceptions, withExpired } from '../../../actions/shared/policy/exceptions.ts'
import type { QuarantinedTest } from '../../../actions/shared/policy/policy-quarantine.ts'
import { STREAKS_KEPT, streaksAfter } from '../../../actions/shared/policy/quarantine.ts'
import type { Rule } from '../../../actions/shared/policy/rule.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { addTest, contradiction, emptyTables, evidenceSet, testReport } from './evidence-factory.ts'

const DAY = '2026-11-21'
const NONE_FAILED = parseRules('tests.failed == 0')

function entry(change: Partial<QuarantinedTest> = {}): QuarantinedTest {
  return {
    test: 'Cart › adds',
    reason: 'times out',
    owner: '@shop',
    expires: '2027-01-31',
    source: '.github/cicd.yml',
    line: 9,
    ...change,
  }
}

type Runs = readonly (readonly [suite: string, name: string, ...outcomes: Outcome[]])[]

/** A report of these tests that states `stated`, or what it lists. */
function ran(runs: Runs, change: Parameters<typeof testReport>[1] = {}, stated?: Partial<Record<Outcome, number>>) {
  const tables = emptyTables()
  for (const [suite, name, ...outcomes] of runs) for (const one of outcomes) addTest(tables.tests, suite, name, one)
  const { passed, failed, errored, skipped, flaky } = tables.tests.counts()
  const report = testReport(stated ?? { passed, failed, errored, skipped })
  const metrics = { ...report.metrics, 'tests.flaky': flaky }
  return evidenceSet([{ ...report, metrics, ...change }], { tables: new Map([['', tables]]) })
}

function apply(
  set: EvidenceSet,
  quarantine: readonly QuarantinedTest[],
  day = DAY,
  streaks?: ReadonlyMap<string, number>,
) {
  return applyExceptions(set, { waivers: [], quarantine }, { day, baseline: streaks && { streaks } })
}

function countsOf(set: EvidenceSet) {
  const { metrics } = assess(set, [], { onUnknown: 'fail' })
  return [metrics['tests.failed'], metrics['tests.errored'], metrics['tests.quarantined']]
}

function statusOf(set: EvidenceSet) {
  return assess(set, NONE_FAILED, { onUnknown: 'fail' }).status
}

describe('a quarantined test', () => {
  test('that fails is counted apart, and the gate passes', () => {
    const { set, waived } = apply(
      ran([
        ['Cart', 'adds', 'failed'],
        ['Cart', 'pays', 'passed'],
      ]),
      [entry()],
    )
    expect(countsOf(set)).toEqual([0, 0, 1])
    expect(statusOf(set)).toBe('pass')
    expect(waived).toMatchObject([
      {
        kind: 'test',
        id: 'Cart › adds',
        state: 'holds',
        matched: 1,
        matches: [{ test: 'Cart › adds', outcome: 'failed' }],
      },
    ])
    expect([...set.forgiven!.tests]).toEqual([['Cart › adds', 'in quarantine by @shop until 2027-01-31: times out']])
  })

  test('that passes is like any other', () => {
    const { set, waived } = apply(ran([['Cart', 'adds', 'passed']]), [entry()])
    expect([countsOf(set), waived[0]?.matched, set.forgiven!.tests.size]).toEqual([[0, 0, 0], 0, 0])
  })

  test('does not take another failure with it', () => {
    const set = ran([
      ['Cart', 'adds', 'errored'],
      ['Cart', 'pays', 'failed'],
    ])
    expect(countsOf(apply(set, [entry()]).set)).toEqual([1, 0, 1])
    expect(statusOf(apply(set, [entry()]).set)).toBe('fail')
  })

  test.each([
    ['declares two failures and lists one', { failed: 2 }, [1, 0, 1]],
    ['declares one error and lists a failure', { errored: 1 }, [0, 0, 1]],
    ['declares one of each and lists a failure', { failed: 1, errored: 1 }, [0, 1, 1]],
  ])('in a report that %s hides nothing', (_, stated, counts) => {
    const set = ran([['Cart', 'adds', 'failed']], {}, stated)
    expect(countsOf(apply(set, [entry()]).set)).toEqual(counts)
  })

  test('hides no failure that is listed and not declared', () => {
    const runs: Runs = [
      ['Cart', 'adds', 'failed'],
      ['Cart', 'pays', 'failed'],
    ]
    expect(statusOf(apply(ran(runs, {}, { failed: 1 }), [entry()]).set)).toBe('fail')
    expect(statusOf(apply(ran(runs, { doubts: [contradiction] }, { failed: 1 }), [entry()]).set)).toBe('fail')
  })

  test('in a report that contradicts itself leaves it unknown', () => {
    const set = ran([['Cart', 'adds', 'failed']], { doubts: [contradiction] })
    expect(statusOf(apply(set, [entry()]).set)).toBe('unknown')
    const cut = ran([['Cart', 'adds', 'failed']], {
      refused: 'it ends within a tag',
      completeness: 'none',
      metrics: {},
    })
    expect(statusOf(apply(cut, [entry()]).set)).toBe('unknown')
  })

  test('that fails in every shard is one failure', () => {
    const set = ran([['Cart', 'adds', 'failed', 'failed']])
    const shards = { ...set, evidence: [...set.evidence, testReport({ failed: 1 }, { file: 'b.xml' })] }
    expect([countsOf(shards), countsOf(apply(shards, [entry()]).set)]).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ])
  })

  test('that fails and passes is not counted as flaky either', () => {
    const set = ran([
      ['Cart', 'adds', 'failed', 'passed'],
      ['Cart', 'pays', 'failed', 'passed'],
    ])
    const flaky = (given: EvidenceSet) => assess(given, [], { onUnknown: 'fail' }).metrics['tests.flaky']
    expect([flaky(set), flaky(apply(set, [entry()]).set)]).toEqual([2, 1])
  })

  test('whose quarantine has expired fails again, and the reason says so', () => {
    const { set, waived } = apply(ran([['Cart', 'adds', 'errored']]), [entry({ expires: '2026-11-20' })])
    const { reasons } = assess(set, NONE_FAILED, { onUnknown: 'fail' })
    expect(withExpired(reasons, waived, NONE_FAILED)[0]).toMatchObject({
      status: 'fail',
      message: '1 failed test (1 error), must be 0; the quarantine of Cart › adds (@shop) expired after 2026-11-20',
    })
    expect(waived[0]?.note).toBe(
      'the quarantine of Cart › adds (@shop) expired after 2026-11-20; 1 failing test counts again: mend what it forgave, or agree anew',
    )
  })

  test('that is not there is reported with the nearest name', () => {
    const { waived } = apply(ran([['Cart', 'adds', 'passed']]), [
      entry({ test: 'Cart › add' }),
      entry({ test: 'Checkout › is quick' }),
    ])
    expect(waived.map(({ state, note }) => [state, note])).toEqual([
      [
        'stale',
        'the quarantine of Cart › add (@shop) means no test that was read; the nearest is Cart › adds; remove it if that is right',
      ],
      [
        'stale',
        'the quarantine of Checkout › is quick (@shop) means no test that was read; remove it if that is right',
      ],
    ])
    expect(apply(evidenceSet([]), [entry()]).waived[0]?.state).toBe('holds')
  })

  test.each([
    [20, 'passed', 'proposed'],
    [19, 'passed', 'holds'],
    [20, 'failed', 'holds'],
  ] as const)('that passed %i recorded runs and %s now: %s', (streak, outcome, state) => {
    const { waived } = apply(ran([['Cart', 'adds', outcome]]), [entry()], DAY, new Map([['Cart › adds', streak]]))
    expect(waived[0]?.state).toBe(state)
    if (state === 'proposed') {
      expect(waived[0]?.note).toBe(
        'the quarantine of Cart › adds (@shop) can end: its test has passed 20 recorded runs in a row',
      )
    }
  })

  test('is released with all that its pattern means, not before', () => {
    const set = ran([
      ['Cart', 'adds', 'passed'],
      ['Cart', 'pays', 'passed'],
    ])
    const streaks = new Map([['Cart › adds', 30]])
    expect(apply(set, [entry({ test: 'Cart › *' })], DAY, streaks).waived[0]?.state).toBe('holds')
    expect(apply(set, [entry({ test: 'Cart › *' })], DAY, streaks.set('Cart › pays', 21)).waived[0]?.note).toMatch(
      /each of its 2 tests has passed 21 recorded runs in a row$/,
    )
  })

  test('of another policy does not reach what a locked rule counts, under any label that has the test', () => {
    const labelled = (label: string) => {
      const tables = emptyTables()
      addTest(tables.tests, 'Cart', 'adds', 'failed')
      return { report: testReport({ failed: 1 }, { label, file: `${label}.xml` }), tables }
    }
    const [unit, api] = [labelled('unit'), labelled('api')]
    const tables = new Map([
      ['unit', unit.tables],
      ['api', api.tables],
    ])
    const set = evidenceSet([unit.report, api.report], { tables })
    const locked: Rule = { ...NONE_FAILED[0]!, label: 'api', source: 'org.yml', locked: true, forgivenBy: ['org.yml'] }
    const forgive = (source: string) =>
      applyExceptions(set, { waivers: [], quarantine: [entry({ source })] }, { day: DAY, rules: [locked] })
    expect(countsOf(forgive('.github/cicd.yml').set)).toEqual([2, 0, 0])
    expect(forgive('.github/cicd.yml').waived).toMatchObject([
      {
        state: 'locked',
        matched: 0,
        note: 'the quarantine of Cart › adds (@shop) does not reach 1 failing test: org.yml has locked tests.failed == 0',
      },
    ])
    expect(countsOf(forgive('org.yml').set)).toEqual([0, 0, 2])
  })

  test('never makes a failure of some other test pass', () => {
    const outcomes = fc.constantFrom<Outcome>('passed', 'failed', 'errored', 'skipped')
    const runs = fc.array(fc.tuple(fc.constant('S'), fc.constantFrom('a', 'b', 'c'), outcomes), { maxLength: 8 })
    const extra = fc.integer({ min: 0, max: 2 })
    fc.assert(
      fc.property(runs, extra, fc.boolean(), (list, more, isDoubted) => {
        const plain = ran(list)
        const failed = (plain.evidence[0]!.metrics['tests.failed'] ?? 0) + more
        const report = { ...plain.evidence[0]!, metrics: { ...plain.evidence[0]!.metrics, 'tests.failed': failed } }
        const set = { ...plain, evidence: [isDoubted ? { ...report, doubts: [contradiction] } : report] }
        const { set: excused } = apply(set, [entry({ test: 'S › a' })])
        const others = list.some(([, name, outcome]) => name !== 'a' && (outcome === 'failed' || outcome === 'errored'))
        if (others || more > 0) expect(statusOf(excused)).toBe('fail')
        if (isDoubted) expect(statusOf(excused)).not.toBe('pass')
      }),
    )
  })
})

describe('the streaks to record', () => {
  const before = {
    streaks: new Map([
      ['Cart › adds', 4],
      ['Cart › pays', 9],
      ['Gone › test', 2],
    ]),
  }
  const quarantine = [entry({ test: 'Cart › *' })]

  test('grow with a pass, end with a failure, and stay with a skip or an absence', () => {
    const set = ran([
      ['Cart', 'adds', 'passed'],
      ['Cart', 'pays', 'failed'],
      ['Cart', 'new', 'passed'],
      ['Cart', 'later', 'skipped'],
      ['Other', 'x', 'passed'],
    ])
    expect(Object.fromEntries(streaksAfter(before, set, quarantine))).toEqual({
      'Cart › adds': 5,
      'Cart › pays': 0,
      'Cart › new': 1,
    })
    expect(Object.fromEntries(streaksAfter(before, evidenceSet([]), quarantine))).toEqual({
      'Cart › adds': 4,
      'Cart › pays': 9,
    })
    expect(streaksAfter(before, set, []).size).toBe(0)
  })

  test('end where a test passed only at the second try', () => {
    const set = ran([['Cart', 'adds', 'failed', 'passed']])
    expect(streaksAfter(before, set, quarantine).get('Cart › adds')).toBe(0)
  })

  test('do not grow on a report that is doubted', () => {
    const set = ran([['Cart', 'adds', 'passed']], { doubts: [contradiction] })
    expect(streaksAfter(before, set, quarantine).get('Cart › adds')).toBe(4)
  })

  test('are no more than a baseline keeps', () => {
    const many = Array.from({ length: STREAKS_KEPT + 10 }, (_, index) => ['Cart', `t${index}`, 'passed'] as const)
    expect(streaksAfter(undefined, ran(many), quarantine).size).toBe(STREAKS_KEPT)
  })
})
