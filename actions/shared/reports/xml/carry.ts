import type { CharacterCheck } from './character-check.ts'

/** A tag with all its attributes; text has no limit. */
const TAG_LIMIT = 64 * 1024 * 1024

/** Bytes of a token that a chunk cut, kept until it is whole. */
export class Carry {
  bytes = new Uint8Array(0)
  length = 0
  /** Looking again before there are as many would make long tags quadratic. */
  #wanted = 0

  /** Adds a chunk; true where it is time to look again. */
  append(chunk: Uint8Array, check: CharacterCheck): boolean {
    if (this.length >= TAG_LIMIT) throw check.fault(`a tag is longer than ${TAG_LIMIT / 1024 / 1024} MB`)
    const length = this.length + chunk.length
    if (length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.bytes.length * 2))
      larger.set(this.bytes.subarray(0, this.length))
      this.bytes = larger
    }
    this.bytes.set(chunk, this.length)
    this.length = length
    return length >= this.#wanted
  }

  /** Keeps what stands from `at` on; `bytes` may be these. */
  keep(bytes: Uint8Array, at: number, length: number): void {
    const rest = length - at
    if (bytes === this.bytes) this.bytes.copyWithin(0, at, length)
    else if (rest <= this.bytes.length) this.bytes.set(bytes.subarray(at, length))
    else this.bytes = bytes.slice(at, length)
    this.length = rest
    this.#wanted = Math.min(rest * 2, TAG_LIMIT)
  }
}
