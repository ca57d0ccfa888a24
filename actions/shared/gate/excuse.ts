import type { EvidenceSet } from '../model/evidence.ts'
import type { Assessment } from '../model/verdict.ts'
import type { ExceptionOptions, Excused } from '../policy/exceptions.ts'
import type { Policy } from '../policy/policy-file.ts'

export interface ExcusedGate extends Excused {
  /** Says in the reasons which expired exceptions have a part in them. */
  readonly explained: (assessment: Assessment) => Assessment
}

/** Evidence with what the policy's waivers and its quarantine forgive; loads nothing where it has neither. */
export async function excuse(
  set: EvidenceSet,
  policy: Policy | undefined,
  options: Omit<ExceptionOptions, 'day'> & { readonly now: number },
): Promise<ExcusedGate> {
  if (policy === undefined || policy.waivers.length + policy.quarantine.length === 0) {
    return { set, waived: [], notices: [], explained: (assessment) => assessment }
  }
  const [{ applyExceptions, withExpired }, { dayOf }] = await Promise.all([
    import('../policy/exceptions.ts'),
    import('../policy/expiry.ts'),
  ])
  const { now, ...rest } = options
  const excused = applyExceptions(set, policy, { ...rest, day: dayOf(now) })
  const explained = (assessment: Assessment): Assessment => ({
    ...assessment,
    reasons: withExpired(assessment.reasons, excused.waived, options.rules ?? []),
  })
  return { ...excused, explained }
}
