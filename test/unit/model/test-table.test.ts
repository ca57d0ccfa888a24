import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { OUTCOMES, type Outcome, TestTable } from '../../../actions/shared/model/tests.ts'
import { tries } from '../../support/fuzz.ts'

const encoder = new TextEncoder()

function span(text: string) {
  const bytes = encoder.encode(text)
  return { bytes, start: 0, end: bytes.length }
}

function add(table: TestTable, suite: string, name: string | undefined, outcome: Outcome, seconds = 0): number {
  return table.add(span(suite), name === undefined ? undefined : span(name), outcome, seconds)
}

describe('a table of tests', () => {
  it('counts a test that several reports have once, with its worst outcome', () => {
    const table = new TestTable()
    table.beginReport()
    add(table, 'a', 'x', 'passed', 1)
    add(table, 'a', 'y', 'skipped')
    table.beginReport()
    add(table, 'a', 'x', 'failed', 2)
    add(table, 'b', 'x', 'passed')
    expect(table.counts()).toEqual({
      total: 3,
      passed: 1,
      failed: 1,
      errored: 0,
      skipped: 1,
      flaky: 1,
      runs: 4,
      durationSeconds: 3,
    })
    expect(table.reportCounts()).toEqual({
      total: 2,
      passed: 1,
      failed: 1,
      errored: 0,
      skipped: 0,
      flaky: 0,
      runs: 2,
      durationSeconds: 2,
    })
  })

  it('does not let a later pass hide a failure, whatever the order', () => {
    for (const outcomes of [
      ['failed', 'passed'],
      ['passed', 'failed'],
      ['errored', 'passed'],
      ['skipped', 'failed', 'passed'],
    ] as const) {
      const table = new TestTable()
      for (const outcome of outcomes) add(table, 's', 't', outcome)
      expect(table.counts()).toMatchObject({ total: 1, passed: 0, skipped: 0, flaky: 1, runs: outcomes.length })
      expect(table.isFlaky(0)).toBe(true)
    }
  })

  it('takes each run of a test without a name for a test of its own', () => {
    const table = new TestTable()
    add(table, 's', undefined, 'passed')
    add(table, 's', undefined, 'failed')
    expect(table.counts()).toMatchObject({ total: 2, passed: 1, failed: 1, flaky: 0 })
    expect(table.name(0)).not.toBe(table.name(1))
  })

  it('tells apart what only joins alike', () => {
    const table = new TestTable()
    for (const [suite, name] of [
      ['ab', 'c'],
      ['a', 'bc'],
      ['', 'abc'],
      ['abc', ''],
      ['a\0b', 'c'],
      ['a', 'b\0c'],
    ] as const) {
      add(table, suite, name, 'passed')
    }
    expect(table.size).toBe(6)
    expect(table.suite(1)).toBe('a')
    expect(table.name(1)).toBe('bc')
  })

  it('counts earlier tries as runs and, where one failed and the last passed, the test as flaky', () => {
    const table = new TestTable()
    table.addRun(table.intern(span('s'), span('t')), 'passed', 1, { isFlaky: true, earlierRuns: 2 })
    table.addRun(table.intern(span('s'), span('u')), 'failed', 1, { earlierRuns: 2 })
    expect(table.counts()).toMatchObject({ total: 2, passed: 1, failed: 1, flaky: 1, runs: 6 })
    expect([table.runs(0), table.runs(1)]).toEqual([3, 3])
  })

  it('keeps the text of 2,000 failures and counts the others', () => {
    const table = new TestTable()
    for (let test = 0; test < 2_010; test += 1) table.addFailure({ test, outcome: 'failed', message: '', details: '' })
    expect([table.failures.length, table.failuresLeftOut]).toEqual([2_000, 10])
  })

  it('finds the slowest tests', () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 50 })
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 10 }), (times, count) => {
        const table = new TestTable()
        for (const [test, time] of times.entries()) add(table, 's', `${test}`, 'passed', time)
        const slowest = table.slowest(count).map((test) => table.durationSeconds(test))
        expect(slowest).toEqual([...times].sort((left, right) => right - left).slice(0, count))
      }),
      tries(100),
    )
  })

  it('counts as a plain list of runs does', () => {
    const run = fc.record({
      report: fc.nat({ max: 3 }),
      suite: fc.constantFrom('a', 'b', ''),
      name: fc.constantFrom('x', 'y', 'z', 'é😀', ''),
      outcome: fc.constantFrom(...OUTCOMES),
    })
    fc.assert(
      fc.property(fc.array(run, { maxLength: 60 }), (unsorted) => {
        const runs = [...unsorted].sort((left, right) => left.report - right.report)
        const table = new TestTable()
        let report = -1
        for (const item of runs) {
          for (; report < item.report; report += 1) table.beginReport()
          add(table, item.suite, item.name, item.outcome)
        }
        const countsOf = (list: typeof runs) => {
          const tests = new Map<string, Outcome[]>()
          for (const { suite, name, outcome } of list) {
            tests.set(`${suite}/${name}`, [...(tests.get(`${suite}/${name}`) ?? []), outcome])
          }
          const worst = [...tests.values()].map((outcomes) =>
            Math.max(...outcomes.map((outcome) => OUTCOMES.indexOf(outcome))),
          )
          const flaky = [...tests.values()].filter(
            (outcomes) => outcomes.includes('passed') && outcomes.some((outcome) => OUTCOMES.indexOf(outcome) >= 2),
          )
          const [skipped = 0, passed = 0, failed = 0, errored = 0] = OUTCOMES.map(
            (_, rank) => worst.filter((other) => other === rank).length,
          )
          return {
            total: tests.size,
            skipped,
            passed,
            failed,
            errored,
            flaky: flaky.length,
            runs: list.length,
            durationSeconds: 0,
          }
        }
        expect(table.counts()).toEqual(countsOf(runs))
        if (runs.length > 0) {
          expect(table.reportCounts()).toEqual(countsOf(runs.filter((item) => item.report === report)))
        }
      }),
      tries(300),
    )
  })
})
