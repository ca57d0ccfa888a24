import { describe, expect, test } from '@jest/globals'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import { parseRule, parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import {
  addTest,
  contradiction,
  coverageReport,
  emptyTables,
  evidenceSet,
  lintFinding,
  lintReport,
  report,
  testReport,
} from './evidence-factory.ts'

function metricsOf(set: EvidenceSet) {
  return assess(set, [], { onUnknown: 'fail' }).metrics
}

function statusOf(set: EvidenceSet, rule: string) {
  return assess(set, parseRules(rule), { onUnknown: 'fail' }).reasons.find((reason) => reason.rule === rule)?.status
}

async function scopedReason(set: EvidenceSet, text: string, change: { label?: string; paths?: readonly string[] }) {
  const paths = change.paths && (await compilePaths(change.paths))
  const rule = parseRule(text, { source: 'input', label: change.label, paths })
  return assess(set, [rule], { onUnknown: 'fail' }).reasons.find((reason) => reason.rule === text)
}

describe('several test reports of one scope', () => {
  const tables = emptyTables()
  for (const name of ['a', 'b', 'c']) addTest(tables.tests, 'Suite', name, 'passed')
  addTest(tables.tests, 'Suite', 'c', 'failed')
  const shards = [testReport({ passed: 3 }), testReport({ failed: 1 }, { file: 'b.xml' })]

  test('count distinct tests, the worst run of each', () => {
    expect(metricsOf(evidenceSet(shards, { tables: new Map([['', tables]]) }))).toMatchObject({
      'tests.total': 3,
      'tests.passed': 2,
      'tests.failed': 1,
      'tests.flaky': 1,
    })
  })

  test('never have fewer failures than one of them states', () => {
    const set = evidenceSet([...shards, testReport({ errored: 4 }, { file: 'c.xml' })], {
      tables: new Map([['', tables]]),
    })
    expect(metricsOf(set)['tests.failed']).toBe(4)
  })

  test('never have fewer failures than they state together, where one contradicts itself', () => {
    const set = evidenceSet([...shards, testReport({ failed: 2 }, { doubts: [contradiction] })], {
      tables: new Map([['', tables]]),
    })
    expect(metricsOf(set)['tests.failed']).toBe(3)
    expect(statusOf(set, 'tests.failed <= 2')).toBe('fail')
  })
})

test('several test reports without their tests are added up', () => {
  const set = evidenceSet([testReport({ passed: 3 }), testReport({ passed: 2, failed: 1 })])
  expect(metricsOf(set)).toMatchObject({ 'tests.total': 6, 'tests.failed': 1 })
})

describe('one test report', () => {
  test('is taken as it states its counts', () => {
    const tables = emptyTables()
    addTest(tables.tests, 'Suite', 'a', 'passed')
    expect(
      metricsOf(evidenceSet([testReport({ passed: 5 })], { tables: new Map([['', tables]]) }))['tests.total'],
    ).toBe(5)
  })

  test('that denies the failures it lists fails', () => {
    const tables = emptyTables()
    addTest(tables.tests, 'Suite', 'a', 'failed')
    const set = evidenceSet([testReport({ passed: 1 }, { doubts: [contradiction] })], {
      tables: new Map([['', tables]]),
    })
    expect(statusOf(set, 'tests.failed == 0')).toBe('fail')
  })

  test('that broke off fails for the failures that it had shown', () => {
    const tables = emptyTables()
    addTest(tables.tests, 'Suite', 'a', 'failed')
    const cut = testReport({}, { refused: 'it ends within a tag', completeness: 'none', metrics: {} })
    expect(statusOf(evidenceSet([cut], { tables: new Map([['', tables]]) }), 'tests.failed == 0')).toBe('fail')
  })
})

describe('labels', () => {
  const unit = testReport({ passed: 2 }, { label: 'unit' })
  const api = testReport({ passed: 1, failed: 1 }, { label: 'api', file: 'api.xml' })
  const [unitTables, apiTables] = [emptyTables(), emptyTables()]
  unitTables.coverage.file('src/a.py').add(1, 1)
  unitTables.coverage.file('src/a.py').add(2, 0)
  apiTables.coverage.file('src/a.py').add(1, 0)
  apiTables.coverage.file('src/a.py').add(2, 5)
  apiTables.coverage.file('src/b.py').add(1, 0)
  const tables = new Map([
    ['unit', unitTables],
    ['api', apiTables],
  ])
  const covered = [coverageReport(1, 2, { label: 'unit' }), coverageReport(1, 3, { label: 'api', file: 'b.xml' })]
  const set = evidenceSet([unit, api, ...covered], { tables })

  test('restrict a rule to their reports', async () => {
    expect(await scopedReason(set, 'tests.failed == 0', { label: 'unit' })).toMatchObject({
      status: 'pass',
      evidence: [0],
    })
    expect(await scopedReason(set, 'tests.failed == 0', { label: 'api' })).toMatchObject({
      status: 'fail',
      evidence: [1],
    })
    expect(await scopedReason(set, 'coverage.line == 50', { label: 'unit' })).toMatchObject({
      status: 'pass',
      evidence: [2],
    })
  })

  test('are added up, tests by number and coverage by line, where a rule names none', () => {
    expect(metricsOf(set)).toMatchObject({
      'tests.total': 4,
      'tests.failed': 1,
      'coverage.line.covered': 2,
      'coverage.line.total': 3,
    })
  })
})

describe('several coverage reports of one scope', () => {
  const tables = emptyTables()
  tables.coverage.file('a.py').add(1, 1)
  tables.coverage.file('a.py').add(2, 1)
  const one = coverageReport(1, 2)

  test('are united line by line', () => {
    const set = evidenceSet([one, coverageReport(1, 2, { file: 'b.xml' })], { tables: new Map([['', tables]]) })
    expect(metricsOf(set)).toMatchObject({ 'coverage.line': 100, 'coverage.line.total': 2 })
  })

  test('each have to hold where one declares totals without lines', () => {
    const totals = coverageReport(1, 10, { file: 'totals.xml', totalsOnly: true })
    expect(metricsOf(evidenceSet([one, totals], { tables: new Map([['', tables]]) }))['coverage.line']).toBe(10)
  })

  test('each have to hold where no lines are known', () => {
    const set = evidenceSet([one, coverageReport(1, 10, { file: 'b.xml' })], { tables: new Map([['', emptyTables()]]) })
    expect(metricsOf(set)['coverage.line']).toBe(10)
  })

  test('without anything to cover have no percentage', () => {
    const metrics = metricsOf(evidenceSet([coverageReport(0, 0)]))
    expect(metrics).toEqual({ 'coverage.line.covered': 0, 'coverage.line.total': 0 })
  })
})

describe('findings', () => {
  const tables = emptyTables()
  for (const path of ['src/a.py', 'src/b.py', 'test/c.py']) tables.findings.add(lintFinding({ path }))
  tables.findings.add(lintFinding({ rank: 'warning', path: 'src/a.py' }))
  tables.findings.add(lintFinding({ rank: 'note', path: undefined }))
  const set = evidenceSet([lintReport(2), lintReport(1, { file: 'b.json' })], { tables: new Map([['', tables]]) })

  test('of several reports are counted in the table', () => {
    expect(metricsOf(set)).toEqual({ 'lint.error': 3, 'lint.warning': 1, 'lint.note': 1, 'lint.total': 5 })
  })

  test('are never fewer than reports that contradict themselves state', () => {
    const doubted = evidenceSet([lintReport(9, { doubts: [contradiction] }), lintReport(1)], {
      tables: new Map([['', tables]]),
    })
    expect(metricsOf(doubted)['lint.error']).toBe(10)
  })

  test('of a family that no report speaks of are not zero but absent', () => {
    expect(statusOf(set, 'types.error == 0')).toBe('unknown')
  })

  test('of a report that broke off still fail', () => {
    const cut = lintReport(0, { refused: 'it ends within a text', completeness: 'none', metrics: {} })
    expect(statusOf(evidenceSet([cut], { tables: new Map([['', tables]]) }), 'lint.error == 0')).toBe('fail')
    const beside = evidenceSet([lintReport(0), { ...cut, provenance: { ...cut.provenance, file: 'b.json' } }], {
      tables: new Map([['', tables]]),
    })
    expect(statusOf(beside, 'lint.error == 0')).toBe('fail')
  })
})

describe('a rule with paths', () => {
  const tables = emptyTables()
  for (const path of ['src/a.py', 'test/b.py']) tables.findings.add(lintFinding({ path }))
  tables.coverage.file('src/a.py').add(1, 1)
  tables.coverage.file('src/a.py').add(2, 1)
  tables.coverage.file('test/b.py').add(1, 0)
  const set = evidenceSet([lintReport(2), coverageReport(2, 3)], { tables: new Map([['', tables]]) })

  test.each([
    ['lint.error == 1', ['src/**'], 'pass'],
    ['lint.error == 0', ['src/**'], 'fail'],
    ['lint.error == 0', ['**', '!src/**', '!test/**'], 'pass'],
    ['coverage.line >= 100', ['src/**'], 'pass'],
    ['coverage.line >= 100', ['**/*.py'], 'fail'],
    ['coverage.line >= 0', ['lib/**'], 'unknown'],
  ])('%s within %j is %s', async (rule, paths, status) => {
    expect((await scopedReason(set, rule, { paths }))?.status).toBe(status)
  })

  test('says which', async () => {
    expect(await scopedReason(set, 'lint.error == 0', { paths: ['src/**'] })).toMatchObject({
      scope: { path: 'src/**' },
      message: 'lint findings of level error: 1 within src/**, must be 0',
    })
  })

  test('counts findings that name no file', async () => {
    const nowhere = emptyTables()
    nowhere.findings.add(lintFinding({ path: undefined }))
    const global = evidenceSet([lintReport(1)], { tables: new Map([['', nowhere]]) })
    expect((await scopedReason(global, 'lint.error == 0', { paths: ['src/**'] }))?.status).toBe('fail')
  })
})

describe('other metrics', () => {
  const measurement = (value: number) => ({ metric: 'complexity.max', value })

  test.each<[string, number[], number]>([
    ['complexity.max', [4, 12], 12],
    ['performance.request-rate', [900, 1200], 900],
    ['performance.requests', [10, 20], 30],
    ['security.critical', [1, 2], 3],
  ])('%s of several reports are combined as the catalogue says', (metric, values, combined) => {
    const reports = values.map((value, index) => report({ file: `${index}.json`, metrics: { [metric]: value } }))
    expect(metricsOf(evidenceSet(reports))[metric]).toBe(combined)
  })

  test('a mean weighs every function the same, not every report', () => {
    const small = report({ metrics: { 'complexity.mean': 8 }, measurements: [measurement(8)] })
    const large = report({ metrics: { 'complexity.mean': 2 }, measurements: [1, 2, 3].map(measurement) })
    expect(metricsOf(evidenceSet([small, large]))['complexity.mean']).toBe(3.5)
  })

  test.each([
    ['bundle.size <= 60', 'fail'],
    ['bundle.size >= 60', 'fail'],
    ['bundle.size == 90', 'fail'],
    ['bundle.size >= 50', 'pass'],
    ['bundle.size != 50', 'fail'],
  ])("a team's own metric of two reports, 50 and 90: %s is %s", (rule, status) => {
    const reports = [50, 90].map((value) => report({ metrics: { 'bundle.size': value } }))
    expect(statusOf(evidenceSet(reports), rule)).toBe(status)
  })

  test('a plain file counts beside the reports of the tools', () => {
    const plain = report({ metrics: { 'coverage.line': 70, 'tests.failed': 2 } })
    const set = evidenceSet([plain, coverageReport(9, 10), testReport({ failed: 1, passed: 4 })])
    expect(metricsOf(set)).toMatchObject({ 'coverage.line': 70, 'tests.failed': 3 })
  })
})
