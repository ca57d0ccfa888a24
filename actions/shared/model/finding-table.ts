import {
  type Finding,
  FINDING_FAMILIES,
  type FindingFamily,
  FINDINGS_KEPT,
  type Level,
  MERGED_FAMILIES,
  RANK_ORDER,
  RANKS_OF,
  type Severity,
} from './findings.ts'
import type { LineNotes } from './report-lines.ts'

/** A row of a table: the index of its report in the evidence, -1 where none was named, and the line there, 0 where it is not known. */
export interface ReportPlace {
  readonly report: number
  readonly line: number
}

/** A finding and the rows of a table that list it. */
export interface MergedRows {
  readonly finding: Finding
  readonly rows: readonly number[]
  /** Tables of other labels list it too. */
  readonly isShared: boolean
}

const MESSAGE_LIMIT = 2_000

/** Under which each family and rank is counted: made once, as there are few. */
const KEYS = new Map(
  FINDING_FAMILIES.map((family) => [family, new Map(RANKS_OF[family].map((rank) => [rank, `${family}.${rank}`]))]),
)

function keyOf({ family, rank }: Finding): string {
  return KEYS.get(family)?.get(rank) ?? `${family}.${rank}`
}

function identityOf(key: string, { rule, path, message, line }: Finding): string {
  return [key, rule, path ?? message, line ?? ''].join('\0')
}

/** Findings of one scope, with exact counts and, up to a limit, their contents (strings shared). */
export class FindingTable {
  /** By `family.rank`. */
  readonly #counts = new Map<string, number>()
  #reportCounts = new Map<string, number>()
  #rows: Finding[] = []
  readonly #strings = new Map<string, string>()
  /** Row numbers by rank order, to give way to worse ones. */
  #byRank: number[][] = Array.from(RANK_ORDER, () => [])
  /** Rows by what makes two findings one, and how many of each the current report has had. */
  readonly #rowsOf = new Map<string, number[]>()
  #metInReport = new Map<string, number>()
  #total = 0
  #notes: LineNotes | undefined
  /** Of each row: the index of its report plus one, and the line there. */
  #places: number[] = []
  /** Of each row that is merged: what tells its report from the others of this table. */
  #reports: number[] = []
  #report = 0
  /** Counts as listed, once the listings were merged. */
  #listed: ReadonlyMap<string, number> | undefined
  readonly #elsewhere = new Set<Finding>()
  readonly #suppressed: Finding[] = []
  #suppressedTotal = 0
  readonly #kept: number

  /** `kept`: how many findings are kept with their text. */
  constructor(kept = FINDINGS_KEPT) {
    this.#kept = kept
  }

  /** How many findings are kept with their text. */
  get kept(): number {
    return this.#kept
  }

  /** From here on, what is added is read from the report that `notes` follows. */
  readFrom(notes: LineNotes): void {
    this.#notes = notes
  }

  /** From here on, `reportTally` speaks of the next report, and what an earlier one found is found once more, not again. */
  beginReport(): void {
    this.#report += 1
    this.#reportCounts = new Map()
    this.#metInReport = new Map()
  }

  /**
   * Adds a finding. One that an earlier report has too (the same rule, rank and place) is the same finding seen by one more
   * tool; within a report each is one of its own. Those of MERGED_FAMILIES wait for `merge`.
   *
   * `isShared`: its reader shares its texts with those of other findings already, and leaves the object to the table.
   */
  add(finding: Finding, isShared = false): void {
    const key = keyOf(finding)
    this.#reportCounts.set(key, (this.#reportCounts.get(key) ?? 0) + 1)
    const reportLine = this.#noteLine(key, finding)
    const identity = MERGED_FAMILIES.has(finding.family) ? undefined : identityOf(key, finding)
    if (identity !== undefined && this.#seenBefore(identity, finding)) return
    this.#total += 1
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    const order = RANK_ORDER.get(finding.rank) ?? RANK_ORDER.size - 1
    const row = this.#freeRow(order)
    if (row === undefined) return
    this.#rows[row] = isShared && finding.message.length <= MESSAGE_LIMIT ? finding : this.#sharing(finding)
    this.#places[row * 2] = (this.#notes?.report ?? -1) + 1
    this.#places[row * 2 + 1] = reportLine
    this.#byRank[order]?.push(row)
    if (identity === undefined) this.#reports[row] = this.#report
    else this.#noteRow(identity, row)
  }

  #noteLine(metric: string, { reportLine, message, rule }: Finding): number {
    // Beyond what is kept, no line is worth its search.
    const line = this.#rows.length < this.#kept ? (reportLine ?? this.#notes?.lineOf(message, rule) ?? 0) : 0
    this.#notes?.note(metric, line)
    return line
  }

