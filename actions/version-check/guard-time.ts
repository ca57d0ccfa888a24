import type { Reason } from '../shared/model/verdict.ts'
import type { Environment } from '../shared/runtime/environment.ts'
import type { Git } from '../shared/runtime/git.ts'
import type { ExistingRelease } from '../shared/versions/monotonic.ts'
import type { ParsedVersion } from '../shared/versions/scheme.ts'
import { compareVersions } from '../shared/versions/schemes.ts'
import { commitBeyond, commitsSince, type History } from './history.ts'
import {
  duplicateReleases,
  latestProblem,
  mergeReleases,
  releaseOf,
  type TagNaming,
  versionOfTag,
} from './published.ts'
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

/** A version that has releases of its own: the repository's, or a project's. */
export interface VersionLine {
  /** '' for the repository. */
  readonly name: string
  readonly version: ParsedVersion
  /** What stands before it in the names of its tags. */
  readonly prefixes: readonly string[]
  /** Git's pathspecs of the commits that are its own; a text says why nobody can tell them from others'. */
  readonly paths: readonly string[] | string
}

export interface TimeGuarded {
  readonly lines: readonly VersionLine[]
  readonly history: History
  /** The tag that this run builds, whatever it names. */
  readonly builtTag: string | undefined
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
  /** The highest stable release before the version. This and what follows only of a repository with one version. */
  readonly previous?: ExistingRelease | undefined
  readonly computed?: Computed | undefined
}

/**
 * Holds versions against all releases: the clone's tags, GitHub's releases, and GitHub's tags where the clone may lack some.
 * Where not all tags are seen nothing is computed from them, and on a tag build that is `unknown`.
 */
export async function guardTime(guarded: TimeGuarded, surroundings: TimeSurroundings): Promise<TimeVerdict> {
  const { lines, history, builtTag } = guarded
  const { git, top } = surroundings
  const blind = blindness(history)
  const needsTags = blind !== undefined
  const remote = lines.length > 0 ? await surroundings.readRemoteHistory?.({ git, top, needsTags }) : undefined
  // What is published has a tag.
  const hasAll = blind === undefined || remote?.tags?.isWhole === true
  const reasons: Reason[] = []
  const notices = [...(remote?.notices ?? [])]
  const isBuilt = lines.some((line) => ownTagOf(line, builtTag) !== undefined)
  if (builtTag !== undefined && !isBuilt) {
    notices.push(`the tag ${builtTag} names no version of this repository, so none was held against it`)
  }
  if (blind !== undefined && hasAll) notices.push(`${blind}; which tags there are was read from GitHub`)
  else if (blind !== undefined && isBuilt) reasons.push(reason('unknown', MOVES_FORWARD, blind))
  else if (blind !== undefined) notices.push(`${blind}; the version was not held against earlier releases`)
  let whole: TimeVerdict | undefined
  for (const line of lines) {
    const told = await guardLine(line, { ...guarded, remote, hasAll, isBlind: blind !== undefined }, surroundings)
    const mark = line.name === '' ? '' : `${line.name}: `
    reasons.push(...told.reasons.map((each) => ({ ...each, message: mark + each.message })))
    notices.push(...told.notices.map((notice) => mark + notice))
    if (lines.length === 1 && line.name === '') whole = told
  }
  return { ...whole, reasons, notices }
}

/** Why git cannot tell of all tags. */
function blindness({ tags, isShallow }: History): string | undefined {
  if (tags === undefined) return 'git cannot tell of tags and commits here'
  return isShallow
    ? 'the clone is shallow, so tags and commits may be missing: give actions/checkout fetch-depth: 0'
    : undefined
}

/** The tag that is built where it names a version of this line: neither another project's, nor one that moves (`v1`). */
function ownTagOf(line: TagNaming, builtTag: string | undefined): string | undefined {
  return builtTag === undefined || versionOfTag(builtTag, line) === undefined ? undefined : builtTag
}

interface Seen extends TimeGuarded {
  readonly remote: RemoteHistory | undefined
  /** Whether all tags are known, and whether git cannot tell of them. */
  readonly hasAll: boolean
  readonly isBlind: boolean
}

async function guardLine(line: VersionLine, seen: Seen, surroundings: TimeSurroundings): Promise<TimeVerdict> {
  const { version } = line
  const { history, remote, hasAll, isBlind, builtTag, requireBump } = seen
  const { git, top, changelog } = surroundings
  const ownTag = ownTagOf(line, builtTag)
  const first = await guardOwnTag(line, ownTag, remote, surroundings)
  if (!hasAll) return { ...first, computed: compute(version, undefined, undefined, changelog) }
  const existing = mergeReleases(history.tags ?? [], remote, line, ownTag)
  const previous = previousRelease(version, existing)
  const own = ownTag === undefined ? releaseOf(version, existing) : undefined
  // Commits behind the tag of this version are new where it is released.
  const since = (own ?? previous)?.name
  const paths = typeof line.paths === 'string' ? undefined : line.paths
  const commits = isBlind || paths === undefined ? undefined : await commitsSince(git, top, since, paths)
  const unseen =
    typeof line.paths === 'string'
      ? line.paths
      : `the commits since ${since ?? 'the beginning'} are not in this clone: give actions/checkout fetch-depth: 0`
  const told = timeReasons({ version, existing, ownTag, commits: commits ?? unseen, requireBump })
  const isElsewhere = own !== undefined && !isBlind && (await commitBeyond(git, top, own.name)) !== undefined
  const elsewhere = `${version.text} is released already, and its tag ${own?.name ?? ''} is not in the history of this commit: what is released from here needs another version`
  return {
    reasons: [...first.reasons, ...told.reasons],
    notices: [...first.notices, ...told.notices, ...(isElsewhere ? [elsewhere] : [])],
    previous,
    computed: compute(version, existing, commits, changelog),
  }
}

/** What the tag that is built and GitHub's releases of this very version have against it. */
async function guardOwnTag(
  line: VersionLine,
  ownTag: string | undefined,
  remote: RemoteHistory | undefined,
  { git, top, environment }: TimeSurroundings,
): Promise<TimeVerdict> {
  const reasons: Reason[] = []
  const notices: string[] = []
  const tagged = ownTag === undefined ? undefined : versionOfTag(ownTag, line)
  if (tagged && compareVersions(tagged, line.version) !== 0) {
    reasons.push(
      reason('fail', 'the tag is the version', `the tag ${ownTag ?? ''} is not the version ${line.version.text}`),
    )
  }
  if (!remote) return { reasons, notices }
  const head = ownTag === undefined ? undefined : (await git(top, ['rev-parse', '--verify', '--quiet', 'HEAD']))?.trim()
  const built = [head, environment['GITHUB_SHA']].flatMap((commit) => commit || [])
  const duplicates = duplicateReleases(remote, line, ownTag, built)
  if (ownTag === undefined) notices.push(...duplicates)
  else reasons.push(...duplicates.map((why) => reason('fail', 'a version is released once', why)))
  const latest = line.name === '' ? latestProblem(remote, line) : undefined
  if (latest !== undefined) notices.push(latest)
  return { reasons, notices }
}
