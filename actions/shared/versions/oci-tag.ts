import { withoutLeadingZeros } from './digits.ts'
import { keyOfHyphenated } from './pre-release-words.ts'
import { PEP440 } from './pep440.ts'
import { defineScheme, quoted, type KeyRead, type VersionRead } from './scheme.ts'
import { SEMVER } from './semver.ts'

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
export const LONGEST_TAG = 128
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/

/** Why a text cannot be an image's tag, to follow "it"; undefined when it can. */
export function reasonAgainstTag(text: string): string | undefined {
  if (text.length > LONGEST_TAG) return `has ${text.length} characters, more than the ${LONGEST_TAG} of a tag`
  if (/^[.-]/.test(text)) return `begins with "${text.charAt(0)}", which a tag may not`
  const refused = /[^A-Za-z0-9_.-]/.exec(text)?.[0]
  if (refused !== undefined) return `has a character that no tag may have (${JSON.stringify(refused)})`
  return TAG.test(text) ? undefined : 'is not a tag'
}

/** An image's tag. Helm writes the `+` of a version as `_`, which no version has, so it is read back. */
function readTag(text: string): VersionRead<undefined> | string {
  const reason = reasonAgainstTag(text)
  if (reason !== undefined) return reason
  const [, numbers = '', suffix = ''] = /^v?(\d+(?:\.\d+)*)((?:[a-z]|[-_.]).*)?$/i.exec(text) ?? []
  if (numbers === '') return 'names no version'
  const [hyphenated = '', build = ''] = suffix.split('_', 2)
  return {
    normal: text,
    release: numbers.split('.').map(withoutLeadingZeros),
    isPrerelease: /^-?[A-Za-z]/.test(hyphenated),
    build,
    key: keyOfText(text.replace(/^v/, '').replace('_', '+'), text),
    order: undefined,
  }
}

/**
 * A chart's `appVersion` and other declarations that are bound to no ecosystem: any text. Read as SemVer or PEP 440 where it
 * is one of them.
 */
function readAppVersion(text: string): VersionRead<undefined> | string {
  if (text.trim() === '') return 'is empty'
  const bare = text.trim().replace(/^v(?=\d)/, '')
  const [numbers = ''] = /^\d+(?:\.\d+)*/.exec(bare) ?? []
  const parsed = [SEMVER.parse(bare), PEP440.parse(bare)].flatMap((result) =>
    'parsed' in result ? [result.parsed] : [],
  )
  return {
    normal: text.trim(),
    release: numbers === '' ? [] : numbers.split('.').map(withoutLeadingZeros),
    isPrerelease: parsed[0]?.isPrerelease ?? false,
    build: parsed[0]?.build ?? '',
    key: keyOfText(bare, text),
    order: undefined,
  }
}

/** SemVer first, then PEP 440; what neither reads has no key unless it begins as a version and goes on with a hyphen. */
function keyOfText(bare: string, text: string): KeyRead {
  for (const scheme of [SEMVER, PEP440]) {
    const result = scheme.parse(bare)
    if (!('parsed' in result) || result.parsed.canonical === undefined) continue
    return { canonical: result.parsed.canonical, ambiguity: result.parsed.ambiguity }
  }
  const [, numbers, suffix = ''] = /^(\d+(?:\.\d+)*)-([0-9A-Za-z][0-9A-Za-z.-]*)$/.exec(bare) ?? []
  if (numbers !== undefined) return keyOfHyphenated(text, numbers.split('.').map(withoutLeadingZeros), suffix, '')
  return { none: `${quoted(text)} is neither SemVer nor PEP 440` }
}

/** No order: `latest` is where someone put it. */
export const OCI_TAG = defineScheme({ id: 'oci-tag', title: 'image tags', read: readTag, compare: undefined })
export const APP_VERSION = defineScheme({
  id: 'app-version',
  title: 'appVersion',
  read: readAppVersion,
  compare: undefined,
})
