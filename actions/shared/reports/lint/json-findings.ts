import { EvidenceError } from '../../model/errors.ts'
import type { Doubt } from '../../model/evidence.ts'
import type { FindingFamily, Level } from '../../model/findings.ts'
import type { Tool } from '../../tools/tool.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import { jsonReader } from '../json/reader.ts'
import { field } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { DeclaredCounts } from './declared-counts.ts'
import { refuseSilence } from './silence.ts'

/** One finding as a report has it. */
export interface Found {
  readonly rank: Level
  readonly rule: string
  readonly message: string
  readonly path?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly endLine?: number | undefined
  /** The tool that found it, where the report is of several. */
  readonly tool?: string | undefined
}

/** Where a format puts what it makes of a report. */
export interface Findings {
  add(found: Found): void
  /** The report denies itself, or its tool says that it did not see everything. */
  contradict(text: string): void
  /** Counts that the report states. */
  readonly declared: DeclaredCounts
}

/** A format of findings in JSON. */
export interface JsonFormat {
  readonly tool: Tool
  readonly name: string
  readonly family: FindingFamily
  /** The arrays that are streamed, as in JsonSplitter. */
  readonly arrays: readonly string[]
  /** An element of such an array. Throws EvidenceError where it is not what the tool writes. */
  element(value: unknown, into: Findings, stream: number): void
  /** The rest, with those arrays left empty. */
  document?(value: unknown, into: Findings): void
  /** One document a line: nothing at all may be a clean report. */
  readonly isLines?: boolean
}

const CONTRADICTIONS_KEPT = 10

/** The level by the tool's own word, in any case. */
export function levelOf(
  levels: ReadonlyMap<string, Level>,
  word: string | undefined,
  fallback: Level = 'error',
): Level {
  return levels.get((word ?? '').toLowerCase()) ?? fallback
}

export function jsonFindings(format: JsonFormat): OpenReader {
  return ({ tables, mapPath, exitCode }) => {
    const counter = new FindingCounter(tables.findings)
    const doubts: Doubt[] = []
    const declared = new DeclaredCounts()
    let entries = 0
    let elements = 0
    const into: Findings = {
      declared,
      add({ tool, path, ...found }) {
        entries += 1
        tables.findings.add({
          ...found,
          family: format.family,
          tool: tool ?? format.name,
          path: path === undefined || path === '' ? undefined : mapPath(path),
        })
      },
      contradict(text) {
        if (doubts.length < CONTRADICTIONS_KEPT) doubts.push({ kind: 'contradiction', text })
      },
    }
    return jsonReader(
      format.arrays,
      {
        element(value, stream) {
          elements += 1
          format.element(value, into, stream)
        },
        document(value) {
          refuseWithoutList(value, format.arrays)
          format.document?.(value, into)
        },
      },
      () => {
        if (format.isLines === true && elements === 0) refuseSilence(format.tool, exitCode, true)
        const metrics = counter.metrics([format.family])
        doubts.push(...declared.doubts(format.tool.title, format.family, metrics))
        doubts.push(...exitCodeDoubts(format.tool, exitCode, entries))
        return { kind: 'findings', entries, metrics, completeness: 'complete', doubts, tool: { name: format.name } }
      },
    )
  }
}

/** Nothing was streamed from a document that has none of the lists: it is not what the tool writes. */
function refuseWithoutList(value: unknown, arrays: readonly string[]): void {
  const hasList = arrays.some((path) => {
    if (path === '[]') return Array.isArray(value)
    const list = field(value, path.slice(0, -2))
    // An empty list of Go's is null.
    return Array.isArray(list) || list === null
  })
  if (!hasList && arrays.length > 0) throw new EvidenceError(`it has no list ${arrays.join(' or ')}`)
}
