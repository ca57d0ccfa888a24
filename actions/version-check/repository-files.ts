import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { Git } from '../shared/runtime/git.ts'
import { isSystemError } from '../shared/runtime/system-error.ts'
import type { ReadText } from './places/discover.ts'

/** A manifest of this size was not written by a person; a lock file can be. */
const LARGEST_BYTES = 2 * 1024 * 1024
const LARGEST_LOCK_BYTES = 64 * 1024 * 1024
const LOCK_FILE = /(^|[.-])lock(\.json|\.ya?ml)?$|npm-shrinkwrap\.json$/
/** Where git tells of no files. */
const UNENTERED = new Set(['.git', 'node_modules', '.venv', 'vendor'])
const MOST_FILES = 500_000
/** Modes of git's index. */
const LINK = '120000 '
const SUBMODULE = '160000 '

export interface RepositoryFiles {
  /** Paths from the top, with `/`, sorted as git does. Symbolic links and submodules are left out. */
  readonly files: readonly string[]
  /** What must be told: submodules, that there is no git. */
  readonly notices: readonly string[]
}

/** The files of a repository by git's index; of a folder without git by walking it. */
export async function listRepository(git: Git, top: string): Promise<RepositoryFiles> {
  const listed = await git(top, ['ls-files', '-s', '-z', '--full-name', '--', ':/'])
  if (listed === undefined) {
    return { files: walk(top), notices: ['no git repository was found: every file of the folder was looked at'] }
  }
  const files: string[] = []
  const submodules: string[] = []
  let links = 0
  // `100644 object stage<TAB>path<NUL>`, once for each stage.
  let at = 0
  for (let end = listed.indexOf('\0'); end >= 0; end = listed.indexOf('\0', at)) {
    const file = listed.slice(listed.indexOf('\t', at) + 1, end)
    if (listed.startsWith(LINK, at)) links += 1
    else if (listed.startsWith(SUBMODULE, at)) submodules.push(file)
    else if (file !== files.at(-1)) files.push(file)
    at = end + 1
  }
  const notices = [
    ...(submodules.length > 0
      ? [`submodules have versions of their own and were not looked into: ${submodules.slice(0, 5).join(', ')}`]
      : []),
    ...(links > 0 ? [`${links} symbolic ${links === 1 ? 'link was' : 'links were'} not followed`] : []),
  ]
  return { files, notices }
}

function walk(top: string): readonly string[] {
  const files: string[] = []
  const enter = (folder: string): void => {
    for (const entry of readdirSync(path.join(top, folder), { withFileTypes: true })) {
      const file = folder + entry.name
      if (entry.isDirectory() && !UNENTERED.has(entry.name)) enter(`${file}/`)
      else if (entry.isFile() && files.length < MOST_FILES) files.push(file)
    }
  }
  enter('')
  return files.sort()
}

/** Undefined on Windows, where a link has to be asked for. */
const NO_FOLLOW = constants.O_NOFOLLOW as number | undefined
/** A pipe in a file's place must not be waited for. */
const FLAGS = constants.O_RDONLY | (NO_FOLLOW ?? 0) | ((constants.O_NONBLOCK as number | undefined) ?? 0)
/** What is said of a path that the system does not open or read so. */
const NOT_READ = {
  ELOOP: 'is a symbolic link, which is not followed',
  EISDIR: 'is no file',
  ENXIO: 'is no file',
  EAGAIN: 'is no file',
} as const

