import { compareDigits } from './digits.ts'
import type { ParsedVersion } from './scheme.ts'
import { compareVersions } from './schemes.ts'

/** How far a version moves, from not at all to a breaking change. */
export const BUMPS = ['none', 'patch', 'minor', 'major'] as const
export type Bump = (typeof BUMPS)[number]

export function compareBumps(left: Bump, right: Bump): number {
  return BUMPS.indexOf(left) - BUMPS.indexOf(right)
}

export function greatestBump(bumps: Iterable<Bump>): Bump {
  let greatest: Bump = 'none'
  for (const bump of bumps) if (compareBumps(bump, greatest) > 0) greatest = bump
  return greatest
}

/**
 * How far the release numbers moved between two versions of one scheme: `none` for one release (`1.2.3rc1` to `1.2.3`,
 * `1.2.3` to `1.2.3.post1`), `backwards` when the second comes first.
 */
export function bumpBetween(from: ParsedVersion, to: ParsedVersion): Bump | 'backwards' {
  if (compareVersions(from, to) > 0) return 'backwards'
  if ((from.canonical?.epoch ?? '0') !== (to.canonical?.epoch ?? '0')) return 'major'
  const length = Math.max(from.release.length, to.release.length)
  for (let index = 0; index < length; index += 1) {
    if (compareDigits(from.release[index] ?? '0', to.release[index] ?? '0') === 0) continue
    return index === 0 ? 'major' : index === 1 ? 'minor' : 'patch'
  }
  return 'none'
}

/**
 * What a change asks of a project that stands at these release numbers. Below 1.0.0 a breaking change raises the minor number
 * (what Cargo's and npm's `^0.2.3` rely on); `breakingBelowOne: 'major'` ends that phase with it.
 */
export function bumpAt(release: readonly string[], bump: Bump, breakingBelowOne: 'minor' | 'major' = 'minor'): Bump {
  return bump === 'major' && compareDigits(release[0] ?? '0', '0') === 0 ? breakingBelowOne : bump
}
