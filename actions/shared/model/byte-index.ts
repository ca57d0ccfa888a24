/**
 * Interns byte strings: each distinct one gets the next number from 0.
 * A million short names cost about their bytes plus 16 each, where a Map of strings costs four times that.
 */
export class ByteIndex {
  #arena = new Uint8Array(1 << 14)
  #used = 0
  #ends = new Uint32Array(1 << 10)
  /** Pairs of a hash and a number plus one, side by side so that looking one up touches memory once. */
  #slots = new Int32Array(1 << 12)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The number of these bytes under `seed` (equal bytes with different seeds are different entries). */
  intern(bytes: Uint8Array, start: number, end: number, seed = 0): number {
    let hash = Math.imul(seed + 1, 0x9e3779b1)
    const last = end - 1
    for (let at = start; at < last; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash ^= hash >>> 13
    // Names that differ in their last digit mostly come in a row: their slots are neighbours, and memory is waited for once.
    if (start < end) hash ^= bytes[last] as number
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = (hash << 1) & mask
    for (;;) {
      const id = (slots[slot + 1] as number) - 1
      if (id < 0) break
      if (slots[slot] === hash && this.equals(id, bytes, start, end, seed)) return id
      slot = (slot + 2) & mask
    }
    slots[slot] = hash
    slots[slot + 1] = this.#size + 1
    return this.#append(bytes, start, end, seed)
  }

  equals(id: number, bytes: Uint8Array, start: number, end: number, seed = 0): boolean {
    const begin = id === 0 ? 0 : (this.#ends[id - 1] as number)
    if ((this.#ends[id] as number) - begin !== end - start + SEED_BYTES) return false
    const arena = this.#arena
    if (readSeed(arena, begin) !== seed) return false
    const shift = begin + SEED_BYTES - start
    for (let at = start; at < end; at += 1) {
      if (arena[shift + at] !== bytes[at]) return false
    }
    return true
  }

  /** The text of an entry (UTF-8). */
  text(id: number): string {
    const begin = id === 0 ? 0 : (this.#ends[id - 1] as number)
    return decoder.decode(this.#arena.subarray(begin + SEED_BYTES, this.#ends[id]))
  }

  #append(bytes: Uint8Array, start: number, end: number, seed: number): number {
    const id = this.#size
    const begin = this.#used
    const needed = begin + SEED_BYTES + end - start
    if (needed > this.#arena.length) this.#arena = grown(this.#arena, needed)
    if (id === this.#ends.length) this.#ends = grown(this.#ends, id + 1)
    const arena = this.#arena
    writeSeed(arena, begin, seed)
    for (let at = start, to = begin + SEED_BYTES; at < end; at += 1, to += 1) arena[to] = bytes[at] as number
    this.#used = needed
    this.#ends[id] = needed
    this.#size = id + 1
    if (this.#size * 4 > this.#slots.length) this.#rehash()
    return id
  }

  #rehash(): void {
    const old = this.#slots
    const slots = new Int32Array(old.length * 2)
    const mask = slots.length - 1
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue
      let slot = ((old[at] as number) << 1) & mask
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask
      slots[slot] = old[at] as number
      slots[slot + 1] = old[at + 1] as number
    }
    this.#slots = slots
  }
}

const SEED_BYTES = 4
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function readSeed(arena: Uint8Array, at: number): number {
  return (
    (arena[at] as number) |
    ((arena[at + 1] as number) << 8) |
    ((arena[at + 2] as number) << 16) |
    ((arena[at + 3] as number) << 24)
  )
}

function writeSeed(arena: Uint8Array, at: number, seed: number): void {
  arena[at] = seed
  arena[at + 1] = seed >> 8
  arena[at + 2] = seed >> 16
  arena[at + 3] = seed >> 24
}

/** A copy with room for at least `needed` items, and twice as many as before. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array>(
  array: T,
  needed: number,
): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(needed, array.length * 2))
  larger.set(array)
  return larger
}
