import type { Doubt } from '../../model/evidence.ts'
import type { Finding, FindingFamily } from '../../model/findings.ts'
import type { Tool } from '../../tools/tool.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import type { OpenReader } from '../reader.ts'
import { rootedReader } from '../xml-reader.ts'
import type { ElementHandler, XmlSource } from '../xml-source.ts'

/** Where a format puts what it makes of a report. */
export interface XmlFindings {
  /** `roots`: folders that the path may be relative to. */
  add(finding: Omit<Finding, 'tool'>, roots?: readonly string[]): void
  /** The report denies itself, or its tool says that it did not see everything. */
  contradict(text: string): void
  /** What a reader should know, and no gate fails for. */
  note(text: string): void
  mapPath(path: string): string
}

/** A format of findings in XML. */
export interface XmlFormat {
  readonly tool: Tool
  /** The tool's name in findings. */
  readonly name: string
  readonly family: FindingFamily
  /** Element and attribute names that its handler asks for. */
  readonly vocabulary: readonly string[]
  /** The root element, which is the vocabulary's first word. */
  readonly handler: (source: XmlSource, into: XmlFindings) => FormatHandler
}

interface FormatHandler extends ElementHandler {
  /** Behind the last element; metrics beside those of the findings. */
  finish(): Readonly<Record<string, number>>
}

const CONTRADICTIONS_KEPT = 10

export function xmlFindings(format: XmlFormat): OpenReader {
  return ({ tables, mapPath, exitCode }) => {
    const counter = new FindingCounter(tables.findings)
    const doubts: Doubt[] = []
    let entries = 0
    const into: XmlFindings = {
      add(finding, roots) {
        entries += 1
        const { path } = finding
        tables.findings.add({
          ...finding,
          tool: format.name,
          path: path === undefined || path === '' ? undefined : mapPath(path, roots),
        })
      },
      contradict(text) {
        if (doubts.length < CONTRADICTIONS_KEPT) doubts.push({ kind: 'contradiction', text })
      },
      note(text) {
        doubts.push({ kind: 'reading', text })
      },
      mapPath: (path) => mapPath(path),
    }
    return rootedReader(format.vocabulary, format.tool.title, (source) => {
      const handler = format.handler(source, into)
      return {
        ...handler,
        finish() {
          const beside = handler.finish()
          doubts.push(...exitCodeDoubts(format.tool, exitCode, entries))
          return {
            kind: 'findings',
            entries,
            metrics: { ...counter.metrics([format.family]), ...beside },
            completeness: 'complete',
            doubts,
            tool: { name: format.name },
          }
        },
      }
    })
  }
}

/** The first line of a text, cut. */
export function firstLine(text: string): string {
  return (text.trim().split('\n', 1)[0] ?? '').slice(0, 300)
}
