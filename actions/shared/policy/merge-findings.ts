import { type Finding, RANK_ORDER, type Severity } from '../model/findings.ts'
import { formatPackageUrl, packageUrlOf } from '../model/package-url.ts'
import type { SecurityDetails, SecurityKind, SeverityStatement } from '../model/security.ts'
import { chooseSeverity, isInConflict } from '../model/severity.ts'
import { AliasGraph, canonicalId } from './aliases.ts'

/** A finding as a report listed it, and which report that was. */
export interface Witnessed {
  readonly finding: Finding
  /** Any number that tells reports apart. */
  readonly report: number
}

/** One finding of one or more scanners. */
export interface MergedFinding {
  /** The first scanner's, with the rank, ids, versions and statements of all. */
  readonly finding: Finding
  /** Scanners that saw it, in the order of reading. */
  readonly seenBy: readonly string[]
  /** Every listing of it: its places are theirs. */
  readonly listings: readonly Witnessed[]
  /** Sources are two or more steps of severity apart. */
  readonly isConflicting: boolean
  /** What tells it again between runs, but for the lines of its place. */
  readonly identity: string
}

/**
 * Makes one finding of all listings of it.
 *
 * - A vulnerability: the same by the reports' own aliases, in the same version of the same package, wherever it is installed.
 * - A licence: the same one of the same package.
 * - A secret: the same place, whichever scanner.
 * - A weakness or misconfiguration: the same rule at the same place, or of two scanners the same CWE on the same line. One
 *   report's second listing of it is a second finding, which another report's second listing sees again.
 */
export function mergeFindings(listed: readonly Witnessed[]): readonly MergedFinding[] {
  const aliases = new AliasGraph()
  for (const { finding } of listed) if (kindOf(finding) === 'vulnerability') aliases.learn(idsOf(finding))
  const packages = new PackageNames(listed)
  const groups = new Map<string, Witnessed[]>()
  const met = new Map<string, number>()
  const weaknesses = new SameLine()
  for (const witness of listed) {
    const { finding, report } = witness
    const kind = kindOf(finding)
    let identity = identityOf(finding, kind, aliases, packages)
    if (kind === 'weakness' || kind === 'misconfiguration') {
      identity = weaknesses.known(witness, identity) ?? identity
      const turn = (met.get(`${report}\0${identity}`) ?? 0) + 1
      met.set(`${report}\0${identity}`, turn)
      if (turn > 1) identity += `\0${turn}`
    }
    const group = groups.get(identity)
    if (group) group.push(witness)
    else groups.set(identity, [witness])
  }
  return [...groups].map(([identity, group]) => merged(identity, group))
}

export function kindOf({ family, details }: Finding): SecurityKind {
  if (details) return details.kind
  return family === 'secrets' ? 'secret' : family === 'licenses' ? 'license' : 'weakness'
}

function idsOf({ rule, details }: Finding): readonly string[] {
  return details && details.ids.length > 0 ? details.ids : [rule]
}

function identityOf(finding: Finding, kind: SecurityKind, aliases: AliasGraph, packages: PackageNames): string {
  const { rule, path, line, message, details } = finding
  const place = `${path ?? message}\0${line ?? ''}`
  switch (kind) {
    case 'vulnerability':
      return [
        'vulnerability',
        aliases.identify(idsOf(finding)),
        details?.package ? packages.keyOf(details.package) : place,
      ].join('\0')
    case 'license':
      return ['license', canonicalId(rule), details?.package ? packages.keyOf(details.package) : place].join('\0')
    case 'secret':
      return ['secret', line === undefined ? (details?.secret?.hash ?? rule) : '', place].join('\0')
    case 'weakness':
    case 'misconfiguration':
      return [kind, canonicalId(rule), place].join('\0')
  }
}

/** Names packages alike that one report gives with its ecosystem and another without. */
class PackageNames {
  readonly #full = new Map<string, Set<string>>()

  constructor(listed: readonly Witnessed[]) {
    for (const { finding } of listed) {
      const { details } = finding
      if (!details?.package) continue
      const parts = packageUrlOf(details.package)
      if (parts.type === '*') continue
      const short = `${parts.name}\0${parts.version}`
      const full = this.#full.get(short) ?? new Set()
      full.add(formatPackageUrl(parts))
      this.#full.set(short, full)
    }
  }

