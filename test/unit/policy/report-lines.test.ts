import { describe, expect, it } from '@jest/globals'
import { parseReportLines } from '../../../actions/shared/policy/report-lines.ts'

const FORMATS = ['junit', 'mypy', 'ruff']
const WITH_MATCHER = [...FORMATS, 'problem-matcher']
const parse = (text: string) => parseReportLines(text, FORMATS)

describe('a line of reports', () => {
  it.each([
    ['reports/**', { glob: 'reports/**', excludes: false }],
    ['  a b.xml  ', { glob: 'a b.xml', text: 'a b.xml' }],
    ['format=ruff reports/ruff.json', { glob: 'reports/ruff.json', format: 'ruff' }],
    ['exit-code=0 format=mypy label=types x', { glob: 'x', format: 'mypy', label: 'types', exitCode: 0 }],
    ['label="unit tests" x.xml', { glob: 'x.xml', label: 'unit tests' }],
    ['!reports/old.xml', { glob: 'reports/old.xml', excludes: true }],
    ['! reports/old.xml', { glob: 'reports/old.xml', excludes: true }],
    ['./build=1/x.xml', { glob: './build=1/x.xml' }],
    // Of a step that did not run, the expression is empty: no code was recorded.
    ['format=mypy exit-code= x', { glob: 'x', format: 'mypy' }],
    ['exit-code=-1073741819 x', { exitCode: -1073741819 }],
  ])('%j is read', (line, expected) => {
    const lines = line.startsWith('!') ? `a\n${line}` : line
    const parsed = parse(lines)
    expect('value' in parsed ? parsed.value.at(-1) : parsed).toMatchObject(expected)
  })

  it.each([
    [
      'a\n  fromat=junit x.xml',
      'line 2, column 3: there is no option "fromat"; did you mean format?; a file of that name is written ./fromat=…',
    ],
    [
      'format=junti x.xml',
      'line 1, column 8: expected a report format: there is no "junti"; did you mean junit?; known: junit, mypy, ruff',
    ],
    ['exit-code=zero x', 'line 1, column 11: expected a whole number'],
    ['label= x', 'line 1, column 7: expected a label that is not empty'],
    ['format=junit', 'line 1, column 13: expected a file or a glob'],
    ['a\n!', 'line 2, column 1: expected a file or a glob'],
    ['a\nlabel=x !b', 'line 2, column 1: a line that excludes files takes no options'],
    [
      'constructor=1 x',
      'line 1, column 1: there is no option "constructor"; a file of that name is written ./constructor=…',
    ],
    ['# nothing\n\n!a', 'names no file: every line is empty, a comment or an exclusion'],
  ])('%j is refused with its place', (text, problem) => {
    expect(parse(text)).toEqual({ problems: [problem] })
  })

  it('tells of all wrong lines at once', () => {
    const parsed = parse('format=x a\nok.xml\nexit-code=b c')
    expect('problems' in parsed && parsed.problems.map((problem) => problem.slice(0, 6))).toEqual(['line 1', 'line 3'])
  })

  it('names the file of a problem matcher with its format', () => {
    expect(parseReportLines('format=problem-matcher:.github/x.json build.log', WITH_MATCHER)).toMatchObject({
      value: [{ format: 'problem-matcher', matcher: '.github/x.json', glob: 'build.log' }],
    })
    expect(parseReportLines('format=problem-matcher build.log', WITH_MATCHER)).toEqual({
      problems: ['line 1, column 8: expected the file of the problem matcher: problem-matcher:path/to/matcher.json'],
    })
    expect(parseReportLines('format=brakeman x', WITH_MATCHER)).toEqual({
      problems: [expect.stringMatching(/; any other text through problem-matcher:path\/to\/matcher\.json$/)],
    })
  })
})
