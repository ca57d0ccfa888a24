import type { Reading } from '../model/evidence.ts'
import type { ByteSpan, Outcome, TestTable } from '../model/tests.ts'
import { failureLocation } from './failure-location.ts'
import { type DeclaredCounts, JUnitCounts } from './junit-counts.ts'
import type { OpenReader, ReadContext, ReportReader } from './reader.ts'
import { WITHHELD, withheld } from './quoted-secrets.ts'
import { isOfCredentials } from './security/details.ts'
import { testMetrics } from './test-metrics.ts'
import { XmlSource } from './xml-source.ts'
import { symbolsOf } from './xml/names.ts'

/*
 * JUnit XML has no one specification. Read here are the elements of Ant's and Surefire's schema
 * (https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd) and what other writers add:
 * suites at any depth, errors of a whole suite, `disabled`, and GoogleTest's and CTest's `status`.
 */
const NAMES = [
  'testsuites',
  'testsuite',
  'testcase',
  'failure',
  'error',
  'skipped',
  'disabled',
  'flakyFailure',
  'flakyError',
  'rerunFailure',
  'rerunError',
  'name',
  'classname',
  'time',
  'message',
  'status',
  'result',
  'file',
  'line',
  'tests',
  'failures',
  'errors',
] as const
const NAME = symbolsOf(NAMES)

/** What a child element makes of a test case, or of a suite. */
const OUTCOME_OF: ReadonlyMap<number, Outcome> = new Map([
  [NAME.failure, 'failed'],
  [NAME.error, 'errored'],
  [NAME.skipped, 'skipped'],
  [NAME.disabled, 'skipped'],
])

/** Runs before the last one, as Surefire, nextest and Playwright tell them; with `flaky` the last one passed. */
const EARLIER_RUN: ReadonlySet<number> = new Set([
  NAME.flakyFailure,
  NAME.flakyError,
  NAME.rerunFailure,
  NAME.rerunError,
])

/** What `status` and `result` say of a test that did not run (GoogleTest, CTest). Of others they say nothing new. */
const DID_NOT_RUN = new Set(['disabled', 'notrun', 'skipped', 'suppressed'])

