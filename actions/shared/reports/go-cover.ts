import { ByteIndex } from '../model/byte-index.ts'
import { CoverageTable, type FileCoverage } from '../model/coverage.ts'
import type { Doubt, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics } from './coverage-metrics.ts'
import { Tally } from './coverage-tally.ts'
import { Utf8Input } from './encoding.ts'
import type { OpenReader, ReadContext, ReportReader } from './reader.ts'
import { ByteLines } from './text/lines.ts'
import { POSITION } from './position.ts'

/*
 * Go cover profiles (https://pkg.go.dev/golang.org/x/tools/cover): `mode: set`, then `file:line.column,line.column statements count` for each block.
 * What is reported as lines are statements, as `go tool cover -func` does; the lines that blocks span are kept for patch coverage and merging
 * (as gocover-cobertura spreads them). With -coverpkg a block stands once per test binary: it is one block, covered if it is anywhere.
 * The format has no end mark, but every line ends: one that does not was cut.
 */
export const open: OpenReader = (context) => new GoCoverReader(context)

/** Lines that all blocks together may span; keeps forged ones from filling memory and time. */
const SPANNED_LIMIT = 50_000_000
const SPACE = 0x20
const ZERO_DIGIT = 0x30
const decoder = new TextDecoder()
const MODE = /^mode: (set|count|atomic)$/
const BLOCK = /^(.+):(\d{1,9})\.\d{1,9},(\d{1,9})\.\d{1,9}$/

class GoCoverReader implements ReportReader {
  readonly #context: ReadContext
  readonly #table = new CoverageTable(POSITION)
  readonly #lines = new ByteLines((bytes, start, end, number) => {
    this.#line(bytes, start, end, number)
  })
  readonly #input = new Utf8Input((chunk) => {
    this.#lines.write(chunk)
  })
  readonly #blocks = new ByteIndex()
  /** Of each block. */
  readonly #statements: number[] = []
  readonly #isCovered: boolean[] = []
  #spanned = 0
  #mode: string | undefined
  #beginning: number[] | undefined = []
  #contradictions = 0

  constructor(context: ReadContext) {
    this.#context = context
  }

  write(chunk: Uint8Array): void {
    this.#refuseBinary(chunk)
    this.#input.write(chunk)
  }

  end(): Reading {
    this.#input.end()
    const isCut = !this.#lines.endsWithNewline
    this.#lines.end()
    if (this.#mode === undefined) throw new EvidenceError('it does not begin with "mode:"')
    const statements = new Tally()
    for (const [block, total] of this.#statements.entries()) {
      statements.add({ covered: this.#isCovered[block] === true ? total : 0, total })
    }
    const doubts: Doubt[] = []
    if (isCut) doubts.push({ kind: 'contradiction', text: 'its last line does not end: it was cut off' })
    if (this.#contradictions > 0) {
      doubts.push({
        kind: 'contradiction',
        text: `${this.#contradictions} of its blocks have other numbers of statements where they stand again: it mixes builds of different sources`,
      })
    }
    const entries = this.#table.files.size
    for (const file of this.#table.files.values()) file.trim()
    this.#context.tables.coverage.absorb(this.#table)
    return {
      kind: 'coverage',
      entries,
      metrics: coverageMetrics({ line: statements }),
      completeness: 'complete',
      doubts,
    }
  }

  /** Files of GOCOVERDIR begin with "\0cvm" (covmeta) or "\0cwm" (covcounters), https://github.com/golang/go/blob/master/src/internal/coverage/defs.go. */
  #refuseBinary(chunk: Uint8Array): void {
    if (!this.#beginning) return
    this.#beginning.push(...chunk.subarray(0, 4 - this.#beginning.length))
    if (this.#beginning.length < 4) return
    const magic = String.fromCharCode(...this.#beginning)
    this.#beginning = undefined
    if (magic === '\0cvm' || magic === '\0cwm') {
      throw new EvidenceError(
        'it is a binary profile of GOCOVERDIR; convert the folder: go tool covdata textfmt -i=FOLDER -o=cover.out',
      )
    }
  }

  #line(bytes: Uint8Array, start: number, end: number, number: number): void {
    if (start === end) return
    const blockEnd = this.#fieldStart(bytes, start, end) - 1
    const positionEnd = this.#fieldStart(bytes, start, blockEnd) - 1
    const statements = wholeNumber(bytes, positionEnd + 1, blockEnd)
    const count = wholeNumber(bytes, blockEnd + 1, end)
    if (positionEnd <= start || statements < 0 || count < 0) {
      this.#modeLine(decoder.decode(bytes.subarray(start, end)), number)
      return
    }
    if (this.#mode === undefined) throw new EvidenceError('it does not begin with "mode:"')
    const block = this.#blocks.intern(bytes, start, positionEnd)
    const known = this.#statements[block]
    const wasCovered = this.#isCovered[block] === true
    if (known !== undefined && known !== statements) this.#contradictions += 1
    this.#statements[block] = known ?? statements
    this.#isCovered[block] = wasCovered || count > 0
    if (known === undefined || (!wasCovered && count > 0)) {
      this.#addLines(decoder.decode(bytes.subarray(start, positionEnd)), statements, count, number)
    }
  }

  /** Where the last field before `end` begins. */
  #fieldStart(bytes: Uint8Array, start: number, end: number): number {
    let at = end
    while (at > start && bytes[at - 1] !== SPACE) at -= 1
    return at
  }

  /** Profiles put together with `cat` have it several times. */
  #modeLine(text: string, number: number): void {
    const mode = MODE.exec(text)?.[1]
    if (mode === undefined) throw new EvidenceError(`line ${number} is no block of a Go cover profile`)
    if (this.#mode !== undefined && (mode === 'set') !== (this.#mode === 'set')) {
      throw new EvidenceError(`line ${number} begins another mode; merge profiles of one mode only`)
    }
    this.#mode = mode
  }

  #addLines(position: string, statements: number, count: number, number: number): void {
    const [, path, first, last] = BLOCK.exec(position) ?? []
    if (path === undefined || Number(last) < Number(first)) {
      throw new EvidenceError(`line ${number} is no block of a Go cover profile`)
    }
    const file: FileCoverage = this.#table.file(this.#context.mapPath(path))
    if (statements === 0) return
    this.#spanned += Number(last) - Number(first) + 1
    if (this.#spanned > SPANNED_LIMIT) throw new EvidenceError(`its blocks span more than ${SPANNED_LIMIT} lines`)
    for (let line = Number(first); line <= Number(last); line += 1) file.add(line, count)
  }
}

/** The number in the bytes, -1 where there is none. Counts have no upper limit of use here. */
function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1
  let value = 0
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] as number) - ZERO_DIGIT
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}
