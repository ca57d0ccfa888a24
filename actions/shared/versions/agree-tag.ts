import { agreeByKey, agreeInOneScheme } from './agree-across.ts'
import type { AgreementResult, AgreeOptions } from './agreement.ts'
import { compareReleases } from './digits.ts'
import { quoted, type ParsedVersion } from './scheme.ts'
import { parseVersion } from './schemes.ts'

const KNOWN_PRE_RELEASE = /^(alpha|beta|preview|pre|rc|a|b|c|dev|post|rev|r|snapshot|next|canary|nightly)(?![a-z])/i

/**
 * Whether an image's tag is one that a version leads to: the version itself, with or without a `v`, its `+` as `_` (Helm's
 * way). What a tag leaves open is ambiguous: `1.2` moves, `-alpine` may be a variant, `-` may stand for `+`.
 */
export function agreeWithTag(tag: ParsedVersion, other: ParsedVersion, options: AgreeOptions): AgreementResult {
  const bare = tag.text.replace(/^v(?=\d)/, '')
  const isMoving = /^v?[\d.]+$/.test(tag.text) && tag.release.length < other.release.length
  if (isMoving && compareReleases(tag.release, other.release.slice(0, tag.release.length)) === 0) {
    return ambiguous(
      `the tag ${quoted(tag.text)} moves with each release of its line, so it does not say which version it is`,
    )
  }
  for (const text of [tag.text, bare, `v${bare}`]) {
    const read = parseVersion(text, other.scheme)
    if ('refused' in read) continue
    const result = agreeInOneScheme(read.parsed, other, options)
    if (result.verdict === 'same') return result
  }
  const [plain, normal] = [other.text.replace(/^v(?=\d)/, ''), other.normal.replace(/^v(?=\d)/, '')]
  if (plain.includes('+') && bare === plain.replace('+', '-')) {
    return ambiguous(
      `the tag ${quoted(tag.text)} is what both ${quoted(plain)} and a pre-release ${quoted(bare)} would be called`,
    )
  }
  const start = [plain, normal].find(
    (each) => bare.startsWith(`${each}-`) && /^-[A-Za-z]/.test(bare.slice(each.length)),
  )
  const suffix = start === undefined ? '' : bare.slice(start.length + 1)
  if (suffix !== '' && !KNOWN_PRE_RELEASE.test(suffix)) {
    return ambiguous(
      `the tag ${quoted(tag.text)} may be a variant (${suffix}) of ${quoted(plain)} or a pre-release of it`,
    )
  }
  return agreeByKey(tag, other, options)
}

function ambiguous(why: string): AgreementResult {
  return { verdict: 'ambiguous', why }
}
