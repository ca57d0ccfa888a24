import type { PathFilter } from './path-filter.ts'

export const OPERATORS = ['>=', '<=', '>', '<', '==', '!='] as const
export type Operator = (typeof OPERATORS)[number]

/** A number in the metric's unit, or what the baseline makes of it: `baseline * factor + offset`. */
export type Limit =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'base'; readonly factor: number; readonly offset: number }

/** `patch`: only what the change touches; `new`: only findings that the baseline does not have. */
export type RuleScope = 'project' | 'patch' | 'new' | 'introduced'

/** What a rule that does not hold does to the verdict. */
export const RULE_LEVELS = ['fail', 'warn'] as const
export type RuleLevel = (typeof RULE_LEVELS)[number]

/** One line of the rule language, and where it holds. */
export interface Rule {
  /** As written, without the space around it. */
  readonly text: string
  /** Without `.patch`, `.new` and `.introduced`. */
  readonly metric: string
  readonly scope: RuleScope
  readonly operator: Operator
  readonly limit: Limit
  readonly level: RuleLevel
  /** Only reports with this label. */
  readonly label?: string | undefined
  /** Only these files. */
  readonly paths?: PathFilter | undefined
  /** Only this scenario of a load test. */
  readonly scenario?: string | undefined
  /** `defaults`, `input`, the path of a policy file, or `owner/repo/path@ref`. */
  readonly source: string
  /** Its line in that file, 1-based. */
  readonly line?: number | undefined
  /** Policies that extend its file may ask for more, and cannot take it away. */
  readonly locked?: boolean | undefined
  /** Of a locked rule: what those policies waive counts as waived under it, too. */
  readonly waivable?: boolean | undefined
  /** The policy files whose waivers count under it; without it all of them. */
  readonly forgivenBy?: readonly string[] | undefined
}

const HOLDS: Record<Operator, (actual: number, limit: number) => boolean> = {
  '>=': (actual, limit) => actual >= limit,
  '<=': (actual, limit) => actual <= limit,
  '>': (actual, limit) => actual > limit,
  '<': (actual, limit) => actual < limit,
  '==': (actual, limit) => actual === limit,
  '!=': (actual, limit) => actual !== limit,
}

/** Whether the value is as the rule asks. No rounding: 79.996 is less than 80. */
export function holds(operator: Operator, actual: number, limit: number): boolean {
  return HOLDS[operator](actual, limit)
}

/** Enough digits for any ratio of a real report, too few for the noise of binary fractions (100 * 1.1). */
const TOLERANCE_DIGITS = 14

/** The limit as a number, or nothing where it needs a baseline that is not there. */
export function limitOf(limit: Limit, baseline: number | undefined): number | undefined {
  if (limit.kind === 'number') return limit.value
  if (baseline === undefined || (limit.factor === 1 && limit.offset === 0)) return baseline
  return Number((baseline * limit.factor + limit.offset).toPrecision(TOLERANCE_DIGITS))
}

/** The key of a rule's value in a baseline: the metric, and what the rule restricts it to. */
export function baselineKey(metric: string, rule: Pick<Rule, 'label' | 'paths' | 'scenario'>): string {
  const label = rule.label === undefined ? '' : ` label=${rule.label}`
  const paths = rule.paths === undefined ? '' : ` paths=${rule.paths.globs.join(',')}`
  const scenario = rule.scenario === undefined ? '' : ` scenario=${rule.scenario}`
  return metric + label + paths + scenario
}
