import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { GO_PLACE, byWord, lineReader } from './line-findings.ts'

/** A severity is what the team's configuration says; without one a finding fails the run. */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['warning', 'warning'],
  ['low', 'warning'],
  ['info', 'note'],
  ['note', 'note'],
  ['hint', 'note'],
])

/** golangci-lint's `json` and `text` (https://golangci-lint.run/docs/configuration/file/#output-configuration). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.golangciLint,
  name: 'golangci-lint',
  family: 'lint',
  arrays: ['Issues[]'],
  element(value, into) {
    const issue = objectOf(value, 'an issue')
    const position = field(issue, 'Pos')
    const range = field(issue, 'LineRange')
    into.add({
      rank: levelOf(LEVEL, textField(issue, 'Severity')),
      rule: requiredText(issue, 'FromLinter', 'an issue'),
      message: requiredText(issue, 'Text', 'an issue'),
      path: textField(position, 'Filename'),
      line: positionField(position, 'Line') ?? positionField(range, 'From'),
      column: positionField(position, 'Column'),
      endLine: positionField(range, 'To'),
    })
  },
  document(value, into) {
    const report = field(value, 'Report')
    const error = textField(report, 'Error')
    if (error !== undefined && error !== '') into.contradict(`golangci-lint says: ${error.slice(0, 300)}`)
    for (const warning of listField(report, 'Warnings')) {
      into.contradict(`golangci-lint warns: ${(textField(warning, 'Text') ?? '').slice(0, 300)}`)
    }
  },
})

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.golangciLint,
  name: 'golangci-lint',
  family: 'lint',
  findings: [
    // Its forerunner, gometalinter, knew levels.
    new RegExp(`^${GO_PLACE}::?(?<level>error|warning): (?<message>.*) \\((?<rule>[a-z][\\w-]*)\\)$`),
    new RegExp(`^${GO_PLACE}: (?<message>.*) \\((?<rule>[a-z][\\w-]*)\\)$`),
    // The format `tab`.
    new RegExp(`^${GO_PLACE} {2,}(?<rule>[a-z][\\w-]*) {2,}(?<message>\\S.*)$`),
  ],
  level: byWord({ warning: 'warning' }),
  carets: true,
  beside: [/^\* [\w-]+: \d+$/, /^(?:INFO|DEBU|level=(?:info|debug))\b/],
  summaries: [/^(?<total>\d+) issues(?:[:.].*)?$/],
  failures: [/^(?:level=(?:error|warning)|ERRO|WARN)\b/],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
