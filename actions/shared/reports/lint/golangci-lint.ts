import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { utf8Reader } from '../encoding.ts'
import { field, listField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { textLines } from '../text/lines.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { GO_PLACE, byWord, lineReader } from './line-findings.ts'

/** A severity is what the team's configuration says; without one a finding fails the run. */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['warning', 'warning'],
  ['low', 'warning'],
  ['info', 'note'],
  ['note', 'note'],
  ['hint', 'note'],
])

/** golangci-lint's `json` and `text` (https://golangci-lint.run/docs/configuration/file/#output-configuration). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.golangciLint,
  name: 'golangci-lint',
  family: 'lint',
  arrays: ['Issues[]'],
  element(value, into) {
    const issue = objectOf(value, 'an issue')
    const position = field(issue, 'Pos')
    const range = field(issue, 'LineRange')
    into.add({
      rank: levelOf(LEVEL, textField(issue, 'Severity')),
      rule: requiredText(issue, 'FromLinter', 'an issue'),
      message: requiredText(issue, 'Text', 'an issue'),
      path: textField(position, 'Filename'),
      line: positionField(position, 'Line') ?? positionField(range, 'From'),
      column: positionField(position, 'Column'),
      endLine: positionField(range, 'To'),
    })
  },
  document(value, into) {
    const report = field(value, 'Report')
    const error = textField(report, 'Error')
    if (error !== undefined && error !== '') into.contradict(`golangci-lint says: ${error.slice(0, 300)}`)
    for (const warning of listField(report, 'Warnings')) {
      into.contradict(`golangci-lint warns: ${(textField(warning, 'Text') ?? '').slice(0, 300)}`)
    }
  },
})

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.golangciLint,
  name: 'golangci-lint',
  family: 'lint',
  findings: [
    // Its forerunner, gometalinter, knew levels.
    new RegExp(`^${GO_PLACE}::?(?<level>error|warning): (?<message>.*) \\((?<rule>[a-z][\\w-]*)\\)$`),
    new RegExp(`^${GO_PLACE}: (?<message>.*) \\((?<rule>[a-z][\\w-]*)\\)$`),
    // The format `tab`.
    new RegExp(`^${GO_PLACE} {2,}(?<rule>[a-z][\\w-]*) {2,}(?<message>\\S.*)$`),
  ],
  level: byWord({ warning: 'warning' }),
  carets: true,
  beside: [/^\* [\w-]+: \d+$/, /^(?:INFO|DEBU|level=(?:info|debug))\b/],
  summaries: [/^(?<total>\d+) issues(?:[:.].*)?$/],
  failures: [/^(?:level=(?:error|warning)|ERRO|WARN)\b/],
})

const STATISTICS = /^(?:(\d+) issues[:.]|\* [\w-]+: \d+)$/

/** Version 2 prints its statistics behind the JSON, which is one line. */
const JSON_AND_STATISTICS: OpenReader = (context) => {
  const reader = JSON_READER(context)
  const encoder = new TextEncoder()
  let isWhole = false
  let declared: number | undefined
  let stray: string | undefined
  const splitter = textLines((text) => {
    const statistics = isWhole ? STATISTICS.exec(text) : null
    if (statistics?.[1] !== undefined) declared = Number(statistics[1])
    if (isWhole && !statistics && text.trim() !== '') stray ??= text
    if (!isWhole) reader.write(encoder.encode(`${text}\n`))
    isWhole ||= /^\s*\{.*\}\s*$/.test(text)
  })
  return utf8Reader(splitter, () => {
    const reading = reader.end()
    if (stray !== undefined) throw new EvidenceError(`behind its JSON stands: ${stray.slice(0, 100)}`)
    if (declared === undefined || declared === reading.entries) return reading
    const text = `golangci-lint counts ${declared} finding(s), the report lists ${reading.entries}`
    return { ...reading, doubts: [...reading.doubts, { kind: 'contradiction', text }] }
  })
}

export const open: OpenReader = jsonOrText(JSON_AND_STATISTICS, TEXT_READER)
