import type { Doubt } from '../../model/evidence.ts'
import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import { jsonReader } from '../json/reader.ts'
import { field, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'

/** A severity of a rule; `ignore` is what a baseline of known violations forgives. */
const LEVEL: Readonly<Record<string, Level | 'none'>> = {
  error: 'error',
  warn: 'warning',
  info: 'note',
  ignore: 'none',
}

/** The kinds of rules that a configuration can hold. */
const RULE_SETS = ['forbidden', 'allowed', 'required'] as const

const MODULES = 0

/**
 * `depcruise --output-type json`
 * (https://github.com/sverweij/dependency-cruiser/blob/main/src/schema/cruise-result.schema.json): the violations in the
 * summary, which also counts them. Without a rule there is none, and without a module nothing was looked at.
 */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  const listed = new Map<string, number>()
  const doubts: Doubt[] = []
  let entries = 0
  let modules = 0

  function addViolation(value: unknown): void {
    const violation = objectOf(value, 'a violation')
    const rule = objectOf(field(violation, 'rule'), 'the rule of a violation')
    const severity = requiredText(rule, 'severity', 'the rule of a violation')
    const rank = Object.hasOwn(LEVEL, severity) ? (LEVEL[severity] as Level | 'none') : 'error'
    entries += 1
    listed.set(severity, (listed.get(severity) ?? 0) + 1)
    if (rank === 'none') return
    const from = requiredText(violation, 'from', 'a violation')
    tables.findings.add({
      family: 'boundaries',
      rank,
      tool: 'dependency-cruiser',
      rule: textField(rule, 'name') ?? 'unnamed',
      message: messageOf(violation, from),
      path: mapPath(from),
    })
  }

  function contradict(text: string): void {
    doubts.push({ kind: 'contradiction', text })
  }

  return jsonReader(
    ['modules[]', 'summary.violations[]'],
    {
      element(value, stream) {
        if (stream === MODULES) modules += 1
        else addViolation(value)
      },
      document(value) {
        const summary = objectOf(field(objectOf(value, 'the report'), 'summary'), 'its "summary"')
        if (!Array.isArray(field(summary, 'violations'))) throw new EvidenceError('its summary has no "violations"')
        for (const severity of Object.keys(LEVEL)) {
          const declared = numberField(summary, severity)
          const found = listed.get(severity) ?? 0
          if (declared === undefined ? found > 0 && severity !== 'ignore' : declared !== found) {
            contradict(`it counts ${declared ?? 'no'} violations of severity ${severity} and lists ${found}`)
          }
        }
        const cruised = numberField(summary, 'totalCruised')
        if (cruised !== modules) contradict(`it says that it cruised ${cruised ?? 'no'} modules and lists ${modules}`)
        if (modules === 0) contradict('it cruised no module: nothing was looked at')
        const rules = field(summary, 'ruleSetUsed')
        if (RULE_SETS.every((name) => listField(rules, name).length === 0)) {
          contradict('no rule was in force: nothing could be broken')
        }
      },
    },
    () => {
      doubts.push(...exitCodeDoubts(METRIC_TOOLS.dependencyCruiser, exitCode, entries))
      const tool = { name: 'dependency-cruiser' }
      return {
        kind: 'findings',
        entries,
        metrics: counter.metrics(['boundaries']),
        completeness: 'complete',
        doubts,
        tool,
      }
    },
  )
}

/** `a → b`, or all of a cycle, or the way to what must not be reached. */
function messageOf(violation: unknown, from: string): string {
  const steps = [field(violation, 'cycle'), field(violation, 'via')].find((value) => Array.isArray(value)) ?? []
  const names = (steps as unknown[]).map((step) => (typeof step === 'string' ? step : (textField(step, 'name') ?? '?')))
  const to = textField(violation, 'to')
  if (names.length > 0) return [from, ...names].join(' → ')
  return to === undefined || to === from ? from : `${from} → ${to}`
}
