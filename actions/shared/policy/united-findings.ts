import { type Finding, type FindingPlace, RANK_ORDER, type Severity } from '../model/findings.ts'
import type { SecurityDetails, SeverityStatement } from '../model/security.ts'
import { chooseSeverity, isInConflict } from '../model/severity.ts'
import type { ListingGroup } from './listing-groups.ts'
import type { MergedFinding, Witnessed } from './merge-findings.ts'

/** Tools that see a finding one after the other, and those that follow from one more. */
interface Tools {
  readonly names: readonly string[]
  readonly text: string
  readonly next: Map<string, Tools>
}

/** What follows from the statements of some details. */
interface Stated {
  readonly severity: Severity
  readonly isConflicting: boolean
}

const UNSTATED: Stated = { severity: 'unknown', isConflicting: false }

/**
 * Makes one finding of the listings of it.
 *
 * In the reports of some scanners thousands of findings have the same details, those of their rule: what follows from these,
 * alone or with those of another scanner, is made once.
 */
export class UnitedFindings {
  readonly #noTools: Tools = { names: [], text: '', next: new Map() }
  readonly #stated = new Map<SecurityDetails, Stated>()
  /** Of some details the last ones that they were united with, and what became of them. */
  readonly #united = new Map<SecurityDetails, { readonly other: SecurityDetails; readonly both: SecurityDetails }>()

  /** `aside`: a listing of it that its scanner has set aside. `group.identity`: of findings of packages. */
  of<Listing extends Witnessed>(
    { identity, listings }: ListingGroup<Listing>,
    isOfPackage: boolean,
    aside: Finding | undefined,
  ): MergedFinding<Listing> {
    const { finding: first } = listings[0] as Listing
    // Most findings are listed once: nothing is made for them.
    if (listings.length === 1 && aside === undefined && !isOfPackage) {
      return {
        finding: first,
        seenBy: withTool(this.#noTools, first.tool).names,
        listings,
        isConflicting: this.#isConflicting(first),
      }
    }
    const { names: seenBy, text: tool } = this.#toolsOf(listings)
    const united = listings.length === 1 ? first.details : this.#detailsOf(listings)
    const suppressedElsewhere = aside && `${aside.tool}: ${aside.details?.suppressed ?? 'suppressed'}`
    const details = united && suppressedElsewhere !== undefined ? { ...united, suppressedElsewhere } : united
    // A scanner that names no file must not take away the one that another names.
    const placed = listings.find(({ finding }) => finding.path !== undefined)?.finding ?? first
    const { path, line, column, endLine } = placed
    const { family, rule, message, reportLine } = first
    const rank = listings.length === 1 ? first.rank : this.#rankOf(listings, details)
    const finding = {
      family,
      rank,
      tool,
      rule,
      message,
      path,
      line,
      column,
      endLine,
      reportLine,
      details,
      alsoAt: otherPlaces(listings, placed),
      identity: isOfPackage ? identity?.replaceAll('\0', ' ') : undefined,
      // Whatever a finding comes to have must be told here.
    } satisfies { readonly [Key in keyof Required<Finding>]: Finding[Key] }
    return { finding, seenBy, listings, isConflicting: this.#isConflicting(finding) }
  }

  /** One source cannot be in conflict with itself. */
  #isConflicting({ details }: Finding): boolean {
    return details !== undefined && details.severities.length > 1 && this.#statedBy(details).isConflicting
  }

  #toolsOf(listings: readonly Witnessed[]): Tools {
    let tools = this.#noTools
    let last: string | undefined
    for (const { finding } of listings) {
      if (finding.tool === last) continue
      last = finding.tool
      tools = withTool(tools, last)
    }
    return tools
  }

  #detailsOf(listings: readonly Witnessed[]): SecurityDetails | undefined {
    const first = listings[0]?.finding.details
    const second = listings[1]?.finding.details
    if (listings.length !== 2 || !first || !second) {
      return mergedDetails(listings.flatMap(({ finding }) => finding.details ?? []))
    }
    const known = this.#united.get(first)
    if (known?.other === second) return known.both
    const both = mergedDetails([first, second]) as SecurityDetails
    this.#united.set(first, { other: second, both })
    return both
  }

  #statedBy(details: SecurityDetails | undefined): Stated {
    if (!details) return UNSTATED
    let stated = this.#stated.get(details)
    if (!stated) {
      stated = { severity: chooseSeverity(details).severity, isConflicting: isInConflict(details.severities) }
      this.#stated.set(details, stated)
    }
    return stated
  }

  /** By the one order of severities over all statements, but never less than a reader chose by anything else than these. */
  #rankOf(listings: readonly Witnessed[], details: SecurityDetails | undefined): Finding['rank'] {
    const chosen = this.#statedBy(details).severity
    if (chosen !== 'unknown' && listings.every(({ finding }) => finding.rank === chosen)) return chosen
    const others = listings.flatMap(({ finding }) =>
      chosen === 'unknown' || !finding.details || this.#statedBy(finding.details).severity !== finding.rank
        ? [finding.rank]
        : [],
    )
    const ranks = chosen === 'unknown' ? others : [chosen, ...others]
    return ranks.reduce((worst, rank) => ((RANK_ORDER.get(rank) ?? 99) < (RANK_ORDER.get(worst) ?? 99) ? rank : worst))
  }
}

function withTool(tools: Tools, tool: string): Tools {
  const known = tools.next.get(tool)
  if (known) return known
  const names = [...new Set([...tools.names, ...tool.split(', ')])]
  const more = names.length === tools.names.length ? tools : { names, text: names.join(', '), next: new Map() }
  tools.next.set(tool, more)
  return more
}

/** The places of a finding beside that of its first listing that names one. */
function otherPlaces(listings: readonly Witnessed[], { path, line }: Finding): readonly FindingPlace[] | undefined {
  if (listings.every(({ finding }) => finding.path === path && finding.line === line)) return undefined
  const places = new Map<string, FindingPlace>()
  for (const { finding } of listings) {
    const { path, line, endLine } = finding
    const key = `${path ?? ''}\0${line ?? ''}`
    if (path !== undefined && !places.has(key)) places.set(key, { path, line, endLine })
  }
  const others = [...places.values()].slice(1)
  return others.length > 0 ? others : undefined
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
    scanned: all.every(({ scanned }) => scanned) ? [...new Set(all.flatMap(({ scanned = [] }) => scanned))] : undefined,
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
