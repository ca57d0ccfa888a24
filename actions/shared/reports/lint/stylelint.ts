import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings, levelOf } from './json-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
])

/** Stylelint's `json` (https://stylelint.io/user-guide/usage/node-api/#the-returned-promise). A file that does not parse is an error of rule CssSyntaxError. */
export const open: OpenReader = jsonFindings({
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
