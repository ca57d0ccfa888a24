import { testId } from '../model/baseline.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import type { TestCounts, TestFailure, TestTable } from '../model/tests.ts'
import { forgivenTests } from '../policy/forgiven.ts'

/** A test that did not pass, with what is known of its worst run. */
export interface FailingTest {
  readonly label: string
  readonly suite: string
  readonly name: string
  readonly outcome: 'failed' | 'errored'
  readonly message: string
  readonly details: string
  readonly path: string | undefined
  readonly line: number | undefined
  readonly runs: number
}

export interface NamedTest {
  readonly label: string
  readonly suite: string
  readonly name: string
  readonly path: string | undefined
  readonly seconds: number
  readonly runs: number
}

export type CountedTests = { -readonly [Key in keyof TestCounts]: TestCounts[Key] } & {
  /** Failures that the policy has in quarantine: neither `failed` nor `errored`. */
  quarantined: number
}

/** Counts over all scopes; labels are separate test runs, so they add up. */
export function countTests(set: EvidenceSet): CountedTests {
  const sum: CountedTests = {
    total: 0,
    passed: 0,
    failed: 0,
    errored: 0,
    skipped: 0,
    flaky: 0,
    runs: 0,
    durationSeconds: 0,
    quarantined: 0,
  }
  for (const [label, { tests }] of set.tables) {
    if (tests.size === 0) continue
    const { failed, errored } = forgivenTests(set, label)
    const counts = { ...tests.counts(), quarantined: failed + errored }
    for (const key of Object.keys(sum) as (keyof CountedTests)[]) sum[key] += counts[key]
    sum.failed -= failed
    sum.errored -= errored
  }
  return sum
}

/** The first failing tests that are not in quarantine, those with a message first. Names are decoded only for these. */
export function failingTests(set: EvidenceSet, limit: number): FailingTest[] {
  const found: FailingTest[] = []
  const isFailing = (tests: TestTable, test: number) => isBroken(tests, test) && !isQuarantined(set, tests, test)
  for (const [label, { tests }] of set.tables) {
    const seen = new Set<number>()
    for (const failure of tests.failures) {
      if (found.length >= limit) return found
      if (seen.has(failure.test) || !isFailing(tests, failure.test)) continue
      seen.add(failure.test)
      found.push(described(label, tests, failure.test, failure))
    }
    if (seen.size >= limit) return found
    for (let test = 0; test < tests.size && found.length < limit; test += 1) {
      if (!isFailing(tests, test) || seen.has(test)) continue
      found.push(described(label, tests, test, undefined))
    }
  }
  return found
}

/** Tests that both passed and failed. */
export function flakyTests(set: EvidenceSet, limit: number): NamedTest[] {
  const found: NamedTest[] = []
  for (const [label, { tests }] of set.tables) {
    for (let test = 0; test < tests.size && found.length < limit; test += 1) {
      if (tests.isFlaky(test)) found.push(named(label, tests, test))
    }
  }
  return found
}

/** The slowest tests of all scopes, slowest first; those that took no time at all are left out. */
export function slowestTests(set: EvidenceSet, limit: number): NamedTest[] {
  const best: { label: string; tests: TestTable; test: number; seconds: number }[] = []
  for (const [label, { tests }] of set.tables) {
    for (const test of tests.slowest(limit)) best.push({ label, tests, test, seconds: tests.durationSeconds(test) })
  }
  best.sort((left, right) => right.seconds - left.seconds)
  return best
    .filter(({ seconds }) => seconds > 0)
    .slice(0, limit)
    .map(({ label, tests, test }) => named(label, tests, test))
}

/** Suite and name, unless the name says the suite already. */
export function titleOf(test: { readonly suite: string; readonly name: string }): string {
  if (test.suite === '' || test.name.startsWith(test.suite)) return test.name
  return `${test.suite} › ${test.name}`
}

function isQuarantined({ forgiven }: EvidenceSet, tests: TestTable, test: number): boolean {
  if (forgiven === undefined || forgiven.tests.size === 0) return false
  return forgiven.tests.has(testId(tests.suite(test), tests.name(test)))
}

function isBroken(tests: TestTable, test: number): boolean {
  const outcome = tests.outcome(test)
  return outcome === 'failed' || outcome === 'errored'
}

function described(label: string, tests: TestTable, test: number, failure: TestFailure | undefined): FailingTest {
  return {
    label,
    suite: tests.suite(test),
    name: tests.name(test),
    outcome: tests.outcome(test) === 'errored' ? 'errored' : 'failed',
    message: failure?.message ?? '',
    details: failure?.details ?? '',
    path: failure?.path ?? tests.path(test),
    line: failure?.line,
    runs: tests.runs(test),
  }
}

function named(label: string, tests: TestTable, test: number): NamedTest {
  return {
    label,
    suite: tests.suite(test),
    name: tests.name(test),
    path: tests.path(test),
    seconds: tests.durationSeconds(test),
    runs: tests.runs(test),
  }
}
