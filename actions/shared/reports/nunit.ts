import type { Reading } from '../model/evidence.ts'
import type { Outcome } from '../model/tests.ts'
import { dotnetLocation, invariantSeconds } from './dotnet.ts'
import type { OpenReader, ReadContext } from './reader.ts'
import { SUITE_ITSELF, TestRecorder } from './test-recorder.ts'
import { XmlReader } from './xml-reader.ts'
import { symbolsOf } from './xml/names.ts'

/*
 * NUnit 3 (https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html, root <test-run>) and
 * NUnit 2 (root <test-results>), which Pester, Gallio, Unity and others write as well.
 */
const NAMES = [
  'test-run',
  'test-results',
  'test-suite',
  'test-case',
  'failure',
  'reason',
  'message',
  'stack-trace',
  'assertions',
  'name',
  'fullname',
  'classname',
  'result',
  'success',
  'executed',
  'label',
  'site',
  'duration',
  'time',
  'total',
  'failed',
  'failures',
  'errors',
] as const
const NAME = symbolsOf(NAMES)

/** Results of both versions. `Failed` is NUnit 3's also for an exception (label Error), as its own count `failed` has it. */
const OUTCOME: Readonly<Record<string, Outcome>> = {
  Passed: 'passed',
  Success: 'passed',
  Warning: 'passed',
  Failed: 'failed',
  Failure: 'failed',
  Error: 'errored',
  Cancelled: 'errored',
  Skipped: 'skipped',
  Ignored: 'skipped',
  Inconclusive: 'skipped',
  NotRunnable: 'skipped',
  Invalid: 'skipped',
  Explicit: 'skipped',
}
/** NUnit 2 does not count these as failed, but its console ends with a number that is not 0. */
const INVALID = new Set(['NotRunnable', 'Invalid'])
const FAILED_SUITE = new Set(['Failed', 'Failure', 'Error'])
/** What a suite says of tests inside or around it. */
const OF_OTHERS = new Set(['Child', 'Parent'])
const CHILD_FAILED = /child test/i

interface Suite {
  readonly name: string
  readonly hasFailed: boolean
  readonly site: string | undefined
  readonly failingBefore: number
  /** A suite inside has been told of. */
  isExplained: boolean
  message: string
}

interface Case {
  readonly suite: string
  readonly name: string
  outcome: Outcome
  readonly wasExecuted: boolean
  readonly seconds: number
  message: string
  stack: string
}

export const open: OpenReader = (context) => new NUnitReader(context)

class NUnitReader extends XmlReader {
  readonly #tests: TestRecorder
  readonly #suites: Suite[] = []
  #case: Case | undefined
  #inFailure = false
  /** Inside of `<assertions>`, each of which has a message of its own. */
  #inAssertions = false
  #invalid = 0
  #declared: { tests: number | undefined; failing: number | undefined } = { tests: undefined, failing: undefined }

  constructor(context: ReadContext) {
    super(NAMES)
    this.#tests = new TestRecorder(context, { itemsOfATest: 'rows' })
  }

