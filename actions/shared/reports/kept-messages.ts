/** Longer than what V8 moves about when it collects garbage, which is 128 KB. */
const LARGE = 1 << 18

/**
 * Puts the messages of findings, which are kept to the end, into few large texts of which each is a part. A hundred thousand
 * texts of their own would be copied twice as garbage around them is collected, and make V8 hold twice the memory for it.
 */
export class KeptMessages {
  #waiting: { message: string }[] = []
  #length = 0

  /** The message of this finding is kept. */
  keep(finding: { message: string }): void {
    this.#waiting.push(finding)
    this.#length += finding.message.length
    if (this.#length >= LARGE) this.#flush()
  }

  #flush(): void {
    const text = this.#waiting.map(({ message }) => message).join('')
    let at = 0
    for (const finding of this.#waiting) {
      const { length } = finding.message
      finding.message = text.slice(at, at + length)
      at += length
    }
    this.#waiting = []
    this.#length = 0
  }
}
