import type { EvidenceSet } from '../model/evidence.ts'
import { type Finding, placesOf } from '../model/findings.ts'
import { MATCHES_KEPT, type WaiverMatch, type WaiverRecord } from '../model/waived.ts'
import { areAllOf } from './bundled-ids.ts'
import { endText, expiryOf, isLong } from './expiry.ts'
import { lockAgainst, lockText } from './locked-rules.ts'
import { isDoubted } from './metric-sources.ts'
import { nearest } from './nearest.ts'
import { standsWithin } from './package-pattern.ts'
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
  for (const [finding, labels] of labelledFindings(set)) {
    const meant = idsOf(finding).flatMap((id) => byId.get(id) ?? [])
    if (meant.length === 0) continue
    const matching = [...new Set(meant)].filter((use) => use.reaches(finding))
    const free = matching.filter((use) => use.isFree(lockOn(finding, labels, rules, use.waiver.source)))
    const holding = free.filter((use) => use.expiry.state !== 'expired')
    const [inForce] = holding
    if (
      inForce &&
      !areAllOf(
        finding,
        holding.map(({ waiver }) => waiver.id),
      )
    ) {
      for (const use of holding) use.miss(finding)
      continue
    }
    if (inForce) findings.set(finding, sentenceOf(inForce.waiver))
    for (const use of free) use.note(finding, labels[0] ?? '', use === (inForce ?? free[0]))
  }
  const unseen = unseenOf(set)
  const records = uses.map((use) => use.record(set, unseen))
  return { findings, records, notices: countedOnly(set) }
}

/** Every finding once, with the labels whose reports list it. */
export function labelledFindings(set: EvidenceSet): ReadonlyMap<Finding, readonly string[]> {
  const labels = new Map<Finding, readonly string[]>()
  for (const [label, { findings }] of set.tables) {
    const only = [label]
    for (const finding of findings.rows) {
      const known = labels.get(finding)
      labels.set(finding, known ? [...known, label] : only)
    }
  }
  return labels
}

/** The locked rule, if any, that counts a finding under one of its labels or at one of its places whatever `source` forgives. */
export function lockOn(
  finding: Finding,
  labels: readonly string[],
  rules: readonly Rule[],
  source: string,
): Rule | undefined {
  const metric = `${finding.family}.${finding.rank}`
  for (const label of labels) {
    for (const { path } of placesOf(finding)) {
      const lock = lockAgainst(rules, source, { metric, label, path })
      if (lock) return lock
    }
  }
  return undefined
}

/** The ids by which a finding can be forgiven, in lower case: its rule, and every alias that a report gives. */
export function idsOf({ rule, details }: Finding): readonly string[] {
  return [...new Set([rule, ...(details?.ids ?? [])].filter((id) => id !== '').map((id) => id.toLowerCase()))]
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
  #missed: Finding | undefined
  #matched = 0
  readonly #matches: WaiverMatch[] = []

  constructor(waiver: Waiver, day: string) {
    this.waiver = waiver
    this.expiry = expiryOf(waiver.expires, day)
  }

  reaches(finding: Finding): boolean {
    const { paths, package: pattern } = this.waiver
    if (pattern !== undefined && !pattern.matches(finding)) return false
    return paths === undefined || standsWithin(finding, paths.matches)
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

  /** A finding that is more than what the waiver names. */
  miss(finding: Finding): void {
    this.#met += 1
    this.#missed ??= finding
  }

  record(set: EvidenceSet, unseen: string | undefined): WaiverRecord {
    const { id, paths, package: pattern, reason, owner, expires, source, line } = this.waiver
    const isStale = this.#met + this.#locked === 0 && unseen === undefined
    const isLocked = this.#met === 0 && this.#locked > 0
    const { state: onThatDay } = this.expiry
    const state = onThatDay === 'expired' ? onThatDay : isLocked ? 'locked' : isStale ? 'stale' : onThatDay
    const where = { paths: paths?.globs, package: pattern?.text }
    const about = { kind: 'finding', id, ...where, reason, owner, expires, source, line } as const
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
    if (this.#missed) {
      return `${what} does not reach ${this.#missed.details?.ids.join(', ') ?? ''}, of which it names a part`
    }
    if (this.#lock) return `${what} does not reach ${findings(this.#locked)}: ${lockText(this.#lock)}`
    return isLong(expiry.daysLeft) ? `${what} holds for more than a year, until ${waiver.expires}` : undefined
  }
}

function findings(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`
}

function nameOf({ id, paths, package: pattern }: Waiver): string {
  const where = [...(pattern ? [pattern.text] : []), ...(paths?.globs ?? [])]
  return where.length === 0 ? id : `${id} for ${where.join(', ')}`
}

/** What may have been meant by a waiver that matches nothing. */
function hintOf(set: EvidenceSet, waiver: Waiver): string {
  const wanted = waiver.id.toLowerCase()
  const elsewhere = new Set<string>()
  const ids = new Map<string, string>()
  for (const { findings } of set.tables.values()) {
    for (const finding of findings.rows) {
      for (const id of idsOf(finding)) {
        if (id === wanted) for (const { path } of placesOf(finding)) elsewhere.add(path ?? 'no file')
        else if (ids.size < IDS_COMPARED) ids.set(id, finding.rule)
      }
    }
  }
  if (elsewhere.size > 0) {
    const [first] = elsewhere
    const more = elsewhere.size > 1 ? ` and ${elsewhere.size - 1} more` : ''
    const what = waiver.paths === undefined ? 'package leaves' : 'paths leave'
    return `: ${waiver.id} is found in ${first ?? ''}${more}, which its ${what} out`
  }
  const found = nearest(wanted.slice(0, 100), ids.keys())
  if (found === undefined || found.edits > Math.max(2, wanted.length / 3)) return ''
  return `; the nearest id that was found is ${ids.get(found.name) ?? found.name}`
}
