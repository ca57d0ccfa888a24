import { EvidenceError } from '../../model/errors.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, objectOf, positionField, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings } from './json-findings.ts'

/** ktlint's `--reporter=json` (https://pinterest.github.io/ktlint/latest/install/cli/#violation-reporting). Every finding fails the run. */
export const open: OpenReader = jsonFindings({
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
