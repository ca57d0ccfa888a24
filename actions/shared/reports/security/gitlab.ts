import { EvidenceError } from '../../model/errors.ts'
import { formatPackageUrl, packageUrlOf } from '../../model/package-url.ts'
import type { PackageReference } from '../../model/security.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, objectOf, positionField, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { cwesOf, inWord, isOfCredentials, urlOf } from './details.ts'
import { GITLAB_KINDS, ecosystemOf, kindOf, likelyKindOf } from './gitlab-kinds.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/**
 * GitLab's security reports of every kind (https://gitlab.com/gitlab-org/security-products/security-report-schemas, versions 2.3
 * to 15.2): SAST, secret detection, dependency, container and cluster image scanning, DAST, fuzzing. Since 15 only the scan,
 * which stands behind the vulnerabilities, says which: those whose place does not tell wait for it.
 */
export const open: OpenReader = (context) => {
  const waiting: unknown[] = []
  return securityJson({
    tool: SECURITY_CODE_TOOLS.gitlab,
    name: 'gitlab',
    families: [],
    arrays: ['vulnerabilities[]'],
    element(value, report) {
      const vulnerability = objectOf(value, 'a vulnerability')
      const kind = kindOf(vulnerability)
      if (kind === undefined) waiting.push(vulnerability)
      else addVulnerability(vulnerability, kind, report)
    },
    document(value, report) {
      const scan = field(value, 'scan')
      const type = textField(scan, 'type')
      for (const vulnerability of waiting) addVulnerability(vulnerability, type ?? likelyKindOf(vulnerability), report)
      report.speaksOf(type === 'secret_detection' ? 'secrets' : 'security')
      report.version(textField(field(scan, 'scanner'), 'version'))
      if (!isObject(scan)) report.doubtSilence('it has no vulnerability, and no scan that says how it ended')
      const status = textField(scan, 'status')
      if (status !== undefined && status !== 'success') report.missed(`its scan ended with the status ${status}`)
      for (const message of listField(scan, 'messages')) {
        const text = `${textField(message, 'level') ?? ''}: ${textField(message, 'value') ?? ''}`.slice(0, 300)
        if (/^(?:fatal|error)/i.test(text)) report.missed(text)
        else if (/^warn/i.test(text)) report.note(text)
      }
    },
  })(context)
}

function addVulnerability(value: unknown, type: string, report: SecurityReport): void {
  const kind = GITLAB_KINDS.get(type) ?? 'weakness'
  const isSecret = kind === 'secret'
  const hasName = ['name', 'message'].some((key) => textField(value, key) !== undefined)
  if (!Array.isArray(field(value, 'identifiers')) && !hasName) {
    throw new EvidenceError('a vulnerability has neither "identifiers" nor a "name"')
  }
  const identifiers = listField(value, 'identifiers')
  const ids = identifiers.flatMap((identifier) => {
    const id = textField(identifier, 'type')?.toLowerCase() === 'cwe' ? undefined : idOf(identifier)
    return id === undefined ? [] : [id]
  })
  const weaknesses = identifiers.filter((identifier) => textField(identifier, 'type')?.toLowerCase() === 'cwe')
  const named = isSecret ? 'secret' : textField(value, 'name')
  const rule = ids.find((id) => id.startsWith('CVE-')) ?? ids[0] ?? named ?? 'unknown'
  const cwes = cwesOf(weaknesses.flatMap((identifier) => [field(identifier, 'value'), field(identifier, 'name')]))
  const message = textField(value, 'message') ?? textField(value, 'name') ?? rule
  // Of credentials only what the rule is called: an analyzer may put what it found into its message.
  const isTold = !isSecret && (kind === 'vulnerability' || !isOfCredentials(cwes, rule, message))
  const title = isTold ? message : titleOf(identifiers, rule)
  const extract = textField(value, 'raw_source_code_extract')
  const place = field(value, 'location')
  const image = textField(place, 'image')
  const pkg = packageOf(place)
  report.add({
    family: isSecret ? 'secrets' : 'security',
    rule,
    message: image === undefined || title.includes(image) ? title : `${title} (${image})`,
    path: textField(place, 'file'),
    line: positionField(place, 'start_line'),
    endLine: positionField(place, 'end_line'),
    tool: textField(field(value, 'scanner'), 'id')?.toLowerCase(),
    details: {
      kind,
      ids: ids.length > 0 ? [...new Set(ids)] : [rule],
      package: pkg,
      fixedVersions: fixesOf(textField(value, 'solution')),
      // Before 2.0 of the schema `priority`.
      severities: inWord('gitlab', textField(value, 'severity') ?? textField(value, 'priority')),
      cwes,
      url: urlOf(identifiers.map((identifier) => field(identifier, 'url'))),
      ...(isSecret ? { secret: { hash: report.secretHash(extract) } } : {}),
    },
  })
}

/** What the rule is called by itself. */
function titleOf(identifiers: readonly unknown[], rule: string): string {
  return textField(identifiers[0], 'name') ?? rule
}

/** An id stands in `value`, where some analyzers have a sentence; then `name` tells it. */
function idOf(identifier: unknown): string | undefined {
  const value = textField(identifier, 'value')
  const isSentence = value !== undefined && value.split(/\s+/).length > 4
  return (isSentence ? undefined : value) ?? textField(identifier, 'name') ?? value
}

function packageOf(place: unknown): PackageReference | undefined {
  const dependency = field(place, 'dependency')
  const name = textField(field(dependency, 'package'), 'name')
  if (name === undefined || name === '') return undefined
  const ecosystem = ecosystemOf(textField(place, 'file'), textField(place, 'operating_system'))
  const reference = {
    ecosystem,
    name: ecosystem === 'maven' ? name.replace('/', ':') : name,
    version: textField(dependency, 'version'),
  }
  return ecosystem === undefined ? reference : { ...reference, purl: formatPackageUrl(packageUrlOf(reference)) }
}

/** "Upgrade apt from 1.4.8 to 1.4.9", "Upgrade to version 2.2.3 or above." */
function fixesOf(solution: string | undefined): readonly string[] | undefined {
  const [, to, above] =
    /^Upgrade (?:\S+ (?:from \S+ )?to (?!version)(\S+)|to versions? (\S+) or above)/.exec(solution ?? '') ?? []
  const version = to ?? above
  return version === undefined ? undefined : [version.replace(/[.,]$/, '')]
}
