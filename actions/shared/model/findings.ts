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

/** Families that several scanners see the same findings of: what they list is merged once all reports were read. */
export const MERGED_FAMILIES: ReadonlySet<FindingFamily> = new Set(['security', 'secrets', 'licenses'])

/** A place that a finding has beside its first. */
export interface FindingPlace {
  readonly path?: string | undefined
  /** 1-based, both. */
  readonly line?: number | undefined
  readonly endLine?: number | undefined
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
  /** Where else it stands, where it was merged from several listings. */
  readonly alsoAt?: readonly FindingPlace[] | undefined
  /** What tells it again on another commit, wherever it stands: of the vulnerabilities and licences of packages. */
  readonly identity?: string | undefined
}

/** All places of a finding, its first one first. */
export function placesOf(finding: Finding): readonly FindingPlace[] {
  return finding.alsoAt === undefined ? [finding] : [finding, ...finding.alsoAt]
}

/** Findings kept with their text where nobody asks for more; beyond that the least severe are only counted. */
export const FINDINGS_KEPT = 25_000

/** Every rank of every family, worst first: the order in which findings are shown and, at the limit, kept. */
const RANKS = [...SEVERITIES.slice(0, 2), 'error', 'medium', 'warning', 'unknown', 'low', 'note', 'info'] as const
export const RANK_ORDER: ReadonlyMap<Level | Severity, number> = new Map(RANKS.map((rank, index) => [rank, index]))
