import { describe, expect, it } from '@jest/globals'
import type { Baseline, KnownFinding, KnownTest } from '../../../actions/shared/model/baseline.ts'
import { messageContent } from '../../../actions/shared/model/fingerprint.ts'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import type { Evidence, EvidenceSet, ScopeTables } from '../../../actions/shared/model/evidence.ts'
import type { Outcome } from '../../../actions/shared/model/tests.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { compareWithBase } from '../../../actions/shared/policy/compare.ts'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { baselineOf } from '../../support/baseline.ts'
import {
  addTest,
  contradiction,
  emptyTables,
  evidenceSet,
  lintFinding,
  lintReport,
  report,
  testReport,
  type EvidenceChange,
} from './evidence-factory.ts'

type Attributes = Partial<Parameters<typeof parseRule>[1]>

/** What a rule comes to. */
function judged(
  text: string,
  set: EvidenceSet,
  baseline: Baseline | string,
  attributes: Attributes = {},
  require = false,
) {
  const rule = parseRule(text, { source: 'input', ...attributes })
  const { reasons } = assess(set, [rule], { onUnknown: 'fail', baseline, requireBaseline: require })
  const reason = reasons.find((one) => one.rule === text)
  return { status: reason?.status, actual: reason?.actual, message: reason?.message ?? '' }
}

const known = (finding: Finding): KnownFinding => ({ ...finding, content: messageContent(finding) })

/** A lint report of these findings, by label. */
function linted(byLabel: Readonly<Record<string, readonly Finding[]>>, change: EvidenceChange = {}): EvidenceSet {
  const tables = new Map<string, ScopeTables>()
  const evidence: Evidence[] = []
  for (const [label, findings] of Object.entries(byLabel)) {
    const scope = emptyTables()
    for (const finding of findings) scope.findings.add(finding)
    tables.set(label, scope)
    const errors = findings.filter(({ rank }) => rank === 'error').length
    const warnings = findings.length - errors
    const metrics = { 'lint.error': errors, 'lint.warning': warnings, 'lint.note': 0, 'lint.total': findings.length }
    evidence.push(lintReport(errors, { metrics, ...(label === '' ? {} : { label }), ...change }))
  }
  return evidenceSet(evidence, { tables })
}

const LINTED = { 'lint.error': 1, 'lint.warning': 0, 'lint.note': 0, 'lint.total': 1 }
const old = lintFinding({ line: 3 })
const moved = lintFinding({ line: 30 })
const fresh = lintFinding({ line: 7, rule: 'F401', message: 'unused' })
const base = baselineOf(LINTED, { findings: [known(old)], findingsTotal: 1 })

