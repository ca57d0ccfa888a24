import { EvidenceError } from '../../model/errors.ts'
import { field, listField, textField } from '../json/shape.ts'
import { textsOf } from './details.ts'
import type { StatedProduct } from './vex-findings.ts'

const DEPTH_LIMIT = 100

/** Products by id, and the products of each group (§3.2.2). */
export interface CsafProducts {
  readonly products: ReadonlyMap<string, StatedProduct>
  readonly groups: ReadonlyMap<string, readonly string[]>
}

export function csafProducts(tree: unknown): CsafProducts {
  const products = new Map<string, StatedProduct>()
  addBranches(tree, [], products, 0)
  for (const product of listField(tree, 'full_product_names')) add(product, [], products)
  for (const relationship of listField(tree, 'relationships')) {
    const product = field(relationship, 'full_product_name')
    add(product, [], products)
    const id = textField(product, 'product_id')
    const inside = products.get(textField(relationship, 'product_reference') ?? '')
    const own = id === undefined ? undefined : products.get(id)
    // A component of a product: the component is what is meant, as far as it has a package URL.
    if (id !== undefined && own && inside?.id.startsWith('pkg:') === true) {
      products.set(id, { ...own, packages: [inside.id] })
    }
  }
  const groups = listField(tree, 'product_groups').map(
    (group) => [textField(group, 'group_id') ?? '', textsOf(field(group, 'product_ids'))] as const,
  )
  return { products, groups: new Map(groups) }
}

/** Names on the way to a product: of its vendor, its line, its version. */
type Way = readonly (readonly [category: string, name: string])[]

function addBranches(node: unknown, way: Way, products: Map<string, StatedProduct>, depth: number): void {
  if (depth > DEPTH_LIMIT) throw new EvidenceError(`its product tree is more than ${DEPTH_LIMIT} deep`)
  for (const branch of listField(node, 'branches')) {
    const step = [textField(branch, 'category') ?? '', textField(branch, 'name') ?? ''] as const
    const next = [...way, step]
    add(field(branch, 'product'), next, products)
    addBranches(branch, next, products, depth + 1)
  }
}

function add(product: unknown, way: Way, products: Map<string, StatedProduct>): void {
  const id = textField(product, 'product_id')
  if (id === undefined) return
  const called = (category: string): string | undefined => way.findLast(([name]) => name === category)?.[1]
  const name = called('product_name')
  const own = textField(product, 'name')
  const version = name === undefined ? undefined : called('product_version')
  const helper = field(product, 'product_identification_helper')
  const purl = textField(helper, 'purl') ?? textsOf(field(helper, 'purls'))[0]
  products.set(id, { id: purl ?? id, name: version === undefined ? (own ?? name ?? id) : name, version, packages: [] })
}
