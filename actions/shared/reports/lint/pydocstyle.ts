import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { lineReader } from './line-findings.ts'

/** pydocstyle's two lines for each finding, the place and the rule (https://www.pydocstyle.org/en/stable/usage.html). */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.pydocstyle,
  name: 'pydocstyle',
  family: 'lint',
  header: /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+) (?:at module level|in .+):$/,
  findings: [/^\s+(?<rule>[A-Z]{1,4}\d{3}): (?<message>.*)$/],
  level: () => 'error',
  // With --explain and --source: indented text, and the source with its line numbers.
  beside: [/^\s{4,}\S/, /^\s*\d+:(?: .*)?$/, /^\s*\.\.\.$/],
  summaries: [/^(?<total>\d+)$/],
  failures: [/^WARNING: /, /^.+: Cannot parse file/],
})
