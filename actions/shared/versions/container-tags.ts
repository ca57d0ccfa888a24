import { assessLatest } from './is-latest.ts'
import { reasonAgainstTag } from './oci-tag.ts'
import type { Releases } from './releases.ts'
import { quoted, type ParsedVersion } from './scheme.ts'

export interface ContainerTag {
  readonly tag: string
  /** Whether a later release takes it. */
  readonly isMoving: boolean
}

export interface ContainerTags {
  readonly tags: readonly ContainerTag[]
  /** Tags that this version does not get, each with a sentence. */
  readonly leftOut: readonly { readonly tag: string; readonly why: string }[]
}

export interface ContainerTagOptions {
  /** What a `+` becomes, which no tag may have: `_` as Helm does, or `-` as docker/metadata-action does. */
  readonly plus?: '_' | '-'
  readonly latest?: boolean
}

/**
 * The tags that the image of a version carries: `v1.2.3`, `1.2.3`, and where it is the highest stable version of its line
 * `v1.2`, `1.2`, `v1`, `1` and `latest`. A tag that another release has or would get is left out.
 */
export function containerTags(
  version: ParsedVersion,
  releases: Releases,
  options: ContainerTagOptions = {},
): ContainerTags {
  const exact = exactTag(version, options)
  const others = releases.versions.filter(
    (other) => other.text !== version.text && exactText(other) !== exactText(version),
  )
  const takenBy = new Map(others.map((other) => [exactTag(other, options), other]))
  const { isLatest, isLatestOfMajor, isLatestOfMinor, why } = assessLatest(version, releases)
  const [major = '0', minor = '0'] = version.release
  const hasEpoch = (version.canonical?.epoch ?? '0') !== '0'
  const line = hasEpoch ? 'an epoch, which no tag can say' : undefined
  const belowOne =
    major === '0' ? 'below 1.0.0 each minor version may break, so no tag stands for all of them' : undefined
  const leftOut: { tag: string; why: string }[] = []
  const tags: ContainerTag[] = []
  const consider = (tag: string, isMoving: boolean, against: string | undefined): void => {
    const bare = tag.replace(/^v(?=\d)/, '')
    const taken = takenBy.get(bare)
    const reason =
      against ??
      reasonWithSubject(reasonAgainstTag(tag)) ??
      (taken === undefined ? undefined : `it is the tag of ${quoted(taken.text)}`)
    if (reason !== undefined) leftOut.push({ tag, why: reason })
    else if (!tags.some((each) => each.tag === tag)) tags.push({ tag, isMoving })
  }
  for (const prefix of ['v', '']) consider(`${prefix}${exact}`, false, undefined)
  for (const prefix of ['v', '']) {
    consider(
      `${prefix}${major}.${minor}`,
      true,
      line ?? (isLatestOfMinor ? undefined : reasonOf(version, why, 'minor')),
    )
  }
  for (const prefix of ['v', '']) {
    consider(
      `${prefix}${major}`,
      true,
      line ?? belowOne ?? (isLatestOfMajor ? undefined : reasonOf(version, why, 'major')),
    )
  }
  if (options.latest !== false) consider('latest', true, isLatest ? undefined : why)
  return { tags, leftOut }
}

function reasonWithSubject(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : `it ${reason}`
}

function reasonOf(version: ParsedVersion, why: string, line: 'major' | 'minor'): string {
  return version.isPrerelease ? why : `${quoted(version.text)} is not the highest stable version of its ${line} line`
}

function exactText(version: ParsedVersion): string {
  return version.normal.replace(/^v(?=\d)/, '')
}

function exactTag(version: ParsedVersion, options: ContainerTagOptions): string {
  return exactText(version).replace('+', options.plus ?? '_')
}
