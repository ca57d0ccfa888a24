import { ConfigurationError } from '../model/errors.ts'
import { METRICS, definitionOf, type MetricDefinition } from '../model/metrics.ts'
import { comparisonProblem } from './compare-rules.ts'
import { didYouMean, nearest } from './nearest.ts'
import { OPERATORS, type Limit, type Operator, type Rule, type RuleLevel, type RuleScope } from './rule.ts'
import type { PathFilter } from './path-filter.ts'
import { RuleCursor, RuleSyntaxError } from './rule-cursor.ts'
import { convert, fittingUnits } from './units.ts'

/** What a rule has beside its text. */
export interface RuleAttributes {
  readonly source: string
  readonly level?: RuleLevel | undefined
  readonly label?: string | undefined
  readonly paths?: PathFilter | undefined
  readonly scenario?: string | undefined
}

const SCOPES: readonly RuleScope[] = ['patch', 'new', 'introduced']
const METRIC = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*$/

/** The families of metrics whose values are known file by file. */
const SCOPABLE = /^(?:coverage|lint|types|boundaries|security|secrets|licenses)\./
const SCOPABLE_TEXT = 'coverage.*, lint.*, types.*, boundaries.*, security.*, secrets.* and licenses.*'

/** Longer ones are refused unread. */
const LONGEST_RULE = 500

