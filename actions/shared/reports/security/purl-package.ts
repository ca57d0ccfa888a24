import { parsePackageUrl } from '../../model/package-url.ts'
import type { PackageReference } from '../../model/security.ts'
import { packageOf } from './packages.ts'

/** Types whose namespace is the distribution, not a part of the name. */
const SYSTEMS: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm'])

/** The package that a package URL alone names; nothing where the text is none. */
export function packageOfPurl(purl: string): PackageReference | undefined {
  const parsed = parsePackageUrl(purl)
  if (!parsed) return undefined
  const { type, namespace, name } = parsed
  const separator = type === 'maven' ? ':' : '/'
  return packageOf(
    undefined,
    namespace === '' || SYSTEMS.has(type) ? name : `${namespace}${separator}${name}`,
    undefined,
    purl,
  )
}
