import { describe, expect, test } from '@jest/globals'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { checkExpectations, parseExpectations } from '../../../actions/shared/policy/expectations.ts'
import { coverageReport, report, testReport } from './evidence-factory.ts'

const FORMATS = ['junit', 'cobertura', 'radon-cc']

const EVIDENCE = [
  testReport({ passed: 60 }, { file: 'reports/unit.xml', label: 'unit' }),
  testReport({ passed: 40 }, { file: 'reports/api.xml', label: 'api' }),
  testReport(
    {},
    { file: 'reports/cut.xml', label: 'cut', refused: 'it ends within a tag', completeness: 'none', metrics: {} },
  ),
  coverageReport(1, 2, { file: 'reports/coverage.xml', entries: 7, label: 'unit' }),
  report({ file: 'metrics.json' }),
]

describe('an expectation', () => {
  test.each([
    'junit',
    'junit >= 100 tests',
    'junit>=100 tests',
    'junit >= 1 test',
    'junit >= 2 reports',
    'cobertura >= 7 files',
    'reports/unit.xml',
    './metrics.json',
    'reports/{unit,api}.xml >= 100 tests',
    '**/*.xml >= 3 reports',
    'label=unit >= 60 tests # ours',
  ])('%s is met', async (line) => {
    expect(await checkExpectations(parseExpectations(line, FORMATS), EVIDENCE)).toEqual([])
  })

  test.each([
    ['junit >= 101 tests', 'only 100 in reports/unit.xml, reports/api.xml'],
    ['label=unit >= 61 tests', 'only 60 in reports/unit.xml, reports/coverage.xml'],
    ['cobertura >= 8 files', 'only 7 in reports/coverage.xml'],
    ['cobertura >= 1 tests', 'none in reports/coverage.xml'],
    ['radon-cc', 'no radon-cc report was read; the tool did not write it, or reports does not name it'],
    ['label=e2e', 'no report with the label e2e was read'],
    ['reports/other.xml', 'no report reports/other.xml was read'],
    ['reports/*.json', 'no report reports/*.json was read'],
    ['reports/cut.xml', 'reports/cut.xml cannot be believed: it ends within a tag'],
    ['label=cut', 'reports/cut.xml cannot be believed'],
  ])('%s is missed, and what was found instead is said', async (line, found) => {
    const gaps = await checkExpectations(parseExpectations(line, FORMATS), EVIDENCE)
    expect(gaps).toEqual([{ expected: `expect: ${line}`, found: expect.stringContaining(found) }])
  })

  test.each([
    [
      'junti',
      '"junti" is no report format; did you mean junit?; known are junit, cobertura, radon-cc; a file is written ./junti',
    ],
    ['junit > 5 tests', 'expected >= but found ">"'],
    ['junit >= 0 tests', 'expected a whole number from 1 but found "0"'],
    ['junit >= many tests', 'expected a whole number from 1 but found "many"'],
    ['junit >=', 'expected a whole number from 1 but found the end'],
    ['junit >= 5', 'expected one of tests, files, findings, metrics, reports but found the end'],
    ['junit >= 5 things', 'expected one of tests, files, findings, metrics, reports but found "things"'],
    ['label=', 'expected a label after label='],
    ['>= 5 tests', 'expected a format, label=… or a path'],
  ])('%s is refused', (line, problem) => {
    expect(() => parseExpectations(line, FORMATS)).toThrow(`expectation ${JSON.stringify(line)}: ${problem}`)
  })

  test('that is wrong does not hide the others', () => {
    const parse = () => parseExpectations('a\njunit\nb', FORMATS)
    expect(parse).toThrow(ConfigurationError)
    expect(parse).toThrow(/"a".*; expectation "b"/)
  })
})
