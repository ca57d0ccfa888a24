import { withoutTrailingZeros } from './canonical.ts'
import { compareDigits, withoutLeadingZeros } from './digits.ts'
import { keyOfHyphenated } from './pre-release-words.ts'
import { defineScheme, type VersionRead } from './scheme.ts'
import { compareSemver, type SemverOrder } from './semver.ts'

const VERSION =
  /^(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/

/** .NET keeps each number in 32 bits. */
const LARGEST = '2147483647'

/**
 * https://learn.microsoft.com/nuget/concepts/package-versioning: SemVer with one to four numbers, leading zeros dropped, and
 * pre-releases compared without regard to case.
 */
function readNuget(text: string): VersionRead<SemverOrder> | string {
  const found = VERSION.exec(text)
  if (found === null) {
    return /^v/i.test(text)
      ? 'begins with "v", which is for tags only'
      : 'is not of the form major[.minor[.patch[.revision]]][-pre-release][+build]'
  }
  const [, numbers = '', preRelease = '', build = ''] = found
  const release = numbers.split('.').map(withoutLeadingZeros)
  const large = release.find((number) => compareDigits(number, LARGEST) > 0)
  if (large !== undefined) return `has a number larger than ${LARGEST}, which .NET cannot hold`
  const padded = preRelease.split('.').find((part) => /^0\d+$/.test(part))
  if (padded !== undefined) return `has a number with a leading zero in its pre-release (${padded.slice(0, 40)})`
  const shown = [...release, '0', '0'].slice(0, Math.max(3, withoutTrailingZeros(release).length))
  const suffix = preRelease === '' ? '' : `-${preRelease}`
  return {
    normal: `${shown.join('.')}${suffix}`,
    release,
    isPrerelease: preRelease !== '',
    build,
    key: keyOfHyphenated(text, release, preRelease, build),
    order: { release, preRelease: preRelease === '' ? [] : preRelease.toLowerCase().split('.'), build: [] },
  }
}

export const NUGET = defineScheme({ id: 'nuget', title: 'NuGet', read: readNuget, compare: compareSemver })
