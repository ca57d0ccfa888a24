import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, numberField, objectOf, positionField, textField } from '../json/shape.ts'
import { dayOf, inWord, tellingList, textsOf } from './details.ts'
import { idList, packageOf } from './packages.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/**
 * ggshield's `--json` (https://github.com/GitGuardian/ggshield, ggshield/verticals/secret/output/schemas.py; up to 1.x its iac
 * scans too): scans in scans, in each files with incidents, in each the places. `match` is the secret, censored or not. What
 * `iac scan` and `sca scan` wrote is told apart by its contents (verticals/iac/output, verticals/sca/sca_scan_models.py).
 */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.ggshield,
  name: 'ggshield',
  families: [],
  arrays: [],
  document(value, report) {
    const packages = PACKAGE_LISTS.filter((key) => field(value, key) !== undefined)
    report.speaksOf(packages.length > 0 || field(value, 'iac_engine_version') !== undefined ? 'security' : 'secrets')
    if (packages.length > 0) {
      for (const key of packages) for (const place of tellingList(value, key)) vulnerablePackages(place, report)
      if (listField(value, 'scanned_files').length === 0) report.missed('ggshield looked at no file')
      return
    }
    if (isObject(field(value, 'entities_with_incidents'))) {
      const compared = field(value, 'entities_with_incidents')
      for (const key of ['new', 'unchanged']) {
        for (const file of tellingList(compared, key)) filesIncidents(file, report)
      }
      return
    }
    if (numberField(value, 'total_incidents') === undefined && !Array.isArray(field(value, 'scans'))) {
      throw new EvidenceError('it has no "total_incidents" and no list "scans"')
    }
    scan(value, report, 0)
    report.expectEntries(numberField(value, 'total_occurrences'), 'occurrences')
    const incidents = numberField(value, 'total_incidents') ?? 0
    if (incidents > 0 && report.entries === 0) {
      report.contradict(`ggshield counts ${incidents} incidents, and lists none`)
    }
  },
})

const DEPTH_LIMIT = 8
/** Of `sca scan all`, and of `sca scan diff`, where `removed_vulns` are gone. */
const PACKAGE_LISTS = ['found_package_vulns', 'added_vulns']

function vulnerablePackages(place: unknown, report: SecurityReport): void {
  for (const item of tellingList(place, 'package_vulns')) {
    const version = textField(item, 'version')
    const name = textField(item, 'package_full_name') ?? '?'
    for (const vulnerability of tellingList(item, 'vulns')) {
      const ids = idList(textsOf(field(vulnerability, 'cve_ids')), textField(vulnerability, 'identifier'))
      const rule = ids[0] ?? 'unknown'
      const fixed = textField(vulnerability, 'fixed_version')
      report.add({
        rule,
        message: `${name} ${version ?? ''}: ${textField(vulnerability, 'summary') ?? rule}`,
        path: textField(place, 'location'),
        details: {
          kind: 'vulnerability',
          ids,
          package: packageOf(textField(item, 'ecosystem')?.toLowerCase(), name, version),
          fixedVersions: fixed ? [fixed] : undefined,
          severities: inWord('ggshield', textField(vulnerability, 'severity')),
          published: dayOf(textField(vulnerability, 'created_at')),
        },
      })
    }
  }
}

function scan(value: unknown, report: SecurityReport, depth: number): void {
  if (depth > DEPTH_LIMIT) throw new EvidenceError('its scans are nested too deep')
  for (const file of tellingList(value, 'entities_with_incidents')) filesIncidents(file, report)
  for (const error of listField(value, 'errors')) {
    report.missed(
      `ggshield: ${textsOf(field(error, 'description') ?? field(error, 'detail'))[0] ?? 'an error'}`.slice(0, 300),
    )
  }
  for (const inner of tellingList(value, 'scans')) scan(inner, report, depth + 1)
}

function filesIncidents(file: unknown, report: SecurityReport): void {
  for (const incident of tellingList(file, 'incidents')) {
    if (textField(incident, 'policy_id') === undefined) secretIncident(incident, textField(file, 'filename'), report)
    else policyIncident(incident, textField(file, 'filename'), report)
  }
}

function secretIncident(value: unknown, path: string | undefined, report: SecurityReport): void {
  const incident = objectOf(value, 'an incident')
  const rule = textField(incident, 'type') ?? textField(incident, 'detector') ?? 'secret'
  const ignored = field(incident, 'ignore_reason')
  const words = textField(ignored, 'kind') ?? (typeof ignored === 'string' ? ignored : undefined)
  const places = listField(incident, 'occurrences')
  for (const place of places.length > 0 ? places : [undefined]) {
    report.add({
      family: 'secrets',
      rule,
      message: `${textField(incident, 'policy') ?? 'Secrets detection'}: ${rule}`,
      path,
      line: positionField(place, 'line_start'),
      endLine: positionField(place, 'line_end'),
      details: {
        kind: 'secret',
        ids: [rule],
        severities: inWord('ggshield', textField(incident, 'severity')),
        url: textField(incident, 'incident_url') || undefined,
        secret: {
          hash: report.secretHash(textField(incident, 'ignore_sha')),
          isVerified: textField(incident, 'validity') === 'valid',
        },
        suppressed: words || (isObject(ignored) ? 'ignored' : undefined),
      },
    })
  }
}

function policyIncident(value: unknown, path: string | undefined, report: SecurityReport): void {
  const incident = objectOf(value, 'an incident')
  const rule = textField(incident, 'policy_id') ?? 'unknown'
  const status = textField(incident, 'status')
  report.add({
    rule,
    message: textField(incident, 'policy') ?? textField(incident, 'description') ?? rule,
    path,
    line: positionField(incident, 'line_start'),
    endLine: positionField(incident, 'line_end'),
    details: {
      kind: 'misconfiguration',
      ids: [rule],
      severities: inWord('ggshield', textField(incident, 'severity')),
      url: textField(incident, 'documentation_url'),
      suppressed: status === 'IGNORED' ? 'ignored' : undefined,
    },
  })
}
