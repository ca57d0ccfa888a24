import type { Finding } from '../model/findings.ts'
import type { SecurityKind } from '../model/security.ts'
import { canonicalId } from './aliases.ts'
import type { Witnessed } from './merge-findings.ts'
import { TripleNumbers } from './triple-numbers.ts'

/** Listings of one finding. */
export interface ListingGroup<Listing extends Witnessed> {
  /** What they have in common, where it took a text to tell. */
  readonly identity: string | undefined
  /** At least one. */
  readonly listings: readonly Listing[]
}

interface Growing<Listing extends Witnessed> extends ListingGroup<Listing> {
  listings: Listing[]
  /** Of what reports list once more at the same place. */
  next: Growing<Listing> | undefined
}

/** All that is listed under one identity. Most of it is one group, which is the spot itself, or a chain of few. */
interface Spot<Listing extends Witnessed> extends Growing<Listing> {
  /** Once a chain is not enough: each report with how often it was listed there, or with the hashes of the secrets that the report has there. */
  met: Met[] | undefined
  /** What each report lists first, second, … there. */
  turns: Turn<Listing>[] | undefined
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
  readonly groups: { readonly own: string | undefined; readonly group: Growing<Listing> }[]
}

const LINES = 2 ** 31
/** A longer chain is slower than counting. */
const LONGEST_CHAIN = 4

/**
 * Puts listings together that are of one finding, in the order in which they come. There may be hundreds of thousands, so what
 * is compared are numbers where that can be.
 *
 * What one report lists several times at one place is told apart, and so is what one tool finds there under several labels.
 */
export class ListingGroups<Listing extends Witnessed> {
  readonly all: ListingGroup<Listing>[] = []
  readonly #identify: (finding: Finding) => string
  readonly #byText = new Map<string, Spot<Listing>>()
  /** Numbers of path, line and rule, each with its spot. */
  readonly #places: TripleNumbers
  readonly #atPlace: Spot<Listing>[] = []
  /** Numbers of path, line and CWE, each with the weakness that has it there and the tool that was first to see it. */
  readonly #lines: TripleNumbers
  readonly #onLine: Spot<Listing>[] = []
  readonly #toolOnLine: string[] = []
  /** Of the CWEs of one finding. */
  readonly #numbers: number[] = []
  readonly #paths = new Map<string, number>()
  /** Numbers of rules and CWEs, by their names as written and by those that are alike for all tools. */
  readonly #names = new Map<string, number>()
  readonly #canonical = new Map<string, number>()

  /** `identify`: what two listings of one finding have in common, by their kind. `expected`: how many listings there are. */
  constructor(identify: (finding: Finding) => string, expected: number) {
    this.#identify = identify
    this.#places = new TripleNumbers(expected)
    this.#lines = new TripleNumbers(expected)
  }

  /** `isOfPackage`: it is told by its package, whatever else a report lists. */
  add(listing: Listing, kind: SecurityKind, isOfPackage: boolean): void {
    const { finding, report, label } = listing
    const spot = this.#spotOf(finding, kind)
    if (spot.listings.length === 0) {
      spot.listings = [listing]
      this.all.push(spot)
      return
    }
    const isOnce = kind === 'vulnerability' || kind === 'license'
    if (!spot.turns && kind !== 'secret' && this.#addToChain(spot, listing, isOnce, isOfPackage)) return
    const number = isOnce ? 1 : turnOf(spot, finding, kind, report)
    const turns = (spot.turns ??= turnsOf(spot))
    const turn = (turns[number - 1] ??= { tools: [], groups: [] })
    const own = isOfPackage ? undefined : labelOf(turn, finding.tool, label)
    const known = turn.groups.find((entry) => entry.own === own)
    if (known) {
      known.group.listings.push(listing)
      return
    }
    const group = growing(spot.identity, listing)
    turn.groups.push({ own, group })
    this.all.push(group)
  }

  /** Where only the number of its listings sets one of a report apart. Says whether it is so. */
  #addToChain(spot: Spot<Listing>, listing: Listing, isOnce: boolean, isOfPackage: boolean): boolean {
    if (!isOfPackage && spot.listings[0]?.label !== listing.label) return false
    let group: Growing<Listing> = spot
    for (let length = 1; !isOnce && isOfReport(group, listing.report); length += 1) {
      if (length === LONGEST_CHAIN) return false
      if (!group.next) {
        group.next = growing(spot.identity, listing)
        this.all.push(group.next)
        return true
      }
      group = group.next
    }
    // Two are the most common, and what is pushed to has room for many more.
    if (group.listings.length === 1) group.listings = [group.listings[0] as Listing, listing]
    else group.listings.push(listing)
    return true
  }

