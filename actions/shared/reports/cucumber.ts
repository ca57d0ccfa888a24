import type { Outcome } from '../model/tests.ts'
import { jsonReader } from './json/reader.ts'
import { type JsonObject, field, listField, numberField, objectOf, positionField, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { TestRecorder } from './test-recorder.ts'

/** Of a step, worst last. Undefined, pending and ambiguous steps fail a run (`--strict`, the default since Cucumber 6). */
const STATUS: Readonly<Record<string, Outcome>> = {
  skipped: 'skipped',
  untested: 'skipped',
  disabled: 'skipped',
  unused: 'skipped',
  passed: 'passed',
  failed: 'failed',
  undefined: 'errored',
  pending: 'errored',
  ambiguous: 'errored',
  unknown: 'errored',
  error: 'errored',
  hook_error: 'errored',
  cleanup_error: 'errored',
}
const NANOSECONDS = 1e9

/** A scenario as its steps and hooks made it. */
interface Sum {
  passed: number
  skipped: number
  worst: 'failed' | 'errored' | undefined
  seconds: number
  message: string
  line: number | undefined
}

/**
 * Cucumber's JSON (https://github.com/cucumber/cucumber-json-schema), which behave, godog, SpecFlow and others write as well: features with
 * scenarios (the tests) of steps. Durations are nanoseconds, behave's are seconds. A background that is listed by itself belongs to the
 * scenario behind it.
 */
export const open: OpenReader = (context) => {
  const tests = new TestRecorder(context, { itemsOfATest: 'rows' })

  function addFeature(value: unknown): void {
    const feature = objectOf(value, 'a feature')
    const isBehave = field(feature, 'uri') === undefined
    const path = textField(feature, 'uri') ?? textField(feature, 'location')?.replace(/:\d+$/, '')
    const suite = [path === undefined ? '' : context.mapPath(path), textField(feature, 'name') ?? '']
      .filter((part) => part !== '')
      .join(' > ')
    let before: Sum | undefined
    const failingBefore = tests.failing
    for (const element of listField(feature, 'elements')) {
      const sum = before ?? { passed: 0, skipped: 0, worst: undefined, seconds: 0, message: '', line: undefined }
      before = undefined
      addSteps(sum, objectOf(element, 'a scenario'), isBehave ? 1 : NANOSECONDS)
      if (textField(element, 'type') === 'background') before = isBehave ? undefined : sum
      else addScenario(sum, objectOf(element, 'a scenario'), suite, path)
    }
    const status = textField(feature, 'status')
    if (status !== undefined && isFailing(outcomeOf(status)) && tests.failing === failingBefore) {
      tests.contradict(`the feature "${textField(feature, 'name') ?? ''}" failed, and no scenario in it did`)
    }
  }

  function addSteps(sum: Sum, element: JsonObject, unit: number): void {
    const steps = ['before', 'steps', 'after'].flatMap((key) => listField(element, key))
    for (const step of steps) {
      const hooks = [...listField(step, 'before'), ...listField(step, 'after')]
      for (const part of [step, ...hooks]) addResult(sum, field(part, 'result'), unit, positionField(step, 'line'))
    }
  }

  function addResult(sum: Sum, result: unknown, unit: number, line: number | undefined): void {
    // A step without a result was not reached.
    const outcome = result === undefined ? 'skipped' : outcomeOf(textField(result, 'status') ?? '')
    sum.seconds += (numberField(result, 'duration') ?? 0) / unit
    if (outcome === 'passed') sum.passed += 1
    else if (outcome === 'skipped') sum.skipped += 1
    else if (sum.worst === undefined || outcome === 'errored') {
      sum.worst = outcome
      const text = field(result, 'error_message')
      sum.message = Array.isArray(text)
        ? text.join('\n')
        : typeof text === 'string'
          ? text
          : `a step is ${textField(result, 'status') ?? 'without a status'}`
      sum.line = line
    }
  }

  function addScenario(sum: Sum, element: JsonObject, suite: string, path: string | undefined): void {
    const stated = textField(element, 'status')
    const statedOutcome = stated === undefined ? undefined : outcomeOf(stated)
    const own = sum.worst ?? (sum.skipped > 0 || sum.passed === 0 ? 'skipped' : 'passed')
    tests.add({
      suite,
      name: textField(element, 'name') || textField(element, 'id') || `line ${positionField(element, 'line') ?? '?'}`,
      outcome: statedOutcome !== undefined && isFailing(statedOutcome) && !isFailing(own) ? statedOutcome : own,
      seconds: sum.seconds,
      message: sum.message,
      details: sum.message,
      path,
      line: sum.line ?? positionField(element, 'line'),
    })
  }

  return jsonReader(['[]'], { element: addFeature }, () => tests.finish({}, { name: 'cucumber' }))
}

function outcomeOf(status: string): Outcome {
  const name = status.toLowerCase()
  return Object.hasOwn(STATUS, name) ? (STATUS[name] as Outcome) : 'errored'
}

function isFailing(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'errored'
}
