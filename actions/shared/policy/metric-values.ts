import type { Evidence, EvidenceKind, EvidenceSet } from '../model/evidence.ts'
import { FINDING_FAMILIES } from '../model/findings.ts'
import type { KeptLines, KeptPlace } from '../model/judged.ts'
import { definitionOf, type Combine } from '../model/metrics.ts'
import { COVERAGE_KINDS, coverageOfPaths, coverageSources, withPercentage } from './coverage-sources.ts'
import { exploitSources } from './exploit-sources.ts'
import { findingSources, findingsOfPaths } from './finding-sources.ts'
import { licenseSources } from './license-sources.ts'
import {
  contradicts,
  isDoubted,
  own,
  scopedEvidence,
  type MetricSource,
  type ScopedEvidence,
} from './metric-sources.ts'
import type { PathFilter } from './path-filter.ts'
import { scenarioSources } from './scenario-values.ts'
import { withSecurityScore } from './security-score.ts'
import { testSources } from './test-sources.ts'

/** What all reports of a scope together say about a metric. */
export interface MetricValue {
  /** In the metric's unit. */
  readonly value: number
  /** The values that were combined: a team's own metric says nothing of how, so that each of them has to hold. */
  readonly parts: readonly number[]
  /** Indexes of the reports that yield it. */
  readonly evidence: readonly number[]
  /** Why the value cannot be taken at its word. */
  readonly doubt?: string | undefined
  /** There is nothing that could break a rule about it, which holds whatever it asks: says why. */
  readonly nothing?: string | undefined
  /** Where extremes were measured, as far as it is known. */
  readonly places?: readonly KeptPlace[] | undefined
  /** Where in the reports it stands, where that is not told by report and metric alone. */
  readonly lines?: readonly KeptLines[] | undefined
}

export type MetricValues = ReadonlyMap<string, MetricValue>

/** Merged values of every metric that the evidence yields; of one label, or of all. */
export function metricValues(set: EvidenceSet, label?: string): MetricValues {
  const scoped = scopedEvidence(set, label)
  const sources = [
    ...testSources(scoped),
    ...coverageSources(scoped),
    ...findingSources(scoped),
    ...exploitSources(scoped),
    ...licenseSources(scoped),
  ]
  return withSecurityScore(mergeSources(set, [...sources, ...otherSources(scoped)]))
}

/** The same for the files that match; only of metrics that are known file by file. */
export function metricValuesOfPaths(set: EvidenceSet, label: string | undefined, paths: PathFilter): MetricValues {
  const scoped = scopedEvidence(set, label)
  return withSecurityScore(mergeSources(set, [...coverageOfPaths(scoped, paths), ...findingsOfPaths(scoped, paths)]))
}

/** The same of one scenario of a load test; only of metrics that reports tell by scenario. */
export function metricValuesOfScenario(set: EvidenceSet, label: string | undefined, scenario: string): MetricValues {
  return mergeSources(set, scenarioSources(set, label, scenario))
}

/** The namespaces that are merged through tables; anything else a report yields is taken as it is. */
const MERGED: Record<EvidenceKind, readonly string[]> = {
  tests: ['tests.'],
  coverage: ['coverage.'],
  findings: FINDING_FAMILIES.map((family) => `${family}.`),
  metrics: [],
}

function otherSources({ members }: ScopedEvidence): MetricSource[] {
  return members.flatMap(({ evidence, index }) => {
    const merged = own(evidence, ...MERGED[evidence.kind])
    const rest = Object.fromEntries(Object.entries(evidence.metrics).filter(([name]) => !Object.hasOwn(merged, name)))
    const metrics = COVERAGE_KINDS.reduce((known, kind) => withPercentage(kind, known), rest)
    return evidence.refused === undefined && Object.keys(metrics).length > 0 ? [{ metrics, members: [index] }] : []
  })
}

interface Part {
  readonly value: number
  readonly weight: number
  readonly evidence: readonly number[]
  readonly doubt: string | undefined
}

/** Values of what several sources say of the same metrics. */
export function mergeSources(set: EvidenceSet, sources: readonly MetricSource[]): MetricValues {
  const parts = new Map<string, Part[]>()
  for (const source of sources) {
    for (const [metric, value] of Object.entries(source.metrics)) {
      // A value that is no number is as good as none: no rule may pass on it.
      if (!Number.isFinite(value)) continue
      const list = parts.get(metric) ?? []
      list.push(partOf(set, source, metric, value))
      parts.set(metric, list)
    }
  }
  return new Map(
    [...parts]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([metric, list]) => [metric, merge(metric, list)]),
  )
}

function partOf(set: EvidenceSet, source: MetricSource, metric: string, value: number): Part {
  const yields = (index: number): boolean => {
    const evidence = set.evidence[index]
    return evidence !== undefined && (evidence.refused !== undefined || Object.hasOwn(evidence.metrics, metric))
  }
  const yielding = source.members.filter(yields)
  const evidence = yielding.length > 0 ? yielding : source.members
  const reports = evidence.map((index) => set.evidence[index]).filter((report) => report !== undefined)
  const doubted = reports.find(isDoubted)
  const weight = reports.reduce((sum, report) => sum + weightOf(report, metric), 0)
  return { value, weight, evidence, doubt: doubted ? doubtText(doubted) : source.doubt }
}

function merge(metric: string, parts: readonly Part[]): MetricValue {
  const combine = definitionOf(metric)?.combine ?? 'max'
  return {
    value: COMBINE[combine](parts),
    parts: parts.map(({ value }) => value),
    evidence: [...new Set(parts.flatMap(({ evidence }) => evidence))].sort((left, right) => left - right),
    doubt: parts.find(({ doubt }) => doubt !== undefined)?.doubt,
  }
}

const COMBINE: Record<Combine, (parts: readonly Part[]) => number> = {
  sum: (parts) => parts.reduce((sum, { value }) => sum + value, 0),
  max: (parts) => parts.reduce((most, { value }) => Math.max(most, value), -Infinity),
  min: (parts) => parts.reduce((least, { value }) => Math.min(least, value), Infinity),
  mean: (parts) => {
    const [only] = parts
    if (parts.length === 1 && only) return only.value
    const weights = parts.reduce((sum, { weight }) => sum + weight, 0)
    return parts.reduce((sum, { value, weight }) => sum + value * weight, 0) / weights
  },
}

/** The measurements that a metric sums up, where they have another's name. */
const MEASURED_AS: Readonly<Record<string, string>> = {
  'complexity.mean': 'complexity.max',
  'complexity.maintainability.min': 'complexity.maintainability',
}

/** The name under which reports hold the single values of a metric. */
export function measuredAs(metric: string): string {
  return MEASURED_AS[metric] ?? metric
}

/** How many functions or files a report's mean speaks for. */
function weightOf(report: Evidence, metric: string): number {
  const measured = report.measurements?.filter((measurement) => measurement.metric === measuredAs(metric)).length ?? 0
  return measured > 0 ? measured : Math.max(1, report.entries)
}

const INCOMPLETE = {
  complete: '',
  partial: 'only part of it was there',
  none: 'nothing of it could be believed',
} as const

/** Which report is doubted, and why. */
export function doubtText(report: Evidence): string {
  const contradictions = report.doubts.filter(({ kind }) => kind === 'contradiction').map(({ text }) => text)
  const others = report.doubts.map(({ text }) => text)
  const told = contradicts(report) ? contradictions.join('; ') : [INCOMPLETE[report.completeness], ...others].join('; ')
  return `${report.provenance.file}: ${report.refused ?? told}`
}
