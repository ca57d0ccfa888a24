import type { Doubt, Measurement } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { jsonReader } from './json/reader.ts'
import { isObject, listField, numberField, objectOf, positionField, requiredText, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { POSITION } from './position.ts'

/**
 * `radon cc -j` (https://radon.readthedocs.io/en/latest/commandline.html#the-cc-command): for each file its blocks.
 * Functions and methods are measured; a class is the sum of its methods, which stand beside it.
 */
export const open: OpenReader = ({ mapPath }) => {
  const measurements: Measurement[] = []
  const doubts: Doubt[] = []
  let entries = 0

  function addBlock(value: unknown, path: string): void {
    const block = objectOf(value, 'a block')
    const complexity = numberField(block, 'complexity')
    if (complexity === undefined) throw new EvidenceError('a block has no "complexity"')
    if (complexity < 0) throw new EvidenceError(`a block has the complexity ${complexity}, which is below 0`)
    if (textField(block, 'type') !== 'class') {
      const className = textField(block, 'classname')
      const name = requiredText(block, 'name', 'a block')
      measurements.push({
        metric: 'complexity.max',
        value: complexity,
        subject: className === undefined ? name : `${className}.${name}`,
        path,
        line: positionField(block, 'lineno'),
        reportLine: POSITION.lineOf(name),
      })
    }
    for (const closure of listField(block, 'closures')) addBlock(closure, path)
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        for (const [file, blocks] of Object.entries(objectOf(value, 'the report'))) {
          if (isObject(blocks) && textField(blocks, 'error') !== undefined) {
            doubts.push({
              kind: 'contradiction',
              text: `radon could not read ${file}: ${textField(blocks, 'error') ?? ''}`,
            })
            continue
          }
          if (!Array.isArray(blocks)) throw new EvidenceError(`${file} has no list of blocks`)
          const path = mapPath(file)
          entries += blocks.length
          for (const block of blocks) addBlock(block, path)
        }
      },
    },
    () => {
      const values = measurements.map(({ value }) => value)
      const metrics: Record<string, number> =
        values.length === 0
          ? {}
          : {
              'complexity.max': values.reduce((left, right) => Math.max(left, right)),
              'complexity.mean': values.reduce((left, right) => left + right) / values.length,
            }
      return {
        kind: 'metrics',
        entries,
        metrics,
        completeness: doubts.length > 0 ? 'partial' : 'complete',
        doubts,
        tool: { name: 'radon' },
        measurements,
      }
    },
  )
}
