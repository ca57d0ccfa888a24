import type { Measurement } from '../../model/evidence.ts'
import { EvidenceError } from '../../model/errors.ts'
import { type JsonObject, numberField } from '../json/shape.ts'

const SUBMETRIC = /^http_req_duration\{scenario:(?<scenario>[^{},]+)\}$/

/** What k6 measured of each scenario that a threshold names (`http_req_duration{scenario:smoke}`). */
export interface Scenarios {
  /** By the names of the catalogue, with the scenario as their subject. */
  readonly measurements: readonly Measurement[]
  /** Scenarios that sent no request: k6 gives zeros for them, and takes their thresholds for met. */
  readonly silent: readonly string[]
}

/** `times`: metrics, and the names that k6 has for each in its three forms. */
export function scenariosOf(
  metrics: ReadonlyMap<string, JsonObject>,
  times: readonly (readonly [metric: string, names: readonly string[]])[],
): Scenarios {
  const measurements: Measurement[] = []
  const silent: string[] = []
  for (const [name, values] of metrics) {
    const scenario = SUBMETRIC.exec(name)?.groups?.['scenario']
    if (scenario === undefined) continue
    const measured = times.flatMap(([metric, names]) => {
      const value = names.map((key) => numberField(values, key)).find((found) => found !== undefined)
      return value === undefined ? [] : [{ metric, value, subject: scenario }]
    })
    if (measured.some(({ value }) => value < 0)) {
      throw new EvidenceError(`a time of the scenario ${scenario} is below 0`)
    }
    if (measured.every(({ value }) => value === 0)) silent.push(scenario)
    else measurements.push(...measured)
  }
  return { measurements, silent }
}
