import { describe, expect, test } from '@jest/globals'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Reason } from '../../../actions/shared/model/verdict.ts'
import { assess, type AssessOptions } from '../../../actions/shared/policy/assess.ts'
import { chooseRules } from '../../../actions/shared/policy/defaults.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { contradiction, coverageReport, evidenceSet, lintReport, report, testReport } from './evidence-factory.ts'
import { baselineOf } from '../../support/baseline.ts'

const STRICT: AssessOptions = { onUnknown: 'fail' }

function judge(set: EvidenceSet, rules: string, options: Partial<AssessOptions> = {}) {
  return assess(set, parseRules(rules), { ...STRICT, ...options })
}

function reasonOf(set: EvidenceSet, rule: string, options: Partial<AssessOptions> = {}): Reason {
  const found = judge(set, rule, options).reasons.find((reason) => reason.rule === rule)
  if (!found) throw new Error(`no reason for ${rule}`)
  return found
}

describe('a rule', () => {
  test('passes, fails, and says what was found and asked', () => {
    const set = evidenceSet([coverageReport(714, 1000)])
    expect(reasonOf(set, 'coverage.line >= 80')).toEqual({
      status: 'fail',
      rule: 'coverage.line >= 80',
      message: 'lines covered: 71.4 %, must be at least 80 %',
      metric: 'coverage.line',
      scope: {},
      actual: 71.4,
      limit: 80,
      unit: '%',
      source: 'input',
      evidence: [0],
      values: 0,
    })
    expect(reasonOf(set, 'coverage.line >= 70')).toMatchObject({
      status: 'pass',
      message: 'lines covered: 71.4 % (asked: at least 70 %)',
    })
  })

  test('is not passed by rounding', () => {
    const reason = reasonOf(evidenceSet([coverageReport(79_996, 100_000)]), 'coverage.line >= 80')
    expect(reason).toMatchObject({ status: 'fail', message: 'lines covered: 79.996 %, must be at least 80 %' })
  })

  test.each([
    [57, 100, 'coverage.line >= 57'],
    [7, 100, 'coverage.line == 7'],
    [799, 1000, 'coverage.line >= 79.9'],
    [4, 5, 'coverage.line <= 80'],
  ])('is not failed by binary fractions: %d of %d, %s', (covered, total, rule) => {
    expect(reasonOf(evidenceSet([coverageReport(covered, total)]), rule).status).toBe('pass')
  })

  test('of level warn warns where it would fail', () => {
    const rules = parseRules('lint.error == 0').map((rule) => ({ ...rule, level: 'warn' as const }))
    expect(assess(evidenceSet([lintReport(3)]), rules, STRICT)).toMatchObject({
      status: 'warn',
      reasons: [{ status: 'warn' }],
    })
    expect(assess(evidenceSet([lintReport(0)]), rules, STRICT).status).toBe('pass')
  })

  test('about the patch is unknown where nobody says what the patch is', () => {
    expect(reasonOf(evidenceSet([coverageReport(1, 1)]), 'coverage.line.patch >= 1')).toMatchObject({
      status: 'unknown',
      message: 'nothing says what this commit changes',
    })
  })

  test('names where an extreme was measured', () => {
    const measurements = [
      { metric: 'complexity.max', value: 3, subject: 'open', path: 'app/a.py', line: 1 },
      { metric: 'complexity.max', value: 12, subject: 'price', path: 'app/b.py', line: 34 },
    ]
    const set = evidenceSet([report({ metrics: { 'complexity.max': 12 }, measurements })])
    expect(reasonOf(set, 'complexity.max <= 10').message).toBe(
      'highest cyclomatic complexity of a function: 12 in price (app/b.py:34), must be at most 10',
    )
  })
})

describe('failed tests', () => {
  const set = evidenceSet([testReport({ passed: 3, failed: 1, errored: 1 })])

  test('are those that failed and those that ended in an error', () => {
    expect(reasonOf(set, 'tests.failed == 0')).toMatchObject({
      status: 'fail',
      actual: 2,
      message: '2 failed tests (1 assertion, 1 error), must be 0',
    })
    expect(judge(set, 'tests.failed == 0').metrics).toMatchObject({ 'tests.failed': 1, 'tests.errored': 1 })
  })

  test.each([
    ['tests.failed == 0', 'fail'],
    ['tests.failed <= 1', 'fail'],
    ['tests.failed < 1', 'fail'],
    ['tests.failed < 2', 'fail'],
    ['tests.failed <= 2', 'pass'],
    ['tests.failed == 2', 'pass'],
    ['tests.failed != 2', 'fail'],
    ['tests.errored == 0', 'fail'],
  ])('%s is %s with one of each', (rule, status) => {
    expect(reasonOf(set, rule).status).toBe(status)
  })

  test('are counted where the errors alone are stated', () => {
    const errors = evidenceSet([report({ kind: 'tests', metrics: { 'tests.errored': 2, 'tests.total': 2 } })])
    expect(reasonOf(errors, 'tests.failed == 0')).toMatchObject({
      status: 'fail',
      message: '2 failed tests (2 errors), must be 0',
    })
  })
})

