import type { PackageReference } from './security.ts'

/*
 * Package URLs as far as telling packages again needs them
 * (https://github.com/package-url/purl-spec/blob/main/PURL-SPECIFICATION.rst and its PURL-TYPES).
 */

export interface PackageUrl {
  /** Lower case: `npm`, `pypi`, `golang`, `deb`. */
  readonly type: string
  readonly namespace: string
  readonly name: string
  readonly version: string
}

/** Types whose names do not tell upper from lower case. */
const CASELESS: ReadonlySet<string> = new Set(
  'alpm apk bitbucket bitnami composer deb github golang gitlab hex luarocks oci otp pub pypi vscode-extension'.split(
    ' ',
  ),
)

/**
 * The parts that tell a package; nothing where the text is no package URL. Subpath and qualifiers are dropped, but for the epoch
 * of a system's package, which Trivy writes there and Syft before the version.
 */
export function parsePackageUrl(text: string): PackageUrl | undefined {
  const [, type, rest] = /^pkg:\/*([A-Za-z][A-Za-z0-9.+-]*)\/+([^?#]+)/.exec(text) ?? []
  if (type === undefined || rest === undefined) return undefined
  const at = rest.lastIndexOf('@')
  // An `@` that begins a segment is npm's scope, not a version.
  const hasVersion = at > 0 && rest[at - 1] !== '/'
  const segments = (hasVersion ? rest.slice(0, at) : rest).split('/').filter((segment) => segment !== '')
  const last = segments.pop()
  if (last === undefined) return undefined
  const [namespace, name] = [segments.map(decoded).join('/'), decoded(last)]
  const plain = hasVersion ? decoded(rest.slice(at + 1)) : ''
  const version = EPOCHAL.has(type.toLowerCase()) ? withEpoch(plain, text) : plain
  // Some tools encode the slash between the two: `pkg:npm/%40babel%2Fcore`.
  const within = SLASHED.has(type.toLowerCase()) ? name.lastIndexOf('/') : -1
  if (within < 0) return normalised(type, namespace, name, version)
  const spaces = [namespace, name.slice(0, within)].filter((part) => part !== '')
  return normalised(type, spaces.join('/'), name.slice(within + 1), version)
}

/** `purl`: of which the qualifiers may have one. */
function withEpoch(version: string, purl: string): string {
  const epoch = /[?&]epoch=(\d+)/.exec(purl.split('#', 1)[0] ?? '')?.[1]
  return epoch === undefined || version === '' || EPOCH.test(version) ? version : `${epoch}:${version}`
}

const EPOCH = /^\d+:/

/** Types whose versions may begin with an epoch, of which 0 says nothing. */
const EPOCHAL: ReadonlySet<string> = new Set(['deb', 'rpm'])

/** Distributions by the names of Syft, which are those of `/etc/os-release`, and by those of Trivy. */
const DISTRIBUTIONS: ReadonlyMap<string, string> = new Map([
  ['rhel', 'redhat'],
  ['amzn', 'amazon'],
  ['ol', 'oracle'],
  ['almalinux', 'alma'],
  ['sles', 'suse'],
])

function normalised(type: string, namespace: string, name: string, version: string): PackageUrl {
  const kind = type.toLowerCase()
  const fold = (text: string): string => (CASELESS.has(kind) ? text.toLowerCase() : text)
  return {
    type: kind,
    namespace: kind === 'rpm' ? (DISTRIBUTIONS.get(namespace.toLowerCase()) ?? namespace) : fold(namespace),
    // https://packaging.python.org/en/latest/specifications/name-normalization/
    name: kind === 'pypi' ? name.toLowerCase().replace(/[-_.]+/g, '-') : fold(name),
    version:
      kind === 'golang' ? version.replace(/^v(?=\d)/, '') : EPOCHAL.has(kind) ? version.replace(/^0+:/, '') : version,
  }
}

function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Types whose names hold a namespace before the last `/`, as scanners write them in one. */
const SLASHED: ReadonlySet<string> = new Set(['npm', 'golang', 'composer', 'github', 'swift', 'gitlab', 'bitbucket'])
/** And those where it stands before a `:`. */
const COLONED: ReadonlySet<string> = new Set(['maven', 'gradle', 'sbt'])

/** The parts of a package by whatever the report gives of it. Without a type: `*`. */
export function packageUrlOf({ purl, ecosystem, name, version = '' }: PackageReference): PackageUrl {
  const parsed = purl === undefined ? undefined : parsePackageUrl(purl)
  if (parsed) return parsed.version === '' ? normalised(parsed.type, parsed.namespace, parsed.name, version) : parsed
  const type = ecosystem === undefined || ecosystem === '' ? '*' : ecosystem.toLowerCase()
  const separator = SLASHED.has(type) ? '/' : COLONED.has(type) ? ':' : undefined
  const at = separator === undefined ? -1 : name.lastIndexOf(separator)
  return normalised(type, at < 0 ? '' : name.slice(0, at), name.slice(at + 1), version)
}

/** The package URL, written as the specification says. */
export function formatPackageUrl({ type, namespace, name, version }: PackageUrl): string {
  const space = namespace === '' ? '' : `${namespace.split('/').map(encoded).join('/')}/`
  return `pkg:${type}/${space}${encoded(name)}${version === '' ? '' : `@${encoded(version)}`}`
}

/** Half a character, which JSON can write and no address can hold. */
const HALF = /\p{Cs}/gu

/** A number of 32 bits that tells a version of a package: FNV-1a over its package URL. Undefined without type or version. */
export function packageHash(reference: PackageReference): number | undefined {
  const url = packageUrlOf(reference)
  if (url.type === '*' || url.version === '') return undefined
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(formatPackageUrl(url))) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(HALF, '\ufffd')).replaceAll('%3A', ':')
}
