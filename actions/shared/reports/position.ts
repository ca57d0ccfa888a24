import type { ReadingPlace } from '../model/report-lines.ts'

const NEWLINE = 0x0a

/** What reads bytes and knows which line it is at: the XML scanner, the JSON splitter, the reader of lines. */
export interface LineCursor extends ReadingPlace {
  /** The line that reading is on, 1-based: one more than line ends were read. */
  readonly line: number
}

/*
 * Reading is synchronous, one report at a time, and every byte of a report goes through one of three engines. So the engine
 * that works just now says where reading is, and no format has to hand its position to the tables.
 */
let working: LineCursor | undefined
/** The last chunk ended a line. */
let hasEnded = true

/** The engine begins to work on a chunk. Returns who did before, for `leave`. */
export function enter(cursor: LineCursor): LineCursor | undefined {
  const before = working
  working = cursor
  return before
}

/** The engine is done with a chunk. The outermost stays, so that what is made of a report in its end has a place too. */
export function leave(before: LineCursor | undefined, chunk: Uint8Array): void {
  if (chunk.length > 0) hasEnded = chunk[chunk.length - 1] === NEWLINE
  if (before) working = before
}

/** Forgets the last report. */
export function beginReport(): void {
  working = undefined
}

/** Where reading is now. */
export const POSITION: ReadingPlace = {
  lineOf: (...texts) => working?.lineOf(...texts) ?? 0,
}

/** Lines read so far; a last one without an end counts. */
export function linesRead(): number {
  return working === undefined ? 0 : working.line - (hasEnded ? 1 : 0)
}

/** Counts line ends up to places of a chunk, each byte once. */
export class NewlineCounter {
  /** Line ends before the place that was asked for last. */
  count = 0
  /** A Buffer finds a byte five times as fast as any other array of bytes. */
  #chunk: Buffer = Buffer.alloc(0)
  /** The next line end that is not counted yet; the chunk's length where there is none. */
  #next = 0

  begin(chunk: Uint8Array): void {
    this.#chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    this.#next = this.#find(0)
  }

  countTo(at: number): void {
    while (this.#next < at) {
      this.count += 1
      this.#next = this.#find(this.#next + 1)
    }
  }

  #find(from: number): number {
    const at = this.#chunk.indexOf(NEWLINE, from)
    return at < 0 ? this.#chunk.length : at
  }
}
