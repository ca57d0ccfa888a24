import { severityOfWord } from '../../model/severity.ts'
import type { SeverityStatement } from '../../model/security.ts'
import { field, isObject, numberField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { byVector } from './cvss.ts'
import { cwesOf, dayOf, inWord, leadOf, scored, textsOf, urlOf } from './details.ts'
import { idList, packageOf, versionsOf } from './packages.ts'
import type { SecurityFound } from './security-report.ts'

/** What a part of Trivy's report is of: `Results[]` without its lists. */
export interface TrivyResult {
  readonly target: string
  readonly class: string
  readonly type: string
  /** Where it runs, of a cluster: `Deployment/shop`. */
  readonly resource?: string | undefined
}

/** Reads an item of a result's list, without what only the result knows; nothing where it is no finding. */
export type TrivyItem = (item: unknown) => SecurityFound | undefined

/** By the name that ExperimentalModifiedFindings gives them. */
export const TRIVY_ITEMS: ReadonlyMap<string, TrivyItem> = new Map<string, TrivyItem>([
  ['vulnerability', vulnerability],
  ['misconfiguration', misconfiguration],
  ['secret', secret],
  ['license', license],
])

/** Packages that are files of their own; their results are named `Java` or `Node.js`. */
const STANDALONE = /^(?:jar|node-pkg|python-pkg|gemspec|conda-pkg)$/

/** The finding where its result has it. */
export function inResult(found: SecurityFound, { target, class: kind, type, resource }: TrivyResult): SecurityFound {
  const { details, path } = found
  const isSystem = kind === 'os-pkgs'
  const isFile =
    details.kind === 'vulnerability'
      ? !isSystem && !STANDALONE.test(type)
      : details.kind !== 'license' || kind === 'license-file'
  const places = [resource, isSystem ? target : undefined].filter((text) => text !== undefined && text !== '')
  const pkg = details.package
  return {
    ...found,
    message: places.length === 0 ? found.message : `${found.message} (${places.join(', ')})`,
    path: path ?? (isFile ? target : undefined),
    details:
      pkg === undefined || pkg.purl !== undefined
        ? details
        : { ...details, package: packageOf(type, pkg.name, pkg.version) },
  }
}

/** Trivy's numbers for severities (pkg/db types.Severity): 0 is unknown. */
const NUMBERED = ['unknown', 'low', 'medium', 'high', 'critical'] as const

/** Scores by how their fields begin; the vector tells 3.0 from 3.1, and may be missing. */
const SCORES = [
  ['V40', '4.0'],
  ['V3', '3.1'],
  ['V2', '2.0'],
] as const

/** Of VendorSeverity, CVSS and the severity that Trivy chose, with where it has it from. */
export function trivyStatements(value: unknown, word: string | undefined, wordOf: string): SeverityStatement[] {
  const vendors = field(value, 'VendorSeverity')
  const scores = field(value, 'CVSS') ?? field(value, 'cvss')
  const stated = isObject(vendors)
    ? Object.entries(vendors).flatMap(([source, number]) => {
        const severity = NUMBERED[Number(number)]
        return source === wordOf || severity === undefined || severity === 'unknown' ? [] : [{ source, severity }]
      })
    : []
  const scoredBy = isObject(scores)
    ? Object.entries(scores).flatMap(([source, score]) =>
        SCORES.flatMap(([name, version]) => {
          const vector = textField(score, `${name}Vector`) || undefined
          const number = numberField(score, `${name}Score`)
          // Before 0.9 there are vectors alone. A score of 0 without a vector is a field that was left out.
          if (number === undefined) return byVector(source, vector)
          return number > 0 || vector !== undefined ? scored(source, number, vector, version) : []
        }),
      )
    : []
  return [...inWord(wordOf, word), ...stated, ...scoredBy]
}

function vulnerability(value: unknown): SecurityFound {
  const item = objectOf(value, 'a vulnerability')
  const rule = requiredText(item, 'VulnerabilityID', 'a vulnerability')
  const name = textField(item, 'PkgName') ?? requiredText(item, 'PkgID', 'a vulnerability')
  const version = textField(item, 'InstalledVersion')
  const status = textField(item, 'Status')
  const title = textField(item, 'Title') ?? leadOf(textField(item, 'Description') ?? rule)
  return {
    rule,
    message: `${name} ${version ?? ''}: ${title}`,
    path: textField(item, 'PkgPath') || undefined,
    details: {
      kind: 'vulnerability',
      ids: idList(rule, textsOf(field(item, 'VendorIDs')), githubAdvisoryOf(item)),
      package: packageOf(undefined, name, version, textField(field(item, 'PkgIdentifier'), 'PURL')),
      fixedVersions: fixedIn(textField(item, 'FixedVersion'), status),
      severities: trivyStatements(item, textField(item, 'Severity'), textField(item, 'SeveritySource') || 'trivy'),
      cwes: cwesOf(field(item, 'CweIDs')),
      url: urlOf(field(item, 'PrimaryURL')),
      published: dayOf(textField(item, 'PublishedDate')),
      suppressed: status === 'not_affected' ? 'not_affected' : undefined,
    },
  }
}

/** Statuses that say that no version mends it (aquasecurity/trivy, pkg/types: Status); the others leave it open. */
const UNFIXED = new Set(['affected', 'will_not_fix', 'fix_deferred', 'end_of_life', 'not_affected'])

function fixedIn(versions: string | undefined, status: string | undefined): readonly string[] | undefined {
  const known = versionsOf(versions)
  if (known !== undefined && known.length > 0) return known
  return status !== undefined && UNFIXED.has(status) ? [] : undefined
}

/** Trivy calls packages' advisories of GitHub by their CVE alone; which advisory it was stands among the references. */
function githubAdvisoryOf(item: unknown): string | undefined {
  const links = textsOf(field(item, 'References')).flatMap(
    (url) => /^https:\/\/github\.com\/advisories\/(GHSA(?:-[0-9a-z]{4}){3})$/.exec(url)?.[1] ?? [],
  )
  // Of several nobody can say which is its own.
  return links.length === 1 ? links[0] : undefined
}

function misconfiguration(value: unknown): SecurityFound | undefined {
  const item = objectOf(value, 'a misconfiguration')
  const status = textField(item, 'Status')
  if (status === 'PASS') return undefined
  const rule = textField(item, 'ID') ?? requiredText(item, 'AVDID', 'a misconfiguration')
  const cause = field(item, 'CauseMetadata')
  const resource = textField(cause, 'Resource')
  const message = textField(item, 'Message') || textField(item, 'Title') || rule
  return {
    rule,
    message: `${textField(item, 'Title') ?? rule}: ${message}${resource ? ` (${resource})` : ''}`,
    line: positionField(cause, 'StartLine'),
    endLine: positionField(cause, 'EndLine'),
    details: {
      kind: 'misconfiguration',
      ids: idList(rule, textField(item, 'AVDID')),
      severities: inWord('trivy', textField(item, 'Severity')),
      url: urlOf(field(item, 'PrimaryURL')),
      suppressed: status === 'EXCEPTION' ? 'EXCEPTION' : undefined,
    },
  }
}

/** `Match` and `Code` hold the line, and a `Title` is whatever a rule of the user's says: only the rule is told. */
function secret(value: unknown): SecurityFound {
  const item = objectOf(value, 'a secret')
  const rule = requiredText(item, 'RuleID', 'a secret')
  return {
    family: 'secrets',
    rule,
    message: rule,
    line: positionField(item, 'StartLine'),
    endLine: positionField(item, 'EndLine'),
    details: { kind: 'secret', ids: [rule], severities: inWord('trivy', textField(item, 'Severity')), secret: {} },
  }
}

function license(value: unknown): SecurityFound {
  const item = objectOf(value, 'a licence')
  const rule = textField(item, 'Name') || 'unknown'
  const name = textField(item, 'PkgName') ?? ''
  const category = textField(item, 'Category')
  return {
    family: 'licenses',
    rule,
    message: `${rule}${category ? `, ${category}` : ''}${name ? `: ${name}` : ''}`,
    path: textField(item, 'FilePath') || undefined,
    details: {
      kind: 'license',
      ids: [rule],
      package: name === '' ? undefined : packageOf(undefined, name, undefined),
      severities: [{ source: 'trivy', severity: severityOfWord(textField(item, 'Severity')) }],
      url: urlOf(field(item, 'Link')),
    },
  }
}
