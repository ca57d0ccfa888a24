import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { xmlFindings } from '../lint-xml/xml-findings.ts'
import { positionOf } from '../place-numbers.ts'
import { symbolsOf } from '../xml/names.ts'
import { byWord, lineReader } from './line-findings.ts'

const NAMES = ['phpcs', 'file', 'error', 'warning', 'name', 'line', 'column', 'source', 'errors', 'warnings'] as const
const NAME = symbolsOf(NAMES)

/** PHP_CodeSniffer's `xml`. */
export const XML_READER = xmlFindings({
  tool: LINT_TOOLS.phpcs,
  name: 'phpcs',
  family: 'lint',
  vocabulary: NAMES,
  handler(source, into) {
    let path: string | undefined
    let missing = 0
    return {
      start(symbol) {
        const { attributes } = source
        if (symbol === NAME.file) {
          path = attributes.text(NAME.name)
          missing = Number(attributes.text(NAME.errors) ?? 0) + Number(attributes.text(NAME.warnings) ?? 0)
        } else if (symbol === NAME.error || symbol === NAME.warning) source.keepText()
      },
      end(symbol) {
        const { attributes } = source
        if (symbol === NAME.file && missing !== 0) {
          into.contradict(`${path ?? 'a file'} counts ${missing} message(s) more than it lists`)
        } else if (symbol === NAME.error || symbol === NAME.warning) {
          missing -= 1
          into.add({
            family: 'lint',
            rank: symbol === NAME.error ? 'error' : 'warning',
            rule: attributes.text(NAME.source) ?? 'unknown',
            message: source.takeText().trim(),
            path,
            line: positionOf(attributes.count(NAME.line)),
            column: positionOf(attributes.count(NAME.column)),
          })
        }
      },
      finish: () => ({}),
    }
  },
})

/** `full` (its default), `emacs` and `csv`. */
export const TEXT_READER = lineReader({
  tool: LINT_TOOLS.phpcs,
  name: 'phpcs',
  family: 'lint',
  findings: [
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):(?<column>\d+): (?<level>error|warning) - (?<message>.*?)(?: \((?<rule>[\w.]+\.[\w.]+)\))?$/,
    /^ +(?<line>\d+) \| (?<level>ERROR|WARNING) +\| (?:\[[ x]\] )?(?<message>.*)$/,
    /^"(?<path>[^"]+)",(?<line>\d+),(?<column>\d+),(?<level>error|warning),"(?<message>.*)",(?<rule>[\w.]+),\d+,\d+$/,
  ],
  level: byWord({ error: 'error', warning: 'warning' }),
  rule: 'phpcs',
  header: /^FILE: (?<path>.+)$/,
  beside: [
    /^-+$/,
    /^ +\| +\| /,
    /^PHPCBF CAN FIX/,
    /^Time: /,
    /^File,Line,Column,/,
    /^[.EWS]+(?: +\d+ \/ \d+ \(\d+%\))?$/,
  ],
  summaries: [/^FOUND (?<error>\d+) ERRORS?(?: AND (?<warning>\d+) WARNINGS?)?(?: \([^)]*\))? AFFECTING/],
  // With -s the rule stands in brackets behind the message, on a line of its own where it is long.
  appendix: /^PHP CODE SNIFFER VIOLATION SOURCE SUMMARY/,
})