/** Reads texts below a folder. What is no text is refused with the reason; symbolic links are never followed. */
export function textReader(folder: string): ReadText {
  const top = realpathSync.native(folder)
  /** By folder from the top, whether no part of its path is a link. */
  const straight = new Map<string, boolean>()
  const isStraight = (directory: string): boolean => {
    let known = straight.get(directory)
    if (known === undefined) {
      const whole = path.join(top, directory)
      known = isSamePath(realpathSync.native(whole), whole)
      straight.set(directory, known)
    }
    return known
  }
  return (file) => {
    const target = `${top}/${file}`
    const descriptor = openPlain(target)
    if (typeof descriptor !== 'number') return descriptor && { refused: `${file} ${descriptor.why}` }
    try {
      if (!isStraight(file.slice(0, Math.max(0, file.lastIndexOf('/'))))) {
        return { refused: `${file} lies behind a symbolic link, which is not followed` }
      }
      const bytes = beginningOf(descriptor)
      if (bytes.length > 0 && bytes.length < BUFFER_BYTES) return textOf(file, bytes)
      const found = fstatSync(descriptor)
      if (!found.isFile()) return { refused: `${file} is no file` }
      const largest = LOCK_FILE.test(file) ? LARGEST_LOCK_BYTES : LARGEST_BYTES
      if (found.size > largest) {
        return {
          refused: `${file} has ${Math.ceil(found.size / 1024 / 1024)} MiB, more than the ${largest / 1024 / 1024} MiB that are read`,
        }
      }
      return textOf(file, Buffer.concat([bytes, readFileSync(descriptor)]))
    } catch (error) {
      return { refused: `${file} ${whyNot(error)}` }
    } finally {
      closeSync(descriptor)
    }
  }
}

/** Opens what is no link; else says why not, and nothing where there is no such file. */
function openPlain(target: string): number | { readonly why: string } | undefined {
  try {
    if (NO_FOLLOW === undefined && lstatSync(target).isSymbolicLink()) return { why: NOT_READ.ELOOP }
    return openSync(target, FLAGS)
  } catch (error) {
    if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
    return { why: whyNot(error) }
  }
}

/** Throws what is no fault of the file. */
function whyNot(error: unknown): string {
  const why = isSystemError(error) ? NOT_READ[error.code as keyof typeof NOT_READ] : undefined
  if (why === undefined) throw error
  return why
}

const BUFFER_BYTES = 256 * 1024
/** For all files, one after the other. */
const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)

/** All of a file, or as much as the buffer holds: asking for its size would cost as much as reading it. Only borrowed. */
function beginningOf(descriptor: number): Uint8Array {
  let filled = 0
  for (let read = -1; read !== 0 && filled < BUFFER_BYTES; filled += read) {
    read = readSync(descriptor, buffer, filled, BUFFER_BYTES - filled, null)
  }
  return buffer.subarray(0, filled)
}

/** Windows and macOS may tell of other capitals than were asked for. */
function isSamePath(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A text encodes to the very bytes that it was read from. */
export function textOf(file: string, bytes: Uint8Array): { readonly text: string } | { readonly refused: string } {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { refused: `${file} is written in UTF-16: save it as UTF-8` }
  }
  if (bytes.includes(0)) return { refused: `${file} is binary` }
  try {
    return { text: decoder.decode(bytes) }
  } catch {
    return { refused: `${file} is not written in UTF-8` }
  }
}

/** A file that is to be written over. */
export interface Rewrite {
  readonly file: string
  readonly before: string
  readonly after: string
}

/**
 * Writes all files or none: each must still be what was read; after the last every one is read again, and when anything goes
 * wrong all are put back. Gives the problems, in which case nothing has changed.
 */
export function rewriteAll(top: string, rewrites: readonly Rewrite[]): readonly string[] {
  const read = textReader(top)
  const isStill = (file: string, text: string): boolean => {
    const content = read(file)
    return content !== undefined && 'text' in content && content.text === text
  }
  const refused = rewrites.flatMap(({ file, before }) => {
    if (!isStill(file, before)) return [`${file}: it changed while it was looked at`]
    return isWritable(path.join(top, file)) ? [] : [`${file}: it cannot be written`]
  })
  if (refused.length > 0) return refused
  const written: Rewrite[] = []
  const problems: string[] = []
  for (const rewrite of rewrites) {
    written.push(rewrite)
    try {
      writeFileSync(path.join(top, rewrite.file), rewrite.after)
    } catch (error) {
      problems.push(`${rewrite.file}: ${error instanceof Error ? error.message : 'it cannot be written'}`)
      break
    }
  }
  for (const { file, after } of problems.length > 0 ? [] : written) {
    if (!isStill(file, after)) problems.push(`${file}: it does not say what was written`)
  }
  if (problems.length === 0) return []
  for (const { file, before } of written) {
    if (isStill(file, before)) continue
    try {
      writeFileSync(path.join(top, file), before)
    } catch {
      problems.push(`${file}: it could not be put back`)
    }
  }
  return problems
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    return true
  } catch {
    return false
  }
}
