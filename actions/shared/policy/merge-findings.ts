import { type Finding, type FindingPlace, RANK_ORDER, type Severity } from '../model/findings.ts'
import { formatPackageUrl, type PackageUrl, packageUrlOf } from '../model/package-url.ts'
import type { PackageReference, SecurityDetails, SecurityKind, SeverityStatement } from '../model/security.ts'
import { chooseSeverity, isInConflict } from '../model/severity.ts'
import { AliasGraph, canonicalId } from './aliases.ts'
import { ListingGroups } from './listing-groups.ts'

/** A finding as a report listed it, and which report that was. */
export interface Witnessed {
  readonly finding: Finding
  /** Any number that tells reports apart. */
  readonly report: number
  /** The label of the report: what one tool finds under two labels may be two projects whose paths look alike. */
  readonly label?: string | undefined
}

/** One finding of one or more scanners. */
export interface MergedFinding<Listing extends Witnessed = Witnessed> {
  /** The first scanner's, with the rank, ids, versions, statements and places of all. */
  readonly finding: Finding
  /** Scanners that saw it, in the order of reading. */
  readonly seenBy: readonly string[]
  /** Every listing of it: its places are theirs. */
  readonly listings: readonly Listing[]
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
 * - A secret: the same place, whichever scanner; two that one report tells apart there are two.
 * - A weakness or misconfiguration: the same rule at the same place, or of two scanners the same CWE on the same line. One
 *   report's second listing of it is a second finding, which another report's second listing sees again.
 *
 * `suppressed`: listings that scanners set aside; a finding that another listing does not set aside counts, and says so.
 */
export function mergeFindings<Listing extends Witnessed>(
  listed: readonly Listing[],
  suppressed: readonly Finding[] = [],
): readonly MergedFinding<Listing>[] {
  const aliases = new AliasGraph()
  const all = [...listed.map(({ finding }) => finding), ...suppressed]
  for (const finding of all) if (kindOf(finding) === 'vulnerability') aliases.learn(idsOf(finding))
  const packages = new PackageNames(all, aliases)
  const identify = (finding: Finding): string => identityOf(finding, kindOf(finding), aliases, packages)
  const marksOf = (finding: Finding): readonly string[] => [identify(finding), ...lineKeys(finding)]
  const aside = new Map<string, Finding>()
  for (const finding of suppressed) for (const mark of marksOf(finding)) aside.set(mark, finding)
  const asideOf = (listings: readonly Listing[]): Finding | undefined =>
    aside.size === 0
      ? undefined
      : listings
          .flatMap(({ finding }) => marksOf(finding))
          .map((mark) => aside.get(mark))
          .find((found) => found !== undefined)
  const groups = new ListingGroups<Listing>(identify)
  for (const listing of listed) {
    const kind = kindOf(listing.finding)
    groups.add(listing, kind, isOfPackage(listing.finding, kind))
  }
  return groups.all.map(({ identity, listings }) => merged(identity, listings, asideOf(listings)))
}

/** Whether a finding is told by its package, and not by its place. */
function isOfPackage({ details }: Finding, kind: SecurityKind): boolean {
  return (kind === 'vulnerability' || kind === 'license') && details?.package !== undefined
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
    case 'vulnerability': {
      const name = aliases.identify(idsOf(finding))
      return ['vulnerability', name, details?.package ? packages.keyOf(details.package, name) : place].join('\0')
    }
    case 'license':
      return ['license', canonicalId(rule), details?.package ? packages.keyOf(details.package) : place].join('\0')
    case 'secret':
      return ['secret', line === undefined ? (details?.secret?.hash ?? rule) : '', place].join('\0')
    case 'weakness':
    case 'misconfiguration':
      // As ListingGroups has it.
      return `weakness\0${canonicalId(rule)}\0${path ?? message}\0${line ?? 1}`
  }
}

/** A package by its parts, and written. */
interface Named {
  readonly parts: PackageUrl
  readonly url: string
}

/** Names packages alike that one report gives with its ecosystem or version and another without. */
class PackageNames {
  readonly #names = new Map<string, Named>()
  readonly #full = new Map<string, Set<string>>()
  /** The first version of a package, in the order of texts, in which some report has a vulnerability. */
  readonly #affected = new Map<string, string>()

  constructor(all: readonly Finding[], aliases: AliasGraph) {
    for (const finding of all) {
      const { details } = finding
      if (!details?.package) continue
      const { parts, url } = this.#named(details.package)
      if (parts.type === '*') continue
      const short = `${parts.name}\0${parts.version}`
      const full = this.#full.get(short) ?? new Set()
      full.add(url)
      this.#full.set(short, full)
      if (details.kind !== 'vulnerability' || parts.version === '') continue
      const key = affectedKey(parts, aliases.identify(idsOf(finding)))
      const known = this.#affected.get(key)
      if (known === undefined || url < known) this.#affected.set(key, url)
    }
  }

