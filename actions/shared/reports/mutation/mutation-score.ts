import type { Doubt, Measurement, Reading } from '../../model/evidence.ts'

/** What became of a mutant. `excluded`: no test could tell it (it does not compile, or was ruled out). */
export type Fate = 'detected' | 'undetected' | 'excluded' | 'unfinished'

const METRIC = 'coverage.mutation'

/** Counts mutants by file. The score is detected of those that could be: by one division, so that 80 of 100 is 80. */
export class MutationScore {
  readonly #files = new Map<string, { detected: number; valid: number }>()
  readonly #doubts: Doubt[] = []
  #mutants = 0
  #unfinished = 0

  add(path: string, fate: Fate): void {
    this.#mutants += 1
    if (fate === 'unfinished') this.#unfinished += 1
    if (fate !== 'detected' && fate !== 'undetected') return
    const file = this.#files.get(path) ?? { detected: 0, valid: 0 }
    file.valid += 1
    if (fate === 'detected') file.detected += 1
    this.#files.set(path, file)
  }

  contradict(text: string): void {
    this.#doubts.push({ kind: 'contradiction', text })
  }

  reading(tool: string): Reading {
    const files = [...this.#files.values()]
    const detected = files.reduce((sum, file) => sum + file.detected, 0)
    const valid = files.reduce((sum, file) => sum + file.valid, 0)
    if (this.#unfinished > 0) this.contradict(`${this.#unfinished} of its mutants were not tried to the end`)
    if (valid === 0) this.contradict('it has no mutant that a test could detect: nothing was judged')
    const counts = { [`${METRIC}.covered`]: detected, [`${METRIC}.total`]: valid }
    const measurements: Measurement[] = [...this.#files].map(([path, file]) => ({
      metric: METRIC,
      value: (100 * file.detected) / file.valid,
      path,
    }))
    return {
      kind: 'metrics',
      entries: this.#mutants,
      metrics: valid === 0 ? counts : { [METRIC]: (100 * detected) / valid, ...counts },
      completeness: 'complete',
      doubts: this.#doubts,
      tool: { name: tool },
      measurements,
    }
  }
}
