import { describe, expect, it } from '@jest/globals'
import { fixture } from '../../support/read-report.ts'
import { greenCuts, itReads, itStaysRed, type Sample } from '../../support/sample-table.ts'

const json = (value: object): string => JSON.stringify(value, null, 2)

const ctrf = (tests: readonly object[], summary: object): string =>
  json({ results: { tool: { name: 'jest' }, summary, tests } })

const CTRF: readonly Sample[] = [
  {
    is: 'a flaky test with its earlier tries',
    format: 'ctrf',
    text: ctrf([{ name: 'a', status: 'passed', duration: 1500, flaky: true, retries: 2, suite: ['x', 'y'] }], {
      tests: 1,
      passed: 1,
      failed: 0,
    }),
    metrics: { 'tests.total': 1, 'tests.passed': 1, 'tests.flaky': 1, 'tests.runs': 3, 'tests.duration': 1.5 },
  },
  {
    is: 'a summary that knows of a failure which is not listed',
    format: 'ctrf',
    text: ctrf([{ name: 'a', status: 'passed', duration: 1 }], { tests: 2, passed: 1, failed: 1 }),
    metrics: { 'tests.failed': 1 },
    contradicts: /declares 2 tests and lists 1[^]*declares 1 failures/,
  },
  {
    is: 'a failure that was expected is explained by the status of its tool',
    format: 'ctrf',
    text: ctrf([{ name: 'a', status: 'passed', rawStatus: 'failed' }], { tests: 1, failed: 1 }),
    metrics: { 'tests.passed': 1, 'tests.failed': 0 },
    notes: /expected to fail/,
  },
  {
    is: 'more listed failures than summed up',
    format: 'ctrf',
    text: ctrf([{ name: 'a', status: 'failed' }], { tests: 1, failed: 0 }),
    metrics: { 'tests.failed': 1 },
    notes: /declares 0 failures and errors and lists 1/,
  },
  {
    is: 'other is a skip, unless the tool says that something went wrong',
    format: 'ctrf',
    text: ctrf(
      [
        { name: 'a', status: 'other', rawStatus: 'todo' },
        { name: 'b', status: 'other', rawStatus: 'interrupted' },
        { name: 'c', status: 'broken' },
      ],
      { tests: 3 },
    ),
    metrics: { 'tests.skipped': 1, 'tests.errored': 2 },
  },
  {
    is: 'absurd numbers of tries are not believed',
    format: 'ctrf',
    text: ctrf([{ name: 'a', status: 'passed', retries: 1e12, duration: -5 }], { tests: 1 }),
    metrics: { 'tests.runs': 1001, 'tests.duration': 0 },
  },
  {
    is: 'no summary',
    format: 'ctrf',
    text: '{"results": {"tests": []}}',
    options: { format: 'ctrf' },
    refused: /no "results" with a "summary"/,
  },
  { is: 'a test without a status', format: 'ctrf', text: ctrf([{ name: 'a' }], {}), refused: /no "status"/ },
]

const jest = (testResults: readonly object[], counts: object = {}): string =>
  json({ numTotalTests: 1, numTotalTestSuites: 1, numFailedTests: 0, success: true, ...counts, testResults })
const passes = { ancestorTitles: ['a'], title: 'works', status: 'passed', duration: 20 }

const JEST: readonly Sample[] = [
  {
    is: 'equal names in two files are two tests',
    format: 'jest',
    text: jest(
      [
        { name: 'a.js', status: 'passed', assertionResults: [passes] },
        { name: 'b.js', status: 'passed', assertionResults: [passes] },
      ],
      { numTotalTests: 2 },
    ),
    metrics: { 'tests.total': 2 },
  },
  {
    is: 'a file that could not be run, with no test at all',
    format: 'jest',
    text: jest(
      [
        {
          name: 'a.js',
          status: 'failed',
          message: '  ● Test suite failed to run\n\n    Cannot find module',
          assertionResults: [],
        },
      ],
      { numTotalTests: 0, numRuntimeErrorTestSuites: 1, success: false },
    ),
    metrics: { 'tests.total': 1, 'tests.errored': 1 },
  },
  {
    is: 'a file that could not be run and is not listed',
    format: 'jest',
    text: jest([{ name: 'b.js', status: 'passed', assertionResults: [passes] }], { numRuntimeErrorTestSuites: 1 }),
    contradicts: /1 test files that could not be run and lists 0/,
  },
  {
    is: 'a run that failed without a test that did',
    format: 'jest',
    text: jest([{ name: 'b.js', status: 'passed', assertionResults: [passes] }], { success: false }),
    contradicts: /success: false/,
  },
  {
    is: 'a run that was interrupted',
    format: 'jest',
    text: jest([{ name: 'b.js', status: 'passed', assertionResults: [passes] }], { wasInterrupted: true }),
    contradicts: /interrupted/,
  },
  {
    is: 'a test that passed at a later try',
    format: 'jest',
    text: jest([{ name: 'b.js', assertionResults: [{ ...passes, invocations: 2, retryReasons: ['no'] }] }]),
    metrics: { 'tests.flaky': 1, 'tests.runs': 2 },
  },
  {
    is: 'a declared failure that is not listed',
    format: 'jest',
    text: jest([{ name: 'b.js', assertionResults: [passes] }], { numFailedTests: 1 }),
    metrics: { 'tests.failed': 1 },
    contradicts: /declares 1 failures/,
  },
]

const mochaTest = (title: string, more: object = {}): object => ({
  title,
  fullTitle: `suite ${title}`,
  file: 'a.spec.js',
  duration: 5,
  currentRetry: 0,
  err: {},
  ...more,
})

const MOCHA: readonly Sample[] = [
  {
    is: 'a hook that failed is in no count of tests',
    format: 'mocha',
    text: json({
      stats: { suites: 1, tests: 0, passes: 0, pending: 0, failures: 1 },
      tests: [],
      pending: [],
      failures: [mochaTest('"before all" hook for "x"', { err: { message: 'no' } })],
      passes: [],
    }),
    metrics: { 'tests.total': 1, 'tests.errored': 1 },
  },
  {
    is: 'a test without an outcome',
    format: 'mocha',
    text: json({
      stats: { tests: 1, passes: 1, failures: 0 },
      tests: [mochaTest('a')],
      pending: [],
      failures: [],
      passes: [],
    }),
    contradicts: /lists 1 tests, and outcomes of 0/,
  },
  {
    is: 'a test that passed at its second try',
    format: 'mocha',
    text: json({
      stats: { tests: 1, passes: 1, failures: 0 },
      tests: [mochaTest('a')],
      pending: [],
      failures: [],
      passes: [mochaTest('a', { currentRetry: 1 })],
    }),
    metrics: { 'tests.flaky': 1, 'tests.runs': 2 },
  },
  {
    is: 'no list of failures',
    format: 'mocha',
    text: json({ stats: { tests: 0, passes: 0, failures: 0 }, tests: [], passes: [], pending: [] }),
    refused: /no list "failures"/,
  },
]

describe("reports of JavaScript's test runners", () => {
  itReads([...CTRF, ...JEST, ...MOCHA])
  itStaysRed([...CTRF, ...JEST, ...MOCHA])

  it.each([
    ['ctrf/jest-every-kind.json', 'ctrf'],
    ['ctrf/playwright-every-kind.json', 'ctrf'],
    ['jest-json/jest-every-kind.json', 'jest'],
    ['mocha-json/mocha-every-kind.json', 'mocha'],
  ])('%s turns green nowhere where it is cut', (name, format) => {
    expect(greenCuts(fixture(name), format, {}, 700)).toEqual([])
  })
})
