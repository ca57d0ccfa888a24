import { describe, expect, test } from '@jest/globals'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { contradiction, coverageReport, evidenceSet, report, testReport } from './evidence-factory.ts'
import { changeOf, covering, generated, judged, SHOP, within } from './patch-factory.ts'

describe('coverage of a change', () => {
  test('is that of the lines that it touches and that can be covered', () => {
    const change = changeOf({
      'src/a.py': [
        [2, 5],
        [8, 9],
      ],
      'README.md': [[1, 50]],
    })
    expect(judged(SHOP, 'coverage.line.patch >= 90', change)).toMatchObject({
      status: 'fail',
      actual: (2 * 100) / 3,
      message: 'lines covered: 66.67 % in this change, must be at least 90 %',
    })
    expect(judged(SHOP, 'coverage.line.patch >= 60', change).status).toBe('pass')
    expect(judged(SHOP, 'coverage.line.total.patch == 3', change).status).toBe('pass')
    expect(judged(SHOP, 'coverage.branch.patch >= 51', change)).toMatchObject({ status: 'fail', actual: 50 })
  })

  test('holds where no line of it can be covered, and says so', () => {
    for (const change of [changeOf({}), changeOf({ 'README.md': [[1, 9]], 'src/a.py': [[4, 6]] })]) {
      const reason = judged(SHOP, 'coverage.line.patch >= 90', change)
      expect(reason).toMatchObject({ status: 'pass', message: 'no line that this change touches can be covered' })
      expect(reason).not.toHaveProperty('actual')
    }
    expect(judged(SHOP, 'coverage.branch.patch >= 90', changeOf({ 'src/a.py': [[1, 1]] })).message).toBe(
      'no line that this change touches has branches',
    )
  })

  test.each([
    ['alone', { 'src/new.py': [[1, 9]] }],
    ['beside covered lines', { 'src/new.py': [[1, 9]], 'src/a.py': [[1, 1]] }],
    ['at the top', { 'new.PY': [[1, 9]] }],
  ] as const)('is unknown where a file of a kind that reports hold is in none of them, %s', (_where, files) => {
    const change = changeOf(files as unknown as Record<string, [number, number][]>)
    expect(judged(SHOP, 'coverage.line.patch >= 90', change)).toMatchObject({
      status: 'unknown',
      message: expect.stringMatching(/but no coverage report knows \S*new\.py, which this change touches; .* paths/i),
    })
  })

  test('fails on what it knows, whatever it does not', () => {
    const change = changeOf({ 'src/new.py': [[1, 9]], 'src/b.py': [[1, 1]] })
    expect(judged(SHOP, 'coverage.line.patch >= 90', change).status).toBe('fail')
  })

  test.each([
    'tests/test_a.py',
    'src/test_x.py',
    'a/conftest.py',
    'src/a_test.py',
    'src/a.py.md',
    'Makefile',
    'moved.py',
  ])('asks nothing of %s, which no coverage report has to know', (path) => {
    const change = changeOf({ [path]: path === 'moved.py' ? [] : [[1, 9]], 'src/a.py': [[1, 1]] })
    expect(judged(SHOP, 'coverage.line.patch >= 90', change).status).toBe('pass')
  })

  test('leaves out what paths leave out, and generated files', async () => {
    const change = changeOf({
      'src/a.py': [[1, 1]],
      'src/b.py': [[1, 2]],
      'setup.py': [[1, 9]],
      'src/pb.py': generated(1, 9),
    })
    const reason = judged(SHOP, await within('coverage.line.patch >= 90', 'src/**', '!src/b.py'), change)
    expect(reason).toMatchObject({
      status: 'pass',
      message: 'lines covered: 100 % in this change within src/**, !src/b.py (asked: at least 90 %)',
    })
  })

  test('is united over labels, and told of one where the rule names it', () => {
    const set = covering({ unit: { 'a.py': { 1: 1, 2: 0 } }, api: { 'a.py': { 1: 0, 2: 4 } } })
    const change = changeOf({ 'a.py': [[1, 2]] })
    expect(judged(set, 'coverage.line.patch == 100', change).status).toBe('pass')
    const ofUnit = parseRule('coverage.line.patch == 100', { source: 'input', label: 'unit' })
    expect(judged(set, ofUnit, change)).toMatchObject({ status: 'fail', actual: 50 })
    const ofNone = parseRule('coverage.line.patch == 100', { source: 'input', label: 'e2e' })
    expect(judged(set, ofNone, change)).toMatchObject({ status: 'unknown', message: expect.stringContaining('"e2e"') })
  })

  test.each([
    ['has totals only', coverageReport(9, 10, { totalsOnly: true }), /coverage\.xml has totals only/],
    ['lists no line', coverageReport(9, 10), /coverage\.xml has totals only/],
    [
      'contradicts itself',
      coverageReport(9, 10, { doubts: [contradiction], totalsOnly: true }),
      /says 5 tests and lists 3/,
    ],
  ])('is unknown where the report %s', (_what, evidence, why) => {
    const reason = judged(evidenceSet([evidence]), 'coverage.line.patch >= 1', changeOf({ 'a.py': [[1, 1]] }))
    expect(reason).toMatchObject({ status: 'unknown', message: expect.stringMatching(why) })
  })

  test('is unknown where one of two reports has totals only, or was refused', () => {
    const change = changeOf({ 'src/a.py': [[1, 1]] })
    for (const other of [
      coverageReport(9, 10, { totalsOnly: true, file: 'other.xml' }),
      coverageReport(0, 0, { refused: 'cut', completeness: 'none', metrics: {}, file: 'other.xml' }),
    ]) {
      const set = { ...SHOP, evidence: [...SHOP.evidence, other] }
      expect(judged(set, 'coverage.line.patch >= 1', change)).toMatchObject({
        status: 'unknown',
        message: expect.stringContaining('other.xml'),
      })
    }
  })

  test.each([
    ['coverage.function.patch >= 1', 'coverage.function cannot be told of a change'],
    ['tests.failed.patch == 0', 'tests.failed cannot be told of a change'],
    ['bundle.size.patch <= 1', 'bundle.size cannot be told of a change'],
    ['lint.error.patch == 0', 'no report yields lint.error'],
  ])('%s is unknown, as no report tells it by line', (rule, message) => {
    const others = [testReport({ passed: 1 }), report({ metrics: { 'bundle.size': 1, 'coverage.function.total': 1 } })]
    const set = { ...SHOP, evidence: [...SHOP.evidence, ...others] }
    expect(judged(set, rule, changeOf({}))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining(message),
    })
  })

  test('is unknown, with the reason, where nobody knows the change', () => {
    const why = 'what this commit changes is not known: git is not installed'
    for (const rule of ['coverage.line.patch >= 1', 'lint.error.patch == 0', 'complexity.max.patch <= 9']) {
      expect(judged(SHOP, rule, why)).toMatchObject({ status: 'unknown', message: why })
    }
  })
})
