import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings, levelOf } from './json-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
])

/** SwiftLint's `--reporter json` (https://realm.github.io/SwiftLint/reporters.html). */
export const open: OpenReader = jsonFindings({
  tool: LINT_TOOLS.swiftlint,
  name: 'swiftlint',
  family: 'lint',
  arrays: ['[]'],
  element(value, into) {
    const violation = objectOf(value, 'a violation')
    into.add({
      rank: levelOf(LEVEL, requiredText(violation, 'severity', 'a violation')),
      rule: requiredText(violation, 'rule_id', 'a violation'),
      message: requiredText(violation, 'reason', 'a violation'),
      path: textField(violation, 'file'),
      line: positionField(violation, 'line'),
      column: positionField(violation, 'character'),
    })
  },
})
