import { EvidenceError } from '../../model/errors.ts'
import {
  NAME_CLASS,
  SPACE_CLASS,
  TEXT_BRACKET,
  TEXT_CLASS,
  TEXT_FORBIDDEN,
  TEXT_LAST_PLANE,
  TEXT_MARKUP,
  TEXT_NEWLINE,
  TEXT_PLAIN,
  TEXT_REFERENCE,
  VALUE_CLASS,
  isCharacter,
  isName,
} from './characters.ts'
import { XmlAttributes } from './attributes.ts'
import { XmlNames } from './names.ts'
import { DOCTYPE, PROLOG_LIMIT, XML_DECLARATION, mayBecomeDoctype } from './prolog.ts'
import { referenceText } from './references.ts'

/** What a reader does with a document. Symbols are places in its vocabulary, -1 for other names. */
export interface XmlHandler {
  /** Attributes can be asked for until it returns; `scanner.keepText` may be set. */
  start(symbol: number): void
  end(symbol: number): void
  /** A piece of character data, decoded, while `scanner.keepText` is set. The bytes are only borrowed. */
  text?(bytes: Uint8Array, start: number, end: number): void
}

export interface XmlOptions {
  /** Take control characters and a bare `]]>` in text: XML forbids both, and test output in reports often has them (Node's own runner, jest-junit). */
  readonly lenient?: boolean
}

/** Deeper nesting is no report. */
const DEPTH_LIMIT = 1_024
/** A tag with all its attributes; text has no limit. */
const TAG_LIMIT = 64 * 1024 * 1024
const REFERENCE_LIMIT = 64
const NO_BYTES = new Uint8Array(0)
const CDATA_START = '[CDATA['
const DOCTYPE_START = 'DOCTYPE'

const IN_TEXT = 0
const IN_CDATA = 1
const IN_COMMENT = 2
const IN_INSTRUCTION = 3

/**
 * A strict scanner over UTF-8 bytes, for documents without declarations of their own:
 * an external DOCTYPE is skipped, one that declares anything is refused. Throws EvidenceError where the document is not well-formed.
 * Positions that it reports are lines of the document.
 */
export class XmlScanner {
  /** Whether character data of the current element is handed on. Cleared at every start and end tag. */
  keepText = false
  /** Those of the tag whose start is being handled. */
  readonly attributes: XmlAttributes

  readonly #names: XmlNames
  readonly #handler: XmlHandler
  readonly #lenient: boolean
  #bytes: Uint8Array = NO_BYTES
  #carry: Uint8Array = NO_BYTES
  #carried = 0
  /** Do not look at carried bytes again before there are as many: keeps long tags linear. */
  #wanted = 0
  #mode = IN_TEXT
  #started = false
  #rootSeen = false
  #doctypeSeen = false
  #depth = 0
  readonly #open = new Int32Array(DEPTH_LIMIT)
  #line = 1

