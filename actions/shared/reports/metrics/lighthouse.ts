import { EvidenceError } from '../../model/errors.ts'
import { METRICS, type KnownMetric } from '../../model/metrics.ts'
import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import { exitCodeDoubts } from '../finding-metrics.ts'
import { jsonReader } from '../json/reader.ts'
import { field, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { MetricSheet, hundredfold } from './metric-sheet.ts'

/** The audits that measure what Web Vitals name (https://web.dev/articles/vitals), in their metrics' units. */
const VITALS: readonly (readonly [KnownMetric, string])[] = [
  ['performance.web-vitals.lcp', 'largest-contentful-paint'],
  ['performance.web-vitals.cls', 'cumulative-layout-shift'],
  ['performance.web-vitals.inp', 'interaction-to-next-paint'],
  ['performance.web-vitals.tbt', 'total-blocking-time'],
  ['performance.web-vitals.fcp', 'first-contentful-paint'],
  ['performance.web-vitals.ttfb', 'server-response-time'],
]

const WARNINGS_KEPT = 5

/**
 * Lighthouse's JSON (https://github.com/GoogleChrome/lighthouse/blob/main/docs/understanding-results.md). A page that could
 * not be loaded leaves a whole report with a `runtimeError`, and categories without a score.
 */
export const open: OpenReader = ({ exitCode }) => {
  const sheet = new MetricSheet()
  let entries = 0

  function addCategory(name: string, category: unknown, isNavigation: boolean): void {
    const score = field(category, 'score')
    if (score === null || score === undefined) {
      const text = `the category ${name} has no score`
      if (isNavigation) sheet.contradict(`${text}: an audit of it failed`)
      else sheet.note(text)
      return
    }
    if (typeof score !== 'number' || !(score >= 0 && score <= 1)) {
      throw new EvidenceError(`the score of ${name} is not between 0 and 1`)
    }
    entries += 1
    const metric = `performance.lighthouse.${name}`
    if (Object.hasOwn(METRICS, metric)) sheet.set(metric as KnownMetric, hundredfold(score))
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        const report = objectOf(value, 'the report')
        requiredText(report, 'lighthouseVersion', 'the report')
        const isNavigation = (textField(report, 'gatherMode') ?? 'navigation') === 'navigation'
        const error = field(report, 'runtimeError')
        const code = textField(error, 'code')
        if (code !== undefined && code !== 'NO_ERROR') {
          sheet.contradict(
            `Lighthouse could not look at the page: ${(textField(error, 'message') ?? code).slice(0, 300)}`,
          )
        }
        for (const [name, category] of Object.entries(objectOf(field(report, 'categories'), 'its "categories"'))) {
          addCategory(name, category, isNavigation)
        }
        const audits = field(report, 'audits')
        for (const [metric, id] of VITALS) sheet.set(metric, numberField(field(audits, id), 'numericValue'))
        for (const warning of listField(report, 'runWarnings').slice(0, WARNINGS_KEPT)) {
          if (typeof warning === 'string') sheet.note(`Lighthouse warns: ${warning.slice(0, 300)}`)
        }
      },
    },
    () => {
      if (entries === 0) sheet.contradict('no category of it has a score: nothing was measured')
      return sheet.reading('lighthouse', entries, exitCodeDoubts(METRIC_TOOLS.lighthouse, exitCode, entries))
    },
  )
}