describe('unknown is never green', () => {
  test.each<[string, EvidenceSet, string, string]>([
    ['nothing was read', evidenceSet([]), 'tests.failed == 0', 'no report yields tests.failed'],
    ['no report yields the metric', evidenceSet([lintReport(0)]), 'tests.failed == 0', 'no report yields tests.failed'],
    ['the metric is a slip', evidenceSet([lintReport(0)]), 'lnit.error == 0', 'did you mean lint.error?'],
    ['a report holds no test', evidenceSet([testReport({})]), 'tests.failed == 0', 'the report holds no test at all'],
    [
      'nothing can be covered',
      evidenceSet([coverageReport(0, 0)]),
      'coverage.line >= 0',
      'no coverage report holds anything that coverage.line',
    ],
    ['a value is no number', evidenceSet([report({ metrics: { 'a.b': NaN } })]), 'a.b != 1', 'no report yields a.b'],
    [
      'the report contradicts itself',
      evidenceSet([testReport({ passed: 5 }, { doubts: [contradiction] })]),
      'tests.failed == 0',
      '0 failed tests (asked: 0) as far as the report goes, but junit.xml: says 5 tests and lists 3',
    ],
    [
      'part of the report is missing',
      evidenceSet([lintReport(0, { completeness: 'partial' })]),
      'lint.error == 0',
      'only part of it was there',
    ],
    [
      'nothing of the report can be believed',
      evidenceSet([lintReport(0, { completeness: 'none' })]),
      'lint.error == 0',
      'nothing of it could be believed',
    ],
    [
      'the report was refused',
      evidenceSet([testReport({}, { refused: 'it ends within a tag', completeness: 'none', metrics: {} })]),
      'tests.failed == 0',
      'no report yields tests.failed',
    ],
    [
      'one shard of two was refused',
      evidenceSet([
        coverageReport(9, 10),
        coverageReport(0, 0, { file: 'b.xml', refused: 'cut', completeness: 'none', metrics: {} }),
      ]),
      'coverage.line >= 80',
      'as far as the report goes, but b.xml: cut',
    ],
  ])('when %s', (_, set, rule, message) => {
    const assessment = judge(set, rule)
    expect(assessment.status).toBe('unknown')
    expect(assessment.reasons[0]).toMatchObject({ status: 'unknown', rule, message: expect.stringContaining(message) })
  })

  test.each([
    [
      'contradicts itself',
      { doubts: [contradiction] },
      'ruff.json: says 5 tests and lists 3; look at the tool that wrote it',
    ],
    [
      'is partial',
      { completeness: 'partial' as const },
      'ruff.json: only part of it was there; look at the tool that wrote it',
    ],
    [
      'was refused',
      { refused: 'not JSON', completeness: 'none' as const, metrics: {} },
      'ruff.json: not JSON; look at the tool that wrote it',
    ],
  ])('a report that %s is a reason of its own, though no rule is about it', (_, change, message) => {
    const assessment = judge(evidenceSet([testReport({ passed: 1 }), lintReport(0, change)]), 'tests.failed == 0')
    expect(assessment.status).toBe('unknown')
    expect(assessment.reasons).toMatchObject([
      { status: 'unknown', rule: 'evidence', message, evidence: [1] },
      { status: 'pass', rule: 'tests.failed == 0' },
    ])
  })

  test('a reading that differs is no doubt', () => {
    const set = evidenceSet([coverageReport(9, 10, { doubts: [{ kind: 'reading', text: '11 lines declared' }] })])
    expect(judge(set, 'coverage.line >= 80').status).toBe('pass')
  })

  test('a gap is a reason', () => {
    const set = evidenceSet([testReport({ passed: 1 })], {
      gaps: [{ expected: 'cov/*.xml', found: 'no file matches' }],
    })
    const assessment = judge(set, 'tests.failed == 0')
    expect(assessment).toMatchObject({
      status: 'unknown',
      reasons: [{ rule: 'evidence', message: 'cov/*.xml: no file matches' }, {}],
    })
  })

  test('what fails on doubted evidence fails', () => {
    const set = evidenceSet([testReport({ failed: 1 }, { doubts: [contradiction] })])
    expect(judge(set, 'tests.failed == 0')).toMatchObject({
      status: 'fail',
      reasons: [{ status: 'fail' }, { rule: 'evidence' }],
    })
  })

  test('what warns on doubted evidence is unknown', () => {
    const rules = parseRules('lint.error == 0').map((rule) => ({ ...rule, level: 'warn' as const }))
    const set = evidenceSet([lintReport(1, { completeness: 'partial' })])
    expect(assess(set, rules, STRICT).reasons[0]).toMatchObject({ status: 'unknown', rule: 'lint.error == 0' })
  })

  test('on-unknown: warn makes the whole warn, and its reasons stay unknown', () => {
    const assessment = judge(evidenceSet([lintReport(0)]), 'tests.failed == 0', { onUnknown: 'warn' })
    expect(assessment).toMatchObject({ status: 'warn', reasons: [{ status: 'unknown' }] })
  })

  test('on-unknown: warn does not soften a failure', () => {
    const set = evidenceSet([testReport({ failed: 1 }), lintReport(0, { completeness: 'partial' })])
    expect(judge(set, 'tests.failed == 0\nlint.error == 0', { onUnknown: 'warn' }).status).toBe('fail')
  })

  test('a label that no report has is named with those that were seen', () => {
    const rules = parseRules('tests.failed == 0').map((rule) => ({ ...rule, label: 'unti' }))
    expect(assess(evidenceSet([testReport({ passed: 1 }, { label: 'unit' })]), rules, STRICT)).toMatchObject({
      status: 'unknown',
      reasons: [{ message: 'no report has the label "unti"; labels seen: unit', scope: { label: 'unti' } }],
    })
  })
})

