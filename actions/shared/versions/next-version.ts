import { bumpAt, type Bump } from './bump.ts'
import { PHASES, type Phase } from './canonical.ts'
import { compareDigits, compareReleases, increment } from './digits.ts'
import { highestStable, type Releases } from './releases.ts'
import { quoted, type ParsedVersion, type SchemeId } from './scheme.ts'
import { compareVersions, parseVersion, SCHEMES } from './schemes.ts'
import { canSpell, spell } from './spelling.ts'

export interface NextVersionOptions {
  /** The release that the next one follows; the highest stable one when not said (a maintenance line says its own). */
  readonly from?: ParsedVersion
  /** Makes a pre-release of the next version: `1.3.0-rc.1`, then `-rc.2`. */
  readonly preRelease?: Phase
  /** What a breaking change raises below 1.0.0: `minor` unless said otherwise. */
  readonly breakingBelowOne?: 'minor' | 'major'
}

/**
 * The version that follows, in its ecosystem's spelling: `0.1.0` where nothing was released. Refused, with the reason, where no
 * change asks for a release, or where the number is taken or comes before a pre-release that exists.
 */
export function nextVersion(
  scheme: SchemeId,
  releases: Releases,
  bump: Bump,
  options: NextVersionOptions = {},
): { readonly version: string } | { readonly refused: string } {
  if (!canSpell(scheme)) return { refused: `${SCHEMES[scheme].title} have no order, so no version follows another` }
  const from = options.from ?? highestStable(releases.versions)
  if (from !== undefined && bump === 'none') {
    return { refused: `no change since ${quoted(from.text)} asks for a release` }
  }
  const release =
    from === undefined ? ['0', '1', '0'] : raised(from.release, bumpAt(from.release, bump, options.breakingBelowOne))
  const ofTarget = releases.versions.filter((version) => compareReleases(version.release, release) === 0)
  const taken = ofTarget.find((version) => !version.isPrerelease)
  if (taken !== undefined) {
    return { refused: `${quoted(taken.text)}, which would follow ${quoted(from?.text ?? 'nothing')}, exists already` }
  }
  const phase = options.preRelease
  const version = spell(release, phase && { phase, number: nextNumber(ofTarget, phase) }, scheme)
  const epoch = from?.canonical?.epoch ?? '0'
  const result = parseVersion(epoch === '0' ? version : `${epoch}!${version}`, scheme)
  if ('refused' in result) return result
  const later = ofTarget.findLast((existing) => compareVersions(existing, result.parsed) >= 0)
  if (later !== undefined) {
    return { refused: `${quoted(result.parsed.text)} would come before ${quoted(later.text)}, which exists` }
  }
  return { version: result.parsed.text }
}

function raised(release: readonly string[], bump: Bump): readonly string[] {
  const [major = '0', minor = '0', patch = '0'] = release
  if (bump === 'major') return [increment(major), '0', '0']
  return bump === 'minor' ? [major, increment(minor), '0'] : [major, minor, increment(patch)]
}

function nextNumber(versions: readonly ParsedVersion[], phase: Phase): string {
  const numbers = versions.flatMap(({ canonical }) => (canonical?.pre?.phase === phase ? [canonical.pre.number] : []))
  return increment(numbers.sort(compareDigits).at(-1) ?? '0')
}

/** Whether a text is one of the phases that every ecosystem can write. */
export function isPhase(text: string): text is Phase {
  return (PHASES as readonly string[]).includes(text)
}
