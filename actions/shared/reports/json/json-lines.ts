import type { OutputBytes } from './output-bytes.ts'
import { type LineAnchor, TextPlaces } from './text-places.ts'

/** Which lines the values stand on that are handed on: an element of a batch, or what is left of the document in the end. */
export class JsonLines {
  readonly #rest: OutputBytes
  readonly #batch: OutputBytes
  /** Where the elements of the batch begin in it, and on which line of the report. */
  readonly #starts: number[] = []
  readonly #lines: number[] = []
  readonly #lastLines: number[] = []
  #batchEnd = 0
  /** Where the rest goes on behind a streamed array, in bytes of the rest. */
  readonly #anchors: LineAnchor[] = []
  #isDocument = false
  /** Place in the batch of the element that is being handled, -1 outside of one. */
  element = -1
  #placesOf = -1
  #places: TextPlaces | undefined

  constructor(rest: OutputBytes, batch: OutputBytes) {
    this.#rest = rest
    this.#batch = batch
  }

  /** An element begins at this place of the batch. */
  noteElement(at: number, line: number): void {
    this.#starts.push(at)
    this.#lines.push(line)
  }

  /** The element has ended. */
  noteEnd(line: number): void {
    this.#lastLines.push(line)
  }

  /** The rest goes on on this line. */
  noteRest(line: number): void {
    this.#anchors.push({ at: this.#rest.length, line })
  }

  /** The elements of the batch are handed on; its length may be set back. */
  enterBatch(): void {
    this.#batchEnd = this.#batch.length
    this.#placesOf = -1
  }

  leaveBatch(): void {
    this.element = -1
    this.#starts.length = 0
    this.#lines.length = 0
    this.#lastLines.length = 0
  }

  enterDocument(): void {
    this.#isDocument = true
  }

  lineOf(texts: readonly string[]): number {
    if (this.element >= 0) {
      if (this.#placesOf !== this.element) this.#openElement()
      if (this.#places === undefined) return this.#lines[this.element] ?? 0
    } else if (!this.#isDocument) return 0
    else if (this.#placesOf !== -2) this.#openDocument()
    return this.#places?.lineOf(texts) ?? 0
  }

  #openElement(): void {
    const line = this.#lines[this.element] ?? 0
    this.#placesOf = this.element
    // Most are on one line: those need no text.
    if (line === this.#lastLines[this.element]) {
      this.#places = undefined
      return
    }
    const end = this.#starts[this.element + 1] ?? this.#batchEnd
    this.#places = new TextPlaces(this.#batch.slice(this.#starts[this.element] ?? 0, end), [{ at: 0, line }])
  }

  #openDocument(): void {
    // Characters are fewer than bytes.
    const anchors = this.#anchors.map(({ at, line }) => ({ at: this.#rest.slice(0, at).length, line }))
    this.#places = new TextPlaces(this.#rest.text(), [{ at: 0, line: 1 }, ...anchors])
    this.#placesOf = -2
  }
}
