import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { listField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { byWord, lineReader } from './line-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
])

/** markdownlint-cli's text and --json, and what markdownlint-cli2 prints (https://github.com/igorshubovych/markdownlint-cli). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.markdownlint,
  name: 'markdownlint',
  family: 'lint',
  arrays: ['[]'],
  element(value, into) {
    const issue = objectOf(value, 'an issue')
    const [name = textField(issue, 'rule')] = listField(issue, 'ruleNames')
    const [column] = listField(issue, 'errorRange')
    const detail = textField(issue, 'errorDetail')
    into.add({
      rank: levelOf(LEVEL, textField(issue, 'severity')),
      rule: typeof name === 'string' ? name : 'unknown',
      // Ruby's markdownlint, of which the other took the rules, has words of its own.
      message:
        (textField(issue, 'description') ?? requiredText(issue, 'ruleDescription', 'an issue')) +
        (detail === undefined ? '' : ` [${detail}]`),
      path: textField(issue, 'filename') ?? requiredText(issue, 'fileName', 'an issue'),
      line: positionField(issue, 'lineNumber') ?? positionField(issue, 'line'),
      column: positionField({ column }, 'column'),
    })
  },
})

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.markdownlint,
  name: 'markdownlint',
  family: 'lint',
  findings: [
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+):\s?(?<line>\d+)(?::(?<column>\d+))?:? (?:(?<level>error|warning) )?(?<rule>MD\d{3}|[\w-]+(?=\/))(?:\/[\w/-]+)? (?<message>.*)$/,
  ],
  level: byWord({ error: 'error', warning: 'warning' }),
  beside: [
    /^Further documentation is available/,
    /^ - MD\d{3}: http/,
    /^markdownlint-cli2 v/,
    /^Finding: /,
    /^Linting: [1-9]/,
  ],
  summaries: [
    /^Summary: (?<total>\d+) error\(s\)$/,
    /^Summary: (?<error>\d+) error\(s\), (?<warning>\d+) warning\(s\)$/,
  ],
  failures: [/^Linting: 0 file/],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
