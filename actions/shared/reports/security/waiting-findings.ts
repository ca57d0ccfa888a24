import { RANK_ORDER } from '../../model/findings.ts'
import type { PackageReference } from '../../model/security.ts'
import { chooseSeverity } from '../../model/severity.ts'
import { POSITION } from '../position.ts'
import type { SecurityFound, SecurityReport } from './security-report.ts'

/** What is missing in a finding until the whole report was read. */
interface Waiting<Item> {
  readonly item: Item
  readonly found: SecurityFound
}

/** Findings that are set aside are the first to give way. */
const ASIDE = RANK_ORDER.size

/**
 * Findings that are streamed out of a part of the report, whose own name and kind are known only when the document has
 * ended. As many wait as a table keeps, the worst by what is known so far; of the others those are counted together that will
 * be alike in all that decides how much they matter.
 */
export class WaitingFindings<Item> {
  readonly #kept: number
  readonly #keyOf: (item: Item) => string
  readonly #waiting: (Waiting<Item> | undefined)[] = []
  /** Places of those that wait, by how much they matter. */
  readonly #byOrder: number[][] = Array.from({ length: ASIDE + 1 }, () => [])
  readonly #beyond = new Map<string, Waiting<Item> & { count: number }>()

  /** `keyOf`: what of an item `complete` looks at. */
  constructor(kept: number, keyOf: (item: Item) => string) {
    this.#kept = kept
    this.#keyOf = keyOf
  }

  /** The line of the report is that of now. */
  add(item: Item, found: SecurityFound): void {
    const order = orderOf(found)
    const isFull = this.#waiting.length >= this.#kept
    const place = isFull ? this.#placeOfLesser(order) : this.#waiting.length
    const given = isFull && place !== undefined ? this.#waiting[place] : undefined
    if (given) this.#count(given)
    if (place === undefined) {
      this.#count({ item, found })
      return
    }
    const reportLine = POSITION.lineOf(found.message, found.rule)
    this.#waiting[place] = { item, found: reportLine > 0 ? { ...found, reportLine } : found }
    this.#byOrder[order]?.push(place)
  }

  #placeOfLesser(order: number): number | undefined {
    for (let lesser = ASIDE; lesser > order; lesser -= 1) {
      const place = this.#byOrder[lesser]?.pop()
      if (place !== undefined) return place
    }
    return undefined
  }

  #count({ item, found }: Waiting<Item>): void {
    const { family, rank, details } = found
    const { kind, severities, suppressed } = details
    const pkg = details.package
    const key = JSON.stringify([
      this.#keyOf(item),
      family,
      rank,
      kind,
      suppressed !== undefined,
      worldOf(pkg),
      severities,
    ])
    const known = this.#beyond.get(key)
    if (known) {
      known.count += 1
      return
    }
    const bare = { kind, severities, suppressed, package: pkg, ids: [] }
    this.#beyond.set(key, { item, found: { family, rank, rule: found.rule, message: '', details: bare }, count: 1 })
  }

  /** Hands all of them on. */
  addTo(report: SecurityReport, complete: (found: SecurityFound, item: Item) => SecurityFound): void {
    for (const [place, waiting] of this.#waiting.entries()) {
      if (waiting) report.add(complete(waiting.found, waiting.item))
      // The report has it now.
      this.#waiting[place] = undefined
    }
    for (const { found, item, count } of this.#beyond.values()) report.addCount(complete(found, item), count)
    this.#waiting.length = 0
    this.#beyond.clear()
  }
}

function orderOf({ rank, details }: SecurityFound): number {
  if (details.suppressed !== undefined) return ASIDE
  return RANK_ORDER.get(rank ?? chooseSeverity(details).severity) ?? ASIDE
}

/** Whose package it is, which decides whose word counts. */
function worldOf(pkg: PackageReference | undefined): string {
  return `${pkg?.ecosystem ?? ''} ${/^pkg:[^/]+\/(?:[^/@?]+\/)?/.exec(pkg?.purl ?? '')?.[0] ?? ''}`
}
