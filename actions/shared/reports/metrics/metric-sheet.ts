import type { Doubt, Measurement, Reading } from '../../model/evidence.ts'
import { EvidenceError } from '../../model/errors.ts'
import type { KnownMetric } from '../../model/metrics.ts'

/** What a report of measurements yields, while it is read. */
export class MetricSheet {
  readonly metrics: Record<string, number> = {}
  readonly measurements: Measurement[] = []
  readonly #doubts: Doubt[] = []

  /** Nothing where there is no value. Throws EvidenceError for one that cannot be. */
  set(metric: KnownMetric, value: number | undefined): void {
    if (value === undefined) return
    if (!Number.isFinite(value) || value < 0) throw new EvidenceError(`its ${metric} is ${value}, which cannot be`)
    this.metrics[metric] = value
  }

  contradict(text: string): void {
    this.#doubts.push({ kind: 'contradiction', text })
  }

  note(text: string, alternative?: Readonly<Record<string, number>>): void {
    this.#doubts.push({ kind: 'reading', text, alternative })
  }

  reading(tool: string, entries: number, more: readonly Doubt[] = []): Reading {
    return {
      kind: 'metrics',
      entries,
      metrics: this.metrics,
      completeness: 'complete',
      doubts: [...this.#doubts, ...more],
      tool: { name: tool },
      measurements: this.measurements.length > 0 ? this.measurements : undefined,
    }
  }
}

/** A number of things that were counted. Throws EvidenceError for one that cannot be. */
export function countOf(value: number | undefined, what: string): number {
  const count = value ?? 0
  if (!Number.isSafeInteger(count) || count < 0) throw new EvidenceError(`its ${what} is ${count}, which is no count`)
  return count
}

/** Of 100, without the noise of binary fractions: 0.57 is 57. */
export function hundredfold(share: number): number {
  return Number((share * 100).toPrecision(12))
}
