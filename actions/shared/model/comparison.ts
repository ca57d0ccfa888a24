import type { KnownFinding, TrendPoint } from './baseline.ts'
import type { Finding } from './findings.ts'

/** A finding of the base that stands at another line, or in another file. */
export interface MovedFinding {
  readonly finding: Finding
  readonly from: KnownFinding
}

/** What became of the findings of the base, told by what stands there and not by numbers of lines. */
export interface FindingComparison {
  /** Findings of today, over all labels, that the base is not known to have. */
  readonly added: ReadonlySet<Finding>
  /** Of these, vulnerabilities and licences that no change brought: the base had the package, or its file is as it was. */
  readonly disclosed?: ReadonlySet<Finding> | undefined
  readonly moved: readonly MovedFinding[]
  /** Findings of the base that nothing reports any more. */
  readonly fixed: readonly KnownFinding[]
  /** Findings that stand where they stood. */
  readonly same: number
  /** Findings of the base that were not kept: so many of `added` may have been there. */
  readonly unknownBefore: number
  /** Findings of today that are only counted: so many more may be new, or be what looks fixed. */
  readonly unknownNow: number
}

/** What became of the tests of the base, each by `testId`, sorted. */
export interface TestComparison {
  /** Tests of the base that no report has any more. */
  readonly vanished: readonly string[]
  /** Flaky now, and not on the base. */
  readonly newlyFlaky: readonly string[]
  /** Failing now, by an assertion or an error, and not on the base: those that it does not have, too. */
  readonly newlyFailing: readonly string[]
  /** Failing on the base already. */
  readonly failingBefore: readonly string[]
  /** Skipped now, and run on the base. */
  readonly newlySkipped: readonly string[]
  /** Names of today that the base does not have. */
  readonly added: number
  /** Why tests that were not seen may be there all the same. */
  readonly doubt?: string | undefined
}

/** A metric that both have. */
export interface MetricChange {
  readonly metric: string
  readonly before: number
  readonly now: number
}

/** What a gate saw, beside what it saw on the commit that it is compared with. */
export interface Comparison {
  readonly base: { readonly sha: string; readonly ref?: string | undefined; readonly recorded: string }
  readonly findings: FindingComparison
  /** A text says why the tests cannot be compared; absent where neither has any. */
  readonly tests: TestComparison | string | undefined
  /** Metrics of the whole project that differ, in the order of their names. */
  readonly changes: readonly MetricChange[]
  /** How many metrics are as they were. */
  readonly unchanged: number
  /** Commits of the default branch, oldest first. */
  readonly trend: readonly TrendPoint[]
}
