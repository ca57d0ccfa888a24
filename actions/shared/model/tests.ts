import { ByteIndex, grown } from './byte-index.ts'
import type { LineNotes } from './report-lines.ts'

/** How one run of a test ended, from least to most severe, so that the worst of several runs is the largest. */
export const OUTCOMES = ['skipped', 'passed', 'failed', 'errored'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Bytes of a text in UTF-8: readers hand over what they hold instead of making strings. */
export interface ByteSpan {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** One run of a test that did not pass, kept for people to read. */
export interface TestFailure {
  readonly test: number
  readonly outcome: 'failed' | 'errored'
  /** First line or `message` of the failure. */
  readonly message: string
  /** Stack or output, cut at a few kilobytes. */
  readonly details: string
  readonly path?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
  /** 1-based line of the report that says so. */
  readonly reportLine?: number | undefined
}

export interface TestCounts {
  readonly total: number
  readonly passed: number
  readonly failed: number
  readonly errored: number
  readonly skipped: number
  readonly flaky: number
  readonly runs: number
  /** Seconds, all runs together. */
  readonly durationSeconds: number
}

/** Failures whose text is kept; the others are counted. */
const FAILURES_KEPT = 2_000

const PASSED_ONCE = 4
const FAILED_ONCE = 8
const OUTCOME_BITS = 3

/**
 * Distinct tests, column by column: a name, a suite, an outcome byte, the number of runs and the time of each.
 * A test is its class (or suite) and its name; the same test met again is one more run of it.
 */
export class TestTable {
  readonly #suites = new ByteIndex()
  readonly #names = new ByteIndex()
  #suiteOf = new Uint32Array(1 << 10)
  #state = new Uint8Array(1 << 10)
  #runs = new Uint32Array(1 << 10)
  #milliseconds = new Float32Array(1 << 10)
  /** The report that last had the test, and its outcome there. */
  #lastReport = new Uint32Array(1 << 10)
  #stateInReport = new Uint8Array(1 << 10)
  #report = 0
  #lastSuite = 0
  #inReport = emptyTally()
  readonly #all = emptyTally()
  readonly #paths = new Map<number, string>()
  readonly #failures: TestFailure[] = []
  #failuresLeftOut = 0
  #unnamed = 0
  #notes: LineNotes | undefined

  /** Number of distinct tests. */
  get size(): number {
    return this.#names.size
  }

  /** From here on, what is added is read from the report that `notes` follows. */
  readFrom(notes: LineNotes): void {
    this.#notes = notes
  }

  /** From here on, `reportCounts` speaks of the next report. */
  beginReport(): void {
    this.#report += 1
    this.#inReport = emptyTally()
  }

  /** Adds one run of a test. Without a name each run is a test of its own. Returns the number of the test. */
  add(suite: ByteSpan, name: ByteSpan | undefined, outcome: Outcome, seconds: number, isFlaky = false): number {
    const test = this.intern(suite, name)
    this.addRun(test, outcome, seconds, { isFlaky })
    return test
  }

  /** The number of a test, whose first run is still to be added. */
  intern(suite: ByteSpan, name: ByteSpan | undefined): number {
    // Tests of a suite mostly come in a row.
    const isSameSuite =
      this.#suites.size > 0 && this.#suites.equals(this.#lastSuite, suite.bytes, suite.start, suite.end)
    const suiteId = isSameSuite ? this.#lastSuite : this.#suites.intern(suite.bytes, suite.start, suite.end)
    this.#lastSuite = suiteId
    const key = name ?? this.#unnamedKey()
    const test = this.#names.intern(key.bytes, key.start, key.end, suiteId)
    if (test >= this.#state.length) this.#grow(test + 1)
    this.#suiteOf[test] = suiteId
    return test
  }

  /** `earlierRuns`: tries before this one, which count as runs and nothing else; `isFlaky`: one of them failed, though this one passed. */
  addRun(test: number, outcome: Outcome, seconds: number, { isFlaky = false, earlierRuns = 0 } = {}): void {
    const rank = OUTCOMES.indexOf(outcome)
    const marks = isFlaky ? PASSED_ONCE | FAILED_ONCE : rank >= 2 ? FAILED_ONCE : rank === 1 ? PASSED_ONCE : 0
    const isNew = this.#runs[test] === 0
    const isNewInReport = this.#lastReport[test] !== this.#report + 1
    this.#stateInReport[test] = count(
      this.#inReport,
      isNewInReport,
      this.#stateInReport[test] as number,
      rank,
      marks,
      seconds,
      earlierRuns,
    )
    this.#state[test] = count(this.#all, isNew, this.#state[test] as number, rank, marks, seconds, earlierRuns)
    this.#lastReport[test] = this.#report + 1
    this.#runs[test] = (this.#runs[test] as number) + 1 + earlierRuns
    this.#milliseconds[test] = (this.#milliseconds[test] as number) + seconds * 1000
  }

  /** Says which file a test is in. */
  setPath(test: number, path: string): void {
    this.#paths.set(test, path)
  }

  addFailure(failure: TestFailure): void {
    const isKept = this.#failures.length < FAILURES_KEPT
    const line = isKept ? (failure.reportLine ?? this.#notes?.lineOf(this.name(failure.test)) ?? 0) : 0
    this.#notes?.note(`tests.${failure.outcome}`, line)
    if (isKept) this.#failures.push(line > 0 ? { ...failure, reportLine: line } : failure)
    else this.#failuresLeftOut += 1
  }

  get failures(): readonly TestFailure[] {
    return this.#failures
  }

  get failuresLeftOut(): number {
    return this.#failuresLeftOut
  }

  suite(test: number): string {
    return this.#suites.text(this.#suiteOf[test] as number)
  }

  name(test: number): string {
    return this.#names.text(test)
  }

  path(test: number): string | undefined {
    return this.#paths.get(test)
  }

  /** The worst of all runs. */
  outcome(test: number): Outcome {
    return OUTCOMES[(this.#state[test] as number) & OUTCOME_BITS] as Outcome
  }

  /** It both failed and passed. */
  isFlaky(test: number): boolean {
    const state = this.#state[test] as number
    return (state & PASSED_ONCE) !== 0 && (state & FAILED_ONCE) !== 0
  }

  runs(test: number): number {
    return this.#runs[test] as number
  }

  /** Seconds of all runs of the test. */
  durationSeconds(test: number): number {
    return (this.#milliseconds[test] as number) / 1000
  }

  /** Over all reports: a test that several have is counted once, with its worst outcome. */
  counts(): TestCounts {
    return countsOf(this.#all)
  }

  /** Of the current report alone. */
  reportCounts(): TestCounts {
    return countsOf(this.#inReport)
  }

  /** The slowest tests, slowest first. */
  slowest(count: number): number[] {
    const best: number[] = []
    for (let test = 0; test < this.size; test += 1) {
      const time = this.#milliseconds[test] as number
      if (best.length === count && time <= (this.#milliseconds[best[count - 1] as number] as number)) continue
      let at = best.length
      while (at > 0 && (this.#milliseconds[best[at - 1] as number] as number) < time) at -= 1
      best.splice(at, 0, test)
      if (best.length > count) best.pop()
    }
    return best
  }

  #unnamedKey(): ByteSpan {
    this.#unnamed += 1
    const bytes = new TextEncoder().encode(`(unnamed test ${this.#unnamed})`)
    return { bytes, start: 0, end: bytes.length }
  }

  #grow(needed: number): void {
    this.#suiteOf = grown(this.#suiteOf, needed)
    this.#state = grown(this.#state, needed)
    this.#runs = grown(this.#runs, needed)
    this.#milliseconds = grown(this.#milliseconds, needed)
    this.#lastReport = grown(this.#lastReport, needed)
    this.#stateInReport = grown(this.#stateInReport, needed)
  }
}

interface Tally {
  /** Distinct tests by the number of their worst outcome. */
  readonly byOutcome: [number, number, number, number]
  flaky: number
  runs: number
  seconds: number
}

function emptyTally(): Tally {
  return { byOutcome: [0, 0, 0, 0], flaky: 0, runs: 0, seconds: 0 }
}

const FLAKY = PASSED_ONCE | FAILED_ONCE

/** Counts one run and returns the test's new state. */
function count(
  tally: Tally,
  isNew: boolean,
  before: number,
  rank: number,
  marks: number,
  seconds: number,
  earlierRuns: number,
): number {
  const state = isNew ? 0 : before
  const worst = Math.max(state & OUTCOME_BITS, rank) as 0 | 1 | 2 | 3
  if (!isNew) tally.byOutcome[(state & OUTCOME_BITS) as 0 | 1 | 2 | 3] -= 1
  tally.byOutcome[worst] += 1
  const after = worst | (state & FLAKY) | marks
  if ((after & FLAKY) === FLAKY && (state & FLAKY) !== FLAKY) tally.flaky += 1
  tally.runs += 1 + earlierRuns
  tally.seconds += seconds
  return after
}

function countsOf({ byOutcome: [skipped, passed, failed, errored], flaky, runs, seconds }: Tally): TestCounts {
  return {
    total: skipped + passed + failed + errored,
    passed,
    failed,
    errored,
    skipped,
    flaky,
    runs,
    durationSeconds: seconds,
  }
}
