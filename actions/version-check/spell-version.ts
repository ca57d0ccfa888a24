import { agree } from '../shared/versions/agree.ts'
import type { VersionText } from '../shared/versions/agreement.ts'
import { renderCanonical, type CanonicalKey } from '../shared/versions/canonical.ts'
import type { SchemeId } from '../shared/versions/scheme.ts'
import { parseVersion } from '../shared/versions/schemes.ts'
import type { Place } from './places/place.ts'

export type Spelling = { readonly text: string } | { readonly refused: string }

/** How a version is written at a place: by the rules of its file, with the `v` that stands there or not. */
export function spellVersion(version: VersionText, { found, scheme }: Pick<Place, 'found' | 'scheme'>): Spelling {
  const parsed = parseVersion(version.text, version.scheme)
  if ('refused' in parsed) return { refused: parsed.refused }
  const bare = version.text.trim().replace(/^v(?=\d)/, '')
  const key = parsed.parsed.canonical
  const python = key && pythonForm(bare, key)
  const hyphenated = key && semverForm(key)
  const forms = isHyphenated(found)
    ? [isHyphenated(bare) ? bare : hyphenated, hyphenated, bare]
    : scheme === 'pep440' || /\d(?:a|b|rc|\.post|\.dev)\d/.test(found)
      ? [python, bare, hyphenated]
      : [bare, hyphenated, python]
  const alike = key && shapedLike(found, scheme, bare, key)
  const prefix = /^v\d/.test(found) || scheme === 'go' ? 'v' : ''
  const build = scheme === 'pub' ? (/\+.*$/.exec(found)?.[0] ?? '') : ''
  const options = scheme === 'pub' ? ({ build: 'ignore' } as const) : {}
  let refused = `${version.text} cannot be written there`
  for (const form of [alike, ...forms]) {
    if (form === undefined) continue
    const plain = build === '' ? form : form.replace(/\+.*$/, '') + build
    const text = prefix + (scheme === 'oci-tag' ? plain.replace('+', '_') : plain)
    const { verdict, why } = agree({ text, scheme }, version, options)
    if (verdict === 'same') return { text }
    refused = why
  }
  return { refused }
}

/** Whether a pre-release stands behind a hyphen: a place keeps to what it has. */
function isHyphenated(text: string): boolean {
  return /\d-[A-Za-z]/.test(text)
}

/** What stands behind the numbers is spelt as it was, where that has the same parts: `1.2.0-post1` becomes `1.3.0-post2`. */
function shapedLike(found: string, scheme: SchemeId, bare: string, key: CanonicalKey): string | undefined {
  const parsed = parseVersion(found, scheme)
  const old = 'parsed' in parsed ? parsed.parsed.canonical : undefined
  const count = (text: string): number => /^v?(\d+(?:\.\d+)*)/.exec(text)?.[1]?.split('.').length ?? 0
  const suffixOf = ({ pre, post, dev }: CanonicalKey): readonly string[] =>
    [pre?.number, post, dev].filter((number) => number !== undefined)
  const kindOf = ({ epoch, pre, post, dev, build, label }: CanonicalKey): string =>
    JSON.stringify([epoch, pre?.phase, post === undefined, dev === undefined, build, label])
  if (!old || suffixOf(old).length === 0 || kindOf(old) !== kindOf(key) || old.build !== '') return undefined
  const release = [...key.release, ...Array<string>(count(bare)).fill('0')].slice(0, count(bare))
  const numbers = [...release, ...suffixOf(key)]
  const written = found.replace(/^v(?=\d)/, '')
  if (count(found) !== count(bare) || written.match(/\d+/g)?.length !== numbers.length) return undefined
  return written.replaceAll(/\d+/g, () => numbers.shift() ?? '')
}

/** PEP 440's normal form keeps as many numbers as were written. */
function pythonForm(bare: string, key: CanonicalKey): string {
  const parsed = parseVersion(bare, 'pep440')
  return 'parsed' in parsed ? parsed.parsed.normal : renderCanonical(key)
}

/** `1.2.0-rc.1+build`; nothing for what SemVer cannot say. */
function semverForm(key: CanonicalKey): string | undefined {
  if (key.epoch !== '0' || key.post !== undefined || key.release.length > 3) return undefined
  const release = [...key.release, '0', '0', '0'].slice(0, 3).join('.')
  const pre = key.pre && `${key.pre.phase}.${key.pre.number}`
  const dev = key.dev === undefined ? undefined : `dev.${key.dev}`
  if (pre !== undefined && dev !== undefined) return undefined
  const label = pre ?? dev ?? key.label
  return `${release}${label === undefined ? '' : `-${label}`}${key.build === '' ? '' : `+${key.build}`}`
}

/** The text as it is written in the file. */
export function writtenText(text: string, { spelling }: Pick<Place, 'spelling'>): string {
  return spelling === 'badge' ? text.replaceAll('-', '--').replaceAll('+', '%2B') : text
}
