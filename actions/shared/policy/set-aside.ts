import type { Baseline } from '../model/baseline.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { type Finding, MERGED_FAMILIES, type Severity } from '../model/findings.ts'
import { meansPackage, meansScanned, setsAside, type VexStatement } from '../model/vex.ts'
import { canonicalId } from './aliases.ts'
import { areAllOf } from './bundled-ids.ts'
import { applyIgnores } from './ignore-files.ts'
import type { IgnoreEntry } from './ignore-entry.ts'
import { kindOf } from './merge-findings.ts'
import type { Rule } from './rule.ts'
import type { SecurityOptions, Stated } from './security-options.ts'
import { idsOf, labelledFindings, lockOn } from './waivers.ts'

/** What findings of scanners can be set aside by, beside the policy's waivers. */
export interface SetAsideRequest {
  /** Today in UTC: `2027-01-31`. */
  readonly day: string
  readonly rules?: readonly Rule[] | undefined
  readonly options?: SecurityOptions | undefined
  /** Exceptions of the scanners' own files. */
  readonly ignores?: readonly IgnoreEntry[] | undefined
  /** Whether the VEX document at an index of the evidence is believed: a change must not excuse itself. */
  readonly isTrusted?: ((report: number) => boolean) | undefined
  /** Knows since when a finding was seen. */
  readonly baseline?: Pick<Baseline, 'findings' | 'findingsTotal'> | undefined
}

/** The set with what is set aside under no rule, each with the sentence that says why. What waivers forgive stays theirs. */
export function setAside(
  set: EvidenceSet,
  request: SetAsideRequest,
): { readonly set: EvidenceSet; readonly notices: readonly string[] } {
  const { day, rules = [], ignores = [] } = request
  const ignored = applyIgnores(set, ignores, day, rules)
  const vex = statementsOf(set, request)
  const waits = new Waiting(request)
  // Hundreds of thousands of findings are not looked through for nothing.
  if (ignored.findings.size === 0 && vex.size === 0 && !waits.isNeeded) return { set, notices: ignored.notices }
  const findings = new Map<Finding, string>()
  const counts = new Map<string, number>()
  for (const [finding, labels] of labelledFindings(set)) {
    if (!MERGED_FAMILIES.has(finding.family) || set.forgiven?.findings.has(finding) === true) continue
    const isFree = (source: string): boolean => lockOn(finding, labels, rules, source) === undefined
    const sentence = ignored.findings.get(finding)
    const why: Why | undefined =
      sentence === undefined ? (vexOn(finding, vex, isFree) ?? waits.on(finding, isFree)) : { by: 'files', sentence }
    if (!why) continue
    findings.set(finding, why.sentence)
    counts.set(why.by, (counts.get(why.by) ?? 0) + 1)
  }
  const notices = [...summaryOf(counts), ...ignored.notices]
  if (findings.size === 0) return { set, notices }
  const { forgiven } = set
  const all = new Map([...(forgiven?.findings ?? []), ...findings])
  return { set: { ...set, forgiven: { findings: all, tests: forgiven?.tests ?? new Map() } }, notices }
}

interface Why {
  readonly by: keyof typeof BY
  readonly sentence: string
}

const BY = {
  files: "by scanners' own files of exceptions",
  vex: 'by VEX',
  unfixed: 'as no version mends them',
  grace: 'in their days of grace',
} as const

function summaryOf(counts: ReadonlyMap<string, number>): string[] {
  const parts = (Object.keys(BY) as (keyof typeof BY)[]).flatMap((by) => {
    const count = counts.get(by) ?? 0
    return count === 0 ? [] : [`${count} ${BY[by]}`]
  })
  return parts.length === 0 ? [] : [`findings set aside, which count under no rule: ${parts.join(', ')}`]
}

type ByVulnerability = ReadonlyMap<string, readonly { readonly statement: VexStatement; readonly file: string }[]>

