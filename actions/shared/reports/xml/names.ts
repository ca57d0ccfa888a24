import { grown } from '../../model/byte-index.ts'
import { NAME_CLASS } from './characters.ts'

/** Places of a vocabulary's names, by name. */
export function symbolsOf<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, symbol) => [name, symbol])) as Record<Name, number>
}

/** Distinct names that one document may use; real reports have fewer than a hundred. */
const NAME_LIMIT = 65_536

const COLON = 0x3a
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Element and attribute names as numbers. Those of the reader's vocabulary (matched by local name,
 * so that a prefix does not matter) are known by their place in it.
 */
export class XmlNames {
  readonly #vocabulary: ReadonlyMap<string, number>
  #arena = new Uint8Array(512)
  #starts = new Int32Array(64)
  #ends = new Int32Array(64)
  #hashes = new Int32Array(64)
  #symbols = new Int32Array(64)
  #slots = new Int32Array(256).fill(-1)
  #size = 0

  constructor(vocabulary: readonly string[]) {
    this.#vocabulary = new Map(vocabulary.map((name, symbol) => [name, symbol]))
  }

  /** Where the name ends that stands at `at`, if it is this one; -1 where it is another, or more bytes are needed to tell. */
  endOf(id: number, bytes: Uint8Array, at: number, length: number): number {
    const begin = this.#starts[id] as number
    const end = at - begin + (this.#ends[id] as number)
    if (end >= length || NAME_CLASS[bytes[end] as number] !== 0) return -1
    const arena = this.#arena
    for (let place = at, own = begin; place < end; place += 1, own += 1) {
      if (arena[own] !== bytes[place]) return -1
    }
    return end
  }

  /** The number of a name; -1 beyond the limit. `hash` must be a function of the bytes. */
  intern(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const id = this.#slots[slot] as number
      if (id < 0) break
      if (this.#hashes[id] === hash && this.equals(id, bytes, start, end)) return id
      slot = (slot + 1) & mask
    }
    return this.#append(bytes, start, end, hash, slot)
  }

  equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const begin = this.#starts[id] as number
    if ((this.#ends[id] as number) - begin !== end - start) return false
    const arena = this.#arena
    for (let at = start; at < end; at += 1) {
      if (arena[begin + at - start] !== bytes[at]) return false
    }
    return true
  }

  /** The place of the name in the vocabulary, -1 where it is not in it. */
  symbol(id: number): number {
    return this.#symbols[id] as number
  }

  text(id: number): string {
    return decoder.decode(this.#arena.subarray(this.#starts[id], this.#ends[id]))
  }

  #append(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.#size
    if (id >= NAME_LIMIT) return -1
    if (id === this.#starts.length) {
      this.#starts = grown(this.#starts, id + 1)
      this.#ends = grown(this.#ends, id + 1)
      this.#hashes = grown(this.#hashes, id + 1)
      this.#symbols = grown(this.#symbols, id + 1)
    }
    const begin = id === 0 ? 0 : (this.#ends[id - 1] as number)
    if (begin + end - start > this.#arena.length) this.#arena = grown(this.#arena, begin + end - start)
    this.#arena.set(bytes.subarray(start, end), begin)
    this.#starts[id] = begin
    this.#ends[id] = begin + end - start
    this.#hashes[id] = hash
    const colon = bytes.subarray(start, end).lastIndexOf(COLON)
    this.#symbols[id] = this.#vocabulary.get(decoder.decode(bytes.subarray(start + colon + 1, end))) ?? -1
    this.#slots[slot] = id
    this.#size = id + 1
    if (this.#size * 2 > this.#slots.length) this.#rehash()
    return id
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1)
    const mask = slots.length - 1
    for (let id = 0; id < this.#size; id += 1) {
      const hash = this.#hashes[id] as number
      let slot = (hash ^ (hash >>> 15)) & mask
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask
      slots[slot] = id
    }
    this.#slots = slots
  }
}
