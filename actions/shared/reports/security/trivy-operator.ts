import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { dayOf, inWord, tellingList, urlOf } from './details.ts'
import { packageOf, versionsOf } from './packages.ts'
import { type SecurityFound, type SecurityReport, securityJson } from './security-report.ts'
import { trivyStatements } from './trivy-findings.ts'

/**
 * Resources of the Trivy Operator as `kubectl get … -o json` gives them (https://aquasecurity.github.io/trivy-operator/latest/docs/crds/):
 * one, a `List` of them, a list alone, or an object of lists by kind.
 */
export const open: OpenReader = (context) => {
  let resources = 0
  const add = (value: unknown, report: SecurityReport): void => {
    resources += 1
    addResource(objectOf(value, 'a resource'), report)
  }
  return securityJson({
    tool: SECURITY_PACKAGE_TOOLS.trivyOperator,
    name: 'trivy-operator',
    families: [],
    arrays: ['items[]', '[]'],
    mayLackLists: true,
    element: add,
    document(value, report) {
      if (Array.isArray(value)) return
      const isList = Array.isArray(field(value, 'items'))
      if (isList && textField(field(value, 'metadata'), 'continue')) {
        report.missed('the list has more pages, which are not here (metadata.continue)')
      } else if (!isList && field(value, 'kind') !== undefined) add(value, report)
      else if (!isList) {
        for (const list of Object.values<unknown>(objectOf(value, 'the report'))) {
          const items: readonly unknown[] = Array.isArray(list) ? list : listField(list, 'items')
          for (const item of items) add(item, report)
        }
      }
    },
    finish(report) {
      if (resources === 0) report.doubtSilence('it has no report on any resource')
    },
  })(context)
}

function addResource(value: unknown, report: SecurityReport): void {
  const kind = requiredText(value, 'kind', 'a resource')
  const place = placeOf(field(value, 'metadata'))
  const body = field(value, 'report') ?? field(value, 'status')
  if (!isObject(body)) throw new EvidenceError(`the ${kind} ${place} has no "report"`)
  report.version(textField(field(body, 'scanner'), 'version'))
  const found = foundIn(kind, body, place)
  if (/ComplianceReport$/.test(kind) && !hasControls(body)) {
    report.missed(`the ${kind} ${place} has no control: nothing was checked`)
  }
  if (found === undefined) {
    const telling = TELLING.find((list) => listField(body, list).length > 0)
    if (telling !== undefined) {
      throw new EvidenceError(`it has a list "${telling}" of the kind "${kind.slice(0, 40)}", which is not known here`)
    }
    report.note(`the ${kind} ${place} lists no findings by its nature`)
    return
  }
  report.speaksOf(kind.startsWith('ExposedSecret') ? 'secrets' : 'security')
  for (const one of found) report.add(one)
  compare(field(body, 'summary'), found, `${kind} ${place}`, report)
}

/** Lists that tell what is wrong, of whatever kind. */
const TELLING = ['vulnerabilities', 'secrets', 'checks'] as const

/** The workload in whose name the operator wrote the report: `shop/ReplicaSet/cart (nginx)`. */
function placeOf(metadata: unknown): string {
  const labels = field(metadata, 'labels')
  const label = (name: string): string | undefined => textField(labels, `trivy-operator.${name}`)
  const parts = [
    label('resource.namespace') ?? textField(metadata, 'namespace'),
    label('resource.kind'),
    label('resource.name') ?? textField(metadata, 'name'),
  ]
  const container = label('container.name')
  return `${parts.filter((part) => part !== undefined && part !== '').join('/')}${container ? ` (${container})` : ''}`
}

/** What is wrong, by the kind of the report; nothing of those that list components or nothing at all. */
function foundIn(kind: string, body: unknown, place: string): readonly SecurityFound[] | undefined {
  if (/VulnerabilityReport$/.test(kind)) {
    return listOf(body, 'vulnerabilities', kind).map((item) => vulnerability(item, place))
  }
  if (/ExposedSecretReport$/.test(kind)) return listOf(body, 'secrets', kind).map((item) => secret(item, place))
  if (/ComplianceReport$/.test(kind)) return compliance(body, place)
  if (/(?:Audit|Assessment|BenchReport)/.test(kind)) return failed(listOf(body, 'checks', kind), place, undefined)
  return undefined
}

