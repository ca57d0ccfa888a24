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
const BEGINNING = 24
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
  const beginnings = new Set<number>()
  const last = lastOf(lines)
  eachLine(source, last, (line, start) => {
    if (lines.has(line)) beginnings.add(beginningAt(source, start))
  })
  eachLine(source, last, (line, start) => {
    // Only lines that begin alike can have a hash in common: most are never hashed.
    if (!beginnings.has(beginningAt(source, start))) return
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
  const said = saidOf({ rule, message })
  let hash = ''
  // One window holds 100 characters and a message may be longer: each piece is hashed after the hash of those before.
  for (let at = 0; at < said.length; at += PIECE) hash = hashFrom(`${hash}${said.slice(at, at + PIECE)}`, 0, Infinity)
  return `${MESSAGE_MARK}${hash}`
}

/** What a finding says, with every number as one. */
export function saidOf({ rule, message }: Pick<Finding, 'rule' | 'message'>): string {
  return `${rule}\n${message.replace(/\d+/g, '0')}`
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

/** A number made of the first units that the hash at `start` sees, which is the same wherever that hash is. */
function beginningAt(source: string, start: number): number {
  let beginning = 0
  for (let at = start, taken = 0; taken < BEGINNING && at < source.length; at += 1) {
    const unit = source.charCodeAt(at)
    // What follows the line's end is left out: one CR LF counts as one there.
    if (unit === LF || unit === CR) break
    if (unit === SPACE || unit === TAB) continue
    beginning = (Math.imul(beginning, FACTOR) + unit) | 0
    taken += 1
  }
  return beginning
}

/** The hash of the window that begins at `start`; at `end` the text is as if the file ended there. */
function hashFrom(source: string, start: number, end: number): string {
  const stop = Math.min(end, source.length)
  let high = 0
  let low = 0
  let isAfterReturn = false
  for (let at = start, taken = 0; taken < WINDOW; at += 1) {
    let unit = 0
    if (at < stop) {
      unit = source.charCodeAt(at)
      const isSkipped = unit === SPACE || unit === TAB || (isAfterReturn && unit === LF)
      isAfterReturn = unit === CR
      if (isSkipped) continue
      if (isAfterReturn) unit = LF
    } else if (at === stop) unit = END_OF_FILE
    // Exact in a double: less than 2^38.
    const product = low * FACTOR + unit
    const carry = Math.floor(product / HALF)
    low = product - carry * HALF
    high = (Math.imul(high, FACTOR) + carry) >>> 0
    taken += 1
  }
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
}
