import type { CharacterCheck } from './character-check.ts'
import { TEXT_CLASS, TEXT_FORBIDDEN, TEXT_LAST_PLANE, TEXT_NEWLINE } from './characters.ts'

/** What ends a part of the document in which nothing is markup: a byte that stands `times` times before `>`. */
interface SectionKind {
  readonly byte: number
  readonly times: 1 | 2
}

export const CDATA: SectionKind = { byte: 0x5d, times: 2 }
export const COMMENT: SectionKind = { byte: 0x2d, times: 2 }
export const INSTRUCTION: SectionKind = { byte: 0x3f, times: 1 }

/** Where a section's content goes on to in these bytes, and whether it ended there. */
export class Section {
  kind: SectionKind = CDATA
  isEnded = false
  readonly #check: CharacterCheck

  constructor(check: CharacterCheck) {
    this.#check = check
  }

  /** Returns the end of the content that was read; behind it stands the section's end, or what needs more bytes to be told. */
  read(bytes: Uint8Array, from: number, length: number): number {
    const { byte: mark, times } = this.kind
    this.isEnded = false
    for (let at = from; at < length; at += 1) {
      const byte = bytes[at] as number
      if (byte === mark) {
        if (length - at <= times) return at
        if ((times === 1 || bytes[at + 1] === mark) && bytes[at + times] === 0x3e) {
          this.isEnded = true
          return at
        }
        if (this.kind === COMMENT && bytes[at + 1] === mark) throw this.#check.fault('"--" stands in a comment')
      }
      const kind = TEXT_CLASS[byte] as number
      if (kind === TEXT_NEWLINE) this.#check.line += 1
      else if (kind === TEXT_FORBIDDEN) this.#check.forbidden(byte)
      else if (kind === TEXT_LAST_PLANE) {
        if (length - at < 3) return at
        this.#check.lastPlane(bytes, at)
      }
    }
    return length
  }
}
