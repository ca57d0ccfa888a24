import { describe, expect, it } from '@jest/globals'
import { readText } from '../../support/read-report.ts'
import { itReads, type Sample } from '../../support/sample-table.ts'

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('')
const F401 = "a.py:1:1: F401 'os' imported but unused"
const E501 = 'a.py:2:80: E501 line too long (104 > 79 characters)'

const PYTHON: readonly Sample[] = [
  { is: 'findings of pycodestyle alone', format: 'flake8', text: lines(E501), metrics: { 'lint.error': 1 } },
  {
    is: 'a line that is no finding',
    format: 'flake8',
    text: lines(F401, 'a.py:2:80: E5o1 line too long'),
    metrics: { 'lint.error': 1 },
    contradicts: /^line 2 is no finding: a\.py:2:80: E5o1/,
  },
  { is: 'a count that is another', format: 'flake8', text: lines(F401, E501, '3'), contradicts: /counts 3 .* lists 2/ },
  {
    is: 'Windows paths, CRLF and colours',
    format: 'flake8',
    text: 'C:\\shop\\a.py:1:1: F401 unused\r\n\u001b[1mb.py\u001b[m:2:1: W291 trailing whitespace\r\n',
    metrics: { 'lint.total': 2 },
  },
  {
    is: '0 bytes without an exit code',
    format: 'flake8',
    text: '',
    options: { format: 'flake8' },
    refused: /exit-code=/,
  },
  {
    is: '0 bytes and an exit code that means findings',
    format: 'flake8',
    text: '',
    options: { format: 'flake8', exitCode: 1 },
    contradicts: /exit code 1, which means findings/,
  },
  { is: 'a cut line', format: 'flake8', text: `${F401}\n${E501}`, contradicts: /its last line does not end/ },
  {
    is: 'a place without its rule',
    format: 'pydocstyle',
    text: lines('a.py:1 at module level:', '        D100: Missing docstring', 'a.py:5 in public class `A`:'),
    contradicts: /line 3 is no finding/,
  },
  {
    is: 'a message of several lines that is cut',
    format: 'pylint',
    text: lines(
      'a.py:1:0: C0114: Missing (missing-docstring)',
      'b.py:1:0: R0801: Similar lines in 2 files',
      '==a:[1:9]',
    ),
    metrics: { 'lint.total': 2 },
    contradicts: /it ends inside a finding/,
  },
  {
    is: 'a fatal message',
    format: 'pylint',
    text: lines('a.py:1:0: F0001: No module named a.py (fatal)', 'Your code has been rated at 0.00/10'),
    metrics: { 'lint.error': 1 },
    contradicts: /Pylint says: a\.py:1:0: F0001/,
  },
  {
    is: 'the form of Visual Studio',
    format: 'pylint',
    text: lines('a.py:3: [W0611(unused-import), ] Unused import os'),
    metrics: { 'lint.warning': 1 },
  },
]

const YAML_AND_GO: readonly Sample[] = [
  {
    is: 'a file without a finding below it',
    format: 'yamllint',
    text: lines('./a.yml', '  1:1       error  trailing spaces  (trailing-spaces)', '', './b.yml'),
    metrics: { 'lint.error': 1 },
    contradicts: /line 4 is no finding: \.\/b\.yml/,
  },
  {
    is: 'warnings are marked, its old rules have numbers',
    format: 'ansible-lint',
    text: lines('a.yml:1: [E301] Commands should not', 'a.yml:9: no-changed-when: Commands should not. (warning)'),
    metrics: { 'lint.error': 1, 'lint.warning': 1 },
  },
  {
    is: 'a count that is another',
    format: 'golangci-lint',
    text: lines('a.go:1:2: no (errcheck)', '\tos.Remove(x)', '\t^', '2 issues:', '* errcheck: 2'),
    contradicts: /counts 2 .* lists 1/,
  },
  { is: 'no issue', format: 'golangci-lint', text: lines('0 issues.'), metrics: { 'lint.total': 0 } },
  {
    is: 'code that does not compile',
    format: 'staticcheck',
    text: lines('-: # example.com/shop', 'a.go:9:2: undefined: x (compile)'),
    metrics: { 'lint.error': 1 },
    contradicts: /line 1 is no finding/,
  },
  {
    is: 'what it could not type-check',
    format: 'go-vet',
    text: lines('# example.com/shop', 'vet: ./a.go:9:2: undefined: x'),
    metrics: { 'lint.error': 1 },
    contradicts: /go vet says: vet: /,
  },
  {
    is: 'JSON of a package that does not build',
    format: 'go-vet',
    text: lines('# example.com/shop', '{"example.com/shop": {"printf": {"error": "analysis skipped"}}}'),
    options: { format: 'go-vet' },
    contradicts: /could not look at example\.com\/shop: analysis skipped/,
  },
]

