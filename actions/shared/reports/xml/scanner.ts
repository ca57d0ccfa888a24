import { enter, leave, type LineCursor } from '../position.ts'
import { XmlAttributes } from './attributes.ts'
import { Carry } from './carry.ts'
import { CharacterCheck } from './character-check.ts'
import {
  NAME_CLASS,
  SPACE_CLASS,
  TEXT_BRACKET,
  TEXT_CLASS,
  TEXT_LAST_PLANE,
  TEXT_MARKUP,
  TEXT_NEWLINE,
  TEXT_PLAIN,
  TEXT_REFERENCE,
  isSpace,
  startsWith,
} from './characters.ts'
import { isDeclaration, targetEnd } from './instruction.ts'
import { XmlNames } from './names.ts'
import { OpenElements } from './open-elements.ts'
import { declarationEnd, doctypeEnd } from './prolog.ts'
import { CDATA, COMMENT, INSTRUCTION, Section } from './section.ts'
import { StartTag } from './start-tag.ts'

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

const NO_BYTES = new Uint8Array(0)
const CDATA_START = '[CDATA['
const DOCTYPE_START = 'DOCTYPE'

/**
 * A strict scanner over UTF-8 bytes, for documents without declarations of their own:
 * an external DOCTYPE is skipped, one that declares anything is refused. Throws EvidenceError where the document is not well-formed.
 * Positions that it reports are lines of the document.
 */
export class XmlScanner implements LineCursor {
  /** Whether character data of the current element is handed on. Cleared at every start and end tag. */
  keepText = false
  /** Those of the tag whose start is being handled. */
  readonly attributes: XmlAttributes

  readonly #names: XmlNames
  readonly #handler: XmlHandler
  readonly #check: CharacterCheck
  readonly #tag: StartTag
  readonly #section: Section
  #bytes: Uint8Array = NO_BYTES
  readonly #carry = new Carry()
  #inSection = false
  #started = false
  #doctypeSeen = false
  readonly #elements: OpenElements

