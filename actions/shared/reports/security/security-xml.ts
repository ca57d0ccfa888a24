import type { Tool } from '../../tools/tool.ts'
import type { OpenReader } from '../reader.ts'
import { rootedReader } from '../xml-reader.ts'
import type { ElementHandler, XmlSource } from '../xml-source.ts'
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
    return rootedReader(format.vocabulary, format.tool.title, (source) => {
      const handler = format.handler(source, report)
      return {
        ...handler,
        finish() {
          handler.finish?.()
          return report.end()
        },
      }
    })
  }
}
