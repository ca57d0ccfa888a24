import type { CanonicalKey } from './canonical.ts'
import { quoted, type ParsedVersion, type SchemeId } from './scheme.ts'
import { SCHEMES } from './schemes.ts'

/** What a scheme's versions can say. */
interface Form {
  readonly numbers: number
  readonly hasEpoch: boolean
  readonly hasPost: boolean
  /** Any pre-release words, not only those that all schemes know. */
  readonly hasLabel: boolean
  readonly hasBuild: boolean
}

const STRICT: Form = { numbers: 3, hasEpoch: false, hasPost: false, hasLabel: true, hasBuild: true }
const ANY: Form = { numbers: Infinity, hasEpoch: true, hasPost: true, hasLabel: true, hasBuild: true }

const FORMS: Readonly<Record<SchemeId, Form>> = {
  ...{ semver: STRICT, npm: STRICT, cargo: STRICT, helm: STRICT, hex: STRICT, pub: STRICT },
  go: { ...STRICT, hasBuild: false },
  nuget: { ...STRICT, numbers: 4 },
  pep440: { ...ANY, hasLabel: false },
  maven: { ...ANY, hasEpoch: false },
  rubygems: { ...STRICT, numbers: Infinity, hasBuild: false },
  composer: { numbers: 4, hasEpoch: false, hasPost: true, hasLabel: false, hasBuild: false },
  ...{ 'oci-tag': ANY, 'app-version': ANY },
}

/** Why a version cannot be written in another scheme: a sentence; undefined when it can. */
export function reasonAgainstForm(
  version: ParsedVersion,
  key: CanonicalKey,
  scheme: SchemeId,
  withBuild: boolean,
): string | undefined {
  const form = FORMS[scheme]
  const part =
    (key.epoch !== '0' && !form.hasEpoch && `epoch (${key.epoch})`) ||
    (key.release.length > form.numbers && `${key.release.length} release numbers`) ||
    (key.post !== undefined && !form.hasPost && `post-release (${key.post})`) ||
    (key.label !== undefined && !form.hasLabel && `pre-release "${key.label}"`) ||
    (withBuild && key.build !== '' && !form.hasBuild && `build metadata or local version (+${key.build})`)
  if (part === false) return undefined
  return `${quoted(version.text)} has no form in ${SCHEMES[scheme].title}, which cannot write its ${part}`
}
