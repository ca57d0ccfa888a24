import type { EvidenceSet } from '../model/evidence.ts'
import { COVERAGE_COLUMNS, FINDING_COLUMNS, type KeptFiles, type KeptLines } from '../model/judged.ts'
import { LINES_KEPT } from '../model/report-lines.ts'
import { COVERAGE_KINDS } from './coverage-sources.ts'
import type { PathFilter } from './path-filter.ts'

/** Lines by metric and report. */
class LineLists {
  readonly #found = new Map<string, Map<number, { readonly lines: number[]; count: number }>>()

  note(metric: string, report: number, line: number): void {
    const byReport = this.#found.get(metric) ?? new Map<number, { lines: number[]; count: number }>()
    this.#found.set(metric, byReport)
    const noted = byReport.get(report) ?? { lines: [], count: 0 }
    byReport.set(report, noted)
    noted.count += 1
    if (line > 0 && noted.lines.length < LINES_KEPT && noted.lines.at(-1) !== line) noted.lines.push(line)
  }

  all(): ReadonlyMap<string, readonly KeptLines[]> {
    const listed = (byReport: ReadonlyMap<number, Omit<KeptLines, 'evidence'>>): KeptLines[] =>
      [...byReport].map(([evidence, { lines, count }]) => ({ evidence, lines, count }))
    return new Map([...this.#found].map(([metric, byReport]) => [metric, listed(byReport)]))
  }
}

/** Where the findings and the covered files that match stand in the reports, by metric, as far as it is known. */
export function linesOfFiles(
  files: KeptFiles,
  { evidence }: Pick<EvidenceSet, 'evidence'>,
  wanted: { readonly label: string | undefined; readonly paths: PathFilter },
): ReadonlyMap<string, readonly KeptLines[]> {
  const matching = files.paths.map((path) => wanted.paths.matches(path))
  const lists = new LineLists()
  for (const { label, findings = [], coverage = [] } of files.tables) {
    if (wanted.label !== undefined && label !== wanted.label) continue
    for (let at = 0; at + FINDING_COLUMNS <= findings.length; at += FINDING_COLUMNS) {
      const [path = -1, rank = -1, report = -1, line = 0] = findings.slice(at, at + FINDING_COLUMNS)
      if (report < 0 || (path >= 0 && matching[path] !== true)) continue
      const metric = files.ranks[rank] ?? ''
      lists.note(metric, report, line)
      lists.note(`${metric.slice(0, metric.indexOf('.'))}.total`, report, line)
    }
    const reports = evidence.flatMap(({ kind, scope }, index) =>
      kind === 'coverage' && (scope.label ?? '') === label ? [index] : [],
    )
    const [only] = reports
    // Of several reports nobody can say which has the file.
    if (only === undefined || reports.length > 1) continue
    for (let at = 0; at + COVERAGE_COLUMNS <= coverage.length; at += COVERAGE_COLUMNS) {
      const [path = -1, line = 0] = coverage.slice(at, at + COVERAGE_COLUMNS)
      if (matching[path] !== true) continue
      for (const kind of COVERAGE_KINDS) lists.note(`coverage.${kind}`, only, line)
    }
  }
  return lists.all()
}
