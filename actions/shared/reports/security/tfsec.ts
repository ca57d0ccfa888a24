import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { inWord, textsOf } from './details.ts'
import { securityJson } from './security-report.ts'

/** Of `--include-passed` and `--include-ignored`; before 1.0 `passed` told it. */
const PASSED = 1
const IGNORED = 2

/**
 * tfsec's `--format json` (https://github.com/aquasecurity/tfsec, its flat results of 1.28) and that of before 1.0, with
 * `passed` and the severities ERROR, WARNING and INFO. A clean run is `{"results": null}`.
 */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.tfsec,
  name: 'tfsec',
  arrays: ['results[]'],
  element(value, report) {
    const result = objectOf(value, 'a result')
    const status = field(result, 'status')
    if (field(result, 'passed') === true || status === PASSED) return
    const rule = requiredText(result, 'rule_id', 'a result')
    const place = field(result, 'location')
    const resource = textField(result, 'resource')
    const message = textField(result, 'description') ?? textField(result, 'rule_description') ?? rule
    report.add({
      rule,
      message: resource === undefined ? message : `${message} (${resource})`,
      path: textField(place, 'filename'),
      line: positionField(place, 'start_line'),
      endLine: positionField(place, 'end_line'),
      details: {
        kind: 'misconfiguration',
        ids: [rule, ...textsOf(field(result, 'long_id')), ...textsOf(field(result, 'legacy_id'))],
        severities: inWord('tfsec', textField(result, 'severity')),
        url: textsOf(field(result, 'links'))[0] ?? /https?:\/\/\S+/.exec(textField(result, 'link') ?? '')?.[0],
        suppressed: status === IGNORED ? 'tfsec:ignore' : undefined,
      },
    })
  },
})
