import type { FindingTable } from '../model/finding-table.ts'
import {
  FINDING_FAMILIES,
  MERGED_FAMILIES,
  placesOf,
  RANKS_OF,
  type Finding,
  type FindingFamily,
  type Level,
  type Severity,
} from '../model/findings.ts'
import { forgivenFindings, isForgiven, withoutForgiven } from './forgiven.ts'
import type { PathFilter } from './path-filter.ts'
import { byLabel, contradicts, own, type Member, type MetricSource, type ScopedEvidence } from './metric-sources.ts'

type Count = (family: FindingFamily, rank: Level | Severity) => number

/**
 * Findings of each label and family: never fewer than the table holds or a report states, but for those that are forgiven and
 * those that are merged. What the tables of several labels have is counted with the first.
 */
export function findingSources({ set, members }: ScopedEvidence): MetricSource[] {
  const repeated = new Repeated()
  return eachFamily(
    members,
    (family, group, label) => {
      const table = set.tables.get(label)?.findings
      const again = repeated.countsOf(table, family)
      const forgiven = forgivenFindings(set, label, again.rows)
      const reports = group.map(({ evidence }) => own(evidence, `${family}.`))
      const alone =
        group.length === 1 && group.every(({ evidence }) => !contradicts(evidence) && evidence.refused === undefined)
      const doubted = group.filter(({ evidence }) => contradicts(evidence))
      const isMerged = MERGED_FAMILIES.has(family)
      /** What one report that denies itself states is the least that there is. */
      const floorOf = (metric: string): number =>
        isMerged ? doubted.reduce((most, { evidence }) => Math.max(most, evidence.metrics[metric] ?? 0), 0) : 0
      const metrics = counted(family, (_, rank) => {
        const metric = `${family}.${rank}`
        const stated = reports.map((report) => report[metric] ?? 0)
        const atLeast = doubted.length > 0 ? stated.reduce((sum, count) => sum + count, 0) : Math.max(0, ...stated)
        const listed = table?.listed(family, rank) ?? 0
        const found = table?.count(family, rank) ?? 0
        const count = alone && !isMerged ? atLeast : found + Math.max(0, atLeast - listed)
        const repeats = again.of(metric)
        return withoutForgiven(Math.max(count, floorOf(metric)) - repeats, found - repeats, forgiven.get(metric) ?? 0)
      })
      const total = `${family}.total`
      const allForgiven = RANKS_OF[family].reduce((sum, rank) => sum + (forgiven.get(`${family}.${rank}`) ?? 0), 0)
      const stated = Math.max(0, ...reports.map((report) => report[total] ?? 0))
      // Listings that became one are stated as often as they were listed.
      const merged = isMerged ? listed(table, family) - found(table, family) + again.of(total) : 0
      const least = Math.max(stated - merged, floorOf(total) - again.of(total)) - allForgiven
      metrics[total] = Math.max(metrics[total] ?? 0, least)
      return { metrics }
    },
    set.tables,
  )
}

/** Findings in the files that match, and those that name no file: nobody can say that they are elsewhere. */
export function findingsOfPaths(scoped: ScopedEvidence, paths: PathFilter): MetricSource[] {
  return findingsWhere(scoped, (finding) => isWithin(finding, paths))
}

/** Whether a finding stands in a file that matches, as one of its places at least. */
export function isWithin(finding: Finding, paths: PathFilter): boolean {
  return placesOf(finding).some(({ path }) => path === undefined || paths.matches(path))
}

/** Findings of which this is true, as far as they are kept. */
export function findingsWhere(
  { set, members }: ScopedEvidence,
  isTrueOf: (row: FindingTable['rows'][number]) => boolean,
): MetricSource[] {
  const repeated = new Repeated()
  return eachFamily(
    members,
    (family, _group, label) => {
      const table = set.tables.get(label)?.findings
      const again = repeated.countsOf(table, family).rows
      const isMeant: (row: Finding) => boolean = (row) =>
        row.family === family && !again.has(row) && isTrueOf(row) && !isForgiven(set, row)
      const ofRank = new Map<string, number>()
      for (const row of table?.rows ?? []) if (isMeant(row)) ofRank.set(row.rank, (ofRank.get(row.rank) ?? 0) + 1)
      const metrics = counted(family, (_, rank) => ofRank.get(rank) ?? 0)
      const isCut = table !== undefined && table.rows.length < table.size
      return {
        metrics,
        doubt: isCut ? `only ${table.rows.length} of ${table.size} findings are kept with their paths` : undefined,
      }
    },
    set.tables,
  )
}

/** Notes, from label to label, which findings an earlier one had already. */
class Repeated {
  readonly #seen = new Set<Finding>()

  /** Those of a table that were there before, and how many of them there are by metric. */
  countsOf(
    table: FindingTable | undefined,
    family: FindingFamily,
  ): { readonly rows: ReadonlySet<Finding>; readonly of: (metric: string) => number } {
    const rows = new Set<Finding>()
    const counts = new Map<string, number>()
    for (const finding of table?.shared ?? []) {
      if (finding.family !== family) continue
      if (!this.#seen.has(finding)) {
        this.#seen.add(finding)
        continue
      }
      rows.add(finding)
      for (const metric of [`${family}.${finding.rank}`, `${family}.total`]) {
        counts.set(metric, (counts.get(metric) ?? 0) + 1)
      }
    }
    return { rows, of: (metric) => counts.get(metric) ?? 0 }
  }
}

function counted(family: FindingFamily, count: Count): Record<string, number> {
  const ranks = RANKS_OF[family].map((rank) => [rank, count(family, rank)] as const)
  const metrics = Object.fromEntries(ranks.map(([rank, value]) => [`${family}.${rank}`, value]))
  return { ...metrics, [`${family}.total`]: ranks.reduce((sum, [, value]) => sum + value, 0) }
}

type Judge = (family: FindingFamily, group: readonly Member[], label: string) => Omit<MetricSource, 'members'>

/** Every family that a report of a label yields, or that has findings from one that broke off. */
function eachFamily(members: readonly Member[], judge: Judge, tables: ScopedEvidence['set']['tables']): MetricSource[] {
  const reports = byLabel(members.filter(({ evidence }) => evidence.kind === 'findings'))
  return [...reports].flatMap(([label, group]) =>
    FINDING_FAMILIES.flatMap((family) => {
      const yielding = group.filter(({ evidence }) => Object.keys(own(evidence, `${family}.`)).length > 0)
      // What no believed report states was put there by one that broke off.
      const stated = yielding.reduce((sum, { evidence }) => sum + (evidence.metrics[`${family}.total`] ?? 0), 0)
      const isMore = listed(tables.get(label)?.findings, family) > stated
      const speaking = group.filter(
        (member) => yielding.includes(member) || (isMore && member.evidence.refused !== undefined),
      )
      if (speaking.length === 0) return []
      return [{ ...judge(family, speaking, label), members: speaking.map(({ index }) => index) }]
    }),
  )
}

function listed(table: FindingTable | undefined, family: FindingFamily): number {
  return RANKS_OF[family].reduce((sum, rank) => sum + (table?.listed(family, rank) ?? 0), 0)
}

function found(table: FindingTable | undefined, family: FindingFamily): number {
  return RANKS_OF[family].reduce((sum, rank) => sum + (table?.count(family, rank) ?? 0), 0)
}
