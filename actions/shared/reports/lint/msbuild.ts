import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { byWord, lineReader } from './line-findings.ts'

const LEVEL = '(?:fatal )?(?<level>error|warning|info|message)'
/** TypeScript's are tsc's own, unless a project compiles it. */
const CODE = '(?!TS\\d+: (?!.*\\]$))(?<rule>[A-Za-z]+[\\w-]*\\d[\\w-]*)'
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
      `^\\s*(?:\\d+>)?\\s*(?<path>\\S[^(]*(?:\\([^(\\d][^(]*)*)\\((?<line>\\d+)(?:,(?<column>\\d+))?(?:[,-]\\d+)*\\)\\s*: ${LEVEL} ${CODE}: (?<message>.*?)${PROJECT}$`,
    ),
    new RegExp(
      `^\\s*(?:\\d+>)?\\s*(?<path>(?:[A-Za-z]:[\\\\/])?[^:]*\\S)\\s*: ${LEVEL} ${CODE}: (?<message>.*?)${PROJECT}$`,
    ),
  ],
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
