import type { Reading } from '../model/evidence.ts'
import type { Outcome } from '../model/tests.ts'
import { dotnetLocation, invariantSeconds } from './dotnet.ts'
import type { OpenReader, ReadContext } from './reader.ts'
import { SUITE_ITSELF, TestRecorder } from './test-recorder.ts'
import { XmlReader } from './xml-reader.ts'
import { symbolsOf } from './xml/names.ts'

/*
 * xUnit.net v1 (<assembly><class><test>) and v2 and v3 (<assemblies><assembly><collection><test>),
 * https://xunit.net/docs/format-xml-v2 and -v3. A test is its method; the rows of a theory are runs of it.
 */
const NAMES = [
  'assembly',
  'test',
  'error',
  'failure',
  'message',
  'stack-trace',
  'name',
  'type',
  'method',
  'result',
  'time',
  'source-file',
  'source-line',
  'total',
  'failed',
  'errors',
] as const
const NAME = symbolsOf(NAMES)

const OUTCOME: Readonly<Record<string, Outcome>> = {
  Pass: 'passed',
  Fail: 'failed',
  Skip: 'skipped',
  NotRun: 'skipped',
}

interface Item {
  readonly suite: string
  readonly name: string
  outcome: Outcome
  readonly seconds: number
  readonly path: string | undefined
  readonly line: number | undefined
  /** Outside of a test: a fixture's clean-up, for one. */
  readonly isExtra: boolean
  message: string
  stack: string
}

export const open: OpenReader = (context) => new XUnitReader(context)

class XUnitReader extends XmlReader {
  readonly #tests: TestRecorder
  #assembly = ''
  #item: Item | undefined
  #inFailure = false
  #total = 0
  #failing = 0
  #isDeclared = false

  constructor(context: ReadContext) {
    super(NAMES)
    this.#tests = new TestRecorder(context, { itemsOfATest: 'rows' })
  }

  protected finish(): Reading {
    return this.#tests.finish(this.#isDeclared ? { tests: this.#total, failing: this.#failing } : {}, {
      name: 'xunit.net',
    })
  }

  protected startElement(symbol: number): void {
    if (symbol === NAME.assembly) this.#startAssembly()
    else if (symbol === NAME.test || symbol === NAME.error) this.#startItem(symbol === NAME.error)
    else if (symbol === NAME.failure && this.#item) {
      this.#inFailure = true
      if (this.#item.outcome !== 'errored') this.#item.outcome = 'failed'
    } else if (this.#inFailure && (symbol === NAME.message || symbol === NAME['stack-trace'])) {
      this.source.keepText()
    }
  }

  protected endElement(symbol: number): void {
    if (symbol === NAME.test || symbol === NAME.error) this.#endItem()
    else if (symbol === NAME.failure) this.#inFailure = false
    else if (this.#inFailure && this.#item && symbol === NAME.message) {
      this.#item.message = this.source.takeText().trim()
    } else if (this.#inFailure && this.#item && symbol === NAME['stack-trace']) {
      this.#item.stack = this.source.takeText().trim()
    }
  }

  #startAssembly(): void {
    const { attributes } = this.source
    this.#assembly = attributes.text(NAME.name) ?? ''
    const total = attributes.count(NAME.total)
    if (total < 0) return
    this.#isDeclared = true
    this.#total += total
    this.#failing += Math.max(0, attributes.count(NAME.failed)) + Math.max(0, attributes.count(NAME.errors))
  }

  #startItem(isError: boolean): void {
    const { attributes } = this.source
    const name = attributes.text(NAME.name) ?? ''
    const line = attributes.count(NAME['source-line'])
    const result = attributes.text(NAME.result) ?? ''
    this.#item = {
      suite: isError ? this.#assembly : (attributes.text(NAME.type) ?? ''),
      // The name of a theory's row has its arguments.
      name: isError
        ? `${SUITE_ITSELF.slice(0, -1)}: ${attributes.text(NAME.type) ?? 'error'})`
        : attributes.text(NAME.method) || name,
      outcome: !isError && Object.hasOwn(OUTCOME, result) ? (OUTCOME[result] as Outcome) : 'errored',
      seconds: invariantSeconds(attributes.text(NAME.time)),
      path: attributes.text(NAME['source-file']),
      line: line > 0 ? line : undefined,
      isExtra: isError,
      message: '',
      stack: '',
    }
  }

  #endItem(): void {
    const item = this.#item
    this.#item = undefined
    this.#inFailure = false
    if (!item) return
    const place = dotnetLocation(item.stack)
    const details = `${item.message}\n${item.stack}`.trim()
    this.#tests.add({ ...item, details, path: place?.path ?? item.path, line: place?.line ?? item.line })
  }
}
