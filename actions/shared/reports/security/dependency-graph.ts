/** A longer way tells nobody anything. */
const LONGEST = 50

/** Which package brings which, by whatever the report calls them. */
export class DependencyGraph {
  readonly #children = new Map<string, string[]>()
  /** What brings each first, from those at the top on; made when the first path is asked for. */
  #parents: Map<string, string | undefined> | undefined

  add(parent: string, children: readonly string[]): void {
    const known = this.#children.get(parent)
    if (known) for (const child of children) known.push(child)
    else this.#children.set(parent, [...children])
  }

  /** What each needs directly. */
  get needs(): ReadonlyMap<string, readonly string[]> {
    return this.#children
  }

  /** A shortest way from one of the top to the target, both with it; nothing where none leads there. The top is that of the first call. */
  pathTo(target: string, top: Iterable<string>): readonly string[] | undefined {
    this.#parents ??= this.#reached(top)
    if (!this.#parents.has(target)) return undefined
    const path: string[] = []
    for (let step: string | undefined = target; step !== undefined; step = this.#parents.get(step)) {
      if (path.push(step) > LONGEST) return undefined
    }
    return path.reverse()
  }

  #reached(top: Iterable<string>): Map<string, string | undefined> {
    const parents = new Map<string, string | undefined>()
    for (const name of top) parents.set(name, undefined)
    // What is added while it goes is reached later.
    for (const parent of parents.keys()) {
      for (const child of this.#children.get(parent) ?? []) if (!parents.has(child)) parents.set(child, parent)
    }
    return parents
  }
}
