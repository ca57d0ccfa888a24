import { EvidenceError } from '../../model/errors.ts'
import type { Severity } from '../../model/findings.ts'
import { severityOfScore } from '../../model/severity.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { inWord, tellingList, textsOf } from './details.ts'
import { FrameworkReports } from './kubescape-frameworks.ts'
import { packageOf } from './packages.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

interface Failed {
  readonly control: string
  readonly name: string
  readonly resource: string
  readonly severity: string | undefined
  readonly suppressed: string | undefined
}

/**
 * Kubescape's `--format json --format-version v2` (https://github.com/kubescape/opa-utils, reporthandling/v2/posturereport.go):
 * results by resource, and apart from them what each resource and each control is. A finding is a rule of a control that
 * failed on a resource.
 */
export const open: OpenReader = (context) => {
  const files = new Map<string, string>()
  const failures: Failed[] = []
  const frameworks = new FrameworkReports()
  let results = 0
  let tried = 0
  return securityJson({
    tool: SECURITY_CODE_TOOLS.kubescape,
    name: 'kubescape',
    arrays: ['results[]', 'resources[]', 'controlReports[]', '[].controlReports[]'],
    // Go leaves out what is empty.
    mayLackLists: true,
    element(value, report, stream) {
      if (stream > 1) {
        frameworks.add(value, report)
        return
      }
      const id = requiredText(objectOf(value, 'a result'), 'resourceID', 'a result')
      if (stream === 1) {
        const source = field(value, 'source')
        const file = textField(source, 'relativePath') ?? textField(source, 'path')
        if (file) files.set(id, file)
        return
      }
      results += 1
      for (const control of tellingList(value, 'controls')) {
        tried += 1
        for (const failure of failuresOf(control, id, report)) failures.push(failure)
      }
    },
    document(value, report) {
      if (frameworks.count > 0 || Array.isArray(value)) {
        frameworks.finish(report)
        return
      }
      images(value, report)
      const controls = field(field(value, 'summaryDetails'), 'controls')
      if (!isObject(controls)) throw new EvidenceError('it has no "summaryDetails" with controls')
      if (results === 0) report.missed('Kubescape looked at no resource')
      else if (tried === 0) report.missed('Kubescape tried no control on any resource')
      const skipped = Object.values(controls).filter((control) => statusOf(control) === 'skipped')
      if (skipped.length > 0) {
        report.note(
          `Kubescape skipped ${skipped.length} of ${Object.keys(controls).length} controls: ${reasonOf(skipped[0])}`,
        )
      }
      const listed = new Set(failures.map(({ control }) => control))
      const lost = Object.keys(controls).filter((id) => statusOf(controls[id]) === 'failed' && !listed.has(id))
      if (lost.length > 0) {
        report.contradict(`Kubescape says that ${lost.slice(0, 5).join(', ')} failed, and lists no resource of it`)
      }
      for (const failure of failures) {
        addFailure(
          failure,
          Object.hasOwn(controls, failure.control) ? controls[failure.control] : undefined,
          files,
          report,
        )
      }
    },
  })(context)
}

/** What Kubescape says of images beside its controls, and of what it could not look at (since 3 and 4). */
function images(value: unknown, report: SecurityReport): void {
  for (const cve of tellingList(field(field(value, 'summaryDetails'), 'vulnerabilities'), 'CVEs')) {
    const rule = requiredText(objectOf(cve, 'a vulnerability'), 'id', 'a vulnerability')
    const name = textField(cve, 'package') ?? '?'
    const version = textField(cve, 'version')
    report.add({
      rule,
      message: `${name} ${version ?? ''}: ${rule}`,
      details: {
        kind: 'vulnerability',
        ids: [rule],
        package: packageOf(undefined, name, version),
        fixedVersions: textsOf(field(cve, 'fixVersions')),
        severities: inWord('kubescape', textField(cve, 'severity')),
      },
    })
  }
  const coverage = field(value, 'scanCoverage')
  for (const [key, gaps] of isObject(coverage) ? Object.entries(coverage) : []) {
    const [first] = Array.isArray(gaps) ? (gaps as unknown[]) : []
    if (first === undefined) continue
    const words = ['controlID', 'gvr', 'reason', 'error', 'path'].flatMap((word) => textField(first, word) ?? [])
    report.missed(`Kubescape could not look at everything: ${key}: ${words.join(': ')}`.slice(0, 300))
  }
}

function statusOf(control: unknown): string | undefined {
  return (
    textField(field(control, 'statusInfo'), 'status') ??
    textField(field(control, 'status'), 'status') ??
    textField(control, 'status')
  )
}

function reasonOf(control: unknown): string {
  const status = field(control, 'statusInfo') ?? field(control, 'status')
  return (textField(status, 'info') || textField(status, 'subStatus') || 'no reason given').slice(0, 200)
}

/** Statuses of a control that did not fail (opa-utils, reporthandling/apis/statuses.go, with those of before). */
const NOT_FAILED: ReadonlySet<string> = new Set(['passed', 'skipped', 'irrelevant', 'excluded', 'ignore'])

/** One for each rule that did not pass. Before 2.0.180 a control had no status of its own. */
function failuresOf(control: unknown, resource: string, report: SecurityReport): Failed[] {
  const status = field(control, 'status')
  const state = textField(status, 'status') || undefined
  const isExcepted = state === 'passed' && /exception/.test(textField(status, 'subStatus') ?? '')
  const rules = listField(control, 'rules').map((rule) => textField(rule, 'status'))
  const failing = rules.filter((word) => word !== 'passed' && word !== 'skipped').length
  const isJudged = state === undefined || state === 'failed' || NOT_FAILED.has(state)
  const count = isExcepted ? 1 : state === 'failed' ? Math.max(1, failing) : state === undefined ? failing : 0
  const failed: Failed = {
    control: requiredText(control, 'controlID', 'a control'),
    name: textField(control, 'name') ?? '',
    resource,
    severity: textField(control, 'severity'),
    suppressed: isExcepted ? 'passed with exceptions' : undefined,
  }
  if (!isJudged) {
    report.missed(`Kubescape says "${state.slice(0, 40)}" of ${failed.control} on ${resource}`.slice(0, 300))
  }
  return Array.from({ length: count }, () => failed)
}

/** What it is called in its namespace: the last two parts. */
function shortName(resource: string): string {
  return resource.slice(resource.lastIndexOf('/', resource.lastIndexOf('/') - 1) + 1)
}

function addFailure(
  failure: Failed,
  summary: unknown,
  files: ReadonlyMap<string, string>,
  report: SecurityReport,
): void {
  const { control, resource } = failure
  const word = failure.severity ?? textField(summary, 'severity')
  const factor = numberField(summary, 'scoreFactor') ?? numberField(summary, 'baseScore')
  // https://github.com/kubescape/opa-utils, reporthandling/apis/severity.go: by CVSS 3.1's ranges.
  const severity: Severity = factor === undefined || factor === 0 ? 'unknown' : severityOfScore(factor)
  const found = {
    rule: control,
    message: `${failure.name || control} (${shortName(resource)})`,
    path: files.get(resource),
    details: {
      kind: 'misconfiguration',
      ids: [control],
      severities: word === undefined ? [{ source: 'kubescape', severity }] : inWord('kubescape', word),
      url: `https://hub.armosec.io/docs/${encodeURIComponent(control.toLowerCase())}`,
      suppressed: failure.suppressed,
    },
  } as const
  if (failure.suppressed === undefined) report.add(found)
  else report.suppress(found)
}
