import { describe, expect, it } from '@jest/globals'
import { fixture, readText } from '../../support/read-report.ts'
import { greenCuts, itReads, itStaysRed, type Sample } from '../../support/sample-table.ts'

const checkstyle = (inside: string): string => `<?xml version="1.0"?><checkstyle version="9.3">${inside}</checkstyle>`
const error = (severity: string, source = 'com.puppycrawl.tools.checkstyle.checks.TodoCommentCheck'): string =>
  `<error line="3" column="0" ${severity === '' ? '' : `severity="${severity}"`} message="a &lt;b&gt;" source="${source}"/>`

const CHECKSTYLE: readonly Sample[] = [
  {
    is: 'severities; ignored ones are listed and count nowhere',
    format: 'checkstyle',
    text: checkstyle(
      `<file name="A.java">${['error', 'warning', 'info', 'ignore', '', 'fatal'].map((severity) => error(severity)).join('')}</file>`,
    ),
    metrics: { 'lint.error': 3, 'lint.warning': 1, 'lint.note': 1, 'lint.total': 5 },
  },
  {
    is: 'a file that could not be checked',
    format: 'checkstyle',
    text: checkstyle(
      '<file name="A.java"><exception><![CDATA[java.lang.IllegalStateException: no\n\tat x]]></exception></file>',
    ),
    contradicts: /A\.java could not be checked: java\.lang\.IllegalStateException: no$/,
  },
  { is: 'no file', format: 'checkstyle', text: checkstyle(''), metrics: { 'lint.total': 0 }, notes: /lists no file/ },
  {
    is: 'no finding, and an exit code that means some',
    format: 'checkstyle',
    text: checkstyle('<file name="a"/>'),
    options: { format: 'checkstyle', exitCode: 2 },
    contradicts: /exit code 2/,
  },
]

const message = (severity: number, more: object = {}): object => ({
  ruleId: 'no-var',
  severity,
  message: 'no',
  line: 1,
  column: 2,
  ...more,
})
const eslint = (...files: readonly object[]): string => JSON.stringify(files)

const ESLINT: readonly Sample[] = [
  {
    is: 'errors and warnings',
    format: 'eslint',
    text: eslint({ filePath: 'a.js', messages: [message(2), message(1)], errorCount: 1, warningCount: 1 }),
    metrics: { 'lint.error': 1, 'lint.warning': 1 },
  },
  {
    is: 'a file that does not parse',
    format: 'eslint',
    text: eslint({
      filePath: 'a.js',
      messages: [message(2, { ruleId: null, fatal: true })],
      errorCount: 1,
      fatalErrorCount: 1,
      warningCount: 0,
    }),
    metrics: { 'lint.error': 1 },
    notes: /could not be parsed/,
  },
  {
    is: 'fewer messages than counted',
    format: 'eslint',
    text: eslint({ filePath: 'a.js', messages: [], errorCount: 2, warningCount: 0 }),
    metrics: { 'lint.error': 2 },
    contradicts: /a\.js declares 2 errors and lists 0/,
  },
  {
    is: 'a list without a file',
    format: 'eslint',
    text: '[]',
    options: { format: 'eslint' },
    metrics: { 'lint.total': 0 },
    notes: /lists no file/,
  },
  {
    is: 'a crash',
    format: 'eslint',
    text: '[]',
    options: { format: 'eslint', exitCode: 2 },
    contradicts: /exit code 2: it did not do its work/,
  },
  {
    is: 'a file without its name',
    format: 'eslint',
    text: '[{"messages": []}]',
    options: { format: 'eslint' },
    refused: /no "filePath"/,
  },
]

