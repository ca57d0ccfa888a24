import type { EvidenceSet, Measurement } from '../model/evidence.ts'
import { definitionOf } from '../model/metrics.ts'
import type { Verdict } from '../model/verdict.ts'

/** A function, file or scenario that by itself is beyond the limit of a rule that does not hold. */
export interface BeyondLimit extends Measurement {
  readonly label: string
  readonly limit: number
  readonly unit: string
}

/** Measurements beyond the limits of broken rules, furthest first. */
export function beyondLimits(verdict: Verdict, set: EvidenceSet): BeyondLimit[] {
  const limits = new Map<
    string,
    { limit: number; unit: string; label?: string | undefined; scenario?: string | undefined }[]
  >()
  for (const reason of verdict.reasons) {
    if (reason.metric === undefined || reason.limit === undefined) continue
    if (reason.status !== 'fail' && reason.status !== 'warn') continue
    const known = limits.get(reason.metric) ?? []
    known.push({ limit: reason.limit, unit: reason.unit, ...reason.scope })
    limits.set(reason.metric, known)
  }
  const found: BeyondLimit[] = []
  if (limits.size === 0) return found
  for (const { scope, measurements = [] } of set.evidence) {
    for (const measurement of measurements) {
      const rules = limits.get(measurement.metric)
      if (rules === undefined) continue
      const broken = rules.find(
        ({ limit, label, scenario }) =>
          (label === undefined || label === scope.label) &&
          (scenario === undefined || scenario === measurement.subject) &&
          isBeyond(measurement, limit),
      )
      if (broken !== undefined) {
        found.push({ ...measurement, label: scope.label ?? '', limit: broken.limit, unit: broken.unit })
      }
    }
  }
  return found.sort((left, right) => excess(right) - excess(left) || (place(left) < place(right) ? -1 : 1))
}

function isBeyond({ metric, value }: Measurement, limit: number): boolean {
  return definitionOf(metric)?.better === 'higher' ? value < limit : value > limit
}

/** How far beyond, relative to the limit, so that different metrics compare. */
function excess({ value, limit }: BeyondLimit): number {
  return Math.abs(value - limit) / Math.max(1, Math.abs(limit))
}

function place({ path = '', line = 0, subject = '' }: BeyondLimit): string {
  return `${path}:${String(line).padStart(8, '0')}:${subject}`
}
