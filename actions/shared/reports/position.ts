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

/** Where line ends are near each other, a loop is faster than asking for each. */
const DENSE_BYTES = 1_024

/** Line ends from `from` to `to`. */
export function countNewlines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  let at = from
  while (at < to) {
    if (to - at > DENSE_BYTES) {
      const gap = bytes.subarray(at, to).indexOf(NEWLINE)
      if (gap < 0) return count
      count += 1
      at += gap + 1
    }
    const end = Math.min(to, at + DENSE_BYTES)
    for (; at < end; at += 1) if (bytes[at] === NEWLINE) count += 1
  }
  return count
}
