import { describe, expect, it } from '@jest/globals'
import { fixture, isDoubted, readBytes, readingOf, readText } from '../../support/read-report.ts'
import { itReads, type Sample } from '../../support/sample-table.ts'

const cannon = (rest: object = {}): string =>
  JSON.stringify({
    connections: 2,
    pipelining: 1,
    duration: 2,
    errors: 0,
    timeouts: 0,
    mismatches: 0,
    non2xx: 0,
    '1xx': 0,
    '2xx': 100,
    '3xx': 0,
    '4xx': 0,
    '5xx': 0,
    latency: { mean: 1.5, max: 9, p50: 1, p90: 3, p97_5: 5, p99: 8 },
    requests: { total: 100, average: 60 },
    ...rest,
  })

const CANNON: readonly Sample[] = [
  {
    is: 'answers, of the time that they took together',
    format: 'autocannon',
    text: cannon(),
    metrics: {
      'performance.requests': 100,
      'performance.request-rate': 50,
      'performance.error-rate': 0,
      'performance.p50': 1,
      'performance.p90': 3,
      'performance.p99': 8,
      'performance.mean': 1.5,
      'performance.max': 9,
    },
  },
  {
    is: 'every way to fail; a redirection is none',
    format: 'autocannon',
    text: cannon({ '2xx': 60, '3xx': 10, '4xx': 10, '5xx': 20, non2xx: 40, errors: 100, mismatches: 6 }),
    metrics: { 'performance.requests': 200, 'performance.error-rate': 68 },
  },
  {
    is: 'an older report without the classes of status',
    format: 'autocannon',
    text: cannon({ '1xx': undefined, non2xx: 25 }),
    metrics: { 'performance.error-rate': 25 },
  },
  {
    is: 'answers that were lost',
    format: 'autocannon',
    text: cannon({ '2xx': 99 }),
    contradicts: /counts 100 answers, and 99 by their status/,
  },
  { is: 'no count of errors', format: 'autocannon', text: cannon({ errors: null }), contradicts: /no count "errors"/ },
  {
    is: 'no answer',
    format: 'autocannon',
    text: cannon({ requests: { total: 0 }, '2xx': 0, errors: 5 }),
    metrics: { 'performance.error-rate': 100 },
    contradicts: /no time was measured/,
  },
  {
    is: 'a time below 0',
    format: 'autocannon',
    text: cannon({ latency: { p50: -1, p99: 2 } }),
    refused: /which cannot be/,
  },
]

const WRK_RUN = `Running 30s test @ http://127.0.0.1:8080/index.html
  12 threads and 400 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   635.91us    0.89ms  1.20s    93.69%
    Req/Sec    56.20k     8.07k   62.00k    86.54%
  Latency Distribution
     50%  250.00us
     75%  491.00us
     90%  700.00us
     99%    5.80ms
  980 requests in 30.00s, 17.76GB read
  Socket errors: connect 1, read 2, write 3, timeout 14
  Non-2xx or 3xx responses: 30
Requests/sec: 748868.53
Transfer/sec:    606.33MB
`

const WRK: readonly Sample[] = [
  {
    is: 'every unit, and both lines of errors',
    format: 'wrk',
    text: WRK_RUN,
    metrics: {
      'performance.requests': 1000,
      'performance.error-rate': 5,
      'performance.request-rate': 748868.53,
      'performance.mean': 0.63591,
      'performance.max': 1200,
      'performance.p50': 0.25,
      'performance.p90': 0.7,
      'performance.p99': 5.8,
    },
  },
  {
    is: "wrk2's percentiles",
    format: 'wrk',
    text: WRK_RUN.replace(' 90% ', '90.000%').replace(' 99% ', '99.000%'),
    metrics: { 'performance.p90': 0.7, 'performance.p99': 5.8 },
  },
  {
    is: 'no answer',
    format: 'wrk',
    text: WRK_RUN.replace('980 requests', '0 requests').replace(/.*Non-2xx.*\n/, ''),
    metrics: { 'performance.error-rate': 100 },
    contradicts: /nothing was measured/,
  },
  {
    is: 'more failures than answers',
    format: 'wrk',
    text: WRK_RUN.replace('responses: 30', 'responses: 3000'),
    contradicts: /3000 of 980/,
  },
  { is: 'two runs', format: 'wrk', text: WRK_RUN + WRK_RUN, contradicts: /holds 2 runs/ },
  { is: 'a run that broke off', format: 'wrk', text: WRK_RUN.replace(/Transfer.*\n/, ''), contradicts: /cut off/ },
]

