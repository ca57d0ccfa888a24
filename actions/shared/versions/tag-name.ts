import { quoted, type ParsedVersion, type SchemeId } from './scheme.ts'
import { parseVersion } from './schemes.ts'

export interface TagName {
  readonly tag: string
  readonly prefix: string
  readonly version: ParsedVersion
}

/**
 * The version that a git tag names: `v1.2.3`, `1.2.3`, and with a prefix given `pkg@1.2.3` or `sub/v1.2.3`.
 * @param prefixes what may stand before the version, `v` or nothing when not said; with a prefix given only tags that have it
 */
export function readTagName(
  tag: string,
  scheme: SchemeId,
  prefixes: readonly string[] = ['v', ''],
): TagName | { readonly refused: string } {
  const name = tag.replace(/^refs\/tags\//, '')
  let refused: string | undefined
  // The longest first, so that a prefix that begins another does not take its tags.
  for (const prefix of [...prefixes].sort((a, b) => b.length - a.length)) {
    if (!name.startsWith(prefix)) continue
    const rest = name.slice(prefix.length)
    // To Go the "v" is part of the version.
    const result = parseVersion(scheme === 'go' && prefix.endsWith('v') ? `v${rest}` : rest, scheme)
    if ('parsed' in result) return { tag: name, prefix, version: result.parsed }
    refused ??= result.refused
  }
  return { refused: refused ?? `tag ${quoted(name)} begins with none of ${prefixes.map(quoted).join(', ')}` }
}
