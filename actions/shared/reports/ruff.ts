import { TOOLS } from '../tools/tools.ts'
import { FindingCounter, exitCodeDoubts } from './finding-metrics.ts'
import { jsonReader } from './json/reader.ts'
import { field, objectOf, positionField, requiredText, textField } from './json/shape.ts'
import { DOCUMENTS } from './json/splitter.ts'
import { jsonOrText, listOrLines } from './lint/by-beginning.ts'
import { PLACE, lineReader } from './lint/line-findings.ts'
import type { OpenReader } from './reader.ts'

/** Ruff's `--output-format json` (https://docs.astral.sh/ruff/settings/#output-format). Every finding fails `ruff check`, so every one is an error. */
const jsonReaderOf =
  (path: string): OpenReader =>
  ({ tables, mapPath, exitCode }) => {
    const counter = new FindingCounter(tables.findings)
    let entries = 0
    return jsonReader(
      [path],
      {
        element(value) {
          const finding = objectOf(value, 'an item of the report')
          const location = field(finding, 'location')
          entries += 1
          tables.findings.add({
            family: 'lint',
            rank: 'error',
            tool: 'ruff',
            // A syntax error has no rule.
            rule: textField(finding, 'code') ?? 'syntax-error',
            message: requiredText(finding, 'message', 'an item of the report'),
            path: mapPath(requiredText(finding, 'filename', 'an item of the report')),
            line: positionField(location, 'row'),
            column: positionField(location, 'column'),
            endLine: positionField(field(finding, 'end_location'), 'row'),
          })
        },
      },
      () => ({
        kind: 'findings',
        entries,
        metrics: counter.metrics(['lint']),
        completeness: 'complete',
        doubts: exitCodeDoubts(TOOLS.ruff, exitCode, entries),
        tool: { name: 'ruff' },
      }),
    )
  }

/** `concise`, and `full` of all versions, whose findings stand above or beside their place, and `grouped`; `pylint` is flake8's. */
const TEXT_READER = lineReader({
  tool: TOOLS.ruff,
  name: 'ruff',
  family: 'lint',
  findings: [
    new RegExp(`^${PLACE}: (?<rule>[A-Z]+\\d+) (?:\\[\\*\\] )?(?<message>.*)$`),
    new RegExp(`^${PLACE}: (?<rule>invalid-syntax|SyntaxError): (?<message>.*)$`),
    /^ +(?<line>\d+):(?<column>\d+) +(?<rule>[A-Z]+\d+|invalid-syntax:?) (?:\[\*\] )?(?<message>.*)$/,
  ],
  header: /^(?:(?<rule>[A-Z]+\d+|invalid-syntax:?) (?:\[\*\] )?(?<message>.*)|(?<path>\S.*\.\w+):)$/,
  headerOf: 'some',
  // flake8 prints such lines too, and no count.
  counted: /:\d+:\d+: [A-Z]+\d+ /,
  under: [/^ *--> (?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):(?<column>\d+)$/],
  level: () => 'error',
  rule: 'syntax-error',
  carets: true,
  beside: [
    /^ *\d* *\|/,
    /^ +[-+] /,
    /^ *= ?(?:help|note): /,
    /^(?:help|note): /,
    /^ *\.\.\.$/,
    /^\[\*\] \d+ (?:potentially )?fixable /,
    /^No fixes available/,
    /^(?:\d+ hidden fix|\d+ fix)/,
  ],
  summaries: [/^Found (?<total>\d+) errors?(?: \(.*\))?\.$/, /^(?<total>)All checks passed!$/],
  failures: [/^warning: No Python files found/, /^error: /],
})

export const open: OpenReader = jsonOrText(listOrLines(jsonReaderOf('[]'), jsonReaderOf(DOCUMENTS)), TEXT_READER)
