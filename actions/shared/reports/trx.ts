import { ByteIndex, grown } from '../model/byte-index.ts'
import type { Reading } from '../model/evidence.ts'
import type { Outcome } from '../model/tests.ts'
import { dotnetLocation, timeSpanSeconds } from './dotnet.ts'
import type { OpenReader, ReadContext } from './reader.ts'
import { TestRecorder } from './test-recorder.ts'
import { XmlReader } from './xml-reader.ts'
import { symbolsOf } from './xml/names.ts'
import { POSITION } from './position.ts'

/*
 * Visual Studio's TestRun (namespaces TeamTest/2006 and 2010; vstst.xsd), as VSTest's and Microsoft.Testing.Platform's loggers write it
 * (https://github.com/microsoft/vstest/tree/main/src/Microsoft.TestPlatform.Extensions.TrxLogger).
 */
const RESULTS = [
  'UnitTestResult',
  'TestResult',
  'GenericTestResult',
  'WebTestResult',
  'LoadTestResult',
  'ManualTestResult',
  'TestResultAggregation',
] as const
const NAMES = [
  ...RESULTS,
  'UnitTest',
  'TestMethod',
  'ResultSummary',
  'Counters',
  'RunInfo',
  'Text',
  'ErrorInfo',
  'Message',
  'StackTrace',
  'InnerResults',
  'testId',
  'testName',
  'duration',
  'outcome',
  'id',
  'className',
  'name',
  'total',
  'failed',
  'error',
  'timeout',
  'aborted',
  'notRunnable',
  'disconnected',
] as const
const NAME = symbolsOf(NAMES)
const IS_RESULT: ReadonlySet<number> = new Set(RESULTS.map((name) => NAME[name]))

/**
 * What an outcome says. Without the attribute it is Error, the schema's first value. MSTest itself takes NotRunnable for a failure
 * (MapNotRunnableToFailed), and Inconclusive for not executed. What is not here did not end.
 */
const OUTCOME: Readonly<Record<string, Outcome>> = {
  Passed: 'passed',
  Completed: 'passed',
  Warning: 'passed',
  PassedButRunAborted: 'passed',
  Failed: 'failed',
  NotExecuted: 'skipped',
  Inconclusive: 'skipped',
  Error: 'errored',
  Timeout: 'errored',
  Aborted: 'errored',
  NotRunnable: 'errored',
  Disconnected: 'errored',
}

/** Runs that ended as they should. */
const REGULAR_END = new Set(['Completed', 'Passed', 'Failed', 'Warning'])
/** xUnit.net's adapter tells each failed test once more as an error of the run. */
const FAILED_TEST = /\[FAIL\]\s*$/

const OUTCOMES: readonly Outcome[] = ['passed', 'skipped', 'failed', 'errored']

interface OpenResult {
  readonly run: number
  message: string
  stack: string
  /** Of the report. */
  readonly reportLine: number
}

export const open: OpenReader = (context) => new TrxReader(context)

/** Results may stand before the definitions that name their classes, so they are kept by columns until the end. */
class TrxReader extends XmlReader {
  readonly #tests: TestRecorder
  readonly #ids = new ByteIndex()
  readonly #keys = new ByteIndex()
  #idOf = new Uint32Array(256)
  readonly #classOf = new Map<number, string>()
  #runKey = new Uint32Array(256)
  #runOutcome = new Uint8Array(256)
  #runSeconds = new Float64Array(256)
  #runs = 0
  readonly #inner = new Set<number>()
  readonly #failures = new Map<number, OpenResult>()
  readonly #open: OpenResult[] = []
  #definition = -1
  #inSummary = false
  #inErrorInfo = false
  #runInfo: string | undefined
  #summary: string | undefined
  #declared: { tests: number; failing: number } | undefined

  constructor(context: ReadContext) {
    super(NAMES)
    this.#tests = new TestRecorder(context, { itemsOfATest: 'rows' })
  }

