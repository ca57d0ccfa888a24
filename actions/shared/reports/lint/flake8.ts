import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { type LineFormat, PLACE, lineReader } from './line-findings.ts'

/**
 * What flake8 and pycodestyle print (https://flake8.pycqa.org/en/latest/user/options.html#cmdoption-flake8-format):
 * `default` and `pylint`, with --show-source, --statistics and --count. Every finding fails the run, so every one is an error.
 */
export const PYCODESTYLE_LINES: Omit<LineFormat, 'tool' | 'name'> = {
  family: 'lint',
  findings: [
    new RegExp(`^${PLACE}: (?<rule>[A-Z]{1,4}\\d{1,4}) (?<message>.*)$`),
    new RegExp(`^${PLACE}: \\[(?<rule>[A-Z]{1,4}\\d{1,4}|invalid-syntax)\\] (?<message>.*)$`),
  ],
  level: () => 'error',
  carets: true,
  beside: [/^\d+\s+[A-Z]{1,4}\d{1,4}(?: .*)?$/, /^ {4}\S/],
  summaries: [/^(?<total>\d+)$/],
}

export const open: OpenReader = lineReader({ tool: LINT_TOOLS.flake8, name: 'flake8', ...PYCODESTYLE_LINES })
