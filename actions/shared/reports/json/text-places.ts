/** Searches in one text that find nothing before its beginning has to do. */
const MOST_MISSES = 4
/** Of a text that is looked for. */
const NEEDLE_CHARACTERS = 120
/** Shorter texts are found anywhere. */
const UNQUOTED_CHARACTERS = 8

/** From this character on, lines are counted from this one. */
export interface LineAnchor {
  readonly at: number
  readonly line: number
}

/** Finds the lines of values in JSON text that was parsed as a whole. Values are mostly asked for in their order. */
export class TextPlaces {
  readonly #text: string
  readonly #anchors: readonly LineAnchor[]
  readonly #isOneLine: boolean
  #from = 0
  #misses = 0
  #counted: LineAnchor

  /** `anchors`: at least one, ascending, the first at 0. */
  constructor(text: string, anchors: readonly [LineAnchor, ...LineAnchor[]]) {
    this.#text = text
    this.#anchors = anchors
    this.#counted = anchors[0]
    this.#isOneLine = anchors.length === 1 && !text.includes('\n')
  }

  /** The line of the first of these values that is found; where none is, that of the first character that is no space. */
  lineOf(texts: readonly string[]): number {
    const [first] = this.#anchors
    if (this.#isOneLine) return first?.line ?? 0
    if (this.#misses < MOST_MISSES) {
      for (const text of texts) {
        const at = this.#find(text)
        if (at >= 0) return this.#lineAt(at)
      }
      this.#misses += 1
    }
    return this.#lineAt(Math.max(0, this.#text.search(/\S/)))
  }

  #find(text: string): number {
    if (text === '') return -1
    const written = JSON.stringify(text.slice(0, NEEDLE_CHARACTERS))
    const isWhole = text.length <= NEEDLE_CHARACTERS
    const needles = [
      ...(isWhole ? [written] : []),
      ...(isWhole && text.startsWith('/') ? [written.slice(1)] : []),
      ...(text.length >= UNQUOTED_CHARACTERS ? [written.slice(0, -1), written.slice(1, -1)] : []),
    ]
    for (const needle of needles) {
      const ahead = this.#text.indexOf(needle, this.#from)
      if (ahead >= 0) {
        this.#from = ahead + needle.length
        return ahead
      }
    }
    // Out of order, or one value that several items have.
    return needles[0] === undefined ? -1 : this.#text.indexOf(needles[0])
  }

  /** Counts on from where it last counted, where that is not behind. */
  #lineAt(at: number): number {
    let from = this.#counted.at <= at ? this.#counted : (this.#anchors[0] ?? this.#counted)
    for (const anchor of this.#anchors) if (anchor.at <= at && anchor.at > from.at) from = anchor
    let { line } = from
    for (
      let next = this.#text.indexOf('\n', from.at);
      next >= 0 && next < at;
      next = this.#text.indexOf('\n', next + 1)
    ) {
      line += 1
    }
    this.#counted = { at, line }
    return line
  }
}
