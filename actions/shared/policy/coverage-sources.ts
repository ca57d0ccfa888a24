import { FileCoverage, type CoverageTable } from '../model/coverage.ts'
import type { EvidenceSet, Ratio } from '../model/evidence.ts'
import type { PathFilter } from './path-filter.ts'
import { labelOf, own, type Member, type MetricSource, type ScopedEvidence } from './metric-sources.ts'

/** What of the code can be covered. */
export const COVERAGE_KINDS = ['line', 'branch', 'function'] as const
type Kind = (typeof COVERAGE_KINDS)[number]

/** Coverage as the report declares it where there is one; of several, every line that any of them saw. */
export function coverageSources({ set, members }: ScopedEvidence): MetricSource[] {
  const reports = members.filter(({ evidence }) => evidence.kind === 'coverage')
  const tables = tablesOf(set, reports)
  let united: Record<Kind, Ratio> | undefined
  return COVERAGE_KINDS.flatMap((kind) => {
    const states = (member: Member) =>
      member.evidence.totalsOnly !== true && (member.evidence.metrics[`coverage.${kind}.total`] ?? 0) > 0
    const listing = reports.filter(states)
    const others = reports.filter((member) => !states(member) && member.evidence.refused === undefined)
    const refused = reports.filter(({ evidence }) => evidence.refused !== undefined)
    const sources = others.map((member) => declared(kind, member, refused))
    if (listing.length < 2) return [...sources, ...listing.map((member) => declared(kind, member, refused))]
    united ??= unitedTotals(tables)
    // Without rows to unite each report has to hold by itself.
    if (united[kind].total === 0) return [...sources, ...listing.map((member) => declared(kind, member, refused))]
    return [...sources, { metrics: ratioMetrics(kind, united[kind]), members: indexes([...listing, ...refused]) }]
  }).filter(({ metrics }) => Object.keys(metrics).length > 0)
}

function declared(kind: Kind, member: Member, refused: readonly Member[]): MetricSource {
  const metrics = own(member.evidence, `coverage.${kind}`)
  return { metrics: withPercentage(kind, metrics), members: indexes([member, ...refused]) }
}

function tablesOf(set: EvidenceSet, reports: readonly Member[]): CoverageTable[] {
  const labels = new Set(reports.map(labelOf))
  return [...set.tables].filter(([label]) => labels.has(label)).map(([, table]) => table.coverage)
}

function indexes(members: readonly Member[]): number[] {
  return members.map(({ index }) => index)
}

/** The percentage is derived, so that it fits its numbers; of nothing it is absent, neither 0 nor 100. */
export function withPercentage(kind: Kind, metrics: Readonly<Record<string, number>>): Record<string, number> {
  const name = `coverage.${kind}`
  const { [`${name}.covered`]: covered, [`${name}.total`]: total } = metrics
  if (covered === undefined || total === undefined) return { ...metrics }
  const percentage = percentageOf({ covered, total })
  const counts = Object.entries(metrics).filter(([metric]) => metric !== name)
  return Object.fromEntries(percentage === undefined ? counts : [...counts, [name, percentage]])
}

export function ratioMetrics(kind: Kind, { covered, total }: Ratio): Record<string, number> {
  return withPercentage(kind, { [`coverage.${kind}.covered`]: covered, [`coverage.${kind}.total`]: total })
}

/** One division at the end, so that the result is the nearest number there is: 57 of 100 is 57, not 56.99999999999999. */
function percentageOf({ covered, total }: Ratio): number | undefined {
  return total > 0 ? (covered * 100) / total : undefined
}

/** The metrics of the files that match, from the rows of the tables. */
export function coverageOfPaths({ set, members }: ScopedEvidence, paths: PathFilter): MetricSource[] {
  const reports = members.filter(({ evidence }) => evidence.kind === 'coverage')
  const tables = tablesOf(set, reports)
  const totals = unitedTotals(tables, paths)
  const seen = COVERAGE_KINDS.filter((kind) => totals[kind].total > 0)
  if (seen.length === 0) return []
  const blind = reports.find(({ evidence }) => evidence.totalsOnly)
  const doubt = blind && `${blind.evidence.provenance.file} has no lines to choose by path`
  return seen.map((kind) => ({ metrics: ratioMetrics(kind, totals[kind]), members: indexes(reports), doubt }))
}

/** Sums over files, the lines of a file united over tables one file at a time. */
function unitedTotals(tables: readonly CoverageTable[], paths?: PathFilter): Record<Kind, Ratio> {
  const sums = { line: { covered: 0, total: 0 }, branch: { covered: 0, total: 0 }, function: { covered: 0, total: 0 } }
  const names = new Set(tables.flatMap((table) => [...table.files.keys()]))
  for (const name of names) {
    if (paths && !paths.matches(name)) continue
    const files = tables.map((table) => table.files.get(name)).filter((file) => file !== undefined)
    const totals = (files.length === 1 ? files[0] : united(files))?.totals()
    for (const kind of COVERAGE_KINDS) {
      sums[kind].covered += totals?.[kind].covered ?? 0
      sums[kind].total += totals?.[kind].total ?? 0
    }
  }
  return sums
}

function united(files: readonly FileCoverage[]): FileCoverage {
  const all = new FileCoverage()
  for (const file of files) all.absorb(file)
  return all
}
