import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { byWord, lineReader } from './line-findings.ts'

/**
 * What TypeScript's compiler prints, plain and with --pretty (https://www.typescriptlang.org/tsconfig/#pretty).
 * An error without a place is one of the configuration: the compiler then looked at nothing.
 */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.tsc,
  name: 'tsc',
  family: 'types',
  findings: [
    /^(?<path>\S.*)\((?<line>\d+),(?<column>\d+)\): (?<level>error|warning|message) (?<rule>TS\d+): (?<message>.*)$/,
    // Angular's begins with a word of its own, and has no count behind it.
    /^(?:Error: )?(?<path>\S.*?):(?<line>\d+):(?<column>\d+) - (?<level>error|warning|message) (?<rule>TS\d+): (?<message>.*)$/,
    /^(?<level>error|warning) (?<rule>TS\d+): (?<message>.*)$/,
  ],
  level: byWord({ error: 'error', warning: 'warning', message: 'note' }),
  carets: true,
  beside: [
    // More of a message, and places that it is related to.
    /^\s+\S/,
    // Source with its line number, and the list of files behind the summary.
    /^\d+ /,
    /^\d+$/,
    /^Errors {2}Files$/,
    // --watch and --build.
    /^\[?\d{1,2}:\d{2}:\d{2}(?: [AP]M)?\]? (?:- )?(?:Starting |File change |Projects in this build|Project |Building project |Found 0 errors)/,
  ],
  counted: /^(?!Error: ).*:\d+:\d+ - error TS\d+: /,
  summaries: [/^(?:.* - )?Found (?<error>\d+) errors?(?: in .*)?\.(?: Watching for file changes\.)?/],
  summariesOfParts: true,
})
