import type { Doubt } from '../../model/evidence.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import { positionOf } from '../place-numbers.ts'
import type { OpenReader } from '../reader.ts'
import { symbolsOf } from '../xml/names.ts'
import type { XmlAttributes } from '../xml/attributes.ts'
import { rootedReader } from '../xml-reader.ts'
import { xmlOrText } from './by-beginning.ts'
import { levelOf } from './json-findings.ts'
import { lineReader } from './line-findings.ts'

const NAMES = [
  'results',
  'cppcheck',
  'error',
  'location',
  'id',
  'severity',
  'msg',
  'file',
  'line',
  'column',
  'version',
] as const
const NAME = symbolsOf(NAMES)

/** cppcheck's severities (https://cppcheck.sourceforge.io/manual.html#severities). `information` is about the run, not the code. */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['performance', 'warning'],
  ['portability', 'warning'],
  ['style', 'note'],
  ['information', 'note'],
  ['debug', 'note'],
])
/** What it writes where a file was not checked, or not all of it. */
const NOT_CHECKED: ReadonlySet<string> = new Set([
  'internalError',
  'cppcheckError',
  'preprocessorErrorDirective',
  'noValidConfiguration',
])

interface Place {
  readonly path: string
  readonly line: number | undefined
  readonly column: number | undefined
}

/** cppcheck's `--xml`, version 1 and 2. The first location of an error is where it is, the others lead there. */
const XML_READER: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  const doubts: Doubt[] = []
  let entries = 0
  let isStrange = false
  let version: string | undefined
  let error: { id: string; rank: Level; message: string; place: Place | undefined } | undefined

  function placeOf(attributes: XmlAttributes): Place | undefined {
    const path = attributes.text(NAME.file)
    if (path === undefined || path === '') return undefined
    return {
      path: mapPath(path),
      line: positionOf(attributes.count(NAME.line)),
      column: positionOf(attributes.count(NAME.column)),
    }
  }

  return rootedReader(NAMES, LINT_TOOLS.cppcheck.title, (source) => ({
    start(symbol) {
      const { attributes } = source
      if (symbol === NAME.cppcheck) version = attributes.text(NAME.version)
      else if (symbol === NAME.error) {
        error = {
          id: attributes.text(NAME.id) ?? 'unknown',
          rank: LEVEL.get(attributes.text(NAME.severity) ?? '') ?? 'error',
          message: attributes.text(NAME.msg) ?? '',
          place: placeOf(attributes),
        }
      } else if (symbol === NAME.location && error && !error.place) error.place = placeOf(attributes)
      else if (symbol < 0 && !isStrange && attributes.text(NAME.msg) !== undefined) {
        isStrange = true
        doubts.push({ kind: 'contradiction', text: 'it has a message in an element that is no <error>' })
      }
    },
    end(symbol) {
      if (symbol !== NAME.error || !error) return
      const { id, rank, message, place } = error
      entries += 1
      tables.findings.add({ family: 'lint', rank, tool: 'cppcheck', rule: id, message, ...place })
      if (NOT_CHECKED.has(id) && doubts.length < 10) {
        doubts.push({
          kind: 'contradiction',
          text: `cppcheck could not check ${place?.path ?? 'a file'}: ${message.slice(0, 200)}`,
        })
      }
      error = undefined
    },
    finish() {
      doubts.push(...exitCodeDoubts(LINT_TOOLS.cppcheck, exitCode, entries))
      return {
        kind: 'findings',
        entries,
        metrics: counter.metrics(['lint']),
        completeness: 'complete',
        doubts,
        tool: { name: 'cppcheck', ...(version === undefined ? {} : { version }) },
      }
    },
  }))
}

/** What it printed before 1.84, and still with `--template=cppcheck1`. Its newer text is GCC's. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.cppcheck,
  name: 'cppcheck',
  family: 'lint',
  findings: [
    /^(?:\[(?<path>[^\]]+?)(?::(?<line>\d+))?\](?: -> \[[^\]]*\])*: )?\((?<level>error|warning|style|performance|portability|information|debug)(?:, inconclusive)?\) (?<message>.*)$/,
  ],
  level: ({ level }) => levelOf(LEVEL, level),
  rule: 'cppcheck',
  beside: [/^(?:Checking .*\.\.\.$|\d+\/\d+ files checked|nofile:0:0: information: )/],
})

export const open: OpenReader = xmlOrText(XML_READER, TEXT_READER)
