import { EvidenceError } from '../../model/errors.ts'
import { isCharacter } from './characters.ts'
import { referenceText } from './references.ts'

/** A reference is not longer than this. */
export const REFERENCE_LIMIT = 64

const SEMICOLON = 0x3b
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What is asked of every character, in text and in values, and how a fault is told. */
export class CharacterCheck {
  /** 1-based line of what was read last. */
  line = 1
  readonly #lenient: boolean

  /** `lenient`: control characters and `]]>` in text are taken. */
  constructor(lenient: boolean) {
    this.#lenient = lenient
  }

  fault(what: string): EvidenceError {
    return new EvidenceError(`it is not well-formed XML: ${what} (line ${this.line})`)
  }

  /** Where the reference ends that begins at the `&`, behind its `;`; -1 where more bytes may show it. */
  referenceEnd(bytes: Uint8Array, at: number, length: number, isFinal: boolean): number {
    const end = bytes.indexOf(SEMICOLON, at)
    if (end >= 0 && end < length && end - at <= REFERENCE_LIMIT) return end + 1
    if (!isFinal && length - at <= REFERENCE_LIMIT) return -1
    throw this.fault('an "&" does not begin a reference; it must be written "&amp;"')
  }

  /** The character that a reference stands for; `end` is behind its `;`. */
  resolve(bytes: Uint8Array, at: number, end: number): string {
    const text = referenceText(bytes, at + 1, end - 1)
    if (text === undefined) {
      throw this.fault(`the reference ${decoder.decode(bytes.subarray(at, end))} is not known`)
    }
    const code = text.codePointAt(0) as number
    if (!isCharacter(code)) this.forbidden(code)
    return text
  }

  /** U+FFFE and U+FFFF are no characters; `at` is at a byte EF with two more behind it. */
  lastPlane(bytes: Uint8Array, at: number): void {
    const third = bytes[at + 2]
    if (bytes[at + 1] === 0xbf && (third === 0xbe || third === 0xbf)) this.forbidden(third === 0xbe ? 0xfffe : 0xffff)
  }

  /** `]]>` may not stand in text; `at` is at its first bracket with two more bytes behind it. */
  bracket(bytes: Uint8Array, at: number): void {
    if (bytes[at + 1] === 0x5d && bytes[at + 2] === 0x3e && !this.#lenient) throw this.fault('"]]>" stands in text')
  }

  forbidden(code: number): void {
    if (this.#lenient && code !== 0) return
    throw this.fault(`it holds U+${code.toString(16).toUpperCase().padStart(4, '0')}, which XML forbids`)
  }

  countLines(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at += 1) {
      if (bytes[at] === 0x0a) this.line += 1
    }
  }
}
