import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, listField, numberField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { inWord, leadOf, scored, urlOf } from './details.ts'
import { packageOf } from './packages.ts'
import { type SecurityFound, securityJson } from './security-report.ts'

/**
 * Terrascan's `-o json` (https://runterrascan.io/docs/usage/command_line_mode/; pkg/policy and pkg/results of 1.19). With
 * the IaC type `all` it says of each kind that the folder does not hold that it was not found: that is no fault.
 */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.terrascan,
  name: 'terrascan',
  arrays: ['results.violations[]', 'results.skipped_violations[]', 'results.vulnerabilities[]'],
  element(value, report, stream) {
    if (stream === 2) {
      report.addBeside(vulnerabilityOf(value))
      return
    }
    const found = foundOf(value)
    if (stream === 0) report.add(found)
    else {
      const words = textField(value, 'skip_comment') || textField(value, 'comment') || 'skipped'
      report.suppress({ ...found, details: { ...found.details, suppressed: `ts:skip: ${words}` } })
    }
  },
  document(value, report) {
    const results = field(value, 'results')
    for (const error of listField(results, 'scan_errors')) {
      const text = `${textField(error, 'iac_type') ?? '?'}: ${textField(error, 'errMsg') ?? 'scan error'}`.slice(0, 300)
      if (/not found in the dir|\bno .*(?:found|files?)\b|has no .* files/i.test(text)) {
        report.note(`Terrascan: ${text}`)
      } else report.missed(`Terrascan: ${text}`)
    }
    const summary = field(results, 'scan_summary')
    const validated = numberField(summary, 'policies_validated')
    // Before 1.3.
    const total = numberField(field(results, 'count'), 'total')
    if (validated === undefined && total === undefined) {
      report.contradict('the summary that Terrascan writes is missing')
    }
    if (validated === 0) report.missed('Terrascan tried no policy (policies_validated is 0)')
    if (total === 0) report.doubtSilence('it counts no violation')
    report.expectEntries(numberField(summary, 'violated_policies') ?? total, 'violations')
  },
})

/** What the scanner of an image's registry says (`--find-vuln`): beside its count of violations. */
function vulnerabilityOf(value: unknown): SecurityFound {
  const item = objectOf(value, 'a vulnerability')
  const rule = requiredText(item, 'vulnerability_id', 'a vulnerability')
  const name = textField(item, 'package') ?? '?'
  const version = textField(item, 'installed_version')
  const scores = field(item, 'cvss_score')
  return {
    rule,
    message: `${name} ${version ?? ''}: ${leadOf(textField(item, 'description') ?? rule)} (${textField(item, 'image') ?? '?'})`,
    path: textField(item, 'file'),
    line: positionField(item, 'line'),
    details: {
      kind: 'vulnerability',
      ids: [rule],
      package: packageOf(undefined, name, version),
      severities: [
        ...['v3', 'v2'].flatMap((key) =>
          scored('terrascan', field(scores, `${key}_score`), textField(scores, `${key}_vector`)),
        ),
        ...inWord('terrascan', textField(item, 'severity')),
      ],
      url: urlOf(field(item, 'primary_url')),
    },
  }
}

function foundOf(value: unknown): SecurityFound {
  const violation = objectOf(value, 'a violation')
  const rule = requiredText(violation, 'rule_id', 'a violation')
  const resource = [textField(violation, 'resource_type'), textField(violation, 'resource_name')]
  const message = textField(violation, 'description') ?? textField(violation, 'rule_name') ?? rule
  return {
    rule,
    message: resource[1] ? `${message} (${resource.join('.')})` : message,
    path: textField(violation, 'file'),
    line: positionField(violation, 'line'),
    details: {
      kind: 'misconfiguration',
      ids: [
        rule,
        ...[textField(violation, 'rule_name')].filter((name) => name !== undefined && name !== ''),
      ] as string[],
      severities: inWord('terrascan', textField(violation, 'severity')),
    },
  }
}
