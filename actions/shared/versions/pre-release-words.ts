import { canonicalOf, type CanonicalKey, type Phase } from './canonical.ts'
import { withoutLeadingZeros } from './digits.ts'

/** What PEP 440 takes for a phase, however it is spelt. */
const PHASE_OF: Readonly<Record<string, Phase>> = {
  ...{ a: 'alpha', alpha: 'alpha', b: 'beta', beta: 'beta' },
  ...{ c: 'rc', rc: 'rc', pre: 'rc', preview: 'rc' },
}

export function phaseOf(word: string): Phase | undefined {
  return Object.hasOwn(PHASE_OF, word.toLowerCase()) ? PHASE_OF[word.toLowerCase()] : undefined
}

const SUFFIX =
  /^(?:(?<phase>alpha|beta|preview|pre|rc|a|b|c)[._-]?(?<number>\d+)?)?(?:[._-]?(?<post>post|rev|r)[._-]?(?<posted>\d+)?)?(?:[._-]?(?<dev>dev)[._-]?(?<development>\d+)?)?$/

/**
 * The canonical key of a version whose pre-release stands behind a hyphen. In SemVer and its like everything there comes
 * before the release, so what PEP 440 puts behind it (`1.2.3-1`, `1.2.3-post.1`) or elsewhere (`-rc.1.dev.2`) is ambiguous.
 * @param version how the version is named in sentences
 */
export function keyOfHyphenated(
  version: string,
  release: readonly string[],
  preRelease: string,
  build: string,
): { readonly canonical: CanonicalKey; readonly ambiguity?: string | undefined } {
  const word = preRelease.toLowerCase()
  const suffix = build.toLowerCase().replaceAll(/[-_]/g, '.')
  if (word === '') return { canonical: canonicalOf(release, { build: suffix }) }
  const labelled = canonicalOf(release, { label: word, build: suffix })
  if (/^\d+$/.test(word)) {
    return {
      canonical: labelled,
      ambiguity: `"${version}" is a pre-release in SemVer, and post-release ${withoutLeadingZeros(word)}, which comes after the release, in PEP 440`,
    }
  }
  const groups = SUFFIX.exec(word)?.groups
  if (groups === undefined) return { canonical: labelled }
  if (groups['post'] !== undefined) {
    return {
      canonical: labelled,
      ambiguity: `"${version}" comes before its release in SemVer and is a post-release, which comes after it, in PEP 440`,
    }
  }
  if (groups['phase'] !== undefined && groups['dev'] !== undefined) {
    return {
      canonical: labelled,
      ambiguity: `"${version}" comes after "${groups['phase']}" without "dev" in SemVer and before it in PEP 440`,
    }
  }
  const phase = groups['phase'] === undefined ? undefined : phaseOf(groups['phase'])
  return {
    canonical: canonicalOf(release, {
      pre: phase && { phase, number: withoutLeadingZeros(groups['number'] ?? '0') },
      dev: groups['dev'] === undefined ? undefined : withoutLeadingZeros(groups['development'] ?? '0'),
      build: suffix,
    }),
  }
}
