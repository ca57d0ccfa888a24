import {
  FINDING_FAMILIES,
  RANKS_OF,
  type Finding,
  type FindingFamily,
  type FindingTable,
  type Level,
  type Severity,
} from '../model/findings.ts'
import { forgivenFindings, isForgiven, withoutForgiven } from './forgiven.ts'
import type { PathFilter } from './path-filter.ts'
import { byLabel, contradicts, own, type Member, type MetricSource, type ScopedEvidence } from './metric-sources.ts'

type Count = (family: FindingFamily, rank: Level | Severity) => number

/** Findings of each label and family: never fewer than the table holds or a report states, but for those that are forgiven. */
export function findingSources({ set, members }: ScopedEvidence): MetricSource[] {
  return eachFamily(
    members,
    (family, group, label) => {
      const table = set.tables.get(label)?.findings
      const forgiven = forgivenFindings(set, label)
      const reports = group.map(({ evidence }) => own(evidence, `${family}.`))
      const alone =
        group.length === 1 && group.every(({ evidence }) => !contradicts(evidence) && evidence.refused === undefined)
      const contradicted = group.some(({ evidence }) => contradicts(evidence))
      const metrics = counted(family, (_, rank) => {
        const stated = reports.map((report) => report[`${family}.${rank}`] ?? 0)
        const atLeast = contradicted ? stated.reduce((sum, count) => sum + count, 0) : Math.max(0, ...stated)
        const listed = table?.count(family, rank) ?? 0
        const count = alone ? atLeast : Math.max(listed, atLeast)
        return withoutForgiven(count, listed, forgiven.get(`${family}.${rank}`) ?? 0)
      })
      const total = `${family}.total`
      const allForgiven = RANKS_OF[family].reduce((sum, rank) => sum + (forgiven.get(`${family}.${rank}`) ?? 0), 0)
      const stated = Math.max(0, ...reports.map((report) => report[total] ?? 0))
      metrics[total] = Math.max(metrics[total] ?? 0, stated - allForgiven)
      return { metrics }
    },
    set.tables,
  )
}

/** Findings in the files that match, and those that name no file: nobody can say that they are elsewhere. */
export function findingsOfPaths(scoped: ScopedEvidence, paths: PathFilter): MetricSource[] {
  return findingsWhere(scoped, ({ path }) => path === undefined || paths.matches(path))
}

/** Findings of which this is true, as far as they are kept. */
export function findingsWhere(
  { set, members }: ScopedEvidence,
  isTrueOf: (row: FindingTable['rows'][number]) => boolean,
): MetricSource[] {
  return eachFamily(
    members,
    (family, _group, label) => {
      const table = set.tables.get(label)?.findings
      const isMeant: (row: Finding) => boolean = (row) =>
        row.family === family && isTrueOf(row) && !isForgiven(set, row)
      const rows = table?.rows.filter(isMeant) ?? []
      const metrics = counted(family, (_, rank) => rows.filter((row) => row.rank === rank).length)
      const isCut = table !== undefined && table.rows.length < table.size
      return {
        metrics,
        doubt: isCut ? `only ${table.rows.length} of ${table.size} findings are kept with their paths` : undefined,
      }
    },
    set.tables,
  )
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
  return RANKS_OF[family].reduce((sum, rank) => sum + (table?.count(family, rank) ?? 0), 0)
}
