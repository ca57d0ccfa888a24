import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { byWord, lineReader } from './line-findings.ts'

/** ESLint's `stylish`, its default (https://eslint.org/docs/latest/use/formatters/#stylish), and the former `unix` and `compact`. */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.eslintText,
  name: 'eslint',
  family: 'lint',
  findings: [
    /^ {2,}(?<line>\d+):(?<column>\d+) {2,}(?<level>error|warning) {2,}(?<message>\S.*) {2}(?<rule>@?[\w/-]+) *$/,
    /^ {2,}(?<line>\d+):(?<column>\d+) {2,}(?<level>error|warning) {2,}(?<message>\S(?!.* \([a-z-]+\)$).*)$/,
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):(?<column>\d+): (?<message>.*) \[(?<level>Error|Warning)(?:\/(?<rule>[^\]]+))?\]$/,
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+): line (?<line>\d+), col (?<column>\d+), (?<level>Error|Warning) - (?<message>.*?)(?: \((?<rule>[\w@/-]+)\))?$/,
    // The former `visualstudio` and `codeframe`.
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:(]+)\((?<line>\d+),(?<column>\d+)\): (?<level>error|warning) (?:(?<rule>[\w@/-]+) | ?): (?<message>.*)$/,
    /^(?<level>error|warning): (?<message>.*?)(?: \((?<rule>[\w@/-]+)\))? at (?<path>.+?):(?<line>\d+):(?<column>\d+):$/,
  ],
  level: byWord({ error: 'error', warning: 'warning' }),
  rule: 'parse-error',
  header: /^(?<path>(?:\.{0,2}[\\/]|[A-Za-z]:[\\/])?\S.*\.\w+)$/,
  beside: [/^ {2}\d+ errors? and \d+ warnings? potentially fixable/, /^[> ] *\d* \|/],
  counted: /^ {2,}\d+:\d+ {2,}(?:error|warning) /,
  summaries: [
    /^✖ \d+ problems? \((?<error>\d+) errors?, (?<warning>\d+) warnings?\)$/,
    /^(?<total>\d+) problems?$/,
    /^(?:(?<error>\d+) errors?)?(?: and )?(?:(?<warning>\d+) warnings?)? found\.$/,
  ],
})
