import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Change } from '../../../actions/shared/model/change.ts'
import type { Evidence, EvidenceSet, ScopeTables } from '../../../actions/shared/model/evidence.ts'
import { FINDING_FAMILIES, RANKS_OF } from '../../../actions/shared/model/findings.ts'
import { LineNotes } from '../../../actions/shared/model/report-lines.ts'
import type { Outcome } from '../../../actions/shared/model/tests.ts'
import type { Assessment, Verdict } from '../../../actions/shared/model/verdict.ts'
import { assess, type AssessOptions, decide } from '../../../actions/shared/policy/assess.ts'
import type { Judged } from '../../../actions/shared/model/judged.ts'
import type { PathFilter } from '../../../actions/shared/policy/path-filter.ts'
import type { Rule, RuleLevel } from '../../../actions/shared/policy/rule.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { verdictDocument } from '../../../actions/shared/runtime/verdict-file.ts'
import { readKeptVerdict } from '../../../actions/shared/runtime/verdict-reader.ts'
import { baselineOf } from '../../support/baseline.ts'
import { tries } from '../../support/fuzz.ts'
import { addTest, contradiction, emptyTables, evidenceSet, report, testCounts } from './evidence-factory.ts'

const LABELS = [undefined, 'unit', 'api'] as const
const PATHS = ['src/a.py', 'src/b.py', 'lib/c.py', undefined] as const
const FILTERS: readonly PathFilter[] = ['src/', 'lib/', 'a.py', 'none'].map((part) => ({
  globs: [part],
  matches: (path) => path.includes(part),
}))

const label = fc.constantFrom(...LABELS)
const doubts = fc.constantFrom(
  ...([
    [],
    [],
    [],
    [contradiction],
    [{ kind: 'reading', text: 'its lines are 1 of 3', alternative: { 'coverage.line': 33.3 } }],
  ] as const),
)
const whole = fc.record({ label, doubts, refused: fc.constantFrom(undefined, undefined, undefined, 'not XML') })

const testsOf = fc.record({
  kind: fc.constant('tests' as const),
  whole,
  outcomes: fc.array(fc.constantFrom<Outcome>('passed', 'failed', 'errored', 'skipped'), { maxLength: 5 }),
})
const coverageOf = fc.record({
  kind: fc.constant('coverage' as const),
  whole,
  lines: fc.array(
    fc.record({ path: fc.constantFrom('src/a.py', 'src/b.py', 'lib/c.py'), line: fc.nat(6), hits: fc.nat(1) }),
  ),
  totalsOnly: fc.constantFrom(false, false, true),
})
const family = fc.constantFrom(...FINDING_FAMILIES)
const findingsOf = fc.record({
  kind: fc.constant('findings' as const),
  whole,
  findings: fc.array(
    fc.record({
      family,
      rank: fc.nat(5),
      path: fc.constantFrom(...PATHS),
      line: fc.nat(9),
      rule: fc.constantFrom('A', 'B'),
    }),
  ),
})
const metricsOf = fc.record({
  kind: fc.constant('metrics' as const),
  whole,
  measured: fc.array(fc.record({ value: fc.nat(20), subject: fc.constantFrom('smoke', 'load', 'parse()') }), {
    minLength: 1,
  }),
  own: fc.double({ noNaN: true, noDefaultInfinity: true }),
})

const anyReport = fc.oneof(testsOf, coverageOf, findingsOf, metricsOf)
type AnyReport = typeof anyReport extends fc.Arbitrary<infer T> ? T : never

