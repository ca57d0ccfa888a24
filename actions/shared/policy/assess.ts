import type { Baseline } from '../model/baseline.ts'
import type { Change } from '../model/change.ts'
import type { Evidence, EvidenceGap, EvidenceSet, Scope } from '../model/evidence.ts'
import { METRICS } from '../model/metrics.ts'
import { STATUSES, worstOf, type Status } from '../model/status.ts'
import type { Assessment, EvidenceRecord, Reason } from '../model/verdict.ts'
import { isDoubted } from './metric-sources.ts'
import { doubtText, metricValues, type MetricValue, type MetricValues } from './metric-values.ts'
import { foundText, judgedText, missingText, nothingJudgedText, placeOf, unitOf } from './reason-text.ts'
import { baselineKey, holds, limitOf, type Rule, type RuleLevel } from './rule.ts'
import { ruleValues } from './rule-values.ts'

export interface AssessOptions {
  /** What `unknown` does to the whole; its reasons stay `unknown` either way. */
  readonly onUnknown: RuleLevel
  /** What the default branch looked like, or why that is not known. */
  readonly baseline?: Baseline | string | undefined
  /** What this commit changes, or why that is not known. */
  readonly change?: Change | string | undefined
  /** A rule against the base is `unknown`, not `warn`, where there is no value to compare with. */
  readonly requireBaseline?: boolean | undefined
}

/** Judges evidence by rules. Always gives at least one reason. */
export function assess(set: EvidenceSet, rules: readonly Rule[], options: AssessOptions): Assessment {
  const all = metricValues(set)
  const { baseline = 'there is no baseline yet', change = 'nothing says what this commit changes' } = options
  const valuesOf = ruleValues({ set, baseline, change })
  const judged = rules
    .filter((rule) => applies(rule, set, all))
    .map((rule) => judge(rule, valuesOf(rule), set, options))
  const nothing = judged.length > 0 ? [] : [unknownEvidence(nothingJudgedText(set.evidence), {}, [])]
  // A report that is not there comes before the rules that miss it: the cause before its effects.
  const reasons = [...set.gaps.map(gapReason), ...judged, ...nothing, ...set.evidence.flatMap(doubtReason)]
  return {
    status: worstOf(
      reasons.map(({ status }) => (status === 'unknown' && options.onUnknown === 'warn' ? 'warn' : status)),
    ),
    reasons: worstFirst(reasons),
    metrics: Object.fromEntries([...all].map(([name, { value }]) => [name, value])),
    evidence: set.evidence.map(recordOf),
    paths: set.paths,
  }
}

/** A written rule always applies. A default one where its metric is seen, or where coverage was measured of nothing. */
function applies(rule: Rule, set: EvidenceSet, values: MetricValues): boolean {
  if (rule.source !== 'defaults' || valueOf(rule, values)) return true
  const percentages = ['coverage.line', 'coverage.branch', 'coverage.function']
  const sawNothing = set.evidence.some(({ kind, refused }) => kind === 'coverage' && refused === undefined)
  return rule.metric === 'coverage.line' && sawNothing && !percentages.some((metric) => values.has(metric))
}

function judge(rule: Rule, values: MetricValues | string, set: EvidenceSet, options: AssessOptions): Reason {
  const reason = (status: Status, message: string, rest: Partial<Reason> = {}): Reason => ({
    status,
    rule: rule.text,
    message,
    metric: rule.metric,
    scope: { label: rule.label, path: rule.paths?.globs.join(', ') },
    unit: unitOf(rule.metric),
    source: rule.source,
    evidence: [],
    ...rest,
  })
  if (typeof values === 'string') return reason('unknown', values)
  const found = valueOf(rule, values)
  if (!found) return reason('unknown', missingText(rule, set.evidence))
  const baseline = baselineOf(rule, options.baseline)
  const limit = limitOf(rule.limit, baseline)
  const { evidence } = found
  if (limit === undefined) {
    const status = withDoubt(options.requireBaseline === true ? 'unknown' : 'warn', found)
    const message = `${foundText(rule, { actual: found.value, errored: found.errored })}; no baseline yet to compare with`
    return reason(status, withDoubtText(message, status, found), { actual: found.value, evidence })
  }
  const actual = worstPart(rule, found, limit)
  const isMet = holds(rule.operator, actual, limit)
  const reports = evidence.map((index) => set.evidence[index]).filter((report) => report !== undefined)
  const finding = { actual, limit, baseline, errored: found.errored, place: placeOf(rule.metric, actual, reports) }
  const other = isMet ? otherReading(rule, reports, limit) : undefined
  const status = withDoubt(other !== undefined ? 'unknown' : isMet ? 'pass' : rule.level, found)
  const told = judgedText(rule, finding, isMet)
  const message = other === undefined ? told : `${told} as declared, but ${other}`
  const base = rule.limit.kind === 'base' ? baseline : undefined
  return reason(status, withDoubtText(message, status, found), { actual, limit, baseline: base, evidence })
}

