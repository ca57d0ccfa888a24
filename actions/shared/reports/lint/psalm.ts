import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { objectOf, positionField, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { byWord, lineReader } from './line-findings.ts'

/** `info` is what the team's error level leaves out of the errors. */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['info', 'note'],
])

/** Psalm's `--output-format=json` (https://psalm.dev/docs/running_psalm/command_line_usage/). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.psalm,
  name: 'psalm',
  family: 'types',
  arrays: ['[]'],
  element(value, into) {
    const issue = objectOf(value, 'an issue')
    into.add({
      rank: levelOf(LEVEL, requiredText(issue, 'severity', 'an issue')),
      rule: requiredText(issue, 'type', 'an issue'),
      message: requiredText(issue, 'message', 'an issue'),
      path: requiredText(issue, 'file_name', 'an issue'),
      line: positionField(issue, 'line_from'),
      column: positionField(issue, 'column_from'),
      endLine: positionField(issue, 'line_to'),
    })
  },
})

/** `console` (its default), `text` and `emacs`. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.psalm,
  name: 'psalm',
  family: 'types',
  findings: [
    /^(?<level>ERROR|INFO): (?<rule>\w+)(?: - | at )(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):(?<column>\d+)(?: - |:)(?<message>.*)$/,
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):(?<column>\d+):(?<level>error|warning) - (?:(?<rule>\w+): )?(?<message>.*)$/,
  ],
  level: byWord({ error: 'error', info: 'note', warning: 'note' }),
  rule: 'psalm',
  suspicious: /^(?:ERROR|INFO): |:\d+:\d+:/,
  summaries: [/^(?<error>\d+) errors? found!?$/, /^(?<error>No) errors found!$/i],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
