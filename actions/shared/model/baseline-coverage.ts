import { grown } from './byte-index.ts'
import { CoverageTable, type FileCoverage } from './coverage.ts'
import { EvidenceError } from './errors.ts'

/**
 * Which lines were covered, of all labels. Numbers are varints (seven bits a byte, lowest first; the top bit says that
 * more follow). Labels, then for each: its name, its files; for each file: its path, its lines; for each line: how far it is
 * behind the one before, times two, plus one where it was covered. A line so takes one byte, whatever the pattern.
 */
export function encodeCoverage(tables: ReadonlyMap<string, CoverageTable>): Uint8Array {
  const out = new ByteWriter()
  out.number(tables.size)
  for (const [label, table] of tables) {
    out.text(label)
    out.number(table.files.size)
    for (const [path, file] of table.files) {
      out.text(path)
      writeLines(out, file)
    }
  }
  return out.bytes()
}

function writeLines(out: ByteWriter, file: FileCoverage): void {
  out.number(file.size)
  let last = 0
  file.forEach((line, hits) => {
    out.number((line - last) * 2 + (hits > 0 ? 1 : 0))
    last = line
  })
}

/** Throws EvidenceError where the bytes are not what `encodeCoverage` wrote. */
export function decodeCoverage(bytes: Uint8Array): ReadonlyMap<string, CoverageTable> {
  const input = new ByteReader(bytes)
  const tables = new Map<string, CoverageTable>()
  for (let labels = input.number(); labels > 0; labels -= 1) {
    const table = new CoverageTable()
    tables.set(input.text(), table)
    for (let files = input.number(); files > 0; files -= 1) readLines(input, table.file(input.text()))
  }
  if (!input.atEnd) throw wrong()
  return tables
}

function readLines(input: ByteReader, file: FileCoverage): void {
  let line = 0
  for (let lines = input.number(); lines > 0; lines -= 1) {
    const step = input.number()
    line += Math.floor(step / 2)
    if (line > LAST_LINE) throw wrong()
    file.add(line, step % 2)
  }
  file.trim()
}

/** Tables hold line numbers in 32 bits. */
const LAST_LINE = 0xffffffff

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

class ByteWriter {
  #bytes = new Uint8Array(1 << 16)
  #size = 0

  /** A whole number from 0 to 2^53 - 1. */
  number(value: number): void {
    if (this.#size + 8 > this.#bytes.length) this.#bytes = grown(this.#bytes, this.#size + 8)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#size++] = (rest & 0x7f) | 0x80
      rest = rest > 0x7fffffff ? Math.floor(rest / 0x80) : rest >>> 7
    }
    this.#bytes[this.#size++] = rest
  }

  text(value: string): void {
    const bytes = encoder.encode(value)
    this.number(bytes.length)
    if (this.#size + bytes.length > this.#bytes.length) this.#bytes = grown(this.#bytes, this.#size + bytes.length)
    this.#bytes.set(bytes, this.#size)
    this.#size += bytes.length
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#size)
  }
}

class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  number(): number {
    const bytes = this.#bytes
    let byte = bytes[this.#at++]
    if (byte !== undefined && byte < 0x80) return byte
    let value = 0
    let factor = 1
    while (byte !== undefined && byte >= 0x80 && factor < 2 ** 49) {
      value += (byte & 0x7f) * factor
      factor *= 0x80
      byte = bytes[this.#at++]
    }
    if (byte === undefined || byte >= 0x80) throw wrong()
    return value + byte * factor
  }

  text(): string {
    const length = this.number()
    const end = this.#at + length
    if (end > this.#bytes.length) throw wrong()
    const text = decoder.decode(this.#bytes.subarray(this.#at, end))
    this.#at = end
    return text
  }
}

function wrong(): EvidenceError {
  return new EvidenceError('has covered lines that cannot be read')
}
