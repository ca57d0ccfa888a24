import { Utf8Input } from './encoding.ts'
import { TextCollector } from './text-collector.ts'
import type { XmlAttributes } from './xml/attributes.ts'
import { type XmlOptions, XmlScanner } from './xml/scanner.ts'

const TEXT_LIMIT = 4_096

/** For reports that quote no output of anybody's: what XML forbids is refused. */
export const STRICT: XmlOptions = { lenient: false }

/** What a reader does at the start and end of elements; symbols are places in its vocabulary, -1 for other names. */
export interface ElementHandler {
  readonly start: (symbol: number) => void
  readonly end: (symbol: number) => void
}

/** Bytes of an XML report in any encoding, as elements, with the text of those that ask for it cut at a few kilobytes. */
export class XmlSource {
  readonly #scanner: XmlScanner
  readonly #input: Utf8Input
  readonly #text = new TextCollector(TEXT_LIMIT)

  constructor(vocabulary: readonly string[], handler: ElementHandler, options: XmlOptions = { lenient: true }) {
    const text = (bytes: Uint8Array, start: number, end: number): void => {
      this.#text.add(bytes, start, end)
    }
    this.#scanner = new XmlScanner(vocabulary, { ...handler, text }, options)
    this.#input = new Utf8Input((chunk) => {
      this.#scanner.write(chunk)
    })
  }

  /** Those of the element that starts. */
  get attributes(): XmlAttributes {
    return this.#scanner.attributes
  }

  /** 1-based line of the end of the current token. */
  get line(): number {
    return this.#scanner.line
  }

  /** Gathers the text of the element that starts. */
  keepText(): void {
    this.#text.take()
    this.#scanner.keepText = true
  }

  /** What was gathered. */
  takeText(): string {
    return this.#text.take()
  }

  write(chunk: Uint8Array): void {
    this.#input.write(chunk)
  }

  end(): void {
    this.#input.end()
    this.#scanner.end()
  }
}
