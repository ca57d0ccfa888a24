/** A value of a JSON, YAML or TOML document with where it stands. Offsets are of the text that was read. */
export type ValueNode = MapNode | ListNode | ScalarNode | AliasNode

export interface MapNode {
  readonly kind: 'map'
  readonly start: number
  readonly end: number
  readonly entries: Map<string, ValueNode>
  /** It takes keys of other mappings over (`<<` in YAML). */
  readonly isMerged?: boolean | undefined
}

export interface ListNode {
  readonly kind: 'list'
  readonly start: number
  readonly end: number
  readonly items: ValueNode[]
}

export interface ScalarNode {
  readonly kind: 'scalar'
  /** The value without its quotes. */
  readonly start: number
  readonly end: number
  /** The text that it means; that of a number is as it was written. */
  readonly text: string
  readonly isText: boolean
  /** What a reader makes of it where it is no text: 1.1 of 1.10. Absent in YAML where that is what is written. */
  readonly readAs?: string | undefined
}

/** Stands for a value elsewhere in the document (`*name` in YAML). */
export interface AliasNode {
  readonly kind: 'alias'
  readonly start: number
  readonly end: number
}

/** A document that cannot be read: where, and why, as a sentence without its full stop. */
export class UnreadableError extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.name = 'UnreadableError'
    this.offset = offset
  }
}

/** Deeper nesting is no manifest. */
export const DEPTH_LIMIT = 200

/** The value under some keys and indices, or nothing where there is none. */
export function at(node: ValueNode | undefined, ...steps: readonly (string | number)[]): ValueNode | undefined {
  let here = node
  for (const step of steps) {
    if (here?.kind === 'map') here = here.entries.get(String(step))
    else if (here?.kind === 'list') here = typeof step === 'number' ? here.items[step] : undefined
    else return undefined
  }
  return here
}

/** The text under some keys; nothing where there is none or something else. */
export function textAt(node: ValueNode | undefined, ...steps: readonly (string | number)[]): string | undefined {
  const found = at(node, ...steps)
  return found?.kind === 'scalar' ? found.text : undefined
}

export function itemsOf(node: ValueNode | undefined): readonly ValueNode[] {
  return node?.kind === 'list' ? node.items : []
}

export function entriesOf(node: ValueNode | undefined): readonly (readonly [string, ValueNode])[] {
  return node?.kind === 'map' ? [...node.entries] : []
}

/** Every mapping in a document, from the outside in. */
export function* mappingsIn(node: ValueNode | undefined): Generator<MapNode> {
  if (node?.kind === 'map') {
    yield node
    for (const child of node.entries.values()) yield* mappingsIn(child)
  } else if (node?.kind === 'list') {
    for (const child of node.items) yield* mappingsIn(child)
  }
}
