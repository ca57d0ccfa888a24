import type { Baseline, KnownFinding } from '../model/baseline.ts'
import type { Comparison, MetricChange } from '../model/comparison.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import type { Finding } from '../model/findings.ts'
import { compareFindings } from './compare-findings.ts'
import { disclosedOf } from './compare-packages.ts'
import { compareTests } from './compare-tests.ts'
import { metricValues } from './metric-values.ts'
import { baselineKey } from './rule.ts'

/** Sets what was read beside what the base had. `contents`: what stands at each finding (`runtime/source-lines.ts`). */
export function compareWithBase(
  set: EvidenceSet,
  baseline: Baseline,
  contents: ReadonlyMap<Finding, string> = new Map(),
): Comparison {
  const values = metricValues(set)
  const findings = compareFindings(set, baseline, contents)
  const isSeen = ({ family }: KnownFinding) =>
    values.get(`${family}.total`)?.doubt === undefined && values.has(`${family}.total`)
  const both = [...values].flatMap(([metric, { value }]): MetricChange[] => {
    const before = baseline.values.get(baselineKey(metric, {}))
    return before === undefined ? [] : [{ metric, before, now: value }]
  })
  const changes = both.filter(({ before, now }) => before !== now)
  return {
    base: { sha: baseline.sha, ref: baseline.ref, recorded: baseline.recorded },
    // What no believed report speaks of is not fixed.
    findings: {
      ...findings,
      disclosed: disclosedOf(findings.added, baseline, set.change),
      fixed: findings.fixed.filter(isSeen),
    },
    tests: compareTests(set, baseline, values),
    changes,
    unchanged: both.length - changes.length,
    trend: baseline.trend,
  }
}
