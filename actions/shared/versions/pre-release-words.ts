import { canonicalOf, type CanonicalKey, type Phase } from './canonical.ts'
import { withoutLeadingZeros } from './digits.ts'
import { quoted, type KeyRead } from './scheme.ts'

/** What PEP 440 takes for a phase, however it is spelt. */
const PHASE_OF: Readonly<Record<string, Phase>> = {
  ...{ a: 'alpha', alpha: 'alpha', b: 'beta', beta: 'beta' },
  ...{ c: 'rc', rc: 'rc', pre: 'rc', preview: 'rc' },
}

export function phaseOf(word: string): Phase | undefined {
  return Object.hasOwn(PHASE_OF, word.toLowerCase()) ? PHASE_OF[word.toLowerCase()] : undefined
}

const SUFFIX =
  /^(?:(?<phase>alpha|beta|preview|pre|rc|a|b|c)[._-]?(?<number>\d+)?)?(?:[._-]?(?<post>post|rev|r)[._-]?(?<posted>\d+)?)?(?:[._-]?(?<dev>dev)[._-]?(?<developed>\d+)?)?$/

/**
 * The canonical key of a version whose pre-release stands behind a hyphen. In SemVer and its like everything there comes
 * before the release, so what PEP 440 puts behind it (`1.2.3-1`, `1.2.3-post.1`) or elsewhere (`-rc.1.dev.2`) is ambiguous.
 * @param version how the version is named in sentences
 */
export function keyOfHyphenated(
  version: string,
  release: readonly string[],
  preRelease: string,
  buildText: string,
): KeyRead & { readonly canonical: CanonicalKey } {
  const word = preRelease.toLowerCase()
  const build = canonicalBuild(buildText)
  const labelled = canonicalOf(release, { label: word === '' ? undefined : word, build })
  const found = /^\d+$/.test(word) ? { posted: word, post: '' } : SUFFIX.exec(word)?.groups
  if (word === '' || found === undefined) return { canonical: labelled }
  const phase = found['phase'] === undefined ? undefined : phaseOf(found['phase'])
  const read = canonicalOf(release, {
    pre: phase && { phase, number: withoutLeadingZeros(found['number'] ?? '0') },
    post: found['post'] === undefined ? undefined : withoutLeadingZeros(found['posted'] ?? '0'),
    dev: found['dev'] === undefined ? undefined : withoutLeadingZeros(found['developed'] ?? '0'),
    build,
  })
  if (read.post === undefined && (read.pre === undefined || read.dev === undefined)) return { canonical: read }
  const why =
    read.post === undefined
      ? `${quoted(version)} comes after the version without its "dev" in SemVer, and before it in PEP 440`
      : `${quoted(version)} comes before its release in SemVer, and is post-release ${read.post}, which comes after it, in PEP 440`
  return { canonical: labelled, ambiguity: { otherReading: read, why } }
}

/** Build metadata as a local version: small letters, points, numbers without leading zeros. */
function canonicalBuild(build: string): string {
  const parts = build.toLowerCase().split(/[-_.]/)
  return parts.map((part) => (/^\d+$/.test(part) ? withoutLeadingZeros(part) : part)).join('.')
}
