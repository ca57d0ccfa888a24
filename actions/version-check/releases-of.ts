import type { Reason } from '../shared/model/verdict.ts'
import type { Commit } from '../shared/versions/conventional-commits.ts'
import { changelogGroups, type ChangelogLinks, renderChangelog } from '../shared/versions/changelog.ts'
import { chartVersion } from '../shared/versions/chart-version.ts'
import { containerTags } from '../shared/versions/container-tags.ts'
import { assessLatest } from '../shared/versions/is-latest.ts'
import { assessOrder, type ExistingRelease } from '../shared/versions/monotonic.ts'
import { nextVersion } from '../shared/versions/next-version.ts'
import { readReleases } from '../shared/versions/releases.ts'
import { assessBump, requiredBump } from '../shared/versions/required-bump.ts'
import type { ParsedVersion, SchemeId } from '../shared/versions/scheme.ts'
import { compareVersions, parseVersion, SCHEMES } from '../shared/versions/schemes.ts'
import type { Reference } from './compare-places.ts'
import { releaseOf } from './published.ts'
import { reason } from './reasons.ts'

export const MOVES_FORWARD = 'the version moves forward'
const MOVES_ENOUGH = 'the version moves as far as the commits require'

/** The version of the project by a scheme that has an order. */
export function orderedVersion({ text, scheme }: Reference): ParsedVersion | undefined {
  const schemes: readonly SchemeId[] = SCHEMES[scheme].isOrdered ? [scheme] : ['semver', 'pep440']
  for (const each of schemes) {
    for (const spelt of [text, text.replace(/^v(?=\d)/, ''), `v${text}`]) {
      const result = parseVersion(spelt, each)
      if ('parsed' in result) return result.parsed
    }
  }
  return undefined
}

/** The highest stable release that comes before a version. */
export function previousRelease(
  version: ParsedVersion,
  existing: readonly ExistingRelease[],
): ExistingRelease | undefined {
  const older = existing.flatMap((release) => {
    const result = parseVersion(release.version, version.scheme)
    const isOlder = 'parsed' in result && !result.parsed.isPrerelease && compareVersions(result.parsed, version) < 0
    return isOlder ? [{ release, parsed: result.parsed }] : []
  })
  return older.sort((left, right) => compareVersions(left.parsed, right.parsed)).at(-1)?.release
}

export interface TimeRequest {
  readonly version: ParsedVersion
  readonly existing: readonly ExistingRelease[]
  /** The tag that this run builds. */
  readonly ownTag: string | undefined
  /** Since the last release; a text says why nobody knows them. */
  readonly commits: readonly Commit[] | string
  readonly requireBump: boolean
}

/** What the releases that exist have against a version. */
export function timeReasons({ version, existing, ownTag, commits, requireBump }: TimeRequest): {
  readonly reasons: readonly Reason[]
  readonly notices: readonly string[]
} {
  const reasons: Reason[] = []
  const notices: string[] = []
  // Between two releases the sources carry the version of the last one.
  const isBetween = ownTag === undefined && releaseOf(version, existing) !== undefined
  if (!isBetween) {
    const { problems, isBackport } = assessOrder(
      version.text,
      version.scheme,
      existing,
      ownTag === undefined ? {} : { own: ownTag },
    )
    reasons.push(...problems.map(({ why }) => reason('fail', MOVES_FORWARD, why)))
    if (problems.length === 0) {
      const than = existing.length === 0 ? 'there is no release before it' : 'no release of its line is as high'
      reasons.push(reason('pass', MOVES_FORWARD, `${version.text}: ${than}`))
    }
    if (isBackport) {
      notices.push(`${version.text} continues an older line: it takes neither latest nor the tags of later lines`)
    }
  }
  const last = isBetween ? version : parsedOf(previousRelease(version, existing), version.scheme)
  if (last !== undefined && typeof commits === 'string') {
    const why = `nobody can tell how far the version had to move from ${last.text}: ${commits}`
    if (ownTag === undefined) notices.push(why)
    else reasons.push(reason('unknown', MOVES_ENOUGH, why))
  } else if (last !== undefined && typeof commits !== 'string') {
    const required = requiredBump(commits)
    const { isEnough, why } = assessBump(last, version, required)
    const isJudged = !isBetween || requireBump
    if (isJudged) reasons.push(reason(isEnough ? 'pass' : 'fail', MOVES_ENOUGH, why))
    else if (!isEnough) notices.push(why)
    notices.push(
      ...required.doubts
        .map((doubt) => `looks like a breaking change and was not counted as one: ${doubt}`)
        .slice(0, 5),
    )
  }
  return { reasons, notices }
}

function parsedOf(release: ExistingRelease | undefined, scheme: SchemeId): ParsedVersion | undefined {
  const result = release && parseVersion(release.version, scheme)
  return result && 'parsed' in result ? result.parsed : undefined
}

export interface Computed {
  readonly nextVersion: string
  readonly isPrerelease: string
  readonly isLatest: string
  readonly containerTags: readonly string[]
  readonly chartVersion: string
  readonly changelog: string
}

export interface ChangelogHead {
  /** ISO 8601, the day alone. */
  readonly date: string
  readonly links: ChangelogLinks
}

/** What a release of this version needs. What cannot be told is empty. */
export function compute(
  version: ParsedVersion,
  existing: readonly ExistingRelease[] | undefined,
  commits: readonly Commit[] | undefined,
  changelog: ChangelogHead,
): Computed {
  const chart = chartVersion(version.text, version.scheme)
  const releases =
    existing &&
    readReleases(
      existing.map((release) => release.version),
      version.scheme,
    )
  const required = commits && requiredBump(commits)
  const next = releases && required ? nextVersion(version.scheme, releases, required.bump) : undefined
  return {
    nextVersion: next && 'version' in next ? next.version : '',
    isPrerelease: String(version.isPrerelease),
    isLatest: releases ? String(assessLatest(version, releases).isLatest) : '',
    containerTags: releases ? containerTags(version, releases).tags.map(({ tag }) => tag) : [],
    chartVersion: 'version' in chart ? chart.version : '',
    changelog: required
      ? renderChangelog(version.text, changelog.date, changelogGroups(required), changelog.links)
      : '',
  }
}
