import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { METRICS } from '../../../actions/shared/model/metrics.ts'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import { OPERATORS, limitOf, type Limit } from '../../../actions/shared/policy/rule.ts'
import { parseRule, parseRules } from '../../../actions/shared/policy/rule-parser.ts'

const number = (value: number): Limit => ({ kind: 'number', value })
const base = (factor: number, offset: number): Limit => ({ kind: 'base', factor, offset })

function problemsOf(text: string): readonly string[] {
  try {
    parseRules(text)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
  return []
}

describe('a rule', () => {
  test.each<[string, string, string, Limit]>([
    ['coverage.line >= 80', 'coverage.line', '>=', number(80)],
    ['coverage.line>=80', 'coverage.line', '>=', number(80)],
    ['coverage.line >= 80 %', 'coverage.line', '>=', number(80)],
    ['coverage.line >= 80%', 'coverage.line', '>=', number(80)],
    ['coverage.line >= 0.8 %', 'coverage.line', '>=', number(0.8)],
    ['  tests.failed ==  0 ', 'tests.failed', '==', number(0)],
    ['performance.p95 <= 500 ms', 'performance.p95', '<=', number(500)],
    ['performance.p95 < 0.5 s', 'performance.p95', '<', number(500)],
    ['performance.p95 < 1.005s', 'performance.p95', '<', number(1005)],
    ['tests.duration <= 1500 ms', 'tests.duration', '<=', number(1.5)],
    ['performance.request-rate >= 1000 /s', 'performance.request-rate', '>=', number(1000)],
    ['complexity.maintainability > 70 points', 'complexity.maintainability', '>', number(70)],
    ['bundle.size != -3.25', 'bundle.size', '!=', number(-3.25)],
    ['coverage.line >= base', 'coverage.line', '>=', base(1, 0)],
    ['coverage.line >= base - 0.5 pp', 'coverage.line', '>=', base(1, -0.5)],
    ['coverage.line >= base-0.5', 'coverage.line', '>=', base(1, -0.5)],
    ['coverage.line >= base - 2 %', 'coverage.line', '>=', base(0.98, 0)],
    ['lint.warning <= base + 3', 'lint.warning', '<=', base(1, 3)],
    ['lint.warning <= base + 10 %', 'lint.warning', '<=', base(1.1, 0)],
    ['performance.p95 <= base * 1.1', 'performance.p95', '<=', base(1.1, 0)],
    ['performance.p95 <= base + 0.02 s', 'performance.p95', '<=', base(1, 20)],
  ])('%s is understood', (text, metric, operator, limit) => {
    const rule = parseRule(text, { source: 'input' })
    expect(rule).toEqual({
      text: text.trim(),
      metric,
      operator,
      limit,
      scope: 'project',
      level: 'fail',
      source: 'input',
    })
  })

  test('about the patch keeps the metric without the suffix', () => {
    expect(parseRule('coverage.line.patch >= 90', { source: 'input' })).toMatchObject({
      metric: 'coverage.line',
      scope: 'patch',
    })
  })

  test.each([
    ['coverage.line => 80', 'column 15: expected one of >=, <=, >, <, ==, != but found "=>"'],
    ['coverage.line = 80', 'column 15: expected one of >=, <=, >, <, ==, != but found "="'],
    ['coverage.line', 'column 14: expected one of >=, <=, >, <, ==, != but found the end'],
    ['coverage.line is 80', 'column 15: expected one of >=, <=, >, <, ==, != but found "is"'],
    [
      'coverage.lines >= 80',
      'column 1: expected a metric of the suite but found "coverage.lines"; did you mean coverage.line?',
    ],
    ['lint.eror == 0', 'column 1: expected a metric of the suite but found "lint.eror"; did you mean lint.error?'],
    ['security.blockers == 0', 'found "security.blockers"; did you mean security.'],
    ['boundaries.cycles == 0', 'column 1: expected a metric of the suite but found "boundaries.cycles"; did you mean'],
    ['coverage == 80', 'column 1: expected a metric of the suite but found "coverage"; did you mean coverage.line?'],
    ['coverage.lnie.patch >= 80', 'did you mean coverage.line?'],
    [
      'Coverage.Line >= 80',
      'column 1: expected a metric (lower-case words of letters, digits and hyphens, with dots between them) but found "Coverage.Line"; did you mean coverage.line?',
    ],
    ['>= 80', 'column 1: expected a metric'],
    ['- coverage.line >= 80', 'column 1: expected a metric'],
    ['coverage.line >=', 'column 17: expected a number or base but found the end'],
    ['coverage.line >= eighty', 'column 18: expected a number or base but found "eighty"'],
    ['coverage.line >= NaN', 'column 18: expected a number or base but found "NaN"'],
    ['coverage.line >= Infinity', 'column 18: expected a number or base but found "Infinity"'],
    ['coverage.line >= .5', 'column 18: expected a number or base but found ".5"'],
    ['coverage.line >= 0x50', 'column 19: expected a unit of coverage.line (%) or none but found "x50"'],
    ['coverage.line >= 8e1', 'column 19: expected a unit of coverage.line (%) or none but found "e1"'],
    ['coverage.line >= 80 ms', 'column 21: expected a unit of coverage.line (%) or none but found "ms"'],
    ['performance.p95 <= 1 min', 'column 22: expected a unit of performance.p95 (ms, s) or none but found "min"'],
    [
      'tests.failed == 0 tests',
      'column 19: expected the end of the rule, as tests.failed has no unit, but found "tests"',
    ],
    ['tests.total >= 1,000', 'column 17: expected the end of the rule, as tests.total has no unit, but found ",000"'],
    ['coverage.line >= 80 % %', 'column 23: expected the end of the rule but found "%"'],
    ['coverage.line >= 800', 'column 18: expected a percentage from 0 to 100 but found "800"'],
    ['coverage.line >= 0.8', 'less than one percent is written with its sign: 0.8 %'],
    ['tests.failed <= -1', 'column 17: expected 0 or more, as tests.failed is never negative, but found "-1"'],
    ['coverage.line >= baseline', 'column 18: expected a number or base but found "baseline"'],
    ['coverage.line >= base / 2', 'column 23: expected +, -, * or the end of the rule but found "/"'],
    ['coverage.line >= base -', 'column 24: expected a number but found the end'],
    ['coverage.line >= base - 1 ms', 'column 27: expected pp, % (relative to the base) or no unit but found "ms"'],
    ['lint.error <= base + 1 pp', 'column 24: expected % (relative to the base) or no unit but found "pp"'],
    ['coverage.line >= base * 1.1 %', 'column 29: expected the end of the rule but found "%"'],
    [`tests.total >= ${'9'.repeat(400)}`, 'column 16: expected a number that can be told from infinity'],
    ['x'.repeat(501), 'longer than 500 characters'],
  ])('%s is refused', (text, problem) => {
    const [first, ...others] = problemsOf(text)
    expect(others).toEqual([])
    expect(first).toContain(problem)
  })

  test('names itself and the column in its error', () => {
    expect(problemsOf('coverage.line => 80')).toEqual([
      'rule "coverage.line => 80": column 15: expected one of >=, <=, >, <, ==, != but found "=>"',
    ])
  })

  test('counts columns in characters, as an editor does', () => {
    expect(problemsOf('coverage.line >= 80 % 💥')[0]).toContain(
      'column 23: expected the end of the rule but found "💥"',
    )
  })

  test('cannot be narrowed to paths where its metric is not known file by file', async () => {
    const paths = await compilePaths(['src/**'])
    expect(() => parseRule('tests.failed == 0', { source: 'input', paths })).toThrow(
      'paths can narrow coverage.*, lint.*, types.*, boundaries.*, security.*, secrets.* and licenses.*, not tests.failed',
    )
    expect(parseRule('lint.error == 0', { source: 'input', paths }).paths).toBe(paths)
  })
})

describe('a text of rules', () => {
  test('has one a line, comments and blank lines', () => {
    const rules = parseRules('# ours\n\ncoverage.line >= 80 # lines\r\n  tests.failed == 0\n', 'input')
    expect(rules.map(({ text }) => text)).toEqual(['coverage.line >= 80', 'tests.failed == 0'])
  })

  test('tells all problems of all rules together', () => {
    expect(problemsOf('coverage.line => 80\ntests.failed == 0\nlint.errr == 0')).toHaveLength(2)
  })

  test('of any content is understood or refused, never anything else', () => {
    const pieces = fc.constantFrom(
      'coverage.line',
      'base',
      '>=',
      '==',
      ' ',
      '\n',
      '80',
      '%',
      'pp',
      '-',
      '.patch',
      '#',
      '💥',
      '\0',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(pieces, fc.string())).map((list) => list.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        problemsOf(text)
      }),
      { numRuns: 2_000 },
    )
  })

  test('of valid rules comes back as it was meant', () => {
    const metrics = fc.constantFrom(...Object.keys(METRICS), 'bundle.size')
    const limits = fc
      .integer({ min: 1, max: 10_000 })
      .map((hundredths) => hundredths / 100 + (hundredths < 100 ? 1 : 0))
    fc.assert(
      fc.property(
        metrics,
        fc.constantFrom(...OPERATORS),
        limits,
        fc.constantFrom('', ' ', '  '),
        (metric, operator, value, space) => {
          const [rule] = parseRules(metric + space + operator + space + String(value))
          expect(rule).toMatchObject({ metric, operator, limit: { kind: 'number', value } })
          expect(parseRules(rule!.text)).toEqual([rule])
        },
      ),
    )
  })
})

describe('a limit against the base', () => {
  test.each([
    ['x.y <= base * 1.1', 100, 110],
    ['coverage.line >= base - 0.5 pp', 80.3, 79.8],
    ['coverage.line >= base - 2 %', 50, 49],
    ['coverage.line >= base', 200 / 3, 200 / 3],
  ])('%s of %d is %d, without the noise of binary fractions', (text, baseline, limit) => {
    expect(limitOf(parseRule(text, { source: 'input' }).limit, baseline)).toBe(limit)
  })
})
