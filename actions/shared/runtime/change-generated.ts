import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Git } from './git.ts'

const ATTRIBUTE = 'linguist-generated'
/** As git says "has it", and as many people write it: `linguist-generated=true`. */
const MARKED: ReadonlySet<string> = new Set(['set', 'true'])

/**
 * Of these files, those that .gitattributes calls generated. The files of that name are those of the commit: a change could
 * otherwise take its own lines out of every rule. Nothing where git cannot tell.
 */
export async function generatedFiles(
  git: Git,
  repository: string,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  if (paths.length === 0) return new Set()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cicd-attributes-'))
  try {
    // An index of its own, as `--source` is only in newer gits (2.40).
    const index = path.join(folder, 'index')
    const read = await git(repository, ['-c', 'core.splitIndex=false', 'read-tree', commit], { index })
    if (read === undefined) return undefined
    const asked = ['check-attr', '--cached', '--stdin', '-z', ATTRIBUTE]
    const told = await git(repository, asked, { index, input: paths.map((file) => `${file}\0`).join('') })
    const fields = told?.split('\0')
    // Three fields for each path, and the end of the last one.
    if (fields?.length !== paths.length * 3 + 1) return undefined
    return new Set(paths.filter((_file, number) => MARKED.has(fields[number * 3 + 2] ?? '')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
