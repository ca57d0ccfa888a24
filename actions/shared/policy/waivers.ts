import type { EvidenceSet } from '../model/evidence.ts'
import { type Finding, placesOf } from '../model/findings.ts'
import { MATCHES_KEPT, type WaiverMatch, type WaiverRecord } from '../model/waived.ts'
import { endText, expiryOf, isLong } from './expiry.ts'
import { lockAgainst } from './locked-rules.ts'
import { isDoubted } from './metric-sources.ts'
import { nearest } from './nearest.ts'
import type { Grant, Waiver } from './policy-waivers.ts'
import type { Rule } from './rule.ts'

/** What waivers do to a set of evidence. */
export interface WaivedFindings {
  /** Rows of the set's tables, each with the sentence that says who vouched for it. */
  readonly findings: ReadonlyMap<Finding, string>
  /** One for each waiver, in the order of the policy. */
  readonly records: readonly WaiverRecord[]
  readonly notices: readonly string[]
}

/** Ids that are looked through for one that was meant. */
const IDS_COMPARED = 2_000

/**
 * Which findings the waivers forgive on a day (`2027-01-31`, UTC), and what became of each waiver. Doubts, gaps, failing tests
 * and whatever is only counted are beyond their reach; so is what a locked one of the `rules` counts.
 */
export function applyWaivers(
  set: EvidenceSet,
  waivers: readonly Waiver[],
  day: string,
  rules: readonly Rule[] = [],
): WaivedFindings {
  if (waivers.length === 0) return { findings: new Map(), records: [], notices: [] }
  const uses = waivers.map((waiver) => new WaiverUse(waiver, day))
  const byId = new Map<string, WaiverUse[]>()
  for (const use of uses) {
    const id = use.waiver.id.toLowerCase()
    byId.set(id, [...(byId.get(id) ?? []), use])
  }
  const findings = new Map<Finding, string>()
  for (const [label, { findings: table }] of set.tables) {
    for (const finding of table.rows) {
      const meant = idsOf(finding).flatMap((id) => byId.get(id) ?? [])
      if (meant.length === 0) continue
      const item = { metric: `${finding.family}.${finding.rank}`, label, path: finding.path }
      const matching = meant.filter((use) => use.reaches(finding))
      const free = matching.filter((use) => use.isFree(lockAgainst(rules, use.waiver.source, item)))
      const inForce = free.find((use) => use.expiry.state !== 'expired')
      if (inForce) findings.set(finding, sentenceOf(inForce.waiver))
      for (const use of free) use.note(finding, label, use === (inForce ?? free[0]))
    }
  }
  const unseen = unseenOf(set)
  const records = uses.map((use) => use.record(set, unseen))
  return { findings, records, notices: countedOnly(set) }
}

/** The ids by which a finding can be waived, in lower case. */
function idsOf(finding: Finding): readonly string[] {
  return finding.rule === '' ? [] : [finding.rule.toLowerCase()]
}

/** Who vouched for something, until when, and why. */
export function sentenceOf({ owner, expires, reason }: Grant): string {
  return `waived by ${owner} until ${expires}: ${reason}`
}

/** Why it cannot be said that a waiver matches nothing; undefined where all findings were seen. */
function unseenOf(set: EvidenceSet): string | undefined {
  const reports = set.evidence.filter(({ kind }) => kind === 'findings')
  if (reports.length === 0) return 'no report of findings was read'
  if (set.gaps.length > 0 || reports.some(isDoubted)) return 'not all reports could be read'
  return countedOnly(set)[0]
}

function countedOnly(set: EvidenceSet): string[] {
  let count = 0
  for (const { findings } of set.tables.values()) count += findings.size - findings.rows.length
  const what = count === 1 ? '1 finding is only counted' : `${count} findings are only counted`
  return count === 0 ? [] : [`${what}, without text: no waiver can forgive what nobody can name`]
}

/** One waiver, and the findings that it met. */
class WaiverUse {
  readonly waiver: Waiver
  readonly expiry: ReturnType<typeof expiryOf>
  #met = 0
  #locked = 0
  #lock: Rule | undefined
  #matched = 0
  readonly #matches: WaiverMatch[] = []

