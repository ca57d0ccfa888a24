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

/** More than this is said of one product by no document that anybody reads. */
const MOST_SAID = 1_000

/** What of a list speaks of a product, in the list's order: it names the product, a group that it is of, or nothing and so all. */
export function itemsByProduct(
  items: readonly unknown[],
  groups: CsafProducts['groups'],
): (product: string) => readonly unknown[] {
  const ofAll: number[] = []
  const byProduct = new Map<string, number[]>()
  const byGroup = new Map<string, number[]>()
  const note = (places: Map<string, number[]>, name: string, place: number): void => {
    const known = places.get(name)
    if (known) known.push(place)
    else places.set(name, [place])
  }
  for (const [place, item] of items.entries()) {
    const products = textsOf(field(item, 'products') ?? field(item, 'product_ids'))
    const named = textsOf(field(item, 'group_ids'))
    if (products.length === 0 && named.length === 0) ofAll.push(place)
    for (const product of products) note(byProduct, product, place)
    for (const group of named) note(byGroup, group, place)
  }
  const groupsOf = byGroup.size === 0 ? undefined : groupsByProduct(groups)
  return (product) => {
    const places = new Set<number>()
    const add = (more: readonly number[] = []): void => {
      for (const place of more) places.add(place)
      if (places.size > MOST_SAID) {
        throw new EvidenceError(
          `a vulnerability says more than ${MOST_SAID} things of the product ${product.slice(0, 80)}`,
        )
      }
    }
    add(ofAll)
    add(byProduct.get(product))
    for (const group of groupsOf?.get(product) ?? []) add(byGroup.get(group))
    return [...places].sort((left, right) => left - right).map((place) => items[place])
  }
}

const inverted = new WeakMap<CsafProducts['groups'], ReadonlyMap<string, readonly string[]>>()

/** The groups that each product is of. */
function groupsByProduct(groups: CsafProducts['groups']): ReadonlyMap<string, readonly string[]> {
  const known = inverted.get(groups)
  if (known) return known
  const groupsOf = new Map<string, string[]>()
  for (const [group, products] of groups) {
    for (const product of products) {
      const others = groupsOf.get(product)
      if (others) others.push(group)
      else groupsOf.set(product, [group])
    }
  }
  inverted.set(groups, groupsOf)
  return groupsOf
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
