import { RULE_LEVELS, type Rule } from './rule.ts'
import { isAsStrict, subjectOf } from './strictness.ts'

export interface MergedRules {
  readonly rules: readonly Rule[]
  /** Whole sentences, without their full stop. */
  readonly notices: readonly string[]
}

/** The rules of a file on top of those that it inherits. No locked rule is ever left out. */
export function mergeRules(inherited: readonly Rule[], own: readonly Rule[]): MergedRules {
  const subjects = new Set(own.map(subjectOf))
  const kept = inherited.filter((rule) => rule.locked === true || !subjects.has(subjectOf(rule)))
  return onTopOfLocked(kept, own)
}

/** The rules of the input on top of a policy's section, of which only what is locked remains. */
export function inputOnTop(input: readonly Rule[], section: readonly Rule[]): MergedRules {
  const locked = section.filter((rule) => rule.locked === true)
  return locked.length === 0 ? { rules: input, notices: [] } : onTopOfLocked(locked, input)
}

function onTopOfLocked(kept: readonly Rule[], own: readonly Rule[]): MergedRules {
  const locked = new Map<string, Rule[]>()
  for (const rule of kept) {
    if (rule.locked !== true) continue
    const subject = subjectOf(rule)
    locked.set(subject, [...(locked.get(subject) ?? []), rule])
  }
  const rules = [...kept]
  const notices: string[] = []
  for (const rule of own) {
    const stronger = locked.get(subjectOf(rule))?.find((other) => covers(other, rule))
    if (stronger === undefined || rule.locked === true) rules.push(rule)
    if (stronger !== undefined && !covers(rule, stronger)) notices.push(overruledText(rule, stronger))
  }
  return { rules, notices }
}

/** Whether a rule says nothing that the first does not say already: the same or less, and no louder. */
function covers(first: Rule, second: Rule): boolean {
  return RULE_LEVELS.indexOf(first.level) <= RULE_LEVELS.indexOf(second.level) && isAsStrict(first, second)
}

function overruledText(rule: Rule, locked: Rule): string {
  const how = isAsStrict(rule, locked) ? 'would only warn of what fails by' : 'is looser than'
  return `${rule.text} (${placeOf(rule)}) ${how} ${locked.text}, which ${placeOf(locked)} has locked and which stays in force`
}

function placeOf({ source, line }: Rule): string {
  if (source === 'input') return 'input rules'
  return line === undefined ? source : `${source}:${line}`
}

/** Why an exception does not hold under a locked rule. */
export function lockText(rule: Rule): string {
  return `${placeOf(rule)} has locked ${rule.text}`
}

/** A finding or a test that an exception of a policy could forgive. */
export interface Forgivable {
  /** `security.high` and so on of a finding; `tests.failed`, `tests.errored` or `tests.flaky` of a test. */
  readonly metric: string
  readonly label?: string | undefined
  readonly path?: string | undefined
}

/**
 * The locked rule that keeps a policy file from forgiving something: it counts it, and neither its own file nor one that this
 * extends is where the exception is written. Nothing where the exception holds.
 */
export function lockAgainst(rules: readonly Rule[], source: string, item: Forgivable): Rule | undefined {
  return rules.find((rule) => rule.forgivenBy?.includes(source) === false && counts(rule, item))
}

/** Whether a rule is, as far as can be told, about a value in which the item is counted. */
function counts({ metric, label, paths }: Rule, item: Forgivable): boolean {
  if (label !== undefined && label !== (item.label ?? '')) return false
  if (paths !== undefined && item.path !== undefined && !paths.matches(item.path)) return false
  const [family = ''] = item.metric.split('.')
  // It takes secrets into account too.
  if (metric === 'security.score' && family === 'secrets') return true
  if (!metric.startsWith(`${family}.`)) return false
  // Of other ranks it is not; a total and everything else of its family may hold it.
  return metric === item.metric || !RANKS.has(metric.slice(family.length + 1))
}

const RANKS = new Set(['error', 'warning', 'note', 'critical', 'high', 'medium', 'low', 'info', 'unknown'])