/** Evidence as readers leave it: rows in the tables of its label, and what the report states of itself. */
function setOf(reports: readonly AnyReport[], gap: boolean): EvidenceSet {
  const tables = new Map<string, ScopeTables>()
  const evidence = reports.map((given, index): Evidence => {
    const { label: name, refused, doubts: doubted } = given.whole
    const scoped = tables.get(name ?? '') ?? emptyTables()
    tables.set(name ?? '', scoped)
    const notes = new LineNotes(index, { lineOf: () => index + 1 })
    scoped.tests.readFrom(notes)
    scoped.findings.readFrom(notes)
    const about = {
      file: `r${index}.xml`,
      kind: given.kind,
      doubts: doubted,
      ...(name === undefined ? {} : { label: name }),
    }
    const read = readPart(given, scoped)
    const made = refused === undefined ? read : { metrics: {}, refused, completeness: 'none' as const }
    return { ...report({ ...about, ...made }), lines: notes.all(9) }
  })
  return evidenceSet(evidence, { tables, gaps: gap ? [{ expected: 'a.xml', found: 'no file' }] : [] })
}

function readPart(given: AnyReport, { tests, coverage, findings }: ScopeTables): Partial<Evidence> {
  switch (given.kind) {
    case 'tests': {
      tests.beginReport()
      for (const [index, outcome] of given.outcomes.entries()) addTest(tests, 'S', `t${index}`, outcome)
      const counts = Object.fromEntries(
        given.outcomes.map((outcome) => [outcome, given.outcomes.filter((other) => other === outcome).length]),
      )
      return { metrics: testCounts(counts), entries: given.outcomes.length }
    }
    case 'coverage': {
      const covered = given.lines.filter(({ hits }) => hits > 0).length
      if (!given.totalsOnly) for (const { path, line, hits } of given.lines) coverage.file(path).add(line + 1, hits)
      return {
        metrics: { 'coverage.line.covered': covered, 'coverage.line.total': given.lines.length },
        totalsOnly: given.totalsOnly,
      }
    }
    case 'findings': {
      findings.beginReport()
      for (const { family: of, rank, rule, path, line } of given.findings) {
        const ranks = RANKS_OF[of]
        findings.add({ family: of, rank: ranks[rank % ranks.length]!, rule, path, line, tool: 't', message: rule })
      }
      const metrics: Record<string, number> = { 'lint.total': 0 }
      for (const [key, count] of findings.reportTally()) {
        metrics[key] = count
        const total = `${key.split('.')[0]!}.total`
        metrics[total] = (metrics[total] ?? 0) + count
      }
      return { metrics }
    }
    case 'metrics': {
      const values = given.measured.map(({ value }) => value)
      return {
        metrics: { 'bundle.size': given.own, 'complexity.max': Math.max(...values), 'complexity.mean': values[0]! },
        measurements: given.measured.flatMap(({ value, subject }) => [
          { metric: 'complexity.max', value, subject, path: 'src/a.py', line: value + 1, reportLine: 3 },
          { metric: 'performance.p95', value, subject },
        ]),
      }
    }
  }
}

const METRICS = [
  'tests.failed',
  'tests.total',
  'coverage.line',
  'lint.total',
  'security.high',
  'complexity.max',
  'complexity.mean',
  'bundle.size',
  'performance.p95',
  'coverage.branch',
]
const rule: fc.Arbitrary<Rule> = fc
  .record({
    metric: fc.constantFrom(...METRICS),
    suffix: fc.constantFrom('', '', '', '.patch', '.new'),
    limit: fc.constantFrom('>= 1', '== 0', '<= 5', '>= base', '<= base * 1.1', '<= 100'),
    level: fc.constantFrom<RuleLevel>('fail', 'warn'),
    label: fc.constantFrom(undefined, 'unit', 'api', 'nowhere'),
    paths: fc.constantFrom(undefined, undefined, ...FILTERS),
    scenario: fc.constantFrom(undefined, undefined, 'smoke', 'nope'),
    source: fc.constantFrom('input', 'defaults'),
  })
  .map(({ metric, suffix, limit, paths, scenario, ...rest }): Rule => {
    const text = [`${metric}${suffix} ${limit}`, `${metric} ${limit}`].find(isRule) ?? ''
    const base = { ...parseRule(text, { source: 'input' }), ...rest }
    const narrowed = isScoped(metric) && paths ? { ...base, paths } : base
    return metric === 'performance.p95' && scenario !== undefined ? { ...narrowed, scenario } : narrowed
  })

