import { keyOfHyphenated } from './pre-release-words.ts'
import { defineScheme, type VersionRead } from './scheme.ts'
import { compareSemver, type SemverOrder } from './semver.ts'

/** Go's module versions (https://go.dev/ref/mod#versions): SemVer with a "v", and no build but `+incompatible`. */
function readGo(text: string): VersionRead<SemverOrder> | string {
  const found = /^v(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z.-]+))?$/.exec(text)
  if (found === null) {
    return text.startsWith('v') ? 'is not of the form vMAJOR.MINOR.PATCH[-pre-release]' : 'does not begin with "v"'
  }
  const [, major = '', minor = '', patch = '', preRelease = '', build = ''] = found
  if (build !== '' && build !== 'incompatible') {
    return `has build metadata (+${build.slice(0, 40)}), which Go takes away`
  }
  const release = [major, minor, patch]
  const identifiers = preRelease === '' ? [] : preRelease.split('.')
  if ([...release, ...identifiers].some((part) => /^0\d+$/.test(part))) return 'has a number with a leading zero'
  return {
    normal: text,
    release,
    isPrerelease: preRelease !== '',
    key: keyOfHyphenated(text, release, preRelease, ''),
    order: { release, preRelease: identifiers, build: [] },
  }
}

export const GO = defineScheme({ id: 'go', title: 'Go modules', read: readGo, compare: compareSemver })
