import type { FileChange } from '../model/change.ts'
import { grown } from '../model/byte-index.ts'

const LINE_FEED = 0x0a
const PLUS = 0x2b
const MINUS = 0x2d
const BACKSLASH = 0x5c
/** Of a line outside of hunks only its beginning is looked at. */
const HEADER_LENGTH = 4096

/** What git calls modes: https://git-scm.com/docs/git-diff#_raw_output_format */
const SUBMODULE = '160000'
const LINK = '120000'

/**
 * Every line that there can be: of what git shows no lines of, none is known to be unchanged. That is a link, behind which
 * reports may see a file, and a binary file: an attribute can call any source that.
 */
export const ALL_LINES = Uint32Array.of(1, 0xffffffff)

/** The parameters whose output `DiffReader` reads: plumbing, which no setting of a user's or a repository's changes. */
export function diffParameters(base: string, head: string): readonly string[] {
  const format = ['--raw', '-p', '-z', '--unified=0', '--inter-hunk-context=0', '--src-prefix=a/', '--dst-prefix=b/']
  const plain = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-relative', '--submodule=short']
  return ['diff-tree', '-r', ...format, ...plain, '--find-renames', '-l1000', base, head]
}

/** Reads the hunks of a unified diff from its bytes, with or without lines of context. */
export class HunkReader {
  #ranges = new Uint32Array(16)
  #size = 0
  #oldLeft = 0
  #newLeft = 0
  #line = 0
  /** The beginning of a line outside of hunks of which only part has come. */
  #held = ''
  /** Inside a line whose first byte has been looked at: the rest of it says nothing. */
  #inLine = false
  readonly #header: (line: string) => void

  /** `header` is given every line outside of hunks that does not begin one. */
  constructor(header: (line: string) => void = () => undefined) {
    this.#header = header
  }

  write(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      const end = bytes.indexOf(LINE_FEED, at)
      if (this.#inLine) this.#inLine = end < 0
      else if (this.#oldLeft > 0 || this.#newLeft > 0) {
        this.#content(bytes[at] as number)
        this.#inLine = end < 0
      } else this.#outside(bytes.subarray(at, end < 0 ? bytes.length : end), end >= 0)
      if (end < 0) return
      at = end + 1
    }
  }

  /** The changed lines since the last call: pairs of first and last line, as `FileChange` has them. */
  take(): Uint32Array {
    const ranges = this.#ranges.slice(0, this.#size)
    this.#size = 0
    return ranges
  }

  /** Whether all lines have come that the last hunk announced. */
  get isWhole(): boolean {
    return this.#oldLeft <= 0 && this.#newLeft <= 0
  }

  #content(kind: number): void {
    if (kind === PLUS) {
      this.#add(this.#line)
      this.#line += 1
      this.#newLeft -= 1
    } else if (kind === MINUS) this.#oldLeft -= 1
    // "\ No newline at end of file" is no line.
    else if (kind !== BACKSLASH) {
      this.#line += 1
      this.#oldLeft -= 1
      this.#newLeft -= 1
    }
  }

  #outside(bytes: Uint8Array, isWhole: boolean): void {
    if (this.#held.length < HEADER_LENGTH) this.#held += decoder.decode(bytes.subarray(0, HEADER_LENGTH))
    if (!isWhole) return
    const line = this.#held
    this.#held = ''
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (!hunk) {
      this.#header(line)
      return
    }
    this.#oldLeft = Number(hunk[1] ?? 1)
    this.#line = Number(hunk[2])
    this.#newLeft = Number(hunk[3] ?? 1)
  }

  #add(line: number): void {
    if (this.#size > 0 && this.#ranges[this.#size - 1] === line - 1) {
      this.#ranges[this.#size - 1] = line
      return
    }
    if (this.#size + 2 > this.#ranges.length) this.#ranges = grown(this.#ranges, this.#size + 2)
    this.#ranges[this.#size] = line
    this.#ranges[this.#size + 1] = line
    this.#size += 2
  }
}

/** A file as the raw part of the output names it. */
interface Entry {
  readonly path: string
  readonly oldPath: string | undefined
  readonly kind: 'file' | 'link' | 'gone'
}

export type ChangedFiles = Map<string, Omit<FileChange, 'isGenerated'>>

/**
 * Reads the output of `diffParameters`: first every file as NUL-ended records, which hold any name unquoted, then the patch
 * of each in the same order. Nothing of the patch is kept but line numbers.
 */
export class DiffReader {
  /** One for each part of the patch; a file that became a link (or the like) has two. */
  readonly #entries: Entry[] = []
  readonly #files: ChangedFiles = new Map()
  readonly #hunks = new HunkReader((line) => {
    this.#headerLine(line)
  })
  #part = -1
  #isOpaque = false
  #isPatch = false
  #held: Uint8Array = new Uint8Array(0)
  #record: string[] = []

  write(bytes: Uint8Array): void {
    let at = 0
    while (!this.#isPatch) {
      const end = bytes.indexOf(0, at)
      const token = joined(this.#held, bytes.subarray(at, end < 0 ? bytes.length : end))
      this.#held = end < 0 ? token : new Uint8Array(0)
      if (end < 0) return
      at = end + 1
      this.#token(decoder.decode(token))
    }
    this.#hunks.write(at === 0 ? bytes : bytes.subarray(at))
  }

  /** The files by path, or nothing where the output was not whole. */
  end(): ChangedFiles | undefined {
    this.#endPart()
    return this.#part === this.#entries.length - 1 && this.#hunks.isWhole ? this.#files : undefined
  }

  #token(token: string): void {
    if (this.#record.length === 0 && token === '') {
      this.#isPatch = true
      return
    }
    this.#record.push(token)
    const [, mode = '', , , status = ''] = (this.#record[0] ?? '').split(' ')
    const isMoved = /^[RC]/.test(status)
    if (this.#record.length < (isMoved ? 3 : 2)) return
    const [, first = '', second = first] = this.#record
    this.#record = []
    const kind = status === 'D' || mode === SUBMODULE ? 'gone' : mode === LINK ? 'link' : 'file'
    const entry: Entry = { path: second, oldPath: isMoved ? first : undefined, kind }
    if (status === 'T') this.#entries.push({ ...entry, kind: 'gone' })
    this.#entries.push(entry)
  }

  #headerLine(line: string): void {
    if (line.startsWith('diff --git ')) {
      this.#endPart()
      this.#part += 1
    } else if (line.startsWith('Binary files ')) this.#isOpaque = true
  }

  #endPart(): void {
    const entry = this.#entries[this.#part]
    const ranges = this.#hunks.take()
    if (entry && entry.kind !== 'gone') {
      const isWhole = this.#isOpaque || entry.kind === 'link'
      this.#files.set(entry.path, { oldPath: entry.oldPath, ranges: isWhole ? ALL_LINES : ranges })
    }
    this.#isOpaque = false
  }
}

const decoder = new TextDecoder()

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right.slice()
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
