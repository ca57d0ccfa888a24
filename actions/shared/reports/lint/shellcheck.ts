import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { numberField, objectOf, positionField, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { PLACE, byWord, lineReader } from './line-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'note'],
  ['style', 'note'],
])

/** ShellCheck's `json`, `json1` and `gcc` (https://github.com/koalaman/shellcheck/wiki/Integration). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.shellcheck,
  name: 'shellcheck',
  family: 'lint',
  arrays: ['[]', 'comments[]'],
  element(value, into) {
    const comment = objectOf(value, 'a comment')
    const code = numberField(comment, 'code')
    if (code === undefined) throw new EvidenceError('a comment has no number as its "code"')
    into.add({
      rank: levelOf(LEVEL, requiredText(comment, 'level', 'a comment')),
      rule: `SC${code}`,
      message: requiredText(comment, 'message', 'a comment'),
      path: requiredText(comment, 'file', 'a comment'),
      line: positionField(comment, 'line'),
      column: positionField(comment, 'column'),
      endLine: positionField(comment, 'endLine'),
    })
  },
})

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.shellcheck,
  name: 'shellcheck',
  family: 'lint',
  findings: [
    new RegExp(`^${PLACE}: (?<level>error|warning|note): (?<message>.*) \\[(?<rule>SC\\d+)\\]$`),
    // Its default, for a terminal: the level since 0.7.
    /^\s*(?:\^-*\^?--|\|-*--) (?<rule>SC\d+)(?: \((?<level>error|warning|info|style)\))?: (?<message>.*)$/,
  ],
  level: byWord({ error: 'error', warning: 'warning', note: 'note', info: 'note', style: 'note' }),
  header: /^In (?<path>.+) line (?<line>\d+):$/,
  appendix: /^In .+ line \d+:$/,
  failures: [/^.+: .+: openBinaryFile: /],
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
