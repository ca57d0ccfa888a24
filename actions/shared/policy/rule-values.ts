import type { Baseline } from '../model/baseline.ts'
import type { Change } from '../model/change.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { metricValues, metricValuesOfPaths, metricValuesOfScenario, type MetricValues } from './metric-values.ts'
import { VANISHED } from './compare-rules.ts'
import { newValues, sidesOf, vanishedTests } from './new-values.ts'
import { patchValues } from './patch-values.ts'
import type { Rule, RuleScope } from './rule.ts'

/** What values are taken from. Where something is a text it says why there is nothing of the kind. */
export interface Matter {
  readonly set: EvidenceSet
  readonly change: Change | string
  readonly baseline: Baseline | string
}

/** The values that a rule is about, or why they cannot be told. */
export type RuleValues = (rule: Rule) => MetricValues | string

/** Values by scope; those of a label are computed once for all of its rules. */
export function ruleValues({ set, change, baseline }: Matter): RuleValues {
  const sides = typeof baseline === 'string' ? baseline : sidesOf(set, baseline)
  const byLabel = new Map<string | undefined, MetricValues>()
  const ofProject: RuleValues = ({ label, paths, scenario }) => {
    if (scenario !== undefined) return metricValuesOfScenario(set, label, scenario)
    if (paths) return metricValuesOfPaths(set, label, paths)
    const known = byLabel.get(label)
    if (known) return known
    const values = metricValues(set, label)
    const vanished = typeof sides === 'object' && label === undefined ? vanishedTests(sides, values) : undefined
    const all = vanished ? new Map([...values, [VANISHED, vanished]]) : values
    byLabel.set(label, all)
    return all
  }
  const ofBase: RuleValues = (rule) => {
    if (typeof sides === 'string') return sides
    const project = ofProject(rule)
    return typeof project === 'string' ? project : newValues(sides, rule, project)
  }
  const ofPatch: RuleValues = (rule) => (typeof change === 'string' ? change : patchValues(set, rule, change))
  const scopes: Record<RuleScope, RuleValues> = { project: ofProject, patch: ofPatch, new: ofBase, introduced: ofBase }
  return (rule) => scopes[rule.scope](rule)
}