  #spotOf(finding: Finding, kind: SecurityKind): Spot<Listing> {
    if (kind !== 'weakness' && kind !== 'misconfiguration') return this.#spotOfText(finding)
    // What is of a whole file is on its line 1, where SARIF has it.
    const { rule, path, message, line = 1, details } = finding
    if (!Number.isInteger(line) || line < 0 || line >= LINES) return this.#spotOfText(finding)
    const file = numberOf(this.#paths, path ?? message)
    const spot = (this.#atPlace[this.#places.of(file, line, this.#nameOf(rule))] ??= spotOf(undefined))
    if (kind !== 'weakness' || path === undefined || finding.line === undefined || !details?.cwes) return spot
    return this.#onSameLine(finding.tool, file, line, details.cwes, spot)
  }

  #spotOfText(finding: Finding): Spot<Listing> {
    const identity = this.#identify(finding)
    let spot = this.#byText.get(identity)
    if (!spot) {
      spot = spotOf(identity)
      this.#byText.set(identity, spot)
    }
    return spot
  }

  /** Of a rule, whatever is wrong by it: scanners say weakness or misconfiguration in one format and not in another. */
  #nameOf(name: string): number {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    const number = numberOf(this.#canonical, canonicalId(name))
    this.#names.set(name, number)
    return number
  }

  /** The weakness of another scanner on the same line that has a CWE in common with this one, which else is its own. */
  #onSameLine(tool: string, file: number, line: number, cwes: readonly string[], own: Spot<Listing>): Spot<Listing> {
    const numbers = this.#numbers
    let spot = own
    for (let at = cwes.length - 1; at >= 0; at -= 1) {
      const number = this.#lines.of(file, line, this.#nameOf(cwes[at] as string))
      numbers[at] = number
      if ((this.#toolOnLine[number] ?? tool) !== tool) spot = this.#onLine[number] as Spot<Listing>
    }
    for (let at = 0; at < cwes.length; at += 1) {
      const number = numbers[at] as number
      if (this.#onLine[number]) continue
      this.#onLine[number] = spot
      this.#toolOnLine[number] = tool
    }
    return spot
  }
}

const NONE: never[] = []

/** Of one shape, whatever becomes of it. */
function spotOf<Listing extends Witnessed>(identity: string | undefined): Spot<Listing> {
  return { identity, listings: NONE, next: undefined, met: undefined, turns: undefined }
}

function growing<Listing extends Witnessed>(identity: string | undefined, listing: Listing): Growing<Listing> {
  return { identity, listings: [listing], next: undefined }
}

function isOfReport<Listing extends Witnessed>({ listings }: ListingGroup<Listing>, report: number): boolean {
  for (const listing of listings) if (listing.report === report) return true
  return false
}

/** Of a secret the place of its value among those that the report has there; of all else how often it was listed. */
function turnOf<Listing extends Witnessed>(
  spot: Spot<Listing>,
  { details }: Finding,
  kind: SecurityKind,
  report: number,
): number {
  const met = (spot.met ??= firstMet(spot))
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

function firstMet<Listing extends Witnessed>(spot: Spot<Listing>): Met[] {
  const met = new Map<number, Met>()
  for (const group of chainOf(spot)) {
    for (const { report, finding } of group.listings) {
      const hash = finding.details?.secret?.hash
      const count = (met.get(report)?.count ?? 0) + 1
      met.set(report, { report, count, ...(hash !== undefined && { hashes: [hash] }) })
    }
  }
  return [...met.values()]
}

function turnsOf<Listing extends Witnessed>(spot: Spot<Listing>): Turn<Listing>[] {
  return chainOf(spot).map((group) => {
    const turn: Turn<Listing> = { tools: [], groups: [{ own: undefined, group }] }
    for (const { finding, label } of group.listings) labelOf(turn, finding.tool, label)
    return turn
  })
}

function chainOf<Listing extends Witnessed>(spot: Spot<Listing>): Growing<Listing>[] {
  const chain: Growing<Listing>[] = [spot]
  for (let { next } = spot; next; { next } = next) chain.push(next)
  return chain
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
