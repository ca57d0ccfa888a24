import type { Baseline } from '../model/baseline.ts'
import type { Comparison, TestComparison } from '../model/comparison.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { everyFinding } from '../model/every-finding.ts'
import { FINDING_FAMILIES, RANK_ORDER, RANKS_OF, type Finding } from '../model/findings.ts'
import type { KeptPlace } from '../model/judged.ts'
import { compareWithBase } from './compare.ts'
import { isCompared, KNOWN_EXPLOITED, LIST_OF_METRIC, VANISHED } from './compare-rules.ts'
import { compareTests } from './compare-tests.ts'
import { isWithin } from './finding-sources.ts'
import type { MetricValue, MetricValues } from './metric-values.ts'
import type { Rule } from './rule.ts'

/** Names that a reason gives; the sections of summary and page have more. */
const NAMED = 3

/** What values of a comparison are taken from. */
interface Sides {
  readonly set: EvidenceSet
  readonly baseline: Baseline
  readonly comparison: Comparison
}

/** The comparison that was made with the sources at hand, else one by what the findings say. */
export function sidesOf(set: EvidenceSet, baseline: Baseline): Sides {
  return { set, baseline, comparison: set.comparison ?? compareWithBase(set, baseline) }
}

/**
 * The `.new` values of a label or of paths: what the base is not known to have. A metric that the base does not have is
 * absent. Where not everything is known of one side, the value is the least that is new for certain, with a doubt.
 * `project`: the values of the same label and paths as they are.
 */
export function newValues(
  sides: Sides,
  rule: Pick<Rule, 'label' | 'paths' | 'scope'>,
  project: MetricValues,
): MetricValues {
  if (rule.scope === 'introduced') return new Map(newFindings(sides, rule, project))
  return new Map([...newFindings(sides, rule, project), ...newTests(sides, rule, project)])
}

function newFindings(
  { set, baseline, comparison }: Sides,
  { label, paths, scope }: Pick<Rule, 'label' | 'paths' | 'scope'>,
  project: MetricValues,
): [string, MetricValue][] {
  const tables = new Map([...set.tables].filter(([name]) => label === undefined || name === label))
  const rows = everyFinding(tables).filter(
    (row) => set.forgiven?.findings.has(row) !== true && (!paths || isWithin(row, paths)),
  )
  const { added, disclosed, unknownBefore } = comparison.findings
  const isFresh = (row: Finding): boolean => added.has(row) && !(scope === 'introduced' && disclosed?.has(row) === true)
  const lowest = baseline.findings.reduce((most, { rank }) => Math.max(most, RANK_ORDER.get(rank) ?? 0), -1)
  return FINDING_FAMILIES.filter((family) => baseline.values.has(`${family}.total`)).flatMap((family) => {
    const valueOf = (metric: string, listed: readonly Finding[], unknown: number): [string, MetricValue][] => {
      const now = project.get(metric)
      if (!now) return []
      const fresh = listed.filter(isFresh)
      const uncertain = Math.min(fresh.length, unknown)
      // Those that match paths are known by their rows alone.
      const counted = paths ? 0 : Math.max(0, now.value - listed.length)
      const doubt = now.doubt ?? doubtOf(uncertain, counted, baseline)
      const named = fresh.map((row) => {
        const { path, line, rule, tool } = row
        const place = line === undefined ? path : `${path ?? ''}:${line}`
        const since = disclosed?.has(row) === true ? '(newly disclosed)' : undefined
        return [rule === '' ? tool : rule, place, since].filter((part) => part !== undefined).join(' ')
      })
      return [[metric, compared(fresh.length - uncertain, named, now, doubt)]]
    }
    const ofFamily = rows.filter((row) => row.family === family)
    return [
      ...RANKS_OF[family].flatMap((rank) => {
        // At a limit the worst are kept: those worse than the last that is there are all there.
        const isWhole = (RANK_ORDER.get(rank) ?? 0) < lowest
        const listed = ofFamily.filter((row) => row.rank === rank)
        return valueOf(`${family}.${rank}`, listed, isWhole ? 0 : unknownBefore)
      }),
      ...valueOf(`${family}.total`, ofFamily, unknownBefore),
      ...(family === 'security' ? valueOf(KNOWN_EXPLOITED, ofFamily.filter(isExploited), unknownBefore) : []),
    ]
  })
}