const HEAD = 'timeStamp,elapsed,label,responseCode,responseMessage,success,bytes'
const csv = (...rows: readonly string[]): string => [HEAD, ...rows, ''].join('\n')

const JMETER_CSV: readonly Sample[] = [
  {
    is: 'a hundred samples, of which each percentile is one',
    format: 'jmeter-csv',
    text: csv(...Array.from({ length: 100 }, (_, at) => `${1000 + at * 10},${at + 1},a,200,OK,${at > 2},5`)),
    metrics: {
      'performance.p50': 50,
      'performance.p90': 90,
      'performance.p95': 95,
      'performance.p99': 99,
      'performance.max': 100,
      'performance.mean': 50.5,
      'performance.error-rate': 3,
      'performance.requests': 100,
      // From 1,000 to 1,990 + 100 ms.
      'performance.request-rate': 100 / 1.09,
    },
  },
  {
    is: 'quoted fields with quotes, delimiters and lines',
    format: 'jmeter-csv',
    text: csv('1,5,"a, ""b""",200,"not\nfound, ""really""",false,5', '2,7,c,200,OK,true,5'),
    metrics: { 'performance.requests': 2, 'performance.error-rate': 50 },
  },
  {
    is: 'another delimiter, and dates in place of milliseconds',
    format: 'jmeter-csv',
    text: csv('2026-11-21 10:00:00,5,a,200,OK,true,5').replaceAll(',', ';'),
    metrics: { 'performance.requests': 1, 'performance.p95': 5 },
    notes: /the rate of requests is not known/,
  },
  {
    is: 'transactions, which are no requests',
    format: 'jmeter-csv',
    text: csv(
      '1,5,a,200,OK,true,5',
      '1,5,T,,"Number of samples in transaction : 1, number of failing samples : 0",true,5',
    ),
    metrics: { 'performance.requests': 1 },
  },
  { is: 'no sample', format: 'jmeter-csv', text: csv(), contradicts: /nothing was measured/ },
  {
    is: 'a row that lost fields',
    format: 'jmeter-csv',
    text: csv('1,5,a,200,OK,true'),
    refused: /line 2 has 6 fields, not 7/,
  },
  { is: 'a row without its time', format: 'jmeter-csv', text: csv('1,x,a,200,OK,true,5'), refused: /has no time/ },
  { is: 'a row without its outcome', format: 'jmeter-csv', text: csv('1,5,a,200,OK,,5'), refused: /whether it failed/ },
  { is: 'a quote without an end', format: 'jmeter-csv', text: csv('1,5,"a,200,OK,true,5'), refused: /cut off/ },
  {
    is: 'no outcomes at all',
    format: 'jmeter-csv',
    text: 'timeStamp,elapsed,label\n1,2,a\n',
    refused: /names no column "success"/,
  },
]

