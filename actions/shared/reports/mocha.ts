import { EvidenceError } from '../model/errors.ts'
import { jsonReader } from './json/reader.ts'
import { type JsonObject, field, numberField, objectOf, requiredText, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { TestRecorder } from './test-recorder.ts'

const TESTS = 0
const PENDING = 1
const FAILURES = 2
const LISTS = ['tests[]', 'pending[]', 'failures[]', 'passes[]'] as const

/** A hook that failed is among the failures, and in no count of tests. */
const HOOK = /^"(?:before|after)(?: each| all)?" hook/

/**
 * Mocha's reporter `json` (https://mochajs.org/#json): every test stands in `tests`, and again in the list of its outcome.
 * Milliseconds. Errors of the assertion library Unexpected carry an `errorMode` and are told as errors.
 */
export const open: OpenReader = (context) => {
  const tests = new TestRecorder(context, { itemsOfATest: 'tries' })
  let listed = 0
  let hooks = 0
  let report: JsonObject = {}

  function add(test: JsonObject, list: number): void {
    const title = textField(test, 'title') ?? ''
    const fullTitle = requiredText(test, 'fullTitle', 'a test')
    const path = textField(test, 'file')
    const error = field(test, 'err')
    const above = fullTitle.endsWith(title) ? fullTitle.slice(0, fullTitle.length - title.length).trim() : fullTitle
    const isHook = list === FAILURES && HOOK.test(title)
    const retries = numberField(test, 'currentRetry') ?? 0
    const message = textField(error, 'message') ?? ''
    hooks += isHook ? 1 : 0
    tests.add({
      suite: [path === undefined ? '' : context.mapPath(path), above].filter((part) => part !== '').join(' > '),
      name: title || fullTitle,
      outcome:
        list === PENDING
          ? 'skipped'
          : list !== FAILURES
            ? 'passed'
            : isHook || textField(error, 'errorMode') !== undefined
              ? 'errored'
              : 'failed',
      seconds: (numberField(test, 'duration') ?? 0) / 1000,
      message,
      details: textField(error, 'stack') ?? message,
      path,
      isFlaky: retries > 0,
      earlierRuns: retries,
      isExtra: isHook,
    })
  }

  return jsonReader(
    LISTS,
    {
      element(value, list) {
        const test = objectOf(value, 'a test')
        if (list === TESTS) listed += 1
        else add(test, list)
      },
      document(value) {
        report = objectOf(value, 'the report')
      },
    },
    () => {
      for (const list of LISTS) {
        if (!Array.isArray(field(report, list.slice(0, -2)))) {
          throw new EvidenceError(`it has no list "${list.slice(0, -2)}"`)
        }
      }
      const outcomes = tests.items - hooks
      if (listed > outcomes) tests.contradict(`it lists ${listed} tests, and outcomes of ${outcomes}`)
      const stats = field(report, 'stats')
      return tests.finish(
        { tests: numberField(stats, 'tests'), failing: numberField(stats, 'failures') },
        { name: 'mocha' },
      )
    },
  )
}
