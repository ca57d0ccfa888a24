import { type Finding, placesOf } from '../model/findings.ts'
import { type PackageUrl, packageUrlOf, parsePackageUrl } from '../model/package-url.ts'
import { matchesParts } from './test-pattern.ts'

/** Package URLs as people name them: `pkg:npm/lodash`, `pkg:npm/@babel/*`, `pkg:deb/debian/bash@5.2*`. */
export interface PackagePattern {
  /** As written. */
  readonly text: string
  readonly matches: (finding: Finding) => boolean
}

/**
 * A package URL in which `*` stands for any text; without a version it means all of them. Qualifiers are left out of account.
 * Undefined where the text is no package URL.
 */
export function packagePattern(text: string): PackagePattern | undefined {
  const pattern = parsePackageUrl(text)
  if (!pattern) return undefined
  const name = nameOf(pattern).split('*')
  const version = pattern.version === '' ? undefined : pattern.version.split('*')
  const isMeant = (url: PackageUrl): boolean =>
    url.type === pattern.type &&
    matchesParts(name, nameOf(url)) &&
    (version === undefined || matchesParts(version, url.version))
  return { text, matches: ({ details }) => details?.package !== undefined && isMeant(packageUrlOf(details.package)) }
}

function nameOf({ namespace, name }: PackageUrl): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

/** Whether all places of a finding are files that match: one that stands elsewhere too is not meant. */
export function standsWithin(finding: Finding, matches: (path: string) => boolean): boolean {
  return placesOf(finding).every(({ path }) => path !== undefined && matches(path))
}
