import { FileCoverage } from '../model/coverage.ts'
import type { EvidenceKind, EvidenceSet, Ratio } from '../model/evidence.ts'
import type { FindingTable } from '../model/finding-table.ts'
import { FINDING_FAMILIES, RANKS_OF } from '../model/findings.ts'
import { COVERAGE_COLUMNS, FINDING_COLUMNS, type KeptFamily, type KeptFiles, type KeptTable } from '../model/judged.ts'
import { COVERAGE_KINDS, ratioMetrics } from './coverage-sources.ts'
import { findingsOfPaths } from './finding-sources.ts'
import { scopedEvidence, type MetricSource } from './metric-sources.ts'
import type { PathFilter } from './path-filter.ts'

/** As rows name them. */
const RANKS = FINDING_FAMILIES.flatMap((family) => RANKS_OF[family].map((rank) => `${family}.${rank}`))
const NUMBER_OF = new Map(
  FINDING_FAMILIES.map((family) => [
    family,
    new Map(RANKS_OF[family].map((rank) => [rank, RANKS.indexOf(`${family}.${rank}`)])),
  ]),
)
const EVERY_FILE: PathFilter = { globs: [], matches: () => true }

/** Numbers paths in the order in which they are met. */
class Numbering {
  readonly names: string[] = []
  readonly #numbers = new Map<string, number>()

  of(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.names.length)
    return this.names.push(name) - 1
  }
}

/** What is known file by file, so that rules about other paths can be judged without the reports. */
export function keepFiles(set: EvidenceSet): KeptFiles {
  const paths = new Numbering()
  const owners = new Map<string, FileCoverage[]>()
  const covering = labelsOf(set, 'coverage')
  const tables = [...set.tables].map(([label, { coverage, findings }]): KeptTable => {
    const rows: number[] = []
    for (const [path, file] of covering.has(label) ? coverage.files : []) {
      const known = owners.get(path)
      if (known) known.push(file)
      else owners.set(path, [file])
      rows.push(paths.of(path), coverage.reportLine(path), ...totalsOf(file))
    }
    return { label, coverage: some(rows), ...keepFindings(set, label, findings, paths) }
  })
  const united: number[] = []
  for (const [path, files] of owners) {
    if (files.length < 2) continue
    const all = new FileCoverage()
    for (const file of files) all.absorb(file)
    united.push(paths.of(path), 0, ...totalsOf(all))
  }
  return { paths: paths.names, ranks: RANKS, tables, united }
}

/** Labels of the reports of a kind, in the order of these reports. */
function labelsOf(set: EvidenceSet, kind: EvidenceKind): Set<string> {
  return new Set(set.evidence.filter((report) => report.kind === kind).map(({ scope }) => scope.label ?? ''))
}

function some<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined
}

function totalsOf(file: FileCoverage): number[] {
  const totals = file.totals()
  return COVERAGE_KINDS.flatMap((kind) => [totals[kind].covered, totals[kind].total])
}

function keepFindings(
  set: EvidenceSet,
  label: string,
  table: FindingTable,
  paths: Numbering,
): Pick<KeptTable, 'findings' | 'families'> {
  const members = scopedEvidence(set, undefined).members.filter(
    ({ evidence }) => (evidence.scope.label ?? '') === label,
  )
  const rows: number[] = []
  const counts = new Map<string, number>()
  // Of a finding with several places the row names one; of one that several labels have each has a row.
  const isManifold = new Set<string>()
  for (const [index, finding] of table.rows.entries()) {
    if (set.forgiven?.findings.has(finding)) continue
    if (finding.alsoAt || table.shared.has(finding)) isManifold.add(finding.family)
    const { report, line } = table.reportPlace(index)
    const rank = NUMBER_OF.get(finding.family)?.get(finding.rank) ?? -1
    rows.push(finding.path === undefined ? -1 : paths.of(finding.path), rank, report, line)
    counts.set(finding.family, (counts.get(finding.family) ?? 0) + 1)
  }
  const families = findingsOfPaths({ set, members }, EVERY_FILE).map(({ metrics, members: evidence, doubt }) => {
    const family = FINDING_FAMILIES.find((name) => Object.hasOwn(metrics, `${name}.total`)) ?? ''
    const isWhole = metrics[`${family}.total`] === (counts.get(family) ?? 0) && !isManifold.has(family)
    // Rows that do not add up to what rules count are good for nothing.
    const unlike = isWhole ? undefined : `its findings of ${family} cannot be told file by file`
    return { family, evidence, doubt: doubt ?? unlike } satisfies KeptFamily
  })
  return { findings: some(rows), families: some(families) }
}