/** What a report says against itself where two readings of it are usual and the rule does not hold for both. */
function otherReading(rule: Rule, reports: readonly Evidence[], limit: number): string | undefined {
  // Several reports are united line by line, which is one reading for all.
  if (reports.length !== 1) return undefined
  return reports[0]?.doubts.find(({ alternative }) => {
    const value = alternative?.[rule.metric]
    return value !== undefined && !holds(rule.operator, value, limit)
  })?.text
}

type Found = MetricValue & { readonly errored?: number | undefined }

/** A rule about failed tests means every test that did not succeed, by an assertion or by an error. */
function valueOf(rule: Rule, values: MetricValues): Found | undefined {
  const failed = values.get(rule.metric)
  if (rule.metric !== 'tests.failed') return failed
  const errored = values.get('tests.errored')
  if (!failed || !errored) return failed ?? (errored && { ...errored, errored: errored.value })
  const value = failed.value + errored.value
  const evidence = [...new Set([...failed.evidence, ...errored.evidence])].sort((left, right) => left - right)
  return { value, parts: [value], evidence, doubt: failed.doubt ?? errored.doubt, errored: errored.value }
}

function baselineOf(rule: Rule, baseline: Baseline | string | undefined): number | undefined {
  const values = typeof baseline === 'object' ? baseline.values : undefined
  const value = values?.get(baselineKey(rule.metric, rule))
  if (rule.metric !== 'tests.failed' || value === undefined) return value
  return value + (values?.get(baselineKey('tests.errored', rule)) ?? 0)
}

/** Of a team's own metric that several reports give, the first value that does not hold: an extreme could hide it. */
function worstPart(rule: Rule, found: Found, limit: number): number {
  if (Object.hasOwn(METRICS, rule.metric)) return found.value
  return found.parts.find((part) => !holds(rule.operator, part, limit)) ?? found.value
}

/** What passes or warns on doubted evidence is not known to; what fails on it fails. */
function withDoubt(status: Status, { doubt }: Found): Status {
  return doubt === undefined ? status : worstOf([status, 'unknown'])
}

function withDoubtText(message: string, status: Status, { doubt }: Found): string {
  return doubt === undefined || status === 'fail' ? message : `${message} as far as the report goes, but ${doubt}`
}

function gapReason({ expected, found }: EvidenceGap): Reason {
  return unknownEvidence(`${expected}: ${found}`, {}, [])
}

function doubtReason(evidence: Evidence, index: number): Reason[] {
  if (!isDoubted(evidence)) return []
  return [unknownEvidence(`${doubtText(evidence)}; look at the tool that wrote it`, evidence.scope, [index])]
}

function unknownEvidence(message: string, scope: Scope, evidence: readonly number[]): Reason {
  return { status: 'unknown', rule: 'evidence', message, scope, unit: '', source: 'defaults', evidence }
}

function worstFirst(reasons: readonly Reason[]): Reason[] {
  return [...reasons].sort((left, right) => STATUSES.indexOf(right.status) - STATUSES.indexOf(left.status))
}

function recordOf({
  provenance,
  kind,
  entries,
  completeness,
  doubts,
  refused,
  scope,
  metrics,
}: Evidence): EvidenceRecord {
  return { ...provenance, kind, entries, completeness, doubts, refused, scope, metrics }
}
