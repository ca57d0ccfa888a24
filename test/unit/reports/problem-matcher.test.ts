import { describe, expect, it } from '@jest/globals'
import { matchLines } from '../../../actions/shared/reports/lint/match-lines.ts'
import type { MatchAll, PatternMatch } from '../../../actions/shared/reports/reader.ts'
import { parseMatchers } from '../../../actions/shared/reports/lint/matcher-file.ts'

const matcher = (owner: string, patterns: readonly object[], more: object = {}): object => ({
  owner,
  ...more,
  pattern: patterns,
})
const file = (...matchers: readonly object[]): string => JSON.stringify({ problemMatcher: matchers })
const inPlace: MatchAll = (patterns, lines) =>
  lines.flatMap((line, at) =>
    patterns.flatMap((pattern, index): readonly PatternMatch[] => {
      const groups = pattern.exec(line)
      return groups ? [[at, index, groups]] : []
    }),
  )
const problems = (text: string, lines: string): unknown => matchLines(parseMatchers(text), inPlace)(lines.split('\n'))

/** ESLint's two formats, as the runner's documentation has them (actions/toolkit, docs/problem-matchers.md). */
const COMPACT = matcher('eslint-compact', [
  {
    regexp: '^(.+):\\sline\\s(\\d+),\\scol\\s(\\d+),\\s(Error|Warning|Info)\\s-\\s(.+)\\s\\((.+)\\)$',
    file: 1,
    line: 2,
    column: 3,
    severity: 4,
    message: 5,
    code: 6,
  },
])
const STYLISH = matcher('eslint-stylish', [
  { regexp: '^([^\\s].*)$', file: 1 },
  {
    regexp: '^\\s+(\\d+):(\\d+)\\s+(error|warning|info)\\s+(.*)\\s\\s+(.*)$',
    line: 1,
    column: 2,
    severity: 3,
    message: 4,
    code: 5,
    loop: true,
  },
])

describe('a problem matcher', () => {
  it('finds what stands in one line', () => {
    const text = "noise\nbadFile.js: line 50, col 11, Error - 'myVar' is defined but never used. (no-unused-vars)"
    expect(problems(file(COMPACT), text)).toEqual([
      {
        owner: 'eslint-compact',
        file: 'badFile.js',
        line: '50',
        column: '11',
        severity: 'Error',
        message: "'myVar' is defined but never used.",
        code: 'no-unused-vars',
      },
    ])
  })

  it('goes on below a heading while the last pattern matches, and stops where it does not', () => {
    const text = [
      'test.js',
      '  1:0   error  Missing "use strict" statement   strict',
      '  5:10  error  no reading   no-unused-vars',
      '',
      '  9:9  error  of no file   strict',
      'other.js',
      '  2:1  warning  again   semi',
    ].join('\n')
    expect(problems(file(STYLISH), text)).toMatchObject([
      { file: 'test.js', line: '1', message: 'Missing "use strict" statement ', code: 'strict' },
      { file: 'test.js', line: '5' },
      { file: 'other.js', line: '2', severity: 'warning' },
    ])
  })

  it('needs its patterns in lines that follow each other', () => {
    const three = matcher('three', [
      { regexp: '^error in (.*)$', file: 1 },
      { regexp: '^at line (\\d+)$', line: 1 },
      { regexp: '^because (.*)$', message: 1 },
    ])
    const text =
      'error in a\nat line 3\nbecause x\nerror in b\nnoise\nat line 4\nbecause y\nerror in c\nat line 5\nnoise\nbecause z'
    expect(problems(file(three), text)).toEqual([{ owner: 'three', file: 'a', line: '3', message: 'x' }])
  })

  it('takes a line for the first matcher that has a problem in it, and lets the others begin anew', () => {
    const heading = matcher('heading', [
      { regexp: '^# (.*)$', file: 1 },
      { regexp: '^- (.*)$', message: 1 },
    ])
    const plain = matcher('plain', [{ regexp: '^(?:!|#) (.*)$', message: 1 }], { severity: 'warning' })
    expect(problems(file(heading, plain), '# a\n- one\n# b\n! two\n- three')).toEqual([
      { owner: 'plain', message: 'a', severity: 'warning' },
      { owner: 'plain', message: 'b', severity: 'warning' },
      { owner: 'plain', message: 'two', severity: 'warning' },
    ])
  })

  it('keeps what it had begun from one call to the next, and matches without colours', () => {
    const match = matchLines(parseMatchers(file(STYLISH)), inPlace)
    expect(match(['\u001b[4mtest.js\u001b[24m'])).toEqual([])
    expect(match(['  1:0  \u001b[31merror\u001b[0m  no  strict'])).toMatchObject([{ file: 'test.js', line: '1' }])
  })

  it('has its own severity where the line names none, and its options at the beginning of a pattern', () => {
    const own = matcher('own', [{ regexp: '(?i)^(fatal)?!(.*)$', severity: 1, message: 2 }], { severity: 'notice' })
    expect(problems(file(own), '! a\nFATAL! b\n!')).toEqual([
      { owner: 'own', severity: 'notice', message: ' a' },
      { owner: 'own', severity: 'FATAL', message: ' b' },
    ])
  })

  it.each([
    ['{', 'it is not valid JSON'],
    ['{}', 'it has no "problemMatcher"'],
    [file({ pattern: [] }), 'a matcher has no owner'],
    [file(matcher('a', [])), 'a: it has no pattern'],
    [file(matcher('a', [{ regexp: '(' }])), 'a: "(" is not a regular expression'],
    [file(matcher('a', [{ regexp: '(x)', message: 2 }])), 'a: "message" is not a group of its pattern, which has 1'],
    [file(matcher('a', [{ regexp: '(x)', file: 1 }])), 'a: no pattern sets "message"'],
    [file(matcher('a', [{ regexp: '(x)', message: 1, loop: true }])), /only the last pattern of several/],
    [file(matcher('a', [{ regexp: 'a' }, { regexp: '(x)', loop: true }])), /with "loop" it must set "message"/],
    [
      file(
        matcher('a', [
          { regexp: '(x)', message: 1 },
          { regexp: '(y)', message: 1 },
        ]),
      ),
      'a: "message" is set twice',
    ],
    [file(matcher('a', [{ regexp: '(x)', message: 1 }], { severity: 'bad' })), /"bad" is not one of error/],
    [file(COMPACT, COMPACT), 'two of its matchers have the same owner'],
  ])('%s is refused', (text, problem) => {
    expect(() => parseMatchers(text)).toThrow(problem)
  })
})
