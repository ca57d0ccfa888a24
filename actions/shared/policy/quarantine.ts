import { type Baseline, testId } from '../model/baseline.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import type { Outcome, TestTable } from '../model/tests.ts'
import { MATCHES_KEPT, type WaiverMatch, type WaiverRecord } from '../model/waived.ts'
import { endText, expiryOf, isLong } from './expiry.ts'
import { lockAgainst, lockText } from './locked-rules.ts'
import { isDoubted } from './metric-sources.ts'
import type { QuarantinedTest } from './policy-quarantine.ts'
import { nearest } from './nearest.ts'
import type { Rule } from './rule.ts'
import { isMeant, type TestNames, testNames, type TestPattern, testPattern } from './test-pattern.ts'

/** So many recorded runs in a row a test passes before its release is proposed. */
export const RUNS_TO_RELEASE = 20

/** Streaks that a baseline keeps: a pattern can mean any number of tests. */
export const STREAKS_KEPT = 5_000

/** Names that are looked through for one that was meant. */
const NAMES_COMPARED = 2_000

/** What a quarantine does to a set of evidence. */
export interface Quarantined {
  /** By `testId`, each with the sentence that says who vouched for it; only tests that failed in some run. */
  readonly tests: ReadonlyMap<string, string>
  /** One for each entry of the quarantine, in the order of the policy. */
  readonly records: readonly WaiverRecord[]
}

/** One test as one label's reports have it. */
interface SeenTest {
  readonly label: string
  readonly table: TestTable
  readonly test: number
  readonly id: string
  readonly outcome: Outcome
  readonly isFlaky: boolean
}

/**
 * Which failing tests the quarantine forgives on a day (`2027-01-31`, UTC), and what became of each of its entries.
 * `streaks` are those of the baseline: recorded runs in a row that each test passed. What a locked one of the `rules` counts is
 * not forgiven.
 */
export function applyQuarantine(
  set: EvidenceSet,
  quarantine: readonly QuarantinedTest[],
  day: string,
  streaks: Baseline['streaks'] = new Map(),
  rules: readonly Rule[] = [],
): Quarantined {
  if (quarantine.length === 0) return { tests: new Map(), records: [] }
  const uses = quarantine.map((entry) => new QuarantineUse(entry, day, streaks))
  const tests = new Map<string, string>()
  forbid(set, uses, rules)
  eachMeant(set, uses, (seen, meant) => {
    const matching = meant.filter((use) => isPassing(seen) || use.isFree(seen.id))
    const inForce = matching.find((use) => use.expiry.state !== 'expired')
    if (inForce && !isPassing(seen)) tests.set(seen.id, sentenceOf(inForce.entry))
    for (const use of matching) use.note(seen, use === (inForce ?? matching[0]))
  })
  const allSeen = areAllSeen(set)
  return { tests, records: uses.map((use) => use.record(set, allSeen)) }
}

/** Notes which tests each entry may not forgive. A test is forgiven by its name, under all labels that have it or none. */
function forbid(set: EvidenceSet, uses: readonly QuarantineUse[], rules: readonly Rule[]): void {
  if (!rules.some(({ forgivenBy }) => forgivenBy !== undefined)) return
  eachMeant(set, uses, (seen, meant) => {
    if (isPassing(seen)) return
    const item = { metric: metricOf(seen), label: seen.label, path: seen.table.path(seen.test) }
    for (const use of meant) {
      const lock = lockAgainst(rules, use.entry.source, item)
      if (lock) use.forbid(seen.id, lock)
    }
  })
}

/**
 * The streaks to record with a run: of each test that the quarantine means, the recorded runs in a row in which it passed.
 * A run that was skipped, or that did not show the test, changes nothing; neither does one whose reports are doubted, unless
 * the test failed in it.
 */
