import type { EvidenceSet } from '../model/evidence.ts'
import { countEveryFinding, repeatedFindings } from '../model/every-finding.ts'
import {
  FINDING_FAMILIES,
  placesOf,
  RANK_ORDER,
  RANKS_OF,
  type Finding,
  type FindingFamily,
  type Level,
  type Severity,
} from '../model/findings.ts'

export interface LabelledFinding extends Finding {
  readonly label: string
  /** Who vouched for it, until when and why: it counts under no rule. */
  readonly waived?: string | undefined
}

/** Says whether the change under review touches a line; without a line, whether it touches the file. */
export type ChangedLines = (path: string, line: number | undefined) => boolean

/** How many findings there are, also those whose contents were not kept. */
export function countFindings(set: EvidenceSet): number {
  return countEveryFinding(set.tables)
}

/** Number of findings by family and rank, worst ranks first; only those that occur. */
export function countByRank(set: EvidenceSet): { family: FindingFamily; rank: Level | Severity; count: number }[] {
  const counts: { family: FindingFamily; rank: Level | Severity; count: number }[] = []
  const repeated = repeatedFindings(set.tables)
  for (const family of FINDING_FAMILIES) {
    for (const rank of RANKS_OF[family]) {
      let count = 0
      for (const { findings } of set.tables.values()) count += findings.count(family, rank)
      for (const finding of repeated) if (finding.family === family && finding.rank === rank) count -= 1
      if (count > 0) counts.push({ family, rank, count })
    }
  }
  return counts
}

/** The worst findings: of the changed lines first, then by rank, then by place; what is waived last. Sorts no more than it must. */
export function worstFindings(set: EvidenceSet, limit: number, changed?: ChangedLines): LabelledFinding[] {
  const last = RANK_ORDER.size
  const buckets: LabelledFinding[][] = Array.from({ length: 2 * (last + 1) + 1 }, () => [])
  const seen = new Set<Finding>()
  for (const [label, { findings }] of set.tables) {
    for (const finding of findings.rows) {
      if (findings.shared.has(finding) && seen.size === seen.add(finding).size) continue
      const touched =
        changed !== undefined && placesOf(finding).some(({ path, line }) => path !== undefined && changed(path, line))
      const waived = set.forgiven?.findings.get(finding)
      const order = (RANK_ORDER.get(finding.rank) ?? last) + (touched ? 0 : last + 1)
      buckets[waived === undefined ? order : 2 * (last + 1)]?.push({ ...finding, label, ...(waived && { waived }) })
    }
  }
  const worst: LabelledFinding[] = []
  for (const bucket of buckets) {
    if (worst.length >= limit) break
    bucket.sort(byPlace)
    for (const finding of bucket.slice(0, limit - worst.length)) worst.push(finding)
  }
  return worst
}

export function byPlace(left: Finding, right: Finding): number {
  const [leftPath, rightPath] = [left.path ?? '\uffff', right.path ?? '\uffff']
  if (leftPath !== rightPath) return leftPath < rightPath ? -1 : 1
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0)
}
