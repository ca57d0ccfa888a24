import type { Change, FileChange } from '../model/change.ts'
import type { PathFilter } from './path-filter.ts'

/** The files that a patch rule is about: those of the change that people edit, and that its globs match. */
export class PatchFiles {
  readonly #change: Change
  readonly #files: ReadonlyMap<string, FileChange>
  /** By last segment, for paths that lead to no file of the repository. */
  #byName: Map<string, string[]> | undefined

  constructor(change: Change, paths: PathFilter | undefined) {
    this.#change = change
    this.#files = new Map(
      [...change.files].filter(([path, { isGenerated }]) => !isGenerated && (paths?.matches(path) ?? true)),
    )
  }

  get files(): ReadonlyMap<string, FileChange> {
    return this.#files
  }

  /**
   * What the change does to a file that a report names. A path that leads to no file of the repository may mean any file
   * that it shares its end with: nobody can say that it is another.
   */
  editsOf(path: string): readonly FileChange[] {
    const edit = this.#files.get(path)
    if (edit) return [edit]
    if (this.#change.files.has(path) || this.#change.isTracked?.(path) !== false) return []
    const candidates = this.#names().get(nameOf(path)) ?? []
    return candidates
      .filter((file) => file.endsWith(`/${path}`) || path.endsWith(`/${file}`))
      .flatMap((file) => this.#files.get(file) ?? [])
  }

  #names(): ReadonlyMap<string, readonly string[]> {
    if (this.#byName) return this.#byName
    this.#byName = new Map()
    for (const path of this.#files.keys()) {
      const known = this.#byName.get(nameOf(path))
      if (known) known.push(path)
      else this.#byName.set(nameOf(path), [path])
    }
    return this.#byName
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