export function streaksAfter(
  baseline: Pick<Baseline, 'streaks'> | undefined,
  set: EvidenceSet,
  quarantine: readonly QuarantinedTest[],
): ReadonlyMap<string, number> {
  const patterns = quarantine.map(({ test }) => ({ pattern: testPattern(test) }))
  const before = baseline?.streaks ?? new Map<string, number>()
  const after = new Map<string, number>()
  for (const [id, streak] of before) {
    const names = testNames('', id)
    if (patterns.some(({ pattern }) => isMeant(pattern, names))) after.set(id, streak)
  }
  const isBelieved = areAllSeen(set)
  const failed = new Set<string>()
  eachMeant(set, patterns, (seen) => {
    if (!isPassing(seen)) failed.add(seen.id)
    else if (seen.outcome === 'passed' && isBelieved) after.set(seen.id, (before.get(seen.id) ?? 0) + 1)
  })
  // One label's failure outweighs another's pass.
  for (const id of failed) after.set(id, 0)
  return new Map([...after].slice(0, STREAKS_KEPT))
}

/** Calls back for each test that some of the patterns mean, once for each label that has it. */
function eachMeant<Use extends { readonly pattern: TestPattern }>(
  set: EvidenceSet,
  uses: readonly Use[],
  visit: (seen: SeenTest, matching: readonly Use[]) => void,
): void {
  if (uses.length === 0) return
  const meant = matcherOf(uses)
  for (const [label, { tests: table }] of set.tables) {
    for (let test = 0; test < table.size; test += 1) {
      const [suite, name] = [table.suite(test), table.name(test)]
      const matching = meant(testNames(suite, name))
      if (matching.length === 0) continue
      const seen = { outcome: table.outcome(test), isFlaky: table.isFlaky(test) }
      visit({ label, table, test, id: testId(suite, name), ...seen }, matching)
    }
  }
}

/** What a test is meant by, exact names before patterns; those are looked up, as there may be a million tests. */
function matcherOf<Use extends { readonly pattern: TestPattern }>(
  uses: readonly Use[],
): (names: TestNames) => readonly Use[] {
  const exact = new Map<string, Use[]>()
  for (const use of uses) {
    const [name = '', ...others] = use.pattern.parts
    if (others.length === 0) exact.set(name, [...(exact.get(name) ?? []), use])
  }
  const patterns = uses.filter(({ pattern }) => pattern.parts.length > 1)
  return (names) => {
    const { full, short } = names
    const byName = exact.get(full) ?? (short === undefined ? undefined : exact.get(short)) ?? []
    const byPattern = patterns.filter(({ pattern }) => isMeant(pattern, names))
    return byPattern.length === 0 ? byName : [...byName, ...byPattern]
  }
}

/** Passed or skipped, and failed in no run. */
function isPassing({ outcome, isFlaky }: SeenTest): boolean {
  return !isFlaky && outcome !== 'failed' && outcome !== 'errored'
}

/** The metric that a test counts under which did not pass. */
function metricOf({ outcome }: SeenTest): string {
  return outcome === 'failed' || outcome === 'errored' ? `tests.${outcome}` : 'tests.flaky'
}

function areAllSeen(set: EvidenceSet): boolean {
  const reports = set.evidence.filter(({ kind }) => kind === 'tests')
  return reports.length > 0 && set.gaps.length === 0 && !reports.some(isDoubted)
}

function sentenceOf({ owner, expires, reason }: QuarantinedTest): string {
  return `in quarantine by ${owner} until ${expires}: ${reason}`
}

/** One entry of the quarantine, and the tests that it met. */
class QuarantineUse {
  readonly entry: QuarantinedTest
  readonly pattern: TestPattern
  readonly expiry: ReturnType<typeof expiryOf>
  readonly #streaks: Baseline['streaks']
  #met = 0
  readonly #forbidden = new Set<string>()
  #lock: Rule | undefined
  #shortest = Infinity
  #matched = 0
  readonly #matches: WaiverMatch[] = []

  constructor(entry: QuarantinedTest, day: string, streaks: Baseline['streaks']) {
    this.entry = entry
    this.pattern = testPattern(entry.test)
    this.expiry = expiryOf(entry.expires, day)
    this.#streaks = streaks
  }

