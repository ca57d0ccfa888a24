import { EvidenceError } from '../../model/errors.ts'
import { enter, leave, type LineCursor, NewlineCounter } from '../position.ts'
import { OutputBytes } from './output-bytes.ts'
import { type PathNode, pathTree } from './path-tree.ts'
import { JsonLines } from './json-lines.ts'
import { ElementBatch } from './element-batch.ts'
import {
  BACKSLASH,
  CLOSES,
  CLOSE_ARRAY,
  COMMA,
  KIND,
  OPENS,
  OPEN_ARRAY,
  PLAIN,
  QUOTE,
  QUOTES,
  SEPARATES,
  SPACE,
} from './bytes.ts'

/** What a reader does with a document. */
export interface JsonHandler {
  /**
   * An element of a streamed array. `stream` is the place of its path in the list given;
   * `outer` the index in the outermost array around the streamed one (the run, for `runs[].results[]`), else 0.
   */
  element(value: unknown, stream: number, outer: number): void
  /** All the rest, with the streamed arrays left empty. Not called where the documents themselves are streamed. */
  document?(value: unknown): void
}

/** The path that streams whole documents, one after the other (JSON lines, concatenated JSON). */
export const DOCUMENTS = ''

const DEPTH_LIMIT = 1_024
const NO_BYTES = new Uint8Array(0)

interface Container {
  readonly node: PathNode | undefined
  readonly isArray: boolean
  index: number
}

/**
 * Cuts large arrays of a JSON document at the borders of their elements and gives these to JSON.parse in batches,
 * so that a report of any size is read in flat memory at about JSON.parse's own speed.
 * Paths name arrays by the keys to them: `[]`, `results[]`, `runs[].results[]`; or `DOCUMENTS` alone.
 * Throws EvidenceError where the text is not JSON.
 */
export class JsonSplitter implements LineCursor {
  readonly #handler: JsonHandler
  readonly #tree: PathNode
  /** The documents themselves are streamed. */
  readonly #documents: boolean
  readonly #rest = new OutputBytes()
  readonly #batch: ElementBatch
  readonly #containers: Container[] = []
  #scan: (chunk: Uint8Array, at: number) => number
  #offset = 0
  readonly #newlines = new NewlineCounter()
  readonly #lines: JsonLines
  #inString = false
  #escaped = false
  /** Containers open inside the current element. */
  #nesting = 0
  /** Between elements: the last thing met was an element, or a comma. */
  #afterElement = false
  #afterComma = false
  /** Where the current key begins in the rest, -1 outside of a key. */
  #keyStart = -1
  #key = ''
  #expectsKey = false

