import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import type { SeverityStatement } from '../../model/security.ts'
import { idList, packageOf } from './packages.ts'
import { cwesOf, inWord, leadOf } from './details.ts'
import type { SecurityFound, SecurityReport } from './security-report.ts'

/** A vulnerability of a dependency, in XML and in JSON. */
export interface DependencyVulnerability {
  readonly source: string | undefined
  readonly name: string
  readonly severity: string | undefined
  readonly description: string | undefined
  readonly cwes: readonly string[]
  readonly scores: readonly NonNullable<SeverityStatement['cvss']>[]
  readonly url: string | undefined
  readonly isKnownExploited: boolean
  /** Set aside, with the notes of who did so. */
  readonly suppressed: string | undefined
}

/** The dependency that has it. */
export interface Dependency {
  readonly fileName: string
  readonly filePath: string | undefined
  readonly purl: string | undefined
}

export function dependencyFound(
  { fileName, filePath, purl }: Dependency,
  { source, name, severity, description, cwes, scores, url, isKnownExploited, suppressed }: DependencyVulnerability,
): SecurityFound {
  const by = (source ?? 'nvd').toLowerCase()
  const pkg = packageOf(undefined, purl === undefined ? fileName : nameIn(purl), undefined, purl)
  const rule = name.trim()
  return {
    rule,
    message: `${fileName}: ${leadOf((description ?? rule).trim()) || rule}`,
    path: filePath?.trim().replace(/\?[^?]*$/, ''),
    details: {
      kind: 'vulnerability',
      ids: idList(rule),
      package: pkg,
      severities: [...scores.map((cvss) => ({ source: by, cvss })), ...inWord(by, severity)],
      cwes: cwesOf(cwes),
      url,
      isKnownExploited: isKnownExploited || undefined,
      suppressed,
    },
  }
}

/** A score of this version where it is one from 0 to 10; reports give the parts of the vector, and not it. */
export function scoreOf(version: '2.0' | '3.0' | '3.1' | '4.0', value: unknown): DependencyVulnerability['scores'] {
  const score = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof score === 'number' && score >= 0 && score <= 10 ? [{ version, score }] : []
}

function nameIn(purl: string): string {
  const path = purl
    .replace(/^pkg:[^/]*\//, '')
    .replace(/[?#].*$/, '')
    .replace(/(?<=.)@[^@/]*$/, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** What both syntaxes have. */
export const FORMAT = { tool: SECURITY_PACKAGE_TOOLS.dependencyCheck, name: 'dependency-check' } as const

/** The data of NVD is meant to be fetched every four hours; older than this it says little of new vulnerabilities. */
const DATA_DAYS = 7

/** What the report says of itself. */
export interface Contents {
  dependencies: number
  version?: string | undefined
  reportDate?: string | undefined
  readonly sources: { readonly name: string; readonly timestamp: string }[]
  readonly exceptions: string[]
}

export function judge(
  { dependencies, version, reportDate, sources, exceptions }: Contents,
  report: SecurityReport,
): void {
  report.version(version)
  if (dependencies === 0) report.missed('Dependency-Check looked at no dependency: the report lists none')
  for (const text of exceptions) report.missed(`Dependency-Check: ${text.trim()}`.slice(0, 300))
  for (const { name, timestamp } of sources) {
    const days = (Date.parse(reportDate ?? '') - Date.parse(timestamp)) / 86_400_000
    if (/checked/i.test(name) && days > DATA_DAYS) {
      report.missed(
        `Dependency-Check's data was ${Math.floor(days)} days old (${name} ${timestamp}); more than ${DATA_DAYS} is too old`,
      )
    }
  }
}

/** Of more places than this of one file only the number is told. */
const RELATED_TOLD = 100

/** In its own place and in those that are related to it; of before 6 these have no name of their own. */
export function addTo(
  report: SecurityReport,
  dependency: Dependency,
  related: readonly Dependency[],
  vulnerability: DependencyVulnerability,
): void {
  const found = dependencyFound(dependency, vulnerability)
  if (vulnerability.suppressed !== undefined) {
    report.suppress(found)
    return
  }
  report.add(found)
  for (const other of related.slice(0, RELATED_TOLD)) report.add(dependencyFound(other, vulnerability))
  if (related.length > RELATED_TOLD) report.addCount(found, related.length - RELATED_TOLD)
}

/** The words of a suppression. */
export function suppressedBy(notes: string | undefined): string {
  return `suppressed${notes?.trim() ? `: ${notes.trim()}` : ''}`.slice(0, 300)
}
