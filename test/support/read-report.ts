import { readFileSync } from 'node:fs'
import { CoverageTable } from '../../actions/shared/model/coverage.ts'
import { EvidenceError } from '../../actions/shared/model/errors.ts'
import type { Reading, ScopeTables } from '../../actions/shared/model/evidence.ts'
import { FindingTable } from '../../actions/shared/model/finding-table.ts'
import { LineNotes, type ReportLines } from '../../actions/shared/model/report-lines.ts'
import { TestTable } from '../../actions/shared/model/tests.ts'
import { beginReport, linesRead, POSITION } from '../../actions/shared/reports/position.ts'
import { PathMapper } from '../../actions/shared/reports/path-mapper.ts'
import type { OpenReader } from '../../actions/shared/reports/reader.ts'
import { explainUnrecognised, HEAD_BYTES, recognise } from '../../actions/shared/reports/recognise.ts'
import { FORMATS } from '../../actions/shared/reports/registry.ts'

export interface ReadOptions {
  /** Id of the format; without it the contents must give it away. */
  readonly format?: string | undefined
  readonly exitCode?: number | undefined
  /** Sizes of the chunks, over and over again. The whole in one piece where absent. */
  readonly chunks?: readonly number[] | undefined
  /** Paths of the repository's files. */
  readonly files?: readonly string[] | undefined
  readonly stripPrefixes?: readonly string[] | undefined
  /** Tables that other reports were read into. */
  readonly tables?: ScopeTables | undefined
}

/** What became of a report: a reading, or why there is none. */
export interface ReadReport {
  readonly format: string | undefined
  readonly reading?: Reading | undefined
  readonly refused?: string | undefined
  readonly tables: ScopeTables
  /** Where it says what it says; absent where it was refused. */
  readonly lines?: ReportLines | undefined
}

const opened = await Promise.all(FORMATS.map(async ({ id, load }) => [id, (await load()).open] as const))

/** The readers of the registry, loaded. */
export const READERS: ReadonlyMap<string, OpenReader> = new Map(opened)

export const FIXTURES = new URL('../fixtures/', import.meta.url)

export function emptyTables(): ScopeTables {
  return { tests: new TestTable(), coverage: new CoverageTable(), findings: new FindingTable() }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FIXTURES)))
}

/**
 * Hands the bytes over in pieces of the given sizes, each in a buffer that is spoilt afterwards:
 * what a reader keeps of a chunk that is only lent to it shows as garbage.
 */
export function feed(write: (chunk: Uint8Array) => void, bytes: Uint8Array, sizes: readonly number[] = []): void {
  let turn = 0
  for (let at = 0; at < bytes.length; turn += 1) {
    const size = sizes.length === 0 ? bytes.length : Math.max(1, sizes[turn % sizes.length]!)
    const chunk = bytes.slice(at, at + size)
    write(chunk)
    chunk.fill(0x40)
    at += size
  }
}

/** Reads a report as an action does. Throws whatever is not an EvidenceError. */
export function readBytes(bytes: Uint8Array, options: ReadOptions = {}): ReadReport {
  const tables = options.tables ?? emptyTables()
  let format = options.format
  if (format === undefined) {
    const candidates = recognise(bytes.slice(0, HEAD_BYTES)).map(({ id }) => id)
    if (candidates.length > 1) return { format, tables, refused: `it could be ${candidates.join(' or ')}` }
    format = candidates[0]
  }
  if (format === undefined) return { format, tables, refused: explainUnrecognised(bytes.slice(0, HEAD_BYTES)) }
  const open = READERS.get(format)
  if (!open) throw new Error(`there is no format ${format}`)
  const mapper = new PathMapper(options.files ?? [], options.stripPrefixes ?? [])
  const notes = new LineNotes(0, POSITION)
  beginReport()
  for (const table of [tables.tests, tables.findings]) table.readFrom(notes)
  try {
    const reader = open({
      tables,
      mapPath: (path, roots) => mapper.map(path, roots),
      exitCode: options.exitCode,
      formatNamed: options.format !== undefined,
    })
    feed(
      (chunk) => {
        reader.write(chunk)
      },
      bytes,
      options.chunks,
    )
    const reading = reader.end()
    return { format, tables, reading, lines: notes.all(linesRead()) }
  } catch (error) {
    if (error instanceof EvidenceError) return { format, tables, refused: error.message }
    throw error
  }
}

export function readText(text: string, options: ReadOptions = {}): ReadReport {
  return readBytes(bytesOf(text), options)
}

/** The reading of a report that must not be refused. */
export function readingOf(report: ReadReport): Reading {
  if (!report.reading) throw new Error(`it was refused: ${report.refused ?? ''}`)
  return report.reading
}

/** No gate may be green on it: it was refused, is not whole, denies itself, or has no test or no line to judge. */
export function isDoubted({ reading }: ReadReport): boolean {
  if (!reading) return true
  if (reading.completeness !== 'complete') return true
  if (reading.kind === 'coverage' && reading.metrics['coverage.line.total'] === 0) return true
  return reading.doubts.some(({ kind, text }) => kind === 'contradiction' || text === 'it holds no test')
}

/** Everything that a report left behind, as plain data to compare. */
export function contentsOf({ format, reading, refused, tables: { tests, coverage, findings } }: ReadReport) {
  return {
    format,
    refused,
    reading,
    tests: Array.from({ length: tests.size }, (_, test) => ({
      suite: tests.suite(test),
      name: tests.name(test),
      outcome: tests.outcome(test),
      isFlaky: tests.isFlaky(test),
      runs: tests.runs(test),
      seconds: tests.durationSeconds(test),
      path: tests.path(test),
    })),
    failures: tests.failures,
    files: [...coverage.files].map(([path, file]) => {
      const lines: number[][] = []
      file.forEach((...line) => lines.push(line))
      return { path, lines, functions: [...file.functions] }
    }),
    findings: findings.rows,
  }
}
