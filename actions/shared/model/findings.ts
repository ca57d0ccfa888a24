import type { LineNotes } from './report-lines.ts'
import type { SecurityDetails } from './security.ts'

/** Which rules a finding counts under. */
export const FINDING_FAMILIES = ['lint', 'types', 'boundaries', 'security', 'secrets', 'licenses'] as const
export type FindingFamily = (typeof FINDING_FAMILIES)[number]

/** Levels of lint and type findings and of broken boundaries, worst first. */
export const LEVELS = ['error', 'warning', 'note'] as const
export type Level = (typeof LEVELS)[number]

/** Severities of security findings, worst first; `unknown` where the report gives none. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info', 'unknown'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The ranks of each family, worst first. */
export const RANKS_OF: Readonly<Record<FindingFamily, readonly (Level | Severity)[]>> = {
  lint: LEVELS,
  types: LEVELS,
  boundaries: LEVELS,
  security: SEVERITIES,
  secrets: SEVERITIES,
  licenses: SEVERITIES,
}

/** One thing that a tool complains about. */
export interface Finding {
  readonly family: FindingFamily
  /** How much it matters: a severity for security, a level for all others. */
  readonly rank: Level | Severity
  readonly tool: string
  /** The tool's rule id: `E501`, `B602`, `CVE-2024-1234`. */
  readonly rule: string
  /** Plain text, cut at 2,000 characters. Never a secret. */
  readonly message: string
  /** As mapped to the repository, else as the report has it. */
  readonly path?: string | undefined
  /** All 1-based. */
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly endLine?: number | undefined
  /** 1-based line of the report that says so, where its reader knows better than the table. */
  readonly reportLine?: number | undefined
  /** Of the families security, secrets and licenses. */
  readonly details?: SecurityDetails | undefined
}

/** Findings kept with their text; beyond that the least severe are only counted. */
export const FINDINGS_KEPT = 25_000

/** Every rank of every family, worst first: the order in which findings are shown and, at the limit, kept. */
const RANKS = [...SEVERITIES.slice(0, 2), 'error', 'medium', 'warning', 'unknown', 'low', 'note', 'info'] as const
export const RANK_ORDER: ReadonlyMap<Level | Severity, number> = new Map(RANKS.map((rank, index) => [rank, index]))

const MESSAGE_LIMIT = 2_000

/** Findings of one scope, with exact counts and, up to a limit, their contents (strings shared). */
export class FindingTable {
  /** By `family.rank`. */
  readonly #counts = new Map<string, number>()
  #reportCounts = new Map<string, number>()
  readonly #rows: Finding[] = []
  readonly #strings = new Map<string, string>()
  /** Row numbers by rank order, to give way to worse ones. */
  readonly #byRank: number[][] = RANKS.map(() => [])
  /** Rows by what makes two findings one, and how many of each the current report has had. */
  readonly #rowsOf = new Map<string, number[]>()
  #metInReport = new Map<string, number>()
  #total = 0
  #notes: LineNotes | undefined
  /** Of each row: the index of its report plus one, and the line there. */
  readonly #places: number[] = []

  /** From here on, what is added is read from the report that `notes` follows. */
  readFrom(notes: LineNotes): void {
    this.#notes = notes
  }
  readonly #suppressed: Finding[] = []
  #suppressedTotal = 0

  /** From here on, `reportTally` speaks of the next report, and what an earlier one found is found once more, not again. */
  beginReport(): void {
    this.#reportCounts = new Map()
    this.#metInReport = new Map()
  }

  /**
   * Adds a finding. One that an earlier report has too (the same rule, rank and place) is the same finding seen by one more
   * tool; within a report each is one of its own.
   */
  add(finding: Finding): void {
    const key = `${finding.family}.${finding.rank}`
    this.#reportCounts.set(key, (this.#reportCounts.get(key) ?? 0) + 1)
    const reportLine = this.#noteLine(key, finding)
    const identity = [key, finding.rule, finding.path ?? finding.message, finding.line ?? ''].join('\0')
    if (this.#seenBefore(identity, finding)) return
    this.#total += 1
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    const order = RANK_ORDER.get(finding.rank) ?? RANKS.length - 1
    const row = this.#freeRow(order)
    if (row === undefined) return
    this.#rows[row] = this.#sharing(finding)
    this.#places[row * 2] = (this.#notes?.report ?? -1) + 1
    this.#places[row * 2 + 1] = reportLine
    this.#byRank[order]?.push(row)
    this.#noteRow(identity, row)
  }

  #noteLine(metric: string, { reportLine, message, rule }: Finding): number {
    // Beyond what is kept, no line is worth its search.
    const line = this.#rows.length < FINDINGS_KEPT ? (reportLine ?? this.#notes?.lineOf(message, rule) ?? 0) : 0
    this.#notes?.note(metric, line)
    return line
  }

  /** Where a row stands: the index of its report, -1 where none was named, and the line there, 0 where it is not known. */
  reportPlace(row: number): { readonly report: number; readonly line: number } {
    return { report: (this.#places[row * 2] ?? 0) - 1, line: this.#places[row * 2 + 1] ?? 0 }
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
    if (this.#suppressed.length < FINDINGS_KEPT) this.#suppressed.push(this.#sharing(finding))
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

  /** Number of findings of a family and rank. */
  count(family: FindingFamily, rank: Level | Severity): number {
    return this.#counts.get(`${family}.${rank}`) ?? 0
  }

  /** Counts by `family.rank` of the current report alone. */
  reportTally(): ReadonlyMap<string, number> {
    return this.#reportCounts
  }

  #freeRow(order: number): number | undefined {
    if (this.#rows.length < FINDINGS_KEPT) return this.#rows.length
    for (let worse = RANKS.length - 1; worse > order; worse -= 1) {
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
