import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { inWord, leadOf, scored, tellingList, textsOf, urlOf } from './details.ts'
import { idList, packageOf } from './packages.ts'
import { type SecurityFound, type SecurityReport, securityJson } from './security-report.ts'

/**
 * Safety (https://docs.safetycli.com/safety-docs/output/json-output): `safety check --json` of 1.x is a list of lists, of 2.x and 3.x an
 * object with `vulnerabilities`, and `safety scan --output json` has projects, files and their packages (schema 3.0).
 */
export const open: OpenReader = (context) =>
  securityJson({
    tool: SECURITY_PACKAGE_TOOLS.safety,
    name: 'safety',
    arrays: ['[]', 'vulnerabilities[]', 'ignored_vulnerabilities[]'],
    mayLackLists: true,
    element(value, report, stream) {
      if (stream === 0) addRow(value, report)
      else if (stream === 1) report.add(foundIn(value))
      else report.suppress(foundIn(value, 'ignored'))
    },
    document(value, report) {
      if (Array.isArray(value)) {
        report.doubtSilence('it is an empty list')
        return
      }
      const scan = field(value, 'scan_results')
      if (isObject(scan)) addScan(scan, report)
      else if (Array.isArray(field(value, 'vulnerabilities'))) contents(value, report)
      else throw new EvidenceError('it has neither a list "vulnerabilities" nor "scan_results"')
    },
  })(context)

/** Numbers of Safety's database: alone they might be another's. */
function idOf(id: string): string {
  return /^\d+$/.test(id) ? `pyup.io-${id}` : id
}

/** Name, specification, installed version, text, id, and since 1.9 CVSS 2 and 3. */
function addRow(value: unknown, report: SecurityReport): void {
  if (!Array.isArray(value) || value.length < 5) {
    throw new EvidenceError('an item is no list of name, version, text and id')
  }
  const [name, , version, text, id, v2, v3] = value as unknown[]
  if (typeof name !== 'string' || typeof version !== 'string' || textsOf(id).length === 0) {
    throw new EvidenceError('an item is no list of name, version, text and id')
  }
  const words = typeof text === 'string' ? text : ''
  const cves = words.match(/\bCVE-\d{4}-\d{4,}\b/gi) ?? []
  const ids = idList(idOf(String(id)), cves.length === 1 ? cves : [])
  report.add({
    rule: String(id),
    message: `${name} ${version}: ${leadOf(words)}`,
    details: {
      kind: 'vulnerability',
      ids,
      package: packageOf('pypi', name, version),
      severities: [...cvssOf(v3, '3.1'), ...cvssOf(v2, '2.0')],
    },
  })
}

function cvssOf(value: unknown, version: string): ReturnType<typeof scored> {
  return scored('nvd', field(value, 'base_score'), textField(value, 'vector_string'), version)
}

function foundIn(value: unknown, aside?: string): SecurityFound {
  const item = objectOf(value, 'a vulnerability')
  const id = textsOf(field(item, 'vulnerability_id'))[0]
  if (id === undefined) throw new EvidenceError('a vulnerability has no "vulnerability_id"')
  const name = requiredText(item, 'package_name', 'a vulnerability')
  const version = textField(item, 'analyzed_version')
  const severity = field(item, 'severity')
  const fixes = field(item, 'fixed_versions')
  const isIgnored = field(item, 'ignored') === true || aside !== undefined
  const reason = [textField(item, 'ignored_reason'), textField(item, 'ignored_expires')].filter((word) => word)
  return {
    rule: id,
    message: `${name} ${version ?? ''}: ${leadOf(textField(item, 'advisory') ?? idOf(id))}`,
    details: {
      kind: 'vulnerability',
      ids: idList(idOf(id), textsOf(field(item, 'CVE'))),
      package: packageOf('pypi', name, version),
      // An empty list also stands where its database does not say.
      fixedVersions: Array.isArray(fixes) && fixes.length > 0 ? textsOf(fixes) : undefined,
      severities: isObject(severity)
        ? [...cvssOf(field(severity, 'cvssv3'), '3.1'), ...cvssOf(field(severity, 'cvssv2'), '2.0')]
        : textsOf(severity).flatMap((word) => inWord('safety', word)),
      url: urlOf(field(item, 'more_info_url')),
      published: /^\d{4}-\d{2}-\d{2}/.exec(textField(item, 'published_date') ?? '')?.[0],
      suppressed: isIgnored ? ['ignored', ...reason].join(': ') : undefined,
    },
  }
}

