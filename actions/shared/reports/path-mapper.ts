import type { PathMapping } from '../model/evidence.ts'

const EXAMPLES_KEPT = 5

/** The report that names a path. */
export interface NamingReport {
  /** Any number that tells reports apart. */
  readonly report: number
  /** The folder that it lies in, from the repository's top; empty where that is the top or not in the repository. */
  readonly folder: string
}

const NOWHERE: NamingReport = { report: -1, folder: '' }
const NO_ROOTS: readonly string[] = []

/** A path that means several files, which of them may depend on where the report lies. */
export interface AmbiguousPath {
  /** A few of the files. */
  readonly files: readonly string[]
  /** The reports that name it, of which nobody can say which file they mean. */
  readonly reports: ReadonlySet<number>
}
/** Of any system: `/a`, `\\host`, `C:`, `file:`. */
const ABSOLUTE = /^(?:[/\\]|[A-Za-z]:|file:)/

/**
 * Finds the repository's file for a path of a report, which may be absolute, of another machine or a container, or with backslashes:
 * the file that shares the longest run of trailing segments. Where several share the same, it is the one beside the report: packages
 * of one repository each call theirs `src/index.ts`. Else none is guessed.
 */
export class PathMapper {
  readonly #exact: ReadonlySet<string>
  /** Files by their last segment. */
  readonly #byName = new Map<string, string[]>()
  readonly #stripPrefixes: readonly string[]
  readonly #results = new Map<string, string>()
  /** Of paths that mean several files, by the report that names them. */
  readonly #ofReports = new Map<string, Map<number, string>>()
  readonly #ambiguous = new Map<string, { files: readonly string[]; reports: Set<number> }>()
  #mapped = 0
  readonly #unmapped: string[] = []
  #unmappedCount = 0

  /** `files`: the paths of git's index, with `/`. None: every path is taken as it is. */
  constructor(files: readonly string[], stripPrefixes: readonly string[] = []) {
    this.#exact = new Set(files)
    for (const file of files) {
      const name = file.slice(file.lastIndexOf('/') + 1)
      const same = this.#byName.get(name)
      if (same) same.push(file)
      else this.#byName.set(name, [file])
    }
    this.#stripPrefixes = stripPrefixes.map(cleaned)
  }