const xml = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n${content}\n</testResults>\n`
const sum = 'rm="Number of samples in transaction : 2, number of failing samples : 1"'

const JMETER_XML: readonly Sample[] = [
  {
    is: 'samples in a transaction are requests, those in a sample are parts of it',
    format: 'jmeter-xml',
    text: xml(
      `<sample t="30" ts="1" s="false" ${sum}><httpSample t="10" ts="1" s="true"><httpSample t="4" ts="2" s="false"/></httpSample><httpSample t="20" ts="11" s="false"/></sample><sample t="5" ts="40" s="true"/>`,
    ),
    metrics: { 'performance.requests': 3, 'performance.max': 20, 'performance.error-rate': 100 / 3 },
  },
  { is: 'no sample', format: 'jmeter-xml', text: xml(''), contradicts: /nothing was measured/ },
  { is: 'a sample without its time', format: 'jmeter-xml', text: xml('<sample s="true"/>'), refused: /has no time/ },
  {
    is: 'a sample without its outcome',
    format: 'jmeter-xml',
    text: xml('<sample t="1"/>'),
    refused: /whether it failed/,
  },
]

const statistics = (total: object, rows: object = {}): string =>
  JSON.stringify({
    ...rows,
    Total: { sampleCount: 10, errorCount: 1, errorPct: 10, pct2ResTime: 7, throughput: 2, ...total },
  })
const row = { Home: { sampleCount: 10, errorCount: 1, errorPct: 10, pct2ResTime: 7 } }

const STATISTICS: readonly Sample[] = [
  {
    is: 'the total, with rows of transactions beside',
    format: 'jmeter-statistics',
    text: statistics({}, { ...row, Visit: { sampleCount: 5, errorCount: 1 } }),
    metrics: { 'performance.requests': 10, 'performance.error-rate': 10, 'performance.p95': 7 },
  },
  {
    is: 'rows that were lost',
    format: 'jmeter-statistics',
    text: statistics({}),
    contradicts: /counts 10 samples, its rows 0/,
  },
  {
    is: 'a share of failures that is not that of the counts',
    format: 'jmeter-statistics',
    text: statistics({ errorPct: 0 }, row),
    contradicts: /says that 0 % failed, and counts 1 of 10/,
  },
  {
    is: 'no sample',
    format: 'jmeter-statistics',
    text: statistics({ sampleCount: 0, errorCount: 0 }, {}),
    contradicts: /nothing was measured/,
  },
  {
    is: 'no total',
    format: 'jmeter-statistics',
    text: JSON.stringify(row),
    options: { format: 'jmeter-statistics' },
    refused: /no "Total"/,
  },
]

const k6 = (scenarios: object): string =>
  JSON.stringify({
    root_group: {},
    metrics: {
      http_reqs: { count: 9, rate: 1 },
      http_req_failed: { value: 0 },
      http_req_duration: { max: 9 },
      ...scenarios,
    },
  })

const SCENARIOS: readonly Sample[] = [
  {
    is: 'a scenario that sent no request, whose threshold k6 takes for met',
    format: 'k6-summary',
    text: k6({ 'http_req_duration{scenario:stress}': { med: 0, max: 0, thresholds: { 'max<5': false } } }),
    metrics: { 'performance.thresholds.crossed': 0 },
    contradicts: /the scenario stress sent no request/,
  },
  {
    is: 'a scenario whose time is below 0',
    format: 'k6-summary',
    text: k6({ 'http_req_duration{scenario:stress}': { max: -1 } }),
    refused: /below 0/,
  },
]

describe("k6's scenarios", () => {
  itReads(SCENARIOS)

  it('are measured where a threshold tells them apart, and other tags are not taken for them', () => {
    const text = k6({
      'http_req_duration{scenario:smoke}': { med: 2, 'p(95)': 4, max: 8 },
      'http_req_duration{scenario:smoke,kind:a}': { max: 3 },
      'http_req_duration{expected_response:true}': { max: 3 },
    })
    const reading = readingOf(readText(text))
    expect(reading.metrics['performance.max']).toBe(9)
    expect(reading.measurements).toEqual([
      { metric: 'performance.p50', value: 2, subject: 'smoke' },
      { metric: 'performance.p95', value: 4, subject: 'smoke' },
      { metric: 'performance.max', value: 8, subject: 'smoke' },
    ])
  })
})

describe('reports of load tests other than k6', () => {
  itReads([...CANNON, ...WRK, ...JMETER_CSV, ...JMETER_XML, ...STATISTICS])

  it('yield no time where nothing was answered, so that a rule about it is unknown', () => {
    const { metrics } = readingOf(readBytes(fixture('autocannon/down.json')))
    expect(Object.keys(metrics).sort()).toEqual(['performance.error-rate', 'performance.requests'])
  })

  it("agree with JMeter's own dashboard where it draws no lines between samples", () => {
    const results = readingOf(readBytes(fixture('jmeter/results.csv'))).metrics
    const dashboard = readingOf(readBytes(fixture('jmeter/statistics.json'))).metrics
    for (const name of ['requests', 'error-rate', 'mean', 'max', 'request-rate'] as const) {
      expect(results[`performance.${name}`]).toBeCloseTo(dashboard[`performance.${name}`]!, 9)
    }
  })

  it('keep the time of each label of the dashboard', () => {
    expect(readingOf(readText(statistics({}, row))).measurements).toEqual([
      { metric: 'performance.p95', value: 7, subject: 'Home', reportLine: 1 },
    ])
  })

  it.each([
    ['autocannon', 'autocannon/answers.json'],
    ['wrk', 'wrk/latency.txt'],
    ['jmeter-xml', 'jmeter/results.xml'],
    ['jmeter-statistics', 'jmeter/statistics.json'],
  ])('%s: no beginning of it is believed', (format, name) => {
    const bytes = fixture(name)
    const end = new TextDecoder().decode(bytes).trimEnd().length
    const believed = []
    for (let at = 0; at < end; at += 3) if (!isDoubted(readBytes(bytes.slice(0, at), { format }))) believed.push(at)
    expect(believed).toEqual([])
  })

  it('jmeter-csv: a beginning is believed only behind a whole row', () => {
    const bytes = fixture('jmeter/results.csv')
    for (let at = 0; at < bytes.length; at += 1) {
      if (!isDoubted(readBytes(bytes.slice(0, at), { format: 'jmeter-csv' }))) expect(bytes[at - 1]).toBe(0x0a)
    }
  })
})
