import type { Finding, Level } from '../../model/findings.ts'
import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import type { OpenReader } from '../reader.ts'
import { positionOf } from '../place-numbers.ts'
import { symbolsOf } from '../xml/names.ts'
import { firstLine, xmlFindings } from './xml-findings.ts'

const NAMES = [
  'pmd',
  'file',
  'violation',
  'error',
  'configerror',
  'name',
  'filename',
  'msg',
  'rule',
  'priority',
  'beginline',
  'begincolumn',
  'endline',
] as const
const NAME = symbolsOf(NAMES)

/** PMD's five priorities as its own SARIF maps them. */
const LEVEL: readonly Level[] = ['error', 'error', 'error', 'warning', 'note', 'note']

/**
 * PMD's XML (https://pmd.github.io/schema/report_2_0_0.xsd): violations by file; `<error>` is a file that it could not read,
 * `<configerror>` a rule that did not run. Files without a violation are not listed.
 */
export const open: OpenReader = xmlFindings({
  tool: METRIC_TOOLS.pmd,
  name: 'pmd',
  family: 'lint',
  vocabulary: NAMES,
  handler(source, into) {
    let path: string | undefined
    let files = 0
    let violation: Omit<Finding, 'tool' | 'message'> | undefined
    return {
      start(symbol) {
        const { attributes } = source
        if (symbol === NAME.file) {
          files += 1
          path = attributes.text(NAME.name)
        } else if (symbol === NAME.violation) {
          violation = {
            family: 'lint',
            rank: LEVEL[attributes.count(NAME.priority)] ?? 'error',
            rule: attributes.text(NAME.rule) ?? 'unknown',
            path,
            line: positionOf(attributes.count(NAME.beginline)),
            column: positionOf(attributes.count(NAME.begincolumn)),
            endLine: positionOf(attributes.count(NAME.endline)),
          }
          source.keepText()
        } else if (symbol === NAME.error) {
          const reason = firstLine(attributes.text(NAME.msg) ?? '')
          into.contradict(`PMD could not read ${attributes.text(NAME.filename) ?? 'a file'}: ${reason}`)
        } else if (symbol === NAME.configerror) {
          const reason = firstLine(attributes.text(NAME.msg) ?? '')
          into.contradict(`the rule ${attributes.text(NAME.rule) ?? ''} did not run: ${reason}`)
        }
      },
      end(symbol) {
        if (symbol === NAME.violation && violation) {
          into.add({ ...violation, message: source.takeText().trim() })
          violation = undefined
        } else if (symbol === NAME.file) path = undefined
      },
      finish() {
        if (files === 0) into.note('it lists no file: PMD does not say what it looked at')
        return {}
      },
    }
  },
})
