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

/** `a.py:3:4`, `a.py(3)`, `a.py: 3`, `a.py:shop.cart:3`. */
const PLACE_OF_MODULE = String.raw`(?<path>(?:[A-Za-z]:[\\/])?[^:(]+)(?:: ?(?:[A-Za-z_][\w.]*: ?)?(?<line>\d+)(?::(?<column>\d+))?|\((?<lineAlone>\d+)\))`
const RULE_IN_BRACKETS = String.raw`\[(?<rule>(?<level>[CRWEFI])(?:\d{4})?)(?: ?\((?<symbol>[a-z][\w-]*)\)[^\]]*|, ?[^\]]*)?\]`

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.pylint,
  name: 'pylint',
  family: 'lint',
  findings: [
    new RegExp(`^${PLACE}: (?<rule>(?<level>[CRWEFI])\\d{4}): (?<message>.*) \\((?<symbol>[a-z][\\w-]*)\\)$`),
    new RegExp(`^${PLACE}: (?<rule>(?<level>[CRWEFI])\\d{4}): (?<message>.*)$`),
    // --output-format=parseable and msvs of all versions, and what teams make of them with --msg-template: the module, a letter alone.
    new RegExp(`^${PLACE_OF_MODULE}: ${RULE_IN_BRACKETS} (?<message>.*)$`),
    // 1.x, below the module's name.
    /^(?<level>[CRWEFI]): *(?<line>\d+), *(?<column>\d+): (?<message>.*?)(?: \((?<rule>[a-z][\w-]*)\))?$/,
  ],
  level: ({ level = '' }) => levelOf(LEVEL, level),
  header: /^\*{13} Module (?<path>\S+)$/,
  headerOf: 'any',
  // --reports=y.
  appendix: /^(?:Report|\d+ statements analysed\.|Statistics by type)$/,
  // Only the last line of a message has its symbol.
  block: {
    from: /^(?:[A-Za-z]:[\\/])?[^:]+:\d+(?::\d+)?: [CRWEFI]\d{4}: (?!.*\([a-z][\w-]*\)$)/,
    to: / \([a-z]+(?:-[a-z]+)+\)$/,
  },
  beside: [/^-+$/, /^No config file found/],
  finished: [/^Your code has been rated at /],
  failures: [/^(?:[A-Za-z]:[\\/])?[^:]+:\d+(?::\d+)?: F\d{4}: /],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
