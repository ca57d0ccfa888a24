const decoder = new TextDecoder()

/** Gathers pieces of character data up to a limit; the rest is dropped. */
export class TextCollector {
  readonly #limit: number
  #bytes: Uint8Array
  #length = 0

  constructor(limit: number) {
    this.#limit = limit
    this.#bytes = new Uint8Array(Math.min(limit, 1024))
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const taken = Math.min(end - start, this.#limit - this.#length)
    if (taken <= 0) return
    if (this.#length + taken > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(this.#limit, Math.max(this.#length + taken, this.#bytes.length * 2)))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(bytes.subarray(start, start + taken), this.#length)
    this.#length += taken
  }

  /** What was gathered since the last call. A character that the limit cuts is left out. */
  take(): string {
    const text = decoder.decode(this.#bytes.subarray(0, this.#length)).replace(/\uFFFD$/, '')
    this.#length = 0
    return text
  }
}
