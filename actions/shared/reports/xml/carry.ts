import type { CharacterCheck } from './character-check.ts'

/** A tag with all its attributes; text has no limit. */
const TAG_LIMIT = 64 * 1024 * 1024

/** Of a new chunk, at least, to complete a token with. */
const BRIDGE_BYTES = 4_096

/** Bytes of a token that a chunk cut, kept until it is whole. */
export class Carry {
  bytes = new Uint8Array(0)
  length = 0
  /** Looking again before there are as many would make long tags quadratic. */
  #wanted = 0

  /**
   * Has the token that the last chunk cut scanned with as little of the next one as it takes.
   * Returns where to go on in the chunk. `scan` keeps what is not whole yet.
   */
  bridge(chunk: Uint8Array, check: CharacterCheck, scan: (bytes: Uint8Array, length: number) => void): number {
    let from = 0
    while (this.length > 0 && from < chunk.length) {
      const piece = chunk.subarray(from, from + Math.max(BRIDGE_BYTES, this.length))
      from += piece.length
      if (!this.#append(piece, check)) continue
      scan(this.bytes, this.length)
      if (this.length <= piece.length) {
        // What is left is still in the chunk.
        from -= this.length
        this.length = 0
      }
    }
    return from
  }

  /** Adds a chunk; true where it is time to look again. */
  #append(chunk: Uint8Array, check: CharacterCheck): boolean {
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