/** Statements of all labels that are believed, by the ids of their vulnerabilities. */
function statementsOf(set: EvidenceSet, { isTrusted = () => true }: SetAsideRequest): ByVulnerability {
  const byId = new Map<string, { statement: VexStatement; file: string }[]>()
  for (const { vex = [] } of set.tables.values()) {
    for (const statement of vex) {
      const report = statement.report ?? -1
      const evidence = set.evidence[report]
      // What cannot be read as a whole may end with the statement that takes this one back.
      if (evidence?.completeness !== 'complete' || evidence.refused !== undefined || !isTrusted(report)) continue
      for (const id of new Set(statement.ids.map(canonicalId))) {
        const known = byId.get(id) ?? []
        byId.set(id, known)
        known.push({ statement, file: evidence.provenance.file })
      }
    }
  }
  return byId
}

function vexOn(finding: Finding, byId: ByVulnerability, isFree: (source: string) => boolean): Why | undefined {
  if (byId.size === 0 || kindOf(finding) !== 'vulnerability') return undefined
  const met = idsOf(finding)
    .flatMap((id) => byId.get(canonicalId(id)) ?? [])
    .filter(({ statement }) => {
      const { package: found, scanned } = finding.details ?? {}
      return meansPackage(statement, found) || meansScanned(statement, scanned)
    })
  // Documents that disagree set nothing aside.
  if (met.length === 0 || met.some(({ statement }) => !setsAside(statement))) return undefined
  const free = met.filter(({ file }) => isFree(file))
  const [first] = free
  const own = new Set(idsOf(finding).map(canonicalId))
  const named = free.flatMap(({ statement }) => statement.ids.map(canonicalId).filter((id) => own.has(id)))
  if (!first || !areAllOf(finding, named)) return undefined
  const { status, justification, author } = first.statement
  const words = [status.replaceAll('_', ' '), justification].filter((text) => text !== undefined).join(', ')
  return { by: 'vex', sentence: `set aside by ${first.file}${author === undefined ? '' : ` of ${author}`}: ${words}` }
}

/** What waits before it counts: nothing mends it yet, or it was disclosed only now. What is known to be exploited does not wait. */
class Waiting {
  readonly #day: string
  readonly #options: SecurityOptions
  readonly #since: ReadonlyMap<string, string | undefined> | undefined

  constructor({ day, options = {}, baseline }: SetAsideRequest) {
    this.#day = day
    this.#options = options
    // Of findings that a baseline did not keep nobody knows since when they are there.
    const isWhole = baseline !== undefined && baseline.findings.length >= baseline.findingsTotal
    const known = baseline?.findings ?? []
    this.#since = isWhole
      ? new Map(known.flatMap(({ identity, since }) => (identity === undefined ? [] : [[identity, since]])))
      : undefined
  }

  get isNeeded(): boolean {
    return this.#options['ignore-unfixed']?.value === true || this.#options.grace !== undefined
  }

  on(finding: Finding, isFree: (source: string) => boolean): Why | undefined {
    const { details } = finding
    if (kindOf(finding) !== 'vulnerability' || details?.isKnownExploited === true) return undefined
    const { 'ignore-unfixed': unfixed, grace } = this.#options
    if (unfixed?.value === true && details?.fixedVersions?.length === 0 && isFree(unfixed.source)) {
      return { by: 'unfixed', sentence: `set aside by ${placeOf(unfixed)}: no version mends it yet` }
    }
    const days = grace?.value[finding.rank as Severity] ?? 0
    if (grace === undefined || days === 0 || !isFree(grace.source)) return undefined
    const from = details?.published ?? this.#firstSeen(finding)
    const age = from === undefined ? Number.NaN : daysBetween(from, this.#day)
    // A day that is still to come says nothing.
    if (!(age >= 0 && age < days)) return undefined
    const what = details?.published === undefined ? 'first seen' : 'disclosed'
    const left = days - age
    const ends = `it counts ${left === 1 ? 'from tomorrow on' : `in ${left} days`}`
    return { by: 'grace', sentence: `set aside by ${placeOf(grace)}: ${what} on ${from ?? ''}, ${ends}` }
  }

  /** The day on which the default branch first had it; today where it does not have it. Unknown without a whole baseline. */
  #firstSeen({ identity }: Finding): string | undefined {
    if (identity === undefined || this.#since === undefined) return undefined
    return this.#since.has(identity) ? this.#since.get(identity) : this.#day
  }
}

function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from.slice(0, 10))) / 86_400_000)
}

function placeOf({ source, line }: Stated<unknown>): string {
  return `${source}:${line}`
}
