import type { Finding } from '../model/findings.ts'
import type { SecurityKind } from '../model/security.ts'
import { canonicalId } from './aliases.ts'
import type { Witnessed } from './merge-findings.ts'

/** Listings of one finding. */
export interface ListingGroup<Listing extends Witnessed> {
  readonly identity: string
  readonly listings: Listing[]
}

/** All that is listed under one identity. Most of it is listed once, so that nothing is made before it is needed. */
interface Spot<Listing extends Witnessed> {
  readonly identity: string
  /** What was listed first. */
  group?: ListingGroup<Listing>
  /** From the second listing on: each report with how often it was listed there, or with the hashes of the secrets that the report has there. */
  met?: Met[]
  /** What each report lists first, second, … there. */
  turns?: Turn<Listing>[]
}

interface Met {
  readonly report: number
  count: number
  hashes?: string[]
}

interface Turn<Listing extends Witnessed> {
  /** Each tool with the label under which it was met first. */
  readonly tools: { readonly tool: string; readonly label: string | undefined }[]
  /** Those that are one over all tools, and then those of a label. */
  readonly groups: { readonly own: string | undefined; readonly group: ListingGroup<Listing> }[]
}

/** Numbers for rules, paths and places are put together into one number, which a double must hold exactly. */
const LINES = 2 ** 31
const NAMES = 2 ** 20

/**
 * Puts listings together that are of one finding, in the order in which they come. There may be hundreds of thousands, so what
 * is compared are numbers; a text is made once for each finding.
 *
 * What one report lists several times at one place is told apart, and so is what one tool finds there under several labels.
 */
export class ListingGroups<Listing extends Witnessed> {
  readonly all: ListingGroup<Listing>[] = []
  readonly #identify: (finding: Finding) => string
  readonly #byText = new Map<string, Spot<Listing>>()
  readonly #byPlace = new Map<number, Spot<Listing>>()
  readonly #rules = new Map<string, number>()
  readonly #names = new Map<string, number>()
  readonly #cwes = new Map<string, number>()
  readonly #paths = new Map<string, number>()
  readonly #places = new Map<number, number>()
  /** Weaknesses of a line by their CWE, with the tool that was first to see it. */
  readonly #weaknesses = new Map<number, { readonly tool: string; readonly spot: Spot<Listing> }>()

  /** `identify`: what two listings of one finding have in common, by their kind. */
  constructor(identify: (finding: Finding) => string) {
    this.#identify = identify
  }

  /** `isOfPackage`: it is told by its package, whatever else a report lists. */
  add(listing: Listing, kind: SecurityKind, isOfPackage: boolean): void {
    const { finding, report, label } = listing
    const spot = this.#spotOf(finding, kind)
    if (!spot.group) {
      spot.group = { identity: spot.identity, listings: [listing] }
      this.all.push(spot.group)
      return
    }
    const isOnce = kind === 'vulnerability' || kind === 'license'
    const number = isOnce ? 1 : turnOf(spot, finding, kind, report)
    const turns = (spot.turns ??= [firstTurn(spot.group, isOfPackage)])
    const turn = (turns[number - 1] ??= { tools: [], groups: [] })
    const own = isOfPackage ? undefined : labelOf(turn, finding.tool, label)
    const known = turn.groups.find((entry) => entry.own === own)
    if (known) {
      known.group.listings.push(listing)
      return
    }
    const identity = number > 1 ? `${spot.identity}\0${number}` : spot.identity
    const group = { identity: own === undefined ? identity : `${identity}\0${own}`, listings: [listing] }
    turn.groups.push({ own, group })
    this.all.push(group)
  }

  #spotOf(finding: Finding, kind: SecurityKind): Spot<Listing> {
    if (kind !== 'weakness' && kind !== 'misconfiguration') return this.#spotOfText(finding)
    // What is of a whole file is on its line 1, where SARIF has it.
    const { rule, path, message, line = 1, details } = finding
    const name = this.#nameOf(rule)
    if (!Number.isInteger(line) || line < 0 || line >= LINES || name >= NAMES) return this.#spotOfText(finding)
    const place = numberOf(this.#places, numberOf(this.#paths, path ?? message) * LINES + line)
    const key = place * NAMES + name
    let spot = this.#byPlace.get(key)
    if (!spot) {
      spot = { identity: this.#identify(finding) }
      this.#byPlace.set(key, spot)
    }
    if (kind !== 'weakness' || path === undefined || finding.line === undefined || !details?.cwes) return spot
    return this.#onSameLine(finding.tool, place, details.cwes, spot) ?? spot
  }

  #spotOfText(finding: Finding): Spot<Listing> {
    const identity = this.#identify(finding)
    let spot = this.#byText.get(identity)
    if (!spot) {
      spot = { identity }
      this.#byText.set(identity, spot)
    }
    return spot
  }

  /** Weakness or misconfiguration: scanners say which in one format and not in another. */
  #nameOf(rule: string): number {
    const known = this.#rules.get(rule)
    if (known !== undefined) return known
    const name = numberOf(this.#names, canonicalId(rule))
    this.#rules.set(rule, name)
    return name
  }

  /** The weakness of another scanner on the same line that has a CWE in common with this one. */
  #onSameLine(tool: string, place: number, cwes: readonly string[], own: Spot<Listing>): Spot<Listing> | undefined {
    const keys = cwes.map((cwe) => place * NAMES + numberOf(this.#cwes, canonicalId(cwe)))
    const other = keys.map((key) => this.#weaknesses.get(key)).find((found) => found && found.tool !== tool)?.spot
    for (const key of keys) if (!this.#weaknesses.has(key)) this.#weaknesses.set(key, { tool, spot: other ?? own })
    return other
  }
}

/** Of a secret the place of its value among those that the report has there; of all else how often it was listed. */
function turnOf<Listing extends Witnessed>(
  spot: Spot<Listing>,
  { details }: Finding,
  kind: SecurityKind,
  report: number,
): number {
  const met = (spot.met ??= firstMet(spot.group))
  let own = met.find((entry) => entry.report === report)
  if (!own) {
    own = { report, count: 0 }
    met.push(own)
  }
  if (kind !== 'secret') return (own.count += 1)
  const hash = details?.secret?.hash
  if (hash === undefined) return 1
  own.hashes ??= []
  const at = own.hashes.indexOf(hash)
  return at >= 0 ? at + 1 : own.hashes.push(hash)
}

function firstMet<Listing extends Witnessed>(group: ListingGroup<Listing> | undefined): Met[] {
  return (group?.listings ?? []).slice(0, 1).map(({ report, finding }) => {
    const hash = finding.details?.secret?.hash
    return { report, count: 1, ...(hash !== undefined && { hashes: [hash] }) }
  })
}

function firstTurn<Listing extends Witnessed>(group: ListingGroup<Listing>, isOfPackage: boolean): Turn<Listing> {
  const tools = isOfPackage
    ? []
    : group.listings.slice(0, 1).map(({ finding, label }) => ({ tool: finding.tool, label }))
  return { tools, groups: [{ own: undefined, group }] }
}

/** The label that sets a tool's listing apart: none where the tool was first met under it. */
function labelOf<Listing extends Witnessed>(
  { tools }: Turn<Listing>,
  tool: string,
  label: string | undefined,
): string | undefined {
  const known = tools.find((entry) => entry.tool === tool)
  if (known) return known.label === label ? undefined : (label ?? '')
  tools.push({ tool, label })
  return undefined
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  const number = numbers.size
  numbers.set(key, number)
  return number
}
