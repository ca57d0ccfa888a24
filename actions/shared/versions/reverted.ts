import type { ReadCommit } from './conventional-commits.ts'

/**
 * Which commits no longer count, because another of the same range takes them back, and which do nothing but that. A revert
 * that is itself taken back takes nothing back. What cannot be found in the range (it was released) is not in either.
 */
export function findReverted(commits: readonly ReadCommit[]): {
  readonly reverted: ReadonlySet<ReadCommit>
  readonly reverting: ReadonlySet<ReadCommit>
} {
  const targets = new Map(commits.map((commit) => [commit, targetsOf(commit, commits)]))
  const revertedBy = new Map<ReadCommit, ReadCommit[]>()
  for (const [commit, found] of targets) {
    for (const target of found) revertedBy.set(target, [...(revertedBy.get(target) ?? []), commit])
  }
  const known = new Map<ReadCommit, boolean>()
  const isReverted = (commit: ReadCommit): boolean => {
    const answer = known.get(commit)
    if (answer !== undefined) return answer
    // Messages are anyone's: two that claim to revert each other must not run in a circle.
    known.set(commit, false)
    const is = (revertedBy.get(commit) ?? []).some((by) => !isReverted(by))
    known.set(commit, is)
    return is
  }
  return {
    reverted: new Set(commits.filter(isReverted)),
    reverting: new Set(commits.filter((commit) => (targets.get(commit)?.length ?? 0) > 0)),
  }
}

/** By hash, else by the pull request's number, else by a header that only one commit of the range has. */
function targetsOf(commit: ReadCommit, commits: readonly ReadCommit[]): readonly ReadCommit[] {
  const { shas, pulls, header } = commit.reverts
  const others = commits.filter((other) => other !== commit)
  if (shas.length > 0) {
    return others.filter((other) => shas.some((sha) => other.sha.toLowerCase().startsWith(sha)))
  }
  if (pulls.length > 0) return others.filter((other) => pulls.some((pull) => other.header.endsWith(`(#${pull})`)))
  if (header === undefined) return []
  const named = others.filter((other) => withoutPull(other.header) === withoutPull(header))
  return named.length === 1 ? named : []
}

function withoutPull(header: string): string {
  return header.replace(/ \(#\d+\)$/, '')
}
