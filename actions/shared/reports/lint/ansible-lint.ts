import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { PLACE, lineReader } from './line-findings.ts'

/** ansible-lint's `pep8` or `--parseable` (https://ansible.readthedocs.io/projects/lint/usage/#output-formats), those of its early versions too. */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.ansibleLint,
  name: 'ansible-lint',
  family: 'lint',
  findings: [
    new RegExp(
      `^${PLACE}: \\[(?<rule>E[A-Z]*\\d+|(?!error\\]|warning\\])[a-z][\\w-]*)\\] (?:\\[[A-Z_]+\\] )?(?<message>.*)$`,
    ),
    // `[/]` is a mark for colours that 26.10 leaves behind; with -q there is no message.
    new RegExp(
      `^${PLACE}: (?<rule>(?!(?:error|warning|note|info):)[a-z][\\w-]*(?:\\[(?!/\\])[^\\]]*\\])?)(?:\\[/\\])?(?:: (?<message>.*?))?(?<level> \\(warning\\))?$`,
    ),
    new RegExp(`^${PLACE}: (?<rule>[a-z]\\w*(?:-\\w+)+) (?<message>\\S.*)$`),
    // `quiet`.
    /^(?<rule>[a-z][\w-]*(?:\[[^\]]*\])?) (?<path>(?:[A-Za-z]:[\\/])?[^:\s][^:]*):(?<line>\d+)(?::(?<column>\d+))?$/,
  ],
  // Its default, `full`: the rule, and below it the place.
  header: /^\[?E?(?<rule>\d{3}(?=\] )|[a-z][\w-]*(?:\[[^\]]*\])?(?=: ))[\]:] (?<message>.*?)(?<level> \(warning\))?$/,
  headerOf: 'one',
  under: [/^(?<path>(?:[A-Za-z]:[\\/])?[^:\s][^:]*):(?<line>\d+)(?::(?<column>\d+))?(?: .*)?$/],
  level: ({ level }) => (level === undefined ? 'error' : 'warning'),
  beside: [
    /^(?:Task\/Handler|Play|Object): /,
    /^\s*(?:# )?Rule Violation Summary/,
    /^\s*(?:count|\d+) +\S/,
    /^(?:Rating|Modified)\b/,
    /^(?:WARNING|INFO):? /,
    /^Read documentation for instructions /,
  ],
  summaries: [/^(?:Failed|Passed): (?<error>\d+) failure\(s\), (?<warning>\d+) warning\(s\)/],
})
