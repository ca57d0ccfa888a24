import { EvidenceError } from '../../model/errors.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, numberField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings } from './json-findings.ts'
import { eachMessage } from './php-files.ts'

/** PHPStan's `json` (https://phpstan.org/user-guide/output-format). Errors without a file (an unmatched ignore, a crash) stand apart. */
export const open: OpenReader = jsonFindings({
  tool: LINT_TOOLS.phpstan,
  name: 'phpstan',
  family: 'types',
  arrays: [],
  element: () => undefined,
  document(value, into) {
    const totals = objectOf(field(value, 'totals'), 'the totals')
    const [errors, fileErrors] = [numberField(totals, 'errors'), numberField(totals, 'file_errors')]
    if (errors === undefined || fileErrors === undefined) throw new EvidenceError('its totals have no "file_errors"')
    into.declared.add('total', errors + fileErrors)
    eachMessage(value, ['errors'], into, (message, path) => {
      into.add({
        rank: 'error',
        rule: textField(message, 'identifier') ?? 'phpstan',
        message: requiredText(message, 'message', 'a message'),
        // Errors of a trait: `Shop/Cart.php (in context of class Shop\\Order)`.
        path: path.replace(/ \(in context of .*\)$/, ''),
        line: positionField(message, 'line'),
      })
    })
    const general = listField(value, 'errors').filter((error) => typeof error === 'string')
    for (const message of general) into.add({ rank: 'error', rule: 'phpstan', message })
  },
})
