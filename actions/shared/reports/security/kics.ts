import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, listField, numberField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { cwesOf, inWord } from './details.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/** KICS' JSON (https://docs.kics.io/latest/results/; pkg/model/summary.go): queries, each with the places that it found. */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.kics,
  name: 'kics',
  arrays: ['queries[]'],
  element(value, report) {
    const query = objectOf(value, 'a query')
    const rule = requiredText(query, 'query_id', 'a query')
    const name = textField(query, 'query_name') ?? rule
    // What such a query expects and finds quotes the line.
    const isSecret = /^Passwords And Secrets/i.test(name)
    if (!Array.isArray(field(query, 'files'))) throw new EvidenceError('a query has no list "files"')
    for (const item of listField(query, 'files')) {
      const file = objectOf(item, 'a file of a query')
      const actual = textField(file, 'actual_value')
      report.add({
        family: isSecret ? 'secrets' : 'security',
        rule,
        message: isSecret || !actual ? name : `${name}: ${actual}`,
        path: requiredText(file, 'file_name', 'a file of a query'),
        line: positionField(file, 'line'),
        details: {
          kind: isSecret ? 'secret' : 'misconfiguration',
          ids: [rule],
          // TRACE is what only lists what is there.
          severities: inWord('kics', textField(query, 'severity')?.replace(/^TRACE$/i, 'info')),
          cwes: cwesOf(field(query, 'cwe')),
          url: textField(query, 'query_url'),
        },
      })
    }
  },
  document: contents,
})

function contents(value: unknown, report: SecurityReport): void {
  report.version(textField(value, 'kics_version')?.replace(/^v/, ''))
  const count = (key: string): number | undefined => numberField(value, key)
  // Before 1.1 the files alone were counted.
  const scanned = count('files_scanned') ?? count('scanned_files')
  const parsed = count('files_parsed')
  if (scanned === undefined) report.contradict('it does not count the files that were looked at (files_scanned)')
  if (scanned === 0 || parsed === 0) report.missed('KICS looked at no file')
  const failed = Math.max(count('files_failed_to_scan') ?? 0, (scanned ?? 0) - (parsed ?? scanned ?? 0))
  if (failed > 0) report.missed(`KICS could not parse ${failed} of ${scanned ?? '?'} files`)
  const queries = count('queries_failed_to_execute') ?? 0
  if (queries > 0) report.missed(`${queries} of KICS' queries failed to execute`)
  if (count('queries_total') === 0) report.missed('KICS tried no query')
  const ignored = count('lines_ignored') ?? 0
  if (ignored > 0) report.note(`KICS passed over ${ignored} line(s) that comments (kics-scan) exclude`)
  const total = count('total_counter')
  // Those of TRACE are listed apart in `bill_of_materials`.
  if (total !== undefined && total > report.entries) {
    report.expectEntries(total - listField(value, 'bill_of_materials').length)
  } else report.expectEntries(total)
}
