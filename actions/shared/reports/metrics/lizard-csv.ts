import { EvidenceError } from '../../model/errors.ts'
import type { OpenReader } from '../reader.ts'
import { CsvRecords } from '../text/csv.ts'
import { textReader } from '../text/reader.ts'
import { FunctionSizes } from './function-sizes.ts'

/** Lines of code, complexity, tokens, parameters, length, location, file, function, long name, start, end. */
const COLUMNS = 11
const COUNT = /^\d{1,9}$/

/** `lizard --csv` (https://github.com/terryyin/lizard#options): a line for each function, with names of columns only where --verbose asks for them. */
export const open: OpenReader = ({ mapPath, exitCode }) => {
  const sizes = new FunctionSizes()
  const records = new CsvRecords(
    () => ',',
    (fields, line) => {
      const [lines = '', complexity = '', , parameters = '', , , file = '', name = '', , start = '', end = ''] = fields
      if (line === 1 && lines === 'NLOC') return
      if (fields.length < COLUMNS || ![lines, complexity, parameters, start, end].every((text) => COUNT.test(text))) {
        throw new EvidenceError(`line ${line} is no function as lizard tells it`)
      }
      sizes.add({
        name,
        path: mapPath(file),
        line: Number(start),
        complexity: Number(complexity),
        lines: Number(lines),
        parameters: Number(parameters),
      })
    },
  )
  return textReader(
    (text, number) => {
      records.line(text, number)
    },
    (endsWithNewline) => {
      records.end()
      if (!endsWithNewline) sizes.sheet.contradict('its last line does not end: it was cut off')
      return sizes.reading(exitCode)
    },
  )
}
