import { EvidenceError } from '../../model/errors.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, objectOf, positionField, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings } from './json-findings.ts'
import { lineReader } from './line-findings.ts'

/** ktlint's `--reporter=json` (https://pinterest.github.io/ktlint/latest/install/cli/#violation-reporting). Every finding fails the run. */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.ktlint,
  name: 'ktlint',
  family: 'lint',
  arrays: ['[]'],
  element(value, into) {
    const file = objectOf(value, 'a file')
    const path = requiredText(file, 'file', 'a file')
    if (!Array.isArray(field(file, 'errors'))) throw new EvidenceError('a file has no list of errors')
    for (const entry of listField(file, 'errors')) {
      const error = objectOf(entry, 'an error')
      into.add({
        rank: 'error',
        rule: requiredText(error, 'rule', 'an error'),
        message: requiredText(error, 'message', 'an error'),
        path,
        line: positionField(error, 'line'),
        column: positionField(error, 'column'),
      })
    }
  },
})

/** `plain`, its default, with the rule in brackets since 0.10. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.ktlint,
  name: 'ktlint',
  family: 'lint',
  findings: [
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+\.kts?):(?<line>\d+):(?<column>\d+): (?!(?:error|warning): )(?<message>.*?)(?: \((?<rule>[\w:-]+)\))?$/,
  ],
  level: () => 'error',
  beside: [/^Summary error count/, /^ {2}[\w:-]+: \d+$/, /^\d\d:\d\d:\d\d\.\d+ \[.*\] (?:INFO|WARN|DEBUG) /],
  failures: [/^\d\d:\d\d:\d\d\.\d+ \[.*\] ERROR /],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
