const BEGINNING = 1 << 10

/**
 * Numbers triples of whole numbers (from 0 to 2^31 - 1) in the order in which they are first met. Hundreds of thousands of them
 * are numbers in one array, where a Map would have a key and a place for each that collecting garbage has to look at.
 */
export class TripleNumbers {
  /** The triples by their numbers. */
  #triples = new Int32Array(3 * (BEGINNING / 2))
  /** Twice as many as there are triples at most: a number plus one, or 0 where the slot is free. */
  #slots = new Int32Array(BEGINNING)
  size = 0

  /** The triple's number: `size` as it was, where it is new. */
  of(first: number, second: number, third: number): number {
    const slot = this.#slotOf(first, second, third)
    const known = this.#slots[slot] as number
    if (known > 0) return known - 1
    const number = this.size
    if (number * 3 === this.#triples.length) {
      this.#grow()
      return this.of(first, second, third)
    }
    this.#triples[number * 3] = first
    this.#triples[number * 3 + 1] = second
    this.#triples[number * 3 + 2] = third
    this.size += 1
    this.#slots[slot] = this.size
    return number
  }

  /** Where the triple is, or the free slot where it belongs. */
  #slotOf(first: number, second: number, third: number): number {
    const [slots, triples] = [this.#slots, this.#triples]
    let slot = hashOf(first, second, third) & (slots.length - 1)
    for (let known = slots[slot] as number; known > 0; known = slots[slot] as number) {
      const at = (known - 1) * 3
      if (triples[at] === first && triples[at + 1] === second && triples[at + 2] === third) return slot
      slot = (slot + 1) & (slots.length - 1)
    }
    return slot
  }

  #grow(): void {
    const triples = new Int32Array(this.#triples.length * 2)
    triples.set(this.#triples)
    this.#triples = triples
    this.#slots = new Int32Array(this.#slots.length * 2)
    for (let number = 0; number < this.size; number += 1) {
      const at = number * 3
      const slot = this.#slotOf(triples[at] as number, triples[at + 1] as number, triples[at + 2] as number)
      this.#slots[slot] = number + 1
    }
  }
}

function hashOf(first: number, second: number, third: number): number {
  let hash = Math.imul(first, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 15) ^ second, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13) ^ third, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
