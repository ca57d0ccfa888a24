import type { Comparison } from '../model/comparison.ts'
import { everyFinding } from '../model/every-finding.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import {
  type Finding,
  type FindingFamily,
  type Level,
  MERGED_FAMILIES,
  RANK_ORDER,
  type Severity,
} from '../model/findings.ts'
import { formatPackageUrl, packageUrlOf } from '../model/package-url.ts'
import type { PackageReference } from '../model/security.ts'
import { hasAllowedLicence } from './select-licences.ts'
import { byPlace, countByRank } from './select-findings.ts'
import { nearestFix, upgradeCommand } from './upgrade-command.ts'
import { compareVersions } from './version-order.ts'

/** A finding that counts under no rule, and why: in the words of whoever set it aside. */
export interface AsideFinding {
  readonly finding: Finding
  readonly why: string
}

/** What scanners found, each finding once, by what it means for whoever reads it. */
export interface SecurityView {
  /** Those that count, but for licences that are allowed, in the order of reading: there may be a hundred thousand, of which `worst` finds the few that are shown. */
  readonly counting: readonly Finding[]
  readonly aside: readonly AsideFinding[]
  /** All that were set aside, also those whose text was not kept. */
  readonly asideCount: number
  /** How many count, by family and rank, worst first, also those whose text was not kept; only those that occur. */
  readonly counts: readonly {
    readonly family: FindingFamily
    readonly rank: Level | Severity
    readonly count: number
  }[]
}

const VIEWS = new WeakMap<EvidenceSet, SecurityView>()

export function securityView(set: EvidenceSet): SecurityView {
  const known = VIEWS.get(set)
  if (known) return known
  const all = everyFinding(set.tables).filter(({ family }) => MERGED_FAMILIES.has(family))
  const isAllowed = hasAllowedLicence(set)
  /** Those that are not shown among those that count, by family and rank. */
  const taken = new Map<string, number>()
  const aside: AsideFinding[] = []
  const counting: Finding[] = []
  for (const finding of all) {
    const why = set.forgiven?.findings.get(finding)
    if (why === undefined && !isAllowed(finding)) {
      counting.push(finding)
      continue
    }
    if (why !== undefined) aside.push({ finding, why })
    const key = `${finding.family}.${finding.rank}`
    taken.set(key, (taken.get(key) ?? 0) + 1)
  }
  let asideCount = aside.length
  for (const { findings } of set.tables.values()) {
    asideCount += findings.suppressedSize
    for (const finding of findings.suppressed) aside.push({ finding, why: suppressedText(finding) })
  }
  const view = {
    counting,
    aside: aside.sort((left, right) => worstFirst(left.finding, right.finding)),
    asideCount,
    counts: countByRank(set)
      .filter(({ family }) => MERGED_FAMILIES.has(family))
      .map((entry) => ({ ...entry, count: entry.count - (taken.get(`${entry.family}.${entry.rank}`) ?? 0) }))
      .filter(({ count }) => count > 0),
  }
  VIEWS.set(set, view)
  return view
}

function suppressedText({ tool, details }: Finding): string {
  return `${tool}: ${details?.suppressed ?? 'suppressed'}`
}

/** Of so many findings for each that is wanted, choosing is less work than sorting all, in whatever order they come. */
const WORTH_CHOOSING = 64

/** The worst of these findings, worst first; within a severity what is known to be exploited, then what is likely to be. */
export function worst(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most * WORTH_CHOOSING) return [...findings].sort(worstFirst).slice(0, most)
  const chosen: Finding[] = []
  for (const finding of findings) {
    const last = chosen[most - 1]
    if (last !== undefined && worstFirst(finding, last) >= 0) continue
    let [from, to] = [0, chosen.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (worstFirst(finding, chosen[middle] as Finding) < 0) to = middle
      else from = middle + 1
    }
    chosen.splice(from, 0, finding)
    if (chosen.length > most) chosen.pop()
  }
  return chosen
}

