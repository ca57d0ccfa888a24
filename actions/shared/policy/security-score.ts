import { SEVERITIES, type Severity } from '../model/findings.ts'
import type { MetricValue, MetricValues } from './metric-values.ts'

/** What a finding takes from a score of 100. One of unknown severity takes as much as one that is high. */
export const SCORE_WEIGHTS: Readonly<Record<Severity, number>> = {
  critical: 25,
  high: 10,
  medium: 3,
  low: 1,
  info: 0,
  unknown: 10,
}

const SCORED = ['security', 'secrets'] as const

/**
 * The values with `security.score`: 100 less the weights of all security findings and secrets, never below 0. It is there where
 * a report speaks of one or the other, and doubted as they are.
 */
export function withSecurityScore(values: MetricValues): MetricValues {
  const counts = SCORED.flatMap((family) =>
    SEVERITIES.flatMap((severity) => {
      const found = values.get(`${family}.${severity}`)
      return found ? [{ severity, found }] : []
    }),
  )
  if (counts.length === 0) return values
  const lost = counts.reduce((sum, { severity, found }) => sum + SCORE_WEIGHTS[severity] * found.value, 0)
  const value = Math.max(0, 100 - lost)
  const score: MetricValue = {
    value,
    parts: [value],
    evidence: [...new Set(counts.flatMap(({ found }) => found.evidence))].sort((left, right) => left - right),
    doubt: counts.find(({ found }) => found.doubt !== undefined)?.found.doubt,
  }
  return new Map([...values, ['security.score', score] as const].sort(([left], [right]) => (left < right ? -1 : 1)))
}
