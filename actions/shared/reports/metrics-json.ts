import { EvidenceError } from '../model/errors.ts'
import { definitionOf } from '../model/metrics.ts'
import { jsonReader } from './json/reader.ts'
import { objectOf } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { POSITION } from './position.ts'

/** A plain `{"name": number}` file: metrics of the catalogue, in its units, or a team's own under any other first segment. */
export const open: OpenReader = () => {
  const metrics: Record<string, number> = {}
  const declaredAt: Record<string, number> = {}
  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        for (const [name, number] of Object.entries(objectOf(value, 'the report'))) {
          if (typeof number !== 'number' || !Number.isFinite(number)) {
            throw new EvidenceError(`${JSON.stringify(name)} is not a number`)
          }
          if (!definitionOf(name)) {
            throw new EvidenceError(`${JSON.stringify(name)} is no metric of the suite; docs/metrics.md lists them`)
          }
          Object.defineProperty(metrics, name, { value: number, enumerable: true })
          Object.defineProperty(declaredAt, name, { value: POSITION.lineOf(name), enumerable: true })
        }
      },
    },
    () => {
      const entries = Object.keys(metrics).length
      if (entries === 0) throw new EvidenceError('it has no metric')
      return { kind: 'metrics', entries, metrics, completeness: 'complete', doubts: [], declaredAt }
    },
  )
}
