import { describe, expect, it } from '@jest/globals'
import { readText } from '../../support/read-report.ts'
import { itReads, type Sample } from '../../support/sample-table.ts'

const json = (value: unknown): string => JSON.stringify(value)
const pyright = (severities: readonly string[], summary: object): string =>
  json({
    version: '1.1.414',
    generalDiagnostics: severities.map((severity) => ({
      file: '/repo/a.py',
      severity,
      message: 'no',
      range: { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } },
      rule: 'reportX',
    })),
    summary,
  })
const summary = (errorCount: number, filesAnalyzed = 1): object => ({
  filesAnalyzed,
  errorCount,
  warningCount: 0,
  informationCount: 1,
})
const offense = { severity: 'warning', message: 'no', cop_name: 'Lint/X', location: { start_line: 1 } }
const rubocop = (target: number, inspected: number, count: number): string =>
  json({
    metadata: { rubocop_version: '1.81.0' },
    files: [{ path: 'a.rb', offenses: [offense] }],
    summary: { offense_count: count, target_file_count: target, inspected_file_count: inspected },
  })
const biome = (errors: number, diagnosticsNotPrinted: number): string =>
  json({
    summary: { changed: 0, unchanged: 2, errors, warnings: 0, diagnosticsNotPrinted },
    diagnostics: [{ severity: 'error', message: 'no', category: 'lint/x', location: { path: 'a.js' } }],
    command: 'lint',
  })
const issue = (severity: string, more: object = {}): object => ({
  description: 'no',
  check_name: 'x',
  fingerprint: severity,
  severity,
  location: { path: 'a.py', lines: { begin: 3 } },
  ...more,
})
const diagnostic = (severity?: string | number): object => ({
  message: 'no',
  location: { path: 'a.ts', range: { start: { line: 3 } } },
  ...(severity === undefined ? {} : { severity }),
})
const cargo = (success: boolean, ...levels: readonly string[]): string =>
  [
    ...levels.map((level) => ({
      reason: 'compiler-message',
      package_id: 'shop',
      message: {
        message: 'no',
        level,
        code: { code: 'x' },
        spans: [{ file_name: 'a.rs', line_start: 1, is_primary: true }],
      },
    })),
    { reason: 'build-finished', success },
  ]
    .map((line) => `${json(line)}\n`)
    .join('')

