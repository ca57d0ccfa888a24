import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, listField, numberField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { cwesOf, inWord } from './details.ts'
import type { OpenReader } from '../reader.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/** B105 to B107 quote the password that they take it for. */
const PASSWORD = /^(Possible hardcoded password): .*$/s

/**
 * Bandit's `-f json` (https://bandit.readthedocs.io/en/latest/formatters/json.html; bandit/formatters/json.py of 1.9.4).
 * With `-b baseline` a result may have `candidates`: places of which one is new. It is one finding.
 */
export const open: OpenReader = (context) => {
  /** Confidences that are listed. */
  const confidences = new Set<string>()
  return securityJson({
    tool: SECURITY_CODE_TOOLS.bandit,
    name: 'bandit',
    arrays: ['results[]'],
    element(value, report) {
      const result = objectOf(value, 'a result')
      // Before 1.0 a test had a name alone.
      const rule = textField(result, 'test_id') ?? requiredText(result, 'test_name', 'a result')
      const candidates = listField(result, 'candidates').length
      const place = candidates > 1 ? ` (one of ${candidates} places is new)` : ''
      const column = numberField(result, 'col_offset')
      confidences.add(textField(result, 'issue_confidence')?.toUpperCase() ?? '')
      report.add({
        rule,
        message: requiredText(result, 'issue_text', 'a result').replace(PASSWORD, '$1') + place,
        path: requiredText(result, 'filename', 'a result'),
        line: positionField(result, 'line_number'),
        column: column === undefined || column < 0 ? undefined : column + 1,
        endLine: positionField({ last: listField(result, 'line_range').at(-1) }, 'last'),
        details: {
          kind: 'weakness',
          ids: [rule],
          severities: inWord('bandit', requiredText(result, 'issue_severity', 'a result')),
          cwes: cwesOf(field(field(result, 'issue_cwe'), 'id')),
          url: textField(result, 'more_info'),
        },
      })
    },
    document(value, report) {
      contents(value, report, confidences)
    },
  })(context)
}

const SEVERITIES = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low', UNDEFINED: 'unknown' } as const

/** What Bandit itself says against its list of results. */
function contents(rest: unknown, report: SecurityReport, confidences: ReadonlySet<string>): void {
  if (!Array.isArray(field(rest, 'results'))) throw new EvidenceError('it has no list "results"')
  const errors = listField(rest, 'errors')
  if (errors.length > 0) {
    const first = errors[0]
    report.missed(
      `Bandit could not read ${errors.length} file(s): ${textField(first, 'filename') ?? '?'}: ${textField(first, 'reason') ?? '?'}`,
    )
  }
  const totals = field(field(rest, 'metrics'), '_totals')
  // Before 1.0 each file that was looked at had its own.
  if (totals === undefined && listField(rest, 'stats').length > 0) return
  if (totals === undefined) {
    report.contradict('the totals that Bandit writes are missing')
    return
  }
  if (numberField(totals, 'loc') === 0) {
    report.contradict('Bandit looked at no line of code (metrics._totals.loc is 0)')
  }
  const passed = (numberField(totals, 'nosec') ?? 0) + (numberField(totals, 'skipped_tests') ?? 0)
  report.suppressedCount(passed, `Bandit passed over ${passed} place(s) marked # nosec`)
  for (const [name, severity] of Object.entries(SEVERITIES)) {
    const declared = numberField(totals, `SEVERITY.${name}`)
    const listed = report.count('security', severity)
    if (declared === undefined || declared === listed) continue
    const text = `Bandit's totals count ${declared} of severity ${name}, its results list ${listed}`
    // The totals are counted before Bandit's own -l and -i leave results out: more of them is usual, fewer is not.
    if (declared > listed && (name !== 'HIGH' || declared - listed <= leftOut(totals, confidences))) report.note(text)
    else report.contradict(`${text}${declared > listed ? '; with a baseline (-b) what is in it is left out' : ''}`)
  }
}

/** With -i Bandit leaves out all of a confidence, whatever their severity. */
function leftOut(totals: unknown, listed: ReadonlySet<string>): number {
  const left = ['UNDEFINED', 'LOW', 'MEDIUM'].filter((confidence) => !listed.has(confidence))
  return left.reduce((sum, confidence) => sum + (numberField(totals, `CONFIDENCE.${confidence}`) ?? 0), 0)
}
