import type { CharacterCheck } from './character-check.ts'
import type { XmlNames } from './names.ts'

/** Deeper nesting is no report. */
const DEPTH_LIMIT = 1_024

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The elements that are open: their names, and the lines on which they begin. */
export class OpenElements {
  depth = 0
  rootSeen = false
  readonly #names: XmlNames
  readonly #check: CharacterCheck
  readonly #open = new Int32Array(DEPTH_LIMIT)
  readonly #lines = new Int32Array(DEPTH_LIMIT)

  constructor(names: XmlNames, check: CharacterCheck) {
    this.#names = names
    this.#check = check
  }

  /** Number of the name of the innermost; there must be one. */
  get name(): number {
    return this.#open[this.depth - 1] as number
  }

  /** Where the innermost begins; 0 where none is open. */
  get line(): number {
    return this.depth > 0 ? (this.#lines[this.depth - 1] as number) : 0
  }

  enter(name: number, line: number): void {
    if (this.depth === 0) {
      if (this.rootSeen) throw this.#check.fault('it has a second root element')
      this.rootSeen = true
    }
    if (this.depth === DEPTH_LIMIT) throw this.#check.fault(`elements are nested more than ${DEPTH_LIMIT} deep`)
    this.#open[this.depth] = name
    this.#lines[this.depth] = line
    this.depth += 1
  }

  /** Refuses an end tag of another name than the innermost's. */
  demandName(bytes: Uint8Array, start: number, end: number, isClosed: boolean): void {
    if (isClosed && this.depth > 0 && this.#names.equals(this.name, bytes, start, end)) return
    const met = decoder.decode(bytes.subarray(start, end))
    throw this.#check.fault(
      this.depth === 0
        ? `</${met}> closes nothing`
        : `</${met}> stands where </${this.#names.text(this.name)}> is expected`,
    )
  }

  /** Refuses what may only stand inside an element. */
  demandRoot(): void {
    if (this.depth === 0) throw this.#check.fault('there is text outside the root element')
  }

  /** Refuses the end of the document where it cannot end. */
  demandNone(): void {
    if (this.depth > 0) throw this.#check.fault(`it ends inside <${this.#names.text(this.name)}>: it was cut off`)
    if (!this.rootSeen) throw this.#check.fault('it has no element')
  }
}
