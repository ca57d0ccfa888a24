import { EvidenceError } from '../../model/errors.ts'
import { formatPackageUrl, packageUrlOf } from '../../model/package-url.ts'
import type { PackageReference, SecurityDetails, SeverityStatement } from '../../model/security.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { cwesOf, dayOf, inWord, linesOf, isOfCredentials, textsOf } from './details.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/*
 * Semgrep's JSON (https://github.com/semgrep/semgrep-interfaces, semgrep_output_v1.atd), and what its platform's API
 * answers (https://semgrep.dev/api/v1/docs): lists `findings` and, of dependencies, `vulns`.
 */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.semgrep,
  name: 'semgrep',
  arrays: ['results[]', 'findings[]', 'vulns[]'],
  element(value, report, stream) {
    const item = objectOf(value, 'a result')
    if (stream === 0) addResult(item, report)
    else if (stream === 1) addFinding(item, report)
    else addVulnerability(item, report)
  },
  document(value, report) {
    report.version(textField(value, 'version'))
    if (field(value, 'hasMore') === true) report.missed('the answer has more pages, which are not here (hasMore)')
    if (field(value, 'results') !== undefined) scanContents(value, report)
  },
})

/** INFO is the former name of LOW (https://semgrep.dev/docs/kb/rules/understand-severities). */
function stated(word: string | undefined): readonly SeverityStatement[] {
  return inWord('semgrep', word?.replace(/^info$/i, 'low'))
}

function addResult(item: unknown, report: SecurityReport): void {
  const rule = requiredText(item, 'check_id', 'a result')
  const extra = field(item, 'extra')
  const metadata = field(extra, 'metadata')
  const state = textField(extra, 'validation_state')
  const isSecret = isSecretRule(rule, metadata, state)
  const cwes = cwesOf(field(metadata, 'cwe'))
  report.add({
    family: isSecret ? 'secrets' : 'security',
    rule,
    // Semgrep puts what a variable of the pattern stands for into the message, and tells apart neither where.
    message: isSecret || isOfCredentials(cwes, rule) ? rule : (textField(extra, 'message') ?? rule),
    path: requiredText(item, 'path', 'a result'),
    line: positionField(field(item, 'start'), 'line'),
    column: positionField(field(item, 'start'), 'col'),
    endLine: positionField(field(item, 'end'), 'line'),
    details: {
      ...dependency(extra, metadata),
      ids: [rule, ...textsOf(field(metadata, 'sca-vuln-database-identifier'))],
      severities: stated(textField(extra, 'severity')),
      cwes,
      url: textField(metadata, 'source') ?? textField(metadata, 'source-rule-url'),
      suppressed: field(extra, 'is_ignored') === true ? 'nosemgrep' : undefined,
      ...(isSecret
        ? {
            kind: 'secret',
            secret: { hash: report.secretHash(secretOf(extra)), isVerified: state === 'CONFIRMED_VALID' },
          }
        : {}),
    },
  })
}

/** Semgrep Secrets' rules say so; those of the open registry stand in `generic.secrets` or name the technology. */
function isSecretRule(rule: string, metadata: unknown, state: string | undefined): boolean {
  if (state !== undefined && state !== 'NO_VALIDATOR') return true
  const words = ['product', 'category', 'technology'].flatMap((key) => textsOf(field(metadata, key)))
  return words.includes('secrets') || /(?:^|\.)secrets?\./.test(rule)
}

/** What the rule's only variable stands for; of several nobody can say which is the secret. */
function secretOf(extra: unknown): string | undefined {
  const variables = field(extra, 'metavars')
  const [first, ...others] = isObject(variables) ? Object.values(variables) : []
  return others.length > 0 ? undefined : textField(first, 'abstract_content')
}

function dependency(extra: unknown, metadata: unknown): Pick<SecurityDetails, 'kind' | 'package' | 'fixedVersions'> {
  const found = field(field(field(extra, 'sca_info'), 'dependency_match'), 'found_dependency')
  const name = textField(found, 'package')
  if (name === undefined) return { kind: 'weakness' }
  const fixes = listField(metadata, 'sca-fix-versions').flatMap((fix) => textsOf(field(fix, name)))
  return {
    kind: 'vulnerability',
    package: packageOf(textField(found, 'ecosystem'), name, textField(found, 'version')),
    fixedVersions: fixes.length > 0 ? fixes : undefined,
  }
}

/** Semgrep's ecosystems are purl types but for these. */
const PURL_TYPES: ReadonlyMap<string, string> = new Map([
  ['gomod', 'golang'],
  ['go', 'golang'],
  ['packagist', 'composer'],
  ['rubygems', 'gem'],
  ['crates', 'cargo'],
  ['swiftpm', 'swift'],
])

function packageOf(ecosystem: string | undefined, name: string, version: string | undefined): PackageReference {
  const type = PURL_TYPES.get(ecosystem ?? '') ?? ecosystem
  const reference = { ecosystem: type, name, version }
  return type === undefined ? reference : { ...reference, purl: formatPackageUrl(packageUrlOf(reference)) }
}

