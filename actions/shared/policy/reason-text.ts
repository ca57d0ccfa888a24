import type { Evidence } from '../model/evidence.ts'
import { METRICS, definitionOf, type Unit } from '../model/metrics.ts'
import { comparedText, isCompared } from './compare-rules.ts'
import { didYouMean } from './nearest.ts'
import type { Operator, Rule } from './rule.ts'
import { missingScenarioText } from './scenario-values.ts'
import { formatValue } from './units.ts'

/** What a rule found, for its sentence. */
export interface Finding {
  readonly actual: number
  readonly limit: number
  readonly baseline?: number | undefined
  /** Of the failing tests, those that ended in an error; only for `tests.failed`. */
  readonly errored?: number | undefined
  /** Where the value was measured. */
  readonly place?: string | undefined
}

const ASKED: Record<Operator, string> = {
  '>=': 'at least ',
  '<=': 'at most ',
  '>': 'more than ',
  '<': 'less than ',
  '==': '',
  '!=': 'anything but ',
}

/** `lines covered: 71.4 %, must be at least 80 %`. */
export function judgedText(rule: Rule, finding: Finding, isMet: boolean): string {
  const asked = askedText(rule, finding)
  return isMet ? `${foundText(rule, finding)} (asked: ${asked})` : `${foundText(rule, finding)}, must be ${asked}`
}

export function unitOf(metric: string): Unit {
  return definitionOf(metric)?.unit ?? ''
}

/** What was found, without what is asked. */
export function foundText(
  rule: Rule,
  { actual, limit, errored, place }: Omit<Finding, 'limit'> & { limit?: number },
): string {
  const value = formatValue(actual, unitOf(rule.metric), limit)
  const where = [
    place === undefined || rule.scenario !== undefined ? '' : ` in ${place}`,
    rule.scope === 'patch' ? ' in this change' : '',
    rule.paths ? ` within ${rule.paths.globs.join(', ')}` : '',
    rule.scenario === undefined ? '' : ` in the scenario ${rule.scenario}`,
  ].join('')
  if (isCompared(rule)) return comparedText(rule, value, place)
  if (errored !== undefined) return failedTestsText(actual, errored)
  const known = Object.hasOwn(METRICS, rule.metric)
  return `${known ? (definitionOf(rule.metric)?.description ?? rule.metric) : rule.metric}: ${value}${where}`
}

function failedTestsText(failing: number, errored: number): string {
  const parts = [plural(failing - errored, 'assertion'), plural(errored, 'error')].filter(
    (part) => !part.startsWith('0 '),
  )
  return `${plural(failing, 'failed test')}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function askedText(rule: Rule, { actual, limit, baseline }: Finding): string {
  const unit = unitOf(rule.metric)
  const asked = `${ASKED[rule.operator]}${formatValue(limit, unit, actual)}`
  if (rule.limit.kind === 'number' || baseline === undefined) return asked
  const written = rule.text.slice(rule.text.indexOf(rule.operator) + rule.operator.length).trim()
  return `${asked} (${written}, where base is ${formatValue(baseline, unit)})`
}

/** Why a rule has nothing to judge, and what to do. */
export function missingText(rule: Rule, evidence: readonly Evidence[]): string {
  const labels = [...new Set(evidence.map(({ scope }) => scope.label).filter((label) => label !== undefined))]
  if (rule.label !== undefined && !labels.includes(rule.label)) {
    const seen = labels.length > 0 ? `labels seen: ${labels.join(', ')}` : 'no report has any'
    return `no report has the label ${JSON.stringify(rule.label)}; ${seen}`
  }
  if (rule.scenario !== undefined) return missingScenarioText({ evidence }, { ...rule, scenario: rule.scenario })
  const believed = evidence.filter(({ refused }) => refused === undefined)
  const within = rule.paths ? ` within ${rule.paths.globs.join(', ')}` : ''
  if (rule.scope === 'patch' && isYielded(rule.metric, believed)) return notOfChangeText(rule.metric)
  if (rule.metric.startsWith('coverage.') && believed.some(({ kind }) => kind === 'coverage')) {
    return `no coverage report holds anything that ${rule.metric} could be told from${within}`
  }
  const hint = Object.hasOwn(METRICS, rule.metric) ? '' : didYouMean(rule.metric, Object.keys(METRICS))
  return `no report yields ${rule.metric}${within}${hint}; add a report that does, or remove the rule`
}

function isYielded(metric: string, evidence: readonly Evidence[]): boolean {
  return evidence.some(({ metrics }) => Object.hasOwn(metrics, metric) || Object.hasOwn(metrics, `${metric}.total`))
}

/** What reports tell of a project, and not of its lines. */
function notOfChangeText(metric: string): string {
  const others = metric.startsWith('coverage.') ? '; coverage.line.patch and coverage.branch.patch can' : ''
  return `${metric} cannot be told of a change, as no report says which lines it is about${others}`
}

/** Why no default rule had anything to say. */
export function nothingJudgedText(evidence: readonly Evidence[]): string {
  const names = [...new Set(evidence.flatMap(({ metrics }) => Object.keys(metrics)))].sort()
  if (evidence.length === 0) return 'no report was found; name the reports of your tools with the input reports'
  if (names.length === 0) return 'the reports yield nothing that a rule could judge'
  const shown = names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '')
  return `no rule applies to what the reports yield (${shown}); write one with the input rules`
}
