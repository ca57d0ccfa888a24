import { EvidenceError } from '../../model/errors.ts'
import type { OpenReader } from '../reader.ts'
import { symbolsOf } from '../xml/names.ts'
import { rootedReader } from '../xml-reader.ts'
import { FunctionSizes } from './function-sizes.ts'

const NAMES = ['cppncss', 'measure', 'label', 'item', 'value', 'sum', 'type', 'name'] as const
const NAME = symbolsOf(NAMES)

/** `rate(...) at shop/rate.py:1` */
const ITEM = /^(?<name>.*?)(?:\(\.\.\.\))? at (?<path>.+):(?<line>\d{1,9})$/s
const COUNT = /^\d{1,9}$/

/** `lizard --xml`, in the form of CppNCSS: functions, then files, with the number of functions in the end. */
export const open: OpenReader = ({ mapPath, exitCode }) => {
  const sizes = new FunctionSizes()
  let isOfFunctions = false
  let labels: string[] = []
  let item: string | undefined
  let values: string[] = []
  let declared: number | undefined

  function endItem(): void {
    if (!isOfFunctions) return
    const place = ITEM.exec(item ?? '')?.groups
    const lines = values[labels.indexOf('NCSS')] ?? ''
    const complexity = values[labels.indexOf('CCN')] ?? ''
    if (!place || !COUNT.test(lines) || !COUNT.test(complexity)) {
      throw new EvidenceError('an item is no function as lizard tells it')
    }
    sizes.add({
      name: place['name'] ?? '',
      path: mapPath(place['path'] ?? ''),
      line: Number(place['line']),
      complexity: Number(complexity),
      lines: Number(lines),
    })
  }

  return rootedReader(NAMES, 'lizard', (source) => ({
    start(symbol) {
      const { attributes } = source
      if (symbol === NAME.measure) {
        isOfFunctions = attributes.text(NAME.type) === 'Function'
        labels = []
      } else if (symbol === NAME.item) {
        item = attributes.text(NAME.name)
        values = []
      } else if (symbol === NAME.label || symbol === NAME.value) source.keepText()
      else if (symbol === NAME.sum && attributes.text(NAME.label) === 'Functions') {
        declared = attributes.count(NAME.value)
      }
    },
    end(symbol) {
      if (symbol === NAME.label) labels.push(source.takeText().trim())
      else if (symbol === NAME.value) values.push(source.takeText().trim())
      else if (symbol === NAME.item) endItem()
    },
    finish() {
      if (declared === undefined) sizes.sheet.contradict('it does not say how many functions there are')
      else if (declared !== sizes.functions) {
        sizes.sheet.contradict(`it counts ${declared} functions and lists ${sizes.functions}`)
      }
      return sizes.reading(exitCode)
    },
  }))
}
