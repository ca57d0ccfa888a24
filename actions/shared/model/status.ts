/** What a verdict or one of its parts can be, from best to worst. */
export const STATUSES = ['pass', 'warn', 'unknown', 'fail'] as const
export type Status = (typeof STATUSES)[number]

/** The worst of some statuses. Of none it is `unknown`: nothing is green that was not seen. */
export function worstOf(statuses: Iterable<Status>): Status {
  let worst = -1
  for (const status of statuses) worst = Math.max(worst, STATUSES.indexOf(status))
  return STATUSES[worst] ?? 'unknown'
}
