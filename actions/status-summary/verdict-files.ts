import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { EvidenceGap } from '../shared/model/evidence.ts'
import type { VerdictFile } from '../shared/policy/needs-gathering.ts'
import { readVerdictDocument } from '../shared/policy/needs-verdicts.ts'
import { Globs } from '../shared/runtime/globs.ts'
import { findReports } from '../shared/runtime/report-files.ts'
import { isSystemError } from '../shared/runtime/system-error.ts'
import type { Workspace } from '../shared/runtime/workspace.ts'

/** Ten thousand reasons are about 3 MB. */
const MOST_BYTES = 32 * 1024 * 1024

export interface FoundFiles {
  readonly files: readonly VerdictFile[]
  readonly gaps: readonly EvidenceGap[]
}

/** Finds and reads verdict files, in the order of their paths. One that cannot be read is told of, not thrown. */
export async function readVerdictFiles(globs: readonly string[], workspace: Workspace): Promise<FoundFiles> {
  if (globs.length === 0) return { files: [], gaps: [] }
  const lines = globs.map((text) => {
    const excludes = text.startsWith('!')
    return { text, glob: excludes ? text.slice(1).trim() : text, excludes }
  })
  const { files, gaps } = findReports(lines, await Globs.over(workspace))
  return { files: files.map(({ real, shown }) => readFile(real, shown)), gaps }
}

function readFile(real: string, file: string): VerdictFile {
  try {
    const { size } = statSync(real)
    if (size > MOST_BYTES) return refused(file, size, `has ${size} bytes, more than any verdict`)
    const bytes = readFileSync(real)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { file, sha256, bytes: bytes.length, read: readVerdictDocument(bytes.toString('utf8'), sha256) }
  } catch (error) {
    if (!isSystemError(error)) throw error
    return refused(file, 0, `cannot be read: ${error.message}`)
  }
}

/** No hash is known of what was not read: the name stands for it, so that two such files stay two. */
function refused(file: string, bytes: number, problem: string): VerdictFile {
  return { file, sha256: createHash('sha256').update(`not read: ${file}`).digest('hex'), bytes, read: { problem } }
}
