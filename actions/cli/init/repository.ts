import { lstatSync, readFileSync, readdirSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { findRepository, type Git } from '../../shared/runtime/git.ts'
import { isSystemError } from '../../shared/runtime/system-error.ts'
import { isInside } from '../../shared/runtime/workspace.ts'
import type { RepositoryFiles } from './detect.ts'
import { OTHERS } from './signs.ts'

/** No configuration is larger. */
const LARGEST_FILE = 1024 * 1024

/** Where git does not list the files. */
const MOST_ENTRIES = 50_000

export interface Repository extends RepositoryFiles {
  /** Its top folder, absolute, links resolved. */
  readonly root: string
  /** Files that could not be read, which is known once everything was asked for. */
  readonly problems: readonly string[]
}

/** The repository that a folder lies in, or the folder itself where git knows of none. Links that lead out of it are not followed. */
export async function openRepository(folder: string, git: Git): Promise<Repository> {
  const root = realpathSync((await findRepository(git, folder)) ?? folder)
  const listed = await git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  const problems: string[] = []
  const paths = listed === undefined ? walk(root) : [...new Set(listed.split('\0'))].filter((file) => file !== '')
  const known = new Map<string, string | undefined>()
  const read = (file: string): string | undefined => {
    if (known.has(file)) return known.get(file)
    const text = textOf(root, file)
    if (typeof text === 'object') problems.push(`${file} ${text.problem}`)
    known.set(file, typeof text === 'string' ? text : undefined)
    return known.get(file)
  }
  return { root, paths: paths.sort(), read, problems }
}

function textOf(root: string, file: string): string | { readonly problem: string } | undefined {
  try {
    const real = realpathSync(path.join(root, file))
    if (!isInside(root, real)) return { problem: 'is a link that leads out of the repository and was not read' }
    const { size } = lstatSync(real)
    // A file that was deleted is listed until that is committed; a submodule is listed as a file.
    if (!lstatSync(real).isFile()) return undefined
    if (size > LARGEST_FILE) return { problem: `is larger than ${LARGEST_FILE / 1024} KiB and was not read` }
    const text = readFileSync(real, 'utf8')
    return text.includes('\0') ? { problem: 'is no text and was not understood' } : text
  } catch (error) {
    if (!isSystemError(error)) throw error
    return error.code === 'ENOENT' ? undefined : { problem: `cannot be read: ${error.message}` }
  }
}

/** Files below a folder, without entering links and what is other people's. */
function walk(root: string): string[] {
  const files: string[] = []
  const folders = ['']
  for (let folder = folders.shift(); folder !== undefined && files.length < MOST_ENTRIES; folder = folders.shift()) {
    for (const entry of entriesOf(path.join(root, folder))) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isFile()) files.push(name)
      else if (entry.isDirectory() && !OTHERS.test(entry.name)) folders.push(name)
    }
  }
  return files
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
