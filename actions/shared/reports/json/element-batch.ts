import type { NewlineCounter } from '../position.ts'
import { CLOSE_ARRAY, COMMA, OPEN_ARRAY } from './bytes.ts'
import { ElementBorders } from './element-borders.ts'
import type { JsonLines } from './json-lines.ts'
import type { OutputBytes } from './output-bytes.ts'

/**
 * Elements are parsed in batches of about this many bytes: as fast as parsing the whole, and short enough for V8 to throw
 * each text away at once (strings over 128 KB are kept until a full collection).
 */
const BATCH_BYTES = 1 << 16

/** Where an array is whose elements are gathered: the place of its path in the list of paths, and the index of its run. */
export interface StreamedArray {
  readonly stream: number
  readonly outer: number
}

/** What a batch of elements goes through: `parse` throws where the text is no JSON. */
export interface BatchPorts {
  readonly element: (value: unknown, stream: number, outer: number) => void
  readonly parse: (text: string) => unknown
  readonly newlines: NewlineCounter
  readonly lines: JsonLines
}

/** Gathers elements of streamed arrays and parses them side by side, as one array. */
export class ElementBatch {
  readonly #bytes: OutputBytes
  readonly #ports: BatchPorts
  readonly #borders = new ElementBorders()
  readonly #depthLimit: number
  /** The array that elements are gathered of. */
  of: StreamedArray = { stream: 0, outer: 0 }

  /** `depthLimit`: how deep an element may be nested that was not walked through. */
  constructor(bytes: OutputBytes, depthLimit: number, ports: BatchPorts) {
    this.#bytes = bytes
    this.#depthLimit = depthLimit
    this.#ports = ports
    bytes.push(OPEN_ARRAY)
  }

  beginChunk(chunk: Uint8Array): void {
    this.#borders.begin(chunk)
  }

  begin(): void {
    this.#ports.lines.noteElement(this.#bytes.length, this.#line)
  }

  append(chunk: Uint8Array, from: number, to: number): void {
    this.#bytes.append(chunk, from, to)
  }

  /** The element ends at this place of the chunk, 0 where it did in the last one. */
  end(at: number): void {
    this.#borders.noteEnd(at)
    this.#ports.lines.noteEnd(this.#line)
    this.#bytes.push(COMMA)
    if (this.#bytes.length >= BATCH_BYTES) this.flush()
  }

  flush(): void {
    if (this.#bytes.length === 1) return
    this.#bytes.length -= 1
    this.#bytes.push(CLOSE_ARRAY)
    this.#handOn(this.#ports.parse(this.#bytes.text()) as unknown[])
  }

  /** Hands on elements that begin here without having walked through them; returns where the last one ends, if any. */
  leap(chunk: Uint8Array, from: number): number {
    const { newlines, lines } = this.#ports
    const ends = this.#borders.endsFrom(from)
    const last = ends.at(-1)
    if (last === undefined) return from
    this.flush()
    this.#bytes.append(chunk, from, last)
    this.#bytes.push(CLOSE_ARRAY)
    const values = parsedList(this.#bytes.text())
    if (!this.#borders.fits(values, ends) || !this.#isFlat(values, from, ends)) {
      this.#bytes.length = 1
      return from
    }
    let start = from
    for (const end of ends) {
      newlines.countTo(start)
      lines.noteElement(1 + start - from, this.#line)
      newlines.countTo(end)
      lines.noteEnd(this.#line)
      start = this.#borders.startBehind(end)
    }
    this.#handOn(values)
    return last
  }

  /** Whether no element is nested too deep. Each level takes two brackets, so that most are too short for it. */
  #isFlat(values: readonly unknown[], from: number, ends: readonly number[]): boolean {
    let start = from
    for (const [index, end] of ends.entries()) {
      if (end - start > 2 * this.#depthLimit && isDeeper(values[index], this.#depthLimit)) return false
      start = end
    }
    return true
  }

  get #line(): number {
    return this.#ports.newlines.count + 1
  }

  #handOn(values: readonly unknown[]): void {
    const { element, lines } = this.#ports
    const { stream, outer } = this.of
    lines.enterBatch()
    this.#bytes.length = 1
    for (const [index, value] of values.entries()) {
      lines.element = index
      element(value, stream, outer)
    }
    lines.leaveBatch()
  }
}

function parsedList(text: string): readonly unknown[] | undefined {
  try {
    return JSON.parse(text) as readonly unknown[]
  } catch {
    return undefined
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  for (const inner of Object.values(value)) if (isDeeper(inner, depth - 1)) return true
  return false
}
