import { type Change, changesAny } from '../model/change.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { type Finding, placesOf } from '../model/findings.ts'
import { findingsWhere } from './finding-sources.ts'
import { scopedEvidence, type MetricSource } from './metric-sources.ts'
import { mergeSources, type MetricValue, type MetricValues } from './metric-values.ts'
import { patchComplexity } from './patch-complexity.ts'
import { patchCoverage } from './patch-coverage.ts'
import { PatchFiles } from './patch-files.ts'
import type { Rule } from './rule.ts'

/**
 * The values of a label and of paths that are about the lines of a change alone: coverage of lines and branches, findings,
 * and what was measured of functions and files. Generated files count under none of them.
 */
export function patchValues(
  set: EvidenceSet,
  { label, paths }: Pick<Rule, 'label' | 'paths'>,
  change: Change,
): MetricValues {
  const scoped = scopedEvidence(set, label)
  const patch = new PatchFiles(change, paths)
  const isOfChange = (finding: Finding): boolean =>
    placesOf(finding).some(({ path, line, endLine }) => {
      // Nobody can say that it is elsewhere.
      if (path === undefined) return true
      const edits = patch.editsOf(path)
      return edits.some((edit) => line === undefined || changesAny(edit, line, Math.max(line, endLine ?? line)))
    })
  const measured: (MetricSource & Extra)[] = [...patchCoverage(scoped, patch), ...patchComplexity(scoped, patch)]
  return new Map([
    ...mergeSources(set, findingsWhere(scoped, isOfChange)),
    ...measured.flatMap((source) => withExtra(mergeSources(set, [source]), source)),
  ])
}

type Extra = Pick<MetricValue, 'nothing' | 'places'>

function withExtra(values: MetricValues, { nothing, places }: Extra): [string, MetricValue][] {
  return [...values].map(([metric, value]) => [metric, { ...value, nothing, places }])
}
