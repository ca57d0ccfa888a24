import { EvidenceError } from '../../model/errors.ts'
import { enter, leave, type LineCursor } from '../position.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d
const LINE_LIMIT = 64 * 1024 * 1024
/** Characters beyond which a line is no finding of a tool: expressions are not run over it. */
export const FINDING_LIMIT = 16_384
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A line without its end (LF or CRLF). The bytes are only borrowed. `number` is 1-based. */
export type ByteLine = (bytes: Uint8Array, start: number, end: number, number: number) => void

/** Cuts bytes into lines. A last line without an end counts; a file that ends with a line end has no empty last line. */
export class ByteLines implements LineCursor {
  readonly #line: ByteLine
  #held = new Uint8Array(0)
  #heldLength = 0
  #number = 0
  #isHandling = false
  /** Whether the last byte seen ended a line; where a format promises it, a missing one shows a cut. */
  endsWithNewline = true

  constructor(line: ByteLine) {
    this.#line = line
  }

  get line(): number {
    return this.#number + (this.endsWithNewline ? 1 : 0)
  }

  lineOf(): number {
    return this.#isHandling ? this.#number : 0
  }

  write(chunk: Uint8Array): void {
    const before = enter(this)
    this.#write(chunk)
    leave(before, chunk)
  }

  #write(chunk: Uint8Array): void {
    const length = chunk.length
    if (length === 0) return
    this.endsWithNewline = chunk[length - 1] === NEWLINE
    let start = 0
    if (this.#heldLength > 0) {
      const end = chunk.indexOf(NEWLINE)
      this.#hold(chunk, 0, end < 0 ? length : end)
      if (end < 0) return
      start = end + 1
      const held = this.#heldLength
      this.#heldLength = 0
      this.#emit(this.#held, 0, held)
    }
    for (let at = start; at < length; at += 1) {
      if (chunk[at] !== NEWLINE) continue
      this.#emit(chunk, start, at)
      start = at + 1
    }
    this.#hold(chunk, start, length)
  }

  end(): void {
    const held = this.#heldLength
    this.#heldLength = 0
    if (held > 0) this.#emit(this.#held, 0, held)
  }

  #emit(bytes: Uint8Array, start: number, end: number): void {
    this.#number += 1
    this.#isHandling = true
    this.#line(bytes, start, end > start && bytes[end - 1] === RETURN ? end - 1 : end, this.#number)
    this.#isHandling = false
  }

  #hold(chunk: Uint8Array, start: number, end: number): void {
    const length = this.#heldLength + end - start
    if (length > LINE_LIMIT) throw new EvidenceError(`a line of it is longer than ${LINE_LIMIT / 1024 / 1024} MB`)
    if (length > this.#held.length) {
      const larger = new Uint8Array(length * 2)
      larger.set(this.#held.subarray(0, this.#heldLength))
      this.#held = larger
    }
    this.#held.set(chunk.subarray(start, end), this.#heldLength)
    this.#heldLength = length
  }
}

/** The same with each line as text. */
export function textLines(line: (text: string, number: number) => void): ByteLines {
  return new ByteLines((bytes, start, end, number) => {
    line(decoder.decode(bytes.subarray(start, end)), number)
  })
}
