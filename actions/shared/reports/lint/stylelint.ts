import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { byWord, lineReader } from './line-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
])

/** Stylelint's `json` (https://stylelint.io/user-guide/usage/node-api/#the-returned-promise). A file that does not parse is an error of rule CssSyntaxError. */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.stylelint,
  name: 'stylelint',
  family: 'lint',
  arrays: ['[]'],
  element(value, into) {
    const file = objectOf(value, 'a file')
    const path = textField(file, 'source')
    if (!Array.isArray(field(file, 'warnings'))) throw new EvidenceError('a file has no list of warnings')
    let errors = 0
    for (const entry of [...listField(file, 'parseErrors'), ...listField(file, 'warnings')]) {
      const warning = objectOf(entry, 'a warning')
      const rank = levelOf(LEVEL, textField(warning, 'severity'))
      if (rank === 'error') errors += 1
      into.add({
        rank,
        rule: textField(warning, 'rule') ?? textField(warning, 'stylelintType') ?? 'unknown',
        message: requiredText(warning, 'text', 'a warning'),
        path,
        line: positionField(warning, 'line'),
        column: positionField(warning, 'column'),
        endLine: positionField(warning, 'endLine'),
      })
    }
    for (const option of listField(file, 'invalidOptionWarnings')) {
      into.contradict(`a rule is not configured as it must be: ${(textField(option, 'text') ?? '').slice(0, 200)}`)
    }
    const errored = field(file, 'errored')
    if (errored === true && errors === 0) into.contradict(`${path ?? 'a file'} is said to have errors and lists none`)
    if (errored === false && errors > 0) {
      into.contradict(`${path ?? 'a file'} is said to have no error and lists ${errors}`)
    }
  },
})

/** `string` (its default), `verbose`, `unix` and `compact`. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.stylelint,
  name: 'stylelint',
  family: 'lint',
  findings: [
    /^ +(?<line>\d+):(?<column>\d+) +(?<level>[✖×⚠‼ℹi]) +(?<message>\S.*?)(?: {2,}(?<rule>@?[\w/-]+))? *$/,
    /^ +(?<level>[✖×⚠‼]) +(?<message>\S.*?) {2,}(?<rule>@?[\w/-]+) *$/,
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):(?<column>\d+): (?<message>.*?)(?: \((?<rule>[\w@/-]+)\))? \[(?<level>error|warning)\]$/,
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+): line (?<line>\d+), col (?<column>\d+), (?<level>error|warning) - (?<message>.*?)(?: \((?<rule>[\w@/-]+)\))?$/,
  ],
  level: byWord({ '⚠': 'warning', '‼': 'warning', warning: 'warning' }),
  rule: 'unknown',
  // `compact`.
  unended: /: line \d+, col \d+, .* \([\w@/-]+\)$/,
  // `verbose`.
  appendix: /^\d+ sources? checked$/,
  header: /^(?<path>(?:\.{0,2}[\\/]|[A-Za-z]:[\\/])?\S.*\.\w+|<input css \d+>)$/,
  beside: [/^ {2}\d+ (?:errors?|warnings?)(?: and \d+ warnings?)? potentially fixable/, /^ {10,}\S/],
  summaries: [
    /^(?:[✖×⚠‼] )?\d+ problems? \((?<error>\d+) errors?, (?<warning>\d+) warnings?\)$/,
    /^(?<total>\d+) problems?$/,
  ],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