describe('a rule about new findings', () => {
  it('passes where all of them were on the base, moved or not', () => {
    expect(judged('lint.error.new == 0', linted({ '': [moved] }), base)).toEqual({
      status: 'pass',
      actual: 0,
      message: 'lint findings of level error that the base does not have: 0 (asked: 0)',
    })
  })

  it('fails on one that was not, and names it', () => {
    expect(judged('lint.error.new == 0', linted({ '': [moved, fresh] }), base)).toEqual({
      status: 'fail',
      actual: 1,
      message: 'lint findings of level error that the base does not have: 1 (F401 src/a.py:7), must be 0',
    })
    expect(judged('lint.total.new <= 1', linted({ '': [moved, fresh] }), base).status).toBe('pass')
    expect(judged('lint.warning.new == 0', linted({ '': [moved, fresh] }), base).status).toBe('pass')
  })

  it('judges the findings of a label, whatever label the base had them under', () => {
    const set = linted({ api: [moved], web: [fresh] })
    expect(judged('lint.error.new == 0', set, base, { label: 'api' }).status).toBe('pass')
    expect(judged('lint.error.new == 0', set, base, { label: 'web' })).toMatchObject({ status: 'fail', actual: 1 })
    expect(judged('lint.error.new == 0', set, base, { label: 'none' }).status).toBe('unknown')
  })

  it('judges the findings of paths', async () => {
    const set = linted({ '': [moved, fresh, lintFinding({ path: 'lib/b.py' })] })
    const paths = await compilePaths(['lib/**'])
    expect(judged('lint.error.new == 0', set, base, { paths })).toMatchObject({
      actual: 1,
      message: 'lint findings of level error that the base does not have within lib/**: 1 (E501 lib/b.py), must be 0',
    })
  })

  it('does not count what is waived', () => {
    const set = linted({ '': [moved, fresh] })
    const findings = new Map([[set.tables.get('')!.findings.rows[1]!, 'waived']])
    expect(judged('lint.error.new == 0', { ...set, forgiven: { findings, tests: new Map() } }, base).status).toBe(
      'pass',
    )
  })

  it.each([
    ['there is no baseline', 'there is no baseline yet'],
    ['the base had no such report', baselineOf({ 'tests.total': 5 })],
  ])('warns where %s, and is unknown where the baseline is required', (_, baseline) => {
    const set = linted({ '': [fresh] })
    expect(judged('lint.error.new == 0', set, baseline).status).toBe('warn')
    expect(judged('lint.error.new == 0', set, baseline, {}, true).status).toBe('unknown')
  })

  it('is unknown without a baseline where the report cannot be believed either', () => {
    const set = linted({ '': [fresh] }, { doubts: [contradiction] })
    expect(judged('lint.error.new == 0', set, 'there is no baseline yet').status).toBe('unknown')
  })

  it.each([
    ['a baseline', base],
    ['no baseline', 'there is no baseline yet'],
  ])('is unknown with %s where no report yields its metric', (_, baseline) => {
    expect(judged('lint.error.new == 0', evidenceSet([testReport({ passed: 1 })]), baseline)).toMatchObject({
      status: 'unknown',
      actual: undefined,
    })
  })

  it('is unknown on a report that contradicts itself', () => {
    expect(judged('lint.error.new == 0', linted({ '': [moved] }, { doubts: [contradiction] }), base).status).toBe(
      'unknown',
    )
  })

  it('is unknown where the baseline did not keep all, as what looks new may be old', () => {
    const cut = baselineOf({ ...LINTED, 'lint.total': 9 }, { findings: [known(old)], findingsTotal: 9 })
    expect(judged('lint.error.new == 0', linted({ '': [moved, fresh] }), cut)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('the baseline kept 1 of 9 findings, so that 1 more may be new') as unknown,
    })
    expect(judged('lint.error.new == 0', linted({ '': [moved] }), cut).status).toBe('pass')
  })

  it('fails for certain where more is new than the baseline did not keep', () => {
    const cut = baselineOf(LINTED, { findings: [known(old)], findingsTotal: 2 })
    const many = [1, 2, 3].map((line) => lintFinding({ rule: 'F401', line }))
    expect(judged('lint.error.new == 0', linted({ '': many }), cut)).toMatchObject({ status: 'fail', actual: 2 })
  })

  it('fails for certain on a rank of which the baseline kept all', () => {
    const warning = lintFinding({ rank: 'warning', rule: 'W1' })
    const cut = baselineOf(LINTED, { findings: [known(old), known(warning)], findingsTotal: 900 })
    expect(judged('lint.error.new == 0', linted({ '': [moved, fresh] }), cut)).toMatchObject({
      status: 'fail',
      actual: 1,
    })
  })

  it('is unknown where a report counts more than it lists', () => {
    const set = linted({ '': [moved] }, { metrics: { ...LINTED, 'lint.error': 4, 'lint.total': 4 } })
    expect(judged('lint.error.new == 0', set, base)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('3 more may be new, which the reports only count') as unknown,
    })
  })

  it.each(['types', 'boundaries', 'security', 'secrets', 'licenses'] as const)('can be about %s', (family) => {
    const rank = ['types', 'boundaries'].includes(family) ? 'error' : 'high'
    const one = { ...fresh, family, rank } as Finding
    const tables = emptyTables()
    tables.findings.add(one)
    const metrics = { [`${family}.${rank}`]: 1, [`${family}.total`]: 1 }
    const set = evidenceSet([report({ kind: 'findings', metrics })], { tables: new Map([['', tables]]) })
    const values = { [`${family}.total`]: 0 }
    expect(judged(`${family}.${rank}.new == 0`, set, baselineOf(values))).toMatchObject({ status: 'fail', actual: 1 })
    const had = baselineOf(values, { findings: [known(one)], findingsTotal: 1 })
    expect(judged(`${family}.total.new == 0`, set, had)).toMatchObject({ status: 'pass', actual: 0 })
  })
})

