import type { Outcome } from './tests.ts'

/** What became of an exception that the policy grants, what needs somebody's attention first. */
export const WAIVER_STATES = ['expired', 'locked', 'stale', 'expiring', 'proposed', 'holds'] as const

/**
 * `expired`: its last day is over, and what it forgave counts again. `locked`: a rule that another policy has locked does
 * not let it forgive anything. `stale`: nothing that was read is meant by it.
 * `expiring`: it ends within two weeks. `proposed`: its test has passed so often that it can be released.
 */
export type WaiverState = (typeof WAIVER_STATES)[number]

/** One finding or test that an exception is about. */
export interface WaiverMatch {
  readonly label?: string | undefined
  /** Name of the test, by `testId`; absent for findings. */
  readonly test?: string | undefined
  /** Worst outcome of the test. */
  readonly outcome?: Outcome | undefined
  /** First line of what the test said. */
  readonly message?: string | undefined
  /** `family.rank` of the finding: the metric that it counts under. */
  readonly metric?: string | undefined
  readonly tool?: string | undefined
  readonly path?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
}

/** A waiver, or a quarantined test, with what it forgave this time. */
export interface WaiverRecord {
  readonly kind: 'finding' | 'test'
  /** The finding's id or the test's name, as the policy has it. */
  readonly id: string
  /** Globs of the files that it is limited to. */
  readonly paths?: readonly string[] | undefined
  /** Package URL that it is limited to. */
  readonly package?: string | undefined
  readonly reason: string
  readonly owner: string
  /** The last day on which it holds, in UTC: `2027-01-31`. */
  readonly expires: string
  /** Path of the policy file. */
  readonly source: string
  /** Line of the policy file, 1-based. */
  readonly line: number
  readonly state: WaiverState
  /** Findings, or tests that did not succeed, that it forgives; of an expired one, those that count again. */
  readonly matched: number
  /** The first of them. */
  readonly matches: readonly WaiverMatch[]
  /** One sentence about what is to be done. Plain text, not escaped. Absent where nothing is. */
  readonly note?: string | undefined
}

/** How many matches of each exception a verdict keeps. */
export const MATCHES_KEPT = 200
