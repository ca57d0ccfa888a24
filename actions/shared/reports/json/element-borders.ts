import { OPEN_OBJECT, QUOTE } from './bytes.ts'

/** Together about as much as a batch of elements that were walked through. */
const STRETCH_BYTES = 1 << 16
/** Of what stands between two elements, with the first key of the second. */
const BORDER_BYTES = 256
/** Guesses that may be wrong before a document is said to be no good for guessing; more where many were right. */
const MOST_MISSES = 8
const HITS_PER_MISS = 4

/**
 * Guesses where the elements of an array end: writers write them alike, so what stands between two of them, with the first
 * key of the second, is looked for ahead. A guess proves nothing. Who has parsed all that is before a border as elements
 * of an array knows that it is one, since a parser that began where an element does cannot be elsewhere.
 */
export class ElementBorders {
  #chunk: Buffer = Buffer.alloc(0)
  #border: Buffer | undefined
  #key = ''
  /** How far behind the end of an element the next one begins. */
  #gap = 0
  /** Where the last element ended in the chunk, -1 where it did in another. */
  #end = -1
  /** The first border that is not behind where was asked for last; the chunk's length where there is none. */
  #next = -1
  /** Before this place of the chunk a guess was wrong. */
  #wrongUntil = 0
  #hits = 0
  #misses = 0

  begin(chunk: Uint8Array): void {
    this.#chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    this.#end = -1
    this.#next = -1
    this.#wrongUntil = 0
  }

  /** An element that was walked through ends here. */
  noteEnd(at: number): void {
    this.#end = at
  }

  /** Where elements end that begin here and behind each other's ends: [] where nothing is known. */
  endsFrom(start: number): readonly number[] {
    if (this.#border === undefined) this.#learn(start)
    if (this.#border === undefined || start < this.#wrongUntil) return []
    const ends: number[] = []
    const most = start + STRETCH_BYTES
    for (let at = start; at < most;) {
      if (this.#next < at) this.#next = this.#find(at)
      if (this.#next === this.#chunk.length || this.#next > most) break
      ends.push(this.#next + 1)
      at = this.#next + 1 + this.#gap
    }
    return ends
  }

  /** Where the element behind this end begins. */
  startBehind(end: number): number {
    return end + this.#gap
  }

  /**
   * Whether what was parsed up to the last of these ends are the elements that were guessed at, as many and with the same
   * first key: a border inside of one might make up for another that was missed.
   */
  fits(values: readonly unknown[] | undefined, ends: readonly number[]): values is readonly unknown[] {
    if (values?.length === ends.length && values.every((value) => beginsWith(value, this.#key))) {
      this.#hits += 1
      return true
    }
    this.#misses += 1
    this.#wrongUntil = ends.at(-1) ?? 0
    this.#border = undefined
    return false
  }

  #find(from: number): number {
    const at = this.#border === undefined ? -1 : this.#chunk.indexOf(this.#border, from)
    return at < 0 ? this.#chunk.length : at
  }

  #learn(start: number): void {
    if (this.#end < 1 || this.#chunk[start] !== OPEN_OBJECT) return
    if (this.#misses > MOST_MISSES + this.#hits / HITS_PER_MISS) return
    const keyStart = this.#chunk.indexOf(QUOTE, start)
    const keyEnd = keyStart < 0 ? -1 : this.#chunk.indexOf(QUOTE, keyStart + 1)
    const begin = this.#end - 1
    if (keyEnd < 0 || keyEnd - begin > BORDER_BYTES) return
    this.#border = Buffer.from(this.#chunk.subarray(begin, keyEnd + 1))
    this.#key = this.#chunk.toString('latin1', keyStart + 1, keyEnd)
    this.#gap = start - this.#end
    this.#next = -1
  }
}

/** By the first key in the order of the text: a key that is written otherwise than it reads is never found. */
function beginsWith(value: unknown, key: string): boolean {
  if (typeof value !== 'object') return false
  for (const first in value) return first === key
  return false
}
