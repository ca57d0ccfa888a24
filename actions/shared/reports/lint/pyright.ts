import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { byWord, lineReader } from './line-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['information', 'note'],
])

/** Pyright's `--outputjson`, also basedpyright's (https://github.com/microsoft/pyright/blob/main/docs/command-line.md). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.pyright,
  name: 'pyright',
  family: 'types',
  arrays: ['generalDiagnostics[]'],
  element(value, into) {
    const diagnostic = objectOf(value, 'a diagnostic')
    const range = field(diagnostic, 'range')
    into.add({
      rank: levelOf(LEVEL, requiredText(diagnostic, 'severity', 'a diagnostic')),
      rule: textField(diagnostic, 'rule') ?? 'syntax',
      message: requiredText(diagnostic, 'message', 'a diagnostic'),
      path: textField(diagnostic, 'file') ?? textField(diagnostic, 'uri'),
      // Lines and characters begin at 0.
      line: oneBased(field(range, 'start'), 'line'),
      column: oneBased(field(range, 'start'), 'character'),
      endLine: oneBased(field(range, 'end'), 'line'),
    })
  },
  document(value, into) {
    const summary = field(value, 'summary')
    if (summary === undefined) into.contradict('its summary is missing')
    into.declared.add('error', numberField(summary, 'errorCount'))
    into.declared.add('warning', numberField(summary, 'warningCount'))
    into.declared.add('note', numberField(summary, 'informationCount'))
    if (numberField(summary, 'filesAnalyzed') === 0) into.contradict('Pyright looked at no file (filesAnalyzed is 0)')
  },
})

function oneBased(place: unknown, key: string): number | undefined {
  const value = numberField(place, key)
  return value === undefined || value < 0 ? undefined : Math.floor(value) + 1
}

/** What it prints for people: findings below their file's name, each with its place. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.pyright,
  name: 'pyright',
  family: 'types',
  findings: [
    /^ {2}(?:(?<path>\S.*):)?(?<line>\d+):(?<column>\d+) - (?<level>error|warning|information): (?<message>.*?)(?: \((?<rule>report\w+)\))?$/,
  ],
  level: byWord({ error: 'error', warning: 'warning', information: 'note' }),
  rule: 'syntax',
  header: /^(?<path>(?:[\\/]|[A-Za-z]:[\\/]).*\.\w+)$/,
  headerOf: 'some',
  // More of a message; what it says of its configuration and of itself.
  beside: [
    /^ {4,}\S|^ {2,}[\u00a0]/,
    /^(?:No configuration file found|No pyproject\.toml|Assuming Python platform|Searching for source files|Found \d+ source files?$|pyright \d|Auto-excluding|Loading|Completed in|WARNING: there is a new pyright|Please install the new version)/,
  ],
  counted: /^ {2}.*\d+:\d+ - (?:error|warning): /,
  summaries: [/^(?<error>\d+) errors?, (?<warning>\d+) warnings?, (?<note>\d+) informations? *$/],
  failures: [/^No source files found/, /^File or directory ".*" does not exist/],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
