import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, numberField, objectOf, positionField, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { PLACE, byWord, lineReader } from './line-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['fatal', 'error'],
  ['error', 'error'],
  ['warning', 'warning'],
  ['convention', 'note'],
  ['refactor', 'note'],
  ['info', 'note'],
])

/** RuboCop's `json` (https://docs.rubocop.org/rubocop/formatters.html#json-formatter). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.rubocop,
  name: 'rubocop',
  family: 'lint',
  arrays: ['files[]'],
  element(value, into) {
    const file = objectOf(value, 'a file')
    const path = requiredText(file, 'path', 'a file')
    if (!Array.isArray(field(file, 'offenses'))) throw new EvidenceError('a file has no list of offenses')
    for (const entry of listField(file, 'offenses')) {
      const offense = objectOf(entry, 'an offense')
      const location = field(offense, 'location')
      into.add({
        rank: levelOf(LEVEL, requiredText(offense, 'severity', 'an offense')),
        rule: requiredText(offense, 'cop_name', 'an offense'),
        message: requiredText(offense, 'message', 'an offense'),
        path,
        line: positionField(location, 'start_line') ?? positionField(location, 'line'),
        column: positionField(location, 'start_column') ?? positionField(location, 'column'),
        endLine: positionField(location, 'last_line'),
      })
    }
  },
  document(value, into) {
    const summary = field(value, 'summary')
    const inspected = numberField(summary, 'inspected_file_count')
    const target = numberField(summary, 'target_file_count')
    into.declared.add('total', numberField(summary, 'offense_count'))
    if (inspected === 0) into.contradict('RuboCop looked at no file (inspected_file_count is 0)')
    else if (inspected !== undefined && target !== undefined && inspected < target) {
      into.contradict(`RuboCop looked at ${inspected} of ${target} files`)
    }
    if (summary === undefined) into.contradict('its summary is missing')
  },
})

const LETTERS: Readonly<Record<string, Level>> = {
  f: 'error',
  e: 'error',
  w: 'warning',
  c: 'note',
  r: 'note',
  i: 'note',
}

/** `progress` (its default), `clang`, `emacs` and `simple`. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.rubocop,
  name: 'rubocop',
  family: 'lint',
  findings: [
    new RegExp(`^${PLACE}: (?<level>[RCWEFI]): (?:\\[\\S+\\] )?(?:(?<rule>[A-Z]\\w+(?:/\\w+)+): )?(?<message>.*)$`),
    /^(?<level>[RCWEFI]): +(?<line>\d+): +(?<column>\d+): (?:\[\S+\] )?(?:(?<rule>[A-Z]\w+(?:\/\w+)+): )?(?<message>.*)$/,
  ],
  level: byWord(LETTERS),
  header: /^== (?<path>.+) ==$/,
  carets: true,
  beside: [/^Inspecting \d+ files?$/, /^[.RCWEFI]+$/, /^Offenses:$/, /^\s/],
  summaries: [/^[1-9]\d* files? inspected, (?<total>\d+|no) offenses? detected/],
  failures: [/^0 files inspected/, /^(?:\d+ errors? occurred:|An error occurred while )/],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
