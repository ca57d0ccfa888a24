import { field, numberField, requiredText, textField } from '../json/shape.ts'
import { inWord, tellingList } from './details.ts'
import type { SecurityReport } from './security-report.ts'

/*
 * Trivy's `--compliance … --format json` (https://github.com/aquasecurity/trivy, pkg/compliance/report of 0.66): controls, each
 * with the results of its checks (`--report all`), or with how many of them failed (`--report summary`).
 */

export function isCompliance(value: unknown): boolean {
  return (
    field(value, 'SummaryControls') !== undefined ||
    (textField(value, 'ID') !== undefined && field(value, 'Results') !== undefined)
  )
}

/** Adds all that the controls say; `addResult` reads a result as any other report of Trivy's has it. */
export function addCompliance(
  value: unknown,
  report: SecurityReport,
  addResult: (part: unknown, resource: string) => void,
): void {
  report.speaksOf('security')
  const name = textField(value, 'ID') ?? ''
  const controls = tellingList(value, 'Results')
  for (const control of controls) {
    const id = requiredText(control, 'ID', 'a control')
    for (const part of tellingList(control, 'Results')) addResult(part, `${name} ${id}`)
  }
  const counted = tellingList(value, 'SummaryControls')
  for (const control of counted) {
    const rule = requiredText(control, 'ID', 'a control')
    const count = numberField(control, 'TotalFail') ?? 0
    if (count === 0) continue
    report.add({
      rule,
      message: `${textField(control, 'Name') ?? rule}: ${count} failed (${name})`,
      details: {
        kind: 'misconfiguration',
        ids: [rule],
        severities: inWord('trivy', textField(control, 'Severity')),
      },
    })
  }
  if (controls.length + counted.length === 0) report.missed(`Trivy checked nothing of ${name}: it has no control`)
}
