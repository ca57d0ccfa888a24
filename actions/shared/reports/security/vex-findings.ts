import type { PackageReference, SeverityStatement } from '../../model/security.ts'
import { setsAside, type VexStatus } from '../../model/vex.ts'
import type { Materials } from './materials.ts'
import { packageOf } from './packages.ts'
import { packageOfPurl } from './purl-package.ts'
import type { SecurityReport } from './security-report.ts'

/** A thing that a statement is about. */
export interface StatedProduct {
  /** A package URL, or whatever else the document calls it. */
  readonly id: string
  readonly name?: string | undefined
  readonly version?: string | undefined
  /** Packages inside it that are meant, where the document names any. */
  readonly packages: readonly string[]
}

/** What a VEX document says of one vulnerability. */
export interface Stated {
  readonly ids: readonly string[]
  readonly status: VexStatus
  readonly justification: string
  readonly author: string | undefined
  readonly products: readonly StatedProduct[]
  readonly published: string | undefined
  readonly text: string | undefined
  readonly url: string | undefined
  readonly severities: readonly SeverityStatement[]
  readonly cwes?: readonly string[] | undefined
  readonly fixedVersions?: readonly string[] | undefined
}

const NO_PRODUCT: StatedProduct = { id: '', packages: [] }

/** Adds an entry for each product, and the statement for the findings of other reports. */
export function addStated(stated: Stated, report: SecurityReport, materials: Materials): void {
  const { ids, status, justification, author, products, text, url, published, severities, cwes, fixedVersions } = stated
  const rule = ids[0] ?? 'unknown'
  const suppressed = setsAside(stated) ? [status, justification].filter((word) => word !== '').join(': ') : undefined
  // A statement that names no product is of something all the same.
  for (const product of products.length > 0 ? products : [NO_PRODUCT]) {
    const pkg = packageMeant(product)
    const name = pkg?.name ?? product.name ?? product.id
    const called = name === '' ? '' : `${name}${pkg?.version === undefined ? '' : ` ${pkg.version}`}: `
    report.add({
      rule,
      message: `${called}${text ?? rule} (${status})`.slice(0, 500),
      details: {
        kind: 'vulnerability',
        ids,
        package: pkg,
        severities,
        cwes,
        fixedVersions,
        url,
        published,
        suppressed,
      },
    })
  }
  // Products may share one list of what is inside.
  const lists = new Set(products.map(({ id, packages: inside }) => (inside.length > 0 ? inside : [id])))
  const packages = [...new Set([...lists].flat())]
  if (packages.length === 0) return
  materials.state({ ids, status, packages, justification: justification === '' ? undefined : justification, author })
}

/** The package inside the product where one alone is meant, else the product. */
function packageMeant({ id, name, version, packages }: StatedProduct): PackageReference | undefined {
  const inside = packages.length === 1 ? packageOfPurl(packages[0] ?? '') : undefined
  if (inside) return inside
  const product = packageOfPurl(id)
  if (product) return { ...product, name: name ?? product.name, version: product.version ?? version }
  return name === undefined ? undefined : packageOf(undefined, name, version)
}
