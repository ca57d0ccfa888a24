import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { GO_PLACE, lineReader } from './line-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
])

/** staticcheck's `text` and `json` (https://staticcheck.dev/docs/running-staticcheck/cli/formatters/). `ignored` ones are shown only on demand. */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.staticcheck,
  name: 'staticcheck',
  family: 'lint',
  arrays: [DOCUMENTS],
  isLines: true,
  element(value, into) {
    const problem = objectOf(value, 'a problem')
    if (textField(problem, 'severity') === 'ignored') return
    const location = objectOf(field(problem, 'location'), 'the location of a problem')
    into.add({
      rank: levelOf(LEVEL, textField(problem, 'severity')),
      rule: requiredText(problem, 'code', 'a problem'),
      message: requiredText(problem, 'message', 'a problem'),
      path: textField(location, 'file'),
      line: positionField(location, 'line'),
      column: positionField(location, 'column'),
      endLine: positionField(field(problem, 'end'), 'line'),
    })
  },
})

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.staticcheck,
  name: 'staticcheck',
  family: 'lint',
  findings: [
    new RegExp(`^${GO_PLACE}: (?<message>.*) \\((?<rule>[A-Z]+\\d{4}|compile|config)\\)$`),
    // --f stylish.
    /^ {2}\((?<line>\d+), (?<column>\d+)\) +(?<rule>[A-Z]+\d{4}|compile|config) +(?<message>\S.*)$/,
    /^-: (?<message>.*) \((?<rule>compile|config)\)$/,
  ],
  level: () => 'error',
  header: /^(?<path>\S.*\.go)$/,
  summaries: [/^ ✖ \d+ problems? \((?<error>\d+) errors?, \d+ warnings?(?:, \d+ ignored)?\)$/],
  // What belongs to the finding above it.
  beside: [/^\t\S/],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
