/** Of a slot: the three numbers of a triple, and its own plus one. */
const FIELDS = 4

/**
 * Numbers triples of whole numbers (from 0 to 2^31 - 1) in the order in which they are first met. Hundreds of thousands of them
 * are numbers in one array, where a Map would have a key and a place for each that collecting garbage has to look at.
 */
export class TripleNumbers {
  /** At least twice as many as there are triples; a free one is all zeros. */
  #slots: Int32Array
  size = 0

  /** `expected`: how many there may be; more are no error. */
  constructor(expected: number) {
    this.#slots = new Int32Array(FIELDS * 2 ** Math.ceil(Math.log2(Math.max(1, expected) * 2)))
  }

  /** The triple's number: `size` as it was, where it is new. */
  of(first: number, second: number, third: number): number {
    const at = slotOf(this.#slots, first, second, third)
    const known = this.#slots[at + 3] as number
    if (known > 0) return known - 1
    this.size += 1
    this.#slots[at] = first
    this.#slots[at + 1] = second
    this.#slots[at + 2] = third
    this.#slots[at + 3] = this.size
    if (this.size * FIELDS * 2 > this.#slots.length) this.#grow()
    return this.size - 1
  }

  #grow(): void {
    const before = this.#slots
    const slots = new Int32Array(before.length * 2)
    for (let from = 0; from < before.length; from += FIELDS) {
      if (before[from + 3] === 0) continue
      const at = slotOf(slots, before[from] as number, before[from + 1] as number, before[from + 2] as number)
      for (let field = 0; field < FIELDS; field += 1) slots[at + field] = before[from + field] as number
    }
    this.#slots = slots
  }
}

/** Where the triple is, or the free slot where it belongs. */
function slotOf(slots: Int32Array, first: number, second: number, third: number): number {
  const last = slots.length - 1
  let at = (hashOf(first, second, third) << 2) & last
  while (slots[at + 3] !== 0) {
    if (slots[at] === first && slots[at + 1] === second && slots[at + 2] === third) return at
    at = (at + FIELDS) & last
  }
  return at
}

function hashOf(first: number, second: number, third: number): number {
  let hash = Math.imul(first, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 15) ^ second, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13) ^ third, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
