import { type MapNode, UnreadableError, type ValueNode } from './value-tree.ts'

const SPACE = /[ \t]*/y
const GAP = /(?:[ \t\r\n]|#[^\n]*)*/y
const BARE_KEY = /[A-Za-z0-9_-]+/y
const BARE_VALUE = /[^,\]}#\r\n]+/y

/**
 * Reads TOML 1.0 with the span of every value. smol-toml judges whether the text is TOML, duplicate keys included, so that
 * this reader only needs to find its way. Rejects with UnreadableError.
 */
export async function readTomlTree(text: string): Promise<MapNode> {
  const { parse, TomlError } = await import('smol-toml')
  const start = text.startsWith('\uFEFF') ? 1 : 0
  try {
    parse(text.slice(start))
  } catch (error) {
    if (!(error instanceof TomlError)) throw new UnreadableError('it is not valid TOML', 0)
    const offset = text.split('\n', error.line - 1).join('\n').length + (error.line > 1 ? 1 : 0)
    throw new UnreadableError(
      `it is not valid TOML: ${/(?<=: ).+/.exec(error.message)?.[0] ?? 'nobody can tell why'}`,
      offset,
    )
  }
  return new TomlTreeReader(text, start).document()
}

class TomlTreeReader {
  readonly #text: string
  #at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  document(): MapNode {
    const root = mapAt(0)
    let table = root
    for (;;) {
      this.#match(GAP)
      if (this.#at >= this.#text.length) return root
      if (this.#text[this.#at] === '[') table = this.#header(root)
      else this.#assign(table)
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #header(root: MapNode): MapNode {
    const start = this.#at
    const isList = this.#text.startsWith('[[', start)
    this.#at += isList ? 2 : 1
    const keys = this.#keys()
    this.#at += isList ? 2 : 1
    const last = keys.pop() ?? ''
    const parent = keys.reduce((map, key) => within(map, key, start), root)
    if (!isList) return within(parent, last, start)
    const list = parent.entries.get(last)
    const table = mapAt(start)
    if (list?.kind === 'list') list.items.push(table)
    else parent.entries.set(last, { kind: 'list', start, end: start, items: [table] })
    return table
  }

  #assign(table: MapNode): void {
    const start = this.#at
    const keys = this.#keys()
    this.#at += 1
    const last = keys.pop() ?? ''
    const map = keys.reduce((here, key) => within(here, key, start), table)
    this.#match(SPACE)
    map.entries.set(last, this.#value())
  }

  /** A dotted key and the space around it. */
  #keys(): string[] {
    const keys: string[] = []
    for (;;) {
      this.#match(SPACE)
      const quote = this.#text[this.#at]
      keys.push(quote === '"' || quote === "'" ? this.#string(quote).text : this.#required(BARE_KEY))
      this.#match(SPACE)
      if (this.#text[this.#at] !== '.') return keys
      this.#at += 1
    }
  }

  #required(pattern: RegExp): string {
    const found = this.#match(pattern)
    if (found === '') throw new UnreadableError('its spans cannot be told', this.#at)
    return found
  }

  #value(): ValueNode {
    const start = this.#at
    const first = this.#text[start]
    if (first === '"' || first === "'") {
      const { text, from, to } = this.#string(first)
      return { kind: 'scalar', start: from, end: to, text, isText: true }
    }
    if (first === '[') {
      this.#at += 1
      const items: ValueNode[] = []
      this.#match(GAP)
      while (this.#text[this.#at] !== ']') {
        items.push(this.#value())
        this.#separator()
      }
      this.#at += 1
      return { kind: 'list', start, end: this.#at, items }
    }
    if (first === '{') {
      this.#at += 1
      const map = mapAt(start)
      this.#match(GAP)
      while (this.#text[this.#at] !== '}') {
        this.#assign(map)
        this.#separator()
      }
      this.#at += 1
      return map
    }
    const text = this.#required(BARE_VALUE).trimEnd()
    return { kind: 'scalar', start, end: start + text.length, text, isText: false, readAs: text }
  }

  #separator(): void {
    this.#match(GAP)
    if (this.#text[this.#at] === ',') this.#at += 1
    this.#match(GAP)
    if (this.#at >= this.#text.length) throw new UnreadableError('its spans cannot be told', this.#at)
  }

  #string(quote: string): { readonly text: string; readonly from: number; readonly to: number } {
    const isLong = this.#text.startsWith(quote.repeat(3), this.#at)
    const fence = isLong ? quote.repeat(3) : quote
    const from = this.#at + fence.length
    let to = from
    while (to < this.#text.length && !this.#text.startsWith(fence, to)) {
      to += quote === '"' && this.#text[to] === '\\' ? 2 : 1
    }
    // Up to two quotes may stand before the closing three.
    while (isLong && this.#text[to + 3] === quote) to += 1
    this.#at = to + fence.length
    return { text: this.#text.slice(from, to), from, to }
  }
}

function mapAt(start: number): MapNode {
  return { kind: 'map', start, end: start, entries: new Map() }
}

/** The table of a key: the last one where there are several, as TOML has it; made where there is none. */
function within(map: MapNode, key: string, start: number): MapNode {
  const found = map.entries.get(key)
  if (found?.kind === 'map') return found
  const last = found?.kind === 'list' ? found.items.at(-1) : undefined
  if (last?.kind === 'map') return last
  const made = mapAt(start)
  map.entries.set(key, made)
  return made
}
