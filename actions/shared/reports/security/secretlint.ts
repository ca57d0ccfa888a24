import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, listField, numberField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { inWord } from './details.ts'
import { securityJson } from './security-report.ts'

/**
 * Secretlint's `--format json` (https://github.com/secretlint/secretlint, packages/@secretlint/types, of 12): every file with
 * its contents. Of a message only its ids are told: its text and `data` hold the secret unless they are masked.
 */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.secretlint,
  name: 'secretlint',
  families: ['secrets'],
  arrays: ['[]'],
  element(value, report) {
    const file = objectOf(value, 'a file')
    const path = requiredText(file, 'filePath', 'a file')
    if (!Array.isArray(field(file, 'messages'))) throw new EvidenceError('a file has no list "messages"')
    const contents = textField(file, 'sourceContent') ?? ''
    for (const item of listField(file, 'messages')) {
      const message = objectOf(item, 'a message')
      const rule = requiredText(message, 'ruleId', 'a message')
      const id = textField(message, 'messageId')
      const start = field(field(message, 'loc'), 'start')
      const column = numberField(start, 'column')
      const [from, to] = listField(message, 'range')
      const secret = typeof from === 'number' && typeof to === 'number' ? contents.slice(from, to) : ''
      report.add({
        family: 'secrets',
        rule,
        message: `${rule.replace(/^.*rule-/, '')}${id === undefined ? '' : `: ${id}`}`,
        path,
        line: positionField(start, 'line'),
        column: column === undefined || column < 0 ? undefined : column + 1,
        endLine: positionField(field(field(message, 'loc'), 'end'), 'line'),
        details: {
          kind: 'secret',
          ids: [rule, ...(id === undefined ? [] : [id])],
          severities: inWord('secretlint', textField(message, 'severity')),
          url: textField(message, 'docsUrl'),
          secret: { hash: report.secretHash(/^\**$/.test(secret) ? undefined : secret) },
        },
      })
    }
  },
})
