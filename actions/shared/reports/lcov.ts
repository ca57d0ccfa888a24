import { CoverageTable, type FileCoverage } from '../model/coverage.ts'
import type { CoverageTotals, Ratio, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics, overfullDoubts, totalsDoubt } from './coverage-metrics.ts'
import { Utf8Input } from './encoding.ts'
import type { OpenReader, ReadContext, ReportReader } from './reader.ts'
import { ByteLines } from './text/lines.ts'
import { POSITION } from './position.ts'

/*
 * LCOV tracefiles (https://manpages.debian.org/geninfo, "TRACEFILE FORMAT").
 * LF and LH are what is reported, as the tool's own summary does; where the distinct lines differ, a doubt says so.
 * A file without them (geninfo, simplecov-lcov) counts by its lines; one with them and without any DA (cargo-llvm-cov) by them alone.
 * The format has no end mark: one that was cut behind an `end_of_record` cannot be told from a whole one.
 */
export const open: OpenReader = (context) => new LcovReader(context)

/** What the records of one file say, until its end_of_record. */
interface Section {
  readonly file: FileCoverage
  readonly declared: Map<string, number>
  /** Branches of each line that has any: covered, total. */
  readonly branches: Map<number, [number, number]>
  listedLines: number
  listedHit: number
}

const COMMA = 0x2c
const COLON = 0x3a
const MINUS = 0x2d
const D = 0x44
const A = 0x41
const decoder = new TextDecoder()

