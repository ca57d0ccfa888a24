import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { byWord, lineReader } from './line-findings.ts'

/** Compilers and linters of other languages write such lines, and are read by formats of their own. */
const NOT_THEIRS = '(?!.*(?:\\.(?:java|kts?|pyi?|go|rs|[jt]sx?|sh|scala|swift):\\d| \\[SC\\d+\\]$))'
const LEVELS = 'fatal error|internal compiler error|error|sorry, unimplemented|warning|remark|note'

/**
 * Diagnostics of GCC, Clang, clang-tidy and what imitates them (https://gcc.gnu.org/onlinedocs/gcc/Diagnostic-Message-Formatting-Options.html),
 * as they stand in a build's log. A note belongs to the finding above it and is none; an error of the linker has no place.
 */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.gcc,
  name: 'gcc',
  family: 'lint',
  findings: [
    new RegExp(
      `^${NOT_THEIRS}` +
        // What run-clang-tidy prints on the same line before the path: the command.
        `(?:clang-tidy\\S* .* (?=\\S+:\\d+:\\d+: ))?` +
        `(?<path>(?:[A-Za-z]:[\\\\/])?[^:]+):(?<line>\\d+)(?::(?<column>\\d+))?: (?<level>(?!note|remark)(?:${LEVELS})): ` +
        `(?<message>.*) \\[(?<rule>[\\w.,=+/-]+)\\]$`,
    ),
    new RegExp(
      `^${NOT_THEIRS}(?<path>(?:[A-Za-z]:[\\\\/])?[^:]+):(?<line>\\d+)(?::(?<column>\\d+))?: (?<level>(?!note|remark)(?:${LEVELS})): (?<message>.*)$`,
    ),
    // The compiler itself: `warning: x.o: 'linker' input unused [-Wunused-command-line-argument]`.
    /^(?<level>fatal error|error|warning): (?<message>.*) \[(?<rule>[\w.,=+/-]+)\]$/,
    // The tools of a compiler, which have no place: `ld.lld: error: cannot open libbar.so`.
    /^(?:\S*\/)?(?<rule>(?:[\w.+-]*-)?(?:gcc|g\+\+|cc1|cc1plus|cc|c\+\+|clang|clang\+\+|ld|ld\.\w+|collect2|lld|lld-link|as|gfortran|f951)(?:-[\d.]+)?)(?:\.exe)?: (?<level>fatal error|error|warning): (?<message>.*)$/,
    /^(?:\S*\/)?(?<rule>ld(?:\.\w+)?|collect2): (?<message>.*(?:undefined reference to|cannot find|ld returned \d).*)$/,
    /^(?:\S*\/)?(?:ld(?:\.\w+)?: )?(?<path>[^:\s][^:]*):(?:(?<line>\d+)|\([^)]*\)): (?<message>(?:undefined reference to|multiple definition of) .*)$/,
  ],
  level: byWord({ warning: 'warning' }),
  rule: 'compiler',
  carets: true,
  beside: [/^.*:\d+(?::\d+)?: (?:note|remark): /, /^(?:In file included|\s+) from .*:\d+/, /^\S.*: (?:In|At) .*:$/],
  // Clang's, one for each file; clang-tidy counts there what it then leaves out.
  suspicious: /^(?!\s).*:\d+:\d+:? |(?:^|\s)(?:fatal )?error\s*:|: (?:error|warning) /i,
})
