import type { Completeness } from '../model/evidence.ts'
import type { Level, Severity } from '../model/findings.ts'
import type { Status } from '../model/status.ts'
import type { Reason, Verdict } from '../model/verdict.ts'
import { counted, formatCount, formatQuantity } from './format.ts'
import { forgivenText } from './select-waivers.ts'

/** How a status looks in Markdown. `unknown` looks like neither a pass nor a failure. */
export const STATUS_EMOJI: Readonly<Record<Status, string>> = { pass: '✅', warn: '⚠️', unknown: '🟣', fail: '❌' }

/** The same in fixed width, where colour may be missing. */
export const STATUS_SIGN: Readonly<Record<Status, string>> = { pass: '✓', warn: '!', unknown: '?', fail: '✗' }

/** What the gate as a whole did. */
export const STATUS_VERB: Readonly<Record<Status, string>> = {
  pass: 'passed',
  warn: 'passed with warnings',
  unknown: 'could not tell',
  fail: 'failed',
}

/** What a single reason is called. */
export const STATUS_WORD: Readonly<Record<Status, string>> = {
  pass: 'pass',
  warn: 'warning',
  unknown: 'unknown',
  fail: 'fail',
}

export const RANK_EMOJI: Readonly<Record<Level | Severity, string>> = {
  critical: '🟥',
  high: '🟥',
  error: '🟥',
  medium: '🟧',
  warning: '🟧',
  unknown: '🟪',
  low: '🟨',
  note: '🟦',
  info: '🟦',
}

export const COMPLETENESS_WORD: Readonly<Record<Completeness, string>> = {
  complete: 'whole',
  partial: 'in part',
  none: 'not usable',
}

const OPERATOR_SIGN: Readonly<Record<string, string>> = {
  '>=': '≥',
  '<=': '≤',
  '==': '=',
  '!=': '≠',
  '>': '>',
  '<': '<',
}

/** The limit as a rule's reader expects it: `≥ 80 %`. Empty where the reason has none. */
export function limitOf(reason: Reason): string {
  if (reason.limit === undefined) return ''
  const operator = /[<>=!]=|[<>]/.exec(reason.rule)?.[0] ?? ''
  const value = formatQuantity(reason.limit, reason.unit)
  return `${OPERATOR_SIGN[operator] ?? ''} ${value}`.trim()
}

/** The value found, never rounded across the limit. Empty where nothing yields it. */
export function actualOf(reason: Reason): string {
  return reason.actual === undefined ? '' : formatQuantity(reason.actual, reason.unit, reason.limit)
}

export function baselineOf(reason: Reason): string {
  return reason.baseline === undefined ? '' : formatQuantity(reason.baseline, reason.unit, reason.actual)
}

/** Label, path and leg of a reason's scope, as one plain text. Empty for the whole project. */
export function scopeOf(scope: Reason['scope']): string {
  return [scope.label, scope.path, scope.scenario, scope.leg]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
}

const USUAL_SOURCES = ['input', '.github/cicd.yml']

/**
 * The file that each reason's rule came from, for verdicts whose rules come from more than one place or from an unusual one.
 * Empty where nobody has to ask.
 */
export function sourcesOf(verdict: Pick<Verdict, 'reasons'>): (reason: Reason) => string {
  // Where something is written the defaults do not apply.
  const sources = new Set(verdict.reasons.map(({ source }) => source).filter((source) => source !== 'defaults'))
  const isPlain = sources.size <= 1 && [...sources].every((source) => USUAL_SOURCES.includes(source))
  return ({ rule, source }) => (isPlain || rule === 'evidence' ? '' : source)
}

/** The reason without its final full stop, for use inside a sentence. */
function withoutStop(message: string): string {
  return message.trim().replace(/\.$/, '')
}

/** How much of the whole has this status: `3 of 9 rules`, `2 reports or expectations`. */
function share(verdict: Verdict, status: Status): string {
  const rules = verdict.reasons.filter((reason) => reason.rule !== 'evidence')
  const ruled = rules.filter((reason) => reason.status === status).length
  const other = verdict.reasons.filter((reason) => reason.rule === 'evidence' && reason.status === status).length
  const parts: string[] = []
  if (ruled > 0) parts.push(`${formatCount(ruled)} of ${counted(rules.length, 'rule')}`)
  if (other > 0) parts.push(counted(other, 'doubt about the reports', 'doubts about the reports'))
  return parts.join(' and ')
}

/** The verdict as one plain sentence, in two parts: what happened, and why. */
export interface Headline {
  /** `quality-gate failed` */
  readonly what: string
  /** `3 of 9 rules; first: line coverage is 71.4 %, must be ≥ 80 %` */
  readonly why: string
}

export function headlineOf(verdict: Verdict): Headline {
  const { leg } = verdict.subject
  const what = `${verdict.name}${leg === undefined || leg === '' ? '' : ` (${leg})`} ${STATUS_VERB[verdict.status]}`
  const first = verdict.reasons.find((reason) => reason.status === verdict.status)
  if (verdict.status === 'pass') return { what, why: passed(verdict) }
  if (first === undefined) return { what, why: 'no rule was judged' }
  const unknown = verdict.reasons.filter((reason) => reason.status === 'unknown').length
  const more = verdict.status === 'fail' && unknown > 0 ? `, ${formatCount(unknown)} more could not be told` : ''
  const only = verdict.reasons.filter((reason) => reason.status === verdict.status).length === 1
  return {
    what,
    why: `${share(verdict, verdict.status)}${more}; ${only ? '' : 'first: '}${withoutStop(first.message)}`,
  }
}

function passed(verdict: Verdict): string {
  const rules = verdict.reasons.filter((reason) => reason.rule !== 'evidence').length
  const forgiven = forgivenText(verdict)
  return `${counted(rules, 'rule')} ${rules === 1 ? 'holds' : 'hold'}, judged on ${counted(verdict.evidence.length, 'report')}${forgiven === '' ? '' : `; ${forgiven}`}`
}
