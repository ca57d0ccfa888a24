import type { EvidenceGap } from '../model/evidence.ts'
import type { FoundFile, Globs } from './globs.ts'
import type { ReportLine } from '../policy/report-lines.ts'

/** A file to read, with what its line says of it. */
export interface ReportFile extends FoundFile {
  readonly line: ReportLine
}

/**
 * The files of all lines, each once, in the order of their paths. A file that several lines match belongs to the first
 * of them that names a format, else to the first. A line that yields no file is a gap: nothing is green that was not seen.
 */
export function findReports(
  lines: readonly ReportLine[],
  globs: Globs,
): { readonly files: readonly ReportFile[]; readonly gaps: readonly EvidenceGap[] } {
  const files = new Map<string, ReportFile>()
  const found = new Map<ReportLine, Map<string, FoundFile>>()
  const gaps: EvidenceGap[] = []
  for (const line of lines) {
    if (line.excludes) {
      const matches = globs.matcher(line.glob)
      for (const [real, file] of files) if (matches(file)) files.delete(real)
      continue
    }
    const { files: matched, refused } = globs.find(line.glob)
    found.set(line, new Map(matched.map((file) => [file.real, file])))
    for (const file of matched) {
      const known = files.get(file.real)
      if (!known || (known.line.format === undefined && line.format !== undefined)) {
        files.set(file.real, { ...file, line })
      }
    }
    if (refused.length > 0) {
      gaps.push({ expected: line.text, found: `${refused.join(', ')} leads out of the workspace and was not read` })
    } else if (matched.length === 0) {
      gaps.push({ expected: line.text, found: `no file matches; ${globs.hint(line.glob)}` })
    }
  }
  for (const [line, matched] of found) {
    if (matched.size > 0 && ![...matched.keys()].some((real) => files.has(real))) {
      gaps.push({ expected: line.text, found: 'every file that matches is excluded by a line with !' })
    }
  }
  return { files: [...files.values()].sort((left, right) => (left.shown < right.shown ? -1 : 1)), gaps }
}
