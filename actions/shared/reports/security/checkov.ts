import { EvidenceError } from '../../model/errors.ts'
import { formatPackageUrl, packageUrlOf } from '../../model/package-url.ts'
import type { PackageReference } from '../../model/security.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import { dayOf, inWord, linesOf, scored, textsOf } from './details.ts'
import { type SecurityFound, type SecurityReport, securityJson } from './security-report.ts'

/**
 * checkov's `-o json` (https://github.com/bridgecrewio/checkov, checkov/common/output/report.py and record.py of 3.3): an object
 * for one framework, a list for several, and counts alone where nothing ran.
 */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.checkov,
  name: 'checkov',
  arrays: ['failed', 'skipped', 'passed'].flatMap((kind) => [
    `results.${kind}_checks[]`,
    `[].results.${kind}_checks[]`,
  ]),
  mayLackLists: true,
  element(value, report, stream) {
    const kind = stream >> 1
    if (kind === 0) report.add(foundOf(value, report))
    else if (kind === 1) {
      const found = foundOf(value, report)
      const comment = textField(field(value, 'check_result'), 'suppress_comment')
      report.suppress({ ...found, details: { ...found.details, suppressed: `checkov:skip: ${comment ?? ''}` } })
    }
  },
  document(value, report) {
    const frameworks: readonly unknown[] = Array.isArray(value) ? value : [value]
    const sums = { failed: 0, passed: 0, skipped: 0 }
    let isDeclared = frameworks.length > 0
    for (const framework of frameworks) {
      const counts = field(framework, 'results') === undefined ? framework : field(framework, 'summary')
      isDeclared &&= readCounts(counts, sums, report)
      if (field(framework, 'results') !== undefined && !isObject(field(framework, 'results'))) {
        throw new EvidenceError('its "results" is no object')
      }
      for (const file of textsOf(field(field(framework, 'results'), 'parsing_errors'))) {
        report.missed(`checkov could not parse ${file}`)
      }
    }
    if (!isDeclared) report.contradict('the summary that checkov writes is missing')
    else if (sums.failed + sums.passed + sums.skipped === 0) report.missed('checkov checked nothing (its counts are 0)')
    else report.expectEntries(sums.failed, 'failed checks')
  },
})

function readCounts(counts: unknown, sums: Record<string, number>, report: SecurityReport): boolean {
  report.version(textField(counts, 'checkov_version'))
  const errors = numberField(counts, 'parsing_errors') ?? numberField(counts, 'parsingerrors') ?? 0
  if (errors > 0) report.missed(`checkov could not parse ${errors} file(s)`)
  if (numberField(counts, 'failed') === undefined) return false
  for (const key of Object.keys(sums)) sums[key] = (sums[key] ?? 0) + (numberField(counts, key) ?? 0)
  return true
}

/** Of a secret `resource` is the SHA-1 of its value. */
function foundOf(value: unknown, report: SecurityReport): SecurityFound {
  const check = objectOf(value, 'a check')
  const id = requiredText(check, 'check_id', 'a check')
  // With --output-bc-ids its own are not named; nothing else says whether it tried what it found.
  const isSecret = id.startsWith('CKV_SECRET') || textField(check, 'validation_status') !== undefined
  const name = textField(check, 'check_name') ?? id
  const resource = textField(check, 'resource')
  const [line, endLine] = listField(check, 'file_line_range')
  const ids = [id, ...textsOf(field(check, 'bc_check_id'))]
  const place = {
    path: (textField(check, 'repo_file_path') ?? textField(check, 'file_path'))?.replace(/^\/+/, ''),
    line: linesOf(line).line,
    endLine: linesOf(endLine).line,
  }
  const said = { ids, severities: inWord('checkov', textField(check, 'severity')), url: textField(check, 'guideline') }
  if (isSecret) {
    const secret = { hash: report.secretHash(resource), isVerified: textField(check, 'validation_status') === 'Valid' }
    return { family: 'secrets', rule: id, message: name, ...place, details: { kind: 'secret', ...said, secret } }
  }
  const vulnerability = field(check, 'vulnerability_details')
  const packageName = textField(vulnerability, 'package_name')
  const license = textField(vulnerability, 'license')
  if (packageName !== undefined && license !== undefined) return { ...licensed(license, vulnerability, said), ...place }
  if (packageName !== undefined) return { ...vulnerable(vulnerability, packageName, said), ...place }
  return {
    rule: id,
    message: resource === undefined ? name : `${name} (${resource})`,
    ...place,
    details: { kind: 'misconfiguration', ...said },
  }
}

/** checkov's package types are those of purl but for a few. */
const PURL_TYPES: ReadonlyMap<string, string> = new Map([
  ['python', 'pypi'],
  ['javascript', 'npm'],
  ['nodejs', 'npm'],
  ['go', 'golang'],
  ['java', 'maven'],
  ['jar', 'maven'],
  ['ruby', 'gem'],
])

type Said = { readonly ids: readonly string[] } & Pick<SecurityFound['details'], 'severities' | 'url'>

/** A licence that a policy of the platform refuses (checkov/common/sca/output.py). */
function licensed(license: string, value: unknown, said: Said): SecurityFound {
  const name = textField(value, 'package_name') ?? '?'
  const version = textField(value, 'package_version')
  return {
    family: 'licenses',
    rule: license,
    message: `${name} ${version ?? ''}: ${license}`,
    details: {
      kind: 'license',
      ids: [...new Set([license, ...said.ids])],
      package: packageReference(textField(value, 'package_type'), name, version),
      severities: said.severities,
      url: said.url,
    },
  }
}

function packageReference(world: string | undefined, name: string, version: string | undefined): PackageReference {
  const type = world?.toLowerCase()
  const ecosystem = PURL_TYPES.get(type ?? '') ?? (type === '' ? undefined : type)
  const reference = { ecosystem, name, version }
  return ecosystem === undefined ? reference : { ...reference, purl: formatPackageUrl(packageUrlOf(reference)) }
}

function vulnerable(value: unknown, name: string, said: Said): SecurityFound {
  const id = textField(value, 'id') ?? said.ids[0] ?? 'unknown'
  const version = textField(value, 'package_version')
  const words = said.severities.length > 0 ? said.severities : inWord('checkov', textField(value, 'severity'))
  const fixed = textField(value, 'lowest_fixed_version')
  return {
    rule: id,
    message: `${id} in ${name} ${version ?? ''}`.trimEnd(),
    details: {
      kind: 'vulnerability',
      ids: [...new Set([id, ...said.ids])],
      package: packageReference(textField(value, 'package_type'), name, version),
      fixedVersions: fixed === undefined || fixed === '' || fixed === 'N/A' ? undefined : [fixed],
      severities: [...scored('checkov', field(value, 'cvss'), textField(value, 'vector')), ...words],
      url: textField(value, 'link') ?? said.url,
      published: dayOf(textField(value, 'published_date')),
    },
  }
}