function isExploited({ details }: Finding): boolean {
  return details?.isKnownExploited === true
}

function doubtOf(uncertain: number, counted: number, baseline: Baseline): string | undefined {
  const kept = `the baseline kept ${baseline.findings.length} of ${baseline.findingsTotal} findings`
  if (uncertain > 0) return `${kept}, so that ${uncertain} more may be new`
  return counted > 0 ? `${counted} more may be new, which the reports only count` : undefined
}

function newTests(
  sides: Sides,
  { label, paths }: Pick<Rule, 'label' | 'paths'>,
  project: MetricValues,
): [string, MetricValue][] {
  const now = project.get('tests.total')
  if (!now || paths || !sides.baseline.values.has('tests.total')) return []
  const tests = label === undefined ? sides.comparison.tests : testsOfLabel(sides, label, project)
  const lists = typeof tests === 'object' ? tests : NO_TESTS
  const isCounted = (id: string) => sides.set.forgiven?.tests.has(id) !== true
  const doubt = typeof tests === 'string' ? tests : now.doubt
  return Object.entries(LIST_OF_METRIC).map(([metric, list]) => {
    const named = lists[list].filter((id) => list === 'newlySkipped' || isCounted(id))
    return [metric, compared(named.length, named, now, doubt)]
  })
}

const NO_TESTS: Pick<TestComparison, 'newlyFailing' | 'newlyFlaky' | 'newlySkipped'> = {
  newlyFailing: [],
  newlyFlaky: [],
  newlySkipped: [],
}

function testsOfLabel(
  { set, baseline }: Sides,
  label: string,
  project: MetricValues,
): TestComparison | string | undefined {
  const table = set.tables.get(label)
  return compareTests({ ...set, tables: new Map(table ? [[label, table]] : []) }, baseline, project)
}

/** The value of `tests.vanished`, which is of all labels together; nothing where either side has no tests. */
export function vanishedTests(
  { baseline, comparison: { tests } }: Sides,
  project: MetricValues,
): MetricValue | undefined {
  const now = project.get('tests.total')
  if (!now || !baseline.values.has('tests.total')) return undefined
  if (typeof tests !== 'object') return compared(0, [], now, now.doubt ?? tests)
  const { vanished, doubt } = tests
  if (vanished.length === 0) return compared(0, [], now, now.doubt)
  const unseen = `${vanished.length} of the base's tests are in no report, and`
  return doubt === undefined
    ? compared(vanished.length, vanished, now, undefined)
    : compared(0, [], now, `${unseen} ${doubt}`)
}

function compared(value: number, named: readonly string[], now: MetricValue, doubt: string | undefined): MetricValue {
  const [evidence = 0] = now.evidence
  const more = named.length > NAMED ? [`${named.length - NAMED} more`] : []
  const place = [named.slice(0, NAMED).join(', '), ...more].join(' and ')
  const places: readonly KeptPlace[] | undefined =
    value > 0 && named.length > 0 ? [{ value, place, evidence }] : undefined
  return { value, parts: [value], evidence: now.evidence, doubt, places }
}

/**
 * Why a rule about a comparison has nothing to compare with, where reports yield what it is about: it is as a rule against
 * a missing base. Nothing where it is judged as any other.
 */
export function nothingToCompare(
  rule: Pick<Rule, 'metric' | 'scope'>,
  values: MetricValues | string,
  project: MetricValues | string,
  baseline: object | string,
): { readonly message: string; readonly isDoubted: boolean } | undefined {
  if (!isCompared(rule) || typeof project === 'string') return undefined
  if (typeof values !== 'string' && values.has(rule.metric)) return undefined
  const now = project.get(rule.metric === VANISHED ? 'tests.total' : rule.metric)
  if (!now) return undefined
  const why =
    typeof baseline === 'string' ? baseline : `the baseline knows nothing of ${rule.metric.split('.')[0] ?? ''}.*`
  const name = rule.scope === 'project' ? rule.metric : `${rule.metric}.${rule.scope}`
  return { message: `${name}: nothing to compare with, as ${why}`, isDoubted: now.doubt !== undefined }
}