const BLACK: readonly Sample[] = [
  {
    is: 'files that would change',
    format: 'black',
    text: 'would reformat a b.py\nwould reformat c.py\n\nOh no! 💥 💔 💥\n2 files would be reformatted, 3 files would be left unchanged.\n',
    metrics: { 'lint.error': 2 },
  },
  {
    is: 'fewer lines than counted',
    format: 'black',
    text: 'would reformat a.py\n\nOh no! 💥 💔 💥\n2 files would be reformatted.\n',
    metrics: { 'lint.error': 2 },
    contradicts: /counts 2 file\(s\) as would be reformatted and lists 1/,
  },
  {
    is: 'no count',
    format: 'black',
    text: 'would reformat a.py\n',
    metrics: { 'lint.error': 1 },
    contradicts: /last line, which counts the files, is missing/,
  },
  {
    is: 'a file that could not be read',
    format: 'black',
    text: 'error: cannot format a.py: Cannot parse: 5:1: x\n\nOh no! 💥 💔 💥\n1 file would fail to reformat.\n',
    options: { format: 'black', exitCode: 123 },
    metrics: { 'lint.error': 1 },
    contradicts: /could not read 1 file[^]*exit code 123/,
  },
  {
    is: 'no file at all',
    format: 'black',
    text: 'No Python files are present to be formatted. Nothing to do 😴\n',
    options: { format: 'black', exitCode: 0 },
    contradicts: /found no file/,
  },
  {
    is: 'silence and exit code 0',
    format: 'black',
    text: '',
    options: { format: 'black', exitCode: 0 },
    metrics: { 'lint.total': 0 },
  },
  { is: 'silence', format: 'black', text: '', options: { format: 'black' }, refused: /record its exit-code=/ },
  {
    is: 'silence and exit code 1',
    format: 'black',
    text: '',
    options: { format: 'black', exitCode: 1 },
    contradicts: /means findings, and the report has none/,
  },
]

const ISORT: readonly Sample[] = [
  {
    is: 'findings',
    format: 'isort',
    text: 'ERROR: /repo/a b.py Imports are incorrectly sorted and/or formatted.\nSkipped 2 files\n',
    metrics: { 'lint.error': 1 },
  },
  {
    is: 'a line that was cut',
    format: 'isort',
    text: 'ERROR: a.py Imports are incorrectly sorted and/or formatted.\nERR',
    metrics: { 'lint.error': 1 },
    contradicts: /line 2 is no finding/,
  },
  {
    is: 'a file that it could not read',
    format: 'isort',
    text: '/x/isort/main.py:1: UserWarning: Unable to parse file a.py due to x\n',
    options: { format: 'isort', exitCode: 0 },
    contradicts: /could not read a file/,
  },
  {
    is: 'silence and exit code 0',
    format: 'isort',
    text: '',
    options: { format: 'isort', exitCode: 0 },
    metrics: { 'lint.total': 0 },
  },
  {
    is: 'only skipped files, and no exit code',
    format: 'isort',
    text: 'Skipped 2 files\n',
    options: { format: 'isort' },
    refused: /record its exit-code=/,
  },
]

const ALL = [...CHECKSTYLE, ...ESLINT, ...BLACK, ...ISORT]

describe('reports of linters, by what their tools write', () => {
  itReads(ALL)
  itStaysRed(ALL)

  it('gives findings their rule, tool and place', () => {
    const { tables } = readText(
      checkstyle(
        `<file name="src/A.java">${error('error')}${error('error', 'eslint.rules.@typescript-eslint/no-var')}${error('error', '')}</file>`,
      ),
    )
    expect(tables.findings.rows).toEqual([
      expect.objectContaining({
        tool: 'checkstyle',
        rule: 'TodoCommentCheck',
        path: 'src/A.java',
        line: 3,
        column: undefined,
        message: 'a <b>',
      }),
      expect.objectContaining({ tool: 'eslint', rule: '@typescript-eslint/no-var' }),
      expect.objectContaining({ rule: 'unknown' }),
    ])
  })

  it.each([
    ['checkstyle/checkstyle-maven.xml', 'checkstyle'],
    ['checkstyle/eslint-planted.xml', 'checkstyle'],
    ['eslint-json/eslint-planted.json', 'eslint'],
    ['black/black-planted.txt', 'black'],
    ['black/black-unparsable.txt', 'black'],
    ['isort/isort-planted.txt', 'isort'],
  ])('%s turns green nowhere where it is cut', (name, format) => {
    expect(greenCuts(fixture(name), format)).toEqual([])
  })
})
