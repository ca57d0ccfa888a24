import type { XmlAttributes } from './attributes.ts'
import type { CharacterCheck } from './character-check.ts'
import {
  NAME_CLASS,
  SPACE_CLASS,
  TEXT_FORBIDDEN,
  TEXT_LAST_PLANE,
  TEXT_MARKUP,
  TEXT_NEWLINE,
  TEXT_PLAIN,
  TEXT_REFERENCE,
  VALUE_CLASS,
  VALUE_SPACE,
  isName,
} from './characters.ts'
import type { XmlNames } from './names.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A power of two. */
const FOLLOWERS = 512

/** Reads a start tag as a whole; what it found stands in its fields until the next one. */
export class StartTag {
  /** Number of the element's name. */
  name = 0
  /** It ends in `/>`. */
  isEmpty = false
  readonly #names: XmlNames
  readonly #attributes: XmlAttributes
  readonly #check: CharacterCheck
  #nameId = 0
  #lines = 0
  /** The element, and the attribute, that last came after a name: reports repeat themselves, and a wrong guess costs little. */
  readonly #followers = new Int32Array(FOLLOWERS)

  constructor(names: XmlNames, attributes: XmlAttributes, check: CharacterCheck) {
    this.#names = names
    this.#attributes = attributes
    this.#check = check
  }

  /** `at` is at the `<`. Returns the end of the tag, -1 where more bytes are needed. */
  read(bytes: Uint8Array, at: number, length: number): number {
    let position = this.#readName(bytes, at + 1, length, this.name * 2)
    if (position < 0) return -1
    this.name = this.#nameId
    this.#lines = 0
    this.#attributes.reset(bytes)
    for (;;) {
      const before = position
      position = this.#skipSpace(bytes, position, length)
      if (position >= length) return -1
      const byte = bytes[position]
      if (byte === 0x3e) return this.#end(position + 1, false)
      if (byte === 0x2f) {
        if (position + 1 >= length) return -1
        if (bytes[position + 1] !== 0x3e) throw this.#check.fault('a "/" stands inside a tag')
        return this.#end(position + 2, true)
      }
      if (position === before) throw this.#check.fault('two attributes are not separated by a space')
      position = this.#readAttribute(bytes, position, length)
      if (position < 0) return -1
    }
  }

  #end(position: number, isEmpty: boolean): number {
    this.isEmpty = isEmpty
    this.#check.line += this.#lines
    return position
  }

  #skipSpace(bytes: Uint8Array, from: number, length: number): number {
    let at = from
    for (; at < length && SPACE_CLASS[bytes[at] as number] === 1; at += 1) {
      if (bytes[at] === 0x0a) this.#lines += 1
    }
    return at
  }

  /** Reads a name into `#nameId`; returns its end, -1 where more bytes are needed. `before` is made of the name that stands before it. */
  #readName(bytes: Uint8Array, start: number, length: number, before: number): number {
    const place = before & (FOLLOWERS - 1)
    const expected = this.#followers[place] as number
    const expectedEnd = this.#names.endOf(expected, bytes, start, length)
    if (expectedEnd > start) {
      this.#nameId = expected
      return expectedEnd
    }
    let at = start
    let hash = 0
    let high = 0
    for (; at < length; at += 1) {
      const byte = bytes[at] as number
      if (NAME_CLASS[byte] === 0) break
      hash = Math.imul(hash ^ byte, 0x01000193)
      high |= byte
    }
    if (at >= length) return -1
    if (at === start || NAME_CLASS[bytes[start] as number] !== 2) throw this.#check.fault('a name was expected')
    if (high > 0x7f && !isName(decoder.decode(bytes.subarray(start, at)))) {
      throw this.#check.fault('a name has characters that XML forbids in names')
    }
    this.#nameId = this.#names.intern(bytes, start, at, hash)
    if (this.#nameId < 0) throw this.#check.fault('it has too many different names')
    this.#followers[place] = this.#nameId
    return at
  }

  /** Reads `name = "value"`; returns its end, -1 where more bytes are needed. */
  #readAttribute(bytes: Uint8Array, start: number, length: number): number {
    let at = this.#readName(bytes, start, length, this.#nameId * 2 + 1)
    if (at < 0) return -1
    const name = this.#nameId
    if (!this.#attributes.meet(name)) throw this.#fault('the attribute', name, 'stands twice in a tag')
    at = this.#skipSpace(bytes, at, length)
    if (at >= length) return -1
    if (bytes[at] !== 0x3d) throw this.#fault('the attribute', name, 'has no value')
    at = this.#skipSpace(bytes, at + 1, length)
    if (at >= length) return -1
    const quote = bytes[at] as number
    if (quote !== 0x22 && quote !== 0x27) throw this.#fault('the value of', name, 'is not quoted')
    return this.#readValue(bytes, name, quote, at + 1, length)
  }

  #readValue(bytes: Uint8Array, name: number, quote: number, start: number, length: number): number {
    let at = start
    let isChanged = 0
    for (;;) {
      let kind = TEXT_PLAIN
      while (at < length && (kind = VALUE_CLASS[bytes[at] as number] as number) === TEXT_PLAIN) at += 1
      if (at >= length) return -1
      const byte = bytes[at] as number
      if (byte === quote) break
      if (kind === TEXT_NEWLINE) this.#lines += 1
      if (kind === TEXT_NEWLINE || kind === VALUE_SPACE) isChanged = 1
      else if (kind === TEXT_REFERENCE) {
        const end = this.#check.referenceEnd(bytes, at, length, false)
        if (end < 0) return -1
        this.#check.resolve(bytes, at, end)
        isChanged = 1
        at = end - 1
      } else if (kind === TEXT_MARKUP) throw this.#fault('"<" stands in the value of', name, '')
      else if (kind === TEXT_FORBIDDEN) this.#check.forbidden(byte)
      else if (kind === TEXT_LAST_PLANE) {
        if (length - at < 3) return -1
        this.#check.lastPlane(bytes, at)
      }
      at += 1
    }
    this.#attributes.add(name, start, at, isChanged)
    return at + 1
  }

  #fault(before: string, name: number, after: string): Error {
    return this.#check.fault(`${before} ${this.#names.text(name)} ${after}`.trimEnd())
  }
}
