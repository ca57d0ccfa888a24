import { describe, expect, it } from '@jest/globals'
import { emptyTables, fixture, readText } from '../../support/read-report.ts'
import { greenCuts, itReads, itStaysRed, type Sample } from '../../support/sample-table.ts'

const lines = (...texts: readonly (string | object)[]): string =>
  texts.map((text) => `${typeof text === 'string' ? text : JSON.stringify(text)}\n`).join('')
const json = (value: object): string => JSON.stringify(value, null, 2)

const event = (Action: string, Test?: string, more: object = {}): object => ({
  Time: '2026-01-01T00:00:00Z',
  Action,
  Package: 'shop',
  ...(Test === undefined ? {} : { Test }),
  ...more,
})

const GO: readonly Sample[] = [
  {
    is: 'a package that passes',
    format: 'go-test',
    text: lines(event('start'), event('run', 'TestA'), event('pass', 'TestA', { Elapsed: 0.5 }), event('pass')),
    metrics: { 'tests.passed': 1, 'tests.duration': 0.5 },
  },
  {
    is: 'a package that fails without a failing test',
    format: 'go-test',
    text: lines(
      event('start'),
      event('run', 'TestA'),
      event('pass', 'TestA'),
      event('output', undefined, { Output: 'exit status 2\n' }),
      event('fail'),
    ),
    metrics: { 'tests.total': 2, 'tests.errored': 1 },
  },
  {
    is: 'a test that began and never ended in a package that failed',
    format: 'go-test',
    text: lines(event('start'), event('run', 'TestA'), event('fail')),
    metrics: { 'tests.total': 1, 'tests.errored': 1 },
  },
  {
    is: 'a test that never ended in a package that passed',
    format: 'go-test',
    text: lines(event('start'), event('run', 'TestA'), event('pass')),
    metrics: { 'tests.errored': 1 },
    contradicts: /ended well while its tests were running/,
  },
  {
    is: 'a benchmark has no end of its own',
    format: 'go-test',
    text: lines(event('start'), event('run', 'BenchmarkA'), event('pass')),
    metrics: { 'tests.passed': 1 },
  },
  {
    is: 'a package that never ended',
    format: 'go-test',
    text: lines(event('start'), event('run', 'TestA'), event('pass', 'TestA')),
    contradicts: /shop began and never ended/,
  },
  {
    is: 'a build failure told in plain text (Go 1.23)',
    format: 'go-test',
    text: lines(
      '# shop',
      './a.go:3:1: undefined: x',
      'FAIL\tshop [build failed]',
      event('start'),
      event('run', 'T'),
      event('pass', 'T'),
      event('pass'),
    ),
    options: { format: 'go-test' },
    metrics: { 'tests.errored': 1, 'tests.passed': 1 },
  },
  {
    is: 'a build failure that no package tells of',
    format: 'go-test',
    text: lines({ ImportPath: 'shop', Action: 'build-fail' }, event('start'), event('skip')),
    contradicts: /shop does not build/,
  },
  {
    is: 'downloads and packages without tests',
    format: 'go-test',
    text: lines(
      'go: downloading x v1.0.0',
      '?   \tshop/cmd\t[no test files]',
      event('run', 'T'),
      event('pass', 'T'),
      event('pass'),
    ),
    metrics: { 'tests.passed': 1 },
  },
  {
    is: 'other text among the events',
    format: 'go-test',
    text: lines(event('run', 'T'), 'panic: here', event('pass', 'T'), event('pass')),
    contradicts: /text among its events: panic: here/,
  },
  {
    is: 'a line that was cut',
    format: 'go-test',
    text: `${lines(event('run', 'T'))}{"Action":"pa`,
    refused: /line 2 is not whole JSON/,
  },
  {
    is: 'a test run twice that failed once is flaky',
    format: 'go-test',
    text: lines(
      event('run', 'T'),
      event('fail', 'T'),
      event('fail'),
      event('run', 'T'),
      event('pass', 'T'),
      event('pass'),
    ),
    metrics: { 'tests.total': 1, 'tests.failed': 1, 'tests.flaky': 1, 'tests.runs': 2 },
  },
]

const dart = (...events: readonly object[]): string =>
  lines(
    { protocolVersion: '0.1.1', runnerVersion: '1', type: 'start', time: 0 },
    { type: 'suite', suite: { id: 0, path: 'a_test.dart' } },
    ...events,
  )
const dartTest = (id: number, name: string): object => ({
  type: 'testStart',
  time: 100,
  test: { id, name, suiteID: 0, line: 3 },
})
const dartDone = (id: number, more: object = {}): object => ({
  type: 'testDone',
  time: 600,
  testID: id,
  result: 'success',
  hidden: false,
  skipped: false,
  ...more,
})

