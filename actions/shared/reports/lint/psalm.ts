import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { objectOf, positionField, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings, levelOf } from './json-findings.ts'

/** `info` is what the team's error level leaves out of the errors. */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['info', 'note'],
])

/** Psalm's `--output-format=json` (https://psalm.dev/docs/running_psalm/command_line_usage/). */
export const open: OpenReader = jsonFindings({
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
