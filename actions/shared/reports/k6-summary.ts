import type { Doubt } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { jsonReader } from './json/reader.ts'
import { type JsonObject, field, isObject, listField, numberField, objectOf, textField } from './json/shape.ts'
import { scenariosOf } from './metrics/k6-scenarios.ts'
import type { OpenReader } from './reader.ts'

/** What is taken of `http_req_duration`, by the names that the three forms of the summary use. */
const TIMES = [
  ['performance.p50', ['med', 'p(50)', 'p50']],
  ['performance.p90', ['p(90)', 'p90']],
  ['performance.p95', ['p(95)', 'p95']],
  ['performance.p99', ['p(99)', 'p99']],
  ['performance.mean', ['avg']],
  ['performance.max', ['max']],
] as const

/** Metrics of protocols that are no HTTP: such a test measures something without a request. */
const OTHER_PROTOCOL = /^(?:browser|grpc|websocket|ws)_/

/**
 * A k6 summary, in milliseconds, in its three forms: `--summary-export` (a threshold that is true was crossed), the data of handleSummary
 * (https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/; a threshold is `{ok}`), and the machine-readable summary
 * of k6 1.x (a list of metrics, without thresholds).
 */
export const open: OpenReader = () => {
  let report: JsonObject = {}

  function finish() {
    const doubts: Doubt[] = []
    const all = metricsOf(report)
    const values = (name: string): JsonObject => all.get(name) ?? {}
    const requests = numberField(values('http_reqs'), 'count') ?? 0
    const isMeasured = requests > 0
    const metrics: Record<string, number> = {}
    const add = (metric: string, value: number | undefined): void => {
      if (value === undefined) return
      if (value < 0) throw new EvidenceError(`its ${metric} is ${value}, which is below 0`)
      metrics[metric] = value
    }
    if (isMeasured) {
      for (const [metric, names] of TIMES) {
        add(
          metric,
          names.map((name) => numberField(values('http_req_duration'), name)).find((value) => value !== undefined),
        )
      }
      add('performance.request-rate', numberField(values('http_reqs'), 'rate') ?? perSecond(requests, report))
      add('performance.error-rate', percentOf(values('http_req_failed')))
      if (metrics['performance.error-rate'] === undefined) {
        doubts.push({ kind: 'reading', text: 'it does not say how many requests failed' })
      }
    }
    if (isMeasured || ![...all.keys()].some((name) => OTHER_PROTOCOL.test(name))) {
      add('performance.requests', requests)
    }
    if (requests === 0 && 'performance.requests' in metrics) {
      doubts.push({ kind: 'contradiction', text: 'no request was sent: nothing was measured' })
    }
    add('performance.thresholds.crossed', crossedThresholds(all))
    add('performance.checks.failed', failedChecks(values('checks'), report))
    const { measurements, silent } = scenariosOf(all, TIMES)
    for (const scenario of silent) {
      doubts.push({ kind: 'contradiction', text: `the scenario ${scenario} sent no request: nothing was measured` })
    }
    const version = textField(field(report, 'metadata'), 'k6_version')
    const tool = { name: 'k6', ...(version === undefined ? {} : { version }) }
    return {
      kind: 'metrics',
      entries: all.size,
      metrics,
      completeness: 'complete',
      doubts,
      tool,
      ...(measurements.length > 0 ? { measurements } : {}),
    } as const
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        report = objectOf(value, 'the report')
      },
    },
    finish,
  )
}

/** Every metric's own values, with its thresholds, by name. */
function metricsOf(report: JsonObject): Map<string, JsonObject> {
  const metrics = field(report, 'metrics') ?? field(field(report, 'results'), 'metrics')
  const named = new Map<string, JsonObject>()
  if (Array.isArray(metrics)) {
    for (const item of metrics) addListed(named, item)
    if (named.size !== metrics.length) throw new EvidenceError('a metric stands twice in it, or has no name')
  } else if (isObject(metrics)) {
    for (const [name, metric] of Object.entries(metrics)) {
      named.set(name, valuesOf(objectOf(metric, `the metric ${name}`)))
    }
  } else throw new EvidenceError('it has no "metrics"')
  return named
}

function addListed(named: Map<string, JsonObject>, item: unknown): void {
  const name = textField(item, 'name')
  if (name !== undefined) named.set(name, valuesOf(objectOf(item, `the metric ${name}`)))
}

function valuesOf(metric: JsonObject): JsonObject {
  const values = field(metric, 'values')
  return isObject(values) ? { ...values, thresholds: field(metric, 'thresholds') } : metric
}

/** Of 100. k6 counts a failed request as a pass of this rate. */
function percentOf(rate: JsonObject): number | undefined {
  const share = numberField(rate, 'rate') ?? numberField(rate, 'value')
  if (share === undefined) return undefined
  if (share < 0 || share > 1) {
    throw new EvidenceError(`its rate of failed requests is ${share}, which is not between 0 and 1`)
  }
  return share * 100
}

function perSecond(requests: number, report: JsonObject): number | undefined {
  const milliseconds = numberField(field(report, 'state'), 'testRunDurationMs')
  const seconds = milliseconds === undefined ? numberField(field(report, 'config'), 'duration') : milliseconds / 1000
  return seconds !== undefined && seconds > 0 ? requests / seconds : undefined
}

/** Nothing where no threshold is set. */
function crossedThresholds(metrics: ReadonlyMap<string, JsonObject>): number | undefined {
  const thresholds = [...metrics.values()].flatMap((metric) => {
    const stated = field(metric, 'thresholds')
    return isObject(stated) ? Object.values(stated) : []
  })
  if (thresholds.length === 0) return undefined
  return thresholds.filter((threshold) => (isObject(threshold) ? field(threshold, 'ok') !== true : threshold !== false))
    .length
}

/** The machine-readable summary keeps checks apart. */
function failedChecks(checks: JsonObject, report: JsonObject): number | undefined {
  const listed = listField(field(field(report, 'results'), 'checks'), 'metrics').find(
    (item) => textField(item, 'name') === 'checks_failed',
  )
  return numberField(checks, 'fails') ?? numberField(field(listed, 'values'), 'matches')
}
