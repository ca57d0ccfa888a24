import { FINDINGS_KEPT } from '../../model/findings.ts'
import { chooseSeverity } from '../../model/severity.ts'
import { POSITION } from '../position.ts'
import type { SecurityFamily, SecurityFound, SecurityReport } from './security-report.ts'

/** What is missing in a finding until the whole report was read. */
export interface Waiting<Item> {
  readonly item: Item
  readonly found: SecurityFound
}

/**
 * Findings that are streamed out of a part of the report, whose own name and kind are known only when the document has
 * ended. Of each rank as many wait as a table keeps; those beyond are only counted.
 */
export class WaitingFindings<Item> {
  readonly #waiting: Waiting<Item>[] = []
  readonly #counts = new Map<string, number>()
  readonly #beyond = new Map<string, { readonly found: SecurityFound; count: number }>()

  /** The line of the report is that of now. */
  add(item: Item, found: SecurityFound): void {
    const rank = found.rank ?? chooseSeverity(found.details).severity
    const key = `${(found.family ?? 'security') satisfies SecurityFamily}.${rank}.${found.details.suppressed !== undefined}`
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    if (count > FINDINGS_KEPT) {
      const beyond = this.#beyond.get(key)
      if (beyond) beyond.count += 1
      else this.#beyond.set(key, { found: { ...found, rank }, count: 1 })
      return
    }
    const reportLine = POSITION.lineOf(found.message, found.rule)
    this.#waiting.push({ item, found: reportLine > 0 ? { ...found, reportLine } : found })
  }

  /** Hands all of them on. */
  addTo(report: SecurityReport, complete: (found: SecurityFound, item: Item) => SecurityFound): void {
    for (const { item, found } of this.#waiting) report.add(complete(found, item))
    for (const { found, count } of this.#beyond.values()) report.addCount(found, count)
    this.#waiting.length = 0
    this.#beyond.clear()
  }
}
