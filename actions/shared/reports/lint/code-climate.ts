import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings, levelOf } from './json-findings.ts'

/** Most converters write an error as major and a warning as minor (ESLint's, Stylelint's, PHPStan's). */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['blocker', 'error'],
  ['critical', 'error'],
  ['major', 'error'],
  ['minor', 'warning'],
  ['info', 'note'],
])

/**
 * GitLab's code quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format), a part of
 * Code Climate's (https://github.com/codeclimate/platform/blob/master/spec/analyzers/SPEC.md#data-types).
 */
export const open: OpenReader = jsonFindings({
  tool: LINT_TOOLS.codeClimate,
  name: 'code quality',
  family: 'lint',
  arrays: ['[]'],
  element(value, into) {
    const issue = objectOf(value, 'an issue')
    // Measurements stand beside issues.
    if (textField(issue, 'type')?.toLowerCase() === 'measurement') return
    const location = field(issue, 'location')
    const lines = field(location, 'lines')
    const positions = field(location, 'positions')
    const begin = field(positions, 'begin')
    into.add({
      rank: levelOf(LEVEL, textField(issue, 'severity')),
      rule: textField(issue, 'check_name') ?? 'unknown',
      message: requiredText(issue, 'description', 'an issue'),
      path: requiredText(location, 'path', 'the location of an issue'),
      line:
        positionField(lines, 'begin') ?? positionField(begin, 'line') ?? positionField(field(lines, 'begin'), 'line'),
      column: positionField(begin, 'column'),
      endLine: positionField(lines, 'end') ?? positionField(field(positions, 'end'), 'line'),
      tool: textField(issue, 'engine_name'),
    })
  },
})
