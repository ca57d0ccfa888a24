import type { EvidenceSet } from '../model/evidence.ts'
import { testId } from '../model/baseline.ts'
import type { Finding } from '../model/findings.ts'

/** Whether the policy forgives a row of the set's tables: it is shown, and counts under no rule. */
export function isForgiven(set: EvidenceSet, finding: Finding): boolean {
  return set.forgiven?.findings.has(finding) ?? false
}

/**
 * A count without what is forgiven of it. Nothing else is forgiven with it: where a report states fewer than are listed,
 * those that are listed and not forgiven still count, as far as they did before.
 */
export function withoutForgiven(count: number, listed: number, forgiven: number): number {
  return forgiven === 0 ? count : Math.min(count, Math.max(count - forgiven, listed - forgiven, 0))
}

/** Forgiven findings of one label by `family.rank`, but for those that were counted with an earlier one. */
export function forgivenFindings(
  set: EvidenceSet,
  label: string,
  repeated: ReadonlySet<Finding>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  if (set.forgiven === undefined || set.forgiven.findings.size === 0) return counts
  for (const finding of set.tables.get(label)?.findings.rows ?? []) {
    if (!isForgiven(set, finding) || repeated.has(finding)) continue
    const key = `${finding.family}.${finding.rank}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

export interface ForgivenTests {
  readonly failed: number
  readonly errored: number
  readonly flaky: number
}

/** Tests of one label that did not succeed and that the policy has in quarantine. */
export function forgivenTests(set: EvidenceSet, label: string): ForgivenTests {
  const counts = { failed: 0, errored: 0, flaky: 0 }
  const tests = set.tables.get(label)?.tests
  const forgiven = set.forgiven?.tests
  if (tests === undefined || forgiven === undefined || forgiven.size === 0) return counts
  for (let test = 0; test < tests.size; test += 1) {
    const outcome = tests.outcome(test)
    const isFailing = outcome === 'failed' || outcome === 'errored'
    // Only names that matter are decoded.
    if (!isFailing && !tests.isFlaky(test)) continue
    if (!forgiven.has(testId(tests.suite(test), tests.name(test)))) continue
    if (isFailing) counts[outcome] += 1
    if (tests.isFlaky(test)) counts.flaky += 1
  }
  return counts
}