const COMPILERS: readonly Sample[] = [
  {
    is: 'a build among other output; notes and excerpts are no findings',
    format: 'gcc',
    text: lines(
      '[ 50%] Building CXX object a.o',
      'In file included from a.cpp:1:',
      "a.hpp:3:15: error: expected ';' before '}'",
      '    3 |   return n',
      '      |           ^',
      'a.hpp:1:1: note: declared here',
      "/usr/bin/ld: a.o: in function `main':",
      "a.cpp:(.text+0x9): undefined reference to `twice'",
      'collect2: error: ld returned 1 exit status',
      'make: *** [Makefile:3: all] Error 1',
    ),
    metrics: { 'lint.error': 3, 'lint.total': 3 },
  },
  {
    is: 'a line that looks like a finding and is none',
    format: 'gcc',
    text: lines('a.c:1:2: warning: unused [-Wunused]', 'a.c:9:3: errar: no'),
    metrics: { 'lint.warning': 1 },
    contradicts: /line 2 is no finding: a\.c:9:3/,
  },
  {
    is: 'a log without a finding',
    format: 'gcc',
    text: 'cc -c a.c\n',
    options: { format: 'gcc' },
    refused: /exit-code=/,
  },
  {
    is: 'a log without a finding and its exit code',
    format: 'gcc',
    text: 'cc -c a.c\n',
    options: { format: 'gcc', exitCode: 0 },
    metrics: { 'lint.total': 0 },
  },
  {
    is: 'errors of a project and of a file; a count that is another',
    format: 'tsc',
    text: lines('a.ts:1:2 - error TS2304: no', '', '1 x', '  ~', '', 'Found 2 errors in 2 files.'),
    metrics: { 'types.error': 1 },
    contradicts: /counts 2 error\(s\), the report lists 1/,
  },
  {
    is: 'a configuration that finds no file',
    format: 'tsc',
    text: lines("error TS18003: No inputs were found in config file '/repo/tsconfig.json'."),
    metrics: { 'types.error': 1 },
  },
  {
    is: 'TypeScript in a project',
    format: 'msbuild',
    text: lines('a.ts(1,2): error TS2304: no [/repo/a.csproj]'),
    metrics: { 'lint.error': 1 },
  },
  {
    is: 'a finding less than it counts',
    format: 'msbuild',
    text: lines('a.cs(1,2): warning CS0168: no [/repo/a.csproj]', '    2 Warning(s)', '    0 Error(s)'),
    contradicts: /counts 2 warning\(s\), the report lists 1/,
  },
  {
    is: 'no count behind the findings',
    format: 'javac',
    text: lines('A.java:3: error: no', '  x', '  ^'),
    metrics: { 'lint.error': 1 },
    contradicts: /counts them is missing/,
  },
  {
    is: "Kotlin's plugin of Maven, in a log that begins with a bracket",
    format: 'javac',
    text: lines(
      '[ERROR] /repo/src/A.kt: (3, 7) Unresolved reference',
      '[WARNING] /repo/src/A.java:[9,2] [deprecation] old',
    ),
    metrics: { 'lint.error': 1, 'lint.warning': 1 },
  },
]

const OTHERS: readonly Sample[] = [
  {
    is: 'values that were escaped, and other commands',
    format: 'workflow-commands',
    text: lines(
      '::group::x',
      'some text',
      '::error file=a%2Cb.ts,line=3,col=7,endLine=4,title=no-x::50%25 of%0Alines',
      '::notice::hm',
      '::debug::error',
      '::endgroup::',
    ),
    metrics: { 'lint.error': 1, 'lint.note': 1, 'lint.total': 2 },
  },
  {
    is: 'a command that was damaged',
    format: 'workflow-commands',
    text: lines('::warning file=a.ts::x', '::erro file=a.ts,line=3:no'),
    contradicts: /line 2 begins like a command/,
  },
  {
    is: 'a count that is another',
    format: 'eslint-stylish',
    text: lines('', '/repo/a.js', '  1:7  error  no  semi', '', '✖ 2 problems (2 errors, 0 warnings)'),
    contradicts: /counts 2 error\(s\), the report lists 1/,
  },
  {
    is: 'the former formats',
    format: 'eslint-stylish',
    text: lines('a.js:1:7: no [Error/semi]', 'b.js: line 3, col 1, Warning - no (semi)', '', '2 problems'),
    metrics: { 'lint.error': 1, 'lint.warning': 1 },
  },
  {
    is: 'a run that found no file',
    format: 'markdownlint',
    text: lines('markdownlint-cli2 v0.22.1 (markdownlint v0.40.0)', 'Linting: 0 file(s)', 'Summary: 0 error(s)'),
    contradicts: /Linting: 0 file/,
  },
  {
    is: 'a Dockerfile that does not parse',
    format: 'hadolint',
    text: lines('Dockerfile:3 DL3008 warning: Pin', "other/Dockerfile:1:1 unexpected 'F'"),
    metrics: { 'lint.error': 1, 'lint.warning': 1 },
  },
]

describe('text with one finding a line', () => {
  itReads([...PYTHON, ...YAML_AND_GO, ...COMPILERS, ...OTHERS])

  it('keeps what a workflow command says', () => {
    const { tables } = readText('::error file=a%2Cb.ts,line=3,col=7,endLine=4,title=no-x::50%25 of%0Alines\n')
    expect(tables.findings.rows).toEqual([
      expect.objectContaining({
        path: 'a,b.ts',
        line: 3,
        column: 7,
        endLine: 4,
        rule: 'no-x',
        message: '50% of\nlines',
      }),
    ])
  })

  it('refuses what two linters write alike', () => {
    expect(readText(lines(F401, '::error::x')).refused).toBe('it could be flake8 or workflow-commands')
    expect(readText('a.rb:1:2: something\n').refused).toMatch(/no format that is known here/)
  })

  it('is quick with lines that were made to be slow', () => {
    const begin = performance.now()
    for (const format of ['flake8', 'gcc', 'msbuild', 'javac', 'tsc', 'yamllint', 'eslint-stylish', 'golangci-lint']) {
      for (const part of ['a:1:1: ', '(1', ' (a', '  1:1  error ', ' [', 'a.java:1', ': error ']) {
        const line = part.repeat(Math.floor(16_000 / part.length))
        readText(lines(line, line, line), { format })
      }
    }
    expect(performance.now() - begin).toBeLessThan(15_000)
  })
})
