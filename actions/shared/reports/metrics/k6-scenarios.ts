import type { Measurement } from '../../model/evidence.ts'
import { EvidenceError } from '../../model/errors.ts'
import { type JsonObject, numberField } from '../json/shape.ts'

const SUBMETRIC = /^http_req_(?<what>duration|failed)\{scenario:(?<scenario>[^{},]+)\}$/

/** What k6 measured of each scenario that a threshold names (`http_req_duration{scenario:smoke}`, `http_req_failed{…}`). */
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
    const { what, scenario } = SUBMETRIC.exec(name)?.groups ?? {}
    if (scenario === undefined) continue
    if (what === 'failed') {
      measurements.push(...failedOf(values, scenario))
      continue
    }
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

/** Of 100. k6 counts a failed request as a pass of this rate, and gives 0 for a scenario that sent none, which says nothing. */
function failedOf(values: JsonObject, subject: string): readonly Measurement[] {
  const share = numberField(values, 'rate') ?? numberField(values, 'value')
  if (share === undefined) return []
  if (share < 0 || share > 1) {
    throw new EvidenceError(
      `the rate of failed requests of the scenario ${subject} is ${share}, which is not between 0 and 1`,
    )
  }
  const requests = (numberField(values, 'passes') ?? 0) + (numberField(values, 'fails') ?? 0)
  return share === 0 && requests === 0 ? [] : [{ metric: 'performance.error-rate', value: share * 100, subject }]
}
