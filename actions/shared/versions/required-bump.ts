import { BUMPS, bumpAt, bumpBetween, compareBumps, greatestBump, type Bump } from './bump.ts'
import { readCommit, type Commit, type ConventionalChange, type ReadCommit } from './conventional-commits.ts'
import { findReverted } from './reverted.ts'
import { quoted, type ParsedVersion } from './scheme.ts'

/** What a type asks for; any other type asks for nothing, and a breaking change of any type for `major`. */
export const BUMP_OF_TYPE: Readonly<Record<string, Bump>> = {
  feat: 'minor',
  fix: 'patch',
  perf: 'patch',
  revert: 'patch',
}

export interface RequiredBump {
  readonly bump: Bump
  /** The commits that ask for it. */
  readonly because: readonly ReadCommit[]
  /** Commits that count, whether they ask for anything or not: without merges and without what was taken back. */
  readonly counted: readonly ReadCommit[]
  /** Those of them whose header says nothing of what they change. */
  readonly unconventional: readonly ReadCommit[]
  readonly reverted: readonly ReadCommit[]
  /** Sentences about what looked like a breaking change and was not counted. */
  readonly doubts: readonly string[]
}

/** What the commits since the last release require, before the rule for 0.x (`bumpAt`) is applied. */
export function requiredBump(
  commits: readonly Commit[],
  bumpOfType: Readonly<Record<string, Bump>> = BUMP_OF_TYPE,
): RequiredBump {
  const all = commits.map(readCommit)
  const { reverted, reverting } = findReverted(all)
  const counted = all.filter((commit) => !reverted.has(commit) && !reverting.has(commit))
  const bumps = new Map(counted.map((commit) => [commit, bumpOf(commit, bumpOfType)]))
  const bump = greatestBump(bumps.values())
  return {
    bump,
    because: bump === 'none' ? [] : counted.filter((commit) => bumps.get(commit) === bump),
    counted: counted.filter((commit) => !commit.isMerge || bumps.get(commit) !== 'none'),
    unconventional: counted.filter(saysNothing),
    reverted: all.filter((commit) => reverted.has(commit)),
    doubts: counted.flatMap((commit) => commit.doubts),
  }
}

function saysNothing(commit: ReadCommit): boolean {
  const says = commit.change ?? commit.reverts.header ?? commit.squashed[0] ?? commit.breaking[0]
  return says === undefined && !commit.isMerge
}

function bumpOf(commit: ReadCommit, bumpOfType: Readonly<Record<string, Bump>>): Bump {
  const ofChange = (change: ConventionalChange): Bump => {
    if (change.isBreaking) return 'major'
    return Object.hasOwn(bumpOfType, change.type) ? (bumpOfType[change.type] ?? 'none') : 'none'
  }
  const isGitRevert = commit.reverts.header !== undefined
  return greatestBump([
    ...(commit.change === undefined ? [] : [ofChange(commit.change)]),
    ...commit.squashed.map(ofChange),
    ...(commit.breaking.length > 0 ? (['major'] as const) : []),
    ...(isGitRevert ? [bumpOfType['revert'] ?? 'none'] : []),
  ])
}

export interface BumpAssessment {
  readonly isEnough: boolean
  readonly required: Bump
  readonly found: Bump | 'backwards'
  /** One sentence. */
  readonly why: string
}

/**
 * Whether a version moves at least as far from the last stable release as its commits require.
 * A pre-release counts for the release it leads to.
 */
export function assessBump(
  lastStable: ParsedVersion,
  next: ParsedVersion,
  required: RequiredBump,
  breakingBelowOne: 'minor' | 'major' = 'minor',
): BumpAssessment {
  const bump = bumpAt(lastStable.release, required.bump, breakingBelowOne)
  const found = bumpBetween(lastStable, next)
  const isEnough = found !== 'backwards' && compareBumps(found, bump) >= 0
  const because = required.because.map((commit) => `${commit.sha.slice(0, 7)} ${quoted(commit.header)}`).slice(0, 3)
  const more = required.because.length > 3 ? ` and ${required.because.length - 3} more` : ''
  const moves =
    found === 'backwards' ? 'is older' : found === 'none' ? 'is the same release' : `moves by a ${found} version`
  const asks = bump === BUMPS[0] ? 'no commit requires a new release' : `the commits require a ${bump} version`
  const cause = because.length === 0 ? '' : ` (${because.join(', ')}${more})`
  return {
    isEnough,
    required: bump,
    found,
    why: `${quoted(next.text)} ${moves} from ${quoted(lastStable.text)}; ${asks}${cause}`,
  }
}