type SomeTests = Readonly<Record<string, Outcome | 'flaky'>>

function tested(byLabel: Readonly<Record<string, SomeTests>>, change: EvidenceChange = {}): EvidenceSet {
  const tables = new Map<string, ScopeTables>()
  const evidence: Evidence[] = []
  for (const [label, tests] of Object.entries(byLabel)) {
    const scope = emptyTables()
    for (const [name, outcome] of Object.entries(tests)) {
      if (outcome !== 'flaky') addTest(scope.tests, 'shop', name, outcome)
      else for (const run of ['failed', 'passed'] as const) addTest(scope.tests, 'shop', name, run)
    }
    tables.set(label, scope)
    const { total, passed, failed, errored, skipped, flaky } = scope.tests.counts()
    const counts = testReport({ passed, failed, errored, skipped }).metrics
    const metrics = { ...counts, 'tests.total': total, 'tests.flaky': flaky }
    evidence.push(testReport({}, { metrics, ...(label === '' ? {} : { label }), ...change }))
  }
  return evidenceSet(evidence, { tables })
}

function baseTests(tests: SomeTests): Baseline {
  const entries = Object.entries(tests).map(([name, outcome]): [string, KnownTest] => [
    `shop › ${name}`,
    { outcome: outcome === 'flaky' ? 'failed' : outcome, isFlaky: outcome === 'flaky' },
  ])
  return baselineOf({ 'tests.total': entries.length }, { tests: new Map(entries) })
}

describe('tests beside those of the base', () => {
  const before = baseTests({
    gone: 'passed',
    off: 'skipped',
    bad: 'failed',
    shaky: 'flaky',
    good: 'passed',
    well: 'passed',
  })

  it('vanish, become flaky, fail anew or as before, are skipped, and come', () => {
    const set = tested({
      '': { bad: 'errored', shaky: 'flaky', good: 'flaky', well: 'skipped', extra: 'failed', more: 'passed' },
    })
    expect(compareWithBase(set, before).tests).toEqual({
      vanished: ['shop › gone', 'shop › off'],
      newlyFlaky: ['shop › good'],
      newlyFailing: ['shop › extra', 'shop › good'],
      failingBefore: ['shop › bad', 'shop › shaky'],
      newlySkipped: ['shop › well'],
      added: 2,
    })
  })

  it('are there where any label has them, with the worst of their outcomes', () => {
    const set = tested({ linux: { good: 'passed' }, windows: { good: 'failed', gone: 'passed' } })
    expect(compareWithBase(set, baseTests({ good: 'passed', gone: 'passed' })).tests).toMatchObject({
      vanished: [],
      newlyFailing: ['shop › good'],
    })
  })

  it.each([
    ['tests.vanished == 0', 'fail', 'tests that the base has and no report has any more: 1 (shop › gone), must be 0'],
    ['tests.failed.new == 0', 'fail', 'tests that fail and did not on the base: 1 (shop › good), must be 0'],
    ['tests.flaky.new == 0', 'fail', 'tests that are flaky and were not on the base: 1 (shop › good), must be 0'],
    ['tests.skipped.new == 0', 'pass', 'tests that are skipped and ran on the base: 0 (asked: 0)'],
  ])('are judged by %s', (rule, status, message) => {
    const set = tested({ '': { good: 'flaky', bad: 'failed', off: 'skipped', shaky: 'flaky', well: 'passed' } })
    expect(judged(rule, set, before)).toMatchObject({ status, message })
  })

  it('are judged by label, but for those that vanished', () => {
    const set = tested({ unit: { good: 'passed' }, api: { well: 'failed' } })
    expect(judged('tests.failed.new == 0', set, before, { label: 'unit' }).status).toBe('pass')
    expect(judged('tests.failed.new == 0', set, before, { label: 'api' }).status).toBe('fail')
    expect(() => parseRule('tests.vanished == 0', { source: 'input', label: 'unit' })).toThrow('all labels together')
  })

  it('in quarantine fail under no rule', () => {
    const forgiven = { findings: new Map(), tests: new Map([['shop › well', 'quarantined']]) }
    expect(judged('tests.failed.new == 0', { ...tested({ '': { well: 'failed' } }), forgiven }, before).actual).toBe(0)
  })

  it.each(['tests.vanished == 0', 'tests.failed.new == 0', 'tests.flaky.new == 0'])(
    'without a baseline make %s a warning, or unknown where it is required, and never 0',
    (rule) => {
      const set = tested({ '': { good: 'failed' } })
      for (const baseline of ['there is no baseline yet', base]) {
        expect(judged(rule, set, baseline)).toMatchObject({ status: 'warn', actual: undefined })
        expect(judged(rule, set, baseline, {}, true)).toMatchObject({ status: 'unknown', actual: undefined })
      }
    },
  )

  it.each(['tests.vanished == 0', 'tests.failed.new == 0'])(
    'of a baseline that kept no names make %s unknown',
    (rule) => {
      expect(judged(rule, tested({ '': { good: 'passed' } }), baselineOf({ 'tests.total': 200_000 }))).toMatchObject({
        status: 'unknown',
        message: expect.stringContaining('there were more than it keeps') as unknown,
      })
    },
  )

  it.each([
    ['a report broke off', tested({ '': { good: 'passed' } }, { completeness: 'partial' })],
    ['a report counts more than it names', tested({ '': { good: 'passed' } }, { metrics: { 'tests.total': 6 } })],
  ])('may be there all the same where %s', (_, set) => {
    const { status, message } = judged('tests.vanished == 0', set, before)
    expect([status, message]).toEqual(['unknown', expect.stringContaining("5 of the base's tests are in no report")])
  })

  it('have not vanished where every one is seen, though a report counts repeated ones', () => {
    const set = tested({ '': { good: 'flaky' } }, { metrics: { 'tests.total': 2 } })
    expect(judged('tests.vanished == 0', set, baseTests({ good: 'passed', gone: 'passed' })).status).toBe('fail')
    expect(judged('tests.vanished == 0', set, baseTests({ good: 'passed' })).status).toBe('pass')
  })
})

