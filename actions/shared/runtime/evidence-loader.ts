import path from 'node:path'
import { CoverageTable } from '../model/coverage.ts'
import type { Doubt, Evidence, EvidenceSet, ScopeTables } from '../model/evidence.ts'
import { FindingTable } from '../model/finding-table.ts'
import { MERGED_FAMILIES } from '../model/findings.ts'
import { TestTable } from '../model/tests.ts'
import { PathMapper } from '../reports/path-mapper.ts'
import { Globs } from './globs.ts'
import { type Progress, NO_PROGRESS } from './progress.ts'
import { readReport } from './evidence-reader.ts'
import { findReports } from './report-files.ts'
import type { ReportLine } from '../policy/report-lines.ts'
import type { Workspace } from './workspace.ts'

export interface LoadOptions {
  /** Where globs start, and what may be read. */
  readonly workspace: Workspace
  /** Paths of the repository's files, or nothing where no repository tells. */
  readonly files: readonly string[] | undefined
  /** The folder that these paths start from, absolute; the workspace's where it is not said. */
  readonly top?: string | undefined
  readonly stripPrefixes?: readonly string[] | undefined
  readonly leg?: string | undefined
  readonly progress?: Progress | undefined
  /** How many findings of a label are kept with their text; FINDINGS_KEPT where it is not said. */
  readonly findingsKept?: number | undefined
}

export function emptyTables(findingsKept?: number): ScopeTables {
  return { tests: new TestTable(), coverage: new CoverageTable(), findings: new FindingTable(findingsKept) }
}

/** The code that merges is loaded where there is something to merge. */
function hasMergedFamilies(tables: ReadonlyMap<string, ScopeTables>): boolean {
  return [...tables.values()].some(({ findings }) => findings.rows.some(({ family }) => MERGED_FAMILIES.has(family)))
}

/**
 * Finds and reads the reports, in the order of their paths. A report that cannot be believed is evidence with `refused`,
 * a line that finds nothing is a gap. Throws only what is our own bug.
 */
export async function loadEvidence(lines: readonly ReportLine[], options: LoadOptions): Promise<EvidenceSet> {
  const { workspace, progress = NO_PROGRESS } = options
  const { files, gaps } = findReports(lines, await Globs.over(workspace))
  const mapper = new PathMapper(options.files ?? [], options.stripPrefixes ?? [])
  const tables = new Map<string, ScopeTables>()
  const evidence: Evidence[] = []
  for (const file of files) {
    const { label } = file.line
    const by = { report: evidence.length, folder: folderIn(options.top ?? workspace.root, file.real) }
    const scoped = tables.get(label ?? '') ?? emptyTables(options.findingsKept)
    tables.set(label ?? '', scoped)
    evidence.push(
      await readReport(file, {
        scope: { label, leg: options.leg },
        index: evidence.length,
        tables: scoped,
        mapPath: (named, roots) => mapper.map(named, roots, by),
        progress,
        workspace,
      }),
    )
  }
  progress.end()
  if (hasMergedFamilies(tables)) {
    const { mergeTables } = await import('../policy/merged-tables.ts')
    mergeTables(tables)
  }
  return { evidence: withAmbiguity(evidence, mapper.ambiguous), gaps, tables, paths: mapper.summary() }
}

/** The folder of a file from the repository's top, with `/`; empty where it lies elsewhere. */
function folderIn(top: string, real: string): string {
  const relative = path.relative(top, path.dirname(real)).split(path.sep).join('/')
  return relative.startsWith('..') || path.isAbsolute(relative) ? '' : relative
}

/** Coverage of two files that reports call by one name would be united: where nobody can tell them apart, none of it is believed. */
function withAmbiguity(evidence: readonly Evidence[], ambiguous: PathMapper['ambiguous']): readonly Evidence[] {
  const doubts = new Map<number, Doubt>()
  for (const [name, { files, reports }] of ambiguous) {
    const ofCoverage = [...reports].filter((report) => evidence[report]?.kind === 'coverage')
    if (ofCoverage.length < 2) continue
    const text =
      `${ofCoverage.length} reports of coverage name ${name}, which may be ${files.slice(0, 2).join(' or ')}; ` +
      'leave each report in the folder of its package, or have paths written from the top of the repository'
    for (const report of ofCoverage) if (!doubts.has(report)) doubts.set(report, { kind: 'contradiction', text })
  }
  if (doubts.size === 0) return evidence
  return evidence.map((one, report) => {
    const doubt = doubts.get(report)
    return doubt ? { ...one, doubts: [...one.doubts, doubt] } : one
  })
}