const DART: readonly Sample[] = [
  {
    is: 'hidden tests are none while they succeed',
    format: 'dart',
    text: dart(dartTest(1, 'loading'), dartDone(1, { hidden: true }), dartTest(2, 'a'), dartDone(2), {
      type: 'done',
      success: true,
    }),
    metrics: { 'tests.total': 1, 'tests.passed': 1, 'tests.duration': 0.5 },
  },
  {
    is: 'a suite that could not be loaded',
    format: 'dart',
    text: dart(
      dartTest(1, 'loading'),
      { type: 'error', testID: 1, error: 'no', stackTrace: '' },
      dartDone(1, { hidden: true, result: 'error' }),
      { type: 'done', success: false },
    ),
    metrics: { 'tests.errored': 1 },
  },
  { is: 'no end', format: 'dart', text: dart(dartTest(1, 'a'), dartDone(1)), contradicts: /no event of its end/ },
  {
    is: 'a test that never ended',
    format: 'dart',
    text: dart(dartTest(1, 'a'), { type: 'done', success: null }),
    metrics: { 'tests.errored': 1 },
  },
  {
    is: 'a run that failed without a test that did',
    format: 'dart',
    text: dart(dartTest(1, 'a'), dartDone(1), { type: 'done', success: false }),
    contradicts: /the run failed/,
  },
  {
    is: "Flutter's own lines",
    format: 'dart',
    text: dart(
      '[{"event":"test.startedProcess"}]' as unknown as object,
      dartTest(1, 'a'),
      dartDone(1, { skipped: true }),
      { type: 'done', success: true },
    ),
    metrics: { 'tests.skipped': 1 },
  },
]

const TAP: readonly Sample[] = [
  {
    is: 'directives',
    format: 'tap',
    text: lines(
      'TAP version 13',
      '1..5',
      'ok 1 - a',
      'not ok 2 - b # TODO later',
      'ok 3 - c # skip no',
      'ok 4 - d \\# skip',
      'not ok 5 - e',
    ),
    metrics: { 'tests.total': 5, 'tests.passed': 2, 'tests.skipped': 2, 'tests.failed': 1 },
  },
  {
    is: 'fewer tests than planned',
    format: 'tap',
    text: lines('1..3', 'ok 1', 'ok 2'),
    contradicts: /plans 3 tests and lists 2/,
  },
  {
    is: 'more tests than planned',
    format: 'tap',
    text: lines('1..1', 'ok 1', 'ok 2'),
    contradicts: /plans 1 tests and lists 2/,
  },
  { is: 'no plan', format: 'tap', text: lines('ok 1 - a', 'ok 2 - b'), contradicts: /no plan/ },
  {
    is: 'a bail-out',
    format: 'tap',
    text: lines('1..1', 'ok 1', 'Bail out! no database'),
    contradicts: /bailed out: no database/,
  },
  {
    is: 'subtests count, their sum does not',
    format: 'tap',
    text: lines(
      'TAP version 14',
      '# Subtest: s',
      '    ok 1 - a',
      '    not ok 2 - b',
      '      ---',
      "      message: 'no'",
      '      ...',
      '    1..2',
      'not ok 1 - s',
      '1..1',
    ),
    metrics: { 'tests.total': 2, 'tests.failed': 1 },
  },
  {
    is: 'a subtest that fails though nothing in it did',
    format: 'tap',
    text: lines('    ok 1 - a', '    1..1', 'not ok 1 - s', '1..1'),
    metrics: { 'tests.total': 2, 'tests.failed': 1 },
  },
  {
    is: "node-tap's buffered subtests",
    format: 'tap',
    text: lines('TAP version 14', 'ok 1 - s # time=5ms {', '    ok 1 - a', '    1..1', '}', '', '1..1', '# time=9ms'),
    metrics: { 'tests.total': 1, 'tests.passed': 1 },
  },
  {
    is: 'a subtest that was cut',
    format: 'tap',
    text: lines('1..1', '    ok 1 - a', 'ok 1 - s'),
    contradicts: /no plan/,
  },
  {
    is: 'failures that only its summary knows',
    format: 'tap',
    text: lines('1..1', 'ok 1 - a', '# fail 1'),
    contradicts: /count 1 failures/,
  },
  {
    is: "tape's groups tell equal assertions apart",
    format: 'tap',
    text: lines(
      'TAP version 13',
      '# one',
      'ok 1 should be equal',
      '# two',
      'not ok 2 should be equal',
      '1..2',
      '# tests 2',
      '# pass  1',
      '# fail  1',
    ),
    metrics: { 'tests.total': 2, 'tests.failed': 1 },
  },
  {
    is: 'a todo without a body, and output that is no group',
    format: 'tap',
    text: lines('TAP version 13', '# some output', '# Subtest: a', 'ok 1 - a # TODO', '1..1'),
    metrics: { 'tests.skipped': 1 },
  },
  {
    is: 'all skipped',
    format: 'tap',
    text: lines('1..0 # SKIP no network'),
    metrics: { 'tests.total': 0 },
    notes: /all of it was skipped/,
  },
]

const feature = (...elements: readonly object[]): string =>
  json([{ uri: 'a.feature', keyword: 'Feature', name: 'F', elements }])
const scenario = (name: string, ...statuses: readonly string[]): object => ({
  keyword: 'Scenario',
  type: 'scenario',
  name,
  steps: statuses.map((status) => ({ keyword: 'Given', name: 'x', line: 4, result: { status, duration: 5e8 } })),
})

