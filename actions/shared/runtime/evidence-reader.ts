import '../reports/reading.ts'
import { EvidenceError } from '../model/errors.ts'
import type { Evidence, Reading, Scope, ScopeTables } from '../model/evidence.ts'
import { LineNotes } from '../model/report-lines.ts'
import { beginReport, linesRead, POSITION } from '../reports/position.ts'
import type { OpenReader, MatcherFile, ReportFormat, ReportReader } from '../reports/reader.ts'
import { explainUnrecognised, HEAD_BYTES, recognise } from '../reports/recognise.ts'
import { FORMATS } from '../reports/registry.ts'
import { runnerExitDoubts } from '../reports/runner-exit.ts'
import type { Progress } from './progress.ts'
import { openChunks } from './report-bytes.ts'
import type { ReportFile } from './report-files.ts'
import type { Workspace } from './workspace.ts'
import { isSystemError } from './system-error.ts'

export interface ReportSurroundings {
  readonly scope: Scope
  /** Its place among all reports. */
  readonly index: number
  readonly tables: ScopeTables
  readonly mapPath: (path: string, roots?: readonly string[]) => string
  readonly progress: Progress
  /** For lines that name a problem matcher. */
  readonly workspace: Workspace
}

/** What was found out about one file's bytes, however its reading ended. */
interface Read {
  readonly format: ReportFormat | undefined
  readonly reading: Reading | undefined
  readonly refused: string | undefined
}

/** Reads one report. What is wrong with the file or its contents becomes `refused`; anything else is thrown, as it is our bug. */
export async function readReport(file: ReportFile, surroundings: ReportSurroundings): Promise<Evidence> {
  const { createHash } = await import('node:crypto')
  const hash = createHash('sha256')
  const notes = followLines(surroundings)
  let bytes = 0
  let read: Read
  try {
    const chunks = openChunks(file.real)
    try {
      const first = chunks.next()
      const opened = await openReader(file, first.bytes, surroundings)
      const feed = feeder(opened)
      for (let chunk = first; ; chunk = chunks.next()) {
        hash.update(chunk.bytes)
        bytes += chunk.bytes.length
        if (chunk.bytes.length > 0) feed.write(chunk.bytes)
        surroundings.progress.read(file.shown, bytes, chunks.size)
        if (chunk.last) break
      }
      read = feed.end()
    } finally {
      chunks.close()
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    read = { format: undefined, reading: undefined, refused: `it cannot be read: ${error.message}` }
  }
  const evidence = evidenceOf(file, read, { sha256: hash.digest('hex'), bytes, scope: surroundings.scope })
  for (const [metric, line] of Object.entries(evidence.declaredAt ?? {})) notes.note(metric, line)
  return { ...evidence, lines: notes.all(linesRead()) }
}

/** From here on, tables note the lines of the next report. */
function followLines({ index, tables }: ReportSurroundings): LineNotes {
  const notes = new LineNotes(index, POSITION)
  beginReport()
  for (const table of [tables.tests, tables.findings]) table.readFrom(notes)
  return notes
}

/** The reader for a file's beginning, or why there is none. */
async function openReader(
  file: ReportFile,
  first: Uint8Array,
  { index, tables, mapPath, workspace }: ReportSurroundings,
): Promise<{ readonly format?: ReportFormat; readonly reader?: ReportReader; readonly refused?: string }> {
  const format = formatOf(file.line.format, first.subarray(0, HEAD_BYTES))
  if (typeof format === 'string') return { refused: format }
  const open = await openOf(format)
  const formatNamed = file.line.format !== undefined
  const matcher = await matcherOf(file.line.matcher, workspace)
  if (typeof matcher === 'string') return { format, refused: matcher }
  const secretHash = await secretHasher()
  return {
    format,
    reader: open({ tables, mapPath, exitCode: file.line.exitCode, formatNamed, secretHash, report: index, matcher }),
  }
}

let hasher: ((secret: string) => string) | undefined

/** Tells equal secrets of this run; its salt is never stored, so that nobody can try guesses against what is shown. */
async function secretHasher(): Promise<(secret: string) => string> {
  const { createHmac, randomBytes } = await import('node:crypto')
  const salt = randomBytes(32)
  hasher ??= (secret) => createHmac('sha256', salt).update(secret).digest('hex').slice(0, 16)
  return hasher
}

/** The problem matcher that a line names, if it does, or why it cannot be had. */
async function matcherOf(name: string | undefined, workspace: Workspace): Promise<MatcherFile | string | undefined> {
  if (name === undefined) return undefined
  const { readMatcher } = await import('./problem-matcher.ts')
  try {
    return readMatcher(name, workspace)
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return error.message
  }
}

/** Of formats met before: the bundler's import() costs more than a small report. */
const opened = new Map<ReportFormat, OpenReader>()

async function openOf(format: ReportFormat): Promise<OpenReader> {
  const known = opened.get(format)
  if (known) return known
  const { open } = await format.load()
  opened.set(format, open)
  return open
}

/** The format that the user named or the contents give away, or why it cannot be told. */
function formatOf(named: string | undefined, head: Uint8Array): ReportFormat | string {
  if (named !== undefined) return FORMATS.find(({ id }) => id === named) ?? `there is no format ${named}`
  const candidates = recognise(head)
  const [only, ...others] = candidates
  if (only === undefined) return explainUnrecognised(head)
  if (others.length === 0) return only
  const ids = candidates.map(({ id }) => id)
  return `it could be ${ids.slice(0, -1).join(', ')} or ${ids.at(-1) ?? ''}; name it with format=`
}

/** Hands bytes to a reader until it refuses them. The rest is still read, because the file's hash is of all of it. */
function feeder(opened: {
  readonly format?: ReportFormat
  readonly reader?: ReportReader
  readonly refused?: string
}): {
  readonly write: (bytes: Uint8Array) => void
  readonly end: () => Read
} {
  let { refused } = opened
  let reading: Reading | undefined
  const attempt = (step: (reader: ReportReader) => void): void => {
    if (refused !== undefined || !opened.reader) return
    try {
      step(opened.reader)
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      refused = error.message
    }
  }
  return {
    write: (bytes) => {
      attempt((reader) => {
        reader.write(bytes)
      })
    },
    end: () => {
      attempt((reader) => {
        reading = reader.end()
      })
      return { format: opened.format, reading, refused }
    },
  }
}

function evidenceOf(
  file: ReportFile,
  { format, reading, refused }: Read,
  facts: { readonly sha256: string; readonly bytes: number; readonly scope: Scope },
): Evidence {
  const provenance = {
    file: file.shown,
    sha256: facts.sha256,
    bytes: facts.bytes,
    format: format?.id ?? '',
    tool: reading?.tool,
  }
  if (reading && refused === undefined) {
    const doubts = [...reading.doubts, ...runnerExitDoubts(reading, provenance.format, file.line.exitCode)]
    return { ...reading, doubts, scope: facts.scope, provenance }
  }
  return {
    kind: format?.kind ?? 'metrics',
    entries: 0,
    metrics: {},
    completeness: 'none',
    doubts: [],
    scope: facts.scope,
    provenance,
    refused: refused ?? 'it yielded nothing',
  }
}
