import type { Evidence, EvidenceGap, EvidenceSet, Scope } from '../model/evidence.ts'
import type { Judged, KeptBaseline } from '../model/judged.ts'
import { METRICS } from '../model/metrics.ts'
import { STATUSES, worstOf, type Status } from '../model/status.ts'
import type { Assessment, EvidenceRecord, Reason } from '../model/verdict.ts'
import { type AssessOptions, evidenceFrom, gather, KeptGrounds } from './judged.ts'
import { isCompared } from './compare-rules.ts'
import { isDoubted } from './metric-sources.ts'
import { doubtText, type MetricValue, type MetricValues } from './metric-values.ts'
import { nothingToCompare } from './new-values.ts'
import { foundText, judgedText, missingText, nothingJudgedText, unitOf } from './reason-text.ts'
import { baselineKey, holds, limitOf, type Rule } from './rule.ts'
import { settlesUnrated, unratedDoubt } from './unrated.ts'

export type { AssessOptions }

/** Judges evidence by rules. Always gives at least one reason. */
export function assess(set: EvidenceSet, rules: readonly Rule[], options: AssessOptions): Assessment {
  const judged = gather(set, rules, options)
  return decide({ evidence: set.evidence.map(recordOf), paths: set.paths, judged }, rules)
}

/** What is left of reports and rules in a verdict file, and enough to decide. */
export interface Grounds {
  readonly evidence: readonly EvidenceRecord[]
  readonly paths: EvidenceSet['paths']
  readonly judged: Judged
}

/** Decides by what was kept, so that whoever has the verdict's file decides as the gate did, and under other rules too. */
export function decide({ evidence: records, paths, judged }: Grounds, rules: readonly Rule[]): Assessment {
  const set = evidenceFrom(records, judged, paths)
  const grounds = new KeptGrounds(judged, set)
  const project = grounds.valuesOf({ scope: 'project' })
  const all: MetricValues = typeof project === 'string' ? new Map() : project
  const reasonsOfRules = rules
    .filter((rule) => applies(rule, set, all))
    .map((rule) => ({
      ...judge(rule, grounds, set, judged, settlesUnrated(rules, rule)),
      values: grounds.indexOf(rule),
    }))
  const nothing = reasonsOfRules.length > 0 ? [] : [unknownEvidence(nothingJudgedText(set.evidence), {}, [])]
  // A report that is not there comes before the rules that miss it: the cause before its effects.
  const doubts = set.evidence.flatMap(doubtReason)
  const reasons = [...judged.gaps.map(gapReason), ...reasonsOfRules, ...nothing, ...doubts]
  return {
    status: worstOf(
      reasons.map(({ status }) => (status === 'unknown' && judged.onUnknown === 'warn' ? 'warn' : status)),
    ),
    reasons: worstFirst(reasons),
    metrics: Object.fromEntries([...all].map(([name, { value }]) => [name, value])),
    evidence: records,
    paths,
    judged: grounds.judged,
  }
}

/** A written rule always applies. A default one where its metric is seen, or where coverage was measured of nothing. */
function applies(rule: Rule, set: EvidenceSet, values: MetricValues): boolean {
  if (rule.source !== 'defaults' || valueOf(rule, values)) return true
  const percentages = ['coverage.line', 'coverage.branch', 'coverage.function']
  const sawNothing = set.evidence.some(({ kind, refused }) => kind === 'coverage' && refused === undefined)
  return rule.metric === 'coverage.line' && sawNothing && !percentages.some((metric) => values.has(metric))
}

/** `isSettled`: another rule says what becomes of findings without a severity. */
function judge(rule: Rule, grounds: KeptGrounds, set: EvidenceSet, judged: Judged, isSettled: boolean): Reason {
  const values = grounds.valuesOf(rule)
  const reason = (status: Status, message: string, rest: Partial<Reason> = {}): Reason => ({
    status,
    rule: rule.text,
    message,
    metric: rule.metric,
    scope: { label: rule.label, path: rule.paths?.globs.join(', '), scenario: rule.scenario },
    unit: unitOf(rule.metric),
    source: rule.source,
    evidence: [],
    ...rest,
  })
  // There is a base, and the file does not keep what of it this rule asks for.
  if (typeof values === 'string' && typeof judged.baseline !== 'string') return reason('unknown', values)
  const project = isCompared(rule) ? grounds.valuesOf({ ...rule, scope: 'project' }) : values
  const nothing = nothingToCompare(rule, values, project, judged.baseline)
  if (nothing) return reason(judged.requireBaseline || nothing.isDoubted ? 'unknown' : 'warn', nothing.message)
  if (typeof values === 'string') return reason('unknown', values)
  const found = valueOf(rule, values)
  if (!found) return reason('unknown', missingText(rule, set.evidence))
  if (found.nothing !== undefined) {
    const status = withDoubt('pass', found)
    return reason(status, withDoubtText(found.nothing, status, found), { evidence: found.evidence })
  }
  const baseline = baselineOf(rule, judged.baseline)
  const limit = limitOf(rule.limit, baseline)
  const { evidence } = found
  if (limit === undefined) {
    const status = withDoubt(judged.requireBaseline ? 'unknown' : 'warn', found)
    const message = `${foundText(rule, { actual: found.value, errored: found.errored })}; no baseline yet to compare with`
    return reason(status, withDoubtText(message, status, found), { actual: found.value, evidence })
  }
  const actual = worstPart(rule, found, limit)
  const isMet = holds(rule.operator, actual, limit)
  const reports = evidence.map((index) => set.evidence[index]).filter((report) => report !== undefined)
  const finding = { actual, limit, baseline, errored: found.errored, place: placeOf(found, actual) }
  const other = isMet ? otherReading(rule, reports, limit) : undefined
  const kept = { actual, limit, baseline: judged.baseline }
  const unrated = isMet && !isSettled ? unratedDoubt(rule, values, kept) : undefined
  const isOpen = other !== undefined || unrated !== undefined
  const status = withDoubt(isOpen ? 'unknown' : isMet ? 'pass' : rule.level, found)
  const told = judgedText(rule, finding, isMet)
  const read = other === undefined ? told : `${told} as declared, but ${other}`
  const message = unrated === undefined ? read : `${read}, but ${unrated}`
  const base = rule.limit.kind === 'base' ? baseline : undefined
  return reason(status, withDoubtText(message, status, found), { actual, limit, baseline: base, evidence })
}

/** What a report says against itself where two readings of it are usual and the rule does not hold for both. */
function otherReading(rule: Rule, reports: readonly Evidence[], limit: number): string | undefined {
  // Several reports are united line by line, which is one reading for all.
  if (reports.length !== 1 || rule.scope !== 'project') return undefined
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

function baselineOf(rule: Rule, baseline: KeptBaseline | string): number | undefined {
  if (typeof baseline === 'string') return undefined
  const known = (metric: string): number | undefined => {
    const key = baselineKey(metric, rule)
    return Object.hasOwn(baseline.values, key) ? baseline.values[key] : undefined
  }
  const value = known(rule.metric)
  if (rule.metric !== 'tests.failed' || value === undefined) return value
  return value + (known('tests.errored') ?? 0)
}

/** The function or file that an extreme was measured at. */
function placeOf({ places }: Found, actual: number): string | undefined {
  return places?.find(({ value }) => value === actual)?.place
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
  totalsOnly,
}: Evidence): EvidenceRecord {
  return { ...provenance, kind, entries, completeness, doubts, refused, scope, metrics, totalsOnly }
}
