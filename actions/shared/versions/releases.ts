import type { ParsedVersion, SchemeId } from './scheme.ts'
import { compareVersions, parseVersion } from './schemes.ts'

/** Versions that exist already, in ascending order, and the texts that are none by the scheme's rules. */
export interface Releases {
  readonly versions: readonly ParsedVersion[]
  readonly unread: readonly string[]
}

/** Reads the versions of tags or releases, whose prefix is already gone (`readTagName`). */
export function readReleases(texts: Iterable<string>, scheme: SchemeId): Releases {
  const versions: ParsedVersion[] = []
  const unread: string[] = []
  for (const text of texts) {
    const result = parseVersion(text, scheme)
    if ('parsed' in result) versions.push(result.parsed)
    else unread.push(text)
  }
  return { versions: versions.sort(compareVersions), unread }
}

export function highestStable(versions: readonly ParsedVersion[]): ParsedVersion | undefined {
  return versions.findLast((version) => !version.isPrerelease)
}

/** Whether two versions have the same first release numbers (and epoch): one line of `count` numbers. */
export function isOnLine(left: ParsedVersion, right: ParsedVersion, count: number): boolean {
  if ((left.canonical?.epoch ?? '0') !== (right.canonical?.epoch ?? '0')) return false
  for (let index = 0; index < count; index += 1) {
    if ((left.release[index] ?? '0') !== (right.release[index] ?? '0')) return false
  }
  return true
}