  protected finish(): Reading {
    for (let run = 0; run < this.#runs; run += 1) this.#record(run)
    if (this.#summary !== undefined && !REGULAR_END.has(this.#summary)) {
      this.#tests.contradict(`the run itself ended with "${this.#summary}"`)
    } else if (this.#summary === 'Failed' && this.#tests.failing === 0) {
      this.#tests.contradict('the run failed, and no test in it did')
    }
    return this.#tests.finish(this.#declared ?? {}, { name: 'vstest' })
  }

  protected startElement(symbol: number): void {
    const { attributes } = this.source
    if (IS_RESULT.has(symbol)) this.#startResult()
    else if (symbol === NAME.UnitTest) this.#definition = this.#idNumber(NAME.id)
    else if (symbol === NAME.TestMethod && this.#definition >= 0) {
      // Visual Studio adds the assembly: "Shop.PriceTest, Shop, Version=1.0.0.0".
      this.#classOf.set(this.#definition, (attributes.text(NAME.className) ?? '').split(',', 1)[0] as string)
    } else if (symbol === NAME.ResultSummary) {
      this.#inSummary = true
      this.#summary = attributes.text(NAME.outcome)
    } else if (symbol === NAME.Counters && this.#inSummary) this.#readCounters()
    else if (symbol === NAME.RunInfo) this.#runInfo = attributes.text(NAME.outcome) ?? ''
    else if (symbol === NAME.ErrorInfo) this.#inErrorInfo = true
    else if (
      (symbol === NAME.Text && this.#runInfo !== undefined) ||
      (this.#inErrorInfo && (symbol === NAME.Message || symbol === NAME.StackTrace))
    ) {
      this.source.keepText()
    }
  }

  protected endElement(symbol: number): void {
    const result = this.#open.at(-1)
    if (IS_RESULT.has(symbol)) this.#open.pop()
    else if (symbol === NAME.UnitTest) this.#definition = -1
    else if (symbol === NAME.ResultSummary) this.#inSummary = false
    else if (symbol === NAME.ErrorInfo) this.#inErrorInfo = false
    else if (symbol === NAME.RunInfo) this.#runInfo = undefined
    else if (symbol === NAME.Text && this.#runInfo !== undefined) {
      this.#endRunInfo(this.#runInfo, this.source.takeText().trim())
    } else if (symbol === NAME.Message && this.#inErrorInfo && result) result.message = this.source.takeText()
    else if (symbol === NAME.StackTrace && this.#inErrorInfo && result) result.stack = this.source.takeText()
  }

  #startResult(): void {
    const { attributes } = this.source
    const id = this.#idNumber(NAME.testId)
    const name = attributes.span(NAME.testName)
    const key = name
      ? this.#keys.intern(name.bytes, name.start, name.end, id)
      : this.#keys.intern(new Uint8Array(0), 0, 0, id)
    if (key >= this.#idOf.length) this.#idOf = grown(this.#idOf, key + 1)
    this.#idOf[key] = id
    const stated = attributes.text(NAME.outcome) ?? 'Error'
    const outcome = Object.hasOwn(OUTCOME, stated) ? (OUTCOME[stated] as Outcome) : 'errored'
    if (stated === 'PassedButRunAborted') this.#tests.contradict('the run was aborted after tests that passed')
    const run = this.#runs
    if (run === this.#runKey.length) {
      this.#runKey = grown(this.#runKey, run + 1)
      this.#runOutcome = grown(this.#runOutcome, run + 1)
      this.#runSeconds = grown(this.#runSeconds, run + 1)
    }
    this.#runKey[run] = key
    this.#runOutcome[run] = OUTCOMES.indexOf(outcome)
    this.#runSeconds[run] = timeSpanSeconds(attributes.text(NAME.duration))
    this.#runs += 1
    if (this.#open.length > 0) this.#inner.add(run)
    const result = { run, message: stated === 'Failed' ? '' : stated, stack: '', reportLine: POSITION.lineOf() }
    if (outcome === 'failed' || outcome === 'errored') this.#failures.set(run, result)
    this.#open.push(result)
  }

  #record(run: number): void {
    const key = this.#runKey[run] as number
    const failure = this.#failures.get(run)
    const place = failure ? dotnetLocation(failure.stack) : undefined
    this.#tests.add({
      suite: this.#classOf.get(this.#idOf[key] as number) ?? '',
      name: this.#keys.text(key),
      outcome: OUTCOMES[this.#runOutcome[run] as number] as Outcome,
      seconds: this.#runSeconds[run],
      message: failure?.message,
      details: failure && `${failure.message}\n${failure.stack}`.trim(),
      path: place?.path,
      line: place?.line,
      reportLine: failure?.reportLine,
      isExtra: this.#inner.has(run),
    })
  }

  #readCounters(): void {
    const count = (symbol: number): number => Math.max(0, this.source.attributes.count(symbol))
    const total = this.source.attributes.count(NAME.total)
    if (total < 0) return
    const failing = [NAME.failed, NAME.error, NAME.timeout, NAME.aborted, NAME.notRunnable, NAME.disconnected]
    this.#declared = { tests: total, failing: failing.reduce((sum, symbol) => sum + count(symbol), 0) }
  }

  #endRunInfo(outcome: string, text: string): void {
    if (outcome === 'Error' && !FAILED_TEST.test(text)) {
      this.#tests.contradict(`the run reports an error: ${text.slice(0, 300)}`)
    }
  }

  #idNumber(symbol: number): number {
    const span = this.source.attributes.span(symbol)
    return span ? this.#ids.intern(span.bytes, span.start, span.end) : this.#ids.intern(new Uint8Array(0), 0, 0)
  }
}