  protected finish(): Reading {
    if (this.#invalid > 0) this.#tests.contradict(`${this.#invalid} test(s) could not be run (NotRunnable)`)
    return this.#tests.finish(this.#declared, { name: 'nunit' })
  }

  protected startElement(symbol: number): void {
    if (symbol === NAME['test-case']) this.#startCase()
    else if (symbol === NAME['test-suite']) this.#startSuite()
    else if (symbol === NAME['test-run'] || symbol === NAME['test-results']) {
      this.#readCounts()
      this.#startSuite()
    } else if (symbol === NAME.assertions) this.#inAssertions = true
    else if (symbol === NAME.failure) {
      this.#inFailure = true
      if (this.#case && this.#case.outcome !== 'errored') this.#case.outcome = 'failed'
    } else if (this.#inFailure && !this.#inAssertions && (symbol === NAME.message || symbol === NAME['stack-trace'])) {
      this.source.keepText()
    }
  }

  protected endElement(symbol: number): void {
    if (symbol === NAME['test-case']) this.#endCase()
    else if (symbol === NAME['test-suite'] || symbol === NAME['test-run'] || symbol === NAME['test-results']) {
      this.#endSuite()
    } else if (symbol === NAME.assertions) this.#inAssertions = false
    else if (symbol === NAME.failure) this.#inFailure = false
    else if (this.#inFailure && !this.#inAssertions && symbol === NAME.message) {
      const message = this.source.takeText().trim()
      const suite = this.#suites.at(-1)
      if (this.#case) this.#case.message = message
      else if (suite) suite.message = message
    } else if (this.#inFailure && !this.#inAssertions && symbol === NAME['stack-trace'] && this.#case) {
      this.#case.stack = this.source.takeText().trim()
    }
  }

  /** NUnit 2 leaves tests that did not run out of `total`, and counts errors apart. */
  #readCounts(): void {
    const count = (symbol: number): number | undefined => {
      const value = this.source.attributes.count(symbol)
      return value < 0 ? undefined : value
    }
    const failures = count(NAME.failed) ?? count(NAME.failures)
    this.#declared = {
      tests: count(NAME.total),
      failing: failures === undefined ? undefined : failures + (count(NAME.errors) ?? 0),
    }
  }

  #startSuite(): void {
    const { attributes } = this.source
    const result = attributes.text(NAME.result)
    this.#suites.push({
      name: attributes.text(NAME.fullname) ?? attributes.text(NAME.name) ?? '',
      hasFailed: result === undefined ? attributes.text(NAME.success) === 'False' : FAILED_SUITE.has(result),
      site: attributes.text(NAME.site),
      failingBefore: this.#tests.failing,
      isExplained: false,
      message: '',
    })
  }

  /** A suite can fail by itself: in a tear-down that belongs to no test. */
  #endSuite(): void {
    const suite = this.#suites.pop()
    if (!suite) return
    const parent = this.#suites.at(-1)
    let isExplained = suite.isExplained
    if (suite.hasFailed && !isExplained && this.#tests.failing === suite.failingBefore && suite.site !== 'Parent') {
      isExplained = true
      const isItsOwn =
        suite.site === undefined
          ? suite.message !== '' && !CHILD_FAILED.test(suite.message)
          : !OF_OTHERS.has(suite.site)
      if (isItsOwn) {
        this.#tests.add({
          suite: suite.name,
          name: SUITE_ITSELF,
          outcome: 'errored',
          message: suite.message,
          details: suite.message,
          isExtra: true,
        })
      } else this.#tests.contradict(`the suite "${suite.name}" failed, and no test in it did`)
    }
    if (parent) parent.isExplained ||= isExplained
  }

  #startCase(): void {
    const { attributes } = this.source
    const result = attributes.text(NAME.result)
    const name = attributes.text(NAME.name) ?? ''
    const wasExecuted = attributes.text(NAME.executed) !== 'False'
    if (result !== undefined && INVALID.has(result)) this.#invalid += 1
    this.#case = {
      ...this.#placeOf(name, attributes.text(NAME.classname), attributes.text(NAME.fullname)),
      outcome: outcomeOf(result, attributes.text(NAME.success), wasExecuted),
      wasExecuted,
      seconds: invariantSeconds(attributes.text(NAME.duration) ?? attributes.text(NAME.time)),
      message: '',
      stack: '',
    }
  }

  /** NUnit 2 has the class in the name: `Shop.PriceTest.Adds("1.5")`. */
  #placeOf(name: string, className: string | undefined, fullName: string | undefined): { suite: string; name: string } {
    if (className !== undefined && className !== '') return { suite: className, name }
    if (fullName !== undefined && fullName.endsWith(`.${name}`)) {
      return { suite: fullName.slice(0, -name.length - 1), name }
    }
    const end = /[(<"]/.exec(name)?.index ?? name.length
    const dot = name.lastIndexOf('.', end)
    return dot > 0
      ? { suite: name.slice(0, dot), name: name.slice(dot + 1) }
      : { suite: this.#suites.at(-1)?.name ?? '', name }
  }

  #endCase(): void {
    const test = this.#case
    this.#case = undefined
    if (!test) return
    const place = dotnetLocation(test.stack)
    const details = `${test.message}\n${test.stack}`.trim()
    this.#tests.add({ ...test, details, path: place?.path, line: place?.line, isExtra: !test.wasExecuted })
  }
}

function outcomeOf(result: string | undefined, success: string | undefined, wasExecuted: boolean): Outcome {
  if (result !== undefined) return Object.hasOwn(OUTCOME, result) ? (OUTCOME[result] as Outcome) : 'errored'
  if (!wasExecuted) return 'skipped'
  return success === 'False' ? 'failed' : 'passed'
}
