import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import { listOrLines } from './by-beginning.ts'
import { type JsonFormat, jsonFindings, levelOf } from './json-findings.ts'

/** Most converters write an error as major and a warning as minor (ESLint's, Stylelint's, PHPStan's). */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['blocker', 'error'],
  ['critical', 'error'],
  ['major', 'error'],
  ['minor', 'warning'],
  ['info', 'note'],
])

/*
 * GitLab's code quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format), a part of
 * Code Climate's (https://github.com/codeclimate/platform/blob/master/spec/analyzers/SPEC.md#data-types),
 * whose own engines write issues with a zero byte behind each (hadolint's `codeclimate`).
 */
const FORMAT: Omit<JsonFormat, 'arrays'> = {
  tool: LINT_TOOLS.codeClimate,
  name: 'code quality',
  family: 'lint',
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
}

const list = jsonFindings({ ...FORMAT, arrays: ['[]'] })
const engines: OpenReader = (context) => {
  const reader = jsonFindings({ ...FORMAT, arrays: [DOCUMENTS], isLines: true })(context)
  return {
    write(chunk) {
      reader.write(chunk.includes(0) ? chunk.map((byte) => (byte === 0 ? SPACE : byte)) : chunk)
    },
    end() {
      return reader.end()
    },
  }
}
const SPACE = 0x20

export const open: OpenReader = listOrLines(list, engines)
