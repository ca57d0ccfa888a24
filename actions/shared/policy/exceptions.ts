import type { Baseline } from '../model/baseline.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import type { Reason } from '../model/verdict.ts'
import { FINDING_FAMILIES } from '../model/findings.ts'
import { WAIVER_STATES, type WaiverMatch, type WaiverRecord } from '../model/waived.ts'
import type { Policy } from './policy-file.ts'
import { applyQuarantine } from './quarantine.ts'
import type { Rule } from './rule.ts'
import { applyWaivers } from './waivers.ts'

export interface ExceptionOptions {
  /** `2027-01-31`, in UTC. */
  readonly day: string
  /** The rules in force: what a locked one counts is not forgiven by others. */
  readonly rules?: readonly Rule[] | undefined
  readonly baseline?: Pick<Baseline, 'streaks'> | undefined
}

/** Evidence with what the policy forgives of it. */
export interface Excused {
  readonly set: EvidenceSet
  /** What needs attention first; within a state, in the order of the policy. */
  readonly waived: readonly WaiverRecord[]
  readonly notices: readonly string[]
}

/** Applies a policy's waivers and its quarantine. The tables stay as they are. */
export function applyExceptions(
  set: EvidenceSet,
  { waivers, quarantine }: Pick<Policy, 'waivers' | 'quarantine'>,
  { day, rules, baseline }: ExceptionOptions,
): Excused {
  const { findings, records, notices } = applyWaivers(set, waivers, day, rules)
  const { tests, records: ofTests } = applyQuarantine(set, quarantine, day, baseline?.streaks, rules)
  const waived = [...records, ...ofTests].sort(
    (left, right) => WAIVER_STATES.indexOf(left.state) - WAIVER_STATES.indexOf(right.state),
  )
  return { set: { ...set, forgiven: { findings, tests } }, waived, notices }
}

const MOST_NAMED = 3

/** Reasons that say which expired exceptions have a part in them. */
export function withExpired<Told extends Reason>(
  reasons: readonly Told[],
  waived: readonly WaiverRecord[],
  rules: readonly Rule[],
): readonly Told[] {
  const expired = waived.filter(({ state, matched }) => state === 'expired' && matched > 0)
  if (expired.length === 0) return reasons
  return reasons.map((reason) => {
    const rule = reason.status === 'fail' || reason.status === 'warn' ? ruleOf(reason, rules) : undefined
    const parts =
      rule === undefined ? [] : expired.filter(({ matches }) => matches.some((match) => counts(rule, match)))
    if (parts.length === 0) return reason
    const named = parts.slice(0, MOST_NAMED).map(({ kind, id, owner, expires }) => {
      return `the ${kind === 'test' ? 'quarantine' : 'waiver'} of ${id} (${owner}) expired after ${expires}`
    })
    const more = parts.length > MOST_NAMED ? `, and ${parts.length - MOST_NAMED} more expired` : ''
    return { ...reason, message: `${reason.message}; ${named.join(', ')}${more}` }
  })
}

function ruleOf({ rule, scope, source }: Reason, rules: readonly Rule[]): Rule | undefined {
  return rules.find(
    (candidate) =>
      // What a change or a baseline leaves out is not known here.
      candidate.scope === 'project' &&
      candidate.text === rule &&
      candidate.source === source &&
      candidate.label === scope.label &&
      candidate.paths?.globs.join(', ') === scope.path,
  )
}

function counts({ metric, label, paths }: Rule, match: WaiverMatch): boolean {
  if (match.metric === undefined || (label !== undefined && label !== match.label)) return false
  if (paths !== undefined && match.path !== undefined && !paths.matches(match.path)) return false
  // A rule about failed tests counts the errored ones too.
  const names = [match.metric, ...(match.metric === 'tests.errored' ? ['tests.failed'] : [])]
  const [family = ''] = match.metric.split('.')
  return names.includes(metric) || (match.test === undefined && SUMS[family]?.includes(metric) === true)
}

/** What is made of the findings of a family beside their ranks. */
const SUMS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(FINDING_FAMILIES.map((family) => [family, [`${family}.total`]])),
  security: ['security.total', 'security.score', 'security.known-exploited'],
  secrets: ['secrets.total', 'security.score'],
  licenses: ['licenses.total', 'licenses.compliance'],
}
