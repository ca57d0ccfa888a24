import { FileCoverage, type CoverageTable } from '../model/coverage.ts'
import type { FileChange } from '../model/change.ts'
import type { Ratio } from '../model/evidence.ts'
import { ratioMetrics } from './coverage-sources.ts'
import { labelOf, type MetricSource, type ScopedEvidence } from './metric-sources.ts'
import type { PatchFiles } from './patch-files.ts'

/** What reports tell line by line. Of a function they give the name and at most its first line. */
const KINDS = ['line', 'branch'] as const
type Kind = (typeof KINDS)[number]

export interface PatchSource extends MetricSource {
  /** Why rules about it hold whatever they ask. */
  readonly nothing?: string | undefined
}

/** Files that are named in full. */
const NAMED = 3

/** Coverage of the lines that the change touches, united over reports and labels. */
export function patchCoverage({ set, members }: ScopedEvidence, patch: PatchFiles): PatchSource[] {
  const reports = members.filter(({ evidence }) => evidence.kind === 'coverage')
  const states = (kind: Kind) => reports.filter(({ evidence }) => (evidence.metrics[`coverage.${kind}.total`] ?? 0) > 0)
  const labels = new Set(reports.map(labelOf))
  const tables = [...set.tables].filter(([label]) => labels.has(label)).map(([, { coverage }]) => coverage)
  const { totals, strangers } = countPatch(tables, patch)
  const hasLines = tables.some(({ files }) => files.size > 0)
  return KINDS.filter((kind) => states(kind).length > 0).map((kind) => {
    const blind = states(kind).find(({ evidence }) => evidence.totalsOnly === true || !hasLines)
    const doubt = blind
      ? `${blind.evidence.provenance.file} has totals only, which do not tell the lines of a change`
      : strangersText(strangers)
    return {
      metrics: { [`coverage.${kind}`]: 0, ...ratioMetrics(kind, totals[kind]) },
      members: reports.map(({ index }) => index),
      doubt,
      nothing: totals[kind].total > 0 ? undefined : NOTHING[kind],
    }
  })
}

const NOTHING: Record<Kind, string> = {
  line: 'no line that this change touches can be covered',
  branch: 'no line that this change touches has branches',
}

function countPatch(
  tables: readonly CoverageTable[],
  patch: PatchFiles,
): { readonly totals: Record<Kind, Ratio>; readonly strangers: readonly string[] } {
  const totals = { line: { covered: 0, total: 0 }, branch: { covered: 0, total: 0 } }
  const strangers: string[] = []
  let kinds: ReadonlySet<string> | undefined
  for (const [path, edit] of patch.files) {
    const lines = patchLines(tables, path)
    if (lines) {
      forEachTouched(lines, edit, (_line, hits, branchesCovered, branchesTotal) => {
        totals.line.total += 1
        if (hits > 0) totals.line.covered += 1
        totals.branch.covered += branchesCovered
        totals.branch.total += branchesTotal
      })
      continue
    }
    kinds ??= new Set(tables.flatMap(({ files }) => [...files.keys()].map(extensionOf)))
    const extension = extensionOf(path)
    if (edit.ranges.length > 0 && extension !== '' && kinds.has(extension) && !IS_TEST.test(path)) strangers.push(path)
  }
  return { totals, strangers }
}

/** The lines of a file as all tables together know them; nothing where none does. */
export function patchLines(tables: readonly CoverageTable[], path: string): FileCoverage | undefined {
  const files = tables.flatMap((table) => table.files.get(path) ?? [])
  if (files.length < 2) return files[0]
  const all = new FileCoverage()
  for (const file of files) all.absorb(file)
  return all
}

/** Calls back for every line that can be covered and that the change touches, in ascending order. */
export function forEachTouched(
  lines: FileCoverage,
  { ranges }: FileChange,
  visit: (line: number, hits: number, branchesCovered: number, branchesTotal: number) => void,
): void {
  let at = 0
  lines.forEach((line, hits, branchesCovered, branchesTotal) => {
    while (at < ranges.length && (ranges[at + 1] as number) < line) at += 2
    if (at < ranges.length && (ranges[at] as number) <= line) visit(line, hits, branchesCovered, branchesTotal)
  })
}

function extensionOf(path: string): string {
  return /[^/](\.[^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
}

/**
 * Tests, what they need, and declarations: coverage tools leave them out. Folders and names as pytest, Jest, Vitest, Mocha,
 * Go, RSpec, JUnit, NUnit and Cypress find their tests.
 */
const IS_TEST = new RegExp(
  [
    /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|cypress|fixtures|testdata)\//,
    /(?:^|\/)(?:test_[^/]*|conftest)\.py$/,
    /[._-](?:test|tests|spec|specs|e2e|cy)\.[^./]+$/,
    /[a-z0-9](?:Tests?|TestCase|Spec|IT)\.[A-Za-z]+$/,
    /\.d\.[cm]?ts$/,
  ]
    .map(({ source }) => source)
    .join('|'),
)

/** Files of a kind that the reports hold, and that none of them has: no test may ever have loaded them. */
function strangersText(strangers: readonly string[]): string | undefined {
  if (strangers.length === 0) return undefined
  const named = strangers.slice(0, NAMED).join(', ')
  const more = strangers.length > NAMED ? ` and ${strangers.length - NAMED} more` : ''
  return (
    `no coverage report knows ${named}${more}, which this change touches; ` +
    'have the tool report files that no test loads, or leave them out with paths'
  )
}