/** The worst of these, those first that the base does not have. */
export function newThenWorst(
  findings: readonly Finding[],
  most: number,
  comparison: Comparison | undefined,
): readonly Finding[] {
  const added = comparison?.findings.added
  if (added === undefined || added.size === 0) return worst(findings, most)
  const isNew = (finding: Finding): boolean => added.has(finding)
  const first = worst(findings.filter(isNew), most)
  const others = findings.filter((finding) => !isNew(finding))
  return [...first, ...worst(others, most - first.length)]
}

function worstFirst(left: Finding, right: Finding): number {
  const rank = (RANK_ORDER.get(left.rank) ?? 99) - (RANK_ORDER.get(right.rank) ?? 99)
  if (rank !== 0) return rank
  const [ours, theirs] = [left.details, right.details]
  const exploited = Number(theirs?.isKnownExploited === true) - Number(ours?.isKnownExploited === true)
  const likely = exploited || (theirs?.epss ?? 0) - (ours?.epss ?? 0) || byPlace(left, right)
  return likely || (left.rule === right.rule ? 0 : left.rule < right.rule ? -1 : 1)
}

/** How many findings of a family count, by rank. */
export function countOf({ counts }: SecurityView, family: FindingFamily, rank?: Level | Severity): number {
  return counts
    .filter((entry) => entry.family === family && (rank === undefined || entry.rank === rank))
    .reduce((sum, { count }) => sum + count, 0)
}

/** An upgrade of one package, and what it mends. */
export interface Upgrade {
  readonly package: PackageReference
  /** The version to go to. */
  readonly version: string
  readonly command?: string | undefined
  readonly mends: readonly Finding[]
  /** Findings of the same package that no version mends, or nobody says which. */
  readonly left: number
}

/** The upgrades that mend something, worst first. */
export function upgradesOf({ counting }: SecurityView): readonly Upgrade[] {
  const ofPackages = counting.filter(({ family, details }) => family === 'security' && details?.package !== undefined)
  const groups = new Map<string, Finding[]>()
  for (const finding of ofPackages.sort(worstFirst)) {
    const { details } = finding
    if (details?.package === undefined) continue
    const key = `${formatPackageUrl(packageUrlOf(details.package))}\0${finding.path ?? ''}`
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  const upgrades = [...groups.values()].flatMap((group) => {
    const fixes = group.map((finding) => ({ finding, fix: fixOf(finding) }))
    const versions = fixes.flatMap(({ fix }) => fix ?? []).sort(compareVersions)
    const [first] = group
    const version = versions.at(-1)
    const reference = first?.details?.package
    if (version === undefined || first === undefined || reference === undefined) return []
    const mends = fixes.filter(({ fix }) => fix !== undefined).map(({ finding }) => finding)
    return [
      {
        package: reference,
        version,
        command: commandOf(first, version),
        mends,
        left: group.length - mends.length,
      },
    ]
  })
  return withoutRepeats(upgrades).sort((left, right) => worstFirst(left.mends[0] as Finding, right.mends[0] as Finding))
}

/** One command may mend several versions of a package that one lock file has: it is named once, with all of them. */
function withoutRepeats(upgrades: readonly Upgrade[]): Upgrade[] {
  const byCommand = new Map<string, Upgrade>()
  for (const [index, upgrade] of upgrades.entries()) {
    const { command, mends } = upgrade
    const key = command === undefined ? String(index) : `${command}\0${mends[0]?.path ?? ''}`
    const known = byCommand.get(key)
    byCommand.set(key, known ? united(known, upgrade) : upgrade)
  }
  return [...byCommand.values()]
}

function united(one: Upgrade, other: Upgrade): Upgrade {
  const versions = [one, other].flatMap(({ package: { version } }) => version ?? [])
  return {
    ...one,
    package: { ...one.package, ...(versions.length > 0 && { version: versions.join(', ') }) },
    mends: [...one.mends, ...other.mends],
    left: one.left + other.left,
  }
}

/** The version that mends a finding. */
export function fixOf({ details }: Finding): string | undefined {
  return details?.package && nearestFix(details.package.version, details.fixedVersions)
}

/** The command that goes to a version. */
export function commandOf({ path, details }: Finding, version: string | undefined): string | undefined {
  if (details?.package === undefined || version === undefined) return undefined
  const { dependencyPath, isDevelopment } = details
  return upgradeCommand({ package: details.package, version, path, dependencyPath, isDevelopment })
}