const CUCUMBER: readonly Sample[] = [
  {
    is: 'a scenario is as bad as its worst step',
    format: 'cucumber',
    text: feature(
      scenario('a', 'passed', 'passed'),
      scenario('b', 'passed', 'failed', 'skipped'),
      scenario('c', 'undefined', 'skipped'),
      scenario('d', 'skipped'),
    ),
    metrics: {
      'tests.total': 4,
      'tests.passed': 1,
      'tests.failed': 1,
      'tests.errored': 1,
      'tests.skipped': 1,
      'tests.duration': 4,
    },
  },
  {
    is: 'a background that failed fails the scenario behind it',
    format: 'cucumber',
    text: feature({ ...scenario('', 'failed'), type: 'background' }, scenario('a', 'skipped'), scenario('b', 'passed')),
    metrics: { 'tests.total': 2, 'tests.failed': 1, 'tests.passed': 1 },
  },
  {
    is: 'a hook that failed',
    format: 'cucumber',
    text: feature({ ...scenario('a', 'passed'), after: [{ result: { status: 'failed', error_message: 'no' } }] }),
    metrics: { 'tests.failed': 1 },
  },
  {
    is: "behave's statuses and seconds",
    format: 'cucumber',
    text: json([
      {
        keyword: 'Feature',
        name: 'F',
        location: 'features/a.feature:1',
        status: 'failed',
        elements: [
          {
            type: 'scenario',
            keyword: 'Scenario',
            name: 'a',
            status: 'failed',
            steps: [
              { name: 's', result: { status: 'failed', duration: 2, error_message: ['Assertion', 'no'] } },
              { name: 'not reached' },
            ],
          },
        ],
      },
    ]),
    metrics: { 'tests.failed': 1, 'tests.duration': 2 },
  },
]

const robot = (
  inside: string,
  statistics = '<statistics><total><stat pass="1" fail="0" skip="0">All Tests</stat></total></statistics>',
): string =>
  `<robot generator="Robot 7"><suite name="Shop" source="/repo/shop.robot">${inside}</suite>${statistics}<errors/></robot>`

const ROBOT: readonly Sample[] = [
  {
    is: "a keyword's status is not the test's",
    format: 'robot',
    text: robot(
      '<test name="a" line="3"><kw name="k"><status status="FAIL" elapsed="1"/></kw><status status="PASS" elapsed="0.5"/></test><status status="PASS"/>',
    ),
    metrics: { 'tests.total': 1, 'tests.passed': 1, 'tests.duration': 0.5 },
  },
  {
    is: "a suite's tear-down that failed",
    format: 'robot',
    text: robot('<test name="a"><status status="PASS"/></test><status status="FAIL">Suite teardown failed: x</status>'),
    metrics: { 'tests.total': 2, 'tests.errored': 1 },
  },
  {
    is: 'times before version 7',
    format: 'robot',
    text: robot(
      '<test name="a"><status status="FAIL" starttime="20260101 12:00:00.000" endtime="20260101 12:00:01.500" critical="yes">no</status></test><status status="FAIL"/>',
      '<statistics><total><stat pass="0" fail="0">Critical Tests</stat><stat pass="0" fail="1">All Tests</stat></total><suite><stat pass="9" fail="9">Shop</stat></suite></statistics>',
    ),
    metrics: { 'tests.failed': 1, 'tests.duration': 1.5 },
  },
  {
    is: 'a lost test',
    format: 'robot',
    text: robot('<status status="PASS"/>'),
    contradicts: /declares 1 tests and lists 0/,
  },
  {
    is: 'no statistics',
    format: 'robot',
    text: robot('<test name="a"><status status="PASS"/></test>', ''),
    contradicts: /no statistics/,
  },
]

/** Of `go test`, whole packages: after the first, nothing tells that another should follow. */
const isWholePackage = (left: string): boolean => /"Action":"(?:pass|skip|fail)","Package":"shop"\}\n?$/.test(left)

describe('reports of the test runners of other languages', () => {
  itReads([...GO, ...DART, ...TAP, ...CUCUMBER, ...ROBOT])
  itStaysRed(GO, isWholePackage)
  itStaysRed([...DART, ...TAP, ...CUCUMBER, ...ROBOT])

  it('merges shards: a test of two reports is one test with two runs', () => {
    const tables = emptyTables()
    readText(lines(event('run', 'T'), event('fail', 'T'), event('fail')), { tables })
    readText(lines(event('run', 'T'), event('pass', 'T'), event('pass')), { tables })
    expect(tables.tests.counts()).toMatchObject({ total: 1, failed: 1, runs: 2, flaky: 1 })
  })

  it.each([
    ['go-test-json/go-every-kind.json', 'go-test'],
    ['tap/node-every-kind.tap', 'tap'],
    ['cucumber-json/cucumber-every-kind.json', 'cucumber'],
    ['robot/robot-every-kind.xml', 'robot'],
  ])('%s turns green nowhere where it is cut', (name, format) => {
    expect(greenCuts(fixture(name), format, {}, 700)).toEqual([])
  })
})
