import { EvidenceError } from '../../model/errors.ts'
import { jsonReader } from '../json/reader.ts'
import { field, numberField, objectOf } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { MetricSheet, countOf } from './metric-sheet.ts'
import { POSITION } from '../position.ts'

/** As the dashboard has them unless its percentiles (`aggregate_rpt_pct1` to `3`) were set to others. */
const TIMES = [
  ['performance.p50', 'medianResTime'],
  ['performance.p90', 'pct1ResTime'],
  ['performance.p95', 'pct2ResTime'],
  ['performance.p99', 'pct3ResTime'],
  ['performance.mean', 'meanResTime'],
  ['performance.max', 'maxResTime'],
] as const

/** Percentage points that a rounded share may differ by. */
const ROUNDING = 0.01

/** statistics.json of JMeter's dashboard (https://jmeter.apache.org/usermanual/generating-dashboard.html): a row for each label, and their `Total`. */
export const open: OpenReader = () => {
  const sheet = new MetricSheet()
  let requests = 0

  function addTotal(total: unknown): void {
    const failed = countOf(numberField(total, 'errorCount'), 'errorCount')
    const share = numberField(total, 'errorPct')
    requests = countOf(numberField(total, 'sampleCount'), 'sampleCount')
    if (failed > requests) throw new EvidenceError(`it counts ${failed} failures of ${requests} samples`)
    sheet.set('performance.requests', requests)
    if (requests === 0) {
      sheet.contradict('it holds no sample: nothing was measured')
      return
    }
    if (share === undefined || Math.abs(share - (100 * failed) / requests) > ROUNDING) {
      sheet.contradict(`it says that ${share ?? 'no'} % failed, and counts ${failed} of ${requests}`)
    }
    for (const [metric, name] of TIMES) sheet.set(metric, numberField(total, name))
    sheet.set('performance.error-rate', (100 * failed) / requests)
    sheet.set('performance.request-rate', numberField(total, 'throughput'))
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        const report = objectOf(value, 'the report')
        const total = field(report, 'Total')
        if (total === undefined) throw new EvidenceError('it has no "Total"')
        addTotal(total)
        const counted = { requests: 0, failed: 0 }
        for (const [label, row] of Object.entries(report)) {
          if (label === 'Total') continue
          counted.requests += numberField(row, 'sampleCount') ?? 0
          counted.failed += numberField(row, 'errorCount') ?? 0
          const time = numberField(row, 'pct2ResTime')
          if (time === undefined) continue
          const reportLine = POSITION.lineOf(label)
          sheet.measurements.push({ metric: 'performance.p95', value: time, subject: label, reportLine })
        }
        // Transactions have rows and are not in the total, so that the rows may hold more.
        if (counted.requests < requests || counted.failed < (numberField(total, 'errorCount') ?? 0)) {
          sheet.contradict(`its total counts ${requests} samples, its rows ${counted.requests}`)
        }
      },
    },
    () => sheet.reading('jmeter', requests),
  )
}
