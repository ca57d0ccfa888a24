import { type Change, changesLine, type FileChange } from '../model/change.ts'
import type { ChangedLines } from '../render/select-findings.ts'
import { ALL_LINES, HunkReader } from '../runtime/change-diff.ts'
import type { ChangedFile } from './ports.ts'

/** Whether a line is among those that a change adds or edits; without a line, whether its file is. */
export function changedLinesOf(change: Pick<Change, 'files'>): ChangedLines {
  return (path, line) => (line === undefined ? change.files.has(path) : changesLine(change, path, line))
}

/** A change as GitHub's API tells it, where git cannot: by its patches. Of a file without a patch every line counts. */
export function changeOfPatches(files: readonly ChangedFile[]): Pick<Change, 'files'> {
  const encoder = new TextEncoder()
  const edits = files.map(({ path, patch }): [string, FileChange] => {
    const hunks = new HunkReader()
    if (patch !== undefined) hunks.write(encoder.encode(patch))
    return [path, { ranges: patch === undefined ? ALL_LINES : hunks.take(), isGenerated: false }]
  })
  return { files: new Map(edits) }
}
