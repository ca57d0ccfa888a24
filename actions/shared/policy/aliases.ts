/**
 * Which names of vulnerabilities mean the same one, learned from the reports themselves: each list of ids says that its
 * members are aliases.
 *
 * Two CVEs are never united: an advisory that names several (RHSA-2021:1234, an entry of npm's) bundles them and is an
 * alias of none. Ids that chains of aliases would lead to two CVEs stand for themselves.
 */
export class AliasGraph {
  readonly #parent = new Map<string, string>()
  /** The CVEs of each root: one, or two where there are more, as that is all that matters. */
  readonly #cves = new Map<string, Set<string>>()

  /** Learns from the ids of one finding. */
  learn(ids: readonly string[]): void {
    const names = [...new Set(ids.map(canonicalId))]
    const [first, ...others] = names
    if (first === undefined || names.filter(isCve).length > 1) return
    for (const other of others) this.#unite(first, other)
  }

  /** One name for all ids of the same vulnerability: its CVE where it has one. */
  identify(ids: readonly string[]): string {
    const names = ids.map(canonicalId)
    const own = [...new Set(names.filter(isCve))]
    if (own.length > 1) return [...own].sort().join('+')
    if (own[0] !== undefined) return own[0]
    const first = names[0] ?? ''
    const root = this.#rootOf(first)
    const cves = this.#cves.get(root)
    if (cves === undefined || cves.size === 0) return root
    // A chain that leads to several CVEs leads to none.
    return cves.size === 1 ? ([...cves][0] as string) : first
  }

  #unite(left: string, right: string): void {
    const [root, other] = [this.#rootOf(left), this.#rootOf(right)].sort()
    if (root === undefined || other === undefined || root === other) return
    this.#parent.set(other, root)
    const cves = [...new Set([...this.#cvesOf(root), ...this.#cvesOf(other)])]
    this.#cves.set(root, new Set(cves.slice(0, 2)))
    this.#cves.delete(other)
  }

  #cvesOf(root: string): ReadonlySet<string> {
    return this.#cves.get(root) ?? new Set(isCve(root) ? [root] : [])
  }

  #rootOf(name: string): string {
    let root = name
    for (let above = this.#parent.get(root); above !== undefined; above = this.#parent.get(root)) root = above
    // The way is shortened for the next who asks.
    for (let at = name; at !== root;) {
      const above = this.#parent.get(at) ?? root
      this.#parent.set(at, root)
      at = above
    }
    return root
  }
}

/** Ids differ in case between reports (`ghsa-…`, `Cve-…`). */
export function canonicalId(id: string): string {
  return id.trim().toUpperCase()
}

/** Of an id as `canonicalId` gives it. */
export function isCve(id: string): boolean {
  return /^CVE-\d{4}-\d{4,}$/.test(id)
}
