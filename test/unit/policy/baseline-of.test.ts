import { describe, expect, it } from '@jest/globals'
import type { Baseline } from '../../../actions/shared/model/baseline.ts'
import type { Evidence, EvidenceSet, ScopeTables } from '../../../actions/shared/model/evidence.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { baselineFrom, type BaselineRequest, TREND_KEPT } from '../../../actions/shared/policy/baseline-of.ts'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import { parseRule, parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { baselineOf } from '../../support/baseline.ts'
import {
  addTest,
  contradiction,
  coverageReport,
  emptyTables,
  evidenceSet,
  lintFinding,
  lintReport,
  testReport,
} from './evidence-factory.ts'

const SUBJECT = {
  ...{ repository: 'acme/shop', sha: 'a'.repeat(40), ref: 'refs/heads/main' },
  ...{ recorded: '2026-11-21T00:00:00.000Z', gate: 'quality-gate', leg: undefined },
}

function recorded(set: EvidenceSet, change: Partial<BaselineRequest> = {}): Baseline {
  const baseline = baselineFrom({ subject: SUBJECT, set, rules: [], contentOf: ({ rule }) => `at ${rule}`, ...change })
  if (typeof baseline === 'string') throw new Error(baseline)
  return baseline
}

function whyNot(set: EvidenceSet): Baseline | string {
  return baselineFrom({ subject: SUBJECT, set, rules: [], contentOf: () => '' })
}

function lines(path: string, covered: number, total: number): ScopeTables {
  const tables = emptyTables()
  for (let line = 1; line <= total; line += 1) tables.coverage.file(path).add(line, line <= covered ? 1 : 0)
  return tables
}

describe('what is recorded of a run', () => {
  it('has every metric of the project and of each label', () => {
    const set = evidenceSet(
      [coverageReport(8, 10), coverageReport(9, 10, { label: 'unit', file: 'unit.xml' }), lintReport(2)],
      {
        tables: new Map([
          ['', lines('a.ts', 8, 10)],
          ['unit', lines('b.ts', 9, 10)],
        ]),
      },
    )
    const { values } = recorded(set)
    expect(values.get('coverage.line')).toBe(85)
    expect(values.get('coverage.line label=unit')).toBe(90)
    expect(values.get('lint.error')).toBe(2)
  })

  it('has what the paths of a rule make of a metric, so that the rule can be held against it', async () => {
    const tables = lines('src/a.ts', 8, 10)
    tables.coverage.file('lib/b.ts').add(1, 0)
    const set = evidenceSet([coverageReport(8, 11)], { tables: new Map([['', tables]]) })
    const paths = await compilePaths(['src/**'])
    const rule = parseRule('coverage.line >= base', { source: 'input', paths })
    const baseline = recorded(set, { rules: [rule] })
    expect(baseline.values.get('coverage.line paths=src/**')).toBe(80)
    expect(assess(set, [rule], { onUnknown: 'fail', baseline })).toMatchObject({
      status: 'pass',
      reasons: [{ limit: 80 }],
    })
  })

  it('has each test by its name, with the worst that any label saw', () => {
    const [fast, slow] = [emptyTables(), emptyTables()]
    addTest(fast.tests, 's', 'both', 'passed')
    addTest(slow.tests, 's', 'both', 'failed')
    addTest(slow.tests, '', 'alone', 'skipped')
    const set = evidenceSet([testReport({ passed: 1 }), testReport({ failed: 1, skipped: 1 }, { label: 'slow' })], {
      tables: new Map([
        ['', fast],
        ['slow', slow],
      ]),
    })
    expect(recorded(set).tests).toEqual(
      new Map([
        ['s › both', { outcome: 'failed', isFlaky: false }],
        ['alone', { outcome: 'skipped', isFlaky: false }],
      ]),
    )
  })

  it('has findings with what stands there, worst first, and how many there were', () => {
    const tables = emptyTables()
    tables.findings.add(lintFinding({ rank: 'note', rule: 'N1', line: 3 }))
    tables.findings.add(lintFinding({ rank: 'error', rule: 'E1', line: 4 }))
    tables.findings.addCount('lint', 'error', 7)
    const { findings, findingsTotal } = recorded(evidenceSet([lintReport(9)], { tables: new Map([['', tables]]) }))
    expect(findings.map(({ rule, content }) => [rule, content])).toEqual([
      ['E1', 'at E1'],
      ['N1', 'at N1'],
    ])
    expect(findingsTotal).toBe(9)
  })

  it('goes on with the trend, and keeps its last thirty points', () => {
    const before = Array.from({ length: 40 }, (_, index) => ({
      sha: index.toString(16).padStart(40, '0'),
      recorded: '2026-11-01T00:00:00.000Z',
      metrics: {},
    }))
    const { trend } = recorded(evidenceSet([lintReport(2)]), { previous: baselineOf({}, { trend: before }) })
    expect(trend).toHaveLength(TREND_KEPT)
    expect(trend.at(-2)?.sha).toBe(before.at(-1)?.sha)
    expect(trend.at(-1)).toEqual({ sha: SUBJECT.sha, recorded: SUBJECT.recorded, metrics: { 'lint.total': 2 } })
  })

  it('has one point of the trend for a commit, however often it is recorded', () => {
    const previous = recorded(evidenceSet([lintReport(2)]))
    expect(recorded(evidenceSet([lintReport(3)]), { previous }).trend).toHaveLength(1)
  })

  const REFUSED: Evidence = lintReport(0, { refused: 'is empty', completeness: 'none', metrics: {} })
  it.each([
    [
      'a report is missing',
      evidenceSet([lintReport(0)], { gaps: [{ expected: 'junit', found: 'no report' }] }),
      'junit: no report',
    ],
    ['a report was refused', evidenceSet([lintReport(0), REFUSED]), 'ruff.json: is empty'],
    ['a report is cut', evidenceSet([lintReport(0, { completeness: 'partial' })]), 'only part of it was there'],
    ['a report denies itself', evidenceSet([testReport({ passed: 3 }, { doubts: [contradiction] })]), 'says 5 tests'],
    ['there is no report', evidenceSet([]), 'no report was read'],
  ])('is nothing at all where %s', (_what, set, why) => {
    expect(whyNot(set)).toContain(why)
  })

  it('is recorded of a run that fails: that is what the branch is like', () => {
    const set = evidenceSet([coverageReport(1, 10), testReport({ failed: 2 })])
    expect(assess(set, parseRules('tests.failed == 0'), { onUnknown: 'fail' }).status).toBe('fail')
    expect(recorded(set).values.get('tests.failed')).toBe(2)
  })

  it('lacks a value that is doubted although no report is', () => {
    expect(recorded(evidenceSet([testReport({})])).values.has('tests.failed')).toBe(false)
  })
})