  constructor(waiver: Waiver, day: string) {
    this.waiver = waiver
    this.expiry = expiryOf(waiver.expires, day)
  }

  /** Whether all places of a finding are within its paths: one that stands elsewhere too is not forgiven for one of them. */
  reaches(finding: Finding): boolean {
    const { paths } = this.waiver
    return paths === undefined || placesOf(finding).every(({ path }) => path !== undefined && paths.matches(path))
  }

  /** Whether no locked rule stands against it; one that does is remembered. */
  isFree(lock: Rule | undefined): boolean {
    if (lock === undefined) return true
    this.#locked += 1
    this.#lock ??= lock
    return false
  }

  /** `isDecisive`: no other waiver forgives it instead. */
  note({ family, rank, tool, path, line }: Finding, label: string, isDecisive: boolean): void {
    this.#met += 1
    if (!isDecisive) return
    this.#matched += 1
    if (this.#matches.length >= MATCHES_KEPT) return
    const named = label === '' ? undefined : label
    this.#matches.push({ label: named, metric: `${family}.${rank}`, tool, path, line })
  }

  record(set: EvidenceSet, unseen: string | undefined): WaiverRecord {
    const { id, paths, reason, owner, expires, source, line } = this.waiver
    const isStale = this.#met + this.#locked === 0 && unseen === undefined
    const isLocked = this.#met === 0 && this.#locked > 0
    const { state: onThatDay } = this.expiry
    const state = onThatDay === 'expired' ? onThatDay : isLocked ? 'locked' : isStale ? 'stale' : onThatDay
    const about = { kind: 'finding', id, paths: paths?.globs, reason, owner, expires, source, line } as const
    const note = this.#noteOf(state, isStale ? hintOf(set, this.waiver) : '')
    return { ...about, state, matched: this.#matched, matches: this.#matches, note }
  }

  #noteOf(state: WaiverRecord['state'], hint: string): string | undefined {
    const { waiver, expiry } = this
    const what = `the waiver of ${nameOf(waiver)} (${waiver.owner})`
    if (state === 'expired') {
      const counts = `${findings(this.#matched)} ${this.#matched === 1 ? 'counts' : 'count'} again`
      const now = this.#matched > 0 ? `${counts}: fix what it forgave, or agree anew` : 'remove it'
      return `${what} expired after ${waiver.expires}; ${now}`
    }
    if (state === 'stale') return `${what} matches nothing that was read${hint}; remove it if that is right`
    if (state === 'expiring') return `${what}: ${endText(waiver.expires, expiry.daysLeft)}`
    if (this.#lock) return `${what} does not reach ${findings(this.#locked)}: ${lockText(this.#lock)}`
    return isLong(expiry.daysLeft) ? `${what} holds for more than a year, until ${waiver.expires}` : undefined
  }
}

function findings(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`
}

/** Why an exception does not hold under a locked rule. */
export function lockText({ text, source, line }: Rule): string {
  return `${source}${line === undefined ? '' : `:${line}`} has locked ${text}`
}

function nameOf({ id, paths }: Waiver): string {
  return paths === undefined ? id : `${id} for ${paths.globs.join(', ')}`
}

/** What may have been meant by a waiver that matches nothing. */
function hintOf(set: EvidenceSet, waiver: Waiver): string {
  const wanted = waiver.id.toLowerCase()
  const elsewhere = new Set<string>()
  const ids = new Map<string, string>()
  for (const { findings } of set.tables.values()) {
    for (const finding of findings.rows) {
      for (const id of idsOf(finding)) {
        if (id === wanted) elsewhere.add(finding.path ?? 'no file')
        else if (ids.size < IDS_COMPARED) ids.set(id, finding.rule)
      }
    }
  }
  if (elsewhere.size > 0) {
    const [first] = elsewhere
    const more = elsewhere.size > 1 ? ` and ${elsewhere.size - 1} more` : ''
    return `: ${waiver.id} is found in ${first ?? ''}${more}, which its paths leave out`
  }
  const found = nearest(wanted.slice(0, 100), ids.keys())
  if (found === undefined || found.edits > Math.max(2, wanted.length / 3)) return ''
  return `; the nearest id that was found is ${ids.get(found.name) ?? found.name}`
}
