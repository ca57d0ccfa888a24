import { Utf8Input } from './encoding.ts'
import { TextCollector } from './text-collector.ts'
import type { XmlAttributes } from './xml/attributes.ts'
import { XmlScanner } from './xml/scanner.ts'

const TEXT_LIMIT = 4_096

/** What a reader does at the start and end of elements; symbols are places in its vocabulary, -1 for other names. */
export interface ElementHandler {
  start(symbol: number): void
  end(symbol: number): void
}

/** Bytes of an XML report in any encoding, as elements, with the text of those that ask for it cut at a few kilobytes. */
export class XmlSource {
  readonly #scanner: XmlScanner
  readonly #input: Utf8Input
  readonly #text = new TextCollector(TEXT_LIMIT)

  constructor(vocabulary: readonly string[], handler: ElementHandler) {
    this.#scanner = new XmlScanner(
      vocabulary,
      {
        start(symbol) {
          handler.start(symbol)
        },
        end(symbol) {
          handler.end(symbol)
        },
        text: (bytes, start, end) => {
          this.#text.add(bytes, start, end)
        },
      },
      { lenient: true },
    )
    this.#input = new Utf8Input((chunk) => {
      this.#scanner.write(chunk)
    })
  }

  /** Those of the element that starts. */
  get attributes(): XmlAttributes {
    return this.#scanner.attributes
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
