import { severityOfScore } from '../../model/severity.ts'
import { field, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import { tellingList } from './details.ts'
import type { SecurityReport } from './security-report.ts'

/**
 * Kubescape's JSON up to 2.0, and with `--format-version v1` (https://github.com/kubescape/opa-utils,
 * reporthandling/datastructuresv1.go): a framework, or a list of them, each with its controls, their rules, and what failed.
 */
export class FrameworkReports {
  /** Controls that were read. */
  count = 0
  #resources = 0

  add(value: unknown, report: SecurityReport): void {
    const control = objectOf(value, 'a control')
    const id = textField(control, 'controlID') ?? requiredText(control, 'id', 'a control')
    this.count += 1
    this.#resources += numberField(control, 'totalResources') ?? 0
    let failed = 0
    for (const rule of tellingList(control, 'ruleReports')) {
      const status = field(rule, 'ruleStatus')
      // Of the rule itself: it could not be run.
      if (textField(status, 'status') === 'failed' && textField(status, 'message')) {
        report.missed(`Kubescape could not try ${id}: ${textField(status, 'message') ?? ''}`.slice(0, 300))
      }
      for (const response of tellingList(rule, 'ruleResponses')) {
        failed += addResponse(control, id, response, report)
      }
    }
    const declared = numberField(control, 'failedResources') ?? 0
    if (declared > 0 && failed === 0) report.contradict(`Kubescape says that ${id} failed, and lists no resource of it`)
  }

  finish(report: SecurityReport): void {
    if (this.count === 0) report.missed('Kubescape tried no control')
    else if (this.#resources === 0) report.missed('Kubescape looked at no resource')
  }
}

/** `success` and `ignore` are no failures; a warning is what an exception excuses. */
function addResponse(control: unknown, id: string, response: unknown, report: SecurityReport): 0 | 1 {
  const status = textField(response, 'ruleStatus') || 'failed'
  if (status === 'success' || status === 'ignore') return 0
  const score = numberField(control, 'baseScore') ?? 0
  const [first] = listField(field(response, 'alertObject'), 'k8sApiObjects')
  const name = textField(field(first, 'metadata'), 'name') ?? textField(first, 'name')
  const found = {
    rule: id,
    message: `${textField(control, 'name') ?? id}${name === undefined ? '' : ` (${textField(first, 'kind') ?? '?'}/${name})`}`,
    details: {
      kind: 'misconfiguration',
      ids: [id],
      severities: [{ source: 'kubescape', severity: score > 0 ? severityOfScore(score) : 'unknown' }],
      url: `https://hub.armosec.io/docs/${encodeURIComponent(id.toLowerCase())}`,
      suppressed: status === 'warning' ? 'excluded by an exception' : undefined,
    },
  } as const
  if (status === 'warning') report.suppress(found)
  else report.add(found)
  return 1
}
