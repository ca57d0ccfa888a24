import { EvidenceError } from '../model/errors.ts'
import type { Outcome } from '../model/tests.ts'
import { jsonReader } from './json/reader.ts'
import {
  type JsonObject,
  field,
  isObject,
  listField,
  numberField,
  objectOf,
  positionField,
  requiredText,
  textField,
} from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { TestRecorder } from './test-recorder.ts'

const OUTCOME: Readonly<Record<string, Outcome>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  pending: 'skipped',
  other: 'skipped',
}
/** What a tool's own status says of an `other` that is no skip. */
const WENT_WRONG = /abort|broken|cancel|crash|error|fail|interrupt|time|unknown/i
const SAID_FAILED = /fail/i

/**
 * Common Test Report Format (https://ctrf.io/docs/specification/overview), in milliseconds. Its writers are plug-ins of test runners:
 * what a runner does not tell them (jest: a suite that cannot be loaded) is nowhere in the report.
 */
export const open: OpenReader = (context) => {
  const tests = new TestRecorder(context, { itemsOfATest: 'tries' })
  let expectedFailures = 0
  let report: JsonObject = {}

  function addTest(value: unknown): void {
    const test = objectOf(value, 'a test')
    const name = requiredText(test, 'name', 'a test')
    const status = requiredText(test, 'status', `the test "${name.slice(0, 80)}"`)
    const raw = textField(test, 'rawStatus') ?? ''
    const known = Object.hasOwn(OUTCOME, status) ? (OUTCOME[status] as Outcome) : 'errored'
    const outcome = status === 'other' && WENT_WRONG.test(raw) ? 'errored' : known
    if (outcome === 'passed' && SAID_FAILED.test(raw)) expectedFailures += 1
    const message = textField(test, 'message') ?? ''
    const path = textField(test, 'filePath')
    tests.add({
      suite: suiteOf(test) ?? path ?? '',
      name,
      outcome,
      seconds: (numberField(test, 'duration') ?? 0) / 1000,
      message: message === '' && outcome === 'errored' ? `its status is "${raw || status}"` : message,
      details: textField(test, 'trace') ?? message,
      path,
      line: positionField(test, 'line'),
      isFlaky: field(test, 'flaky') === true,
      earlierRuns: numberField(test, 'retries'),
    })
  }

  return jsonReader(
    ['results.tests[]'],
    {
      element: addTest,
      document(value) {
        report = objectOf(value, 'the report')
      },
    },
    () => {
      const results = field(report, 'results')
      const summary = field(results, 'summary')
      if (!isObject(summary) || !Array.isArray(field(results, 'tests'))) {
        throw new EvidenceError('it has no "results" with a "summary" and "tests"')
      }
      const declaredFailed = numberField(summary, 'failed')
      // Playwright's reporter sums up what came first, and lists what was expected: a test that is to fail, and failed.
      const isExplained =
        declaredFailed !== undefined &&
        declaredFailed > tests.failing &&
        declaredFailed - tests.failing <= expectedFailures
      if (isExplained) {
        tests.note(
          `its summary counts ${declaredFailed} failures, ${declaredFailed - tests.failing} of them of tests that are expected to fail and passed as such`,
        )
      }
      const name = textField(field(results, 'tool'), 'name')
      const version = textField(field(results, 'tool'), 'version')
      return tests.finish(
        { tests: numberField(summary, 'tests'), failing: isExplained ? tests.failing : declaredFailed },
        name === undefined ? undefined : { name, ...(version === undefined ? {} : { version }) },
      )
    },
  )
}

/** A text, or since version 1 of the format a list of nested suites. */
function suiteOf(test: JsonObject): string | undefined {
  const list = listField(test, 'suite').filter((part) => typeof part === 'string')
  return textField(test, 'suite') ?? (list.length > 0 ? list.join(' > ') : undefined)
}