function listOf(body: unknown, key: string, kind: string): readonly unknown[] {
  const list = field(body, key)
  if (list === null) return []
  if (!Array.isArray(list)) throw new EvidenceError(`a ${kind} has no list "${key}"`)
  return list
}

function vulnerability(value: unknown, place: string): SecurityFound {
  const item = objectOf(value, 'a vulnerability')
  const rule = requiredText(item, 'vulnerabilityID', 'a vulnerability')
  const name = requiredText(item, 'resource', 'a vulnerability')
  const version = textField(item, 'installedVersion')
  const fixed = textField(item, 'fixedVersion')
  return {
    rule,
    message: `${name} ${version ?? ''}: ${textField(item, 'title') || rule} (${place})`,
    path: textField(item, 'packagePath') || undefined,
    details: {
      kind: 'vulnerability',
      ids: [rule],
      package: packageOf(textField(item, 'packageType'), name, version, textField(item, 'packagePURL')),
      fixedVersions: versionsOf(fixed),
      severities: trivyStatements(item, textField(item, 'severity'), 'trivy'),
      url: urlOf(field(item, 'primaryLink')),
      published: dayOf(textField(item, 'publishedDate')),
    },
  }
}

/** `match` holds the line, and may hold the secret; `title` is whatever a rule of the user's says: only the rule is told. */
function secret(value: unknown, place: string): SecurityFound {
  const item = objectOf(value, 'a secret')
  const rule = requiredText(item, 'ruleID', 'a secret')
  return {
    family: 'secrets',
    rule,
    message: `${rule} (${place})`,
    path: textField(item, 'target') || undefined,
    details: { kind: 'secret', ids: [rule], severities: inWord('trivy', textField(item, 'severity')), secret: {} },
  }
}

function failed(checks: readonly unknown[], place: string, severity: string | undefined): readonly SecurityFound[] {
  return checks.flatMap((value) => {
    const check = objectOf(value, 'a check')
    if (field(check, 'success') === true) return []
    const title = textField(check, 'title')
    const rule = textField(check, 'checkID') || title || 'unknown'
    const said = listField(check, 'messages').find((text) => typeof text === 'string' && text !== '') as
      string | undefined
    const target = textField(check, 'target')
    return [
      {
        rule,
        message: `${title ?? rule}${said === undefined ? '' : `: ${said}`} (${target || place})`,
        details: {
          kind: 'misconfiguration',
          ids: [rule],
          severities: inWord('trivy', textField(check, 'severity') || severity),
        },
      },
    ]
  })
}

function hasControls(body: unknown): boolean {
  const lists = [field(field(body, 'detailReport'), 'results'), field(field(body, 'summaryReport'), 'controlCheck')]
  return [...lists, field(body, 'controlCheck')].some((list) => Array.isArray(list) && list.length > 0)
}

/** Controls with their checks, or only with how often they failed. */
function compliance(body: unknown, place: string): readonly SecurityFound[] {
  const detailed = tellingList(field(body, 'detailReport'), 'results')
  if (detailed.length > 0) {
    return detailed.flatMap((result) => failed(tellingList(result, 'checks'), place, textField(result, 'severity')))
  }
  const controls = [...tellingList(field(body, 'summaryReport'), 'controlCheck'), ...tellingList(body, 'controlCheck')]
  return controls.flatMap((control) => {
    const count = numberField(control, 'totalFail') ?? numberField(control, 'failTotal') ?? 0
    if (count === 0) return []
    const rule = requiredText(control, 'id', 'a control')
    return [
      {
        rule,
        message: `${textField(control, 'name') ?? rule}: ${count} failed (${place})`,
        details: {
          kind: 'misconfiguration',
          ids: [rule],
          severities: inWord('trivy', textField(control, 'severity')),
        },
      },
    ]
  })
}

/** The summary counts by severity, of compliance what failed. */
function compare(summary: unknown, found: readonly SecurityFound[], what: string, report: SecurityReport): void {
  const failing = numberField(summary, 'failCount')
  if (failing !== undefined && failing > 0 && found.length === 0) {
    report.contradict(`the ${what} counts ${failing} failures, and lists none`)
  }
  for (const word of ['critical', 'high', 'medium', 'low'] as const) {
    const count = numberField(summary, `${word}Count`)
    const listed = found.filter(({ details }) => details.severities[0]?.severity === word).length
    if (count !== undefined && count !== listed) {
      report.contradict(`the ${what} counts ${count} of severity ${word}, and lists ${listed}`)
    }
  }
}
