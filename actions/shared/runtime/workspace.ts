import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  type Stats,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { ConfigurationError } from '../model/errors.ts'
import type { Environment } from './environment.ts'
import { isSystemError } from './system-error.ts'

/** Folders that files may be read from and written to. `undefined`: everywhere, as a user at a terminal may. */
export type Fence = readonly string[] | undefined

/**
 * The folder that relative paths start from, and the fence around what may be touched.
 * Checks look through links: what counts is where a path really leads. A program that runs at the same time and changes
 * links between check and use is not defended against: it could write the file itself.
 */
export class Workspace {
  /** Absolute, links resolved. */
  readonly root: string
  readonly #fence: Fence

  constructor(root: string, fence: Fence) {
    this.root = orRefuse('workspace', `${JSON.stringify(root)} cannot be used`, () => realpathSync(root))
    this.#fence = fence?.map(realpathIfThere)
  }

  get isFenced(): boolean {
    return this.#fence !== undefined
  }

  resolve(file: string): string {
    return path.resolve(this.root, file)
  }

  /** Where a path really leads, or nothing if there is no such file or folder. */
  real(file: string): string | undefined {
    try {
      return realpathSync(this.resolve(file))
    } catch {
      return undefined
    }
  }

  /** Whether an absolute path without links lies inside the fence. */
  allows(real: string): boolean {
    return this.#fence === undefined || this.#fence.some((folder) => isInside(folder, real))
  }

  /** The path as the user would write it: relative to the root where it lies in it, with forward slashes. */
  shown(absolute: string): string {
    const relative =
      absolute !== this.root && isInside(this.root, absolute) ? path.relative(this.root, absolute) : absolute
    return relative.split(path.sep).join('/')
  }

  /** Another workspace for a folder in this one, with the same fence. Throws ConfigurationError where there is none. */
  within(folder: string, input: string): Workspace {
    const real = this.real(folder)
    if (real === undefined || !lstatSync(real).isDirectory()) {
      throw new ConfigurationError(`${input}: there is no folder ${JSON.stringify(folder)} in ${this.root}`)
    }
    this.#demand(real, folder, input)
    return new Workspace(real, this.#fence)
  }

  /** The text of a file, or nothing if there is none. Throws ConfigurationError outside the fence. */
  readText(file: string, input: string): string | undefined {
    const real = this.real(file)
    if (real === undefined) {
      this.#demand(this.resolve(file), file, input)
      return undefined
    }
    this.#demand(real, file, input)
    return orRefuse(input, `${JSON.stringify(file)} cannot be read`, () => readFileSync(real, 'utf8'))
  }

  /** Writes a file and the folders that it needs. Throws ConfigurationError outside the fence, also through a link. */
  writeText(file: string, text: string | Uint8Array, input: string): string {
    const target = this.resolve(file)
    this.#demand(realTarget(target), file, input)
    return orRefuse(input, `${JSON.stringify(file)} cannot be written`, () => {
      mkdirSync(path.dirname(target), { recursive: true })
      writeFileSync(target, text)
      return target
    })
  }

  /** The same for a text that is too long to be held: each piece is written as it comes. */
  writePieces(file: string, pieces: Iterable<string | Uint8Array>, input: string): string {
    const target = this.writeText(file, '', input)
    return orRefuse(input, `${JSON.stringify(file)} cannot be written`, () => {
      const descriptor = openSync(target, 'w')
      try {
        for (const piece of pieces) writeAll(descriptor, typeof piece === 'string' ? Buffer.from(piece) : piece)
      } finally {
        closeSync(descriptor)
      }
      return target
    })
  }

  /** Takes away a file that would have been written over: says whether there was one. Throws as `writeText` does. */
  removeFile(file: string, input: string): boolean {
    const target = this.resolve(file)
    this.#demand(realTarget(target), file, input)
    if (entryAt(target)?.isFile() !== true) return false
    orRefuse(input, `${JSON.stringify(file)} cannot be removed`, () => {
      rmSync(target)
    })
    return true
  }

  /** Where a file would really be written. Throws ConfigurationError where it could not be: better said before the work than after. */
  demandWritable(file: string, input: string): string {
    const target = realTarget(this.resolve(file))
    this.#demand(target, file, input)
    if (entryAt(target)?.isDirectory() === true) {
      throw new ConfigurationError(`${input}: ${JSON.stringify(file)} is a folder, not a file`)
    }
    return target
  }

  #demand(real: string, file: string, input: string): void {
    if (!this.allows(real)) throw new ConfigurationError(`${input}: ${this.#refusal(file, real)}`)
  }

  #refusal(file: string, real: string): string {
    const leads = real === this.resolve(file) ? '' : ` (it leads to ${real})`
    return `${JSON.stringify(file)} is outside the workspace${leads}; files are read and written only in ${(this.#fence ?? []).join(' and ')}`
  }
}

/** A write may take less than it is given. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
}

/** What the system refuses (a folder where a file is meant, missing rights, a full disk) is not our bug. */
function orRefuse<Result>(input: string, problem: string, attempt: () => Result): Result {
  try {
    return attempt()
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new ConfigurationError(`${input}: ${problem}: ${error.message}`)
  }
}

/** The workspace of a job, fenced: a report or a path of the pull request must not lead the step elsewhere. */
export function jobWorkspace(environment: Environment): Workspace {
  const root = environment['GITHUB_WORKSPACE'] ?? '.'
  return new Workspace(
    root,
    [root, environment['RUNNER_TEMP'] ?? ''].filter((folder) => folder !== ''),
  )
}

/** Where a file that may not exist yet would really be written: the nearest thing that exists decides. */
function realTarget(target: string): string {
  try {
    return realpathSync(target)
  } catch {
    // A link that leads nowhere would be written through.
    if (isLink(target)) return path.join(path.parse(target).root, 'a link that leads nowhere', path.basename(target))
    const parent = path.dirname(target)
    return parent === target ? target : path.join(realTarget(parent), path.basename(target))
  }
}

function isLink(file: string): boolean {
  return entryAt(file)?.isSymbolicLink() ?? false
}

/** What stands there itself; nothing too where a folder on the way is a file. */
function entryAt(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false })
  } catch (error) {
    if (isSystemError(error)) return undefined
    throw error
  }
}

function realpathIfThere(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return path.resolve(folder)
  }
}

/** Whether a path is a folder or lies in it. Both absolute, links resolved. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file)
  return relative === '' || (!path.isAbsolute(relative) && relative !== '..' && !relative.startsWith(`..${path.sep}`))
}
