import { METRICS, definitionOf } from '../model/metrics.ts'
import { holds, type Limit, type Operator, type Rule } from './rule.ts'

/** What a rule asks of a value, without where it looks. */
export type Bound = Pick<Rule, 'metric' | 'operator' | 'limit'>

/** Which way a rule pushes: up, down, to one value, or away from one. */
export type Direction = 'at least' | 'at most' | 'exactly' | 'not'

const DIRECTIONS: Record<Operator, Direction> = {
  '>=': 'at least',
  '>': 'at least',
  '<=': 'at most',
  '<': 'at most',
  '==': 'exactly',
  '!=': 'not',
}

/** Values of the catalogue's metrics are never negative; of a team's own metric nobody knows. */
function isNeverNegative(metric: string): boolean {
  return Object.hasOwn(METRICS, metric)
}

/**
 * The rule with the operator that says what it comes to: where a metric cannot be negative `== 0` is `<= 0` and `!= 0` is
 * `> 0`, and where it is a share `== 100` is `>= 100`. So `tests.failed <= 3` is about the same thing as `tests.failed == 0`.
 */
function plainOf({ metric, operator, limit }: Bound): { readonly operator: Operator; readonly limit: Limit } {
  if (limit.kind === 'base' || !isNeverNegative(metric)) return { operator, limit }
  const definition = definitionOf(metric)
  const isShare = definition?.unit === '%' && definition.better === 'higher'
  if (operator === '==' && limit.value === 0) return { operator: '<=', limit }
  if (operator === '!=' && limit.value === 0) return { operator: '>', limit }
  if (operator === '==' && limit.value === 100 && isShare) return { operator: '>=', limit }
  return { operator, limit }
}

export function directionOf(rule: Bound): Direction {
  return DIRECTIONS[plainOf(rule).operator]
}

/**
 * What a rule is about, as a key: metric, scope, label, paths and whatever else narrows it, the way it pushes, and whether it
 * asks for a number or for something of the base. Rules with one key are versions of one rule; they differ in how strict they are.
 */
export function subjectOf(rule: Rule): string {
  const direction = directionOf(rule)
  // Two values can be ruled out, one by one.
  const ruledOut = direction === 'not' ? rule.limit : undefined
  const about = Object.entries(rule)
    .filter(([key, value]) => !SAYS_HOW.has(key) && value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
  return JSON.stringify([about, rule.paths && [...rule.paths.globs].sort(), direction, rule.limit.kind, ruledOut])
}

/** What of a rule does not say what it is about. A key that is forgotten here tells rules apart that are the same, never the other way. */
const SAYS_HOW: ReadonlySet<string> = new Set<keyof Rule>([
  'text',
  'operator',
  'limit',
  'level',
  'paths',
  'source',
  'line',
  'locked',
  'waivable',
  'forgivenBy',
])

/**
 * Whether every value that the first rule lets pass is let pass by the second, whatever the baseline is: the first is as
 * strict, or stricter. Both are about the same metric. False also where it cannot be told.
 */
export function isAsStrict(first: Bound, second: Bound): boolean {
  const [one, other] = [plainOf(first), plainOf(second)]
  if (one.limit.kind === 'number' && other.limit.kind === 'number') {
    return isWithin(one.operator, one.limit.value, other.operator, other.limit.value)
  }
  if (one.limit.kind !== 'base' || other.limit.kind !== 'base') return false
  return isWithinOfBase(first.metric, one.operator, one.limit, other.operator, other.limit)
}

/** Whether the values on one side of a number are all on the other rule's side of its number. */
function isWithin(operator: Operator, limit: number, otherOperator: Operator, otherLimit: number): boolean {
  const edge = holds(otherOperator, limit, otherLimit)
  // One value: the other rule takes it or not.
  if (operator === '==') return edge
  if (operator === '!=') return otherOperator === '!=' && limit === otherLimit
  if (otherOperator === '==') return false
  if (otherOperator === '!=') return !holds(operator, otherLimit, limit)
  if (DIRECTIONS[otherOperator] !== DIRECTIONS[operator]) return false
  // `> 80` lies within `>= 80` and `> 80`, `>= 80` only within `>= 80`.
  const isOpen = operator === '>' || operator === '<'
  return edge || (isOpen && limit === otherLimit)
}

type BaseLimit = Extract<Limit, { readonly kind: 'base' }>

/** The same where both limits move with the baseline, which is not negative where the metric cannot be. */
function isWithinOfBase(
  metric: string,
  operator: Operator,
  limit: BaseLimit,
  otherOperator: Operator,
  otherLimit: BaseLimit,
): boolean {
  const isSame = limit.factor === otherLimit.factor && limit.offset === otherLimit.offset
  if (isSame) return isWithin(operator, 0, otherOperator, 0)
  const direction = DIRECTIONS[operator]
  if (direction !== DIRECTIONS[otherOperator] || (direction !== 'at least' && direction !== 'at most')) return false
  if (limit.factor !== otherLimit.factor && !isNeverNegative(metric)) return false
  const sign = direction === 'at least' ? 1 : -1
  const factor = sign * (limit.factor - otherLimit.factor)
  const offset = sign * (limit.offset - otherLimit.offset)
  // Of a baseline of 0 only the offset is left: there the limits can be equal, and an open one counts.
  const isCloser = isWithin(operator, 0, otherOperator, 0)
  return factor >= 0 && (offset > 0 || (offset === 0 && isCloser))
}
