import type { KeptBaseline } from '../model/judged.ts'
import type { MetricValues } from './metric-values.ts'
import { baselineKey, holds, type Rule } from './rule.ts'

const SEVERITY = /^security\.(?:critical|high|medium|low)$/
const UNRATED = 'security.unknown'

/**
 * Whether some rule says what becomes of the findings without a severity that another one is about: they are that rule's
 * matter, if it is about all of these, and not only about those of a change, a label or a folder.
 */
export function settlesUnrated(rules: readonly Rule[], { scope, label, paths }: Rule): boolean {
  return rules.some(
    (rule) =>
      (rule.metric === UNRATED || rule.metric === 'security.total') &&
      (rule.scope === 'project' || rule.scope === scope || (rule.scope === 'new' && scope === 'introduced')) &&
      (rule.label === undefined || rule.label === label) &&
      (rule.paths === undefined || rule.paths.globs.join('\n') === paths?.globs.join('\n')),
  )
}

/**
 * Why a rule about a severity that holds is not known to: findings of which no report says how bad they are (all of
 * pip-audit's, for one) may be of that very severity. Beside a base only those that the base had not.
 */
export function unratedDoubt(
  rule: Rule,
  values: MetricValues,
  {
    actual,
    limit,
    baseline,
  }: { readonly actual: number; readonly limit: number; readonly baseline: KeptBaseline | string },
): string | undefined {
  if (!SEVERITY.test(rule.metric)) return undefined
  const key = baselineKey(UNRATED, rule)
  const before = rule.limit.kind === 'base' && typeof baseline === 'object' ? (baseline.values[key] ?? 0) : 0
  const unrated = Math.max(0, (values.get(UNRATED)?.value ?? 0) - before)
  if (unrated === 0 || holds(rule.operator, actual + unrated, limit)) return undefined
  const findings = unrated === 1 ? '1 finding is' : `${unrated} findings are`
  return `no report says how severe ${findings}; look, and say how many may be there with a rule such as security.unknown <= ${before + unrated}`
}