/** Not every metric has every scope. */
function isRule(text: string): boolean {
  try {
    return parseRule(text, { source: 'input' }).text === text
  } catch {
    return false
  }
}

function isScoped(metric: string): boolean {
  return /^(?:coverage|lint|security)\./.test(metric)
}

const change: Change = {
  base: 'c'.repeat(40),
  files: new Map([['src/a.py', { ranges: new Uint32Array([1, 3]), isGenerated: false }]]),
}

const options: fc.Arbitrary<AssessOptions> = fc.record({
  onUnknown: fc.constantFrom<RuleLevel>('fail', 'warn'),
  baseline: fc.constantFrom(
    undefined,
    'evicted',
    baselineOf({
      'lint.total': 2,
      'coverage.line': 50,
      'tests.failed': 1,
      'tests.errored': 1,
      'lint.total paths=src/': 1,
    }),
  ),
  change: fc.constantFrom(undefined, 'no git', change),
  requireBaseline: fc.constantFrom(undefined, true),
})

function verdictOf(assessment: Assessment): Verdict {
  return {
    ...{ schema: 'cicd-verdict/v1', action: 'quality-gate', name: 'g', subject: {}, version: '1.0.0' },
    ...{ started: '2026-11-21T10:00:00.000Z', finished: '2026-11-21T10:00:01.000Z' },
    ...assessment,
  }
}

/** Written, and read as `cicd explain` reads it. */
function throughFile(assessment: Assessment): Verdict & { readonly judged: Judged } {
  const read = readKeptVerdict(verdictDocument(verdictOf(assessment)))
  if ('problem' in read) throw new Error(read.problem)
  if (read.verdict.judged === undefined) throw new Error('nothing was kept')
  return { ...read.verdict, judged: read.verdict.judged }
}

const decided = ({ status, reasons, metrics }: Assessment): unknown =>
  JSON.parse(JSON.stringify({ status, reasons: reasons.map((reason) => ({ ...reason, values: undefined })), metrics }))

describe('what a verdict file keeps', () => {
  const given = [
    fc.array(anyReport, { maxLength: 5 }),
    fc.boolean(),
    fc.array(rule, { maxLength: 6 }),
    options,
  ] as const

  it('decides the same rules as the gate did', () => {
    fc.assert(
      fc.property(...given, (reports, gap, rules, how) => {
        const direct = assess(setOf(reports, gap), rules, how)
        expect(decided(decide(throughFile(direct), rules))).toEqual(decided(direct))
      }),
      tries(300),
    )
  })

  it('decides other rules of all files as the gate would have', () => {
    fc.assert(
      fc.property(...given, fc.array(rule, { minLength: 1, maxLength: 6 }), (reports, gap, rules, how, others) => {
        const asked = others.filter(({ paths, scope }) => paths === undefined || scope === 'project')
        const set = setOf(reports, gap)
        const kept = throughFile(assess(set, rules, how))
        expect(decided(decide(kept, asked))).toEqual(decided(assess(set, asked, how)))
      }),
      tries(300),
    )
  })

  it('never passes a rule of paths that it cannot tell', () => {
    fc.assert(
      fc.property(...given, rule, (reports, gap, rules, how, other) => {
        fc.pre(other.paths !== undefined && other.scope !== 'project')
        const set = setOf(reports, gap)
        const asked = [{ ...other, source: 'input' }]
        const direct = assess(set, asked, how).reasons.find(({ rule: text }) => text === other.text)
        const again = decide(throughFile(assess(set, rules, how)), asked).reasons.find(
          ({ rule: text }) => text === other.text,
        )
        expect([direct?.status, 'unknown']).toContain(again?.status)
      }),
      tries(200),
    )
  })
})