describe('the defaults', () => {
  const defaults = chooseRules('quality', [])

  test('apply only where some report yields their metric', () => {
    const assessment = assess(evidenceSet([testReport({ passed: 1 }), lintReport(0)]), defaults, STRICT)
    expect(assessment.status).toBe('pass')
    expect(assessment.reasons.map(({ rule, source }) => [rule, source])).toEqual([
      ['tests.failed == 0', 'defaults'],
      ['lint.error == 0', 'defaults'],
    ])
  })

  test('that all have nothing to say are unknown, and what was seen is named', () => {
    const assessment = assess(evidenceSet([report({ metrics: { 'bundle.size': 5 } })]), defaults, STRICT)
    expect(assessment).toMatchObject({
      status: 'unknown',
      reasons: [
        {
          rule: 'evidence',
          message: 'no rule applies to what the reports yield (bundle.size); write one with the input rules',
        },
      ],
    })
  })

  test('without any report are unknown, also where unknown only warns', () => {
    expect(assess(evidenceSet([]), defaults, STRICT)).toMatchObject({
      status: 'unknown',
      reasons: [{ rule: 'evidence' }],
    })
    expect(assess(evidenceSet([]), defaults, { onUnknown: 'warn' }).status).toBe('warn')
    expect(assess(evidenceSet([]), [], STRICT).status).toBe('unknown')
  })

  test('do not overlook a coverage report of nothing', () => {
    const assessment = assess(evidenceSet([testReport({ passed: 1 }), coverageReport(0, 0)]), defaults, STRICT)
    expect(assessment).toMatchObject({
      status: 'unknown',
      reasons: [{ rule: 'coverage.line >= 80' }, { rule: 'tests.failed == 0' }],
    })
  })
})

describe('a rule against the base', () => {
  const set = evidenceSet([coverageReport(80, 100), testReport({ failed: 1, errored: 1 })])
  const rule = 'coverage.line >= base - 0.5 pp'

  test('warns without a baseline, and is unknown where one is required', () => {
    expect(reasonOf(set, rule)).toMatchObject({
      status: 'warn',
      message: 'lines covered: 80 %; no baseline yet to compare with',
    })
    expect(reasonOf(set, rule, { requireBaseline: true }).status).toBe('unknown')
  })

  test('compares with the baseline and the tolerance, and says both', () => {
    expect(reasonOf(set, rule, { baseline: baselineOf({ 'coverage.line': 80.5 }) }).status).toBe('pass')
    expect(reasonOf(set, rule, { baseline: baselineOf({ 'coverage.line': 81 }) })).toMatchObject({
      status: 'fail',
      limit: 80.5,
      baseline: 81,
      message: 'lines covered: 80 %, must be at least 80.5 % (base - 0.5 pp, where base is 81 %)',
    })
  })

  test('about failed tests counts errors on both sides', () => {
    const baseline = baselineOf({ 'tests.failed': 1, 'tests.errored': 1 })
    expect(reasonOf(set, 'tests.failed <= base', { baseline })).toMatchObject({ status: 'pass', limit: 2 })
  })
})

describe('an assessment', () => {
  test('gives the worst reasons first and keeps the order of the rules among equals', () => {
    const rules = 'a.pass == 1\na.gone == 1\na.bad == 2\na.worse == 2\na.good == 1'
    const set = evidenceSet([report({ metrics: { 'a.pass': 1, 'a.bad': 1, 'a.worse': 1, 'a.good': 1 } })])
    expect(judge(set, rules).reasons.map(({ metric, status }) => `${metric!} ${status}`)).toEqual([
      'a.bad fail',
      'a.worse fail',
      'a.gone unknown',
      'a.pass pass',
      'a.good pass',
    ])
  })

  test('remembers every report', () => {
    expect(judge(evidenceSet([lintReport(2)]), 'lint.error == 2').evidence).toEqual([
      {
        file: 'ruff.json',
        sha256: '0'.repeat(64),
        bytes: 100,
        format: 'ruff',
        kind: 'findings',
        entries: 2,
        completeness: 'complete',
        doubts: [],
        scope: {},
        metrics: { 'lint.error': 2, 'lint.warning': 0, 'lint.note': 0, 'lint.total': 2 },
      },
    ])
  })
})
