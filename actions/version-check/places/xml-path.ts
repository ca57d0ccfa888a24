import { ConfigurationError } from '../../shared/model/errors.ts'
import type { XmlElement, XmlValue } from './xml-tree.ts'

interface Step {
  readonly isDeep: boolean
  readonly name: string
  /** 1-based. */
  readonly position: number | undefined
  readonly condition: { readonly name: string; readonly isAttribute: boolean; readonly value: string } | undefined
}

const STEP =
  /(\/\/?)(?:[\w.-]+:)?([\w.-]+|\*)(?:\[(?:(\d+)|(@?)(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:'([^']*)'|"([^"]*)"))\])?/y
const END = /\/@([\w.:-]+)$|\/text\(\)$|$/y

/**
 * The part of XPath 1.0 that leads to single values: `/a/b`, `//b`, `[2]`, `[name='x']`, `[@id='x']`, `/@attribute`,
 * `/text()`. Prefixes are passed over. Throws ConfigurationError.
 */
export function parseXmlPath(path: string): (root: XmlElement) => readonly (XmlValue | undefined)[] {
  const steps: Step[] = []
  STEP.lastIndex = 0
  let from = 0
  for (let found = STEP.exec(path); found; found = STEP.exec(path)) {
    const [, slashes = '', name = '', position, at, key, single, double] = found
    const condition =
      key === undefined ? undefined : { name: key, isAttribute: at === '@', value: single ?? double ?? '' }
    steps.push({
      isDeep: slashes === '//',
      name,
      position: position === undefined ? undefined : Number(position),
      condition,
    })
    from = STEP.lastIndex
  }
  END.lastIndex = from
  const end = END.exec(path)
  if (end === null || steps.length === 0) {
    const known = "known are /name, //name, [2], [name='text'], [@name='text'], /@name and /text()"
    throw new ConfigurationError(
      `the XPath ${JSON.stringify(path)} is not understood from ${JSON.stringify(path.slice(from))} on; ${known}`,
    )
  }
  const attribute = end[1]
  return (root) => {
    const document: XmlElement = { name: '', attributes: new Map(), children: [root], value: undefined }
    const elements = steps.reduce<readonly XmlElement[]>(
      (parents, step) => [...new Set(parents.flatMap((parent) => take(parent, step)))],
      [document],
    )
    if (attribute === undefined) return elements.map(({ value }) => value)
    return elements.flatMap(({ attributes }) => attributes.get(attribute) ?? [])
  }
}

function take(parent: XmlElement, { isDeep, name, position, condition }: Step): readonly XmlElement[] {
  const children = isDeep ? [...descendants(parent)] : parent.children
  const named = children.filter((child) => name === '*' || child.name === name)
  const kept = condition ? named.filter((child) => holds(child, condition)) : named
  return position === undefined ? kept : kept.slice(position - 1, position)
}

function holds(element: XmlElement, { name, isAttribute, value }: NonNullable<Step['condition']>): boolean {
  if (isAttribute) return element.attributes.get(name)?.text === value
  return element.children.some((child) => child.name === name && child.value?.text === value)
}

function* descendants(element: XmlElement): Generator<XmlElement> {
  for (const child of element.children) {
    yield child
    yield* descendants(child)
  }
}
