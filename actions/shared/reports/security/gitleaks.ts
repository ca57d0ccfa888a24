import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, objectOf, requiredText, textField } from '../json/shape.ts'
import { jsonOrCsv } from '../lint/by-beginning.ts'
import type { OpenReader } from '../reader.ts'
import { CsvRecords } from '../text/csv.ts'
import { textReader } from '../text/reader.ts'
import { inWord, linesOf, textsOf } from './details.ts'
import { SecurityReport, securityJson } from './security-report.ts'

const LIST = 0
const FORMAT = { tool: SECURITY_CODE_TOOLS.gitleaks, name: 'gitleaks', families: ['secrets'] } as const

/*
 * gitleaks' JSON: 8 (https://github.com/gitleaks/gitleaks, report/finding.go of 8.30) with names as `RuleID`, up to 7
 * `rule` and `offender`, and what wraps the list as `leaks`. A clean run is `[]`, or `null` of older ones. Its CSV
 * (report/csv.go) has the same columns. Of a leak only the rule is told: any other text may hold the secret.
 */
const JSON_READER = securityJson({
  ...FORMAT,
  arrays: ['[]', 'leaks[]'],
  mayBeNull: true,
  element(value, report, stream) {
    const leak = objectOf(value, 'a leak')
    // Many a tool's list has rules.
    if (stream === LIST && textField(leak, 'RuleID') === undefined) requiredText(leak, 'offender', 'a leak')
    addLeak(leak, report)
  },
})

const CSV_READER: OpenReader = (context) => {
  const report = new SecurityReport(context, FORMAT.tool, FORMAT.name, FORMAT.families)
  let columns: readonly string[] | undefined
  const records = new CsvRecords(
    () => ',',
    (fields, line) => {
      if (columns === undefined) {
        columns = fields
        if (!fields.includes('RuleID')) throw new EvidenceError('its first line does not name the columns of gitleaks')
        return
      }
      if (fields.length !== columns.length) throw new EvidenceError(`line ${line} has not as many fields as the first`)
      addLeak(Object.fromEntries(columns.map((name, index) => [name, fields[index]])), report)
    },
  )
  return textReader(
    (text, number) => {
      records.line(text, number)
    },
    (endsWithNewline) => {
      records.end()
      if (!endsWithNewline) report.contradict('its last line does not end: it was cut off')
      return report.end()
    },
  )
}

export const open = jsonOrCsv(JSON_READER, CSV_READER)

function addLeak(leak: unknown, report: SecurityReport): void {
  const either = (key: string, older: string): string | undefined => textField(leak, key) ?? textField(leak, older)
  const lineOf = (...keys: readonly string[]): number | undefined =>
    keys.map((key) => linesOf(field(leak, key)).line).find((line) => line !== undefined)
  // Before 2.0 the rule was the reason.
  const rule = either('RuleID', 'rule') ?? textField(leak, 'reason')
  if (rule === undefined) throw new EvidenceError('a leak has no "RuleID" or "rule"')
  report.add({
    family: 'secrets',
    rule,
    message: rule,
    path: either('File', 'file'),
    line: lineOf('StartLine', 'lineNumber', 'start_line'),
    column: lineOf('StartColumn'),
    endLine: lineOf('EndLine', 'end_line'),
    details: {
      kind: 'secret',
      ids: [rule, ...textsOf(field(leak, 'rule_id'))],
      severities: inWord('gitleaks', textField(leak, 'severity')),
      secret: { hash: report.secretHash(whole(either('Secret', 'offender'))) },
    },
  })
}

/** A secret that `--redact` has left whole. */
function whole(secret: string | undefined): string | undefined {
  return secret === undefined || /REDACTED|\.\.\.$/.test(secret) ? undefined : secret
}
