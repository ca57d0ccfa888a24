import type { Finding } from '../model/findings.ts'
import { KeptMessages } from './kept-messages.ts'
import { type RuleReference, securityScore } from './sarif-rules.ts'
import { POSITION } from './position.ts'

/*
 * The results of SARIF runs, a million of them and more: their parts are read by name, from objects that JSON.parse made,
 * and what is alike in many of them is kept once.
 */

/** What of the objects inside a result is looked at: its rule, its message, its place. */
interface Parts {
  readonly text?: unknown
  readonly markdown?: unknown
  readonly id?: unknown
  readonly index?: unknown
  readonly toolComponent?: unknown
  readonly physicalLocation?: unknown
  readonly artifactLocation?: unknown
  readonly uri?: unknown
  readonly region?: unknown
  readonly startLine?: unknown
  readonly startColumn?: unknown
  readonly endLine?: unknown
}

/** What of a result is looked at. */
export interface SarifResult {
  readonly kind?: unknown
  readonly baselineState?: unknown
  readonly suppressions?: unknown
  readonly ruleId?: unknown
  readonly ruleIndex?: unknown
  readonly rule?: unknown
  readonly level?: unknown
  readonly message?: unknown
  readonly locations?: unknown
  readonly properties?: unknown
}

/** Results of one run that are alike in all that decides how much they matter. */
export interface ResultGroup extends RuleReference {
  readonly run: number
  readonly level: string | undefined
  /** Of `security-severity`, where a result has its own; by one decimal. */
  readonly score: number | undefined
  /** Results in it, and how many of these are kept. */
  count: number
  kept: number
}

/** The finding of a result. It waits without what only its run knows: its family, rank, tool and details, and a path that it has no text of. */
export type WaitingFinding = { -readonly [Key in keyof Finding]: Finding[Key] }

/** What few results have, or lack. */
export interface Unusual {
  /** The result says nothing itself. */
  readonly isSilent: boolean
  readonly messageId: string | undefined
  readonly artifact: number | undefined
  /** In the scanner's words, where it is set aside. */
  readonly suppressed: string | undefined
}

/** Kinds of a result that is no finding (§3.27.9). What is open, or for a person to review, may be one: nobody has said that it is none. */
const NO_FINDING = new Set(['pass', 'informational', 'notapplicable'])
const NOTHING: Parts = {}
/** Groups of one rule that are looked through one by one, which is faster than any key. */
const FEW = 8

/** By the standard a result is a finding unless its kind says otherwise or it is gone since the baseline (§3.27.24). */
export function isFinding({ kind, baselineState }: SarifResult): boolean {
  return !(typeof kind === 'string' && NO_FINDING.has(kind.toLowerCase())) && baselineState !== 'absent'
}

/** Suppressed unless the suppression is still under review or was rejected (§3.27.23, §3.35.3). */
export function isSuppressed({ suppressions }: SarifResult): boolean {
  if (!Array.isArray(suppressions) || suppressions.length === 0) return false
  return suppressions.every((suppression: { readonly status?: unknown } | null) => {
    const status = suppression?.status
    return status === 'accepted' || typeof status !== 'string'
  })
}

/** How and why it is suppressed: `inSource: not reachable`. */
export function suppressionOf({ suppressions }: SarifResult): string {
  const [first] = Array.isArray(suppressions) ? (suppressions as readonly unknown[]) : []
  const { kind, justification } = (first ?? {}) as { readonly kind?: unknown; readonly justification?: unknown }
  const words = [kind, justification].filter((word) => typeof word === 'string' && word !== '')
  return words.join(': ').slice(0, 300) || 'suppressed'
}

/** Results that wait for the end of the document. Beyond a limit only errors are still kept, in the place of others. */
export class PendingResults {
  /** One object of each result: a second one, made in the end, would have to be found room for too. */
  readonly items: WaitingFinding[] = []
  readonly groups: ResultGroup[] = []
  /** Of the items, by their places. */
  readonly groupOf: ResultGroup[] = []
  readonly unusual = new Map<number, Unusual>()
  /** Of each rule the first few groups, which are all of nearly every rule, and all further ones by all that they have in common. */
  readonly #byRule = new Map<string | undefined, ResultGroup[]>()
  readonly #further = new Map<string, ResultGroup>()
  readonly #paths = new Map<string, string>()
  readonly #messages = new KeptMessages()
  /** Places of kept results that are less than an error. */
  readonly #lesser: number[] = []
  readonly #kept: number
  readonly #find: (uri: string) => string

