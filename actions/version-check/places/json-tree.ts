import { DEPTH_LIMIT, UnreadableError, type ValueNode } from './value-tree.ts'

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const PLAIN = /[^"\\\u0000-\u001f]*/y
const SPACE = /[ \t\r\n]*/y

/**
 * Reads JSON (RFC 8259) with the span of every value, which JSON.parse does not tell.
 * Throws UnreadableError; a key that is there twice is refused, for readers take one or the other.
 */
export function readJsonTree(text: string): ValueNode {
  const reader = new JsonTreeReader(text)
  return reader.document()
}

class JsonTreeReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
    if (text.startsWith('\uFEFF')) this.#at = 1
  }

  document(): ValueNode {
    const root = this.#value(0)
    this.#space()
    if (this.#at < this.#text.length) throw this.#fault('there is something behind its end')
    return root
  }

  #fault(problem: string, offset = this.#at): UnreadableError {
    return new UnreadableError(`it is not valid JSON: ${problem}`, offset)
  }

  #space(): void {
    this.#match(SPACE)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  #value(depth: number): ValueNode {
    if (depth > DEPTH_LIMIT) throw this.#fault(`values are nested more than ${DEPTH_LIMIT} deep`)
    this.#space()
    const start = this.#at
    const first = this.#text[start]
    if (first === '{') return this.#map(depth)
    if (first === '[') return this.#list(depth)
    if (first === '"') {
      const text = this.#string()
      return { kind: 'scalar', start: start + 1, end: this.#at - 1, text, isText: true }
    }
    const text = this.#match(NUMBER) ?? this.#match(WORD)
    if (text === undefined) throw this.#fault(first === undefined ? 'it ends too early' : 'a value is expected')
    return { kind: 'scalar', start, end: this.#at, text, isText: false, readAs: String(JSON.parse(text)) }
  }

  #map(depth: number): ValueNode {
    const start = this.#at
    const entries = new Map<string, ValueNode>()
    this.#at += 1
    this.#space()
    if (this.#takes('}')) return { kind: 'map', start, end: this.#at, entries }
    do {
      this.#space()
      const keyAt = this.#at
      if (this.#text[keyAt] !== '"') throw this.#fault('a key in double quotes is expected')
      const key = this.#string()
      if (entries.has(key)) throw new UnreadableError(`it has the key ${JSON.stringify(key)} twice`, keyAt)
      this.#space()
      if (!this.#takes(':')) throw this.#fault('a colon is expected')
      entries.set(key, this.#value(depth + 1))
      this.#space()
    } while (this.#takes(','))
    if (!this.#takes('}')) throw this.#fault('a comma or } is expected')
    return { kind: 'map', start, end: this.#at, entries }
  }

  #list(depth: number): ValueNode {
    const start = this.#at
    const items: ValueNode[] = []
    this.#at += 1
    this.#space()
    if (this.#takes(']')) return { kind: 'list', start, end: this.#at, items }
    do {
      items.push(this.#value(depth + 1))
      this.#space()
    } while (this.#takes(','))
    if (!this.#takes(']')) throw this.#fault('a comma or ] is expected')
    return { kind: 'list', start, end: this.#at, items }
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    return true
  }

  #string(): string {
    const start = this.#at
    this.#at += 1
    for (;;) {
      this.#match(PLAIN)
      const next = this.#text[this.#at]
      if (next === '"') break
      if (next !== '\\') throw this.#fault('a text does not end')
      this.#at += 2
    }
    this.#at += 1
    const written = this.#text.slice(start, this.#at)
    if (!written.includes('\\')) return written.slice(1, -1)
    try {
      return JSON.parse(written) as string
    } catch {
      throw this.#fault('a text has an escape that JSON does not know', start)
    }
  }
}
