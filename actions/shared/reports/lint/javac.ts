import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { byWord, lineReader } from './line-findings.ts'

const PATH = String.raw`(?:file://)?(?<path>(?:/?[A-Za-z]:[\\/])?[^:[\]]+\.(?:java|kts?|scala|groovy|aj|class|jar\([^)]*\)))`
const LEVEL = '(?<level>error|warning|Fehler|Warnung|エラー|警告|错误)'
const RULE = String.raw`(?:\[(?<rule>[\w/.-]+)\] )?`

/**
 * javac (https://docs.oracle.com/en/java/javase/17/docs/specs/man/javac.html) and the compiler plugins of Maven, which tell the same
 * as `[ERROR] /path/File.java:[12,5] …` (Kotlin's plugin too) and tell errors a second time in the end; the compilers of Kotlin, Scala and
 * Groovy, and Eclipse's.
 */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.javac,
  name: 'javac',
  family: 'lint',
  findings: [
    new RegExp(
      `^(?:\\[(?:ERROR|WARNING)\\] )?${PATH}(?::(?<line>\\d+)(?::(?<column>\\d+))?)?: ${LEVEL}(?:: | - )${RULE}(?<message>.*)$`,
    ),
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:[\]]+\.java):(?<line>\d+): (?<message>\S.*)$/,
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:[\]]+\.groovy): (?<line>\d+): (?<message>\S.*)$/,
    /^(?:\[(?<level>ERROR|WARNING)\] )?(?:file:\/\/)?(?<path>(?:\/?[A-Za-z]:[\\/])?[^:[\]]+\.\w+): ?[[(](?<line>\d+)(?:, ?(?<column>\d+))?[\])] (?:(?:error|warning): )?(?:\[(?<rule>[\w-]+)\] )?(?<message>.*)$/,
    new RegExp(`^(?<level>[ew]): ${PATH}(?:: \\((?<line>\\d+), (?<column>\\d+)\\)?:?) (?<message>.*)$`),
    new RegExp(`^(?<level>[ew]): ${PATH}:(?<line>\\d+):(?<column>\\d+):? (?<message>.*)$`),
    // sbt.
    new RegExp(`^\\[(?<level>warn|error)\\] ${PATH}:(?<line>\\d+)(?::(?<column>\\d+))?: (?<message>.*)$`),
    new RegExp(`^(?:javadoc: )?${LEVEL}(?:: | - )${RULE}(?<message>.*)$`),
  ],
  // Eclipse's compiler: `1. ERROR in A.java (at line 3)`, the source, the message.
  header: /^\d+\. (?<level>ERROR|WARNING|INFO) in (?<path>.+?) \(at line (?<line>\d+)\)$/,
  headerOf: 'one',
  under: [/^(?<message>(?!-+$)\S.*)$/],
  level: byWord({
    warning: 'warning',
    warnung: 'warning',
    警告: 'warning',
    w: 'warning',
    warn: 'warning',
    info: 'note',
  }),
  rule: 'javac',
  distinct: true,
  carets: true,
  beside: [/^Note: /, /^\s{2,}\S/],
  // Maven tells the same without its counts.
  counted: /^(?!\[)[^:[\]]+\.java:\d+: (?:error|warning): /,
  summaries: [
    /^(?<error>\d+) errors?$/,
    /^(?<warning>\d+) warnings?$/,
    /^\d+ problems? \((?:(?<error>\d+) errors?)?(?:, )?(?:(?<warning>\d+) warnings?)?(?:, \d+ infos?)?\)$/,
  ],
  summariesOfParts: true,
  failures: [/^only showing the first \d+ (?:errors|warnings), of \d+ total/],
  suspicious: /^(?!\s)[^:]*\.(?:java|kt|scala|groovy):\[?\d+|^\[(?:ERROR|WARNING)\] \S*\.(?:java|kt)\b|: error:/,
})
