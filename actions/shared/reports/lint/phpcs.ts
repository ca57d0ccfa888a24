import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, numberField, objectOf, positionField, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText, xmlOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { eachMessage } from './php-files.ts'
import { TEXT_READER, XML_READER } from './phpcs-text.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
])

/** PHP_CodeSniffer's `json` (https://github.com/PHPCSStandards/PHP_CodeSniffer/wiki/Reporting#printing-a-json-report). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.phpcs,
  name: 'phpcs',
  family: 'lint',
  arrays: [],
  element: () => undefined,
  document(value, into) {
    const totals = objectOf(field(value, 'totals'), 'the totals')
    if (numberField(totals, 'fixable') === undefined) throw new EvidenceError('its totals have no "fixable"')
    eachMessage(value, ['errors', 'warnings'], into, (message, path) => {
      into.add({
        rank: levelOf(LEVEL, requiredText(message, 'type', 'a message')),
        rule: requiredText(message, 'source', 'a message'),
        message: requiredText(message, 'message', 'a message'),
        path,
        line: positionField(message, 'line'),
        column: positionField(message, 'column'),
      })
    })
    into.declared.add('error', numberField(totals, 'errors'))
    into.declared.add('warning', numberField(totals, 'warnings'))
  },
})

export const open: OpenReader = jsonOrText(JSON_READER, xmlOrText(XML_READER, TEXT_READER))
