import { EvidenceError } from '../../model/errors.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, numberField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings } from './json-findings.ts'
import { lineReader } from './line-findings.ts'
import { eachMessage } from './php-files.ts'

/** PHPStan's `json` (https://phpstan.org/user-guide/output-format). Errors without a file (an unmatched ignore, a crash) stand apart. */
const JSON_READER = jsonFindings({
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

/** `raw`, and `table`, its default. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.phpstan,
  name: 'phpstan',
  family: 'types',
  findings: [
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+?)(?: \(in context of .*\))?:(?<line>\d+|\?):(?<message>(?!\d+:)\S.*?)(?: \[identifier=(?<rule>[\w.]+)\])?$/,
    /^ {2}:?(?<line>\d+) {2,}(?<message>\S.*)$/,
  ],
  level: () => 'error',
  rule: 'phpstan',
  header: /^ {2}Line {2,}(?<path>\S.*?)(?: \(in context of .*\))?\s*$/,
  // The frame, and more of a message or the file's name.
  beside: [/^ -[- ]*$/, /^ {7,}\S/, /^Note: Using configuration file /, /^ *\d+\/\d+ \[/],
  summaries: [/^ \[ERROR\] Found (?<total>\d+) errors?\s*$/, /^ \[(?<total>)OK\] No errors\s*$/],
  failures: [/^ ?\[WARNING\] /],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