const SAMPLES: readonly Sample[] = [
  {
    is: 'levels',
    format: 'pyright',
    text: pyright(['error', 'information'], summary(1)),
    metrics: { 'types.error': 1, 'types.note': 1 },
  },
  {
    is: 'a summary of another number',
    format: 'pyright',
    text: pyright(['error', 'information'], summary(2)),
    contradicts: /counts 2 error\(s\), the report lists 1/,
  },
  { is: 'no file', format: 'pyright', text: pyright(['information'], summary(0, 0)), contradicts: /looked at no file/ },
  { is: 'a warning', format: 'rubocop', text: rubocop(1, 1, 1), metrics: { 'lint.warning': 1 } },
  { is: 'files that were left out', format: 'rubocop', text: rubocop(3, 1, 1), contradicts: /looked at 1 of 3 files/ },
  { is: 'a lost offense', format: 'rubocop', text: rubocop(1, 1, 2), contradicts: /counts 2 finding\(s\)/ },
  { is: 'an error', format: 'biome', text: biome(1, 0), metrics: { 'lint.error': 1 } },
  { is: 'diagnostics that were not printed', format: 'biome', text: biome(21, 20), contradicts: /20 more diagnostic/ },
  {
    is: 'severities; measurements are no issues',
    format: 'code-climate',
    text: json([
      ...['blocker', 'critical', 'major', 'minor', 'info', '?'].map((severity) => issue(severity)),
      issue('', { type: 'measurement' }),
    ]),
    metrics: { 'lint.error': 4, 'lint.warning': 1, 'lint.note': 1 },
  },
  {
    is: 'severities by word, by number and inherited',
    format: 'rdjson',
    text: json({
      diagnostics: [diagnostic('ERROR'), diagnostic(3), diagnostic()],
      source: { name: 'x' },
      severity: 'WARNING',
    }),
    metrics: { 'lint.error': 1, 'lint.warning': 1, 'lint.note': 1 },
  },
  {
    is: 'the same from two targets of a package',
    format: 'clippy',
    text: cargo(true, 'warning', 'warning'),
    metrics: { 'lint.warning': 1 },
  },
  { is: 'nothing wrong', format: 'clippy', text: cargo(true), metrics: { 'lint.total': 0 } },
  {
    is: 'a build that failed without an error',
    format: 'clippy',
    text: cargo(false, 'warning'),
    contradicts: /no error/,
  },
  {
    is: 'a build that did not end',
    format: 'clippy',
    text: cargo(true, 'error').split('\n', 1).join('') + '\n',
    metrics: { 'lint.error': 1 },
    contradicts: /build-finished, is missing/,
  },
  {
    is: 'fewer messages than it counts',
    format: 'phpstan',
    text: json({
      totals: { errors: 0, file_errors: 2 },
      files: { 'a.php': { errors: 2, messages: [{ message: 'no', line: 1 }] } },
      errors: [],
    }),
    metrics: { 'types.error': 1 },
    contradicts: /a\.php counts 2 message\(s\) and lists 1\n.*counts 2 finding\(s\), the report lists 1/,
  },
  {
    is: 'a file whose errors are gone',
    format: 'stylelint',
    text: json([{ source: 'a.css', errored: true, warnings: [] }]),
    contradicts: /said to have errors and lists none/,
  },
  {
    is: 'what golangci-lint says of itself; an empty list of Go',
    format: 'golangci-lint',
    text: json({ Issues: null, Report: { Error: 'timeout', Warnings: [{ Text: 'unused linter' }] } }),
    contradicts: /golangci-lint says: timeout\ngolangci-lint warns: unused linter/,
  },
  {
    is: 'ignored findings are none',
    format: 'zizmor',
    text: json([{ ident: 'x', desc: 'no', determinations: { severity: 'High' }, locations: [], ignored: true }]),
    metrics: { 'lint.total': 0 },
  },
  {
    is: 'fewer messages than its statistics',
    format: 'pylint',
    text: json({ messages: [], statistics: { messageTypeCount: { error: 1, warning: 0 }, modulesLinted: 0 } }),
    contradicts: /looked at no module\nPylint counts 1 error/,
  },
  {
    is: 'its first version',
    format: 'cppcheck',
    text: '<?xml version="1.0"?><results><error file="a.c" line="3" id="x" severity="all" msg="no"/></results>',
    metrics: { 'lint.error': 1 },
  },
  {
    is: 'a file that was not checked',
    format: 'cppcheck',
    text: '<results version="2"><cppcheck version="2.10"/><errors><error id="internalError" severity="error" msg="no" verbose="no"><location file="a.c" line="0"/></error></errors></results>',
    metrics: { 'lint.error': 1 },
    contradicts: /could not check a\.c/,
  },
]

describe('findings in JSON and XML', () => {
  itReads(SAMPLES)

  it.each([
    ['shellcheck', '{"comment":[]}', /it has no list \[\] or comments\[\]/],
    ['pyright', '{}', /it has no list generalDiagnostics\[\]/],
    ['rdjson', '{"source":{"name":"x"}}', /it has no list of diagnostics/],
    ['ktlint', '[{"file":"a.kt"}]', /a file has no list of errors/],
    ['hadolint', '[{"file":"a","line":1,"level":"error"}]', /a failure has no "code"/],
    ['rdjsonl', '', /record its exit-code=/],
    ['staticcheck', '[]', /a problem is not an object|is not an object/],
  ])('%s refuses %s', (format, text, reason) => {
    expect(readText(text, { format }).refused).toMatch(reason)
  })

  it('believes an empty list only of the format that was named', () => {
    expect(readText('[]').refused).toMatch(/name its format=/)
    expect(readText('[]', { format: 'psalm' }).reading).toMatchObject({ entries: 0, doubts: [] })
    expect(readText('[]', { format: 'psalm', exitCode: 2 }).reading?.doubts).toHaveLength(1)
  })

  it('counts lines and columns from one', () => {
    const { tables } = readText(pyright(['error'], { ...summary(1), informationCount: 0 }))
    expect(tables.findings.rows[0]).toMatchObject({ line: 1, column: 1, endLine: 3 })
  })
})