/** Suites of scanners that write their findings as JUnit. Their failures quote code, and secrets in it. */
const OF_SCANNERS = /^(?:gitleaks|bandit|semgrep results|kics\b.*)$/i
/** Checkov's findings, as its JUnit names them. */
const OF_CHECKOV = /^\[\w+\]\[(?:CKV|BC)/

const COULD_NOT_RUN = /^(?:Unable to find executable|Failed to (?:start|change))/

const SEVERITY: Readonly<Record<Outcome, number>> = { passed: 0, skipped: 1, failed: 2, errored: 3 }
const NOTHING: ByteSpan = { bytes: new Uint8Array(0), start: 0, end: 0 }

export const open: OpenReader = (context) => new JUnitReader(context)

class JUnitReader implements ReportReader {
  readonly #context: ReadContext
  readonly #table: TestTable
  readonly #counts = new JUnitCounts()
  readonly #source: XmlSource
  readonly #suites: ByteSpan[] = []
  #producer: string | undefined
  #isOfScanner = false
  #test: TestUnderWay | undefined
  readonly #reused = new TestUnderWay()
  /** The outcome element whose text is being gathered; of a suite where there is no test. */
  #result: Outcome | undefined

  constructor(context: ReadContext) {
    this.#context = context
    this.#table = context.tables.tests
    this.#table.beginReport()
    const handler = {
      start: (symbol: number) => {
        this.#start(symbol)
      },
      end: (symbol: number) => {
        this.#end(symbol)
      },
    }
    this.#source = new XmlSource(NAMES, handler)
  }

  write(chunk: Uint8Array): void {
    this.#source.write(chunk)
  }

  end(): Reading {
    this.#source.end()
    const { counts, doubts } = this.#counts.reconcile(this.#table.reportCounts())
    return {
      kind: 'tests',
      entries: this.#counts.listed,
      metrics: testMetrics(counts),
      completeness: 'complete',
      doubts,
      tool: this.#producer === undefined ? undefined : { name: this.#producer },
    }
  }

  #start(symbol: number): void {
    if (symbol === NAME.testcase) this.#startTest()
    else if (symbol === NAME.testsuite || symbol === NAME.testsuites) this.#startSuite(symbol === NAME.testsuites)
    else {
      const outcome = OUTCOME_OF.get(symbol)
      if (outcome !== undefined) this.#startResult(outcome)
      else if (this.#test && EARLIER_RUN.has(symbol)) {
        this.#test.earlierRuns += 1
        this.#test.isFlaky ||= symbol === NAME.flakyFailure || symbol === NAME.flakyError
      }
    }
  }

  #end(symbol: number): void {
    if (symbol === NAME.testcase) this.#endTest()
    else if (symbol === NAME.testsuite || symbol === NAME.testsuites) {
      this.#suites.pop()
      this.#counts.leave()
    } else if (this.#result !== undefined && OUTCOME_OF.has(symbol)) this.#endResult(this.#result)
  }

  #startSuite(isRoot: boolean): void {
    const name = this.#copy(NAME.name)
    const text = decoder.decode(name.bytes)
    if (text === 'pytest' || text === 'jest tests') this.#producer ??= text === 'pytest' ? 'pytest' : 'jest-junit'
    this.#isOfScanner ||= OF_SCANNERS.test(text)
    this.#suites.push(name)
    this.#counts.enter(isRoot ? 'the report' : `the suite "${text}"`, this.#declared())
  }

  #declared(): DeclaredCounts {
    const count = (symbol: number): number | undefined => {
      const value = this.#source.attributes.count(symbol)
      return value < 0 ? undefined : value
    }
    const skipped = count(NAME.skipped)
    const disabled = count(NAME.disabled)
    return {
      tests: count(NAME.tests),
      failures: count(NAME.failures),
      errors: count(NAME.errors),
      skipped: skipped === undefined && disabled === undefined ? undefined : (skipped ?? 0) + (disabled ?? 0),
    }
  }

  #startTest(): void {
    const { attributes } = this.#source
    const className = attributes.span(NAME.classname)
    const suite = className && className.end > className.start ? className : (this.#suites.at(-1) ?? NOTHING)
    const didNotRun = this.#saysNotRun(NAME.status) || this.#saysNotRun(NAME.result)
    // The run is added when its outcome is known; names are interned now, while their bytes are there.
    const test = this.#begin(this.#table.intern(suite, attributes.span(NAME.name)), didNotRun ? 'skipped' : 'passed')
    test.seconds = secondsOf(attributes.number(NAME.time))
    test.path = attributes.text(NAME.file)
    test.line = attributes.count(NAME.line)
  }

  #saysNotRun(symbol: number): boolean {
    const said = this.#source.attributes.text(symbol)
    return said !== undefined && DID_NOT_RUN.has(said)
  }

  #startResult(stated: Outcome): void {
    const outcome = stated === 'skipped' && this.#couldNotRun() ? 'errored' : stated
    if (this.#result !== undefined || (!this.#test && (outcome === 'skipped' || this.#suites.length === 0))) return
    this.#result = outcome
    const message = this.#source.attributes.text(NAME.message) ?? ''
    if (outcome !== 'skipped') this.#source.keepText()
    if (this.#test) {
      if (SEVERITY[outcome] > SEVERITY[this.#test.outcome]) Object.assign(this.#test, { outcome, message, details: '' })
    } else {
      const suite = this.#suites.at(-1) ?? NOTHING
      const test = this.#begin(this.#table.intern(suite, encoded('(the suite itself)')), outcome)
      test.message = message
      test.isSuiteLevel = true
    }
  }

  #begin(key: number, outcome: Outcome): TestUnderWay {
    const test = this.#reused
    test.begin(key, outcome)
    this.#test = test
    return test
  }

  /** CTest says `skipped` of a test whose program is not there, and fails for it. */
  #couldNotRun(): boolean {
    return COULD_NOT_RUN.test(this.#source.attributes.text(NAME.message) ?? '')
  }

  #endResult(outcome: Outcome): void {
    const test = this.#test
    this.#result = undefined
    const text = this.#source.takeText()
    if (test && test.outcome === outcome && test.details === '') test.details = text
    if (test?.isSuiteLevel) this.#endTest()
  }

  #endTest(): void {
    const test = this.#test
    this.#test = undefined
    if (!test) return
    this.#table.addRun(test.key, test.outcome, test.seconds, { isFlaky: test.isFlaky, earlierRuns: test.earlierRuns })
    this.#counts.add(test.outcome, test.isSuiteLevel)
    if (test.path !== undefined) this.#table.setPath(test.key, this.#context.mapPath(test.path))
    if (test.outcome === 'failed' || test.outcome === 'errored') this.#addFailure(test, test.outcome)
  }

  #addFailure(test: TestUnderWay, outcome: 'failed' | 'errored'): void {
    this.#withhold(test)
    const found = failureLocation(test.details)
    const path = found?.path ?? test.path
    const line = found?.line ?? (test.line > 0 ? test.line : undefined)
    this.#table.addFailure({
      test: test.key,
      outcome,
      message: (test.message || test.details.trim()).split('\n', 1)[0]?.slice(0, 500) ?? '',
      details: test.details,
      path: path === undefined ? undefined : this.#context.mapPath(path),
      line,
    })
  }

  /** A scanner of secrets, or of what may hold one, quotes it. */
  #withhold(test: TestUnderWay): void {
    const name = this.#table.name(test.key)
    const isOfSecrets = withheld(name) !== undefined
    if (!isOfSecrets && !this.#isOfScanner && !OF_CHECKOV.test(name)) return
    test.details = ''
    if (isOfSecrets || isOfCredentials([], name, test.message)) test.message = WITHHELD
  }

  #copy(symbol: number): ByteSpan {
    const span = this.#source.attributes.span(symbol)
    if (!span) return NOTHING
    const bytes = span.bytes.slice(span.start, span.end)
    return { bytes, start: 0, end: bytes.length }
  }
}

/** The test whose element is open. One for all tests of a report: half a million of them would keep the collector busy. */
class TestUnderWay {
  key = 0
  outcome: Outcome = 'passed'
  isFlaky = false
  earlierRuns = 0
  seconds = 0
  path: string | undefined
  line = -1
  message = ''
  details = ''
  isSuiteLevel = false

  begin(key: number, outcome: Outcome): void {
    this.key = key
    this.outcome = outcome
    this.isFlaky = false
    this.earlierRuns = 0
    this.seconds = 0
    this.path = undefined
    this.line = -1
    this.message = ''
    this.details = ''
    this.isSuiteLevel = false
  }
}

const decoder = new TextDecoder()

function encoded(text: string): ByteSpan {
  const bytes = new TextEncoder().encode(text)
  return { bytes, start: 0, end: bytes.length }
}

/** 0 where what is written is no time. */
function secondsOf(seconds: number): number {
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0
}
