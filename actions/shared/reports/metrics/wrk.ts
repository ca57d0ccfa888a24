import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import { exitCodeDoubts } from '../finding-metrics.ts'
import type { OpenReader } from '../reader.ts'
import { textReader } from '../text/reader.ts'
import { MetricSheet, countOf } from './metric-sheet.ts'

const TIME = String.raw`(\d+(?:\.\d+)?)(us|ms|s|m|h)`
const STARTED = /^Running \S+ test @ /
const LATENCY = new RegExp(String.raw`^\s+Latency\s+${TIME}\s+\S+\s+${TIME}\s`)
const PERCENTILE = new RegExp(String.raw`^\s*(\d+(?:\.\d+)?)%\s+${TIME}\s*$`)
const REQUESTS = /^\s*(\d+) requests in \S+, \S+ read$/
const SOCKET_ERRORS = /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)$/
const STATUS_ERRORS = /^\s*Non-2xx or 3xx responses: (\d+)$/
const RATE = /^Requests\/sec:\s+(\d+(?:\.\d+)?)$/
const TRANSFER = /^Transfer\/sec:\s+\S+$/

const MILLISECONDS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

const PERCENTILES = [
  ['performance.p50', 50],
  ['performance.p90', 90],
  ['performance.p95', 95],
  ['performance.p99', 99],
] as const

/** What wrk and wrk2 print (https://github.com/wg/wrk/blob/master/src/wrk.c); percentiles only with --latency. Errors have a line only where there are some. */
export const open: OpenReader = ({ exitCode }) => {
  const sheet = new MetricSheet()
  let runs = 0
  let requests: number | undefined
  let failed = 0
  let socketErrors = 0
  let rate: number | undefined
  let isWhole = false

  function addLine(raw: string): void {
    const text = raw.trimEnd()
    if (STARTED.test(text)) runs += 1
    const latency = LATENCY.exec(text)
    if (latency) {
      sheet.set('performance.mean', milliseconds(latency[1], latency[2]))
      sheet.set('performance.max', milliseconds(latency[3], latency[4]))
    }
    const percentile = PERCENTILE.exec(text)
    const known = percentile && PERCENTILES.find(([, share]) => share === Number(percentile[1]))
    if (percentile && known) sheet.set(known[0], milliseconds(percentile[2], percentile[3]))
    const count = REQUESTS.exec(text)
    if (count) requests = Number(count[1])
    const errors = SOCKET_ERRORS.exec(text)
    if (errors) socketErrors = errors.slice(1).reduce((sum, digits) => sum + Number(digits), 0)
    const statuses = STATUS_ERRORS.exec(text)
    if (statuses) failed = Number(statuses[1])
    const perSecond = RATE.exec(text)
    if (perSecond) rate = Number(perSecond[1])
    if (TRANSFER.test(text)) isWhole = true
  }

  return textReader(addLine, (endsWithNewline) => {
    if (runs !== 1) sheet.contradict(runs === 0 ? 'no run begins in it' : `it holds ${runs} runs, one is expected`)
    if (!isWhole || rate === undefined || requests === undefined || !endsWithNewline) {
      sheet.contradict('it does not end with the line "Transfer/sec": wrk did not get there, or it was cut off')
    }
    const answered = requests ?? 0
    const sent = countOf(answered + socketErrors, 'number of requests')
    if (answered === 0) sheet.contradict('no request was answered: nothing was measured')
    if (failed > answered) sheet.contradict(`${failed} of ${answered} answers are said to have failed`)
    sheet.set('performance.requests', sent)
    if (answered > 0) sheet.set('performance.request-rate', rate)
    if (sent > 0) sheet.set('performance.error-rate', Math.min(100, (100 * (failed + socketErrors)) / sent))
    return sheet.reading('wrk', sent, exitCodeDoubts(METRIC_TOOLS.wrk, exitCode, sent))
  })
}

/** Without the noise of binary fractions. */
function milliseconds(digits = '', unit = ''): number {
  return Number((Number(digits) * (MILLISECONDS[unit] ?? Number.NaN)).toPrecision(12))
}
