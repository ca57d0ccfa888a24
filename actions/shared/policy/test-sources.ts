import type { TestCounts } from '../model/tests.ts'
import { forgivenTests, type ForgivenTests, withoutForgiven } from './forgiven.ts'
import { byLabel, contradicts, own, type Member, type MetricSource, type ScopedEvidence } from './metric-sources.ts'
import { testMetrics } from '../reports/test-metrics.ts'

/** The tests of each label: as the report says where there is one, test by test where there are several; failures in quarantine apart. */
export function testSources({ set, members }: ScopedEvidence): MetricSource[] {
  const reports = byLabel(members.filter(({ evidence }) => evidence.kind === 'tests'))
  return [...reports].flatMap(([label, group]) => {
    const counts = set.tables.get(label)?.tests.counts()
    const merged = mergedTests(group, counts)
    const metrics = merged && withoutQuarantined(merged, counts, forgivenTests(set, label))
    return metrics ? [{ metrics, members: group.map(({ index }) => index), doubt: doubtOf(metrics) }] : []
  })
}

function mergedTests(group: readonly Member[], counts: TestCounts | undefined): Record<string, number> | undefined {
  const believed = group
    .filter(({ evidence }) => evidence.refused === undefined)
    .map(({ evidence }) => own(evidence, 'tests.'))
  const listed = counts ? counts.failed + counts.errored : 0
  // A report that broke off can still have shown failures.
  if (believed.length === 0 && listed === 0) return undefined
  const [only] = believed
  // Without rows to merge, the sum is the most that can be said.
  const merged = counts && counts.total > 0 ? testMetrics(counts) : summed(believed)
  const metrics = group.length === 1 && only ? { ...only } : merged
  const declared = believed.map(failing)
  if (group.length > 1 || group.some(({ evidence }) => contradicts(evidence))) {
    const contradicted = group.some(({ evidence }) => contradicts(evidence))
    // Shards may show one failure twice, so their sum counts only where contents cannot be believed.
    const atLeast = contradicted ? declared.reduce((sum, count) => sum + count, 0) : Math.max(0, ...declared)
    const missing = Math.max(listed, atLeast) - failing(metrics)
    if (missing > 0) metrics['tests.failed'] = (metrics['tests.failed'] ?? 0) + missing
  }
  return metrics
}

/**
 * Takes quarantined failures out of the counts of failures, and counts them by themselves. One that was declared and is
 * not listed has no name, so that no quarantine can mean it: it still fails, as does any that is listed and not meant.
 */
function withoutQuarantined(
  metrics: Readonly<Record<string, number>>,
  counts: TestCounts | undefined,
  forgiven: ForgivenTests,
): Record<string, number> {
  const quarantined = forgiven.failed + forgiven.errored
  const { 'tests.failed': failed = 0, 'tests.errored': errored = 0, 'tests.flaky': flaky = 0 } = metrics
  const listed = counts ? counts.failed + counts.errored : 0
  const remaining = withoutForgiven(failed + errored, listed, quarantined)
  // Tables and declarations can name the same failure differently: what one kind lacks is taken from the other.
  const gone = failed + errored - remaining
  const fewerErrored = Math.min(errored, Math.max(Math.min(forgiven.errored, gone), gone - failed))
  return {
    ...metrics,
    ...(quarantined > 0 && { 'tests.failed': failed - (gone - fewerErrored), 'tests.errored': errored - fewerErrored }),
    ...(forgiven.flaky > 0 && { 'tests.flaky': withoutForgiven(flaky, counts?.flaky ?? 0, forgiven.flaky) }),
    'tests.quarantined': quarantined,
  }
}

function summed(reports: readonly Record<string, number>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const report of reports) {
    for (const [name, value] of Object.entries(report)) sums[name] = (sums[name] ?? 0) + value
  }
  return sums
}

/** Tests that did not succeed, whichever way. */
export function failing(metrics: Readonly<Record<string, number>>): number {
  return (metrics['tests.failed'] ?? 0) + (metrics['tests.errored'] ?? 0)
}

/** No failed test among none is no good news. */
function doubtOf(metrics: Readonly<Record<string, number>>): string | undefined {
  return metrics['tests.total'] === 0 ? 'the report holds no test at all' : undefined
}
