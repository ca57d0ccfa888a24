import type { Doubt, Reading } from '../model/evidence.ts'
import type { Outcome } from '../model/tests.ts'
import { failureLocation } from './failure-location.ts'
import type { ReadContext } from './reader.ts'
import { testMetrics } from './test-metrics.ts'

/** One item of a report of tests, as its reader understood it. */
export interface TestItem {
  /** Class, file or package. */
  readonly suite: string
  readonly name: string
  readonly outcome: Outcome
  readonly seconds?: number | undefined
  readonly message?: string | undefined
  readonly details?: string | undefined
  readonly path?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
  /** 1-based line of the report, where it is not the one being read. */
  readonly reportLine?: number | undefined
  /** It passed, and failed before. */
  readonly isFlaky?: boolean | undefined
  readonly earlierRuns?: number | undefined
  /** Some counts of the format leave items of this kind out: a suite that could not run, a row of a parameterised test. */
  readonly isExtra?: boolean | undefined
}

/** What a report says of itself; undefined where it does not. */
export interface DeclaredTests {
  readonly tests?: number | undefined
  /** Failures and errors together. */
  readonly failing?: number | undefined
}

/** The name under which a suite or package that could not run is listed. */
export const SUITE_ITSELF = '(the suite itself)'

const DETAILS_LIMIT = 4_096
const MESSAGE_LIMIT = 500
const RETRIES_BELIEVED = 1_000

interface Rows {
  outcome: Outcome
  seconds: number
  count: number
}

const SEVERITY: Readonly<Record<Outcome, number>> = { skipped: 0, passed: 1, failed: 2, errored: 3 }

/** What readers of test formats share: puts items into the scope's table, and compares what was listed with what was declared. */
export class TestRecorder {
  readonly doubts: Doubt[] = []
  /** Items listed so far. */
  items = 0
  /** Items listed that failed or ended in an error. */
  failing = 0
  readonly #context: ReadContext
  #extra = 0
  #extraFailing = 0
  /** Items of one test are its rows, not tries of it: that some failed and others passed does not make it flaky. */
  readonly #rows: Map<number, Rows> | undefined

  constructor(context: ReadContext, { itemsOfATest }: { readonly itemsOfATest: 'tries' | 'rows' }) {
    this.#context = context
    this.#rows = itemsOfATest === 'rows' ? new Map() : undefined
    context.tables.tests.beginReport()
  }

  add(item: TestItem): void {
    const { outcome } = item
    const table = this.#context.tables.tests
    const test = table.intern(spanOf(item.suite), spanOf(item.name))
    const isFailing = outcome === 'failed' || outcome === 'errored'
    this.items += 1
    this.failing += isFailing ? 1 : 0
    if (item.isExtra) {
      this.#extra += 1
      this.#extraFailing += isFailing ? 1 : 0
    }
    const seconds = item.seconds !== undefined && Number.isFinite(item.seconds) && item.seconds > 0 ? item.seconds : 0
    if (this.#rows) this.#addRow(this.#rows, test, outcome, seconds)
    else {
      table.addRun(test, outcome, seconds, {
        isFlaky: item.isFlaky === true && outcome === 'passed',
        earlierRuns: retriesOf(item.earlierRuns),
      })
    }
    if (item.path !== undefined) table.setPath(test, this.#context.mapPath(item.path))
    if (isFailing) this.#addFailure(test, outcome, item)
  }

  contradict(text: string): void {
    this.doubts.push({ kind: 'contradiction', text })
  }

  note(text: string): void {
    this.doubts.push({ kind: 'reading', text })
  }

  /** Never fewer failures than were listed or declared. */
  finish(declared: DeclaredTests, tool: Reading['tool']): Reading {
    const table = this.#context.tables.tests
    for (const [test, { outcome, seconds, count }] of this.#rows ?? []) {
      table.addRun(test, outcome, seconds, { earlierRuns: count - 1 })
    }
    const counts = table.reportCounts()
    const lost = this.#compare(declared)
    const failed = counts.failed + lost
    const total = Math.max(counts.total, failed + counts.errored + counts.skipped)
    const passed = Math.max(0, total - failed - counts.errored - counts.skipped)
    if (total === 0) this.note('it holds no test')
    else if (counts.skipped === total) this.note('every test in it was skipped')
    const metrics = testMetrics({ ...counts, total, passed, failed, runs: Math.max(counts.runs, total) })
    return { kind: 'tests', entries: this.items, metrics, completeness: 'complete', doubts: this.doubts, tool }
  }

  /** Returns how many failures were declared and not listed. */
  #compare({ tests, failing }: DeclaredTests): number {
    if (tests !== undefined && tests !== this.items && tests !== this.items - this.#extra) {
      const text = `it declares ${tests} tests and lists ${this.items}`
      if (tests > this.items) this.contradict(text)
      else this.note(text)
    }
    if (failing === undefined || failing === this.failing || failing === this.failing - this.#extraFailing) return 0
    const text = `it declares ${failing} failures and errors and lists ${this.failing}`
    if (failing < this.failing) {
      this.note(text)
      return 0
    }
    this.contradict(text)
    return failing - this.failing
  }

  #addRow(rows: Map<number, Rows>, test: number, outcome: Outcome, seconds: number): void {
    const known = rows.get(test)
    if (!known) {
      rows.set(test, { outcome, seconds, count: 1 })
      return
    }
    known.count += 1
    known.seconds += seconds
    if (SEVERITY[outcome] > SEVERITY[known.outcome]) known.outcome = outcome
  }

  #addFailure(test: number, outcome: 'failed' | 'errored', item: TestItem): void {
    const details = (item.details ?? '').slice(0, DETAILS_LIMIT)
    const found = failureLocation(details)
    const path = item.line === undefined ? (found?.path ?? item.path) : (item.path ?? found?.path)
    const line = item.line ?? found?.line
    this.#context.tables.tests.addFailure({
      test,
      outcome,
      message: ((item.message ?? '').trim() || details.trim()).split('\n', 1)[0]?.trim().slice(0, MESSAGE_LIMIT) ?? '',
      details,
      reportLine: item.reportLine,
      path: path === undefined ? undefined : this.#context.mapPath(path),
      line: line !== undefined && Number.isInteger(line) && line > 0 ? line : undefined,
    })
  }
}

const encoder = new TextEncoder()

function spanOf(text: string): { bytes: Uint8Array; start: number; end: number } {
  const bytes = encoder.encode(text)
  return { bytes, start: 0, end: bytes.length }
}

function retriesOf(count: number | undefined): number {
  return count !== undefined && Number.isInteger(count) && count > 0 ? Math.min(count, RETRIES_BELIEVED) : 0
}
