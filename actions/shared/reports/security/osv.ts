import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, listField, objectOf, requiredText, textField } from '../json/shape.ts'
import { refuseSilence } from '../lint/silence.ts'
import type { OpenReader } from '../reader.ts'
import { scored, tellingList, textsOf } from './details.ts'
import { osvDetails, osvTitle } from './osv-record.ts'
import { idList, packageOf } from './packages.ts'
import { type SecurityFound, SecurityReport, securityJson } from './security-report.ts'
import { WaitingFindings } from './waiting-findings.ts'

const LICENSES = 'it breaks the licences that are allowed'

/**
 * OSV-Scanner's JSON (https://google.github.io/osv-scanner/output/, pkg/models/results.go of 2.2): sources, in them packages,
 * in them advisories. The source's path stands before its packages in what it writes, and need not.
 */
export const open: OpenReader = (context) => {
  const waiting = new WaitingFindings<number>(context.tables.findings.kept, String)
  let packages = 0
  const reader = securityJson({
    tool: SECURITY_PACKAGE_TOOLS.osvScanner,
    name: 'osv-scanner',
    arrays: ['results[].packages[]'],
    mayLackLists: true,
    element(value, _report, _stream, source) {
      packages += 1
      for (const found of foundIn(value)) waiting.add(source, found)
    },
    document(value, report) {
      const results = field(value, 'results')
      if (!Array.isArray(results) && results !== null) throw new EvidenceError('it has no list "results"')
      const sources = listField(value, 'results')
      for (const source of sources) {
        if (!isObject(field(source, 'source'))) throw new EvidenceError('a result has no "source"')
      }
      waiting.addTo(report, (found, source) => ({ ...found, path: pathOf(field(sources[source], 'source')) }))
      if (packages === 0) report.doubtSilence('it lists no package')
      for (const finding of listField(field(value, 'experimental_generic_findings'), 'findings')) {
        report.note(`OSV-Scanner: ${textField(field(finding, 'adv'), 'title') ?? 'a finding of another plugin'}`)
      }
    },
  })(context)
  let isEmpty = true
  return {
    write(chunk) {
      isEmpty &&= chunk.length === 0
      reader.write(chunk)
    },
    end() {
      if (!isEmpty) return reader.end()
      // Before 1.4 it wrote nothing where it found nothing.
      refuseSilence(SECURITY_PACKAGE_TOOLS.osvScanner, context.exitCode, true)
      return new SecurityReport(context, SECURITY_PACKAGE_TOOLS.osvScanner, 'osv-scanner').end()
    },
  }
}

/** Groups of vulnerabilities that are one, by the ids of these; of several the first. */
function groupsById(listed: unknown): ReadonlyMap<string, unknown> {
  const groups = new Map<string, unknown>()
  for (const group of listField(listed, 'groups')) {
    for (const id of textsOf(field(group, 'ids'))) if (!groups.has(id)) groups.set(id, group)
  }
  return groups
}

function pathOf(source: unknown): string | undefined {
  const path = textField(source, 'path')
  // Of an image `image.tar:/var/lib/dpkg/status`, of a commit or git repository its folder.
  return path === undefined || /^https?:/.test(path) ? undefined : path
}

function foundIn(value: unknown): readonly SecurityFound[] {
  const listed = objectOf(value, 'a package')
  const info = objectOf(field(listed, 'package'), 'the package of an entry')
  // Of a commit alone nothing else is known.
  const name = textField(info, 'name') ?? requiredText(info, 'commit', 'a package')
  const version = textField(info, 'version') || textField(info, 'commit')
  const pkg = packageOf(textField(info, 'ecosystem'), name, version)
  const groupOf = groupsById(listed)
  const isDevelopment = textsOf(field(listed, 'dependency_groups')).some((group) => /^(?:dev|test|develop)/.test(group))
  const vulnerabilities = tellingList(listed, 'vulnerabilities')
  if (vulnerabilities.length === 0 && groupOf.size > 0) {
    throw new EvidenceError(`the package ${name} has groups of vulnerabilities, and no vulnerability`.slice(0, 300))
  }
  const found: SecurityFound[] = vulnerabilities.map((entry) => {
    const id = requiredText(entry, 'id', 'a vulnerability')
    const group = groupOf.get(id)
    const details = osvDetails(entry, name)
    const isMalware = id.startsWith('MAL-')
    const analysis = field(field(group, 'experimental_analysis') ?? field(group, 'experimentalAnalysis'), id)
    const uncalled = field(analysis, 'called') === false ? ' (its code does not call it)' : ''
    return {
      rule: id,
      message: `${name} ${version ?? ''}: ${osvTitle(entry)}${uncalled}`,
      // Malicious packages have no score: there is nothing to weigh.
      rank: isMalware && details.severities.length === 0 ? 'critical' : undefined,
      details: {
        ...details,
        kind: 'vulnerability',
        ids: idList(
          details.ids,
          textsOf(field(group, 'aliases')).filter((alias) => !/^(?:RHSA|USN|DSA|DLA)/.test(alias)),
        ),
        severities:
          details.severities.length > 0
            ? details.severities
            : scored('osv', Number(textField(group, 'max_severity') || Number.NaN), undefined),
        package: pkg,
        isDevelopment: isDevelopment || undefined,
      },
    }
  })
  for (const violation of tellingList(listed, 'license_violations')) {
    const license = textsOf(violation)[0]
    if (license === undefined) throw new EvidenceError('a licence that is not allowed has no name')
    found.push({
      family: 'licenses',
      rule: license,
      message: `${name} ${version ?? ''}: ${license}: ${LICENSES}`,
      rank: 'high',
      details: { kind: 'license', ids: [license], package: pkg, severities: [] },
    })
  }
  return found
}