describe('a comparison', () => {
  it('says where only this run has tests, and nothing where neither has', () => {
    const before = baselineOf({}, { tests: new Map() })
    expect(compareWithBase(tested({ '': { good: 'failed' } }), before).tests).toBe('the baseline holds no tests')
    expect(compareWithBase(linted({ '': [fresh] }), before).tests).toBeUndefined()
  })

  it('tells which metrics changed, and what of the base nobody could look for', () => {
    const set = linted({ '': [moved, fresh] })
    const security = known({ ...old, family: 'security', rank: 'high' })
    const before = baselineOf(
      { ...LINTED, 'lint.note': 0, 'security.total': 1, 'lint.error label=api': 7 },
      { findings: [known(old), security, known(lintFinding({ rule: 'gone' }))], findingsTotal: 3 },
    )
    const found = compareWithBase(set, before)
    expect(found.changes).toEqual([
      { metric: 'lint.error', before: 1, now: 2 },
      { metric: 'lint.total', before: 1, now: 2 },
    ])
    expect(found.unchanged).toBe(2)
    expect(found.findings.fixed.map(({ rule }) => rule)).toEqual(['gone'])
    expect(found.base).toEqual({ sha: before.sha, ref: before.ref, recorded: before.recorded })
  })
})

describe('a rule about a comparison is refused', () => {
  it.each([
    ['coverage.line.new >= 80', 'not of coverage.line; write coverage.line >= base'],
    ['complexity.max.new == 0', 'not of complexity.max; write complexity.max <= base'],
    ['tests.total.new >= 1', 'and tests.skipped, not of tests.total; write tests.total >= base'],
    ['security.score.new >= 80', 'what counts findings, not of security.score; write security.score >= base'],
    ['licenses.compliance.introduced == 100 %', 'not of licenses.compliance; write licenses.compliance >= base'],
    ['bundle.size.new == 0', 'write bundle.size <= base'],
    ['tests.vanished.new == 0', 'tests.vanished is counted against the base already; write it without .new'],
    ['lint.error.new <= base', 'lint.error.new is counted against the base already; write a number instead of base'],
    ['tests.vanished <= base + 1', 'tests.vanished is counted against the base already'],
  ])('as in %s', (text, problem) => {
    expect(() => parseRule(text, { source: 'input' })).toThrow(problem)
  })
})