  /** `kept`: how many are kept. `find`: the file that is meant. */
  constructor(kept: number, find: (uri: string) => string) {
    this.#kept = kept
    this.#find = find
  }

  /** `suppressed`: by what it was set aside. */
  add(result: SarifResult, run: number, suppressed?: string): void {
    const group = this.#groupOf(result, run)
    group.count += 1
    const isError = group.level === undefined || group.level === 'error'
    let place = this.items.length
    if (place === this.#kept) {
      const given = isError ? this.#lesser.pop() : undefined
      if (given === undefined) return
      place = given
      ;(this.groupOf[place] as ResultGroup).kept -= 1
      this.unusual.delete(place)
    }
    if (!isError) this.#lesser.push(place)
    group.kept += 1
    this.groupOf[place] = group
    const item = this.#waiting(result, group, place, suppressed)
    this.items[place] = item
    this.#messages.keep(item)
  }

  #waiting(
    { message, locations }: SarifResult,
    group: ResultGroup,
    place: number,
    suppressed: string | undefined,
  ): WaitingFinding {
    const { text, markdown, id } = partsOf(message)
    const first: unknown = Array.isArray(locations) ? locations[0] : undefined
    const { artifactLocation, region } = partsOf(partsOf(first).physicalLocation)
    const { uri, index } = partsOf(artifactLocation)
    const { startLine, startColumn, endLine } = partsOf(region)
    const said = textOf(text) ?? textOf(markdown)
    const path = textOf(uri)
    if (said === undefined || path === undefined || suppressed !== undefined) {
      const isSilent = said === undefined
      this.unusual.set(place, { isSilent, messageId: textOf(id), artifact: numberOf(index), suppressed })
    }
    return {
      family: 'lint',
      rank: 'note',
      tool: '',
      rule: '',
      message: said ?? '',
      path: path === undefined ? undefined : this.#pathOf(path),
      line: positionOf(startLine),
      column: positionOf(startColumn),
      endLine: positionOf(endLine),
      reportLine: POSITION.lineOf(group.ruleId ?? '', said ?? ''),
      details: undefined,
      // Of merged findings. All findings of one shape are faster to go through.
      alsoAt: undefined,
      identity: undefined,
    }
  }

  /** The same text for all results of a file, which is looked for once. */
  #pathOf(uri: string): string {
    let path = this.#paths.get(uri)
    if (path === undefined) {
      path = this.#find(uri)
      this.#paths.set(uri, path)
    }
    return path
  }

  #groupOf(result: SarifResult, run: number): ResultGroup {
    const rule = partsOf(result.rule)
    const ruleId = textOf(result.ruleId) ?? textOf(rule.id)
    const ruleIndex = numberOf(result.ruleIndex) ?? numberOf(rule.index)
    const component = numberOf(partsOf(rule.toolComponent).index)
    const level = textOf(result.level)
    const score = result.properties === undefined ? undefined : securityScore(result)
    let same = this.#byRule.get(ruleId)
    if (!same) {
      same = []
      this.#byRule.set(ruleId, same)
    }
    for (const group of same) {
      if (
        group.level === level &&
        group.score === score &&
        group.run === run &&
        group.ruleIndex === ruleIndex &&
        group.component === component
      ) {
        return group
      }
    }
    const key = same.length < FEW ? undefined : JSON.stringify([ruleId, level, score, run, ruleIndex, component])
    const known = key === undefined ? undefined : this.#further.get(key)
    if (known) return known
    const group = { run, ruleId, ruleIndex, component, level, score, count: 0, kept: 0 }
    if (key === undefined) same.push(group)
    else this.#further.set(key, group)
    this.groups.push(group)
    return group
  }
}

function partsOf(value: unknown): Parts {
  return typeof value === 'object' && value !== null ? value : NOTHING
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function positionOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 1 ? Math.floor(value) : undefined
}
