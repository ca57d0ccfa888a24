import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { PLACE, byWord, lineReader } from './line-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
])

/** SwiftLint's `--reporter json` (https://realm.github.io/SwiftLint/reporters.html). */
const JSON_READER = jsonFindings({
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

/** `xcode`, its default. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.swiftlint,
  name: 'swiftlint',
  family: 'lint',
  findings: [new RegExp(`^${PLACE}: (?<level>error|warning): (?<message>.*) \\((?<rule>[a-z]\\w*)\\)$`)],
  level: byWord({ error: 'error', warning: 'warning' }),
  beside: [/^Linting (?:Swift files|'.*' \(\d+\/\d+\)|\S+ at path)/, /^Loading configuration from /],
  summaries: [/^Done linting! Found (?<total>\d+) violations?, (?<error>\d+) serious in [1-9]\d* files?\.$/],
  failures: [/^(?:No lintable files|Done linting! .* in 0 files|(?:error|warning): )/i],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
