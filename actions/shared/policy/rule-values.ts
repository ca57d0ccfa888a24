import type { Baseline } from '../model/baseline.ts'
import type { Change } from '../model/change.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { metricValues, metricValuesOfPaths, metricValuesOfScenario, type MetricValues } from './metric-values.ts'
import type { Rule, RuleScope } from './rule.ts'

/** What values are taken from. Where something is a text it says why there is nothing of the kind. */
export interface Matter {
  readonly set: EvidenceSet
  readonly change: Change | string
  readonly baseline: Baseline | string
}

/** The values that a rule is about, or why they cannot be told. */
export type RuleValues = (rule: Rule) => MetricValues | string

const NOT_YET: RuleValues = ({ metric, scope }) => `the ${scope} scope of ${metric} is not available here yet`

/** Values by scope; those of a label are computed once for all of its rules. */
export function ruleValues({ set }: Matter): RuleValues {
  const byLabel = new Map<string | undefined, MetricValues>()
  const ofProject: RuleValues = ({ label, paths, scenario }) => {
    if (scenario !== undefined) return metricValuesOfScenario(set, label, scenario)
    if (paths) return metricValuesOfPaths(set, label, paths)
    const values = byLabel.get(label) ?? metricValues(set, label)
    byLabel.set(label, values)
    return values
  }
  const scopes: Record<RuleScope, RuleValues> = { project: ofProject, patch: NOT_YET, new: NOT_YET }
  return (rule) => scopes[rule.scope](rule)
}