/** Rules of a text, one a line; what follows `#` is a comment. Throws ConfigurationError with all problems of all rules. */
export function parseRules(text: string, source = 'input'): readonly Rule[] {
  const problems: string[] = []
  const rules: Rule[] = []
  for (const line of ruleLines(text)) {
    try {
      rules.push(parseRule(line, { source }))
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return rules
}

/** The lines of an input that say something: without comments, blank lines and the space around them. */
export function ruleLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r]/).map((line) => line.replace(/(?:^|\s)#.*$/s, '').trim())
  return lines.filter((line) => line !== '')
}

/** One rule: `<metric> <operator> <limit>`. Throws ConfigurationError, which names the column and what was expected there. */
export function parseRule(text: string, attributes: RuleAttributes): Rule {
  const written = text.trim()
  if (written.length > LONGEST_RULE) throw problemOf(written, `longer than ${LONGEST_RULE} characters`)
  try {
    const cursor = new RuleCursor(written)
    const { metric, scope, definition } = parseMetric(cursor)
    const operator = parseOperator(cursor)
    const limit = cursor.take(/base\b/y) ? parseTolerance(cursor, definition) : parseNumber(cursor, metric, definition)
    if (!cursor.atEnd) cursor.expected('the end of the rule')
    if (attributes.paths && !SCOPABLE.test(metric)) {
      throw problemOf(written, `paths can narrow ${SCOPABLE_TEXT}, not ${metric}`)
    }
    const problem = comparisonProblem({ metric, scope, limit, label: attributes.label })
    if (problem !== undefined) throw problemOf(written, problem)
    if (attributes.scenario !== undefined && (!metric.startsWith('performance.') || scope !== 'project')) {
      throw problemOf(written, `scenario can narrow performance.*, not ${scope === 'project' ? metric : `.${scope}`}`)
    }
    const { source, level = 'fail', label, paths, scenario } = attributes
    return { text: written, metric, scope, operator, limit, level, label, paths, scenario, source }
  } catch (error) {
    if (error instanceof RuleSyntaxError) throw problemOf(written, error.message)
    throw error
  }
}

function problemOf(text: string, problem: string): ConfigurationError {
  const shown = text.length > 120 ? `${text.slice(0, 119)}…` : text
  return new ConfigurationError(`rule ${JSON.stringify(shown)}: ${problem}`)
}

function parseMetric(cursor: RuleCursor): Pick<Rule, 'metric' | 'scope'> & { definition: MetricDefinition } {
  const start = cursor.at
  const name = cursor.take(/[^\s<>=!]+/y) ?? ''
  const scope = SCOPES.find((suffix) => name.endsWith(`.${suffix}`)) ?? 'project'
  const metric = scope === 'project' ? name : name.slice(0, -scope.length - 1)
  if (!METRIC.test(metric)) {
    cursor.at = start
    const suggestion = name === '' ? '' : didYouMean(metric, Object.keys(METRICS))
    cursor.expected('a metric (lower-case words of letters, digits and hyphens, with dots between them)', suggestion)
  }
  const definition = definitionOf(metric)
  if (!definition) {
    cursor.at = start
    const namespace = metric.slice(0, metric.indexOf('.') + 1)
    const neighbours = Object.keys(METRICS).filter((known) => known.startsWith(namespace))
    const closest = nearest(metric, namespace !== '' && neighbours.length > 0 ? neighbours : Object.keys(METRICS))
    cursor.expected('a metric of the suite', `; did you mean ${closest?.name ?? ''}?`)
  }
  return { metric, scope, definition }
}

function parseOperator(cursor: RuleCursor): Operator {
  const start = cursor.at
  const found = cursor.take(/[<>=!]+/y)
  const operator = OPERATORS.find((known) => known === found)
  if (operator) return operator
  cursor.at = start
  return cursor.expected(`one of ${OPERATORS.join(', ')}`)
}

function parseNumber(cursor: RuleCursor, metric: string, definition: MetricDefinition): Limit {
  const start = cursor.at
  const digits = cursor.take(NUMBER) ?? cursor.expected('a number or base')
  const unitAt = cursor.at
  const unit = cursor.take(/\S+/y)
  const value = unit === undefined ? Number(digits) : convert(digits, unit, definition.unit)
  if (value === undefined) {
    cursor.at = unitAt
    const units = fittingUnits(definition.unit)
    cursor.expected(
      units.length > 0
        ? `a unit of ${metric} (${units.join(', ')}) or none`
        : `the end of the rule, as ${metric} has no unit,`,
    )
  }
  const misfit = misfitOf(value, unit, metric, definition)
  if (misfit !== undefined) {
    cursor.at = start
    cursor.expected(misfit)
  }
  return { kind: 'number', value }
}

const NUMBER = /-?\d+(?:\.\d+)?/y
const UNSIGNED = /\d+(?:\.\d+)?/y

/** What should have been written for a limit that can only be a slip: one that nothing can miss or nothing can reach. */
function misfitOf(
  value: number,
  unit: string | undefined,
  metric: string,
  definition: MetricDefinition,
): string | undefined {
  if (!Number.isFinite(value)) return 'a number that can be told from infinity'
  if (!Object.hasOwn(METRICS, metric)) return undefined
  const isShare = definition.unit === '%' && definition.better === 'higher'
  if (isShare && (value < 0 || value > 100)) return 'a percentage from 0 to 100'
  if (isShare && unit === undefined && value > 0 && value < 1) {
    // `coverage.line >= 0.8` nearly always means 80 %, and would pass whatever the coverage is.
    return `a percentage from 0 to 100 (less than one percent is written with its sign: ${value} %)`
  }
  return value < 0 ? `0 or more, as ${metric} is never negative,` : undefined
}

function parseTolerance(cursor: RuleCursor, definition: MetricDefinition): Limit {
  if (cursor.atEnd) return { kind: 'base', factor: 1, offset: 0 }
  const sign = cursor.take(/[-+*]/y) ?? cursor.expected('+, -, * or the end of the rule')
  const start = cursor.at
  const digits = cursor.take(UNSIGNED) ?? cursor.expected('a number')
  const amount = Number(digits)
  if (!Number.isFinite(amount)) {
    cursor.at = start
    cursor.expected('a number that can be told from infinity')
  }
  if (sign === '*') return { kind: 'base', factor: amount, offset: 0 }
  const direction = sign === '+' ? 1 : -1
  const unitAt = cursor.at
  const unit = cursor.take(/\S+/y)
  if (unit === '%') return { kind: 'base', factor: 1 + (direction * amount) / 100, offset: 0 }
  const isPoints = unit === undefined || (unit === 'pp' && definition.unit === '%')
  const offset = isPoints ? amount : convert(digits, unit, definition.unit)
  if (offset === undefined) {
    cursor.at = unitAt
    const units = definition.unit === '%' ? ['pp'] : fittingUnits(definition.unit)
    cursor.expected(`${[...units, '% (relative to the base)'].join(', ')} or no unit`)
  }
  return { kind: 'base', factor: 1, offset: direction * offset }
}
