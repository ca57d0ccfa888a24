import type { ReportReader } from './reader.ts'

/*
 * What stands before and behind a tool's JSON where its messages went into the same file (`2>&1`), or where it prints them there
 * itself. Only lines that say nothing of the result are known: whatever else stands there is no part of a report, and refused.
 */

/** As much of a report's beginning, and of its end, as such lines may take. */
export const AROUND_BYTES = 4_096

const COLOR = '(?:\\u001b\\[[\\d;]*m)*'

const LINES = [
  // What `npm run` and yarn print before the output of a script, and behind it.
  '> .*',
  'yarn (?:run|audit) v.*',
  '\\$ .*',
  '(?:warning|info) .*',
  'Done in [\\d.]+m?s\\.',
  'npm (?:warn|WARN|notice|http|info|timing|verb|sill)\\b.*',
  // Trivy, Grype and Syft, pip-audit: warnings may tell that something was not seen.
  '\\d{4}-\\d\\d-\\d\\d[T ][\\d:.,+Z-]+\\s+(?:DEBUG|INFO)\\b.*',
  '\\[\\d{4}\\]\\s+(?:TRACE|DEBUG|INFO)\\b.*',
  '(?:DEBUG|INFO):.*',
  'No known vulnerabilities found.*',
  'Found \\d+ known vulnerabilit.*',
  // OSV-Scanner, cargo, go.
  '(?:Scanning dir|Scanned|Starting filesystem walk|End status:|Loaded|Filtered) .*',
  '[ \\t]+(?:Fetching|Updating|Loaded|Loading|Scanning|Downloading|Downloaded|Locking|Adding)\\b.*',
  'go: (?:downloading|finding|extracting) .*',
  // Bandit, which prints its progress to where its report goes; gosec.
  'Working\\.\\.\\. .*',
  '\\[[a-z_]+\\]\\tINFO\\t.*',
  '\\[gosec\\] \\d{4}/\\d\\d/\\d\\d [\\d:]+ (?:(?:In|Ex)cluding|Import directory:|Checking (?:package|file):).*',
  // gitleaks: its sign, and what it counts.
  bytesOf('[ \\t]+(?:○|│).*|[ \\t]+░[ \\t]+gitleaks.*'),
  `${COLOR}\\d{1,2}:\\d\\d[AP]M${COLOR} ${COLOR}(?:INF|DBG|TRC)\\b.*`,
  `${COLOR}\\d{1,2}:\\d\\d[AP]M${COLOR} ${COLOR}WRN${COLOR} ${COLOR}leaks found: \\d+${COLOR}`,
  // Semgrep, of whose summary only what is well.
  bytesOf('(?:(?:┌|└)(?:─)+(?:┐|┘)|│ .* │|✅ .*)'),
  bytesOf(' • (?:Findings: |Rules run: |Targets scanned: |Parsed lines: ~100\\.0%|No ignore information).*'),
  'Ran \\d+ rules? on \\d+ files?: \\d+ findings?\\.',
  // Safety 3 says around the report of `safety check` that there is a newer command.
  '\\+=+\\+',
  'DEPRECATED: .*',
  'We highly encourage switching to the new .*',
].join('|')

const LINE = new RegExp(`^(?:${LINES}|[ \\t]*)\\r?$`)
const BEFORE = new RegExp(`^(?:(?:${LINES}|[ \\t]*)\\r?\\n)+[ \\t]*(?=\\{\\s*["}]|\\[\\s*["{[\\]])`)
const BRACE = 0x7b
const BRACKET = 0x5b
const TAG = 0x3c

/** As the bytes of a report are looked at: each is a character. */
function bytesOf(pattern: string): string {
  return latin1(new TextEncoder().encode(pattern))
}

/** Whether more of the beginning is needed before it can be told. */
export function mayStandBeforeJson([first = BRACE, second = 0]: Uint8Array): boolean {
  if (first === BRACKET) return /[\da-z]/.test(String.fromCharCode(second))
  return first !== BRACE && first !== TAG && first < 0x80
}

/** The beginning with such lines blank: they stay, so that those behind them keep their numbers. */
export function withoutLinesBefore(head: Uint8Array): Uint8Array {
  if (!mayStandBeforeJson(head)) return head
  const { length } = BEFORE.exec(latin1(head.subarray(0, AROUND_BYTES)))?.[0] ?? ''
  return length === 0 ? head : head.map((byte, index) => (index < length && byte !== 0x0a ? 0x20 : byte))
}

/** A reader of JSON behind which such lines may stand: the end is held back until it is known. */
export function withoutLinesBehind(reader: ReportReader): ReportReader {
  const held = new Uint8Array(2 * AROUND_BYTES)
  let length = 0
  return {
    write(chunk) {
      if (length + chunk.length <= held.length) {
        held.set(chunk, length)
        length += chunk.length
        return
      }
      const kept = Math.min(AROUND_BYTES, chunk.length)
      const free = Math.max(0, length - (AROUND_BYTES - kept))
      if (free > 0) reader.write(held.subarray(0, free))
      held.copyWithin(0, free, length)
      length -= free
      if (chunk.length > kept) reader.write(chunk.subarray(0, chunk.length - kept))
      held.set(chunk.subarray(chunk.length - kept), length)
      length += kept
    },
    end() {
      reader.write(held.subarray(0, endOfJson(held.subarray(0, length))))
      return reader.end()
    },
  }
}

/** Where the JSON ends; the whole where nothing that is known stands behind it. */
function endOfJson(tail: Uint8Array): number {
  const text = latin1(tail)
  let end = text.length
  while (end > 0) {
    // From -1 on it would look at the first character again.
    const start = end < 2 ? 0 : text.lastIndexOf('\n', end - 2) + 1
    const line = text.slice(start, end).replace(/\n$/, '')
    if (!LINE.test(line)) return /[}\]]\s*$/.test(line) ? end : tail.length
    end = start
  }
  return tail.length
}

function latin1({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}
