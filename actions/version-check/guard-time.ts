import type { Reason } from '../shared/model/verdict.ts'
import type { Environment } from '../shared/runtime/environment.ts'
import type { Git } from '../shared/runtime/git.ts'
import type { ExistingRelease } from '../shared/versions/monotonic.ts'
import type { ParsedVersion } from '../shared/versions/scheme.ts'
import { commitBeyond, commitsSince, type History } from './history.ts'
import { duplicateReleases, latestProblem, mergeReleases, releaseOf, type TagNaming } from './published.ts'
import { reason } from './reasons.ts'
import {
  type ChangelogHead,
  compute,
  type Computed,
  MOVES_FORWARD,
  previousRelease,
  timeReasons,
} from './releases-of.ts'
import type { ReadRemoteHistory, RemoteHistory } from './remote-history.ts'

export interface TimeGuarded {
  /** Absent where there is none, or none that has an order. */
  readonly version: ParsedVersion | undefined
  readonly history: History
  /** The tag that this run builds. */
  readonly ownTag: string | undefined
  readonly prefixes: readonly string[]
  readonly requireBump: boolean
}

export interface TimeSurroundings {
  readonly git: Git
  readonly top: string
  readonly environment: Environment
  readonly readRemoteHistory?: ReadRemoteHistory | undefined
  readonly changelog: ChangelogHead
}

export interface TimeVerdict {
  readonly reasons: readonly Reason[]
  readonly notices: readonly string[]
  /** The highest stable release before the version. */
  readonly previous?: ExistingRelease | undefined
  readonly computed?: Computed | undefined
}

/**
 * Holds a version against all releases: the clone's tags, GitHub's releases, and GitHub's tags where the clone may lack some.
 * Where not all tags are seen nothing is computed from them, and on a tag build that is `unknown`.
 */
export async function guardTime(guarded: TimeGuarded, surroundings: TimeSurroundings): Promise<TimeVerdict> {
  const { version, history, ownTag, prefixes, requireBump } = guarded
  const { git, top, changelog } = surroundings
  const blind = blindness(history)
  const remote = version && (await surroundings.readRemoteHistory?.({ git, top, needsTags: blind !== undefined }))
  // What is published has a tag.
  const hasAll = blind === undefined || remote?.tags?.isWhole === true
  const reasons: Reason[] = []
  const notices = [...(remote?.notices ?? [])]
  if (blind !== undefined && hasAll) notices.push(`${blind}; which tags there are was read from GitHub`)
  else if (blind !== undefined && ownTag !== undefined) reasons.push(reason('unknown', MOVES_FORWARD, blind))
  else if (blind !== undefined) notices.push(`${blind}; the version was not held against earlier releases`)
  if (version === undefined) return { reasons, notices }
  const naming: TagNaming = { version, prefixes }
  if (remote) {
    const told = await tellRemote(remote, naming, guarded, surroundings)
    reasons.push(...told.reasons)
    notices.push(...told.notices)
  }
  if (!hasAll) return { reasons, notices, computed: compute(version, undefined, undefined, changelog) }
  const existing = mergeReleases(history.tags ?? [], remote, naming, ownTag)
  const previous = previousRelease(version, existing)
  const own = ownTag === undefined ? releaseOf(version, existing) : undefined
  // Commits behind the tag of this version are new where it is released.
  const commits = blind === undefined ? await commitsSince(git, top, (own ?? previous)?.name) : undefined
  const told = timeReasons({ version, existing, ownTag, commits, requireBump })
  reasons.push(...told.reasons)
  notices.push(...told.notices)
  if (own && blind === undefined && (await commitBeyond(git, top, own.name)) !== undefined) {
    notices.push(
      `${version.text} is released already, and its tag ${own.name} is not in the history of this commit: what is released from here needs another version`,
    )
  }
  return { reasons, notices, previous, computed: compute(version, existing, commits, changelog) }
}

/** Why git cannot tell of all tags. */
function blindness({ tags, isShallow }: History): string | undefined {
  if (tags === undefined) return 'git cannot tell of tags and commits here'
  return isShallow
    ? 'the clone is shallow, so tags and commits may be missing: give actions/checkout fetch-depth: 0'
    : undefined
}

async function tellRemote(
  remote: RemoteHistory,
  naming: TagNaming,
  { ownTag }: TimeGuarded,
  { git, top, environment }: TimeSurroundings,
): Promise<{ readonly reasons: readonly Reason[]; readonly notices: readonly string[] }> {
  const head = ownTag === undefined ? undefined : (await git(top, ['rev-parse', '--verify', '--quiet', 'HEAD']))?.trim()
  const built = [head, environment['GITHUB_SHA']].flatMap((commit) => commit || [])
  const duplicates = duplicateReleases(remote, naming, ownTag, built)
  const latest = latestProblem(remote, naming)
  return {
    reasons: ownTag === undefined ? [] : duplicates.map((why) => reason('fail', 'a version is released once', why)),
    notices: [...(ownTag === undefined ? duplicates : []), ...(latest === undefined ? [] : [latest])],
  }
}
