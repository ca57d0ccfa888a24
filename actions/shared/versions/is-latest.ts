import { highestStable, isOnLine, type Releases } from './releases.ts'
import { quoted, type ParsedVersion } from './scheme.ts'
import { compareVersions } from './schemes.ts'

export interface Latest {
  /** Takes `latest`, and GitHub's "Latest": the highest stable version over all lines. */
  readonly isLatest: boolean
  /** Takes `1`: the highest stable version of its major line. */
  readonly isLatestOfMajor: boolean
  /** Takes `1.2`: the highest stable version of its minor line. */
  readonly isLatestOfMinor: boolean
  /** One sentence. */
  readonly why: string
}

/**
 * Which moving names a version takes, given the versions that exist (itself among them or not).
 * A pre-release takes none; a post-release is stable. PEP 440's local versions and builds of equal rank take what their equal has.
 */
export function assessLatest(candidate: ParsedVersion, releases: Releases): Latest {
  const none = { isLatest: false, isLatestOfMajor: false, isLatestOfMinor: false }
  if (candidate.isPrerelease) return { ...none, why: `${quoted(candidate.text)} is a pre-release` }
  const isHighestOf = (versions: readonly ParsedVersion[]): boolean => {
    const highest = highestStable(versions)
    return highest === undefined || compareVersions(candidate, highest) >= 0
  }
  const isLatest = isHighestOf(releases.versions)
  const highest = highestStable(releases.versions)?.text ?? candidate.text
  return {
    isLatest,
    isLatestOfMajor: isHighestOf(releases.versions.filter((version) => isOnLine(version, candidate, 1))),
    isLatestOfMinor: isHighestOf(releases.versions.filter((version) => isOnLine(version, candidate, 2))),
    why: isLatest
      ? `${quoted(candidate.text)} is the highest stable version`
      : `${quoted(highest)} is a higher stable version than ${quoted(candidate.text)}`,
  }
}