  constructor(vocabulary: readonly string[], handler: XmlHandler, options: XmlOptions = {}) {
    this.#names = new XmlNames(vocabulary)
    this.attributes = new XmlAttributes(this.#names, vocabulary.length)
    this.#handler = handler
    this.#lenient = options.lenient ?? false
  }

  /** 1-based line of the end of the current token. */
  get line(): number {
    return this.#line
  }

  /** Number of open elements, the current one included. */
  get depth(): number {
    return this.#depth
  }

  write(chunk: Uint8Array): void {
    if (this.#carried === 0) {
      this.#scan(chunk, chunk.length, false)
      return
    }
    const length = this.#carried + chunk.length
    if (length > this.#carry.length) {
      const larger = new Uint8Array(Math.max(length, this.#carry.length * 2))
      larger.set(this.#carry.subarray(0, this.#carried))
      this.#carry = larger
    }
    this.#carry.set(chunk, this.#carried)
    this.#carried = length
    if (length < this.#wanted) return
    if (length > TAG_LIMIT) throw this.#error(`a tag is longer than ${TAG_LIMIT} bytes`)
    this.#scan(this.#carry, length, false)
  }

  end(): void {
    this.#scan(this.#carry, this.#carried, true)
    if (this.#depth > 0)
      {throw this.#error(`it ends inside <${this.#names.text(this.#open[this.#depth - 1] as number)}>: it was cut off`)}
    if (!this.#rootSeen) throw this.#error('it has no element')
  }

  /** The name of the current element as written. */
  elementName(): string {
    return this.#names.text(this.#open[this.#depth - 1] as number)
  }

  /** Scans as far as whole tokens go and keeps the rest. */
  #scan(bytes: Uint8Array, length: number, final: boolean): void {
    this.#bytes = bytes
    let at = 0
    while (at < length) {
      const next = this.#mode === IN_TEXT ? this.#text(at, length, final) : this.#section(at, length)
      if (next < 0) break
      at = next
    }
    const rest = length - at
    if (final) {
      if (rest > 0 || this.#mode !== IN_TEXT) throw this.#error('it ends inside markup: it was cut off')
      return
    }
    this.#wanted = rest * 2
    if (rest > 0) {
      if (bytes === this.#carry) this.#carry.copyWithin(0, at, length)
      else if (rest <= this.#carry.length) this.#carry.set(bytes.subarray(at, length))
      else this.#carry = bytes.slice(at, length)
    }
    this.#carried = rest
  }

  /** Character data up to the next token, and that token. Returns where to go on, -1 where more bytes are needed. */
  #text(from: number, length: number, final: boolean): number {
    const bytes = this.#bytes
    let at = from
    let start = from
    for (;;) {
      let kind = TEXT_PLAIN
      while (at < length && (kind = TEXT_CLASS[bytes[at] as number] as number) <= TEXT_NEWLINE) {
        this.#line += kind
        at += 1
      }
      if (at >= length) {
        this.#pass(start, at)
        return at
      }
      if (kind === TEXT_MARKUP) {
        this.#pass(start, at)
        const next = this.#markup(at, length)
        return next < 0 && at > from ? at : next
      }
      if (kind === TEXT_REFERENCE) {
        this.#pass(start, at)
        const end = this.#reference(at, length, final)
        if (end < 0) return at > from ? at : -1
        at = end
        start = end
      } else if (kind === TEXT_BRACKET || kind === TEXT_LAST_PLANE) {
        if (length - at < 3 && !final) {
          this.#pass(start, at)
          return at > from ? at : -1
        }
        this.#checkTriple(at)
        at += 1
      } else {
        this.#forbidden(bytes[at] as number)
        at += 1
      }
    }
  }

  #reference(at: number, length: number, final: boolean): number {
    const end = this.#bytes.indexOf(0x3b, at)
    const isThere = end >= 0 && end < length && end - at <= REFERENCE_LIMIT
    if (!isThere) {
      if (!final && length - at <= REFERENCE_LIMIT) return -1
      throw this.#error('an "&" does not begin a reference; it must be written "&amp;"')
    }
    if (this.#depth === 0) throw this.#error('there is text outside the root element')
    const text = this.#resolve(at, end)
    if (this.keepText && this.#handler.text) {
      const decoded = encoder.encode(text)
      this.#handler.text(decoded, 0, decoded.length)
    }
    return end + 1
  }

  #resolve(at: number, end: number): string {
    const text = referenceText(this.#bytes, at + 1, end)
    if (text === undefined)
      {throw this.#error(`the reference ${decoder.decode(this.#bytes.subarray(at, end + 1))} is not known`)}
    const code = text.codePointAt(0) as number
    if (!isCharacter(code)) this.#forbidden(code)
    return text
  }

  /** `]]>` may not stand in text, nor U+FFFE and U+FFFF anywhere. */
  #checkTriple(at: number): void {
    const [first, second, third] = [this.#bytes[at], this.#bytes[at + 1], this.#bytes[at + 2]]
    if (first === 0x5d && second === 0x5d && third === 0x3e && !this.#lenient) throw this.#error('"]]>" stands in text')
    this.#checkLastPlane(first as number, second, third)
  }

  #checkLastPlane(first: number, second: number | undefined, third: number | undefined): void {
    if (first === 0xef && second === 0xbf && (third === 0xbe || third === 0xbf))
      {this.#forbidden(third === 0xbe ? 0xfffe : 0xffff)}
  }

  #forbidden(code: number): void {
    if (!this.#lenient || code === 0)
      {throw this.#error(`it holds U+${code.toString(16).toUpperCase().padStart(4, '0')}, which XML forbids`)}
  }

  #pass(start: number, end: number): void {
    if (start === end) return
    if (this.#depth === 0) this.#onlySpace(start, end)
    else if (this.keepText) this.#handler.text?.(this.#bytes, start, end)
    this.#started = true
  }

  #onlySpace(start: number, end: number): void {
    for (let at = start; at < end; at += 1) {
      if (SPACE_CLASS[this.#bytes[at] as number] === 0) throw this.#error('there is text outside the root element')
    }
  }

  /** Inside CDATA, a comment or a processing instruction: up to its end. */
  #section(from: number, length: number): number {
    const bytes = this.#bytes
    const [first, second] =
      this.#mode === IN_CDATA ? [0x5d, 0x5d] : this.#mode === IN_COMMENT ? [0x2d, 0x2d] : [0x3f, -1]
    let at = from
    for (; at < length; at += 1) {
      const byte = bytes[at] as number
      if (byte === first) {
        const needed = second < 0 ? 2 : 3
        if (length - at < needed) break
        if (second < 0 ? bytes[at + 1] === 0x3e : bytes[at + 1] === second && bytes[at + 2] === 0x3e)
          {return this.#endSection(from, at, at + needed)}
        if (this.#mode === IN_COMMENT && bytes[at + 1] === 0x2d) throw this.#error('"--" stands in a comment')
      }
      const kind = TEXT_CLASS[byte] as number
      if (kind === TEXT_NEWLINE) this.#line += 1
      else if (kind === TEXT_FORBIDDEN) this.#forbidden(byte)
      else if (kind === TEXT_LAST_PLANE) {
        if (length - at < 3) break
        this.#checkLastPlane(byte, bytes[at + 1], bytes[at + 2])
      }
    }
    if (at === from) return -1
    this.#passCdata(from, at)
    return at
  }

  #endSection(from: number, at: number, next: number): number {
    this.#passCdata(from, at)
    this.#mode = IN_TEXT
    return next
  }

  #passCdata(start: number, end: number): void {
    if (this.#mode === IN_CDATA && this.keepText && end > start) this.#handler.text?.(this.#bytes, start, end)
  }

  /** A token that begins with `<`. */
  #markup(at: number, length: number): number {
    const bytes = this.#bytes
    if (length - at < 2) return -1
    const second = bytes[at + 1] as number
    const next =
      second === 0x2f
        ? this.#endTag(at, length)
        : second === 0x21
          ? this.#declaration(at, length)
          : second === 0x3f
            ? this.#instruction(at, length)
            : this.#startTag(at, length)
    if (next >= 0) this.#started = true
    return next
  }

  #declaration(at: number, length: number): number {
    const bytes = this.#bytes
    if (length - at < 4) return -1
    if (bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d) {
      this.#mode = IN_COMMENT
      return at + 4
    }
    if (length - at < 2 + CDATA_START.length) return -1
    if (this.#startsWith(CDATA_START, at + 2)) {
      if (this.#depth === 0) throw this.#error('there is text outside the root element')
      this.#mode = IN_CDATA
      return at + 2 + CDATA_START.length
    }
    if (this.#startsWith(DOCTYPE_START, at + 2)) return this.#doctype(at, length)
    throw this.#error('a declaration is not known')
  }

  #startsWith(text: string, at: number): boolean {
    for (let index = 0; index < text.length; index += 1)
      {if (this.#bytes[at + index] !== text.charCodeAt(index)) return false}
    return true
  }

  /** `<!DOCTYPE name SYSTEM "…">`, with an empty internal subset at most; never fetched. */
  #doctype(at: number, length: number): number {
    const text = decoder.decode(this.#bytes.subarray(at, Math.min(length, at + PROLOG_LIMIT)))
    const match = DOCTYPE.exec(text)
    if (!match) {
      if (mayBecomeDoctype(text)) return -1
      throw this.#error('its DOCTYPE declares something or is not well-formed; a report needs none, so it is refused')
    }
    if (this.#rootSeen || this.#doctypeSeen || !isName(match[1] as string))
      {throw this.#error('its DOCTYPE is out of place')}
    this.#doctypeSeen = true
    const end = at + encoder.encode(match[0]).length
    this.#countLines(at, end)
    return end
  }

  #instruction(at: number, length: number): number {
    let end = at + 2
    while (end < length && (NAME_CLASS[this.#bytes[end] as number] as number) > 0) end += 1
    if (end >= length) return -1
    const target = decoder.decode(this.#bytes.subarray(at + 2, end))
    if (!isName(target)) throw this.#error('a processing instruction has no name')
    if (SPACE_CLASS[this.#bytes[end] as number] === 0 && this.#bytes[end] !== 0x3f)
      {throw this.#error('a processing instruction is not well-formed')}
    if (target.toLowerCase() === 'xml') return this.#xmlDeclaration(at, length, target)
    if (this.#bytes[end] === 0x3f) {
      if (end + 1 >= length) return -1
      if (this.#bytes[end + 1] !== 0x3e) throw this.#error('a processing instruction is not well-formed')
    }
    this.#mode = IN_INSTRUCTION
    return end
  }

  #xmlDeclaration(at: number, length: number, target: string): number {
    if (this.#started || target !== 'xml') throw this.#error('an XML declaration stands inside the document')
    const text = decoder.decode(this.#bytes.subarray(at, Math.min(length, at + PROLOG_LIMIT)))
    const end = text.indexOf('?>')
    if (end < 0 && text.length < PROLOG_LIMIT) return -1
    if (end < 0 || !XML_DECLARATION.test(text.slice(0, end + 2)))
      {throw this.#error('its XML declaration is not well-formed')}
    this.#countLines(at, at + end)
    return at + end + 2
  }

  #endTag(at: number, length: number): number {
    const bytes = this.#bytes
    let end = at + 2
    while (end < length && (NAME_CLASS[bytes[end] as number] as number) > 0) end += 1
    const nameEnd = end
    while (end < length && SPACE_CLASS[bytes[end] as number] === 1) end += 1
    if (end >= length) return -1
    const open = this.#depth > 0 ? (this.#open[this.#depth - 1] as number) : -1
    if (bytes[end] !== 0x3e || open < 0 || !this.#names.equals(open, bytes, at + 2, nameEnd)) {
      const name = decoder.decode(bytes.subarray(at + 2, nameEnd))
      throw this.#error(
        open < 0 ? `</${name}> closes nothing` : `</${name}> stands where </${this.#names.text(open)}> is expected`,
      )
    }
    if (end > nameEnd) this.#countLines(nameEnd, end)
    this.#close(open)
    return end + 1
  }

  #close(name: number): void {
    this.keepText = false
    this.#handler.end(this.#names.symbol(name))
    this.#depth -= 1
  }

  #startTag(at: number, length: number): number {
    const bytes = this.#bytes
    let line = 0
    let position = this.#nameEnd(at + 1, length)
    if (position < 0) return -1
    const name = this.#nameId
    this.attributes.reset(bytes)
    for (;;) {
      const before = position
      let byte = 0
      while (position < length && SPACE_CLASS[(byte = bytes[position] as number)] === 1) {
        if (byte === 0x0a) line += 1
        position += 1
      }
      if (position >= length) return -1
      if (byte === 0x3e) break
      if (byte === 0x2f) {
        if (position + 1 >= length) return -1
        if (bytes[position + 1] !== 0x3e) throw this.#error('a "/" stands inside a tag')
        this.#line += line
        this.#enter(name)
        this.#close(name)
        return position + 2
      }
      if (position === before) throw this.#error('two attributes are not separated by a space')
      position = this.#attribute(position, length)
      if (position < 0) return -1
      line += this.#valueLines
    }
    this.#line += line
    this.#enter(name)
    return position + 1
  }

  #enter(name: number): void {
    if (this.#depth === 0) {
      if (this.#rootSeen) throw this.#error('it has a second root element')
      this.#rootSeen = true
    }
    if (this.#depth === DEPTH_LIMIT) throw this.#error(`elements are nested more than ${DEPTH_LIMIT} deep`)
    this.#open[this.#depth] = name
    this.#depth += 1
    this.keepText = false
    this.#handler.start(this.#names.symbol(name))
  }

  #nameId = 0

  /** Reads a name into `#nameId`; returns its end, -1 where more bytes are needed. */
  #nameEnd(start: number, length: number): number {
    const bytes = this.#bytes
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
    if (at === start || NAME_CLASS[bytes[start] as number] !== 2) throw this.#error('a name was expected')
    if (high > 0x7f && !isName(decoder.decode(bytes.subarray(start, at))))
      {throw this.#error('a name has characters that XML forbids in names')}
    this.#nameId = this.#names.intern(bytes, start, at, hash)
    if (this.#nameId < 0) throw this.#error('it has too many different names')
    return at
  }

  #valueLines = 0

  /** Reads `name = "value"`; returns its end, -1 where more bytes are needed. */
  #attribute(start: number, length: number): number {
    const bytes = this.#bytes
    let at = this.#nameEnd(start, length)
    if (at < 0) return -1
    const name = this.#nameId
    if (!this.attributes.meet(name)) throw this.#error(`the attribute ${this.#names.text(name)} stands twice in a tag`)
    while (at < length && SPACE_CLASS[bytes[at] as number] === 1) at += 1
    if (at >= length) return -1
    if (bytes[at] !== 0x3d) throw this.#error(`the attribute ${this.#names.text(name)} has no value`)
    at += 1
    while (at < length && SPACE_CLASS[bytes[at] as number] === 1) at += 1
    if (at >= length) return -1
    const quote = bytes[at] as number
    if (quote !== 0x22 && quote !== 0x27) throw this.#error(`the value of ${this.#names.text(name)} is not quoted`)
    return this.#value(name, quote, at + 1, length)
  }

  #value(name: number, quote: number, start: number, length: number): number {
    const bytes = this.#bytes
    let at = start
    let changes = 0
    this.#valueLines = 0
    for (;;) {
      let kind = TEXT_PLAIN
      while (at < length && (kind = VALUE_CLASS[bytes[at] as number] as number) === TEXT_PLAIN) at += 1
      if (at >= length) return -1
      const byte = bytes[at] as number
      if (byte === quote) break
      if (kind === TEXT_NEWLINE) {
        this.#valueLines += 1
        changes = 1
      } else if (kind === TEXT_REFERENCE) {
        const end = bytes.indexOf(0x3b, at)
        if ((end < 0 || end >= length) && length - at <= REFERENCE_LIMIT) return -1
        if (end < 0 || end >= length || end - at > REFERENCE_LIMIT)
          {throw this.#error('an "&" does not begin a reference; it must be written "&amp;"')}
        this.#resolve(at, end)
        changes = 1
        at = end
      } else if (kind === TEXT_MARKUP) throw this.#error(`"<" stands in the value of ${this.#names.text(name)}`)
      else if (kind === TEXT_FORBIDDEN) this.#forbidden(byte)
      else if (kind === TEXT_LAST_PLANE) {
        if (length - at < 3) return -1
        this.#checkLastPlane(byte, bytes[at + 1], bytes[at + 2])
      }
      at += 1
    }
    this.attributes.add(name, start, at, changes)
    return at + 1
  }

  #countLines(start: number, end: number): void {
    for (let at = start; at < end; at += 1) if (this.#bytes[at] === 0x0a) this.#line += 1
  }

  #error(what: string): EvidenceError {
    return new EvidenceError(`it is not well-formed XML: ${what} (line ${this.#line})`)
  }
}

const decoder = new TextDecoder()
const encoder = new TextEncoder()