  /** The same package is asked for with each of its vulnerabilities. */
  #named(reference: PackageReference): Named {
    const { purl = '', ecosystem = '', name, version = '' } = reference
    const key = `${purl}\0${ecosystem}\0${name}\0${version}`
    let named = this.#names.get(key)
    if (!named) {
      const parts = packageUrlOf(reference)
      this.#names.set(key, (named = { parts, url: formatPackageUrl(parts) }))
    }
    return named
  }

  /** `vulnerability`: what is wrong with it; npm's audit says of no package which version is installed. */
  keyOf(reference: PackageReference, vulnerability?: string): string {
    const { parts, url } = this.#named(reference)
    const known = parts.type === '*' ? this.#full.get(`${parts.name}\0${parts.version}`) : undefined
    if (known?.size === 1) return [...known][0] as string
    const affected =
      parts.version === '' && vulnerability !== undefined
        ? this.#affected.get(affectedKey(parts, vulnerability))
        : undefined
    return affected ?? url
  }
}

function affectedKey({ type, namespace, name }: PackageUrl, vulnerability: string): string {
  return [type, namespace, name, vulnerability].join('\0')
}

/** The weaknesses of a line, as far as scanners agree on their names. */
function lineKeys({ path, line, details }: Finding): readonly string[] {
  if (path === undefined || line === undefined || details?.kind !== 'weakness') return []
  return (details.cwes ?? []).map((cwe) => `${path}\0${line}\0${canonicalId(cwe)}`)
}

function merged<Listing extends Witnessed>(
  identity: string,
  listings: readonly Listing[],
  aside: Finding | undefined,
): MergedFinding<Listing> {
  const [{ finding: first }] = listings as readonly [Listing, ...Listing[]]
  // Most findings are listed once: nothing is made for them.
  if (listings.length === 1 && aside === undefined && !isOfPackage(first, kindOf(first))) {
    const isConflicting = isInConflict(first.details?.severities ?? [])
    return { finding: first, seenBy: first.tool.split(', '), listings, identity, isConflicting }
  }
  const seenBy = [...new Set(listings.flatMap(({ finding }) => finding.tool.split(', ')))]
  const known = listings.flatMap(({ finding }) => finding.details ?? [])
  const united = listings.length === 1 ? first.details : mergedDetails(known)
  const suppressedElsewhere = aside && `${aside.tool}: ${aside.details?.suppressed ?? 'suppressed'}`
  const details = united && suppressedElsewhere !== undefined ? { ...united, suppressedElsewhere } : united
  // A scanner that names no file must not take away the one that another names.
  const placed = listings.find(({ finding }) => finding.path !== undefined)?.finding ?? first
  const { path, line, column, endLine } = placed
  const finding: Finding = {
    ...first,
    ...(placed !== first && { path, line, column, endLine }),
    tool: seenBy.join(', '),
    rank: listings.length === 1 ? first.rank : rankOf(listings, details),
    details,
    alsoAt: otherPlaces(listings),
    identity: isOfPackage(first, kindOf(first)) ? identity.replaceAll('\0', ' ') : undefined,
  }
  return { finding, seenBy, listings, identity, isConflicting: isInConflict(details?.severities ?? []) }
}

/** The places of a finding beside that of its first listing that names one. */
function otherPlaces(listings: readonly Witnessed[]): readonly FindingPlace[] | undefined {
  if (listings.length === 1) return undefined
  const places = new Map<string, FindingPlace>()
  for (const { finding } of listings) {
    const { path, line, endLine } = finding
    const key = `${path ?? ''}\0${line ?? ''}`
    if (path !== undefined && !places.has(key)) places.set(key, { path, line, endLine })
  }
  const others = [...places.values()].slice(1)
  return others.length > 0 ? others : undefined
}

/** By the one order of severities over all statements, but never less than a reader chose by anything else than these. */
function rankOf(listings: readonly Witnessed[], details: SecurityDetails | undefined): Finding['rank'] {
  const chosen: Severity = details ? chooseSeverity(details).severity : 'unknown'
  if (chosen !== 'unknown' && listings.every(({ finding }) => finding.rank === chosen)) return chosen
  const others = listings.flatMap(({ finding }) =>
    chosen === 'unknown' || !finding.details || chooseSeverity(finding.details).severity !== finding.rank
      ? [finding.rank]
      : [],
  )
  const ranks = chosen === 'unknown' ? others : [chosen, ...others]
  return ranks.reduce((worst, rank) => ((RANK_ORDER.get(rank) ?? 99) < (RANK_ORDER.get(worst) ?? 99) ? rank : worst))
}

function mergedDetails(all: readonly SecurityDetails[]): SecurityDetails | undefined {
  const [first] = all
  if (!first || all.every((details) => details === first)) return first
  const known = <Key extends keyof SecurityDetails>(key: Key): SecurityDetails[Key] =>
    all.find((details) => details[key] !== undefined)?.[key] as SecurityDetails[Key]
  const united = (key: 'ids' | 'fixedVersions' | 'cwes'): readonly string[] => [
    ...new Set(all.flatMap((details) => details[key] ?? [])),
  ]
  return {
    ...first,
    ids: united('ids'),
    package: all.find((details) => details.package?.version !== undefined)?.package ?? known('package'),
    fixedVersions: known('fixedVersions') && united('fixedVersions'),
    severities: unitedStatements(all),
    cwes: known('cwes') && united('cwes'),
    url: known('url'),
    // Grace is counted from the first disclosure, whoever is read first.
    published: all.flatMap(({ published }) => published ?? []).sort()[0],
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
