/** Which package brings which, by whatever the report calls them. */
export class DependencyGraph {
  readonly #parents = new Map<string, string[]>()
  readonly #paths = new Map<string, readonly string[]>()

  add(parent: string, children: readonly string[]): void {
    for (const child of children) {
      const known = this.#parents.get(child)
      if (known) known.push(parent)
      else this.#parents.set(child, [parent])
    }
  }

  /** The shortest way from what `isTop` to this one, both with it; nothing where none leads there. */
  pathTo(target: string, isTop: (name: string) => boolean): readonly string[] | undefined {
    const known = this.#paths.get(target)
    if (known) return known.length === 0 ? undefined : known
    /** From a package to the one that it brings, on the way to the target. */
    const next = new Map<string, string | undefined>([[target, undefined]])
    const path: string[] = []
    for (const name of next.keys()) {
      if (isTop(name)) {
        for (let step: string | undefined = name; step !== undefined; step = next.get(step)) path.push(step)
        break
      }
      for (const parent of this.#parents.get(name) ?? []) if (!next.has(parent)) next.set(parent, name)
    }
    this.#paths.set(target, path)
    return path.length === 0 ? undefined : path
  }
}
