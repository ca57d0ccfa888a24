import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, numberField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { PLACE, lineReader } from './line-findings.ts'

/** Categories by their words and their letters (https://pylint.readthedocs.io/en/stable/user_guide/messages/index.html). */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['fatal', 'error'],
  ['error', 'error'],
  ['warning', 'warning'],
  ['refactor', 'note'],
  ['convention', 'note'],
  ['info', 'note'],
  ['f', 'error'],
  ['e', 'error'],
  ['w', 'warning'],
  ['r', 'note'],
  ['c', 'note'],
  ['i', 'note'],
])

const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.pylint,
  name: 'pylint',
  family: 'lint',
  // `json` is a list; `json2` an object with statistics.
  arrays: ['[]', 'messages[]'],
  element(value, into) {
    const message = objectOf(value, 'a message')
    const column = numberField(message, 'column')
    const type = requiredText(message, 'type', 'a message')
    const symbol = requiredText(message, 'symbol', 'a message')
    if (type === 'fatal') into.contradict(`Pylint could not look at everything: ${textField(message, 'message') ?? ''}`)
    into.add({
      rank: levelOf(LEVEL, type),
      rule: textField(message, 'messageId') ?? textField(message, 'message-id') ?? symbol,
      message: requiredText(message, 'message', 'a message'),
      path: textField(message, 'path'),
      line: positionField(message, 'line'),
      // Pylint's columns begin at 0.
      column: column === undefined ? undefined : column + 1,
      endLine: positionField(message, 'endLine'),
    })
  },
  document(value, into) {
    const statistics = field(value, 'statistics')
    if (statistics === undefined) return
    for (const type of ['fatal', 'error', 'warning', 'refactor', 'convention', 'info']) {
      into.declared.add(levelOf(LEVEL, type), numberField(field(statistics, 'messageTypeCount'), type))
    }
    if (numberField(statistics, 'modulesLinted') === 0) into.contradict('Pylint looked at no module')
  },
})

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.pylint,
  name: 'pylint',
  family: 'lint',
  findings: [
    new RegExp(`^${PLACE}: (?<rule>(?<level>[CRWEFI])\\d{4}): (?<message>.*) \\((?<symbol>[a-z][\\w-]*)\\)$`),
    new RegExp(`^${PLACE}: (?<rule>(?<level>[CRWEFI])\\d{4}): (?<message>.*)$`),
    // --output-format=parseable, and msvs.
    new RegExp(
      `^${PLACE}: \\[(?<rule>(?<level>[CRWEFI])\\d{4})\\((?<symbol>[a-z][\\w-]*)\\)[^\\]]*\\] (?<message>.*)$`,
    ),
  ],
  level: ({ level = '' }) => levelOf(LEVEL, level),
  // Only the last line of a message has its symbol.
  block: {
    from: /^(?:[A-Za-z]:[\\/])?[^:]+:\d+(?::\d+)?: [CRWEFI]\d{4}: (?!.*\([a-z][\w-]*\)$)/,
    to: / \([a-z]+(?:-[a-z]+)+\)$/,
  },
  beside: [/^\*{13} /, /^-+$/, /^No config file found/],
  finished: [/^Your code has been rated at /],
  failures: [/^(?:[A-Za-z]:[\\/])?[^:]+:\d+(?::\d+)?: F\d{4}: /],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
