import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { byWord, lineReader } from './line-findings.ts'

/**
 * javac (https://docs.oracle.com/en/java/javase/17/docs/specs/man/javac.html) and the compiler plugins of Maven, which tell the same
 * as `[ERROR] /path/File.java:[12,5] …` (Kotlin's plugin too) and tell errors a second time in the end.
 */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.javac,
  name: 'javac',
  family: 'lint',
  findings: [
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:[\]]+\.(?:java|kts?|scala|groovy|aj)):(?<line>\d+): (?<level>error|warning): (?:\[(?<rule>[\w-]+)\] )?(?<message>.*)$/,
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:[\]]+\.java):(?<line>\d+): (?<message>\S.*)$/,
    /^\[(?<level>ERROR|WARNING)\] (?:file:\/\/)?(?<path>(?:\/?[A-Za-z]:[\\/])?[^:[\]]+\.\w+): ?[[(](?<line>\d+), ?(?<column>\d+)[\])] (?:(?:error|warning): )?(?:\[(?<rule>[\w-]+)\] )?(?<message>.*)$/,
    /^(?<level>error|warning): (?:\[(?<rule>[\w-]+)\] )?(?<message>.*)$/,
  ],
  level: byWord({ error: 'error', warning: 'warning' }),
  rule: 'javac',
  distinct: true,
  carets: true,
  beside: [/^Note: /, /^\s{2,}\S/],
  // Maven tells the same without its counts.
  counted: /^(?!\[)[^:[\]]+\.java:\d+: (?:error|warning): /,
  summaries: [/^(?<error>\d+) errors?$/, /^(?<warning>\d+) warnings?$/],
  summariesOfParts: true,
  failures: [/^only showing the first \d+ (?:errors|warnings), of \d+ total/],
  suspicious: /^(?!\s)[^:]*\.(?:java|kt|scala|groovy):\[?\d+|^\[(?:ERROR|WARNING)\] \S*\.(?:java|kt)\b|: error:/,
})
