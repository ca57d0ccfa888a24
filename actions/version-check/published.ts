import type { ExistingRelease } from '../shared/versions/monotonic.ts'
import type { ParsedVersion } from '../shared/versions/scheme.ts'
import { compareVersions, parseVersion } from '../shared/versions/schemes.ts'
import { readTagName } from '../shared/versions/tag-name.ts'
import type { RemoteHistory } from './remote-history.ts'

/** How tags name the versions of this project. */
export interface TagNaming {
  /** One that is in order with the versions of the tags. */
  readonly version: ParsedVersion
  readonly prefixes: readonly string[]
}

/**
 * The version that a tag names; nothing for one that names none, or a line of them: `v1` and `v1.2` move, unless the project's
 * versions have no more numbers themselves.
 */
export function versionOfTag(tag: string, { version, prefixes }: TagNaming): ParsedVersion | undefined {
  const read = readTagName(tag, version.scheme, prefixes)
  const isLine = 'version' in read && read.version.release.length < Math.min(3, version.release.length)
  return 'refused' in read || isLine ? undefined : read.version
}

/**
 * Tags and releases as versions, each name once. A release counts without its tag, which the clone may lack; a draft does not,
 * for nobody has got it. What the tag that is built leads to is its own release.
 */
export function mergeReleases(
  tags: readonly string[],
  remote: Pick<RemoteHistory, 'releases' | 'tags'> | undefined,
  naming: TagNaming,
  ownTag?: string,
): readonly ExistingRelease[] {
  const known = new Set([...tags, ...(remote?.tags?.entries ?? []).map(({ name }) => name)])
  const released = (remote?.releases?.entries ?? []).filter(
    ({ tag, isDraft }) => !isDraft && !known.has(tag) && tag !== ownTag,
  )
  const named = (kind: ExistingRelease['kind'], names: Iterable<string>): readonly ExistingRelease[] =>
    [...names].flatMap((name) => {
      const version = versionOfTag(name, naming)
      return version ? [{ kind, name, version: version.text }] : []
    })
  return [...named('tag', known), ...named('release', new Set(released.map(({ tag }) => tag)))]
}

/**
 * Tags of this version with several releases or drafts, and releases of the tag that is built which were made for another
 * commit: one sentence each.
 * @param built the commit that is built, under any name that it has
 */
export function duplicateReleases(
  { releases, tags }: Pick<RemoteHistory, 'releases' | 'tags'>,
  naming: TagNaming,
  ownTag: string | undefined,
  built: readonly string[],
): readonly string[] {
  const ofVersion = (releases?.entries ?? []).filter(({ tag }) => {
    const version = versionOfTag(tag, naming)
    return version !== undefined && compareVersions(version, naming.version) === 0
  })
  const problems = [...new Set(ofVersion.map(({ tag }) => tag))].flatMap((tag) => {
    const same = ofVersion.filter((release) => release.tag === tag)
    const drafts = same.filter(({ isDraft }) => isDraft).length
    const kinds = [count(same.length - drafts, 'release'), count(drafts, 'draft')].filter((each) => each !== '')
    return same.length > 1 ? [`the tag ${tag} has ${kinds.join(' and ')} on GitHub, and may have one`] : []
  })
  const isElsewhere = (commit: string | undefined): commit is string => commit !== undefined && !built.includes(commit)
  if (ownTag === undefined || built.length === 0) return problems
  const own = ofVersion.find(({ tag, isDraft, commit }) => tag === ownTag && !isDraft && isElsewhere(commit))
  if (own) problems.push(`${ownTag} is released on GitHub already, from the commit ${short(own.commit)}`)
  const moved = tags?.entries.find(({ name, commit }) => name === ownTag && isElsewhere(commit))
  if (moved) problems.push(`the tag ${ownTag} is on the commit ${short(moved.commit)} on GitHub, and not on this one`)
  return problems
}

/** One sentence where the release that GitHub shows as "Latest" is not the highest stable one. */
export function latestProblem(remote: RemoteHistory, naming: TagNaming): string | undefined {
  const { latest, releases } = remote
  if (latest === undefined) return undefined
  const stable = (releases?.entries ?? []).flatMap(({ tag, isDraft, isPrerelease }) => {
    const version = isDraft || isPrerelease ? undefined : versionOfTag(tag, naming)
    return version === undefined || version.isPrerelease ? [] : [{ tag, version }]
  })
  const highest = stable.sort((left, right) => compareVersions(left.version, right.version)).at(-1)
  if (highest === undefined) return undefined
  const shown = versionOfTag(latest, naming)
  if (shown !== undefined && compareVersions(shown, highest.version) === 0) return undefined
  const what = shown === undefined ? `${latest}, which names no version of this project,` : latest
  return `GitHub shows ${what} as Latest, and ${highest.tag} is the highest stable release: mark that one as the latest release`
}

/** Whether there is a tag or release of this very version. */
export function releaseOf(version: ParsedVersion, existing: readonly ExistingRelease[]): ExistingRelease | undefined {
  return existing.find((release) => {
    const result = parseVersion(release.version, version.scheme)
    return 'parsed' in result && compareVersions(result.parsed, version) === 0
  })
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`
}

function short(commit: string | undefined): string {
  return (commit ?? '').slice(0, 12)
}
