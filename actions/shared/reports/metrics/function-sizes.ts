import type { Reading } from '../../model/evidence.ts'
import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import { exitCodeDoubts } from '../finding-metrics.ts'
import { MetricSheet } from './metric-sheet.ts'
import { POSITION } from '../position.ts'

/** A function as lizard measures it. */
export interface FunctionSize {
  readonly name: string
  readonly path: string
  readonly line: number
  readonly complexity: number
  readonly lines: number
  readonly parameters?: number | undefined
}

/** What lizard's forms have in common: the functions, and what they are together. */
export class FunctionSizes {
  readonly sheet = new MetricSheet()
  #functions = 0
  #complexity = 0
  #most = 0
  #longest = 0
  #parameters: number | undefined

  add({ name, path, line, complexity, lines, parameters }: FunctionSize): void {
    this.#functions += 1
    this.#complexity += complexity
    this.#most = Math.max(this.#most, complexity)
    this.#longest = Math.max(this.#longest, lines)
    if (parameters !== undefined) this.#parameters = Math.max(this.#parameters ?? 0, parameters)
    const reportLine = POSITION.lineOf(name)
    this.sheet.measurements.push(
      { metric: 'complexity.max', value: complexity, subject: name, path, line, reportLine },
      { metric: 'complexity.lines.max', value: lines, subject: name, path, line, reportLine },
    )
  }

  get functions(): number {
    return this.#functions
  }

  reading(exitCode: number | undefined): Reading {
    if (this.#functions === 0) this.sheet.contradict('it holds no function: nothing was measured')
    else {
      this.sheet.set('complexity.max', this.#most)
      this.sheet.set('complexity.mean', this.#complexity / this.#functions)
      this.sheet.set('complexity.lines.max', this.#longest)
      this.sheet.set('complexity.parameters.max', this.#parameters)
    }
    return this.sheet.reading('lizard', this.#functions, exitCodeDoubts(METRIC_TOOLS.lizard, exitCode, this.#functions))
  }
}
