import { testId, type Baseline } from '../model/baseline.ts'
import type { TestComparison } from '../model/comparison.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { OUTCOMES, type Outcome } from '../model/tests.ts'
import type { MetricValues } from './metric-values.ts'

/** Of several runs of a test, under whatever labels, the worst. */
interface SeenTest {
  rank: number
  isFlaky: boolean
}

const rankOf = (outcome: Outcome): number => OUTCOMES.indexOf(outcome)
const SKIPPED = rankOf('skipped')
const FAILED = rankOf('failed')

/** Compares the tests of all labels with those of the base. A text says why they cannot be; nothing where neither has any. */
export function compareTests(
  set: EvidenceSet,
  baseline: Baseline,
  values: MetricValues,
): TestComparison | string | undefined {
  const known = baseline.tests
  const hadTests = (known?.size ?? 0) > 0 || (baseline.values.get('tests.total') ?? 0) > 0
  if (!hadTests) return values.has('tests.total') ? 'the baseline holds no tests' : undefined
  if (known === undefined) return 'the baseline does not hold the names of its tests: there were more than it keeps'
  const seen = seenTests(set)
  const lists = {
    vanished: [...known.keys()].filter((id) => !seen.has(id)).sort(),
    newlyFlaky: [] as string[],
    newlyFailing: [] as string[],
    failingBefore: [] as string[],
    newlySkipped: [] as string[],
  }
  let added = 0
  for (const [id, { rank, isFlaky }] of seen) {
    const before = known.get(id)
    if (before === undefined) added += 1
    const rankBefore = before && rankOf(before.outcome)
    if (isFlaky && before?.isFlaky !== true) lists.newlyFlaky.push(id)
    if (rank >= FAILED) {
      ;(rankBefore !== undefined && rankBefore >= FAILED ? lists.failingBefore : lists.newlyFailing).push(id)
    }
    if (rank === SKIPPED && rankBefore !== undefined && rankBefore !== SKIPPED) lists.newlySkipped.push(id)
  }
  for (const list of Object.values(lists)) list.sort()
  return { ...lists, added, doubt: doubtOf(set, values) }
}

function seenTests(set: EvidenceSet): Map<string, SeenTest> {
  const seen = new Map<string, SeenTest>()
  for (const { tests } of set.tables.values()) {
    for (let test = 0; test < tests.size; test += 1) {
      const id = testId(tests.suite(test), tests.name(test))
      const rank = rankOf(tests.outcome(test))
      const other = seen.get(id)
      if (other === undefined) seen.set(id, { rank, isFlaky: tests.isFlaky(test) })
      else {
        other.rank = Math.max(other.rank, rank)
        other.isFlaky ||= tests.isFlaky(test)
      }
    }
  }
  return seen
}

/** A test may have run although no report that was read lists it. */
function doubtOf(set: EvidenceSet, values: MetricValues): string | undefined {
  const total = values.get('tests.total')
  if (total === undefined) return 'no report holds any test'
  if (total.doubt !== undefined) return total.doubt
  let listed = 0
  for (const { tests } of set.tables.values()) listed += tests.counts().runs
  // Declared numbers count a test that ran twice as two, so runs are what they are held against.
  return listed < total.value ? `the reports count ${total.value} tests and name ${listed}` : undefined
}
