import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { inWord, textsOf } from './details.ts'
import { securityJson } from './security-report.ts'

const LIST = 0

/**
 * gitleaks' JSON: 8 (https://github.com/gitleaks/gitleaks, report/finding.go of 8.30) with names as `RuleID`, up to 7
 * `rule` and `offender`, and what wraps the list as `leaks`. A clean run is `[]`, or `null` of older ones. Of a leak only the
 * rule is told: any other text may hold the secret.
 */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.gitleaks,
  name: 'gitleaks',
  families: ['secrets'],
  arrays: ['[]', 'leaks[]'],
  mayBeNull: true,
  element(value, report, stream) {
    const leak = objectOf(value, 'a leak')
    const either = (key: string, older: string): string | undefined => textField(leak, key) ?? textField(leak, older)
    // Before 2.0 the rule was the reason.
    const rule = either('RuleID', 'rule') ?? textField(leak, 'reason')
    if (rule === undefined) throw new EvidenceError('a leak has no "RuleID" or "rule"')
    // Many a tool's list has rules.
    if (stream === LIST && textField(leak, 'RuleID') === undefined) requiredText(leak, 'offender', 'a leak')
    const ids = [rule, ...textsOf(field(leak, 'rule_id'))]
    report.add({
      family: 'secrets',
      rule,
      message: rule,
      path: either('File', 'file'),
      line: positionField(leak, 'StartLine') ?? positionField(leak, 'lineNumber') ?? positionField(leak, 'start_line'),
      column: positionField(leak, 'StartColumn'),
      endLine: positionField(leak, 'EndLine') ?? positionField(leak, 'end_line'),
      details: {
        kind: 'secret',
        ids,
        severities: inWord('gitleaks', textField(leak, 'severity')),
        secret: { hash: report.secretHash(whole(either('Secret', 'offender'))) },
      },
    })
  },
})

/** A secret that `--redact` has left whole. */
function whole(secret: string | undefined): string | undefined {
  return secret === undefined || /REDACTED|\.\.\.$/.test(secret) ? undefined : secret
}
