import type { CoverageTable } from './coverage.ts'
import type { Finding } from './findings.ts'
import type { Outcome } from './tests.ts'

/** A finding as a baseline remembers it. */
export interface KnownFinding extends Pick<Finding, 'family' | 'rank' | 'tool' | 'rule' | 'message' | 'path' | 'line'> {
  /** What stood there (`model/fingerprint.ts`): tells the finding again when its line moved. */
  readonly content: string
  /** Tells vulnerabilities and licences of packages again, wherever they stand. */
  readonly identity?: string | undefined
  /** Day in UTC on which such a finding was first recorded. */
  readonly since?: string | undefined
}

/** A test as a baseline remembers it. */
export interface KnownTest {
  readonly outcome: Outcome
  readonly isFlaky: boolean
}

/** The headline metrics of one commit of the default branch. */
export interface TrendPoint {
  readonly sha: string
  /** ISO 8601, UTC. */
  readonly recorded: string
  readonly metrics: Readonly<Record<string, number>>
}

/** What a gate saw on a commit of the default branch: what later changes are compared with. */
export interface Baseline {
  /** `owner/name`; absent where it was recorded at a terminal. */
  readonly repository?: string | undefined
  /** Full hash of the commit. */
  readonly sha: string
  readonly ref?: string | undefined
  /** ISO 8601, UTC. */
  readonly recorded: string
  /** The gate's name and its matrix leg. */
  readonly gate: string
  readonly leg?: string | undefined
  /** By `baselineKey`: every metric of the project, of each label, and of the paths that rules named. */
  readonly values: ReadonlyMap<string, number>
  /** By `testId`. Absent where there were more than a baseline keeps. */
  readonly tests?: ReadonlyMap<string, KnownTest> | undefined
  readonly findings: readonly KnownFinding[]
  /** All findings; more than `findings` where not all were kept. */
  readonly findingsTotal: number
  /** `packageHash` of each version of a package that a report named, with a finding or not. */
  readonly packages?: ReadonlySet<number> | undefined
  /** By label; `''` is the reports without one. Only whether a line was covered. */
  readonly coverage: ReadonlyMap<string, CoverageTable>
  /** Recorded runs in a row in which a quarantined test passed, by `testId`. */
  readonly streaks: ReadonlyMap<string, number>
  /** Oldest first, this one last; at most 30. */
  readonly trend: readonly TrendPoint[]
}

/** How a test is told from others between runs. */
export function testId(suite: string, name: string): string {
  return suite === '' ? name : `${suite} › ${name}`
}
