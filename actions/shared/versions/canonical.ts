import { compareDigits } from './digits.ts'

/** The three kinds of pre-release that every scheme here knows, in their order. */
export const PHASES = ['alpha', 'beta', 'rc'] as const
export type Phase = (typeof PHASES)[number]

/**
 * What a version says, whatever its spelling: `1.2.3rc1`, `1.2.3-rc.1` and `v1.2.3-RC1` have one key. It says whether two
 * places mean one version. It does not order: each ecosystem has its own order (`1.2.3-dev.1` stands elsewhere in SemVer).
 */
export interface CanonicalKey {
  readonly epoch: string
  /** Digits, without trailing zeros: `1.2` and `1.2.0` are one version. */
  readonly release: readonly string[]
  readonly pre: { readonly phase: Phase; readonly number: string } | undefined
  readonly post: string | undefined
  readonly dev: string | undefined
  /** Pre-release words that only some schemes can write (`SNAPSHOT`, `next.1`), in small letters, with points between. */
  readonly label: string | undefined
  /** Build metadata or local version in small letters, with points between its parts; '' when there is none. */
  readonly build: string
}

/** The key in one line, in the spelling of PEP 440: `1!1.2rc1.post2.dev3+build.5`; a label is written as `-next.1`. */
export function renderCanonical(key: CanonicalKey): string {
  const epoch = key.epoch === '0' ? '' : `${key.epoch}!`
  const release = [...key.release, ...['0', '0', '0'].slice(key.release.length)].join('.')
  const pre = key.pre === undefined ? '' : `${{ alpha: 'a', beta: 'b', rc: 'rc' }[key.pre.phase]}${key.pre.number}`
  const post = key.post === undefined ? '' : `.post${key.post}`
  const dev = key.dev === undefined ? '' : `.dev${key.dev}`
  const label = key.label === undefined ? '' : `-${key.label}`
  return `${epoch}${release}${pre}${post}${dev}${label}${key.build === '' ? '' : `+${key.build}`}`
}

/** A key from what a scheme found; what is left out is absent. */
export function canonicalOf(
  release: readonly string[],
  parts: Partial<Omit<CanonicalKey, 'release'>> = {},
): CanonicalKey {
  return {
    epoch: parts.epoch ?? '0',
    release: withoutTrailingZeros(release),
    pre: parts.pre,
    post: parts.post,
    dev: parts.dev,
    label: parts.label,
    build: parts.build ?? '',
  }
}

export function withoutTrailingZeros(release: readonly string[]): readonly string[] {
  let end = release.length
  while (end > 0 && compareDigits(release[end - 1] ?? '0', '0') === 0) end -= 1
  return release.slice(0, end)
}
