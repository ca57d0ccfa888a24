import { EvidenceError } from '../../model/errors.ts'
import type { SeverityStatement } from '../../model/security.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import {
  field,
  isObject,
  type JsonObject,
  listField,
  numberField,
  objectOf,
  positionField,
  requiredText,
  textField,
} from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { cwesOf, dayOf, inWord, scored, tellingList, textsOf, urlOf } from './details.ts'
import { idList, packageOf } from './packages.ts'
import { type SecurityFound, type SecurityReport, securityJson } from './security-report.ts'
import { WaitingFindings } from './waiting-findings.ts'

/**
 * `snyk test`, `snyk container test` and `snyk iac test` with `--json`
 * (https://docs.snyk.io/developer-tools/snyk-cli/commands/test): a project, or with --all-projects a list of them. A vulnerability is listed once for each way to its package; so are the entries.
 */
export const open: OpenReader = (context) => {
  const waiting = new WaitingFindings<number>(context.tables.findings.kept, String)
  const ids: Set<string>[] = []
  return securityJson({
    tool: SECURITY_PACKAGE_TOOLS.snyk,
    name: 'snyk',
    arrays: ['vulnerabilities[]', '[].vulnerabilities[]'],
    mayLackLists: true,
    element(value, _report, _stream, project) {
      const found = foundIn(value)
      ;(ids[project] ??= new Set()).add(found.rule)
      waiting.add(project, found)
    },
    document(value, report) {
      const projects: readonly unknown[] = Array.isArray(value) ? value : [value]
      if (projects.length === 0) report.missed('Snyk tested no project: the list is empty')
      waiting.addTo(report, (found, project) => inProject(found, projects[project]))
      for (const [index, project] of projects.entries()) {
        addProject(objectOf(project, 'a project'), ids[index]?.size ?? 0, projects.length === 1, report)
      }
    },
  })(context)
}

function inProject(found: SecurityFound, project: unknown): SecurityFound {
  const path = textField(project, 'displayTargetFile') ?? textField(project, 'targetFile')
  const isImage = field(project, 'docker') !== undefined
  return { ...found, path: isImage ? undefined : path }
}

function addProject(project: unknown, listed: number, isOnly: boolean, report: SecurityReport): void {
  const name = textField(project, 'projectName') ?? textField(project, 'path') ?? '?'
  const error = textField(project, 'error') ?? textField(field(project, 'error'), 'message')
  if (error !== undefined) {
    if (isOnly) throw new EvidenceError(`Snyk could not test ${name}: ${error}`.slice(0, 300))
    report.missed(`Snyk could not test ${name}: ${error}`.slice(0, 300))
    return
  }
  const unmanaged = field(project, 'issuesData')
  if (isObject(unmanaged)) {
    addUnmanaged(project, unmanaged, report)
    return
  }
  const misconfigured = field(project, 'infrastructureAsCodeIssues')
  if (Array.isArray(misconfigured)) {
    for (const issue of misconfigured as readonly unknown[]) report.add(misconfiguration(issue, project))
    return
  }
  if (!Array.isArray(field(project, 'vulnerabilities'))) {
    throw new EvidenceError('a project has no list "vulnerabilities"')
  }
  if (typeof field(project, 'ok') !== 'boolean') report.contradict('a project does not say whether it is "ok"')
  // With a threshold of severity, what is below it is left out, and may make it not ok.
  if (field(project, 'ok') === false && listed === 0) {
    report.contradict(`Snyk calls ${name} not ok, and lists no vulnerability`)
  }
  const unique = numberField(project, 'uniqueCount')
  if (unique !== undefined && unique > listed) {
    report.contradict(`Snyk counts ${unique} different vulnerabilities in ${name}, the report lists ${listed}`)
  }
  if (numberField(project, 'dependencyCount') === 0 && listed === 0) report.missed(`Snyk saw no dependency in ${name}`)
  const least = textField(project, 'severityThreshold')
  if (least !== undefined && least !== 'low') report.note(`Snyk was told to leave out what is below ${least}`)
  for (const list of ['ignore', 'patch']) {
    for (const item of listField(field(project, 'filtered'), list)) {
      const found = inProject(foundIn(item), project)
      report.suppress({ ...found, details: { ...found.details, suppressed: reasonOf(item, list) } })
    }
  }
  for (const application of tellingList(project, 'applications')) {
    const inside = objectOf(application, 'an application')
    const found = tellingList(inside, 'vulnerabilities').map(foundIn)
    for (const one of found) report.add(inProject(one, inside))
    addProject(inside, new Set(found.map(({ rule }) => rule)).size, false, report)
  }
}

/** Of `snyk test --unmanaged` (src/lib/ecosystems/types.ts): what is known of an issue stands apart from where it is. */
function addUnmanaged(project: unknown, data: JsonObject, report: SecurityReport): void {
  for (const issue of tellingList(project, 'issues')) {
    const id = requiredText(issue, 'issueId', 'an issue')
    const known = Object.hasOwn(data, id) ? data[id] : undefined
    if (!isObject(known)) throw new EvidenceError(`it says nothing of the issue ${id}, which it lists`.slice(0, 300))
    const name = textField(issue, 'pkgName')
    report.add(foundIn({ ...known, id, name, version: textField(issue, 'pkgVersion') }))
  }
  const packages = listField(field(project, 'depGraphData'), 'pkgs')
  // The project is the first of them.
  if (packages.length < 2) report.doubtSilence('it names no dependency that was recognised')
}