  /** `roots`: folders that the path may be relative to, as the report names them. */
  map(path: string, roots: readonly string[] = NO_ROOTS, by = NOWHERE): string {
    // A page that a scanner visited is no file: it stays as it is, but for who may enter.
    if (/^https?:\/\//i.test(path)) return path.replace(/^(\w+:\/\/)[^/?#]*@/, '$1')
    const key = roots.length === 0 ? path : [...roots, path].join('\0')
    const known = this.#results.get(key)
    if (known !== undefined) return known
    const ofReports = this.#ofReports.get(key)
    const ofReport = ofReports?.get(by.report)
    if (ofReport !== undefined) return ofReport
    const inRoots = roots.map((root) => `${root}/${path}`)
    const byRoot = inRoots.map((candidate) => this.#find(candidate)).find((file) => file !== undefined)
    const meant = byRoot === undefined ? this.#meantBy(path) : []
    if (meant.length > 1) {
      const result = this.#beside(this.#stripped(cleaned(path)), meant, by)
      if (ofReports) ofReports.set(by.report, result.path)
      else {
        this.#ofReports.set(key, new Map([[by.report, result.path]]))
        this.#count(result.found, result.path)
      }
      return result.path
    }
    const candidates = [...inRoots, path]
    const found = byRoot ?? this.#find(path)
    // Without a file to find, a single folder inside the repository is the one that is meant.
    const [inside] = roots.length === 1 && !ABSOLUTE.test(roots[0] ?? '') ? candidates : [path]
    const result = found ?? this.#stripped(cleaned(inside ?? path))
    this.#count(found, result)
    this.#results.set(key, result)
    return result
  }

  /** Paths of which it was not found out which of several files they mean. */
  get ambiguous(): ReadonlyMap<string, AmbiguousPath> {
    return this.#ambiguous
  }

  summary(): PathMapping {
    return { mapped: this.#mapped, unmapped: this.#unmappedCount, examples: this.#unmapped }
  }

  #count(found: string | undefined, clean: string): void {
    if (this.#exact.size === 0) return
    if (found !== undefined) this.#mapped += 1
    else {
      this.#unmappedCount += 1
      if (this.#unmapped.length < EXAMPLES_KEPT) this.#unmapped.push(clean)
    }
  }

  /** The files that a relative path may mean, all of it shared. */
  #meantBy(raw: string): readonly string[] {
    if (ABSOLUTE.test(raw)) return []
    const path = this.#stripped(cleaned(raw))
    const named = this.#byName.get(path.slice(path.lastIndexOf('/') + 1)) ?? []
    return named.length < 2 ? [] : named.filter((file) => file === path || file.endsWith(`/${path}`))
  }

  /** Of several files the one beside the report. What stands at the top as written gives way to its own folder alone. */
  #beside(
    path: string,
    files: readonly string[],
    { report, folder }: NamingReport,
  ): { readonly path: string; readonly found: string | undefined } {
    const isAtTop = this.#exact.has(path)
    const here = folder === '' ? [] : folder.split('/')
    let best: string | undefined
    let bestShared = 0
    let isTie = false
    for (const file of files) {
      const above = file.slice(0, -path.length).split('/').slice(0, -1)
      const shared = sharedHead(above, here)
      if (isAtTop && shared < above.length) continue
      if (shared > bestShared) [best, bestShared, isTie] = [file, shared, false]
      else if (shared === bestShared) isTie = true
    }
    const found = isTie || best === undefined ? undefined : best
    if (found !== undefined) return { path: found, found }
    if (isAtTop) return { path, found: path }
    const known = this.#ambiguous.get(path) ?? { files: files.slice(0, EXAMPLES_KEPT), reports: new Set() }
    this.#ambiguous.set(path, known)
    known.reports.add(report)
    return { path, found: undefined }
  }

  #stripped(path: string): string {
    for (const prefix of this.#stripPrefixes) {
      if (path.startsWith(`${prefix}/`)) return cleaned(path.slice(prefix.length + 1))
    }
    return path
  }

  #find(raw: string): string | undefined {
    const path = this.#stripped(cleaned(raw))
    if (this.#exact.has(path)) return path
    const isAbsolute = ABSOLUTE.test(raw)
    const segments = path.split('/')
    let best: string | undefined
    let bestShared = 0
    let isTie = false
    for (const file of this.#byName.get(segments.at(-1) ?? '') ?? []) {
      // A file at the top shares nothing but its name, which is no proof unless the path begins outside of the repository.
      if (!isAbsolute && segments.length > 1 && !file.includes('/')) continue
      const shared = sharedTail(segments, file.split('/'))
      if (shared > bestShared) [best, bestShared, isTie] = [file, shared, false]
      else if (shared === bestShared) isTie = true
    }
    return isTie ? undefined : best
  }
}

function sharedHead(left: readonly string[], right: readonly string[]): number {
  let shared = 0
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared += 1
  return shared
}

function sharedTail(left: readonly string[], right: readonly string[]): number {
  let shared = 0
  while (
    shared < left.length &&
    shared < right.length &&
    left[left.length - 1 - shared] === right[right.length - 1 - shared]
  ) {
    shared += 1
  }
  // All of the shorter one must be shared: `a/x.py` is not `b/x.py`.
  return shared === Math.min(left.length, right.length) ? shared : 0
}

/** With `/`, without a scheme, a drive (`C:/x`, `C:..`), `.` and `..` segments that lead nowhere. A path never leads out of the repository. */
function cleaned(path: string): string {
  const segments: string[] = []
  const slashed = path.replace(/^file:\/+/, '/').replaceAll('\\', '/')
  for (const written of slashed.split('/')) {
    const segment = segments.length === 0 ? written.replace(/^(?:[A-Za-z]:)+/, '') : written
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}
