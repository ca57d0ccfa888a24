import type { Finding } from './findings.ts'

/**
 * What tells a finding again on another commit: the text that stands there, not the number of its line.
 *
 * The hash is the one that GitHub's code scanning calls `primaryLocationLineHash` (github/codeql-action,
 * `src/fingerprints.ts`): a polynomial of factor 37 modulo 2^64 over the 100 UTF-16 units from the line's beginning on,
 * without spaces and tabs, all line ends as LF, the file's end as one unit 65535 and zeros after it. There it is rolled
 * over the whole file; taken from the lines that are asked for, it is the same number.
 */
const WINDOW = 100
const FACTOR = 37
const END_OF_FILE = 0xffff
const HALF = 2 ** 32

const TAB = 9
const LF = 10
const CR = 13
const SPACE = 32

/** GitHub's `primaryLocationLineHash` of these lines (1-based): `hash:count`, the count telling equal hashes of a file apart. */
export function lineHashes(source: string, lines: ReadonlySet<number>): ReadonlyMap<number, string> {
  const counts = new Map<string, number>()
  const found = new Map<number, string>()
  eachLine(source, lastOf(lines), (line, start) => {
    const hash = hashFrom(source, start, source.length)
    const count = (counts.get(hash) ?? 0) + 1
    counts.set(hash, count)
    if (lines.has(line)) found.set(line, `${hash}:${count}`)
  })
  return found
}

/**
 * What stands at these lines (1-based; those that the file does not have are left out): GitHub's hash without its count,
 * and after a hyphen 32 bits of the same hash over the line alone, which outlives an edit of the lines below.
 */
export function lineContents(source: string, lines: ReadonlySet<number>): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  eachLine(source, lastOf(lines), (line, start, end) => {
    if (!lines.has(line)) return
    found.set(line, `${hashFrom(source, start, source.length)}-${hashFrom(source, start, end).slice(-8)}`)
  })
  return found
}

/** The content of a finding whose line could be read; else what it says, whatever numbers the sentence holds. */
export function contentOf(finding: Pick<Finding, 'rule' | 'message'>, lineContent: string | undefined): string {
  return lineContent ?? messageContent(finding)
}

/** Marks contents that were made without the source. */
const MESSAGE_MARK = 'm-'

const PIECE = WINDOW - 16

/** Content of a finding whose source is not there: its rule and its message with every number as one. */
export function messageContent({ rule, message }: Pick<Finding, 'rule' | 'message'>): string {
  const said = `${rule}\n${message.replace(/\d+/g, '0')}`
  let hash = ''
  // One window holds 100 characters and a message may be longer: each piece is hashed after the hash of those before.
  for (let at = 0; at < said.length; at += PIECE) hash = hashFrom(`${hash}${said.slice(at, at + PIECE)}`, 0, Infinity)
  return `${MESSAGE_MARK}${hash}`
}

/** Whether a content was made from the message, because nobody could read the source. */
export function isOfMessage(content: string): boolean {
  return content.startsWith(MESSAGE_MARK)
}

/** The part of a content that speaks of the line alone; nothing for those made from messages. */
export function ownLineOf(content: string): string | undefined {
  return isOfMessage(content) ? undefined : content.slice(content.lastIndexOf('-') + 1)
}

function lastOf(lines: ReadonlySet<number>): number {
  let last = 0
  for (const line of lines) last = Math.max(last, line)
  return last
}

/** Calls with each line up to `last`: its number, where it begins, and where its text ends. */
function eachLine(source: string, last: number, visit: (line: number, start: number, end: number) => void): void {
  let start = 0
  for (let line = 1; line <= last; line += 1) {
    let end = start
    let unit = source.charCodeAt(end)
    while (unit !== LF && unit !== CR && end < source.length) {
      end += 1
      unit = source.charCodeAt(end)
    }
    visit(line, start, end)
    if (end >= source.length) return
    start = unit === CR && source.charCodeAt(end + 1) === LF ? end + 2 : end + 1
  }
}

/** The hash of the window that begins at `start`; at `end` the text is as if the file ended there. */
function hashFrom(source: string, start: number, end: number): string {
  const stop = Math.min(end, source.length)
  let high = 0
  let low = 0
  let taken = 0
  let isAfterReturn = false
  const take = (unit: number): void => {
    // Exact in a double: less than 2^38.
    const product = low * FACTOR + unit
    const carry = Math.floor(product / HALF)
    low = product - carry * HALF
    high = (Math.imul(high, FACTOR) + carry) >>> 0
    taken += 1
  }
  for (let at = start; at < stop && taken < WINDOW; at += 1) {
    const unit = source.charCodeAt(at)
    const isSkipped = unit === SPACE || unit === TAB || (isAfterReturn && unit === LF)
    isAfterReturn = unit === CR
    if (!isSkipped) take(unit === CR ? LF : unit)
  }
  if (taken < WINDOW) take(END_OF_FILE)
  while (taken < WINDOW) take(0)
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
}
