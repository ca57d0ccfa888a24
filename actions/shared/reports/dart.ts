import { EvidenceError } from '../model/errors.ts'
import type { Outcome } from '../model/tests.ts'
import { utf8Reader } from './encoding.ts'
import { type JsonObject, field, isObject, numberField, positionField, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { TestRecorder } from './test-recorder.ts'
import { textLines } from './text/lines.ts'

const OUTCOME: Readonly<Record<string, Outcome>> = { success: 'passed', failure: 'failed', error: 'errored' }

interface Running {
  readonly suite: string
  readonly name: string
  readonly path: string | undefined
  readonly line: number | undefined
  readonly start: number
  message: string
  details: string
}

/**
 * `dart test --reporter json` and `flutter test --machine`: one event a line
 * (https://github.com/dart-lang/test/blob/master/pkgs/test/doc/json_reporter.md). Hidden tests (the loading of a suite, set-ups) are none
 * while they succeed. Flutter adds lines of its own, as lists.
 */
export const open: OpenReader = (context) => {
  const tests = new TestRecorder(context, { itemsOfATest: 'tries' })
  const suites = new Map<number, string>()
  const running = new Map<number, Running>()
  let success: unknown
  let isDone = false
  let events = 0
  let others = 0

  function startTest(event: JsonObject): void {
    const test = field(event, 'test')
    const id = numberField(test, 'id')
    if (id === undefined) return
    const suite = suites.get(numberField(test, 'suiteID') ?? -1) ?? ''
    const url = textField(test, 'root_url') ?? textField(test, 'url')
    running.set(id, {
      suite: suite === '' ? '' : context.mapPath(suite),
      name: textField(test, 'name') ?? '',
      path: url?.startsWith('file://') === true ? pathOf(url) : suite === '' ? undefined : suite,
      line: positionField(test, 'root_line') ?? positionField(test, 'line'),
      start: numberField(event, 'time') ?? 0,
      message: '',
      details: '',
    })
  }

  function endTest(event: JsonObject): void {
    const id = numberField(event, 'testID') ?? -1
    const test = running.get(id)
    if (!test) {
      tests.contradict('a test ended that had not begun')
      return
    }
    running.delete(id)
    const result = textField(event, 'result') ?? ''
    const outcome = Object.hasOwn(OUTCOME, result) ? (OUTCOME[result] as Outcome) : 'errored'
    if (outcome === 'passed' && field(event, 'hidden') === true) return
    const isSkipped = outcome === 'passed' && field(event, 'skipped') === true
    const seconds = ((numberField(event, 'time') ?? 0) - test.start) / 1000
    tests.add({ ...test, outcome: isSkipped ? 'skipped' : outcome, seconds })
  }

  function failTest(event: JsonObject): void {
    const test = running.get(numberField(event, 'testID') ?? -1)
    if (!test || test.details !== '') return
    test.message = textField(event, 'error') ?? ''
    test.details = `${test.message}\n${textField(event, 'stackTrace') ?? ''}`.trim().slice(0, 8_192)
  }

  const HANDLERS: Readonly<Record<string, (event: JsonObject) => void>> = {
    suite(event) {
      const suite = field(event, 'suite')
      suites.set(numberField(suite, 'id') ?? -1, textField(suite, 'path') ?? '')
    },
    testStart: startTest,
    testDone: endTest,
    error: failTest,
    done(event) {
      isDone = true
      success = field(event, 'success')
    },
  }

  const lines = textLines((text, number) => {
    const line = text.trim()
    if (line.startsWith('{')) {
      const event = parsed(line, number)
      const type = textField(event, 'type') ?? ''
      events += 1
      if (isObject(event) && Object.hasOwn(HANDLERS, type)) HANDLERS[type]?.(event)
    } else if (line !== '' && !line.startsWith('[')) others += 1
  })
  return utf8Reader(lines, () => {
    if (events === 0) throw new EvidenceError('it holds no event of a Dart test run')
    for (const test of running.values()) {
      tests.add({ ...test, outcome: 'errored', message: 'it began and never ended' })
    }
    if (!isDone) tests.contradict('it has no event of its end: the report was cut off, or the run was')
    else if (success !== true && tests.failing === 0) {
      tests.contradict(
        success === false ? 'the run failed, and no test in it did' : 'the run was closed before its end',
      )
    }
    if (others > 0) tests.note(`${others} line(s) of it are no events`)
    return tests.finish({}, { name: 'dart test' })
  })
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new EvidenceError(`line ${number} is not whole JSON: it was cut off or mixed with other output`)
  }
}

function pathOf(url: string): string {
  const path = url.slice('file://'.length)
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
