import type { Doubt } from '../model/evidence.ts'
import type { Severity } from '../model/findings.ts'
import { TOOLS } from '../tools/tools.ts'
import { FindingCounter, exitCodeDoubts } from './finding-metrics.ts'
import { jsonReader } from './json/reader.ts'
import { field, listField, numberField, objectOf, positionField, requiredText, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'

const SEVERITY: ReadonlyMap<string, Severity> = new Map([
  ['HIGH', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
  ['UNDEFINED', 'unknown'],
])

/** Bandit's `-f json` (https://bandit.readthedocs.io/en/latest/formatters/json.html). */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  let entries = 0
  let rest: unknown
  return jsonReader(
    ['results[]'],
    {
      element(value) {
        const finding = objectOf(value, 'a result')
        entries += 1
        tables.findings.add({
          family: 'security',
          rank: SEVERITY.get(requiredText(finding, 'issue_severity', 'a result')) ?? 'unknown',
          tool: 'bandit',
          rule: requiredText(finding, 'test_id', 'a result'),
          message: requiredText(finding, 'issue_text', 'a result'),
          path: mapPath(requiredText(finding, 'filename', 'a result')),
          line: positionField(finding, 'line_number'),
          endLine: positionField({ last: listField(finding, 'line_range').at(-1) }, 'last'),
        })
      },
      document(value) {
        rest = value
      },
    },
    () => {
      const metrics = counter.metrics(['security'])
      const doubts = [...contentDoubts(rest, metrics), ...exitCodeDoubts(TOOLS.bandit, exitCode, entries)]
      return {
        kind: 'findings',
        entries,
        metrics,
        completeness: listField(rest, 'errors').length > 0 ? 'partial' : 'complete',
        doubts,
        tool: { name: 'bandit' },
      }
    },
  )
}

/** What Bandit itself says against its list of results. */
function contentDoubts(rest: unknown, metrics: Readonly<Record<string, number>>): Doubt[] {
  const doubts: Doubt[] = []
  const errors = listField(rest, 'errors')
  if (errors.length > 0) {
    const first = errors[0]
    doubts.push({
      kind: 'contradiction',
      text: `Bandit could not read ${errors.length} file(s): ${textField(first, 'filename') ?? '?'}: ${textField(first, 'reason') ?? '?'}`,
    })
  }
  const totals = field(field(rest, 'metrics'), '_totals')
  if (totals === undefined) doubts.push({ kind: 'contradiction', text: 'the totals that Bandit writes are missing' })
  else if (numberField(totals, 'loc') === 0) {
    doubts.push({ kind: 'contradiction', text: 'Bandit looked at no line of code (metrics._totals.loc is 0)' })
  }
  for (const [name, severity] of SEVERITY) {
    const declared = numberField(totals, `SEVERITY.${name}`)
    const listed = metrics[`security.${severity}`] ?? 0
    // The totals are counted before Bandit's own -l and -i leave results out: more of them is usual, fewer is not.
    if (declared !== undefined && declared !== listed) {
      doubts.push({
        kind: declared > listed && name !== 'HIGH' ? 'reading' : 'contradiction',
        text: `Bandit's totals count ${declared} of severity ${name}, its results list ${listed}`,
      })
    }
  }
  return doubts
}
