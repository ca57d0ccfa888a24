import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import { byVector } from './cvss.ts'
import { inWord, textsOf, urlOf } from './details.ts'
import { idList, packageOf } from './packages.ts'
import { type SecurityFound, type SecurityReport, securityJson } from './security-report.ts'

/**
 * `cargo audit --json` (https://github.com/rustsec/rustsec, rustsec/src/report.rs of 0.30); `cargo audit bin` writes one document
 * for each program. Warnings (unmaintained, unsound, yanked) are beside its count of vulnerabilities, and so they are here.
 */
export const open = securityJson({
  tool: SECURITY_PACKAGE_TOOLS.cargoAudit,
  name: 'cargo-audit',
  arrays: [DOCUMENTS],
  element(value, report) {
    const document = objectOf(value, 'the report')
    const found = objectOf(field(document, 'vulnerabilities'), 'its part "vulnerabilities"')
    if (!Array.isArray(field(found, 'list'))) throw new EvidenceError('its vulnerabilities have no "list"')
    const list = listField(found, 'list')
    for (const item of list) report.add(vulnerability(item))
    const declared = numberField(found, 'count')
    const isFound = field(found, 'found')
    const isDenied = typeof isFound === 'boolean' && isFound !== list.length > 0
    if ((declared !== undefined && declared !== list.length) || isDenied) {
      report.contradict(`cargo-audit counts ${declared ?? '?'} vulnerabilities, the report lists ${list.length}`)
    }
    addWarnings(field(document, 'warnings'), report)
    contents(document, report)
  },
})

function vulnerability(value: unknown): SecurityFound {
  const advisory = objectOf(field(value, 'advisory'), 'the advisory of a vulnerability')
  const rule = requiredText(advisory, 'id', 'an advisory')
  return found(value, advisory, rule, 'vulnerability')
}

function found(value: unknown, advisory: unknown, rule: string, what: string): SecurityFound {
  const name = textField(field(value, 'package'), 'name') ?? textField(advisory, 'package') ?? '?'
  const version = textField(field(value, 'package'), 'version')
  const versions = field(value, 'versions')
  return {
    rule,
    message: `${name} ${version ?? ''}: ${textField(advisory, 'title') ?? `${what} version`}`,
    path: 'Cargo.lock',
    details: {
      kind: what === 'yanked' ? 'weakness' : 'vulnerability',
      ids: idList(rule, textsOf(field(advisory, 'aliases'))),
      package: packageOf('cargo', name, version),
      fixedVersions: isObject(versions) ? textsOf(field(versions, 'patched')) : undefined,
      severities: byVector('rustsec', textField(advisory, 'cvss')),
      url:
        urlOf(field(advisory, 'url')) ??
        (rule.startsWith('RUSTSEC-') ? `https://rustsec.org/advisories/${rule}` : undefined),
      published: textField(advisory, 'date'),
    },
  }
}

/** By kind since 0.13, in one list before. */
function addWarnings(warnings: unknown, report: SecurityReport): void {
  if (warnings !== undefined && warnings !== null && typeof warnings !== 'object') {
    throw new EvidenceError('its "warnings" are no list')
  }
  const all = Array.isArray(warnings)
    ? (warnings as unknown[])
    : isObject(warnings)
      ? Object.values(warnings).flat()
      : []
  for (const warning of all) {
    const advisory = field(warning, 'advisory')
    const kind = textField(warning, 'kind') ?? textField(advisory, 'informational') ?? 'warning'
    const item = found(warning, advisory, textField(advisory, 'id') ?? kind, kind)
    const { severities } = item.details
    report.addBeside({
      ...item,
      message: `${item.message} (${kind})`,
      details: { ...item.details, severities: severities.length > 0 ? severities : inWord('rustsec', 'info') },
    })
  }
}

function contents(document: unknown, report: SecurityReport): void {
  if (numberField(field(document, 'lockfile'), 'dependency-count') === 0) {
    report.missed('cargo-audit looked at no dependency (lockfile.dependency-count is 0)')
  }
  if (numberField(field(document, 'database'), 'advisory-count') === 0) {
    report.missed('the database of cargo-audit holds no advisory (database.advisory-count is 0)')
  }
  const settings = field(document, 'settings')
  const ignored = textsOf(field(settings, 'ignore'))
  if (ignored.length > 0) report.note(`cargo-audit was told to ignore ${ignored.join(', ')}`.slice(0, 300))
  const least = textField(settings, 'severity')
  if (least !== undefined) report.note(`cargo-audit was told to leave out what is below ${least}`)
}
