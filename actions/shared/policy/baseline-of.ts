import { type Baseline, type KnownFinding, type KnownTest, testId, type TrendPoint } from '../model/baseline.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { countEveryFinding, everyFinding } from '../model/every-finding.ts'
import { type Finding, RANK_ORDER } from '../model/findings.ts'
import { packageHash } from '../model/package-url.ts'
import type { PackageReference } from '../model/security.ts'
import { isDoubted } from './metric-sources.ts'
import { doubtText, metricValues, type MetricValues } from './metric-values.ts'
import { baselineKey, type Rule } from './rule.ts'
import { ruleValues } from './rule-values.ts'

/** Distinct tests that a baseline names; more are not kept, because half of them would make the others look vanished. */
export const TESTS_KEPT = 200_000
/** Commits of the default branch that the trend shows. */
export const TREND_KEPT = 30

/** What the trend follows. */
export const HEADLINE_METRICS = [
  'coverage.line',
  'coverage.branch',
  'tests.total',
  'tests.failed',
  'tests.skipped',
  'tests.duration',
  'lint.total',
  'types.total',
  'complexity.max',
  'complexity.maintainability',
  'boundaries.total',
  'security.critical',
  'security.high',
  'performance.p95',
] as const

/** Which commit, gate and moment a baseline is of. */
export type BaselineSubject = Pick<Baseline, 'repository' | 'sha' | 'ref' | 'recorded' | 'gate' | 'leg'>

export interface BaselineRequest {
  readonly subject: BaselineSubject
  readonly set: EvidenceSet
  /** The rules in force: what they narrow down is recorded as they do it. */
  readonly rules: readonly Rule[]
  /** What stands at each finding. */
  readonly contentOf: (finding: Finding) => string
  /** The one that this run was compared with. */
  readonly previous?: Baseline | undefined
  readonly streaks?: ReadonlyMap<string, number> | undefined
}

/**
 * What to record of a run, or why nothing is. Only evidence that is whole makes a baseline: with a report that is missing,
 * broken off or denies itself, later changes would be compared with less than there was.
 */
export function baselineFrom(request: BaselineRequest): Baseline | string {
  const { subject, set, previous } = request
  const why = notWhole(set)
  if (why !== undefined) return why
  const project = metricValues(set)
  const findings = everyFinding(set.tables)
  const since = new Map(previous?.findings.map(({ identity, since: day }) => [identity, day]))
  return {
    ...subject,
    values: recordedValues(request, project),
    tests: knownTests(set),
    findings: worstFirst(findings).map((finding) => knownFinding(finding, request, since)),
    findingsTotal: countEveryFinding(set.tables),
    ...knownPackages(set),
    coverage: new Map([...set.tables].map(([label, table]) => [label, table.coverage])),
    streaks: request.streaks ?? new Map(),
    trend: [...trendBefore(previous, subject.sha), trendPoint(subject, project)].slice(-TREND_KEPT),
  }
}

function notWhole({ evidence, gaps }: EvidenceSet): string | undefined {
  const [gap] = gaps
  if (gap) return `${gap.expected}: ${gap.found}`
  const doubted = evidence.find(isDoubted)
  if (doubted) return doubtText(doubted)
  return evidence.length === 0 ? 'no report was read' : undefined
}

/** Every metric of the project, of each label, and of whatever else a rule restricts itself to. */
function recordedValues({ set, rules }: BaselineRequest, project: MetricValues): ReadonlyMap<string, number> {
  const values = new Map<string, number>()
  const record = (found: MetricValues, narrowed: Parameters<typeof baselineKey>[1]): void => {
    for (const [metric, { value, doubt }] of found) {
      if (doubt === undefined) values.set(baselineKey(metric, narrowed), value)
    }
  }
  record(project, {})
  for (const label of set.tables.keys()) if (label !== '') record(metricValues(set, label), { label })
  const valuesOf = ruleValues({ set, baseline: '', change: '' })
  for (const rule of rules) {
    if (values.has(baselineKey(rule.metric, rule))) continue
    const found = valuesOf({ ...rule, scope: 'project' })
    if (typeof found !== 'string') record(found, rule)
  }
  return values
}

/** The tests of all labels by their names; of one that several labels have, the worst of them. */
function knownTests(set: EvidenceSet): ReadonlyMap<string, KnownTest> | undefined {
  const tables = [...set.tables.values()].map(({ tests }) => tests)
  if (tables.reduce((sum, { size }) => sum + size, 0) > TESTS_KEPT) return undefined
  const known = new Map<string, KnownTest>()
  for (const table of tables) {
    for (let test = 0; test < table.size; test += 1) {
      const id = testId(table.suite(test), table.name(test))
      const seen: KnownTest = { outcome: table.outcome(test), isFlaky: table.isFlaky(test) }
      const before = known.get(id)
      known.set(id, before ? worseOf(before, seen) : seen)
    }
  }
  return known
}

const SEVERITY_OF: Record<KnownTest['outcome'], number> = { skipped: 0, passed: 1, failed: 2, errored: 3 }

function worseOf(left: KnownTest, right: KnownTest): KnownTest {
  const worse = SEVERITY_OF[left.outcome] < SEVERITY_OF[right.outcome] ? right : left
  return { outcome: worse.outcome, isFlaky: left.isFlaky || right.isFlaky }
}

function knownFinding(
  finding: Finding,
  { contentOf, subject }: BaselineRequest,
  since: ReadonlyMap<string | undefined, string | undefined>,
): KnownFinding {
  const { family, rank, tool, rule, message, path, line, identity } = finding
  const known = { family, rank, tool, rule, message, path, line, content: contentOf(finding) }
  return identity === undefined
    ? known
    : { ...known, identity, since: since.get(identity) ?? subject.recorded.slice(0, 10) }
}

/** Packages that are kept; of more nobody could be told that it is new. */
const PACKAGES_KEPT = 200_000

function knownPackages({ tables }: EvidenceSet): Pick<Baseline, 'packages'> {
  const packages = new Set<number>()
  const note = (reference: PackageReference | undefined): void => {
    const hash = reference && packageHash(reference)
    if (hash !== undefined) packages.add(hash)
  }
  for (const { findings, components } of tables.values()) {
    for (const { details } of findings.rows) note(details?.package)
    for (const { details } of findings.suppressed) note(details?.package)
    for (const component of components?.rows() ?? []) note(component)
  }
  return packages.size === 0 || packages.size > PACKAGES_KEPT ? {} : { packages }
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const order = ({ rank }: Finding): number => RANK_ORDER.get(rank) ?? RANK_ORDER.size
  return [...findings].sort((left, right) => order(left) - order(right))
}

function trendBefore(previous: Baseline | undefined, sha: string): readonly TrendPoint[] {
  return previous?.trend.filter((point) => point.sha !== sha) ?? []
}

function trendPoint({ sha, recorded }: BaselineSubject, values: MetricValues): TrendPoint {
  const metrics = HEADLINE_METRICS.flatMap((metric) => {
    const found = values.get(metric)
    return found && found.doubt === undefined ? [[metric, found.value] as const] : []
  })
  return { sha, recorded, metrics: Object.fromEntries(metrics) }
}
