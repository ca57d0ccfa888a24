import { isUtf8 } from 'node:buffer'
import { EvidenceError } from '../model/errors.ts'
import type { Reading } from '../model/evidence.ts'
import { AROUND_BYTES, mayStandBeforeJson, withoutLinesBefore } from './around-json.ts'
import type { ReportReader } from './reader.ts'

/** Longest beginning that is waited for to find an XML declaration. */
const DECLARATION_LIMIT = 256

/**
 * Turns a report in any usual encoding into valid UTF-8 without a mark, chunk by chunk.
 * Known by a byte order mark, by the zero bytes of UTF-16 without one, or by an XML declaration
 * (https://www.w3.org/TR/xml/#sec-guessing); anything else must be UTF-8.
 */
export class Utf8Input {
  readonly #sink: (chunk: Uint8Array) => void
  readonly #damaged: (() => void) | undefined
  #isDamaged = false
  #head: Uint8Array | undefined = new Uint8Array(0)
  #decoder: TextDecoder | undefined
  /** First bytes of a character that the last chunk cut. */
  #cut = new Uint8Array(0)
  #offset = 0

  /** `damaged`: takes note of bytes that are no UTF-8, which are then passed on as they are; without it they are refused. */
  constructor(sink: (chunk: Uint8Array) => void, damaged?: () => void) {
    this.#sink = sink
    this.#damaged = damaged
  }

  write(chunk: Uint8Array): void {
    if (this.#head === undefined) {
      this.#pass(chunk)
      return
    }
    this.#head = joined(this.#head, chunk)
    const needed = mayStandBeforeJson(this.#head) ? AROUND_BYTES : DECLARATION_LIMIT
    if (this.#head.length >= needed) this.#begin()
  }

  /** Ends the input; refuses a character that is cut in the middle. */
  end(): void {
    this.#begin()
    if (this.#decoder) this.#decode(new Uint8Array(0), false)
    else if (this.#cut.length > 0) this.#invalid()
  }

  #begin(): void {
    if (this.#head === undefined) return
    const head = this.#head
    this.#head = undefined
    const { encoding, skip } = encodingOf(head)
    if (encoding !== 'utf-8') this.#decoder = decoderFor(encoding)
    this.#offset = skip
    if (head.length === skip) return
    const rest = head.subarray(skip)
    this.#pass(encoding === 'utf-8' ? withoutLinesBefore(rest) : rest)
  }

  #pass(chunk: Uint8Array): void {
    if (this.#decoder) {
      this.#decode(chunk, true)
      return
    }
    if (!this.#isDamaged) this.#validate(chunk)
    this.#sink(chunk)
    this.#offset += chunk.length
  }

  #decode(chunk: Uint8Array, stream: boolean): void {
    let text
    try {
      text = this.#decoder?.decode(chunk, { stream }) ?? ''
    } catch {
      throw new EvidenceError(`its bytes are not valid ${this.#decoder?.encoding ?? 'text'}`)
    }
    if (text !== '') this.#sink(new TextEncoder().encode(text))
  }

  #validate(chunk: Uint8Array): void {
    let start = 0
    if (this.#cut.length > 0) {
      const missing = sequenceLength(this.#cut[0] as number) - this.#cut.length
      const character = joined(this.#cut, chunk.subarray(0, missing))
      start = Math.min(missing, chunk.length)
      if (character.length < sequenceLength(character[0] as number)) {
        this.#cut = character
        return
      }
      if (!isUtf8(character)) {
        this.#invalid()
        return
      }
      this.#cut = new Uint8Array(0)
    }
    const end = lastBorder(chunk, start)
    if (!isUtf8(chunk.subarray(start, end))) this.#invalid()
    else if (end < chunk.length) this.#cut = chunk.slice(end)
  }

  #invalid(): void {
    if (!this.#damaged) {
      throw new EvidenceError(
        `it is not valid UTF-8 near byte ${this.#offset}; write it as UTF-8, or name its encoding in the XML declaration`,
      )
    }
    this.#isDamaged = true
    this.#cut = new Uint8Array(0)
    this.#damaged()
  }
}

/** What takes valid UTF-8 apart: the cutter of lines, the JSON splitter. */
interface Utf8Engine {
  write(chunk: Uint8Array): void
  end(): void
}

/** A reader whose engine is given the bytes as UTF-8; `finish` says what was read when the engine has had them all. */
export function utf8Reader(engine: Utf8Engine, finish: () => Reading, damaged?: () => void): ReportReader {
  const input = new Utf8Input((chunk) => {
    engine.write(chunk)
  }, damaged)
  return {
    write(chunk) {
      input.write(chunk)
    },
    end() {
      input.end()
      engine.end()
      return finish()
    },
  }
}

function encodingOf(head: Uint8Array): { encoding: string; skip: number } {
  const [first = -1, second = -1, third = -1] = head
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', skip: 3 }
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', skip: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', skip: 2 }
  if (first > 0 && second === 0) return { encoding: 'utf-16le', skip: 0 }
  if (first === 0 && second > 0) return { encoding: 'utf-16be', skip: 0 }
  // Most reports are no XML, and looking for a declaration would cost more than all the rest.
  if (first !== 0x3c || second !== 0x3f) return { encoding: 'utf-8', skip: 0 }
  const declared =
    /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(latin1(head))?.[1]?.toLowerCase() ?? 'utf-8'
  // A declaration that can be read byte by byte is no UTF-16, whatever it says (.NET writes such files).
  return { encoding: /^(utf-?8|utf-?16.*|us-ascii|ascii)$/.test(declared) ? 'utf-8' : declared, skip: 0 }
}

function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true })
  } catch {
    throw new EvidenceError(`it is in an encoding that is not known: ${encoding}`)
  }
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, DECLARATION_LIMIT))
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}

function sequenceLength(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
}

/** Where the last whole character of the chunk ends. */
function lastBorder(chunk: Uint8Array, start: number): number {
  for (let back = 1; back <= 3 && chunk.length - back >= start; back += 1) {
    const byte = chunk[chunk.length - back] as number
    if (byte >= 0xc0) return sequenceLength(byte) > back ? chunk.length - back : chunk.length
    if (byte < 0x80) break
  }
  return chunk.length
}
