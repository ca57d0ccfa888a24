import { EvidenceError } from '../../model/errors.ts'
import type { SeverityStatement } from '../../model/security.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { cwesOf, inWord, scored, textsOf, urlOf } from './details.ts'
import { imageNames } from './image-names.ts'
import { idList, packageOf } from './packages.ts'
import { type SecurityFound, type SecurityReport, securityJson } from './security-report.ts'

/** Grype itself refuses a database that was built longer ago (`db.max-allowed-built-age`, 120 h). */
const DATABASE_DAYS = 5

/** Grype's JSON (https://github.com/anchore/grype, grype/presenter/models/document.go of 0.110; read from 0.7 on). */
export const open: OpenReader = (context) => {
  /** What the image is called, which stands behind the matches. */
  const names: string[] = []
  const scanned = [names]
  return securityJson({
    tool: SECURITY_PACKAGE_TOOLS.grype,
    name: 'grype',
    arrays: ['matches[]', 'ignoredMatches[]'],
    element(value, report, stream) {
      const found = foundIn(value, stream === 0 ? undefined : ruleOf(value))
      const placed = { ...found, details: { ...found.details, scanned } }
      if (stream === 0) report.add(placed)
      else report.suppress(placed)
    },
    document(value, report) {
      const matches = field(value, 'matches')
      if (!Array.isArray(matches) && matches !== null) throw new EvidenceError('it has no list "matches"')
      const descriptor = field(value, 'descriptor')
      report.version(textField(descriptor, 'version'))
      const distro = textField(field(value, 'distro'), 'name')
      if (!distro) report.doubtSilence('it has no match, and names no distribution that was looked at')
      names.push(...namesIn(field(value, 'source')))
      judgeDatabase(field(descriptor, 'db'), textField(descriptor, 'timestamp'), report)
      for (const alert of listField(value, 'alertsByPackage')) {
        for (const told of listField(alert, 'alerts')) {
          report.note(`${textField(told, 'type') ?? 'alert'}: ${textField(told, 'message') ?? ''}`.slice(0, 300))
        }
      }
    },
  })(context)
}

/** What an image is called; of a folder nothing. */
function namesIn(source: unknown): readonly string[] {
  const target = field(source, 'target')
  if (textField(source, 'type') !== 'image') return []
  return imageNames(
    ['userInput', 'tags', 'repoDigests', 'manifestDigest'].flatMap((key) => textsOf(field(target, key))),
  )
}

/** Before 0.88 the database stands there itself, later its status. */
function judgeDatabase(db: unknown, timestamp: string | undefined, report: SecurityReport): void {
  const status = field(db, 'status') ?? db
  const error = textField(status, 'error')
  if (error) report.missed(`Grype's database: ${error}`.slice(0, 300))
  else if (field(status, 'valid') === false) report.missed("Grype's database is not valid")
  const built = textField(status, 'built')
  if (built === undefined) {
    report.note("the report does not say how old Grype's database was")
    return
  }
  const days = (Date.parse(timestamp ?? '') - Date.parse(built)) / 86_400_000
  if (days > DATABASE_DAYS) {
    report.missed(
      `Grype's database was ${Math.floor(days)} days old (built ${built}); more than ${DATABASE_DAYS} is too old, as by Grype's own limit`,
    )
  }
}

/** Who says it: `debian:distro:debian:12` is Debian, `github:language:go` GitHub, `nvd:cpe` NVD. */
function sourceOf(namespace: string | undefined): string {
  const [first = ''] = (namespace ?? '').toLowerCase().split(':')
  return first === 'github' ? 'ghsa' : first === 'rhel' ? 'redhat' : first === 'sles' ? 'suse' : first || 'grype'
}

function statements(value: unknown): SeverityStatement[] {
  const source = sourceOf(textField(value, 'namespace'))
  return [
    ...inWord(source, textField(value, 'severity')),
    ...listField(value, 'cvss').flatMap((cvss) => {
      const by = /nvd/.test(textField(cvss, 'source') ?? '') ? 'nvd' : source
      const vector = textField(cvss, 'vector')
      return scored(by, numberField(field(cvss, 'metrics'), 'baseScore'), vector, textField(cvss, 'version'))
    }),
  ]
}

function foundIn(value: unknown, suppressed?: string): SecurityFound {
  const match = objectOf(value, 'a match')
  const vulnerability = objectOf(field(match, 'vulnerability'), 'the vulnerability of a match')
  const artifact = objectOf(field(match, 'artifact'), 'the artifact of a match')
  const rule = requiredText(vulnerability, 'id', 'a vulnerability')
  const name = requiredText(artifact, 'name', 'an artifact')
  const version = textField(artifact, 'version')
  const related = listField(match, 'relatedVulnerabilities')
  const all = [vulnerability, ...related]
  const fix = field(vulnerability, 'fix')
  const fixes = textsOf(field(fix, 'versions') ?? field(vulnerability, 'fixedInVersion'))
  const state = textField(fix, 'state')
  const epss = all.flatMap((one) => listField(one, 'epss')).map((one) => numberField(one, 'epss'))
  const text = all.map((one) => textField(one, 'description')).find((one) => one !== undefined && one !== '')
  return {
    rule,
    message: `${name} ${version ?? ''}: ${text?.split('\n', 1)[0] ?? rule}`,
    path: pathOf(artifact),
    details: {
      kind: 'vulnerability',
      ids: idList(
        rule,
        related.map((one) => textField(one, 'id')),
      ),
      package: packageOf(textField(artifact, 'type'), name, version, textField(artifact, 'purl')),
      fixedVersions: fixes.length > 0 || UNFIXED.has(state ?? '') ? fixes : undefined,
      severities: all.flatMap(statements),
      cwes: cwesOf(all.flatMap((one) => listField(one, 'cwes').map((cwe) => textField(cwe, 'cwe')))),
      url: urlOf(field(vulnerability, 'dataSource'), field(vulnerability, 'urls')),
      epss: epss.reduce(
        (worst, one) => (one !== undefined && one >= (worst ?? 0) && one <= 1 ? one : worst),
        undefined,
      ),
      isKnownExploited: all.some((one) => listField(one, 'knownExploited').length > 0) || undefined,
      suppressed,
    },
  }
}

/** States that say that no version mends it (anchore/grype, grype/vulnerability/fix.go); the others leave it open. */
const UNFIXED: ReadonlySet<string> = new Set(['not-fixed', 'wont-fix'])

/** Of a package of a language the file that brings it; the database of a system's packages says nothing. */
function pathOf(artifact: unknown): string | undefined {
  if (/^(?:deb|rpm|apk|alpm|portage)$/.test(textField(artifact, 'type') ?? '')) return undefined
  const location = listField(artifact, 'locations')[0]
  // 0.7 and before: texts.
  const path =
    typeof location === 'string' ? location : textField(location, 'accessPath') || textField(location, 'path')
  return path?.replace(/^\//, '') || undefined
}

/** By which rule of a configuration or document of VEX a match is ignored. */
function ruleOf(value: unknown): string {
  const rules = listField(value, 'appliedIgnoreRules').map((rule) =>
    isObject(rule)
      ? ['reason', 'vex-status', 'vex-justification', 'vulnerability', 'fix-state', 'namespace']
          .map((key) => textField(rule, key))
          .filter((word) => word !== undefined && word !== '')
          .join(': ')
      : '',
  )
  return `ignored${rules.some((rule) => rule !== '') ? ` by ${rules.join('; ')}` : ''}`.slice(0, 300)
}