  constructor(vocabulary: readonly string[], handler: XmlHandler, options: XmlOptions = {}) {
    this.#names = new XmlNames(vocabulary)
    this.attributes = new XmlAttributes(this.#names, vocabulary.length)
    this.#handler = handler
    this.#check = new CharacterCheck(options.lenient ?? false)
    this.#section = new Section(this.#check)
    this.#tag = new StartTag(this.#names, this.attributes, this.#check)
    this.#elements = new OpenElements(this.#names, this.#check)
  }

  /** 1-based line of the end of the current token. */
  get line(): number {
    return this.#check.line
  }

  /** Where the current element begins. */
  lineOf(): number {
    return this.#elements.line
  }

  write(chunk: Uint8Array): void {
    const before = enter(this)
    const from = this.#carry.bridge(chunk, this.#check, (bytes, length) => {
      this.#scan(bytes, length, false)
    })
    if (from < chunk.length) this.#scan(from === 0 ? chunk : chunk.subarray(from), chunk.length - from, false)
    leave(before, chunk)
  }

  end(): void {
    this.#scan(this.#carry.bytes, this.#carry.length, true)
    this.#elements.demandNone()
  }

  /** The name of the current element as written. */
  elementName(): string {
    return this.#names.text(this.#elements.name)
  }

  /** Scans as far as whole tokens go and keeps the rest. */
  #scan(bytes: Uint8Array, length: number, final: boolean): void {
    this.#bytes = bytes
    let at = 0
    while (at < length) {
      const next = this.#inSection ? this.#insideSection(at, length) : this.#text(at, length, final)
      if (next < 0) break
      at = next
    }
    const rest = length - at
    if (final) {
      if (rest > 0 || this.#inSection) throw this.#check.fault('it ends inside markup: it was cut off')
      return
    }
    this.#carry.keep(bytes, at, length)
  }

  /** Character data up to the next token, and that token. Returns where to go on, -1 where more bytes are needed. */
  #text(from: number, length: number, final: boolean): number {
    const bytes = this.#bytes
    let at = from
    let start = from
    for (;;) {
      let kind = TEXT_PLAIN
      let lines = 0
      while (at < length && (kind = TEXT_CLASS[bytes[at] as number] as number) <= TEXT_NEWLINE) {
        lines += kind
        at += 1
      }
      this.#check.line += lines
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
        if (kind === TEXT_BRACKET) this.#check.bracket(bytes, at)
        else this.#check.lastPlane(bytes, at)
        at += 1
      } else {
        this.#check.forbidden(bytes[at] as number)
        at += 1
      }
    }
  }

  #reference(at: number, length: number, isFinal: boolean): number {
    const end = this.#check.referenceEnd(this.#bytes, at, length, isFinal)
    if (end < 0) return -1
    this.#elements.demandRoot()
    const text = this.#check.resolve(this.#bytes, at, end)
    if (this.keepText && this.#handler.text) {
      const decoded = encoder.encode(text)
      this.#handler.text(decoded, 0, decoded.length)
    }
    return end
  }

  #pass(start: number, end: number): void {
    if (start === end) return
    if (this.#elements.depth === 0) {
      if (!isSpace(this.#bytes, start, end)) this.#elements.demandRoot()
    } else if (this.keepText) this.#handler.text?.(this.#bytes, start, end)
    this.#started = true
  }

  /** Inside CDATA, a comment or a processing instruction: as far as its content goes, and over its end. */
  #insideSection(from: number, length: number): number {
    const section = this.#section
    const at = section.read(this.#bytes, from, length)
    if (section.kind === CDATA && this.keepText && at > from) this.#handler.text?.(this.#bytes, from, at)
    if (!section.isEnded) return at === from ? -1 : at
    this.#inSection = false
    return at + section.kind.times + 1
  }

  #enterSection(kind: typeof CDATA, at: number): number {
    this.#section.kind = kind
    this.#inSection = true
    return at
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
      return this.#enterSection(COMMENT, at + 4)
    }
    if (length - at < 2 + CDATA_START.length) return -1
    if (startsWith(bytes, at + 2, CDATA_START)) {
      this.#elements.demandRoot()
      return this.#enterSection(CDATA, at + 2 + CDATA_START.length)
    }
    if (startsWith(bytes, at + 2, DOCTYPE_START)) return this.#doctype(at, length)
    throw this.#check.fault('a declaration is not known')
  }

  #doctype(at: number, length: number): number {
    const end = doctypeEnd(this.#bytes, at, length, this.#check)
    if (end < 0) return -1
    if (this.#elements.rootSeen || this.#doctypeSeen) throw this.#check.fault('its DOCTYPE is out of place')
    this.#doctypeSeen = true
    this.#check.countLines(this.#bytes, at, end)
    return end
  }

  #instruction(at: number, length: number): number {
    const end = targetEnd(this.#bytes, at, length, this.#check)
    if (end < 0) return -1
    if (isDeclaration(this.#bytes, at, end, { isStart: !this.#started, check: this.#check })) {
      return declarationEnd(this.#bytes, at, length, this.#check)
    }
    return this.#enterSection(INSTRUCTION, end)
  }

  #endTag(at: number, length: number): number {
    const bytes = this.#bytes
    let end = at + 2
    while (end < length && (NAME_CLASS[bytes[end] as number] as number) > 0) end += 1
    const nameEnd = end
    while (end < length && SPACE_CLASS[bytes[end] as number] === 1) end += 1
    if (end >= length) return -1
    this.#elements.demandName(bytes, at + 2, nameEnd, bytes[end] === 0x3e)
    if (end > nameEnd) this.#check.countLines(this.#bytes, nameEnd, end)
    this.#close()
    return end + 1
  }

  #close(): void {
    this.keepText = false
    this.#handler.end(this.#names.symbol(this.#elements.name))
    this.#elements.depth -= 1
  }

  #startTag(at: number, length: number): number {
    const { line } = this.#check
    const end = this.#tag.read(this.#bytes, at, length)
    if (end < 0) return -1
    const { name, isEmpty } = this.#tag
    this.#elements.enter(name, line)
    this.keepText = false
    this.#handler.start(this.#names.symbol(name))
    if (isEmpty) this.#close()
    return end
  }
}

const encoder = new TextEncoder()