  keyOf(reference: NonNullable<SecurityDetails['package']>): string {
    const parts = packageUrlOf(reference)
    const known = parts.type === '*' ? this.#full.get(`${parts.name}\0${parts.version}`) : undefined
    return known?.size === 1 ? ([...known][0] as string) : formatPackageUrl(parts)
  }
}

/** Finds, for a weakness, the one of another scanner on the same line that has a CWE in common with it. */
class SameLine {
  readonly #byLine = new Map<string, { readonly tool: string; readonly identity: string }>()

  known({ finding }: Witnessed, identity: string): string | undefined {
    const { path, line, tool, details } = finding
    if (path === undefined || line === undefined || !details?.cwes) return undefined
    const keys = details.cwes.map((cwe) => `${path}\0${line}\0${canonicalId(cwe)}`)
    const other = keys.map((key) => this.#byLine.get(key)).find((found) => found && found.tool !== tool)
    for (const key of keys)
      if (!this.#byLine.has(key)) this.#byLine.set(key, { tool, identity: other?.identity ?? identity })
    return other?.identity
  }
}

function merged(identity: string, listings: readonly Witnessed[]): MergedFinding {
  const [first] = listings as readonly [Witnessed, ...Witnessed[]]
  const seenBy = [...new Set(listings.flatMap(({ finding }) => finding.tool.split(', ')))]
  if (listings.length === 1) {
    return {
      finding: first.finding,
      seenBy,
      listings,
      identity,
      isConflicting: isInConflict(first.finding.details?.severities ?? []),
    }
  }
  const details = mergedDetails(listings.map(({ finding }) => finding.details).filter((found) => found !== undefined))
  const finding = { ...first.finding, tool: seenBy.join(', '), rank: rankOf(listings, details), details }
  return { finding, seenBy, listings, identity, isConflicting: isInConflict(details?.severities ?? []) }
}

/** By the one order of severities over all statements; where reports state none, the worst that a reader made of them. */
function rankOf(listings: readonly Witnessed[], details: SecurityDetails | undefined): Finding['rank'] {
  const chosen: Severity = details ? chooseSeverity(details).severity : 'unknown'
  if (chosen !== 'unknown') return chosen
  const ranks = listings.map(({ finding }) => finding.rank)
  return ranks.reduce((worst, rank) => ((RANK_ORDER.get(rank) ?? 99) < (RANK_ORDER.get(worst) ?? 99) ? rank : worst))
}

function mergedDetails(all: readonly SecurityDetails[]): SecurityDetails | undefined {
  const [first] = all
  if (!first) return undefined
  const known = <Key extends keyof SecurityDetails>(key: Key): SecurityDetails[Key] =>
    all.find((details) => details[key] !== undefined)?.[key] as SecurityDetails[Key]
  const united = (key: 'ids' | 'fixedVersions' | 'cwes'): readonly string[] => [
    ...new Set(all.flatMap((details) => details[key] ?? [])),
  ]
  return {
    ...first,
    ids: united('ids'),
    package: known('package'),
    fixedVersions: known('fixedVersions') && united('fixedVersions'),
    severities: unitedStatements(all),
    cwes: known('cwes') && united('cwes'),
    url: known('url'),
    published: known('published'),
    dependencyPath: known('dependencyPath'),
    // Only what all of them call so is only for development.
    isDevelopment: all.every(({ isDevelopment }) => isDevelopment === true) || undefined,
    secret: all.some(({ secret }) => secret)
      ? { hash: known('secret')?.hash, isVerified: all.some(({ secret }) => secret?.isVerified === true) }
      : undefined,
    epss: known('epss'),
    isKnownExploited: all.some(({ isKnownExploited }) => isKnownExploited === true) || undefined,
  }
}

function unitedStatements(all: readonly SecurityDetails[]): readonly SeverityStatement[] {
  const byText = new Map<string, SeverityStatement>()
  for (const { severities } of all) {
    for (const statement of severities) {
      const { source, severity, cvss } = statement
      const key = `${source}\0${severity ?? ''}\0${cvss?.version ?? ''}\0${cvss?.score ?? ''}`
      if (!byText.has(key)) byText.set(key, statement)
    }
  }
  return [...byText.values()]
}
