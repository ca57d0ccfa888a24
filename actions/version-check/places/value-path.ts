import { ConfigurationError } from '../../shared/model/errors.ts'
import { at, type ValueNode } from './value-tree.ts'

type Step =
  | { readonly kind: 'child'; readonly key: string | number }
  | { readonly kind: 'each' }
  | { readonly kind: 'where'; readonly keys: readonly string[]; readonly value: string }

/** A path may begin with the name alone. */
const FIRST_NAME = /[\p{L}\p{N}_$-]+/uy
const NAME = /\.([\p{L}\p{N}_$-]+)/uy
const INDEX = /\[(\d+)\]/y
const QUOTED = /\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/y
const EACH = /\.\*|\[\*\]/y
const FILTER = /\[\?\s*\(?\s*@\.([\p{L}\p{N}_.$-]+)\s*==\s*(?:'([^']*)'|"([^"]*)")\s*\)?\s*\]/uy

/**
 * The part of JSONPath (RFC 9535) that leads to single values, for JSON, YAML and TOML alike: `$.a.b[0]`, `['a b']`, `[*]`
 * and `[?@.name=='x']`; the `$` can be left out. Throws ConfigurationError.
 */
export function parseValuePath(path: string): (root: ValueNode) => readonly ValueNode[] {
  const steps: Step[] = []
  let from = path.startsWith('$') ? 1 : 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = from
    const found = pattern.exec(path)
    if (found) from = pattern.lastIndex
    return found
  }
  const first = from === 0 ? match(FIRST_NAME) : null
  if (first) steps.push({ kind: 'child', key: first[0] })
  while (from < path.length) {
    const index = match(INDEX)
    const quoted = index ? null : match(QUOTED)
    if (index) steps.push({ kind: 'child', key: Number(index[1]) })
    else if (quoted) steps.push({ kind: 'child', key: (quoted[1] ?? quoted[2] ?? '').replaceAll(/\\(.)/g, '$1') })
    else if (match(EACH)) steps.push({ kind: 'each' })
    else {
      const filter = match(FILTER)
      const name = filter ? null : match(NAME)
      if (filter) steps.push({ kind: 'where', keys: (filter[1] ?? '').split('.'), value: filter[2] ?? filter[3] ?? '' })
      else if (name) steps.push({ kind: 'child', key: name[1] ?? '' })
      else throw new ConfigurationError(unknownPart(path, from))
    }
  }
  if (steps.length === 0) throw new ConfigurationError(`the path ${JSON.stringify(path)} leads nowhere`)
  return (root) =>
    steps.reduce<readonly ValueNode[]>((nodes, step) => nodes.flatMap((node) => take(node, step)), [root])
}

function unknownPart(path: string, from: number): string {
  const known = `known are .name, ['name'], [0], [*] and [?@.name=='text']`
  return `the path ${JSON.stringify(path)} has ${JSON.stringify(path.slice(from, from + 20))}, which is not known; ${known}`
}

function take(node: ValueNode, step: Step): readonly ValueNode[] {
  if (step.kind === 'child') {
    const found = at(node, step.key)
    return found ? [found] : []
  }
  const children = node.kind === 'list' ? node.items : node.kind === 'map' ? [...node.entries.values()] : []
  if (step.kind === 'each') return children
  return children.filter((child) => {
    const found = at(child, ...step.keys)
    return found?.kind === 'scalar' && found.text === step.value
  })
}
