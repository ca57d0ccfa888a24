import { compareDigits, compareReleases, compareText } from './digits.ts'
import { keyOfHyphenated } from './pre-release-words.ts'
import { defineScheme, type SchemeId, type VersionRead } from './scheme.ts'

/** What SemVer orders by (https://semver.org/spec/v2.0.0.html, clause 11). */
export interface SemverOrder {
  readonly release: readonly string[]
  readonly preRelease: readonly string[]
  readonly build: readonly string[]
}

const SEMVER_TEXT =
  /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/

/** Strict SemVer 2.0.0: three numbers, no `v`, no leading zero. A string that is returned is the reason for a refusal. */
export function readSemver(text: string): VersionRead<SemverOrder> | string {
  const found = SEMVER_TEXT.exec(text)
  if (found === null) return reasonAgainst(text)
  const [, major = '', minor = '', patch = '', preRelease = '', build = ''] = found
  const release = [major, minor, patch]
  const identifiers = preRelease === '' ? [] : preRelease.split('.')
  const padded = [...release, ...identifiers].find((part) => /^0\d+$/.test(part))
  if (padded !== undefined) return `has a number with a leading zero (${padded.slice(0, 40)})`
  return {
    normal: text,
    release,
    isPrerelease: identifiers.length > 0,
    build,
    key: keyOfHyphenated(text, release, preRelease, build),
    order: { release, preRelease: identifiers, build: build === '' ? [] : build.split('.') },
  }
}

function reasonAgainst(text: string): string {
  if (text !== text.trim()) return 'has spaces around it'
  if (/^[vV=]/.test(text)) return `begins with "${text.charAt(0)}", which is for tags only`
  if (/^\d+!/.test(text)) return 'has an epoch, which only PEP 440 knows'
  if (/^\d+(\.\d+)?(?![.\d])/.test(text)) return 'has fewer than the three numbers major.minor.patch'
  if (/^\d+\.\d+\.\d+\.\d/.test(text)) return 'has more than the three numbers major.minor.patch'
  if (/^\d+\.\d+\.\d+[A-Za-z]/.test(text)) return 'has no hyphen before its pre-release'
  return 'is not of the form major.minor.patch[-pre-release][+build]'
}

/** Clause 11; build metadata does not count. */
export function compareSemver(left: SemverOrder, right: SemverOrder): number {
  return compareReleases(left.release, right.release) || comparePreReleases(left.preRelease, right.preRelease)
}

function comparePreReleases(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return Math.sign(right.length - left.length)
  return compareIdentifiers(left, right)
}

/** Numbers by size and before words, words by ASCII, and the shorter of two otherwise equal lists first. */
export function compareIdentifiers(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const [a = '', b = ''] = [left[index], right[index]]
    const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)]
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1
    const order = isNumber ? compareDigits(a, b) : compareText(a, b)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function strict(id: SchemeId, title: string): ReturnType<typeof defineScheme> {
  return defineScheme({ id, title, read: readSemver, compare: compareSemver })
}

export const SEMVER = strict('semver', 'SemVer')
/** Publishing to npm, crates.io and Helm's `helm lint` all want strict SemVer, and Elixir's Version reads nothing else. */
export const NPM = strict('npm', 'npm')
export const CARGO = strict('cargo', 'Cargo')
export const HELM = strict('helm', 'Helm charts')
export const HEX = strict('hex', 'Hex')

/** Dart's pub orders by build metadata too: `1.2.3+1` comes after `1.2.3` (https://dart.dev/tools/pub/versioning). */
export const PUB = defineScheme({
  id: 'pub',
  title: 'pub',
  read: readSemver,
  compare: (left, right) => compareSemver(left, right) || compareIdentifiers(left.build, right.build),
})
