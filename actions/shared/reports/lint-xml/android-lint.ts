import type { Finding, Level } from '../../model/findings.ts'
import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import type { OpenReader } from '../reader.ts'
import { positionOf } from '../place-numbers.ts'
import { symbolsOf } from '../xml/names.ts'
import { firstLine, xmlFindings } from './xml-findings.ts'

const NAMES = ['issues', 'issue', 'location', 'id', 'severity', 'message', 'file', 'line', 'column'] as const
const NAME = symbolsOf(NAMES)

/** https://googlesamples.github.io/android-custom-lint-rules/ (Severity); what is ignored is no finding. */
const LEVEL: Readonly<Record<string, Level | 'none'>> = {
  fatal: 'error',
  error: 'error',
  warning: 'warning',
  information: 'note',
  informational: 'note',
  hint: 'note',
  ignore: 'none',
}

/** Issues with which lint says that it could not do its work. */
const FAILURES: ReadonlySet<string> = new Set([
  'LintError',
  'ParserError',
  'ObsoleteLintCustomCheck',
  'CannotEnableHidden',
])

/** Android Lint's XML (`lint --xml`, the task `lint` of Android's Gradle plugin): each issue with its places, the first of which counts. */
export const open: OpenReader = xmlFindings({
  tool: METRIC_TOOLS.androidLint,
  name: 'android-lint',
  family: 'lint',
  vocabulary: NAMES,
  handler(source, into) {
    let issue: Omit<Finding, 'tool'> | undefined
    let issues = 0
    return {
      start(symbol) {
        const { attributes } = source
        if (symbol === NAME.issue) {
          issues += 1
          const id = attributes.text(NAME.id) ?? 'unknown'
          const message = attributes.text(NAME.message) ?? ''
          const severity = (attributes.text(NAME.severity) ?? 'error').toLowerCase()
          const rank = Object.hasOwn(LEVEL, severity) ? (LEVEL[severity] as Level | 'none') : 'error'
          if (FAILURES.has(id)) into.contradict(`lint could not look at everything (${id}): ${firstLine(message)}`)
          issue = rank === 'none' ? undefined : { family: 'lint', rank, rule: id, message }
        } else if (symbol === NAME.location && issue && issue.path === undefined) {
          issue = {
            ...issue,
            path: attributes.text(NAME.file),
            line: positionOf(attributes.count(NAME.line)),
            column: positionOf(attributes.count(NAME.column)),
          }
        }
      },
      end(symbol) {
        if (symbol !== NAME.issue || !issue) return
        into.add(issue)
        issue = undefined
      },
      finish() {
        if (issues === 0) into.note('it has no issue: lint does not say what it looked at')
        return {}
      },
    }
  },
})