/** Of `snyk iac test`. */
function misconfiguration(value: unknown, project: unknown): SecurityFound {
  const issue = objectOf(value, 'an issue')
  const rule = requiredText(issue, 'id', 'an issue')
  const resource = textField(issue, 'msg')
  return {
    rule,
    message: `${textField(issue, 'title') ?? rule}${resource ? ` (${resource})` : ''}`,
    path: textField(project, 'targetFile'),
    line: positionField(issue, 'lineNumber'),
    details: {
      kind: 'misconfiguration',
      ids: [rule],
      severities: inWord('snyk', textField(issue, 'severity')),
      url: urlOf(field(issue, 'documentation')),
      suppressed: field(issue, 'isIgnored') === true ? 'ignored' : undefined,
    },
  }
}

function reasonOf(item: unknown, list: string): string {
  const filtered = field(item, 'filtered')
  const ignored = [...listField(filtered, 'ignored'), ...listField(filtered, 'patches')]
  const reasons = ignored.flatMap((one) => [textField(one, 'reason'), ...reasonsByPath(field(one, 'path'))])
  return [
    list === 'ignore' ? 'ignored' : 'patched',
    ...reasons.filter((reason) => reason !== undefined && reason !== ''),
  ]
    .join(': ')
    .slice(0, 300)
}

/** `[{"module": …}]` of some versions is no reason. */
function reasonsByPath(value: unknown): readonly string[] {
  return isObject(value) ? Object.values(value).flatMap((rule) => textsOf(field(rule, 'reason'))) : []
}

function foundIn(value: unknown): SecurityFound {
  const item = objectOf(value, 'a vulnerability')
  const rule = requiredText(item, 'id', 'a vulnerability')
  const isLicense = textField(item, 'type') === 'license' || rule.startsWith('snyk:lic:')
  const manager = textField(item, 'packageManager') ?? textField(item, 'language') ?? ''
  const full = textField(item, 'name') ?? textField(item, 'packageName') ?? textField(item, 'moduleName') ?? '?'
  // Of a system's packages `openssl/libssl3`: the source package and the one that is installed.
  const name = /^(?:deb|rpm|apk|linux)/.test(manager) ? (full.split('/').at(-1) ?? full) : full
  const version = textField(item, 'version')
  const identifiers = field(item, 'identifiers')
  const fixedIn = field(item, 'fixedIn') ?? field(item, 'nearestFixedInVersion')
  const license = textField(item, 'license')
  return {
    family: isLicense ? 'licenses' : undefined,
    rule: isLicense ? (license ?? rule) : rule,
    message: `${name} ${version ?? ''}: ${textField(item, 'title') ?? rule}`,
    details: {
      kind: isLicense ? 'license' : 'vulnerability',
      ids: isLicense
        ? idList(license, rule)
        : idList(
            rule,
            textsOf(field(identifiers, 'CVE')),
            textsOf(field(identifiers, 'GHSA')),
            textsOf(field(item, 'alternativeIds')),
          ),
      package: packageOf(manager.replace(/^linux$/, 'deb'), name, version, textsOf(field(item, 'purl'))[0]),
      fixedVersions: Array.isArray(fixedIn) || typeof fixedIn === 'string' ? textsOf(fixedIn) : undefined,
      severities: statements(item),
      cwes: cwesOf(field(identifiers, 'CWE')),
      url: `https://security.snyk.io/vuln/${encodeURIComponent(rule)}`,
      published: dayOf(textField(item, 'disclosureTime') ?? textField(item, 'publicationTime')),
      dependencyPath: wayTo(listField(item, 'from')),
      epss: probability(field(item, 'epssDetails')),
      suppressed: field(item, 'isIgnored') === true ? 'ignored' : undefined,
    },
  }
}

/** With --group-issues there are several ways. */
function wayTo(from: readonly unknown[]): readonly string[] {
  const [first] = from
  const way: readonly unknown[] = Array.isArray(first) ? first : from
  return way.filter((step) => typeof step === 'string')
}

function probability(value: unknown): number | undefined {
  const number = Number(textsOf(field(value, 'probability'))[0] ?? Number.NaN)
  return number >= 0 && number <= 1 ? number : undefined
}

/** Snyk's own first, then those that it names. */
function statements(item: unknown): SeverityStatement[] {
  const named = [...listField(item, 'cvssDetails'), ...listField(item, 'cvssSources')].flatMap((one) => {
    const assigner = (textField(one, 'assigner') ?? 'snyk').toLowerCase().replaceAll(' ', '')
    const score = numberField(one, 'cvssV3BaseScore') ?? numberField(one, 'baseScore')
    const vector = textField(one, 'cvssV3Vector') ?? textField(one, 'vector')
    return [
      ...scored(assigner, score, vector, textField(one, 'cvssVersion')),
      ...inWord(assigner, textField(one, 'severity')),
    ]
  })
  const score = numberField(item, 'cvssScore')
  const word = textField(item, 'severityWithCritical') ?? textField(item, 'severity')
  return [
    ...(score === undefined || score === 0 ? [] : scored('snyk', score, textField(item, 'CVSSv3') || undefined)),
    ...inWord('snyk', word),
    ...named,
  ]
}
