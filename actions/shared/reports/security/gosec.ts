import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { cwesOf, inWord, linesOf } from './details.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/** gosec's `-fmt json` (https://github.com/securego/gosec, report/json and issue/issue.go of 2.22): numbers are texts. */
export const open: OpenReader = (context) => {
  let suppressed = 0
  let listed = 0
  return securityJson({
    tool: SECURITY_CODE_TOOLS.gosec,
    name: 'gosec',
    arrays: ['Issues[]'],
    element(value, report) {
      const issue = objectOf(value, 'an issue')
      const rule = textField(issue, 'rule_id') ?? 'unknown'
      const words = suppression(issue)
      if (words === undefined) listed += 1
      else suppressed += 1
      report.add({
        rule,
        message: requiredText(issue, 'details', 'an issue'),
        path: requiredText(issue, 'file', 'an issue'),
        ...linesOf(field(issue, 'line')),
        column: linesOf(field(issue, 'column')).line,
        details: {
          kind: 'weakness',
          ids: [rule],
          severities: inWord('gosec', textField(issue, 'severity')),
          // `ID` up to 2.5.
          cwes: cwesOf(field(field(issue, 'cwe'), 'id') ?? field(field(issue, 'cwe'), 'ID')),
          suppressed: words,
        },
      })
    },
    document(value, report) {
      report.version(textField(value, 'GosecVersion'))
      goErrors(field(value, 'Golang errors'), report)
      const stats = field(value, 'Stats')
      if (numberField(stats, 'files') === 0) report.missed('gosec looked at no file (Stats.files is 0)')
      if (!isObject(stats)) report.contradict('the statistics that gosec writes are missing')
      const found = numberField(stats, 'found')
      if (found !== undefined && found !== listed) {
        report.contradict(`gosec counts ${found} issues, the report lists ${listed}`)
      }
      const unlisted = (numberField(stats, 'nosec') ?? 0) - suppressed
      report.suppressedCount(unlisted, `gosec passed over ${unlisted} place(s) marked #nosec`)
    },
  })(context)
}

/** With `-track-suppressions` what is set aside is listed too; `nosec` is older. */
function suppression(issue: unknown): string | undefined {
  const [first] = listField(issue, 'suppressions')
  if (first !== undefined) {
    return [textField(first, 'kind') ?? 'suppressed', textField(first, 'justification') ?? ''].join(': ').slice(0, 300)
  }
  return field(issue, 'nosec') === true ? '#nosec' : undefined
}

/** Files that do not compile, each with a list of errors: nothing was looked for in their packages. */
function goErrors(errors: unknown, report: SecurityReport): void {
  if (typeof errors === 'string' && errors !== '') report.missed(`gosec: ${errors.slice(0, 300)}`)
  if (!isObject(errors)) return
  for (const [file, list] of Object.entries(errors)) {
    const [first] = Array.isArray(list) ? (list as unknown[]) : []
    const text = (textField(first, 'error') ?? 'Golang errors').replace(/\s+/g, ' ')
    report.missed(`gosec could not look at ${file || 'a package'}: ${text.slice(0, 300)}`)
  }
}
