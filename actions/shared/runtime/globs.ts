import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type picomatch from 'picomatch'
import type { Workspace } from './workspace.ts'

type Picomatch = typeof picomatch

/** A file that a glob found. */
export interface FoundFile {
  /** Absolute, links resolved: what tells whether two globs mean one file. */
  readonly real: string
  /** As people are told of it. */
  readonly shown: string
}

/** What a glob found, and what it found but may not touch. */
export interface Found {
  readonly files: readonly FoundFile[]
  /** Files and folders that are links out of where files may be read, in the order of their paths. */
  readonly refused: readonly string[]
}

/** Folders that hold other people's files: entered only by a glob that names them. */
const UNENTERED = ['.git', 'node_modules']

/**
 * Finds the files of globs, in the order of their paths.
 * Hidden files match only where the pattern has the dot; links are followed inside the fence, never out of it.
 */
export class Globs {
  readonly #workspace: Workspace
  readonly #picomatch: Picomatch
  readonly #windows: boolean

  private constructor(workspace: Workspace, picomatch: Picomatch, windows: boolean) {
    this.#workspace = workspace
    this.#picomatch = picomatch
    this.#windows = windows
  }

  /** Loads the matcher, which only steps with valid inputs need. */
  static async over(workspace: Workspace, windows = path.sep === '\\'): Promise<Globs> {
    const { default: matcher } = await import('picomatch')
    return new Globs(workspace, matcher, windows)
  }

  /** Whether paths (as `FoundFile.shown`) match a glob: for lines that exclude. */
  matcher(glob: string): (shown: string) => boolean {
    return this.#picomatch(this.#absolute(glob), {
      nocase: this.#windows,
      dot: true,
      nonegate: true,
      strictSlashes: false,
    })
  }

  /** Absolute path with forward slashes, for `matcher`. */
  comparable(file: FoundFile): string {
    return slashed(this.#workspace.resolve(file.shown))
  }

  find(glob: string): Found {
    const pattern = this.#absolute(glob)
    const literal = this.#file(glob)
    if (literal) return literal
    const { base, glob: rest } = this.#picomatch.scan(pattern, { nonegate: true, noparen: false })
    if (rest === '') return { files: [], refused: [] }
    const matches = this.#picomatch(pattern, { nocase: this.#windows, nonegate: true })
    const files = new Map<string, FoundFile>()
    const refused: string[] = []
    const entered = new Set<string>()
    const named = UNENTERED.filter((folder) => pattern.split('/').includes(folder))
    const walk = (folder: string): void => {
      const real = this.#workspace.real(folder)
      if (real === undefined || entered.has(real)) return
      if (!this.#workspace.allows(real)) {
        refused.push(this.#workspace.shown(folder))
        return
      }
      entered.add(real)
      for (const entry of entriesOf(folder)) {
        const file = path.join(folder, entry)
        const kind = kindOf(file)
        if (kind === 'folder' && (!UNENTERED.includes(entry) || named.includes(entry))) walk(file)
        if (kind !== 'file' || !matches(slashed(file))) continue
        const target = this.#workspace.real(file)
        if (target !== undefined && this.#workspace.allows(target)) {
          files.set(file, { real: target, shown: this.#workspace.shown(file) })
        } else refused.push(this.#workspace.shown(file))
      }
    }
    walk(path.normalize(base === '' ? this.#workspace.root : base))
    return { files: [...files.values()].sort(byPath), refused: refused.sort() }
  }

  /** What a glob without a match may be told about itself. */
  hint(glob: string): string {
    const pattern = this.#absolute(glob)
    const real = this.#workspace.real(path.normalize(pattern))
    if (real !== undefined && kindOf(real) === 'folder') {
      return `it is a folder; its files are ${glob.replace(/[\\/]+$/, '')}/**`
    }
    const base = path.normalize(this.#picomatch.scan(pattern, { nonegate: true }).base)
    const folder = base === path.normalize(pattern) ? path.dirname(base) : base
    const there = this.#workspace.real(folder)
    if (there === undefined) return `there is no folder ${this.#workspace.shown(folder)}`
    if (!this.#workspace.allows(there)) return 'it lies outside the workspace'
    const names = entriesOf(there)
    const some = names.slice(0, 5).join(', ')
    const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
    return names.length === 0
      ? `${this.#workspace.shown(folder)} is empty`
      : `${this.#workspace.shown(folder)} holds ${some}${more}`
  }

  /** A file of exactly this name comes before any reading as a pattern: `report[1].xml`. */
  #file(glob: string): Found | undefined {
    const file = this.#workspace.resolve(glob)
    const real = this.#workspace.real(file)
    const kind = real && kindOf(real)
    if (real === undefined || kind === 'folder') return undefined
    // A pipe in a job's workspace could keep the step waiting for ever; a user may have meant it: `<(zcat report.gz)`.
    if (kind === 'stream' && this.#workspace.isFenced) return { files: [], refused: [] }
    const shown = this.#workspace.shown(file)
    return this.#workspace.allows(real) ? { files: [{ real, shown }], refused: [] } : { files: [], refused: [shown] }
  }

  #absolute(glob: string): string {
    const written = this.#windows ? slashed(glob) : glob
    if (path.isAbsolute(written)) return written
    const root = escaped(slashed(this.#workspace.root)).replace(/\/$/, '')
    let [folder, rest] = [root, written.replace(/^(\.\/+)+/, '')]
    while (rest.startsWith('../')) [folder, rest] = [folder.replace(/\/[^/]*$/, ''), rest.slice(3)]
    return `${folder}/${rest}`
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** What a path leads to, through links. */
function kindOf(file: string): 'file' | 'folder' | 'stream' | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'stream'
}

function byPath(left: FoundFile, right: FoundFile): number {
  return left.shown < right.shown ? -1 : left.shown > right.shown ? 1 : 0
}

function slashed(file: string): string {
  return file.split(path.sep).join('/')
}

/** Characters of a real path that a pattern would not take literally. */
function escaped(file: string): string {
  return file.replace(/[\\*?[\]{}()!+@|$^]/g, '\\$&')
}