class LcovReader implements ReportReader {
  readonly #context: ReadContext
  readonly #table = new CoverageTable(POSITION)
  readonly #lines = new ByteLines((bytes, start, end, number) => {
    this.#line(bytes, start, end, number)
  })
  readonly #input = new Utf8Input((chunk) => {
    this.#lines.write(chunk)
  })
  #section: Section | undefined
  /** Sums over files of what they declare, or hold where they do not declare it. */
  readonly #declared = {
    line: { covered: 0, total: 0 },
    branch: { covered: 0, total: 0 },
    function: { covered: 0, total: 0 },
  }
  /** Lines as listed, repeated ones as often. Declared lines of files that list none. */
  readonly #listed = { covered: 0, total: 0 }
  readonly #unlisted = { covered: 0, total: 0 }
  #files = 0

  constructor(context: ReadContext) {
    this.#context = context
  }

  write(chunk: Uint8Array): void {
    this.#input.write(chunk)
  }

  end(): Reading {
    this.#input.end()
    this.#lines.end()
    if (this.#section) throw new EvidenceError('it ends without end_of_record: it was cut off')
    if (this.#files === 0) throw new EvidenceError('it has no record of a file')
    const distinct = this.#table.totals()
    const lines = plus(distinct.line ?? { covered: 0, total: 0 }, this.#unlisted)
    const totals: CoverageTotals = {
      line: this.#declared.line,
      branch: this.#declared.branch.total > 0 ? this.#declared.branch : undefined,
      function: this.#declared.function.total > 0 ? this.#declared.function : undefined,
    }
    const doubts = [
      ...totalsDoubt('line', this.#declared.line, lines, [plus(this.#listed, this.#unlisted)]),
      ...overfullDoubts({ branch: this.#declared.branch, function: this.#declared.function }),
    ]
    const entries = this.#table.files.size
    this.#context.tables.coverage.absorb(this.#table)
    return {
      kind: 'coverage',
      entries,
      metrics: coverageMetrics(totals),
      completeness: 'complete',
      doubts,
      totalsOnly: this.#unlisted.total > 0,
    }
  }

  #line(bytes: Uint8Array, start: number, end: number, number: number): void {
    if (bytes[start] === D && bytes[start + 1] === A && bytes[start + 2] === COLON) {
      this.#lineData(bytes, start + 3, end, number)
      return
    }
    if (start === end) return
    const text = decoder.decode(bytes.subarray(start, end))
    if (text.trim() === 'end_of_record') {
      this.#endSection()
      return
    }
    const colon = text.indexOf(':')
    const value = text.slice(colon + 1)
    const record = colon < 0 ? '' : text.slice(0, colon)
    if (record === 'SF') this.#startSection(value)
    else if (RECORDS.has(record)) this.#record(record, value, number)
    else if (record !== 'TN' && !text.startsWith('#') && !/^[A-Z]{2,}$/.test(record)) {
      throw new EvidenceError(`line ${number} is no LCOV record`)
    }
  }

  /** `DA:<line>,<hits>[,<checksum>]`. Hits up to 2^64 − 1 are hits, negative ones none. */
  #lineData(bytes: Uint8Array, start: number, end: number, number: number): void {
    let at = start
    let line = 0
    for (; at < end && bytes[at] !== COMMA; at += 1) {
      const digit = (bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) throw new EvidenceError(`line ${number} has a DA record without a line number`)
      line = line * 10 + digit
    }
    if (at === start || at + 1 >= end || line > 0xffffffff) {
      throw new EvidenceError(`line ${number} has a DA record that is not whole`)
    }
    at += 1
    const isNegative = bytes[at] === MINUS
    let hits = 0
    for (let digits = isNegative ? at + 1 : at; digits < end && bytes[digits] !== COMMA; digits += 1) {
      const digit = (bytes[digits] as number) - 0x30
      if (digit < 0 || digit > 9) {
        hits = Number(decoder.decode(bytes.subarray(at, end)).split(',', 1)[0])
        if (Number.isNaN(hits)) throw new EvidenceError(`line ${number} has a DA record without a count of hits`)
        break
      }
      hits = hits * 10 + digit
    }
    const section = this.#section
    if (!section) throw new EvidenceError(`line ${number} belongs to no file: SF is missing`)
    const covered = hits > 0 && !isNegative
    section.file.add(line, covered ? hits : 0)
    section.listedLines += 1
    if (covered) section.listedHit += 1
  }

  #startSection(path: string): void {
    if (this.#section) {
      throw new EvidenceError('a file begins before the end_of_record of the one before it: it was cut')
    }
    this.#files += 1
    this.#section = {
      file: this.#table.file(this.#context.mapPath(path)),
      declared: new Map(),
      branches: new Map(),
      listedLines: 0,
      listedHit: 0,
    }
  }

  #record(record: string, value: string, number: number): void {
    const section = this.#section
    if (!section) throw new EvidenceError(`line ${number} belongs to no file: SF is missing`)
    const fields = value.split(',')
    if (record === 'BRDA') this.#branch(section, fields)
    else if (record === 'FN') {
      setFunction(
        section.file,
        fields.slice(/^\d+$/.test(fields[1] ?? '') && fields.length > 2 ? 2 : 1).join(','),
        false,
      )
    } else if (record === 'FNDA') setFunction(section.file, fields.slice(1).join(','), Number(fields[0]) > 0)
    else if (record === 'FNA') setFunction(section.file, fields.slice(2).join(','), Number(fields[1]) > 0)
    else {
      const count = COUNT.test(value) ? Number(value) : -1
      if (count < 0) throw new EvidenceError(`line ${number} has no number after ${record}`)
      section.declared.set(record, count)
    }
  }

  /** `BRDA:<line>,[e]<block>,<branch>,<taken>`; `-` where the line was never run. */
  #branch(section: Section, fields: readonly string[]): void {
    const line = Number(fields[0])
    const taken = Number(fields.at(-1))
    const counts = section.branches.get(line) ?? [0, 0]
    section.branches.set(line, [counts[0] + (taken > 0 ? 1 : 0), counts[1] + 1])
  }

  #endSection(): void {
    const section = this.#section
    if (!section) throw new EvidenceError('an end_of_record ends nothing: its beginning was cut off')
    this.#section = undefined
    for (const [line, [covered, total]] of section.branches) section.file.addBranches(line, covered, total)
    const held = section.file.totals()
    for (const [kind, total, covered] of DECLARED) {
      const declared = section.declared.get(total)
      this.#declared[kind].total += declared ?? held[kind].total
      this.#declared[kind].covered += declared === undefined ? held[kind].covered : (section.declared.get(covered) ?? 0)
    }
    Object.assign(this.#listed, plus(this.#listed, { covered: section.listedHit, total: section.listedLines }))
    if (section.listedLines === 0) {
      Object.assign(
        this.#unlisted,
        plus(this.#unlisted, { covered: section.declared.get('LH') ?? 0, total: section.declared.get('LF') ?? 0 }),
      )
    }
    section.file.trim()
  }
}

function plus(left: Ratio, right: Ratio): Ratio {
  return { covered: left.covered + right.covered, total: left.total + right.total }
}

const DECLARED = [
  ['line', 'LF', 'LH'],
  ['branch', 'BRF', 'BRH'],
  ['function', 'FNF', 'FNH'],
] as const
/** What can be counted without losing a digit. */
const COUNT = /^\s*\d{1,15}\s*$/
const RECORDS = new Set(['BRDA', 'FN', 'FNDA', 'FNA', ...DECLARED.flatMap(([, total, covered]) => [total, covered])])

function setFunction(file: FileCoverage, name: string, entered: boolean): void {
  file.functions.set(name, entered || file.functions.get(name) === true)
}
