import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { byWord, lineReader } from './line-findings.ts'

/** The time and the node, as a log of several nodes has them. */
const NODE = '^\\s*(?:\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?\\s+)?(?:\\d+(?::\\d+)?>)?\\s*'
/** Words before it tell of what kind it is: `typecheck error`, `Command line warning`. */
const LEVEL = '(?:[A-Za-z]+ ){0,3}?(?<level>[Ee]rror|[Ww]arning|info|message)'
/** TypeScript's are tsc's own, unless a project compiles it. */
const CODE = '(?!TS\\d+: (?!.*\\]$))(?<rule>[A-Za-z]+[\\w-]*\\d[\\w-]*) ?'
const PROJECT = '(?:\\s*\\[[^\\]]*\\])?'

/**
 * MSBuild's canonical messages, as dotnet build, Roslyn's analysers and Visual C++ write them
 * (https://learn.microsoft.com/en-us/visualstudio/msbuild/msbuild-diagnostic-format-for-tasks), in a build's log, which repeats them in its end.
 */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.msbuild,
  name: 'msbuild',
  family: 'lint',
  findings: [
    new RegExp(
      `${NODE}(?<path>\\S[^(]*(?:\\([^(\\d][^(]*)*)\\((?<line>\\d+)(?:,(?<column>\\d+))?(?:[,-]\\d+)*\\)\\s*: ${LEVEL} (?:${CODE})?: (?<message>.*?)${PROJECT}$`,
    ),
    new RegExp(`${NODE}(?<path>(?:[A-Za-z]:[\\\\/])?[^:]*\\S)\\s*: ${LEVEL} ${CODE}: (?<message>.*?)${PROJECT}$`),
    // Of a task that gave it no code.
    new RegExp(`${NODE}(?<path>\\S+)\\s*: ${LEVEL} : (?<message>.*?)${PROJECT}$`),
  ],
  rule: 'msbuild',
  level: byWord({ error: 'error', warning: 'warning', info: 'note', message: 'note' }),
  distinct: true,
  // The newer log, which tells of each project before what was found in it.
  counted: /^ {2}\S.* (?:failed|succeeded) with (?:\d+ error\(s\))?(?: and )?(?:\d+ warning\(s\))? \(/,
  summaries: [
    /^\s+(?<warning>\d+) Warning\(s\)$/,
    /^\s+(?<error>\d+) Error\(s\)$/,
    /^Build (?:succeeded|failed)(?: with)?(?: (?<error>\d+) error\(s\))?(?: and)?(?: (?<warning>\d+) warning\(s\))? in \d/,
  ],
  suspicious: /\(\d+(?:,\d+)*\)\s*:|: (?:fatal )?(?:error|warning)\b/,
})
