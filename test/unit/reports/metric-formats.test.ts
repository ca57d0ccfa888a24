import { describe, expect, it } from '@jest/globals'
import { fixture, readBytes, readingOf } from '../../support/read-report.ts'
import { greenCuts, itReads, type Sample } from '../../support/sample-table.ts'

const times = { avg: 2, min: 1, med: 3, max: 9, 'p(90)': 5, 'p(95)': 6 }
const exported = (metrics: object): string => JSON.stringify({ root_group: {}, metrics })
const handled = (metrics: object): string =>
  JSON.stringify({ root_group: {}, state: { testRunDurationMs: 2000 }, metrics })
const listed = (metrics: readonly object[], checks: readonly object[] = []): string =>
  JSON.stringify({
    metadata: { k6_version: '1.8.1' },
    config: { duration: 4 },
    results: { checks: { metrics: checks }, metrics },
  })

const K6: readonly Sample[] = [
  {
    is: 'the export: a threshold that is true was crossed, a pass of http_req_failed is a failed request',
    format: 'k6-summary',
    text: exported({
      http_reqs: { count: 100, rate: 50 },
      http_req_duration: { ...times, 'p(99)': 8, thresholds: { 'p(95)<5': true, 'p(99)<500': false } },
      http_req_failed: { passes: 25, fails: 75, value: 0.25 },
      checks: { passes: 1, fails: 3, value: 0.25 },
    }),
    metrics: {
      'performance.p50': 3,
      'performance.p90': 5,
      'performance.p95': 6,
      'performance.p99': 8,
      'performance.mean': 2,
      'performance.max': 9,
      'performance.requests': 100,
      'performance.request-rate': 50,
      'performance.error-rate': 25,
      'performance.thresholds.crossed': 1,
      'performance.checks.failed': 3,
    },
  },
  {
    is: "handleSummary's data: a threshold that is not ok was crossed",
    format: 'k6-summary',
    text: handled({
      http_reqs: { type: 'counter', values: { count: 10 } },
      http_req_duration: {
        type: 'trend',
        values: times,
        thresholds: { 'p(95)<5': { ok: false }, 'max<10': { ok: true }, odd: {} },
      },
      http_req_failed: { type: 'rate', values: { rate: 0, passes: 0, fails: 10 } },
    }),
    metrics: {
      'performance.p95': 6,
      'performance.request-rate': 5,
      'performance.error-rate': 0,
      'performance.thresholds.crossed': 2,
    },
  },
  {
    is: 'the machine-readable summary',
    format: 'k6-summary',
    text: listed(
      [
        { name: 'http_reqs', values: { count: 8 } },
        { name: 'http_req_duration', values: { avg: 1, p95: 7 } },
        { name: 'http_req_failed', values: { matches: 2, total: 8, rate: 0.25 } },
      ],
      [{ name: 'checks_failed', values: { matches: 2, rate: 1, total: 2 } }],
    ),
    metrics: {
      'performance.p95': 7,
      'performance.request-rate': 2,
      'performance.error-rate': 25,
      'performance.checks.failed': 2,
    },
  },
  {
    is: 'no request',
    format: 'k6-summary',
    text: exported({
      http_req_duration: { ...times, thresholds: { 'p(95)<5': false } },
      iterations: { count: 9 },
      vus_max: {},
    }),
    metrics: { 'performance.requests': 0 },
    contradicts: /no request was sent/,
  },
  {
    is: 'another protocol than HTTP',
    format: 'k6-summary',
    text: exported({ grpc_req_duration: times, iterations: { count: 9 }, vus_max: {} }),
    metrics: {},
  },
  {
    is: 'a share of failures beyond 1',
    format: 'k6-summary',
    text: exported({ http_reqs: { count: 1 }, http_req_failed: { value: 7 } }),
    refused: /not between 0 and 1/,
  },
  {
    is: 'no metrics',
    format: 'k6-summary',
    text: '{"root_group": {}}',
    options: { format: 'k6-summary' },
    refused: /no "metrics"/,
  },
]

describe('reports of load tests', () => {
  itReads(K6)

  it('takes no time where nothing was sent, so that a rule about it is unknown', () => {
    const report = readBytes(new TextEncoder().encode(K6[3]!.text))
    expect(Object.keys(readingOf(report).metrics).sort()).toEqual([
      'performance.requests',
      'performance.thresholds.crossed',
    ])
  })

  it('says nothing of thresholds where there are none', () => {
    expect(readingOf(readBytes(fixture('k6/k6-new-summary.json'))).metrics).not.toHaveProperty(
      'performance.thresholds.crossed',
    )
  })

  it.each(['k6-summary-export.json', 'k6-handle-summary.json', 'k6-new-summary.json'])(
    '%s is refused wherever it is cut',
    (name) => {
      expect(greenCuts(fixture(`k6/${name}`), 'k6-summary')).toEqual([])
    },
  )
})
