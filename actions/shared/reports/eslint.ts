import { EvidenceError } from '../model/errors.ts'
import type { Doubt } from '../model/evidence.ts'
import type { Level } from '../model/findings.ts'
import { TOOLS } from '../tools/tools.ts'
import { FindingCounter, exitCodeDoubts } from './finding-metrics.ts'
import { jsonReader } from './json/reader.ts'
import {
  type JsonObject,
  field,
  listField,
  numberField,
  objectOf,
  positionField,
  requiredText,
  textField,
} from './json/shape.ts'
import type { OpenReader } from './reader.ts'

/** Where a file's own counts and its messages differ. */
const COUNTS = [
  ['errorCount', 'error', 'errors'],
  ['warningCount', 'warning', 'warnings'],
] as const

/**
 * ESLint's formatter `json` (https://eslint.org/docs/latest/use/formatters/#json): every file with its messages.
 * `fatal` is a file that does not parse: it is an error, and of its other findings nothing is known.
 * Stylelint and others write a like list; theirs has no `filePath`.
 */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  const doubts: Doubt[] = []
  let entries = 0
  let files = 0
  let errors = 0
  let fatal = 0

  function addMessage(message: JsonObject, path: string): Level {
    const isFatal = field(message, 'fatal') === true
    const rank = isFatal || numberField(message, 'severity') !== 1 ? 'error' : 'warning'
    if (isFatal) fatal += 1
    entries += 1
    errors += rank === 'error' ? 1 : 0
    tables.findings.add({
      family: 'lint',
      rank,
      tool: 'eslint',
      // A message without a rule is ESLint's own: a file that does not parse, an unused directive.
      rule: textField(message, 'ruleId') ?? (isFatal ? 'parse-error' : 'eslint'),
      message: requiredText(message, 'message', `a message of ${path}`),
      path,
      line: positionField(message, 'line'),
      column: positionField(message, 'column'),
      endLine: positionField(message, 'endLine'),
    })
    return rank
  }

  function compare(file: JsonObject, path: string, listed: Readonly<Record<string, number>>): void {
    for (const [key, level, words] of COUNTS) {
      const declared = numberField(file, key)
      const found = listed[level] ?? 0
      if (declared === undefined || declared === found) continue
      const kind = declared > found ? 'contradiction' : 'reading'
      doubts.push({ kind, text: `${path} declares ${declared} ${words} and lists ${found}` })
      if (declared > found) tables.findings.addCount('lint', level, declared - found)
    }
  }

  return jsonReader(
    // `json-with-metadata` has the same list in an object.
    ['[]', 'results[]'],
    {
      document(value) {
        if (!Array.isArray(value) && !Array.isArray(field(value, 'results'))) {
          throw new EvidenceError('it is not a list')
        }
      },
      element(value) {
        const file = objectOf(value, 'an item of the report')
        const path = mapPath(requiredText(file, 'filePath', 'an item of the report'))
        const listed: Record<string, number> = {}
        if (field(file, 'sourceContent') !== undefined) throw new EvidenceError('it is the report of Secretlint')
        if (!Array.isArray(field(file, 'messages'))) {
          doubts.push({ kind: 'contradiction', text: `${path} has no list of messages` })
        }
        for (const message of listField(file, 'messages')) {
          const level = addMessage(objectOf(message, `a message of ${path}`), path)
          listed[level] = (listed[level] ?? 0) + 1
        }
        files += 1
        compare(file, path, listed)
      },
    },
    () => {
      if (files === 0) doubts.push({ kind: 'reading', text: 'it lists no file' })
      if (fatal > 0) {
        doubts.push({
          kind: 'reading',
          text: `${fatal} file(s) could not be parsed: what else is wrong with them is not known`,
        })
      }
      // Warnings alone end with exit code 0, or with 1 by --max-warnings.
      doubts.push(...exitCodeDoubts(TOOLS.eslint, exitCode, entries))
      if (exitCode === 0 && errors > 0) {
        doubts.push({ kind: 'reading', text: 'ESLint ended with exit code 0, and the report has errors' })
      }
      return {
        kind: 'findings',
        entries,
        metrics: counter.metrics(['lint']),
        completeness: 'complete',
        doubts,
        tool: { name: 'eslint' },
      }
    },
  )
}