  constructor(paths: readonly string[], handler: JsonHandler) {
    this.#handler = handler
    this.#tree = pathTree(paths)
    this.#documents = paths.includes(DOCUMENTS)
    const batch = new OutputBytes()
    this.#lines = new JsonLines(this.#rest, batch)
    this.#batch = new ElementBatch(batch, DEPTH_LIMIT, {
      element: (value, stream, outer) => {
        handler.element(value, stream, outer)
      },
      parse: (text) => this.#parse(text),
      newlines: this.#newlines,
      lines: this.#lines,
    })
    this.#scan = this.#documents ? this.#between : this.#outside
  }

  get line(): number {
    return this.#newlines.count + 1
  }

  lineOf(...texts: readonly string[]): number {
    return this.#lines.lineOf(texts)
  }

  write(chunk: Uint8Array): void {
    const before = enter(this)
    this.#newlines.begin(chunk)
    this.#batch.beginChunk(chunk)
    let at = 0
    while (at < chunk.length) at = this.#scan(chunk, at)
    this.#newlines.countTo(chunk.length)
    this.#offset += chunk.length
    leave(before, chunk)
  }

  end(): void {
    const before = enter(this)
    this.#end()
    leave(before, NO_BYTES)
  }

  #end(): void {
    if (this.#documents) {
      if (this.#scan === this.#inElement && this.#nesting === 0 && !this.#inString) this.#endElement(0)
      if (this.#scan === this.#inElement) throw this.#error('it ends inside a value: it was cut off')
      this.#batch.flush()
      return
    }
    if (this.#containers.length > 0 || this.#inString) throw this.#error('it ends inside a value: it was cut off')
    const rest = this.#parse(this.#rest.text())
    this.#lines.enterDocument()
    this.#handler.document?.(rest)
  }

  get #isOutsideString(): boolean {
    return !this.#inString
  }

  /** Outside of streamed arrays: everything is kept, and the way to the streamed arrays is followed. */
  #outside(chunk: Uint8Array, from: number): number {
    let start = from
    let at = from
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#string(chunk, at)
        if (this.#keyStart >= 0 && this.#isOutsideString) {
          this.#rest.append(chunk, start, at)
          start = at
          this.#key = this.#parse(this.#rest.text(this.#keyStart)) as string
          this.#keyStart = -1
        }
        continue
      }
      const byte = chunk[at] as number
      const kind = KIND[byte] as number
      at += 1
      if (kind <= SPACE) continue
      if (kind === OPENS) {
        if (this.#open(byte === OPEN_ARRAY)) {
          this.#rest.append(chunk, start, at)
          return at
        }
      } else if (kind === CLOSES) {
        if (this.#containers.pop()?.isArray !== (byte === CLOSE_ARRAY)) {
          throw this.#error('its brackets do not match', at)
        }
        this.#expectsKey = false
      } else if (kind === SEPARATES) {
        const container = this.#containers.at(-1)
        if (container) container.index += 1
        this.#expectsKey = container?.isArray === false
      } else {
        this.#inString = true
        if (this.#expectsKey && this.#containers.at(-1)?.node) this.#keyStart = this.#rest.length + at - 1 - start
        this.#expectsKey = false
      }
    }
    this.#rest.append(chunk, start, at)
    return at
  }

  /** Enters a container; true where its elements are streamed. */
  #open(isArray: boolean): boolean {
    if (this.#containers.length === DEPTH_LIMIT) throw this.#error(`values are nested more than ${DEPTH_LIMIT} deep`)
    const parent = this.#containers.at(-1)
    const node =
      parent === undefined ? this.#tree : parent.isArray ? parent.node?.items : parent.node?.keys.get(this.#key)
    this.#containers.push({ node, isArray, index: 0 })
    this.#expectsKey = !isArray
    if (!isArray || node?.stream === undefined) return false
    const outer = this.#containers.find((container) => container.isArray)?.index ?? 0
    this.#batch.of = { stream: node.stream, outer }
    this.#afterElement = false
    this.#afterComma = false
    this.#scan = this.#between
    return true
  }

  /** In a streamed array, before or behind an element. */
  #between(chunk: Uint8Array, from: number): number {
    const byte = chunk[from] as number
    const kind = KIND[byte] as number
    if (kind === SPACE) return from + 1
    if (byte === COMMA && this.#afterElement && !this.#documents) {
      this.#afterElement = false
      this.#afterComma = true
      return from + 1
    }
    if (byte === CLOSE_ARRAY && !this.#afterComma && !this.#documents) {
      this.#batch.flush()
      this.#containers.pop()
      this.#newlines.countTo(from)
      this.#lines.noteRest(this.line)
      this.#rest.push(CLOSE_ARRAY)
      this.#expectsKey = false
      this.#scan = this.#outside
      return from + 1
    }
    if (kind === CLOSES || kind === SEPARATES || (this.#afterElement && !this.#documents)) {
      throw this.#error('an array is not well-formed', from)
    }
    this.#afterComma = false
    const ahead = this.#documents ? from : this.#batch.leap(chunk, from)
    if (ahead > from) {
      this.#afterElement = true
      return ahead
    }
    this.#nesting = 0
    this.#newlines.countTo(from)
    this.#batch.begin()
    this.#scan = this.#inElement
    return from
  }

  #inElement(chunk: Uint8Array, from: number): number {
    const { length } = chunk
    let nesting = this.#nesting
    let at = this.#inString ? this.#string(chunk, from) : from
    while (at < length) {
      const kind = KIND[chunk[at] as number] as number
      if (kind === PLAIN || (kind <= SEPARATES && nesting > 0)) {
        at += 1
        continue
      }
      if (kind === QUOTES) {
        this.#inString = true
        at = this.#string(chunk, at + 1)
        continue
      }
      if (kind === OPENS) {
        if (nesting === DEPTH_LIMIT) throw this.#error(`values are nested more than ${DEPTH_LIMIT} deep`, at)
        nesting += 1
        at += 1
        continue
      }
      // What ends a plain value belongs to the array; the bracket that closes the last container to the element.
      if (nesting > 0) {
        at += 1
        nesting -= 1
        if (nesting > 0) continue
      }
      this.#batch.append(chunk, from, at)
      this.#newlines.countTo(at)
      this.#endElement(at)
      return at
    }
    this.#nesting = nesting
    this.#batch.append(chunk, from, at)
    return at
  }

  #endElement(at: number): void {
    this.#batch.end(at)
    this.#afterElement = true
    this.#scan = this.#between
  }

  /** Goes on in a string; returns where it ends, or the end of the chunk. */
  #string(chunk: Uint8Array, from: number): number {
    let at = from
    if (this.#escaped) {
      this.#escaped = false
      at += 1
    }
    while (at < chunk.length) {
      const byte = chunk[at] as number
      if (byte === QUOTE) {
        this.#inString = false
        return at + 1
      }
      if (byte === BACKSLASH) {
        at += 1
        if (at === chunk.length) this.#escaped = true
      }
      at += 1
    }
    return chunk.length
  }

  /** V8's own message quotes the document, secrets and all: it is not passed on. */
  #parse(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch {
      throw this.#error(text.trim() === '' ? 'it is empty' : 'a value is not well-formed')
    }
  }

  #error(what: string, at = 0): EvidenceError {
    return new EvidenceError(`it is not valid JSON: ${what} (before byte ${this.#offset + at + 1})`)
  }
}
