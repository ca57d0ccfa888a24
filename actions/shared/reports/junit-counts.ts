import type { Doubt } from '../model/evidence.ts'
import type { Outcome, TestCounts } from '../model/tests.ts'

/** What a suite says of itself; undefined where it does not. */
export interface DeclaredCounts {
  readonly tests?: number | undefined
  readonly failures?: number | undefined
  readonly errors?: number | undefined
  readonly skipped?: number | undefined
}

interface Listed {
  runs: number
  failed: number
  errored: number
  skipped: number
  /** Errors of a whole suite, which some writers count as a test and some do not. */
  suiteLevel: number
}

interface OpenSuite {
  readonly label: string
  readonly declared: DeclaredCounts
  readonly direct: Listed
  below: Listed
  /** Something is missing in a suite inside, which explains that it is missing here too. */
  isExplained: boolean
}

const DOUBTS_KEPT = 5

/**
 * Compares what suites declare with what they list. Some writers count only a suite's own cases, some all below it: both are right.
 * Listing more than was declared is usual (Surefire's and pytest's reruns, @Nested classes, packages that do not build) and only noted;
 * listing fewer tests or failures means that something was lost, unless the report says that it leaves out skipped tests (Mocha).
 */
export class JUnitCounts {
  readonly #open: OpenSuite[] = []
  readonly #more: string[] = []
  readonly #fewer: string[] = []
  /** Declared and not listed. */
  /** Test cases and suite errors met. */
  listed = 0
  readonly #missing = { tests: 0, failures: 0, errors: 0, skipped: 0 }
  #declaredSkipped = 0

  enter(label: string, declared: DeclaredCounts): void {
    this.#open.push({ label, declared, direct: nothing(), below: nothing(), isExplained: false })
  }

  /** A run of a test in the innermost suite. */
  add(outcome: Outcome, isSuiteLevel: boolean): void {
    const listed = this.#open.at(-1)?.direct
    this.listed += 1
    if (!listed) return
    listed.runs += 1
    if (outcome !== 'passed') listed[outcome] += 1
    if (isSuiteLevel) listed.suiteLevel += 1
  }

  leave(): void {
    const suite = this.#open.pop()
    if (!suite) return
    const all = sum(suite.direct, suite.below)
    const isMissing = this.#check(suite, all)
    const parent = this.#open.at(-1)
    if (parent) {
      parent.below = sum(parent.below, all)
      parent.isExplained ||= suite.isExplained || isMissing
    } else this.#declaredSkipped += suite.declared.skipped ?? 0
  }

  /** The counts to print, and why they may be doubted. Never fewer failures than were listed or declared. */
  reconcile(listed: TestCounts): { readonly counts: TestCounts; readonly doubts: readonly Doubt[] } {
    const doubts = [...said('reading', this.#more)]
    const { tests, failures, errors } = this.#missing
    if (this.#fewer.length === 0) return { counts: listed, doubts: [...doubts, ...nothingRan(listed)] }
    const areSkipped = failures + errors === 0 && this.#declaredSkipped - listed.skipped >= tests
    const skipped = listed.skipped + (areSkipped ? tests : this.#missing.skipped)
    const failed = listed.failed + failures
    const errored = listed.errored + errors
    const total = Math.max(listed.total + tests, failed + errored + skipped)
    const counts = {
      ...listed,
      total,
      failed,
      errored,
      skipped,
      passed: total - failed - errored - skipped,
      runs: Math.max(listed.runs + tests, total),
    }
    return { counts, doubts: [...doubts, ...said(areSkipped ? 'reading' : 'contradiction', this.#fewer)] }
  }

  /** Notes what does not fit; true where something is missing. */
  #check(suite: OpenSuite, all: Listed): boolean {
    if (suite.isExplained) return this.#checkFailuresOver(suite, all)
    return this.#checkTests(suite, all) || this.#checkFailures(suite, all)
  }

  #checkTests({ label, declared, direct }: OpenSuite, all: Listed): boolean {
    const { tests } = declared
    const isRight = [all, direct].some(({ runs, skipped, suiteLevel }) =>
      [runs, runs - skipped, runs - suiteLevel].includes(tests ?? runs),
    )
    if (tests === undefined || isRight) return false
    if (tests < all.runs) {
      this.#more.push(`${label} declares ${tests} tests and lists ${all.runs}`)
      return false
    }
    this.#lose(declared, all, tests - all.runs)
    this.#fewer.push(`${label} declares ${tests} tests and lists ${all.runs === 0 ? 'none' : all.runs}`)
    return true
  }

  #checkFailures({ label, declared, direct }: OpenSuite, all: Listed): boolean {
    const { failures, errors } = declared
    if (failures === undefined && errors === undefined) return false
    const failing = (failures ?? 0) + (errors ?? 0)
    // gotestsum counts a package that does not build under both.
    const countedTwice = (failures ?? 0) >= (errors ?? 0) ? (errors ?? 0) : 0
    const isRight = [all, direct].some((listed) =>
      [0, listed.suiteLevel, -countedTwice].includes(listed.failed + listed.errored - failing),
    )
    if (isRight) return false
    const text = failuresText(label, failing, all)
    if (failing < all.failed + all.errored) {
      this.#more.push(text)
      return false
    }
    this.#lose(declared, all, 0)
    this.#fewer.push(text)
    return true
  }

  /** Where a suite inside lacks something: failures beyond what that one lacks. */
  #checkFailuresOver({ label, declared: { failures = 0, errors = 0 } }: OpenSuite, all: Listed): boolean {
    const missing = failures + errors - all.failed - all.errored - this.#missing.failures - this.#missing.errors
    if (missing <= 0) return false
    this.#missing.failures += missing
    this.#fewer.push(failuresText(label, failures + errors, all))
    return true
  }

  #lose({ failures = 0, errors = 0, skipped = 0 }: DeclaredCounts, all: Listed, tests: number): void {
    const isFolded = failures + errors <= all.failed + all.errored
    this.#missing.tests += tests
    this.#missing.failures += isFolded ? 0 : Math.max(0, failures - all.failed)
    this.#missing.errors += isFolded ? 0 : Math.max(0, errors - all.errored)
    this.#missing.skipped += tests > 0 ? Math.max(0, skipped - all.skipped) : 0
  }
}

function failuresText(label: string, declared: number, listed: Listed): string {
  return `${label} declares ${declared} failures and errors and lists ${listed.failed + listed.errored}`
}

function nothing(): Listed {
  return { runs: 0, failed: 0, errored: 0, skipped: 0, suiteLevel: 0 }
}

function sum(left: Listed, right: Listed): Listed {
  return {
    runs: left.runs + right.runs,
    failed: left.failed + right.failed,
    errored: left.errored + right.errored,
    skipped: left.skipped + right.skipped,
    suiteLevel: left.suiteLevel + right.suiteLevel,
  }
}

function said(kind: Doubt['kind'], texts: readonly string[]): Doubt[] {
  const doubts = texts.slice(0, DOUBTS_KEPT).map((text): Doubt => ({ kind, text }))
  if (texts.length > DOUBTS_KEPT) doubts.push({ kind, text: `the same of ${texts.length - DOUBTS_KEPT} more suites` })
  return doubts
}

function nothingRan(counts: TestCounts): readonly Doubt[] {
  if (counts.total === 0) return [{ kind: 'reading', text: 'it holds no test' }]
  if (counts.skipped === counts.total) return [{ kind: 'reading', text: 'every test in it was skipped' }]
  return []
}
