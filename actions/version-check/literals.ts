import type { Place } from './places/place.ts'
import { Source } from './places/source.ts'

/** A text that is the previous release, where no place is. */
export interface Literal {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The line around it, cut. */
  readonly excerpt: string
}

/** More are not listed; nobody reads on. */
export const MOST_LITERALS = 200
const EXCERPT_CHARACTERS = 120

/** Files that name old versions for ever, or other people's. */
const NAMING_OTHERS =
  /(^|\/)((CHANGELOG|CHANGES|HISTORY|NEWS|RELEASES?|RELEASE[-_]NOTES|UPGRAD(E|ING)|MIGRATIONS?)[^/]*|[^/]*[.-]lock|[^/]*-lock\.(json|ya?ml)|npm-shrinkwrap\.json|go\.sum|[^/]*\.min\.(js|css)|[^/]*\.(svg|map))$/i

/** Whether a file can have drifted. */
export function mayDrift(file: string): boolean {
  return !NAMING_OTHERS.test(file)
}

/** What makes another version of it: a pre-release, a post-release, a further number. */
const GOES_ON = /^(?:[\w]|\.\d|[-.+_](?:alpha|beta|a|b|c|rc|pre|preview|dev|post|snapshot|next)(?![a-z])|[-+]\d)/i

/**
 * Where a text is written that is exactly the previous release and that no place claims.
 * @param previous as it was tagged, without `v`
 * @param claimed the file's places
 */
export function* literalsIn(
  file: string,
  text: string,
  previous: string,
  claimed: readonly Pick<Place, 'start' | 'end'>[],
): Generator<Literal> {
  let source: Source | undefined
  for (let at = text.indexOf(previous); at >= 0; at = text.indexOf(previous, at + 1)) {
    const end = at + previous.length
    const before = text.slice(Math.max(0, at - 2), at)
    const isPart = /\d[.-]$|[\p{L}\p{N}_]$/u.test(before) && !/(^|[^\p{L}\p{N}_])[vV]$/u.test(before)
    if (isPart || GOES_ON.test(text.slice(end, end + 12))) continue
    if (claimed.some((place) => place.start < end && at < place.end)) continue
    source ??= new Source(file, text)
    const from = text.lastIndexOf('\n', at) + 1
    const to = text.indexOf('\n', at)
    const line = text.slice(Math.max(from, at - EXCERPT_CHARACTERS / 2), to < 0 ? undefined : to)
    yield { file, ...source.positionOf(at), excerpt: line.slice(0, EXCERPT_CHARACTERS).trim() }
  }
}
