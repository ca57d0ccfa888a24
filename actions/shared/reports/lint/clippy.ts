import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import type { OpenReader } from '../reader.ts'
import { jsonOrText } from './by-beginning.ts'
import { jsonFindings, levelOf } from './json-findings.ts'
import { byWord, lineReader } from './line-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['error: internal compiler error', 'error'],
  ['warning', 'warning'],
  ['note', 'note'],
  ['help', 'note'],
])

/** What rustc says in the end, of one target: `aborting due to 2 previous errors; 1 warning emitted`. */
const ERRORS = /^aborting due to (?:(\d+) )?(?:one )?previous error/
const WARNINGS = /\b(\d+) warnings? emitted$/
const ADVICE = /^(?:For more information about|Some errors have detailed) /

/**
 * Cargo's `--message-format json` (https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages) of clippy, check and build,
 * and rustc's `--error-format json`. The same message may come from several targets of a package: it is one finding.
 * A linker's error has no place; the other messages without one only sum up.
 */
const JSON_READER: OpenReader = (context) => {
  const seen = new Set<string>()
  let isFinished = false
  let isCargo = false
  let hasFailed = false
  const reader = jsonFindings({
    tool: LINT_TOOLS.clippy,
    name: 'clippy',
    family: 'lint',
    arrays: [DOCUMENTS],
    isLines: true,
    element(value, into) {
      const line = objectOf(value, 'a line')
      const reason = textField(line, 'reason')
      isCargo ||= reason !== undefined
      if (reason === 'build-finished') {
        isFinished = true
        hasFailed = field(line, 'success') !== true
      }
      if (reason !== undefined && reason !== 'compiler-message') return
      const message = objectOf(reason === undefined ? line : field(line, 'message'), 'a message')
      const type = textField(message, '$message_type')
      if (type !== undefined && type !== 'diagnostic') return
      const level = requiredText(message, 'level', 'a message')
      const spans = listField(message, 'spans')
      const place = spans.find((span) => field(span, 'is_primary') === true) ?? spans[0]
      const text = requiredText(message, 'message', 'a message')
      if (level === 'failure-note' || ADVICE.test(text)) return
      const errors = ERRORS.exec(text)
      const warnings = WARNINGS.exec(text)
      if (place === undefined && (errors || warnings)) {
        // Cargo's messages are of many targets, and each is taken once.
        if (reason !== undefined) return
        if (errors) into.declared.add('error', Number(errors[1] ?? 1))
        if (warnings) into.declared.add('warning', Number(warnings[1]))
        return
      }
      const found = {
        rank: levelOf(LEVEL, level),
        rule: textField(field(message, 'code'), 'code') ?? 'rustc',
        message: text,
        path: textField(place, 'file_name'),
        line: positionField(place, 'line_start'),
        column: positionField(place, 'column_start'),
        endLine: positionField(place, 'line_end'),
      }
      const key = JSON.stringify(found)
      // Cargo passes on what each target of a package has to say.
      if (reason !== undefined && seen.has(key)) return
      seen.add(key)
      into.add(found)
    },
  })(context)
  return {
    write(chunk) {
      reader.write(chunk)
    },
    end() {
      const reading = reader.end()
      const isWhole = isFinished && (!hasFailed || (reading.metrics['lint.error'] ?? 0) > 0)
      if (!isCargo || isWhole) return reading
      const text = isFinished
        ? 'it says that the build failed, and holds no error'
        : 'its last line, build-finished, is missing: it was cut off, or cargo was'
      return { ...reading, completeness: 'partial', doubts: [...reading.doubts, { kind: 'contradiction', text }] }
    },
  }
}

/** What it prints for people, and with `--message-format short`, in cargo's log: the message, and below it the place. */
const TEXT_READER = lineReader({
  tool: LINT_TOOLS.clippy,
  name: 'clippy',
  family: 'lint',
  findings: [
    /^(?<path>(?:[A-Za-z]:[\\/])?[^:]+\.rs):(?<line>\d+):(?<column>\d+): (?<level>error|warning)(?:\[(?<rule>E\d+)\])?: (?<message>.*)$/,
  ],
  // Cargo says at the end of each target how many there were, and why it stopped.
  beside: [
    /^warning: (?:`.*` \(.*\)|\S+ v\d\S*) generated \d+ warnings? \(\d+ duplicates?/,
    /^warning: build failed, waiting for other jobs/,
    /^warning: \d+ warnings? emitted$/,
    /^error: (?:could not compile |aborting due to |build failed$)/,
  ],
  summaries: [/^warning: (?:`.*` \(.*\)|\S+) generated (?<warning>\d+) warnings?/],
  summariesOfParts: true,
  header: /^(?<level>error|warning)(?:\[(?<rule>[\w:]+)\])?: (?<message>.*)$/,
  headerOf: 'one',
  under: [/^\s*--> (?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+):(?<column>\d+)$/],
  level: byWord({ warning: 'warning' }),
  rule: 'rustc',
  finished: [/^\s+Finished /],
  suspicious: /^(?:error|warning)\b|\.rs:\d+:\d+: /,
})

export const open: OpenReader = jsonOrText(JSON_READER, TEXT_READER)