const CLOSED: ReadonlySet<string> = new Set([
  'muted',
  'fixed',
  'removed',
  'ignored',
  'dismissed',
  'provisionally_ignored',
])

/** The first of the words that say that a finding is no longer open, with the reason given for it. */
function closed(
  words: readonly (string | undefined)[],
  ...reasons: readonly (string | undefined)[]
): string | undefined {
  const word = words.find((state) => CLOSED.has(state?.toLowerCase() ?? ''))
  return word && [word, ...reasons.filter((reason) => reason !== undefined && reason !== '')].join(': ')
}

function addFinding(item: unknown, report: SecurityReport): void {
  const rule = requiredText(item, 'rule_name', 'a finding')
  const states = ['status', 'state', 'triage_state'].map((key) => textField(item, key))
  const isSecret = isSecretRule(rule, undefined, textField(item, 'validation_state')?.toUpperCase())
  const place = field(item, 'location')
  const cwes = cwesOf(field(field(item, 'rule'), 'cwe_names'))
  report.add({
    family: isSecret ? 'secrets' : 'security',
    rule,
    message: isSecret || isOfCredentials(cwes, rule) ? rule : (textField(item, 'rule_message') ?? rule),
    path: textField(place, 'file_path'),
    line: positionField(place, 'line'),
    column: positionField(place, 'column'),
    endLine: positionField(place, 'end_line'),
    details: {
      kind: isSecret ? 'secret' : 'weakness',
      ids: [rule],
      severities: stated(textField(item, 'severity')),
      cwes,
      url: textField(item, 'line_of_code_url'),
      suppressed: closed(states, textField(item, 'triage_reason'), textField(item, 'triage_comment')),
    },
  })
}

function addVulnerability(item: unknown, report: SecurityReport): void {
  const advisory = field(item, 'advisory')
  const rule = requiredText(advisory, 'ruleId', 'a vulnerability')
  const references = field(advisory, 'references')
  const matched = field(item, 'matchedDependency')
  const place = field(item, 'dependencyFileLocation')
  const name = requiredText(matched, 'name', 'a vulnerability')
  const triage = field(item, 'triage')
  const fixed = textField(field(item, 'closestSafeDependency'), 'versionSpecifier')
  const cves = textsOf(field(references, 'cveIds'))
  const advisories = textsOf(field(references, 'urls')).flatMap((url) => /GHSA(?:-[0-9a-z]{4}){3}/.exec(url)?.[0] ?? [])
  report.add({
    rule: cves[0] ?? rule,
    message: textField(item, 'title') ?? rule,
    path: textField(place, 'path'),
    line: linesOf(field(place, 'startLine')).line,
    details: {
      kind: 'vulnerability',
      ids: [...new Set([rule, ...cves, ...advisories])],
      package: packageOf(textField(advisory, 'ecosystem'), name, textField(matched, 'versionSpecifier')),
      fixedVersions: fixed === undefined || fixed === '' ? undefined : [fixed],
      severities: stated(textField(advisory, 'severity')),
      cwes: cwesOf(field(references, 'cweIds')),
      url: textsOf(field(references, 'urls'))[0],
      published: dayOf(textField(advisory, 'announcedAt')),
      suppressed: closed([textField(triage, 'status')], textField(triage, 'dismissReason')),
    },
  })
}

/** What Semgrep says of its own work. A file that does not parse at all may be told nowhere. */
function scanContents(value: unknown, report: SecurityReport): void {
  if (!Array.isArray(field(value, 'results'))) throw new EvidenceError('it has no list "results"')
  if (!Array.isArray(field(value, 'errors'))) report.contradict('it has no list "errors", which Semgrep always writes')
  for (const error of listField(value, 'errors')) {
    const type = textsOf(field(error, 'type'))[0] ?? textField(error, 'level') ?? 'error'
    const text = textField(error, 'message') ?? textField(error, 'long_msg') ?? textField(error, 'short_msg') ?? ''
    report.missed(
      `Semgrep: ${type}: ${textField(error, 'path') ?? ''} ${text.split('\n', 1)[0]?.replace(/`[^`]*`/g, '…') ?? ''}`.slice(
        0,
        300,
      ),
    )
  }
  for (const skipped of listField(value, 'skipped_rules')) {
    report.missed(
      `Semgrep skipped the rule ${textField(skipped, 'rule_id') ?? '?'}: ${textField(skipped, 'details') ?? ''}`,
    )
  }
  const paths = field(value, 'paths')
  for (const skipped of listField(paths, 'skipped')) {
    const reason = textField(skipped, 'reason') ?? ''
    const text = `Semgrep did not look at ${textField(skipped, 'path') ?? '?'}: ${reason}`
    if (/fail|error|timeout|too_many|permission|nonexistent/.test(reason)) report.missed(text)
    // A limit that the user may set: minified files are usual there.
    else if (/exceeded|too_big/.test(reason)) report.note(text)
  }
  if (report.entries > 0) return
  const scanned = field(paths, 'scanned')
  if (!Array.isArray(scanned)) report.doubtSilence('it does not say which files were looked at')
  else if (scanned.length === 0) report.missed('Semgrep looked at no file (paths.scanned is empty)')
}
