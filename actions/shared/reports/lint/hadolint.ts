import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, numberField, objectOf, positionField, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { byWord, lineReader } from './line-findings.ts'

const LEVELS: Readonly<Record<string, Level>> = { error: 'error', warning: 'warning', info: 'note', style: 'note' }
const LEVEL: ReadonlyMap<string, Level> = new Map(Object.entries(LEVELS))

/** hadolint's `json`, `tty` and `gnu` (https://github.com/hadolint/hadolint#cli). A Dockerfile that does not parse is an error of rule DL1000. */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.hadolint,
  name: 'hadolint',
  family: 'lint',
  arrays: ['[]'],
  element(value, into) {
    const failure = objectOf(value, 'a failure')
    const code = numberField(failure, 'code')
    if (field(failure, 'endColumn') !== undefined) throw new EvidenceError("it is ShellCheck's")
    into.add({
      rank: levelOf(LEVEL, requiredText(failure, 'level', 'a failure')),
      // The first ShellCheck lists cannot be told from hadolint's but by their numbers.
      rule: code === undefined ? requiredText(failure, 'code', 'a failure') : `SC${code}`,
      message: requiredText(failure, 'message', 'a failure'),
      path: requiredText(failure, 'file', 'a failure'),
      line: positionField(failure, 'line'),
      column: positionField(failure, 'column'),
    })
  },
})

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.hadolint,
  name: 'hadolint',
  family: 'lint',
  findings: [
    /^(?:hadolint:)?(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):? (?<rule>(?:DL|SC)\d+) (?:(?<level>error|warning|info|style): )?(?<message>.*)$/,
    // A file that does not parse, as older versions tell it: `Dockerfile:3:1 unexpected 'F' …`.
    /^(?:hadolint:)?(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):(?<column>\d+):? (?<message>(?:unexpected|expecting|invalid) .*)$/,
  ],
  level: byWord(LEVELS),
  rule: 'DL1000',
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