function contents(value: unknown, report: SecurityReport): void {
  const meta = field(value, 'report_meta')
  report.version(textField(meta, 'safety_version'))
  const packages =
    numberField(meta, 'packages_found') ??
    (isObject(field(value, 'scanned_packages'))
      ? Object.keys(field(value, 'scanned_packages') as object).length
      : undefined)
  if (packages === 0) report.missed('Safety looked at no package (report_meta.packages_found is 0)')
  else if (packages === undefined) {
    report.doubtSilence('it has no vulnerability, and does not say how many packages it looked at')
  }
  const found = numberField(meta, 'vulnerabilities_found')
  if (found !== undefined && found > report.entries) {
    report.contradict(`Safety counts ${found} vulnerabilities, the report lists ${report.entries}`)
  }
  for (const line of textsOf(field(value, 'announcements')).slice(0, 3)) report.note(`Safety: ${line}`.slice(0, 300))
}

/** Projects, in them files, in them packages as they are specified. It states no severity. */
function addScan(scan: unknown, report: SecurityReport): void {
  let packages = 0
  // `safety system-scan` has the files of environments beside the projects.
  const files = [scan, ...tellingList(scan, 'projects')].flatMap((owner) => tellingList(owner, 'files'))
  for (const file of files) {
    const path = textField(file, 'location')
    const results = field(file, 'results')
    const error = field(file, 'error') ?? field(results, 'error')
    if (error) {
      report.missed(
        `Safety could not read ${path ?? '?'}: ${textsOf(error)[0] ?? textField(error, 'message') ?? ''}`.slice(0, 300),
      )
    }
    for (const dependency of tellingList(results, 'dependencies')) {
      packages += 1
      addDependency(dependency, path, report)
    }
  }
  if (packages === 0) report.missed('Safety looked at no package: no file of its projects has a dependency')
}

function addDependency(dependency: unknown, path: string | undefined, report: SecurityReport): void {
  const name = requiredText(dependency, 'name', 'a dependency')
  const specifications = listField(dependency, 'specifications')
  const isTold = (one: unknown): boolean => Array.isArray(field(field(one, 'vulnerabilities'), 'known_vulnerabilities'))
  if (specifications.length === 0 || !specifications.every(isTold)) {
    report.missed(`Safety says nothing of ${name}: it has no list of what is known`)
  }
  for (const specification of specifications) {
    const raw = textField(specification, 'raw')
    const version = /===?\s*([^\s;,]+)/.exec(raw ?? '')?.[1] ?? textField(dependency, 'version')
    const vulnerabilities = field(specification, 'vulnerabilities')
    const recommended = textsOf(field(field(vulnerabilities, 'remediation'), 'recommended'))
    for (const known of listField(vulnerabilities, 'known_vulnerabilities')) {
      const id = textsOf(field(known, 'id'))[0]
      if (id === undefined) throw new EvidenceError('a known vulnerability has no "id"')
      const ignored = field(known, 'ignored')
      const isIgnored = ignored === true || (isObject(ignored) && Object.keys(ignored).length > 0)
      const reason = textField(ignored, 'reason') ?? textField(ignored, 'code')
      report.add({
        rule: id,
        message: `${name} ${version ?? raw ?? ''}: ${textField(known, 'vulnerable_spec') ?? idOf(id)}`,
        path,
        details: {
          kind: 'vulnerability',
          ids: idList(idOf(id), textsOf(field(known, 'CVE'))),
          package: packageOf('pypi', name, version),
          fixedVersions: recommended.length > 0 ? recommended : undefined,
          severities: inWord('safety', textField(known, 'severity')),
          url: urlOf(field(known, 'more_info_url')),
          suppressed: isIgnored ? ['ignored', reason].filter((word) => word).join(': ') : undefined,
        },
      })
    }
  }
}
