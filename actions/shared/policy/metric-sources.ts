import type { Evidence, EvidenceSet } from '../model/evidence.ts'

/** Part of the evidence that speaks for some metrics as one: a report, or the merged reports of a scope. */
export interface MetricSource {
  readonly metrics: Readonly<Record<string, number>>
  /** Indexes of the reports it was made from, those included that could not be believed. */
  readonly members: readonly number[]
  /** Why the merged values may be flattering, where no report's own doubt says so. */
  readonly doubt?: string | undefined
}

/** A report and its index in the evidence. */
export interface Member {
  readonly index: number
  readonly evidence: Evidence
}

/** The reports of a scope. Without a label: all of them. */
export interface ScopedEvidence {
  readonly set: EvidenceSet
  readonly members: readonly Member[]
}

export function scopedEvidence(set: EvidenceSet, label: string | undefined): ScopedEvidence {
  const members = set.evidence.map((evidence, index) => ({ index, evidence }))
  return { set, members: label === undefined ? members : members.filter((member) => labelOf(member) === label) }
}

/** The key of a report's tables. */
export function labelOf(member: Member): string {
  return member.evidence.scope.label ?? ''
}

export function byLabel(members: readonly Member[]): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Member[]>()
  for (const member of members) {
    const group = groups.get(labelOf(member))
    if (group) group.push(member)
    else groups.set(labelOf(member), [member])
  }
  return groups
}

/** It denies itself, or not all of it was there. */
export function isDoubted(evidence: Evidence): boolean {
  return evidence.refused !== undefined || evidence.completeness !== 'complete' || contradicts(evidence)
}

export function contradicts(evidence: Evidence): boolean {
  return evidence.doubts.some((doubt) => doubt.kind === 'contradiction')
}

/** What a report yields under one of these prefixes. */
export function own(evidence: Evidence, ...prefixes: readonly string[]): Record<string, number> {
  const entries = Object.entries(evidence.metrics)
  return Object.fromEntries(entries.filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix))))
}
