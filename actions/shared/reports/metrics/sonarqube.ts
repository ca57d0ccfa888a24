import { EvidenceError } from '../../model/errors.ts'
import type { KnownMetric } from '../../model/metrics.ts'
import { jsonReader } from '../json/reader.ts'
import { field, listField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { MetricSheet } from './metric-sheet.ts'

/** Percentages by SonarQube's keys (https://docs.sonarsource.com/sonarqube-server/latest/user-guide/code-metrics/metrics-definition/). */
const PERCENTAGES: Readonly<Record<string, KnownMetric>> = {
  line_coverage: 'coverage.line',
  branch_coverage: 'coverage.branch',
  duplicated_lines_density: 'complexity.duplication',
  sqale_debt_ratio: 'complexity.debt-ratio',
}

/** Counts that give a coverage without SonarQube's rounding: of how many, and how many not. */
const EXACT = [
  ['coverage.line', 'lines_to_cover', 'uncovered_lines'],
  ['coverage.branch', 'conditions_to_cover', 'uncovered_conditions'],
] as const

const BETTER_IS_MORE: ReadonlySet<string> = new Set(['coverage.line', 'coverage.branch'])

/** Half of the last digit that SonarQube shows: 80.0 may be 79.95. */
const ROUNDING = 0.05

/**
 * `api/measures/component` of SonarQube and SonarCloud: what was asked for by `metricKeys`. Percentages are rounded to one
 * digit, so that a rule has to hold for the worst number that is shown so, unless the counts behind it were asked for.
 */
export const open: OpenReader = () => {
  const sheet = new MetricSheet()
  const values = new Map<string, number>()
  let entries = 0

  function addMeasure(value: unknown): void {
    const measure = objectOf(value, 'a measure')
    const key = requiredText(measure, 'metric', 'a measure')
    entries += 1
    const text = textField(measure, 'value')
    const isKnown =
      Object.hasOwn(PERCENTAGES, key) || key === 'duplicated_lines' || EXACT.some((row) => row.includes(key as never))
    // A measure of new code has a period in place of a value.
    if (!isKnown || text === undefined) return
    if (!/^\d+(?:\.\d+)?$/.test(text)) {
      throw new EvidenceError(`its ${key} is ${JSON.stringify(text)}, which is no count`)
    }
    if (values.has(key)) throw new EvidenceError(`its ${key} stands twice`)
    values.set(key, Number(text))
  }

  function addRounded(key: string, metric: KnownMetric): void {
    const value = values.get(key)
    if (value === undefined) return
    const exact = exactOf(metric)
    if (exact !== undefined) {
      if (Math.abs(exact - value) > ROUNDING * 2) {
        sheet.contradict(`its ${key} is ${value} %, its counts give ${exact} %`)
      }
      return
    }
    sheet.set(metric, value)
    const worst = BETTER_IS_MORE.has(metric) ? Math.max(0, value - ROUNDING) : value + ROUNDING
    sheet.note(`its ${key} is rounded and may be ${Number(worst.toFixed(2))} %`, { [metric]: worst })
  }

  function exactOf(metric: KnownMetric): number | undefined {
    const [, total = '', missed = ''] = EXACT.find(([name]) => name === metric) ?? []
    const all = values.get(total)
    const not = values.get(missed)
    if (all === undefined || not === undefined || all === 0) return undefined
    if (not > all) throw new EvidenceError(`its ${missed} are more than its ${total}`)
    return (100 * (all - not)) / all
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        const component = objectOf(field(objectOf(value, 'the report'), 'component'), 'its "component"')
        for (const measure of listField(component, 'measures')) addMeasure(measure)
        for (const [metric] of EXACT) sheet.set(metric, exactOf(metric))
        for (const [key, metric] of Object.entries(PERCENTAGES)) addRounded(key, metric)
        sheet.set('complexity.duplication.lines', values.get('duplicated_lines'))
      },
    },
    () => {
      if (Object.keys(sheet.metrics).length === 0) {
        sheet.contradict(
          'none of its measures is a metric here: ask for lines_to_cover, uncovered_lines, sqale_debt_ratio',
        )
      }
      return sheet.reading('sonarqube', entries)
    },
  )
}
