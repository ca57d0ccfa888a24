import type { FileCoverage } from '../model/coverage.ts'
import type { CoverageTotals, EvidenceSet, Ratio } from '../model/evidence.ts'

/** Coverage of one file or folder. */
export interface CoveredPlace {
  readonly label: string
  readonly path: string
  readonly line: Ratio
  readonly branch: Ratio
  readonly function: Ratio
  readonly files: number
  /** Only for files: its lines. */
  readonly lines?: FileCoverage
}

type Totals = { [Kind in keyof CoverageTotals]-?: { covered: number; total: number } }

/** Every file that has lines, those with the most uncovered lines first. */
export function coveredFiles(set: EvidenceSet): CoveredPlace[] {
  const places: CoveredPlace[] = []
  for (const [label, { coverage }] of set.tables) {
    for (const [path, lines] of coverage.files) {
      const totals = lines.totals()
      if (totals.line.total > 0) places.push({ label, path, ...totals, files: 1, lines })
    }
  }
  return places.sort(mostUncovered)
}

/** The same by folder, at most `depth` deep. */
export function coveredFolders(files: readonly CoveredPlace[], depth: number): CoveredPlace[] {
  const folders = new Map<string, { label: string; path: string; files: number } & Totals>()
  for (const file of files) {
    const path = file.path.split('/').slice(0, -1).slice(0, depth).join('/') || '.'
    const key = `${file.label}\0${path}`
    let folder = folders.get(key)
    if (folder === undefined) {
      const none = () => ({ covered: 0, total: 0 })
      folder = { label: file.label, path, files: 0, line: none(), branch: none(), function: none() }
      folders.set(key, folder)
    }
    folder.files += 1
    for (const kind of ['line', 'branch', 'function'] as const) {
      folder[kind].covered += file[kind].covered
      folder[kind].total += file[kind].total
    }
  }
  return [...folders.values()].sort(mostUncovered)
}

/** Ranges of lines that no test entered: `12–18, 40`. Lines that cannot be covered do not break a range. */
export function uncoveredRanges(lines: FileCoverage, most: number): { ranges: string[]; left: number } {
  const ranges: string[] = []
  let left = 0
  let start = 0
  let end = 0
  const close = () => {
    if (start === 0) return
    if (ranges.length < most) ranges.push(start === end ? String(start) : `${start}–${end}`)
    else left += 1
    start = 0
  }
  lines.forEach((line, hits) => {
    if (hits > 0) {
      close()
    } else {
      if (start === 0) start = line
      end = line
    }
  })
  close()
  return { ranges, left }
}

function mostUncovered(left: CoveredPlace, right: CoveredPlace): number {
  const missing = right.line.total - right.line.covered - (left.line.total - left.line.covered)
  if (missing !== 0) return missing
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0
}
