import { EvidenceError } from '../model/errors.ts'
import type { Reading } from '../model/evidence.ts'
import type { ReportReader } from './reader.ts'
import { type ElementHandler, XmlSource } from './xml-source.ts'
import type { XmlOptions } from './xml/scanner.ts'

/** A reader that keeps what it has seen of a document and is told of its elements one by one. */
export abstract class XmlReader implements ReportReader {
  protected readonly source: XmlSource

  constructor(vocabulary: readonly string[], options?: XmlOptions) {
    const handler = {
      start: (symbol: number) => {
        this.startElement(symbol)
      },
      end: (symbol: number) => {
        this.endElement(symbol)
      },
    }
    this.source = new XmlSource(vocabulary, handler, options)
  }

  write(chunk: Uint8Array): void {
    this.source.write(chunk)
  }

  end(): Reading {
    this.source.end()
    return this.finish()
  }

  protected abstract startElement(symbol: number): void
  protected abstract endElement(symbol: number): void
  /** Behind the last element. */
  protected abstract finish(): Reading
}

/** What is told of the elements of one report, and behind the last makes what was read of them. */
export interface RootedHandler extends ElementHandler {
  finish(): Reading
}

/** A reader of documents whose root element is the vocabulary's first word; others are refused. `title`: of the tool, for the message. */
export function rootedReader(
  vocabulary: readonly string[],
  title: string,
  open: (source: XmlSource) => RootedHandler,
): ReportReader {
  let rootSeen = false
  const source: XmlSource = new XmlSource(vocabulary, {
    start(symbol) {
      if (!rootSeen && symbol !== 0) {
        throw new EvidenceError(`its root is no <${vocabulary[0] ?? ''}>: it is no report of ${title}`)
      }
      rootSeen = true
      handler.start(symbol)
    },
    end(symbol) {
      handler.end(symbol)
    },
  })
  const handler = open(source)
  return {
    write(chunk) {
      source.write(chunk)
    },
    end() {
      source.end()
      return handler.finish()
    },
  }
}
