import type { XmlNames } from './names.ts'
import { decodeReferences } from './references.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const POWERS = Float64Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

interface Span {
  bytes: Uint8Array
  start: number
  end: number
}

/** The attributes of the current tag: where their values are, decoded only when asked for. */
export class XmlAttributes {
  readonly #names: XmlNames
  #bytes: Uint8Array = new Uint8Array(0)
  /** Name, start, end and whether the value has references or line ends, for each attribute. */
  #notes = new Int32Array(64)
  #count = 0
  #tag = 0
  /** Number of the last tag that an attribute name was met in. */
  #metIn = new Int32Array(256)
  /** For each name of the vocabulary: the last tag that had it, and where it is noted. */
  readonly #lastTagWith: Int32Array
  readonly #placeOf: Int32Array
  /** One for each name of the vocabulary: new ones for every value would be most of the collector's work. */
  readonly #spans: readonly Span[]

  constructor(names: XmlNames, vocabularySize: number) {
    this.#names = names
    this.#lastTagWith = new Int32Array(vocabularySize)
    this.#placeOf = new Int32Array(vocabularySize)
    this.#spans = Array.from({ length: vocabularySize }, () => ({ bytes: this.#bytes, start: 0, end: 0 }))
  }

  /** A new tag begins. */
  reset(bytes: Uint8Array): void {
    if (this.#bytes !== bytes) this.#bytes = bytes
    this.#count = 0
    this.#tag += 1
  }

  /** Notes that the tag has an attribute of the name; false where it had one before. */
  meet(name: number): boolean {
    if (name >= this.#metIn.length) this.#metIn = larger(this.#metIn, name + 1)
    if (this.#metIn[name] === this.#tag) return false
    this.#metIn[name] = this.#tag
    return true
  }

  add(name: number, start: number, end: number, changes: number): void {
    const at = this.#count * 4
    if (at === this.#notes.length) this.#notes = larger(this.#notes, at + 4)
    this.#notes[at] = name
    this.#notes[at + 1] = start
    this.#notes[at + 2] = end
    this.#notes[at + 3] = changes
    this.#count += 1
    const symbol = this.#names.symbol(name)
    if (symbol >= 0) {
      this.#lastTagWith[symbol] = this.#tag
      this.#placeOf[symbol] = at
    }
  }

  /** The decoded value; undefined where the tag has no such attribute. */
  text(symbol: number): string | undefined {
    const span = this.span(symbol)
    return span && decoder.decode(span.bytes.subarray(span.start, span.end))
  }

  /** The decoded bytes of a value; borrowed until the handler returns. */
  span(symbol: number): Readonly<Span> | undefined {
    const at = this.#find(symbol)
    if (at < 0) return undefined
    const span = this.#spans[symbol] as Span
    // Storing what is there already would be told to the collector.
    if (span.bytes !== this.#bytes) span.bytes = this.#bytes
    span.start = this.#notes[at + 1] as number
    span.end = this.#notes[at + 2] as number
    if (this.#notes[at + 3] === 0) return span
    span.bytes = decodeReferences(this.#bytes.subarray(span.start, span.end))
    span.start = 0
    span.end = span.bytes.length
    return span
  }

  /** A whole number of at most 15 digits; -1 where the value is absent or anything else. */
  count(symbol: number): number {
    const at = this.#find(symbol)
    if (at < 0) return -1
    let position = this.#notes[at + 1] as number
    const end = this.#notes[at + 2] as number
    if (position === end || end - position > 15) return -1
    let value = 0
    for (; position < end; position += 1) {
      const digit = (this.#bytes[position] as number) - 0x30
      if (digit < 0 || digit > 9) return -1
      value = value * 10 + digit
    }
    return value
  }

  /** A decimal number; NaN where the value is absent or anything else. Thousands separators are skipped (Surefire writes them). */
  number(symbol: number): number {
    const at = this.#find(symbol)
    if (at < 0) return Number.NaN
    let position = this.#notes[at + 1] as number
    const end = this.#notes[at + 2] as number
    if (position === end || end - position > 15) return this.#slowNumber(symbol)
    let digits = 0
    let scale = -1
    for (; position < end; position += 1) {
      const byte = this.#bytes[position] as number
      const digit = byte - 0x30
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit
        if (scale >= 0) scale += 1
      } else if (byte === 0x2e && scale < 0) scale = 0
      else if (byte !== 0x2c) return this.#slowNumber(symbol)
    }
    return scale > 0 ? digits / (POWERS[scale] as number) : digits
  }

  /** Names as written, for recognising formats. */
  names(): string[] {
    return Array.from({ length: this.#count }, (_, index) => this.#names.text(this.#notes[index * 4] as number))
  }

  #slowNumber(symbol: number): number {
    const text = (this.text(symbol) ?? '').trim()
    return text === '' ? Number.NaN : Number(text)
  }

  #find(symbol: number): number {
    return this.#lastTagWith[symbol] === this.#tag ? (this.#placeOf[symbol] as number) : -1
  }
}

function larger(array: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.max(needed, array.length * 2))
  copy.set(array)
  return copy
}
