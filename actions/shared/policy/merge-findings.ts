import type { Finding } from '../model/findings.ts'
import { formatPackageUrl, type PackageUrl, packageUrlOf } from '../model/package-url.ts'
import type { PackageReference, SecurityKind } from '../model/security.ts'
import { AliasGraph, canonicalId } from './aliases.ts'
import { ListingGroups } from './listing-groups.ts'
import { UnitedFindings } from './united-findings.ts'

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
  // Of all others neither aliases nor packages are to be learned: most are weaknesses of code.
  const named = [...listed.map(({ finding }) => finding), ...suppressed].filter(
    ({ details }) => details?.kind === 'vulnerability' || details?.package !== undefined,
  )
  for (const finding of named) if (kindOf(finding) === 'vulnerability') aliases.learn(idsOf(finding))
  const packages = new PackageNames(named, aliases)
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
  const groups = new ListingGroups<Listing>(identify, listed.length)
  for (const listing of listed) {
    const kind = kindOf(listing.finding)
    groups.add(listing, kind, isOfPackage(listing.finding, kind))
  }
  const united = new UnitedFindings()
  return groups.all.map((group) => {
    const { finding } = group.listings[0] as Listing
    return united.of(group, isOfPackage(finding, kindOf(finding)), asideOf(group.listings))
  })
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
