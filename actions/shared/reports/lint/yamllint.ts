import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { PLACE, byWord, lineReader } from './line-findings.ts'

/** yamllint's `parsable` and `standard` (https://yamllint.readthedocs.io/en/stable/quickstart.html). */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.yamllint,
  name: 'yamllint',
  family: 'lint',
  findings: [
    new RegExp(`^${PLACE}: \\[(?<level>error|warning)\\] (?<message>.*) \\((?<rule>[\\w-]+)\\)$`),
    new RegExp(`^${PLACE}: \\[(?<level>error|warning)\\] (?<message>.*)$`),
    /^ {2}(?<line>\d+):(?<column>\d+) +(?<level>error|warning) +(?<message>\S.*) \((?<rule>[\w-]+)\)$/,
    /^ {2}(?<line>\d+):(?<column>\d+) +(?<level>error|warning) +(?<message>\S.*)$/,
  ],
  level: byWord({ error: 'error', warning: 'warning' }),
  rule: 'syntax',
  header: /^(?<path>[^\s:].*\.\w+|\.?\.?\/.*|stdin)$/,
})