/** A part of the reports of one label, or of all where there is none. */
interface Wanted {
  readonly label: string | undefined
  readonly paths: PathFilter
}

/** The metrics of the files that match, as `coverageOfPaths` and `findingsOfPaths` give them from the reports' tables. */
export function sourcesOfFiles(files: KeptFiles, set: EvidenceSet, wanted: Wanted): MetricSource[] {
  const matching = files.paths.map((path) => wanted.paths.matches(path))
  const tables = files.tables.filter(({ label }) => wanted.label === undefined || label === wanted.label)
  const order = [...labelsOf(set, 'findings')]
  const inOrder = [...tables].sort((left, right) => order.indexOf(left.label) - order.indexOf(right.label))
  return [...coverage(files, tables, set, wanted, matching), ...findings(files, inOrder, matching)]
}

function coverage(
  files: KeptFiles,
  tables: readonly KeptTable[],
  set: EvidenceSet,
  { label }: Wanted,
  matching: readonly boolean[],
): MetricSource[] {
  const { members } = scopedEvidence(set, label)
  const reports = members.filter(({ evidence }) => evidence.kind === 'coverage')
  const labels = new Set(reports.map(({ evidence }) => evidence.scope.label ?? ''))
  const rows = new Map<number, readonly number[]>()
  for (const table of tables) if (labels.has(table.label)) addRows(rows, table.coverage ?? [])
  if (label === undefined) addRows(rows, files.united)
  const sums = { line: { covered: 0, total: 0 }, branch: { covered: 0, total: 0 }, function: { covered: 0, total: 0 } }
  for (const [path, row] of rows) {
    if (matching[path] !== true) continue
    for (const [index, kind] of COVERAGE_KINDS.entries()) {
      sums[kind].covered += row[2 + index * 2] ?? 0
      sums[kind].total += row[3 + index * 2] ?? 0
    }
  }
  const blind = reports.find(({ evidence }) => evidence.totalsOnly)
  const doubt = blind && `${blind.evidence.provenance.file} has no lines to choose by path`
  return COVERAGE_KINDS.filter((kind) => sums[kind].total > 0).map((kind) => ({
    metrics: ratioMetrics(kind, sums[kind] satisfies Ratio),
    members: reports.map(({ index }) => index),
    doubt,
  }))
}

/** The last row of a path counts: that of the united lines comes behind those of the labels. */
function addRows(rows: Map<number, readonly number[]>, flat: readonly number[]): void {
  for (let at = 0; at + COVERAGE_COLUMNS <= flat.length; at += COVERAGE_COLUMNS) {
    rows.set(flat[at] as number, flat.slice(at, at + COVERAGE_COLUMNS))
  }
}

function findings(files: KeptFiles, tables: readonly KeptTable[], matching: readonly boolean[]): MetricSource[] {
  return tables.flatMap(({ findings: flat = [], families = [] }) => {
    const counts = new Map<string, number>()
    for (let at = 0; at + FINDING_COLUMNS <= flat.length; at += FINDING_COLUMNS) {
      const path = flat[at] as number
      // What names no file may be in any.
      if (path >= 0 && matching[path] !== true) continue
      const rank = files.ranks[flat[at + 1] as number] ?? ''
      counts.set(rank, (counts.get(rank) ?? 0) + 1)
    }
    return families.map(({ family, evidence, doubt }) => {
      const ranks = files.ranks.filter((rank) => rank.startsWith(`${family}.`))
      const metrics = Object.fromEntries(ranks.map((rank) => [rank, counts.get(rank) ?? 0]))
      const total = Object.values(metrics).reduce((sum, count) => sum + count, 0)
      return { metrics: { ...metrics, [`${family}.total`]: total }, members: evidence, doubt }
    })
  })
}
