import { EvidenceError } from '../../model/errors.ts'
import type { Tool } from '../../tools/tool.ts'
import type { OpenReader } from '../reader.ts'
import { type ElementHandler, XmlSource } from '../xml-source.ts'
import { type SecurityFamily, SecurityReport } from './security-report.ts'

/** A scanner's report in XML. */
export interface SecurityXml {
  readonly tool: Tool
  /** As findings name it, lower case. */
  readonly name: string
  readonly families?: readonly SecurityFamily[]
  /** Element and attribute names that its handler asks for; the root element is the first. */
  readonly vocabulary: readonly string[]
  readonly handler: (source: XmlSource, report: SecurityReport) => ElementHandler & { finish?(): void }
}

/** A reader of a scanner's XML. Any other root element is refused. */
export function securityXml(format: SecurityXml): OpenReader {
  return (context) => {
    const report = new SecurityReport(context, format.tool, format.name, format.families)
    let rootSeen = false
    const source: XmlSource = new XmlSource(format.vocabulary, {
      start(symbol) {
        if (!rootSeen && symbol !== 0) {
          throw new EvidenceError(
            `its root is no <${format.vocabulary[0] ?? ''}>: it is no report of ${format.tool.title}`,
          )
        }
        rootSeen = true
        handler.start(symbol)
      },
      end(symbol) {
        handler.end(symbol)
      },
    })
    const handler = format.handler(source, report)
    return {
      write(chunk) {
        source.write(chunk)
      },
      end() {
        source.end()
        handler.finish?.()
        return report.end()
      },
    }
  }
}
