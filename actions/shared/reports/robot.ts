import type { Reading } from '../model/evidence.ts'
import type { Outcome } from '../model/tests.ts'
import type { OpenReader, ReadContext } from './reader.ts'
import { SUITE_ITSELF, TestRecorder } from './test-recorder.ts'
import { XmlReader } from './xml-reader.ts'
import { symbolsOf } from './xml/names.ts'

/*
 * Robot Framework's output.xml (https://github.com/robotframework/robotframework/tree/master/doc/schema), versions 3 to 7.
 * Keywords, loops and branches have a <status> too: only that which is a child of <test> or <suite> is told.
 */
const NAMES = [
  'robot',
  'suite',
  'test',
  'status',
  'statistics',
  'total',
  'stat',
  'errors',
  'msg',
  'name',
  'source',
  'line',
  'elapsed',
  'starttime',
  'endtime',
  'pass',
  'fail',
  'skip',
  'level',
] as const
const NAME = symbolsOf(NAMES)

const OUTCOME: Readonly<Record<string, Outcome>> = { PASS: 'passed', FAIL: 'failed', SKIP: 'skipped' }

interface Suite {
  readonly name: string
  readonly source: string | undefined
  readonly depth: number
  readonly failingBefore: number
  status: Status | undefined
}

interface Status {
  readonly stated: string
  readonly seconds: number
  message: string
}

interface Test {
  readonly name: string
  readonly line: number
  readonly depth: number
  status: Status | undefined
}

export const open: OpenReader = (context) => new RobotReader(context)

class RobotReader extends XmlReader {
  readonly #tests: TestRecorder
  readonly #suites: Suite[] = []
  #depth = 0
  #test: Test | undefined
  #status: Status | undefined
  #inStatistics = false
  #inTotal = false
  #inErrors = false
  #inErrorMessage = false
  #declared: { tests: number; failing: number } | undefined

  constructor(context: ReadContext) {
    super(NAMES)
    this.#tests = new TestRecorder(context, { itemsOfATest: 'rows' })
  }

  protected finish(): Reading {
    if (!this.#declared) this.#tests.contradict('it has no statistics: the run did not end as it should')
    return this.#tests.finish(this.#declared ?? {}, { name: 'robot framework' })
  }

  protected startElement(symbol: number): void {
    const { attributes } = this.source
    this.#depth += 1
    const depth = this.#depth
    if (symbol === NAME.statistics) this.#inStatistics = true
    else if (symbol === NAME.errors) this.#inErrors = true
    else if (this.#inStatistics) this.#startStatistic(symbol)
    else if (symbol === NAME.suite) {
      const name = attributes.text(NAME.name) ?? ''
      const above = this.#suites.at(-1)?.name
      this.#suites.push({
        name: above === undefined ? name : `${above}.${name}`,
        source: attributes.text(NAME.source),
        depth,
        failingBefore: this.#tests.failing,
        status: undefined,
      })
    } else if (symbol === NAME.test) {
      this.#test = {
        name: attributes.text(NAME.name) ?? '',
        line: attributes.count(NAME.line),
        depth,
        status: undefined,
      }
    } else if (symbol === NAME.status) this.#startStatus(depth)
    else if (symbol === NAME.msg && this.#inErrors && attributes.text(NAME.level) === 'ERROR') {
      this.#inErrorMessage = true
      this.source.keepText()
    }
  }

  protected endElement(symbol: number): void {
    this.#depth -= 1
    if (symbol === NAME.statistics) this.#inStatistics = false
    else if (symbol === NAME.errors) this.#inErrors = false
    else if (this.#inStatistics) this.#inTotal &&= symbol !== NAME.total
    else if (symbol === NAME.suite) this.#endSuite()
    else if (symbol === NAME.test) this.#endTest()
    else if (symbol === NAME.status && this.#status) {
      this.#status.message = this.source.takeText().trim()
      this.#status = undefined
    } else if (symbol === NAME.msg && this.#inErrorMessage) {
      this.#inErrorMessage = false
      this.#tests.note(`it reports an error: ${this.source.takeText().trim().slice(0, 300)}`)
    }
  }

  #startStatus(depth: number): void {
    const owner = this.#test ?? this.#suites.at(-1)
    if (!owner || depth !== owner.depth + 1) return
    const { attributes } = this.source
    const elapsed = attributes.number(NAME.elapsed)
    const seconds = Number.isNaN(elapsed)
      ? timeOf(attributes.text(NAME.endtime)) - timeOf(attributes.text(NAME.starttime))
      : elapsed
    this.#status = { stated: attributes.text(NAME.status) ?? '', seconds, message: '' }
    owner.status = this.#status
    this.source.keepText()
  }

  /** The last of `<total>` is "All Tests"; before version 4 "Critical Tests" stands before it. */
  #startStatistic(symbol: number): void {
    if (symbol === NAME.total) this.#inTotal = true
    if (symbol !== NAME.stat || !this.#inTotal) return
    const count = (name: number): number => Math.max(0, this.source.attributes.count(name))
    this.#declared = { tests: count(NAME.pass) + count(NAME.fail) + count(NAME.skip), failing: count(NAME.fail) }
  }

  #endTest(): void {
    const test = this.#test
    const suite = this.#suites.at(-1)
    this.#test = undefined
    if (!test) return
    const stated = test.status?.stated ?? ''
    const message = test.status?.message ?? ''
    this.#tests.add({
      suite: suite?.name ?? '',
      name: test.name,
      outcome: Object.hasOwn(OUTCOME, stated) ? (OUTCOME[stated] as Outcome) : 'errored',
      seconds: test.status?.seconds,
      message: message || (Object.hasOwn(OUTCOME, stated) ? '' : `its status is "${stated}"`),
      details: message,
      path: suite?.source,
      line: test.line > 0 ? test.line : undefined,
    })
  }

  /** A suite's tear-down can fail behind tests that passed. */
  #endSuite(): void {
    const suite = this.#suites.pop()
    if (suite?.status?.stated !== 'FAIL' || this.#tests.failing > suite.failingBefore) return
    const { message } = suite.status
    this.#tests.add({
      suite: suite.name,
      name: SUITE_ITSELF,
      outcome: 'errored',
      message: message || 'the suite failed, and no test in it did',
      details: message,
      path: suite.source,
      isExtra: true,
    })
  }
}

/** `20260101 12:00:00.123` in seconds; NaN for anything else. */
function timeOf(text: string | undefined): number {
  const match = /^(\d{4})(\d\d)(\d\d) (\d\d):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text ?? '')
  if (!match) return Number.NaN
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return Date.UTC(year, month - 1, day, hour, minute) / 1000 + second
}
