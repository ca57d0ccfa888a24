import { EvidenceError } from '../../model/errors.ts'

/** One element of a large array, or all that is not streamed. Well under V8's string limit of 512 MB. */
const VALUE_LIMIT = 256 * 1024 * 1024

/** Bytes that are gathered until they can be parsed. */
export class OutputBytes {
  #bytes = new Uint8Array(1 << 12)
  length = 0

  push(byte: number): void {
    this.#reserve(1)
    this.#bytes[this.length] = byte
    this.length += 1
  }

  append(chunk: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from)
    this.#bytes.set(chunk.subarray(from, to), this.length)
    this.length += to - from
  }

  text(from = 0): string {
    return this.slice(from, this.length)
  }

  /** Also of what was there before `length` was set back, as long as nothing was added. */
  slice(from: number, to: number): string {
    return decoder.decode(this.#bytes.subarray(from, to))
  }

  #reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.#bytes.length) return
    if (needed > VALUE_LIMIT) {
      throw new EvidenceError(`a single value in it is larger than ${VALUE_LIMIT / 1024 / 1024} MB`)
    }
    const larger = new Uint8Array(Math.min(VALUE_LIMIT, Math.max(needed, this.#bytes.length * 2)))
    larger.set(this.#bytes.subarray(0, this.length))
    this.#bytes = larger
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
