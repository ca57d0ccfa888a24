import type { ParseResult, ParsedVersion, Scheme, SchemeId } from './scheme.ts'
import { SEMVER } from './semver.ts'

/** Every scheme by its id. */
export const SCHEMES: Readonly<Partial<Record<SchemeId, Scheme>>> = { semver: SEMVER }

/** Reads a version by the rules of one ecosystem; what is not one is refused with a sentence. */
export function parseVersion(text: string, scheme: SchemeId): ParseResult {
  return (SCHEMES[scheme] ?? SEMVER).parse(text)
}

/** Orders two versions of one scheme by that ecosystem's own order. */
export function compareVersions(left: ParsedVersion, right: ParsedVersion): number {
  return (SCHEMES[left.scheme] ?? SEMVER).compare(left, right)
}
