import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings } from './json-findings.ts'
import { PLACE, lineReader } from './line-findings.ts'

/** actionlint's own text, `-oneline`, and `-format '{{json .}}'` (https://github.com/rhysd/actionlint/blob/main/docs/usage.md). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.actionlint,
  name: 'actionlint',
  family: 'lint',
  arrays: ['[]'],
  element(value, into) {
    const error = objectOf(value, 'an error')
    into.add({
      rank: 'error',
      rule: requiredText(error, 'kind', 'an error'),
      message: requiredText(error, 'message', 'an error'),
      path: textField(error, 'filepath'),
      line: positionField(error, 'line'),
      column: positionField(error, 'column'),
    })
  },
})

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.actionlint,
  name: 'actionlint',
  family: 'lint',
  findings: [new RegExp(`^${PLACE}: (?<message>.*) \\[(?<rule>[a-z][\\w-]*)\\]$`)],
  level: () => 'error',
  carets: true,
  beside: [/^\s*\d*\s*\|/],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
