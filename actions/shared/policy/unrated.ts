import type { KeptBaseline } from '../model/judged.ts'
import type { MetricValues } from './metric-values.ts'
import { baselineKey, holds, type Rule } from './rule.ts'

const SEVERITY = /^security\.(?:critical|high|medium|low)$/
const UNRATED = 'security.unknown'

/** Where some rule says what becomes of findings without a severity, they are that rule's matter. */
export function settlesUnrated(rules: readonly Rule[]): boolean {
  return rules.some(({ metric }) => metric === UNRATED || metric === 'security.total')
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