  /** Where a row stands; of a merged one its first listing. */
  reportPlace(row: number): ReportPlace {
    return { report: (this.#places[row * 2] ?? 0) - 1, line: this.#places[row * 2 + 1] ?? 0 }
  }

  /** Tells the report of a listing from the others of this table. */
  reportOf(row: number): number {
    return this.#reports[row] ?? 0
  }

  /** Puts findings in the place of the listings that they were merged from. Done once, after all reports. */
  merge(merged: Iterable<MergedRows>): void {
    this.#listed ??= new Map(this.#counts)
    const [rows, places, reports] = [this.#rows, this.#places, this.#reports]
    /** What stands in the place of a row; nothing where it goes. */
    const found: (Finding | undefined)[] = [...rows]
    for (const { rows: listings, finding, isShared } of merged) {
      if (isShared) this.#elsewhere.add(finding)
      let more = 1
      for (const row of listings) {
        const listed = rows[row] as Finding
        if (listed.rank === finding.rank && listed.family === finding.family) more -= 1
        else this.#count(listed, -1)
        found[row] = undefined
      }
      this.#count(finding, more)
      found[listings[0] ?? -1] = finding
    }
    this.#rows = []
    this.#places = []
    this.#reports = []
    this.#byRank = Array.from(RANK_ORDER, () => [])
    found.forEach((finding, row) => {
      if (finding === undefined) return
      const at = this.#rows.push(finding) - 1
      this.#places.push(places[row * 2] ?? 0, places[row * 2 + 1] ?? 0)
      this.#reports[at] = reports[row] ?? 0
    })
  }

  /** Puts what more is known of findings in their place; families and ranks stay as they are. */
  update(changed: ReadonlyMap<Finding, Finding>): void {
    if (changed.size === 0) return
    this.#rows = this.#rows.map((finding) => changed.get(finding) ?? finding)
    for (const finding of [...this.#elsewhere]) {
      const known = changed.get(finding)
      if (known && this.#elsewhere.delete(finding)) this.#elsewhere.add(known)
    }
  }

  #count(finding: Finding, by: number): void {
    const key = keyOf(finding)
    this.#total += by
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by)
  }

  /** Findings that the tables of other labels have too, as the same objects. */
  get shared(): ReadonlySet<Finding> {
    return this.#elsewhere
  }

  /** Whether an earlier report had as many of these; then its row says who else saw it. */
  #seenBefore(identity: string, { tool, rule, path }: Finding): boolean {
    const rows = this.#rowsOf.get(identity)
    if (!rows) return false
    const met = this.#metInReport.get(identity) ?? 0
    this.#metInReport.set(identity, met + 1)
    const row = rows[met]
    const known = row === undefined ? undefined : this.#rows[row]
    if (row === undefined || !known) return false
    const isStillThere = known.rule === rule && known.path === path
    if (isStillThere && !known.tool.split(', ').includes(tool)) {
      this.#rows[row] = { ...known, tool: `${known.tool}, ${tool}` }
    }
    return true
  }

  #noteRow(identity: string, row: number): void {
    const rows = this.#rowsOf.get(identity)
    if (rows) rows.push(row)
    else {
      this.#rowsOf.set(identity, [row])
      this.#metInReport.set(identity, 1)
    }
  }

  /** Findings of which only the number is known any more. */
  addCount(family: FindingFamily, rank: Level | Severity, count: number): void {
    const key = `${family}.${rank}`
    this.#total += count
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
    this.#reportCounts.set(key, (this.#reportCounts.get(key) ?? 0) + count)
  }

  /** Adds a finding that its scanner, or a person through it, has set aside (`details.suppressed`): it is shown, and counts nowhere. */
  addSuppressed(finding: Finding): void {
    this.#suppressedTotal += 1
    if (this.#suppressed.length < this.#kept) this.#suppressed.push(this.#sharing(finding))
  }

  /** Suppressed findings of which the scanner tells only the number. */
  addSuppressedCount(count: number): void {
    this.#suppressedTotal += count
  }

  /** The suppressed findings whose contents are kept, in the order of reading. */
  get suppressed(): readonly Finding[] {
    return this.#suppressed
  }

  /** All suppressed findings, also those that are only counted. */
  get suppressedSize(): number {
    return this.#suppressedTotal
  }

  /** All findings, also those that are only counted. */
  get size(): number {
    return this.#total
  }

  /** The findings whose contents are kept, in the order of reading. */
  get rows(): readonly Finding[] {
    return this.#rows
  }

  /** Number of findings of a family and rank as the reports list them, before they were merged. */
  listed(family: FindingFamily, rank: Level | Severity): number {
    return (this.#listed ?? this.#counts).get(`${family}.${rank}`) ?? 0
  }

  /** Number of findings of a family and rank. */
  count(family: FindingFamily, rank: Level | Severity): number {
    return this.#counts.get(`${family}.${rank}`) ?? 0
  }

  /** Counts by `family.rank` of the current report alone. */
  reportTally(): ReadonlyMap<string, number> {
    return this.#reportCounts
  }

  #freeRow(order: number): number | undefined {
    if (this.#rows.length < this.#kept) return this.#rows.length
    for (let worse = RANK_ORDER.size - 1; worse > order; worse -= 1) {
      const row = this.#byRank[worse]?.pop()
      if (row !== undefined) return row
    }
    return undefined
  }

  /** The finding as it is kept: its strings shared, its message cut. */
  #sharing(finding: Finding): Finding {
    return {
      ...finding,
      tool: this.#shared(finding.tool),
      rule: this.#shared(finding.rule),
      message: finding.message.length > MESSAGE_LIMIT ? finding.message.slice(0, MESSAGE_LIMIT) : finding.message,
      path: finding.path === undefined ? undefined : this.#shared(finding.path),
    }
  }

  #shared(text: string): string {
    const known = this.#strings.get(text)
    if (known !== undefined) return known
    this.#strings.set(text, text)
    return text
  }
}
