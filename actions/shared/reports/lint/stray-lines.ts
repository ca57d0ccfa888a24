import type { Doubt } from '../../model/evidence.ts'

const SHOWN = 3

/** Lines that are no finding and that the tool is not known to print: a few are quoted, the others counted. */
export class StrayLines {
  readonly #shown: string[] = []
  #count = 0

  add(text: string, number: number): void {
    this.#count += 1
    if (this.#shown.length < SHOWN) this.#shown.push(`line ${number} is no finding: ${text.trim().slice(0, 200)}`)
  }

  doubts(): Doubt[] {
    const texts = [...this.#shown]
    const more = this.#count - texts.length
    if (more > 0) texts.push(`${more} more line(s) are no findings`)
    return texts.map((text) => ({ kind: 'contradiction', text }))
  }
}
