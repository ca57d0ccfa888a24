import type { Doubt, Measurement } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { jsonReader } from './json/reader.ts'
import { numberField, objectOf, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { POSITION } from './position.ts'

/** `radon mi -j` (https://radon.readthedocs.io/en/latest/commandline.html#the-mi-command): the maintainability index of each file. */
export const open: OpenReader = ({ mapPath }) => {
  const measurements: Measurement[] = []
  const doubts: Doubt[] = []
  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        for (const [file, result] of Object.entries(objectOf(value, 'the report'))) {
          const error = textField(result, 'error')
          const index = numberField(result, 'mi')
          if (error !== undefined) {
            doubts.push({ kind: 'contradiction', text: `radon could not read ${file}: ${error}` })
          } else if (index === undefined) throw new EvidenceError(`${file} has no "mi"`)
          else if (index < 0 || index > 100) {
            throw new EvidenceError(`${file} has the index ${index}, which is not from 0 to 100`)
          } else {
            const reportLine = POSITION.lineOf(file)
            measurements.push({ metric: 'complexity.maintainability', value: index, path: mapPath(file), reportLine })
          }
        }
      },
    },
    () => {
      const values = measurements.map(({ value }) => value)
      const metrics: Record<string, number> =
        values.length === 0
          ? {}
          : {
              'complexity.maintainability': values.reduce((left, right) => left + right) / values.length,
              'complexity.maintainability.min': values.reduce((left, right) => Math.min(left, right)),
            }
      return {
        kind: 'metrics',
        entries: measurements.length,
        metrics,
        completeness: doubts.length > 0 ? 'partial' : 'complete',
        doubts,
        tool: { name: 'radon' },
        measurements,
      }
    },
  )
}
