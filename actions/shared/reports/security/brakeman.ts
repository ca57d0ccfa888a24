import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, numberField, objectOf, positionField, textField } from '../json/shape.ts'
import { cwesOf, inWord, textsOf } from './details.ts'
import { type SecurityFound, securityJson } from './security-report.ts'

/** Brakeman knows no severity; its own SARIF makes levels of its confidence (lib/brakeman/report/report_sarif.rb of 7.0). */
const LEVELS: ReadonlyMap<string, string> = new Map([
  ['high', 'error'],
  ['medium', 'warning'],
  ['weak', 'note'],
])

/** Brakeman's `-f json` (https://brakemanscanner.org/docs/jenkins/; lib/brakeman/report/report_json.rb). */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.brakeman,
  name: 'brakeman',
  arrays: ['warnings[]', 'ignored_warnings[]'],
  element(value, report, stream) {
    const found = foundOf(value)
    if (stream === 0) report.add(found)
    else {
      const words = ['ignored', textField(value, 'note')].filter((word) => word !== undefined && word !== '').join(': ')
      report.suppress({ ...found, details: { ...found.details, suppressed: words } })
    }
  },
  document(value, report) {
    const info = field(value, 'scan_info')
    report.version(textField(info, 'brakeman_version'))
    for (const error of listField(value, 'errors')) {
      const text = `${textField(error, 'error') ?? 'error'} ${textField(error, 'location') ?? ''}`
      report.missed(`Brakeman could not look at everything: ${text.slice(0, 300)}`)
    }
    if (!isObject(info)) report.contradict('it does not say what was looked at (scan_info)')
    const counts = ['number_of_controllers', 'number_of_models', 'number_of_templates'].map((key) =>
      numberField(info, key),
    )
    if (counts.every((count) => count === 0)) report.missed('Brakeman found no controller, model or template')
    report.expectEntries(numberField(info, 'security_warnings'), 'warnings')
  },
})

function foundOf(value: unknown): SecurityFound {
  const warning = objectOf(value, 'a warning')
  const type = textField(warning, 'warning_type') ?? 'unknown'
  const rule = textField(warning, 'check_name') ?? type
  const message = textField(warning, 'message') ?? type
  const cves = message.match(/CVE-\d{4}-\d{4,}/g) ?? []
  const confidence = textField(warning, 'confidence')?.toLowerCase()
  return {
    rule,
    message: `${type}: ${message}`,
    path: textField(warning, 'file'),
    line: positionField(warning, 'line'),
    details: {
      kind: cves.length > 0 ? 'vulnerability' : 'weakness',
      ids: [rule, ...cves],
      severities: inWord('brakeman', confidence === undefined ? undefined : (LEVELS.get(confidence) ?? confidence)),
      cwes: cwesOf(field(warning, 'cwe_id')),
      url: textsOf(field(warning, 'link'))[0],
    },
  }
}
