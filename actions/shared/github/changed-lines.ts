import type { ChangedLines } from '../render/select-findings.ts'
import type { Git } from '../runtime/git.ts'
import type { ChangedFile } from './ports.ts'

/** New lines of the hunks of a unified diff. */
function addedLines(patch: string): ReadonlySet<number> {
  const lines = new Set<number>()
  let line = 0
  for (const row of patch.split('\n')) {
    const [, start] = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(row) ?? []
    if (start !== undefined) line = Number(start)
    else if (row.startsWith('+')) lines.add(line++)
    else if (row.startsWith(' ')) line += 1
  }
  return lines
}

/** Whether a line is among those that a change adds or edits. Of a file without a patch every line counts. */
export function changedLinesOf(files: readonly ChangedFile[]): ChangedLines {
  const byPath = new Map(files.map(({ path, patch }) => [path, patch === undefined ? undefined : addedLines(patch)]))
  return (path, line) => {
    if (!byPath.has(path)) return false
    const lines = byPath.get(path)
    return lines === undefined || line === undefined || lines.has(line)
  }
}

/** The files of a whole diff as git writes it. Names that git must quote are left out. */
export function parseDiff(diff: string): readonly ChangedFile[] {
  const files: ChangedFile[] = []
  for (const part of diff.split(/^diff --git /m).slice(1)) {
    const [, path] = /^\+\+\+ b\/([^\n\t]+)\t?$/m.exec(part) ?? []
    const start = part.search(/^@@ /m)
    if (path !== undefined && start >= 0) files.push({ path, patch: part.slice(start) })
  }
  return files
}

const DIFF = [
  'diff',
  '--unified=0',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--src-prefix=a/',
  '--dst-prefix=b/',
]

/** What the checked-out commit changes of a base commit; nothing where git has not got both. */
export async function diffOf(git: Git, folder: string, base: string): Promise<readonly ChangedFile[] | undefined> {
  if (!/^[0-9a-f]{40,64}$/.test(base)) return undefined
  // A shallow checkout knows no common ancestor: then the trees are compared, which says a little too much.
  const diff = (await git(folder, [...DIFF, `${base}...HEAD`])) ?? (await git(folder, [...DIFF, base, 'HEAD']))
  return diff === undefined ? undefined : parseDiff(diff)
}
