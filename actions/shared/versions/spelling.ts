import type { CanonicalKey, Phase } from './canonical.ts'
import type { SchemeId } from './scheme.ts'
import { SCHEMES } from './schemes.ts'

interface Spelling {
  readonly prefix: string
  /** The least count of release numbers it is written with. */
  readonly numbers: number
  readonly pre: (phase: Phase, number: string) => string
}

const HYPHENATED: Spelling = { prefix: '', numbers: 3, pre: (phase, number) => `-${phase}.${number}` }
const SHORT: Readonly<Record<Phase, string>> = { alpha: 'a', beta: 'b', rc: 'rc' }

const SPELLINGS: Readonly<Record<Exclude<SchemeId, 'oci-tag' | 'app-version'>, Spelling>> = {
  ...{ semver: HYPHENATED, npm: HYPHENATED, cargo: HYPHENATED, helm: HYPHENATED, hex: HYPHENATED, pub: HYPHENATED },
  nuget: HYPHENATED,
  go: { ...HYPHENATED, prefix: 'v' },
  pep440: { prefix: '', numbers: 3, pre: (phase, number) => `${SHORT[phase]}${number}` },
  maven: { prefix: '', numbers: 3, pre: (phase, number) => `-${phase}-${number}` },
  rubygems: { prefix: '', numbers: 3, pre: (phase, number) => `.${phase}${number}` },
  composer: { prefix: '', numbers: 3, pre: (phase, number) => `-${phase === 'rc' ? 'RC' : phase}${number}` },
}

/** Whether a scheme's versions can be written by us: those of an ecosystem that publishes packages. */
export function canSpell(scheme: SchemeId): scheme is keyof typeof SPELLINGS {
  return SCHEMES[scheme].isOrdered && Object.hasOwn(SPELLINGS, scheme)
}

/** A release, or a pre-release of it, in the usual spelling of its ecosystem. */
export function spell(release: readonly string[], pre: CanonicalKey['pre'], scheme: keyof typeof SPELLINGS): string {
  const { prefix, numbers, pre: spelt } = SPELLINGS[scheme]
  const padded = [...release, ...Array<string>(Math.max(0, numbers - release.length)).fill('0')]
  return `${prefix}${padded.join('.')}${pre === undefined ? '' : spelt(pre.phase, pre.number)}`
}
