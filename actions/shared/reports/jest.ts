import type { Outcome } from '../model/tests.ts'
import { EvidenceError } from '../model/errors.ts'
import { jsonReader } from './json/reader.ts'
import { type JsonObject, field, listField, numberField, objectOf, positionField, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { SUITE_ITSELF, TestRecorder } from './test-recorder.ts'

const OUTCOME: Readonly<Record<string, Outcome>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  pending: 'skipped',
  todo: 'skipped',
  disabled: 'skipped',
  focused: 'skipped',
}

/**
 * `jest --json` (https://jestjs.io/docs/configuration#testresultsprocessor-string), which Vitest's reporter `json` follows. Milliseconds.
 * A suite that could not be loaded fails without a test, or with one that has neither a name nor a known status; no count has it but
 * `numRuntimeErrorTestSuites`.
 */
export const open: OpenReader = (context) => {
  const tests = new TestRecorder(context, { itemsOfATest: 'tries' })
  let brokenSuites = 0
  let report: JsonObject = {}

  function addSuite(value: unknown): void {
    const suite = objectOf(value, 'a test file')
    const path = textField(suite, 'name') ?? textField(suite, 'testFilePath') ?? ''
    const items = Array.isArray(field(suite, 'assertionResults'))
      ? listField(suite, 'assertionResults')
      : listField(suite, 'testResults')
    const failing = tests.failing
    const file = context.mapPath(path)
    for (const item of items) addTest(objectOf(item, `a test of ${path}`), file, path)
    const isBroken =
      textField(suite, 'status') === 'failed' ||
      (typeof field(suite, 'testExecError') === 'object' && field(suite, 'testExecError') !== null)
    if (isBroken && tests.failing === failing) {
      addBroken(file, path, textField(suite, 'message') ?? textField(suite, 'failureMessage') ?? '')
    }
  }

  function addTest(test: JsonObject, file: string, path: string): void {
    const status = textField(test, 'status') ?? ''
    const title = textField(test, 'title') ?? textField(test, 'fullName') ?? ''
    const messages = listField(test, 'failureMessages').filter((message) => typeof message === 'string')
    if (!Object.hasOwn(OUTCOME, status) && title === '') {
      addBroken(file, path, messages.join('\n'))
      return
    }
    const retries = Math.max(listField(test, 'retryReasons').length, listField(test, 'retryMessages').length)
    const outcome = Object.hasOwn(OUTCOME, status) ? (OUTCOME[status] as Outcome) : 'errored'
    const details = messages.join('\n')
    tests.add({
      suite: [file, ...listField(test, 'ancestorTitles').filter((part) => typeof part === 'string')].join(' > '),
      name: title,
      outcome,
      seconds: (numberField(test, 'duration') ?? 0) / 1000,
      message: outcome === 'errored' && details === '' ? `its status is "${status}"` : details,
      details,
      path,
      line: details === '' ? positionField(field(test, 'location'), 'line') : undefined,
      isFlaky: retries > 0,
      earlierRuns: Math.max(retries, (numberField(test, 'invocations') ?? 1) - 1),
    })
  }

  function addBroken(file: string, path: string, text: string): void {
    brokenSuites += 1
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    const message = lines[0]?.startsWith('●') === true ? lines[1] : lines[0]
    tests.add({
      suite: file,
      name: SUITE_ITSELF,
      outcome: 'errored',
      message: message ?? 'it could not be run',
      details: text,
      path,
      isExtra: true,
    })
  }

  return jsonReader(
    ['testResults[]'],
    {
      element: addSuite,
      document(value) {
        report = objectOf(value, 'the report')
      },
    },
    () => {
      if (!Array.isArray(field(report, 'testResults'))) throw new EvidenceError('it has no "testResults"')
      if (field(report, 'wasInterrupted') === true) tests.contradict('the run was interrupted')
      const declaredBroken = numberField(report, 'numRuntimeErrorTestSuites') ?? 0
      if (declaredBroken > brokenSuites) {
        tests.contradict(`it declares ${declaredBroken} test files that could not be run and lists ${brokenSuites}`)
      }
      if (field(report, 'success') === false && tests.failing === 0) {
        tests.contradict(
          'it says success: false, though no test in it failed (a coverage threshold, an obsolete snapshot, or a failure that is not listed)',
        )
      }
      return tests.finish(
        { tests: numberField(report, 'numTotalTests'), failing: numberField(report, 'numFailedTests') },
        undefined,
      )
    },
  )
}
