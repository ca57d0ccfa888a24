import type { TestCounts } from '../model/tests.ts'

/** A report's counts by the names of the metric catalogue. */
export function testMetrics(counts: TestCounts): Record<string, number> {
  return {
    'tests.total': counts.total,
    'tests.passed': counts.passed,
    'tests.failed': counts.failed,
    'tests.errored': counts.errored,
    'tests.skipped': counts.skipped,
    'tests.flaky': counts.flaky,
    'tests.runs': counts.runs,
    'tests.duration': Math.round(counts.durationSeconds * 1000) / 1000,
  }
}
