import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { byWord, lineReader } from './line-findings.ts'

/** Compilers and linters of other languages write such lines, and are read by formats of their own. */
const NOT_THEIRS =
  '(?!.*(?:\\.(?:java|kts?|pyi?|go|rs|[jt]sx?|sh|scala):\\d| \\[SC\\d+\\]$|\\.swift:\\d.*Violation: .* \\([a-z_]+\\)$))'
const LEVEL =
  '(?<level>[Ff]atal [Ee]rror|internal compiler error|[Ee]rror|sorry, unimplemented|[Ww]arning|Fehler|Warnung|エラー|警告|style|performance|portability|information)'
const PATH = '(?<path>(?:[A-Za-z]:[\\\\/])?[^:]+)'
/** `file:3:5`, with Clang's ranges behind it, or as Visual C++ writes it, `file(3,5)`, which Clang, NVCC and Intel's compiler do as well. */
const PLACE = `${PATH}:(?<line>\\d+)(?::(?<column>\\d+))?(?::(?:\\{[\\d:,-]+\\})+)?:`
const PLACE_IN_BRACKETS =
  '(?<path>(?:[A-Za-z]:[\\\\/])?[^:(]+(?:\\([^(\\d][^(]*)*)\\((?<line>\\d+)(?:,(?<column>\\d+))?\\) ?:'
const COMPILER =
  '(?:[\\w.+-]*-)?(?:gcc|g\\+\\+|cc1|cc1plus|cc|c\\+\\+|clang|clang\\+\\+|ld|ld\\d*\\.\\w+|mold|collect2|lld|lld-link|as|gfortran|f951)'
const LINKER = '(?:\\S*/)?(?:[\\w.+-]*-)?ld(?:\\.\\w+)?(?:\\.exe)?: '

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
        `${PLACE} ${LEVEL}: (?<message>.*) \\[(?<rule>-W[\\w=+,/ -]+|[\\w.,=+/-]+)\\]$`,
    ),
    new RegExp(`^${NOT_THEIRS}${PLACE} ${LEVEL}: (?<message>.*)$`),
    new RegExp(`^${PLACE_IN_BRACKETS}\\s+${LEVEL}: (?<message>.*?)(?: \\[(?<rule>[\\w.,=+/-]+)\\])?$`),
    new RegExp(`^${PLACE_IN_BRACKETS}\\s+${LEVEL} #?(?<rule>\\d+(?:-D)?): (?<message>.*)$`),
    // cpplint.
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+): {2}(?<message>.*) {2}\[(?<rule>[\w/+-]+)\] \[(?<level>\d)\]$/,
    // The compilers of ARM, TI, Oracle: `"a.c", line 3: Warning:  #177-D: …`.
    /^"(?<path>[^"]+)", line (?<line>\d+)(?: \([^)]*\))?: (?<level>[Ff]atal error|[Ee]rror|[Ww]arning):?\s+(?:#?(?<rule>[A-Z]?\d+(?:-D)?): )?(?<message>.*)$/,
    // GNAT's errors have no word for it.
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+\.ad[abs]):(?<line>\d+):(?<column>\d+): (?!note: |info: |error: )(?:\((?<level>style)\) )?(?<message>.*)$/,
    // The compiler itself: `warning: x.o: 'linker' input unused [-Wunused-command-line-argument]`.
    /^(?<level>fatal error|error|warning): (?<message>.*) \[(?<rule>[\w.,=+/-]+)\]$/,
    // The tools of a compiler, which have no place: `ld.lld: error: cannot open libbar.so`.
    new RegExp(
      `^(?:\\S*/)?(?<rule>${COMPILER}(?:-[\\d.]+)?)(?:\\.exe)?: (?:(?<path>\\S+\\.\\w+): )?(?<level>fatal error|error|warning): (?<message>.*)$`,
    ),
    new RegExp(
      `^(?:\\S*/)?(?<rule>${COMPILER})(?:\\.exe)?: (?<message>.*(?:undefined reference to|cannot find|ld returned \\d|not found for|unrecognized option|No such file).*)$`,
    ),
    new RegExp(
      `^(?:${LINKER})?(?<path>[^:\\s][^:]*):(?:(?<line>\\d+)|\\([^)]*\\)): (?<message>(?:undefined reference to|multiple definition of) .*)$`,
    ),
    new RegExp(`^(?:${LINKER})?(?<path>[^:\\s][^:]*):\\([^)]*\\): (?<level>warning|error): (?<message>.*)$`),
  ],
  level: byWord({
    ...Object.fromEntries(['1', '2', '3', '4', '5'].map((confidence) => [confidence, 'warning' as const])),
    warning: 'warning',
    warnung: 'warning',
    警告: 'warning',
    performance: 'warning',
    portability: 'warning',
    style: 'note',
    information: 'note',
  }),
  rule: 'compiler',
  // gfortran's: the place, the source, the message.
  under: [/^(?<level>Fatal Error|Error|Warning): (?<message>.*?)(?: \[(?<rule>-W[\w=-]+)\])?$/],
  header: /^(?<path>(?:[A-Za-z]:[\\/])?[^:\s][^:]*\.(?:f|for|ftn|f\d\d|F|F\d\d)):(?<line>\d+)[.:](?<column>\d+):$/,
  headerOf: 'one',
  carets: true,
  beside: [
    /^.*:\d+(?::\d+)?: (?:note|remark|info): |^.*\(\d+(?:,\d+)?\) ?: +note: /,
    /^(?:In file included|\s+) from .*:\d+/,
    /^\S.*: (?:In|At) .*:$/,
    /:\d+(?::\d+)?:\s+(?:required|instantiated|recursively|in 'constexpr') /,
  ],
  // Clang's, one for each file; clang-tidy counts there what it then leaves out.
  suspicious: /^(?!\s).*:\d+:\d+:? |(?:^|\s)(?:fatal )?error\s*:|: (?:error|warning) /i,
})
