import { MetricSheet } from './metric-sheet.ts'

const PERCENTILES = [
  ['performance.p50', 50],
  ['performance.p90', 90],
  ['performance.p95', 95],
  ['performance.p99', 99],
] as const

/** Samples of a load test, counted by their time, so that memory grows only with distinct milliseconds. */
export class LoadTally {
  readonly #counts = new Map<number, number>()
  #samples = 0
  #failed = 0
  #sum = 0
  #first = Infinity
  #last = -Infinity
  #undated = 0

  /** `startMs`: when it began, in milliseconds since any fixed time; NaN where that is not known. */
  add(elapsedMs: number, isFailed: boolean, startMs: number): void {
    this.#counts.set(elapsedMs, (this.#counts.get(elapsedMs) ?? 0) + 1)
    this.#samples += 1
    this.#sum += elapsedMs
    if (isFailed) this.#failed += 1
    if (Number.isFinite(startMs)) {
      this.#first = Math.min(this.#first, startMs)
      this.#last = Math.max(this.#last, startMs + elapsedMs)
    } else this.#undated += 1
  }

  get samples(): number {
    return this.#samples
  }

  /** Percentiles are those of a sample that was seen (nearest rank): JMeter's own reports draw lines between two. */
  sheet(): MetricSheet {
    const sheet = new MetricSheet()
    sheet.set('performance.requests', this.#samples)
    if (this.#samples === 0) {
      sheet.contradict('it holds no sample: nothing was measured')
      return sheet
    }
    const times = [...this.#counts].sort(([left], [right]) => left - right)
    for (const [metric, share] of PERCENTILES) {
      let rank = Math.ceil((this.#samples * share) / 100)
      sheet.set(metric, times.find(([, count]) => (rank -= count) <= 0)?.[0])
    }
    sheet.set('performance.mean', this.#sum / this.#samples)
    sheet.set('performance.max', times.at(-1)?.[0])
    sheet.set('performance.error-rate', (100 * this.#failed) / this.#samples)
    const seconds = (this.#last - this.#first) / 1_000
    if (this.#undated > 0) sheet.note('its times are no milliseconds: the rate of requests is not known')
    else if (seconds > 0) sheet.set('performance.request-rate', this.#samples / seconds)
    return sheet
  }
}

/** JMeter's mark of a transaction, which sums up samples that stand beside it or in it. */
export function isTransaction(message: string | undefined): boolean {
  return message?.startsWith('Number of samples in transaction') ?? false
}
