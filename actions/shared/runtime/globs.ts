import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type picomatch from 'picomatch'
import { isSystemError } from './system-error.ts'
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
  /** What was meant but leads out of where files may be read, in the order of their paths. */
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

  /** Whether a file matches a glob: for lines that exclude, which mean hidden files too. */
  matcher(glob: string): (file: FoundFile) => boolean {
    const { folder, pattern } = this.#place(glob)
    const matches = this.#picomatch(pattern, { nocase: this.#windows, dot: true, nonegate: true })
    return (file) => matches(slashed(path.relative(folder, this.#workspace.resolve(file.shown))))
  }

  find(glob: string): Found {
    const literal = this.#file(glob)
    if (literal) return literal
    const { folder, pattern, start, isPlain, depth } = this.#place(glob)
    if (isPlain) return { files: [], refused: [] }
    const matches = this.#picomatch(pattern, { nocase: this.#windows, nonegate: true })
    const named = UNENTERED.filter((name) => pattern.split('/').includes(name))
    const files = new Map<string, FoundFile>()
    const refused: string[] = []
    const entered = new Set<string>()
    const walk = (place: string, levels: number): void => {
      const real = this.#workspace.real(place)
      if (real === undefined || entered.has(real)) return
      if (!this.#workspace.allows(real)) {
        // A folder that a wildcard only passes by (Bazel leaves links to its output) is nobody's report.
        if (place === start) refused.push(this.#workspace.shown(place))
        return
      }
      entered.add(real)
      for (const entry of entriesOf(place) ?? []) {
        const file = path.join(place, entry)
        const kind = kindOf(file)
        const isOpen = levels > 1 && (!UNENTERED.includes(entry) || named.includes(entry))
        if (kind === 'folder' && isOpen) walk(file, levels - 1)
        if (kind !== 'file' || !matches(slashed(path.relative(folder, file)))) continue
        const target = this.#workspace.real(file)
        const shown = this.#workspace.shown(file)
        if (target !== undefined && this.#workspace.allows(target)) files.set(file, { real: target, shown })
        else refused.push(shown)
      }
    }
    walk(start, depth)
    return { files: [...files.values()].sort(byPath), refused: refused.sort() }
  }

  /** What a glob without a match may be told about itself. */
  hint(glob: string): string {
    const { start, isPlain } = this.#place(glob)
    const here = this.#workspace.real(start)
    if (isPlain && here !== undefined && kindOf(here) === 'folder') {
      return `it is a folder; its files are ${glob.replace(/[\\/]+$/, '')}/**`
    }
    const folder = isPlain ? path.dirname(start) : start
    const there = this.#workspace.real(folder)
    const name = this.#workspace.shown(folder)
    if (there === undefined) return `there is no folder ${name}`
    if (!this.#workspace.allows(there)) return 'it lies outside the workspace'
    const names = entriesOf(there)
    if (names === undefined) return `${name} cannot be read`
    const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
    return names.length === 0 ? `${name} is empty` : `${name} holds ${names.slice(0, 5).join(', ')}${more}`
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

  /** The folder that a pattern is relative to, the pattern, and the folder (or file) below which it can match, and how deep. */
  #place(glob: string): { folder: string; pattern: string; start: string; isPlain: boolean; depth: number } {
    const written = this.#windows ? slashed(glob) : glob
    const root = slashed(this.#workspace.root)
    let folder = this.#workspace.root
    let pattern = written.startsWith(`${root}/`) ? written.slice(root.length + 1) : written
    if (path.isAbsolute(pattern)) {
      folder = path.parse(pattern).root
      pattern = pattern.slice(folder.length)
    }
    for (let step = UPWARDS.exec(pattern); step; step = UPWARDS.exec(pattern)) {
      if (step[0].startsWith('..')) folder = path.dirname(folder)
      pattern = pattern.slice(step[0].length)
    }
    const { base, glob: rest } = this.#picomatch.scan(pattern, { nonegate: true, unescape: true })
    const depth = /\*\*|[({]/.test(rest) ? Number.POSITIVE_INFINITY : rest.split('/').length
    return { folder, pattern, start: path.join(folder, base), isPlain: rest === '', depth }
  }
}

/** Steps that lead nowhere or up, at a pattern's beginning. */
const UPWARDS = /^\.{1,2}\/+/

/** Nothing where the folder may not be read. */
function entriesOf(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).sort()
  } catch {
    return undefined
  }
}

/** What a path leads to, through links; nothing where these lead nowhere, in a circle too. */
function kindOf(file: string): 'file' | 'folder' | 'stream' | undefined {
  try {
    const found = statSync(file)
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'stream'
  } catch (error) {
    if (isSystemError(error)) return undefined
    throw error
  }
}

function byPath(left: FoundFile, right: FoundFile): number {
  return left.shown < right.shown ? -1 : left.shown > right.shown ? 1 : 0
}

function slashed(file: string): string {
  return file.split(path.sep).join('/')
}
