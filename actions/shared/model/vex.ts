import { packageUrlOf, parsePackageUrl } from './package-url.ts'
import type { PackageReference } from './security.ts'

/** What somebody says of a vulnerability in a product (https://www.cisa.gov/sites/default/files/2023-04/minimum-requirements-for-vex-508c.pdf). */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation'

/** A statement of a VEX document: OpenVEX, CSAF, or the analysis in a CycloneDX document. */
export interface VexStatement {
  /** Every id and alias of the vulnerability, as written there. */
  readonly ids: readonly string[]
  readonly status: VexStatus
  /** Package URLs, or names where the document has none, of what is meant: subcomponents where it names any, else products. */
  readonly packages: readonly string[]
  /** In the document's words: justification, impact, detail. */
  readonly justification?: string | undefined
  /** Who says so. */
  readonly author?: string | undefined
  /** Index of the document in the evidence. */
  readonly report?: number | undefined
}

/** Whether findings that it means are set aside. */
export function setsAside({ status }: Pick<VexStatement, 'status'>): boolean {
  return status === 'not_affected' || status === 'fixed'
}

/** Whether the statement means the package: by package URL; without a version there, all versions; by nothing else than package URLs. */
export function meansPackage({ packages }: VexStatement, found: PackageReference | undefined): boolean {
  return found !== undefined && packages.some((text) => isSamePackage(text, found))
}

/** Whether it means all that was scanned, as an image: then it speaks of whatever is inside. */
export function meansScanned({ packages }: VexStatement, scanned: readonly (readonly string[])[] = []): boolean {
  return scanned.length > 0 && scanned.every((names) => names.some((name) => packages.some(isProduct(name))))
}

function isProduct(name: string): (text: string) => boolean {
  return (text) =>
    parsePackageUrl(text)
      ? isSamePackage(text, { ecosystem: undefined, name, version: undefined, purl: name })
      : withoutHub(text) === withoutHub(name)
}

/** What is of Docker's registry may be called without it. */
function withoutHub(reference: string): string {
  return reference.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '')
}

function isSamePackage(text: string, found: PackageReference): boolean {
  const meant = parsePackageUrl(text)
  if (!meant) return false
  const { type, namespace, name, version } = packageUrlOf(found)
  const isSame = meant.type === type && meant.namespace === namespace && meant.name === name
  if (!isSame || (meant.version !== '' && meant.version !== version)) return false
  const [asked, has] = [qualifiersOf(text), qualifiersOf(found.purl ?? '')]
  return [...asked].every(([key, value]) => {
    const own = has.get(key) ?? value
    return own === value || (key === 'repository_url' && isRepository(value, own, name))
  })
}

/** Of an image with its name or without. */
function isRepository(asked: string, own: string, name: string): boolean {
  const [left, right] = [withoutHub(asked), withoutHub(own)]
  return left === right || `${left}/${name}` === right || (left === '' && right === name)
}

function qualifiersOf(purl: string): ReadonlyMap<string, string> {
  return new Map(new URLSearchParams(/\?([^#]*)/.exec(purl)?.[1] ?? ''))
}
