import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import { exitCodeDoubts } from '../finding-metrics.ts'
import { jsonReader } from '../json/reader.ts'
import { type JsonObject, field, numberField, objectOf } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { MetricSheet, countOf } from './metric-sheet.ts'

const TIMES = [
  ['performance.p50', 'p50'],
  ['performance.p90', 'p90'],
  ['performance.p99', 'p99'],
  ['performance.mean', 'mean'],
  ['performance.max', 'max'],
] as const

const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const

/**
 * `autocannon --json` (https://github.com/mcollina/autocannon#autocannonopts-cb): times in milliseconds. It has the 97.5th
 * percentile, and no 95th. A request failed that had no answer in time, one of 400 or more, or another body than expected.
 */
export const open: OpenReader = ({ exitCode }) => {
  let report: JsonObject = {}
  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        report = objectOf(value, 'the report')
      },
    },
    () => {
      const sheet = new MetricSheet()
      const count = (name: string): number => {
        const value = numberField(report, name)
        if (value === undefined) sheet.contradict(`it has no count "${name}"`)
        return countOf(value, name)
      }
      const requests = objectOf(field(report, 'requests'), 'its "requests"')
      const latency = objectOf(field(report, 'latency'), 'its "latency"')
      const answered = countOf(numberField(requests, 'total'), 'total of requests')
      const errors = count('errors')
      const mismatches = countOf(numberField(report, 'mismatches'), 'mismatches')
      const non2xx = count('non2xx')
      // Before version 7 the classes 3xx to 5xx were not always there.
      const hasClasses = CLASSES.every((name) => numberField(report, name) !== undefined)
      const listed = CLASSES.reduce((sum, name) => sum + countOf(numberField(report, name), name), 0)
      if (hasClasses && listed !== answered) {
        sheet.contradict(`it counts ${answered} answers, and ${listed} by their status`)
      }
      const refused = hasClasses ? (numberField(report, '4xx') ?? 0) + (numberField(report, '5xx') ?? 0) : non2xx
      const sent = countOf(answered + errors, 'number of requests')
      sheet.set('performance.requests', sent)
      if (sent > 0) {
        sheet.set('performance.error-rate', Math.min(100, (100 * (errors + refused + mismatches)) / sent))
      }
      if (answered > 0) {
        for (const [metric, name] of TIMES) sheet.set(metric, numberField(latency, name))
        const seconds = numberField(report, 'duration')
        if (seconds !== undefined && seconds > 0) sheet.set('performance.request-rate', answered / seconds)
      } else sheet.contradict('no request was answered: no time was measured')
      return sheet.reading('autocannon', sent, exitCodeDoubts(METRIC_TOOLS.autocannon, exitCode, sent))
    },
  )
}