  forbid(id: string, lock: Rule): void {
    this.#forbidden.add(id)
    this.#lock ??= lock
  }

  isFree(id: string): boolean {
    return !this.#forbidden.has(id)
  }

  /** `isDecisive`: no other entry forgives it instead. */
  note(seen: SeenTest, isDecisive: boolean): void {
    this.#met += 1
    this.#shortest = Math.min(this.#shortest, isPassing(seen) ? (this.#streaks.get(seen.id) ?? 0) : 0)
    if (!isDecisive || isPassing(seen)) return
    this.#matched += 1
    if (this.#matches.length < MATCHES_KEPT) this.#matches.push(matchOf(seen))
  }

  record(set: EvidenceSet, allSeen: boolean): WaiverRecord {
    const { test: id, reason, owner, expires, source, line } = this.entry
    const state = this.#stateOf(allSeen)
    const note = this.#noteOf(state, state === 'stale' ? hintOf(set, id) : '')
    const about = { kind: 'test', id, reason, owner, expires, source, line } as const
    return { ...about, state, matched: this.#matched, matches: this.#matches, note }
  }

  #stateOf(allSeen: boolean): WaiverRecord['state'] {
    if (this.expiry.state === 'expired') return 'expired'
    if (this.#met === 0 && this.#forbidden.size > 0) return 'locked'
    if (this.#met === 0) return allSeen ? 'stale' : this.expiry.state
    return this.#shortest >= RUNS_TO_RELEASE ? 'proposed' : this.expiry.state
  }

  #noteOf(state: WaiverRecord['state'], hint: string): string | undefined {
    const { entry, expiry } = this
    const what = `the quarantine of ${entry.test} (${entry.owner})`
    if (state === 'expired') {
      const counts = `${failing(this.#matched)} ${this.#matched === 1 ? 'counts' : 'count'} again`
      const now = this.#matched > 0 ? `${counts}: mend what it forgave, or agree anew` : 'remove it'
      return `${what} expired after ${entry.expires}; ${now}`
    }
    if (state === 'stale') return `${what} means no test that was read${hint}; remove it if that is right`
    if (state === 'proposed') {
      const who = this.#met === 1 ? 'its test has' : `each of its ${this.#met} tests has`
      return `${what} can end: ${who} passed ${this.#shortest} recorded runs in a row`
    }
    if (state === 'expiring') return `${what}: ${endText(entry.expires, expiry.daysLeft)}`
    if (this.#lock) return `${what} does not reach ${failing(this.#forbidden.size)}: ${lockText(this.#lock)}`
    return isLong(expiry.daysLeft) ? `${what} holds for more than a year, until ${entry.expires}` : undefined
  }
}

function failing(count: number): string {
  return count === 1 ? '1 failing test' : `${count} failing tests`
}

function matchOf(seen: SeenTest): WaiverMatch {
  const { label, table, test, id, outcome } = seen
  const failure = table.failures.find((candidate) => candidate.test === test)
  const message = failure?.message === '' ? undefined : failure?.message
  const path = failure?.path ?? table.path(test)
  const metric = metricOf(seen)
  const named = label === '' ? undefined : label
  return { label: named, test: id, outcome, metric, message, path, line: failure?.line }
}

/** The test that may have been meant by an entry that means none. */
function hintOf(set: EvidenceSet, wanted: string): string {
  const names = new Map<string, string>()
  for (const { tests } of set.tables.values()) {
    for (let test = 0; test < tests.size && names.size < NAMES_COMPARED; test += 1) {
      const id = testId(tests.suite(test), tests.name(test))
      names.set(id.toLowerCase().slice(0, 100), id)
    }
  }
  const found = nearest(wanted.toLowerCase().slice(0, 100), names.keys())
  if (found === undefined || found.edits > Math.max(2, wanted.length / 3)) return ''
  return `; the nearest is ${names.get(found.name) ?? found.name}`
}
