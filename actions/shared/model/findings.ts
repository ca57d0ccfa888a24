/** Which rules a finding counts under. */
export const FINDING_FAMILIES = ['lint', 'types', 'boundaries', 'security'] as const
export type FindingFamily = (typeof FINDING_FAMILIES)[number]

/** Levels of lint and type findings and of broken boundaries, worst first. */
export const LEVELS = ['error', 'warning', 'note'] as const
export type Level = (typeof LEVELS)[number]

/** Severities of security findings, worst first; `unknown` where the report gives none. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info', 'unknown'] as const
export type Severity = (typeof SEVERITIES)[number]

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
}

/** Findings kept with their text; beyond that the least severe are only counted. */
export const FINDINGS_KEPT = 25_000

/** Every rank of every family, worst first: the order in which findings are shown and, at the limit, kept. */
const RANKS = [...SEVERITIES.slice(0, 2), 'error', 'medium', 'warning', 'unknown', 'low', 'note', 'info'] as const
export const RANK_ORDER: ReadonlyMap<Level | Severity, number> = new Map(RANKS.map((rank, index) => [rank, index]))

const MESSAGE_LIMIT = 2_000

/** Findings of one scope, with exact counts and, up to a limit, their contents (strings shared). */
export class FindingTable {
  readonly #counts = new Map<string, number>()
  readonly #rows: Finding[] = []
  readonly #strings = new Map<string, string>()
  /** Row numbers by rank order, to give way to worse ones. */
  readonly #byRank: number[][] = RANKS.map(() => [])
  #total = 0

  add(finding: Finding): void {
    this.#total += 1
    const key = `${finding.family}.${finding.rank}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    const order = RANK_ORDER.get(finding.rank) ?? RANKS.length - 1
    const row = this.#freeRow(order)
    if (row === undefined) return
    this.#rows[row] = {
      ...finding,
      tool: this.#shared(finding.tool),
      rule: this.#shared(finding.rule),
      message: finding.message.length > MESSAGE_LIMIT ? finding.message.slice(0, MESSAGE_LIMIT) : finding.message,
      path: finding.path === undefined ? undefined : this.#shared(finding.path),
    }
    this.#byRank[order]?.push(row)
  }

  /** Findings of which only the number is known any more. */
  addCount(family: FindingFamily, rank: Level | Severity, count: number): void {
    const key = `${family}.${rank}`
    this.#total += count
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
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

  /** Counts so far by `family.rank`, to tell later what one report added. */
  tally(): ReadonlyMap<string, number> {
    return new Map(this.#counts)
  }

  #freeRow(order: number): number | undefined {
    if (this.#rows.length < FINDINGS_KEPT) return this.#rows.length
    for (let worse = RANKS.length - 1; worse > order; worse -= 1) {
      const row = this.#byRank[worse]?.pop()
      if (row !== undefined) return row
    }
    return undefined
  }

  #shared(text: string): string {
    const known = this.#strings.get(text)
    if (known !== undefined) return known
    this.#strings.set(text, text)
    return text
  }
}
