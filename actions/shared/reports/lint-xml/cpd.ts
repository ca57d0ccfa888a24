import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import type { OpenReader } from '../reader.ts'
import { positionOf } from '../place-numbers.ts'
import { symbolsOf } from '../xml/names.ts'
import { firstLine, xmlFindings } from './xml-findings.ts'

const NAMES = [
  'pmd-cpd',
  'duplication',
  'file',
  'error',
  'lines',
  'tokens',
  'path',
  'line',
  'column',
  'endline',
  'filename',
  'msg',
  'pmdVersion',
] as const
const NAME = symbolsOf(NAMES)

interface Place {
  readonly path: string
  readonly line: number
  readonly column: number | undefined
  readonly endLine: number
}

/**
 * CPD's XML (https://pmd.github.io/schema/cpd-report_1_0_0.xsd): each duplication with all of its places. It is a warning at
 * its first place; a line that stands in several duplications is counted once.
 */
export const open: OpenReader = xmlFindings({
  tool: METRIC_TOOLS.cpd,
  name: 'cpd',
  family: 'lint',
  vocabulary: NAMES,
  handler(source, into) {
    const ranges = new Map<string, [from: number, to: number][]>()
    let files = 0
    let namesVersion = false
    let duplication: { readonly lines: number; readonly tokens: number; readonly places: Place[] } | undefined

    function addPlace(lines: number, places: Place[]): void {
      const { attributes } = source
      const path = attributes.text(NAME.path) ?? ''
      const line = attributes.count(NAME.line)
      if (path === '' || line < 1) {
        into.contradict('a place of a duplication has no path or no line')
        return
      }
      const endLine = Math.max(line, positionOf(attributes.count(NAME.endline)) ?? line + lines - 1)
      places.push({ path, line, column: positionOf(attributes.count(NAME.column)), endLine })
      const ofFile = ranges.get(path)
      if (ofFile) ofFile.push([line, endLine])
      else ranges.set(path, [[line, endLine]])
    }

    function endDuplication(): void {
      if (!duplication) return
      const { lines, tokens, places } = duplication
      duplication = undefined
      const [first, ...others] = places
      if (!first || others.length === 0) into.contradict('a duplication has fewer than two places')
      const elsewhere = others.map(({ path, line }) => `${into.mapPath(path)}:${line}`).join(', ')
      into.add({
        family: 'lint',
        rank: 'warning',
        rule: 'duplication',
        message: `${lines} lines (${tokens} tokens) stand here and at ${elsewhere}`,
        ...first,
      })
    }

    return {
      start(symbol) {
        const { attributes } = source
        if (symbol === NAME['pmd-cpd']) namesVersion = attributes.text(NAME.pmdVersion) !== undefined
        else if (symbol === NAME.duplication) {
          const lines = Math.max(1, attributes.count(NAME.lines))
          duplication = { lines, tokens: Math.max(0, attributes.count(NAME.tokens)), places: [] }
        } else if (symbol === NAME.file) {
          if (duplication) addPlace(duplication.lines, duplication.places)
          else files += 1
        } else if (symbol === NAME.error) {
          const reason = firstLine(attributes.text(NAME.msg) ?? '')
          into.contradict(`CPD could not read ${attributes.text(NAME.filename) ?? 'a file'}: ${reason}`)
        }
      },
      end(symbol) {
        if (symbol === NAME.duplication) endDuplication()
      },
      finish() {
        // Since 7 (which names its version) it lists every file that it read.
        if (files === 0 && namesVersion) into.contradict('it lists no file: nothing was looked at')
        else if (files === 0) into.note('it lists no file: CPD before 7 does not say what it looked at')
        return { 'complexity.duplication.lines': [...ranges.values()].reduce((sum, list) => sum + distinct(list), 0) }
      },
    }
  },
})

/** How many lines the ranges have together. */
function distinct(ranges: [from: number, to: number][]): number {
  ranges.sort(([left], [right]) => left - right)
  let lines = 0
  let last = 0
  for (const [from, to] of ranges) {
    lines += Math.max(0, to - Math.max(from - 1, last))
    last = Math.max(last, to)
  }
  return lines
}
