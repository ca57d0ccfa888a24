import { isOnLine, readReleases } from './releases.ts'
import { quoted, type ParsedVersion, type SchemeId } from './scheme.ts'
import { compareVersions, parseVersion, SCHEMES } from './schemes.ts'

/** A git tag or a release that exists; `version` without the tag's prefix. */
export interface ExistingRelease {
  readonly kind: 'tag' | 'release'
  readonly name: string
  readonly version: string
}

export interface OrderProblem {
  readonly kind: 'duplicate' | 'not-greater' | 'unreadable' | 'unordered'
  /** One sentence. */
  readonly why: string
}

export interface OrderAssessment {
  readonly problems: readonly OrderProblem[]
  /** Whether it continues an older line, below a release that exists. */
  readonly isBackport: boolean
  /** Names of tags and releases that are no version of the scheme: said, not compared. */
  readonly unread: readonly string[]
}

/**
 * Whether a version moves forward: greater, in its ecosystem's own order, than every release of its line, and taken by none.
 * A version below the highest release is a backport only where its minor or major line exists already and it ends that line.
 * @param own the tag that this run was started by, which is there already
 */
export function assessOrder(
  text: string,
  scheme: SchemeId,
  existing: readonly ExistingRelease[],
  options: { readonly own?: string; readonly backports?: 'allow' | 'refuse' } = {},
): OrderAssessment {
  if (!SCHEMES[scheme].isOrdered) {
    return stopped(
      'unordered',
      `${SCHEMES[scheme].title} have no order, so nothing says whether ${quoted(text)} moves forward`,
    )
  }
  const result = parseVersion(text, scheme)
  if ('refused' in result) return stopped('unreadable', result.refused)
  const candidate = result.parsed
  const own = options.own?.replace(/^refs\/tags\//, '')
  const others = existing.filter((release) => release.kind !== 'tag' || release.name !== own)
  const { versions } = readReleases(
    others.map((release) => release.version),
    scheme,
  )
  const unread = others
    .filter((release) => 'refused' in parseVersion(release.version, scheme))
    .map((release) => release.name)
  const duplicates = others.filter((release) => isEqual(candidate, release.version))
  const problems: OrderProblem[] = duplicates.map((release) => ({
    kind: 'duplicate',
    why: `${quoted(text)} is taken: ${release.kind} ${quoted(release.name)} exists`,
  }))
  // A pre-release of a later line leaves a stable version where it is.
  const counts = (version: ParsedVersion): boolean =>
    candidate.isPrerelease || !version.isPrerelease || isOnLine(version, candidate, 2)
  const higher = versions.filter((version) => counts(version) && compareVersions(version, candidate) > 0)
  const [first] = higher
  if (first === undefined) return { problems, isBackport: false, unread }
  const line = [2, 1].find((count) => versions.some((version) => isOnLine(version, candidate, count)))
  const above = line === undefined ? undefined : higher.findLast((version) => isOnLine(version, candidate, line))
  const highest = quoted(higher.at(-1)?.text ?? first.text)
  if (above !== undefined) {
    problems.push({
      kind: 'not-greater',
      why: `${quoted(text)} comes before ${quoted(above.text)}, a release of its line`,
    })
  } else if (line === undefined) {
    problems.push({
      kind: 'not-greater',
      why: `${quoted(text)} comes before ${highest}, and no release of its line exists`,
    })
  } else if (options.backports === 'refuse') {
    problems.push({
      kind: 'not-greater',
      why: `${quoted(text)} comes before ${highest}, and backports are not allowed here`,
    })
  }
  return { problems, isBackport: problems.every((problem) => problem.kind === 'duplicate'), unread }
}

function stopped(kind: OrderProblem['kind'], why: string): OrderAssessment {
  return { problems: [{ kind, why }], isBackport: false, unread: [] }
}

function isEqual(candidate: ParsedVersion, text: string): boolean {
  const result = parseVersion(text, candidate.scheme)
  return 'parsed' in result && compareVersions(candidate, result.parsed) === 0
}
