import type { AgreementResult, AgreeOptions } from './agreement.ts'
import { renderCanonical, type CanonicalKey } from './canonical.ts'
import { reasonAgainstForm } from './forms.ts'
import { quoted, type ParsedVersion, type SchemeId } from './scheme.ts'
import { compareVersions, parseVersion, SCHEMES } from './schemes.ts'

/** Schemes whose grammar is SemVer's, letter for letter. */
const SEMVER_GRAMMAR: ReadonlySet<SchemeId> = new Set(['semver', 'npm', 'cargo', 'helm', 'hex', 'pub', 'go'])

/** By the scheme's own order: in SemVer `-alpha` and `-alpha.0` are two versions, in PEP 440 one. */
export function agreeInOneScheme(left: ParsedVersion, right: ParsedVersion, options: AgreeOptions): AgreementResult {
  if (left.text === right.text) return same(left, right)
  if (!SCHEMES[left.scheme].isOrdered) return agreeByKey(left, right, options)
  const [a, b] = [withoutBuild(left), withoutBuild(right)]
  if (compareVersions(a, b) !== 0) return different(left, right)
  if (options.build === 'ignore' || buildOf(left) === buildOf(right)) return same(left, right)
  return differentBuild(left, right)
}

/** Two versions of two schemes, neither of them an image's tag. */
export function agreeAcross(left: ParsedVersion, right: ParsedVersion, options: AgreeOptions): AgreementResult {
  if (left.scheme === 'app-version') return agreeWithAppVersion(left, right, options)
  if (right.scheme === 'app-version') return agreeWithAppVersion(right, left, options)
  if (SEMVER_GRAMMAR.has(left.scheme) && SEMVER_GRAMMAR.has(right.scheme)) {
    const [a, b] = [readAs(left, 'semver'), readAs(right, 'semver')]
    if (a !== undefined && b !== undefined) return agreeInOneScheme(a, b, options)
  }
  return agreeByKey(left, right, options)
}

/** An appVersion belongs to the application, so the application's scheme reads it; a `v` before it is no difference. */
function agreeWithAppVersion(loose: ParsedVersion, other: ParsedVersion, options: AgreeOptions): AgreementResult {
  const read = readAs(loose, other.scheme)
  return read === undefined ? agreeByKey(loose, other, options) : agreeInOneScheme(read, other, options)
}

/** The version's text by another scheme's rules, with or without a `v`, and without Go's `+incompatible`. */
export function readAs(version: ParsedVersion, scheme: SchemeId): ParsedVersion | undefined {
  const text = version.normal.replace(/\+incompatible$/, '')
  for (const each of [text, text.replace(/^v(?=\d)/, ''), `v${text}`]) {
    const result = parseVersion(each, scheme)
    if ('parsed' in result) return result.parsed
  }
  return undefined
}

/** By what the texts say, whatever their spelling. */
export function agreeByKey(left: ParsedVersion, right: ParsedVersion, options: AgreeOptions): AgreementResult {
  const withBuild = options.build !== 'ignore'
  const [a, b] = [left.canonical, right.canonical]
  if (a === undefined || b === undefined) {
    return {
      verdict: 'no-equivalent',
      why: left.noCanonical ?? right.noCanonical ?? 'one of the two has no canonical form',
    }
  }
  if (isSameKey(a, b, withBuild)) return same(left, right)
  const ambiguity =
    (left.ambiguity && isSameKey(left.ambiguity.otherReading, b, withBuild) && left.ambiguity) ||
    (right.ambiguity && isSameKey(a, right.ambiguity.otherReading, withBuild) && right.ambiguity)
  if (ambiguity) return { verdict: 'ambiguous', why: ambiguity.why }
  if (left.ambiguity === undefined && right.ambiguity === undefined) {
    const reason =
      reasonAgainstForm(left, a, right.scheme, withBuild) ?? reasonAgainstForm(right, b, left.scheme, withBuild)
    if (reason !== undefined) return { verdict: 'no-equivalent', why: reason }
  }
  return isSameKey(a, b, false) ? differentBuild(left, right) : different(left, right)
}

function isSameKey(left: CanonicalKey, right: CanonicalKey, withBuild: boolean): boolean {
  const [a, b] = withBuild
    ? [left, right]
    : [
        { ...left, build: '' },
        { ...right, build: '' },
      ]
  return renderCanonical(a) === renderCanonical(b)
}

/** SemVer's order does not know build metadata, PEP 440's knows local versions; here both are looked at apart. */
function withoutBuild(version: ParsedVersion): ParsedVersion {
  const result = parseVersion(version.text.replace(/\+.*$/s, ''), version.scheme)
  return 'parsed' in result ? result.parsed : version
}

function buildOf(version: ParsedVersion): string {
  return version.build === '' ? (/\+(.*)$/s.exec(version.text)?.[1] ?? '') : version.build
}

function same(left: ParsedVersion, right: ParsedVersion): AgreementResult {
  if (left.text === right.text) return { verdict: 'same', why: `both are ${quoted(left.text)}` }
  return { verdict: 'same', why: `${named(left)} and ${named(right)} are one version` }
}

function different(left: ParsedVersion, right: ParsedVersion): AgreementResult {
  return { verdict: 'different', why: `${named(left)} and ${named(right)} are two versions` }
}

function differentBuild(left: ParsedVersion, right: ParsedVersion): AgreementResult {
  return { verdict: 'different', why: `${named(left)} and ${named(right)} differ in what stands behind "+"` }
}

function named(version: ParsedVersion): string {
  return `${quoted(version.text)} (${SCHEMES[version.scheme].title})`
}
