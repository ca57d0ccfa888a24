import { METRICS, definitionOf } from '../model/metrics.ts'
import { entriesOf, type Section } from './budget.ts'
import { counted, formatChange, formatCount, formatQuantity } from './format.ts'
import { code, row, tableHead } from './markdown.ts'
import type { Matter } from './matter.ts'
import { textSparkline, type Series } from './sparkline.ts'

/** How a metric went over the recorded commits of the default branch. */
export interface Trend {
  readonly metric: string
  readonly series: Series
  readonly first: number
  readonly last: number
  /** In the run that is judged. */
  readonly now: number | undefined
}

/** A trend needs so many points. */
const FEWEST = 2
const MOST_POINTS = 30

/** Metrics with a trend, in the order of the catalogue, then a team's own. */
export function trendsOf({ verdict, set }: Pick<Matter, 'verdict' | 'set'>): Trend[] {
  const points = (set.comparison?.trend ?? []).slice(-MOST_POINTS)
  const order = new Map(Object.keys(METRICS).map((metric, index) => [metric, index]))
  const placeOf = (metric: string): number => order.get(metric) ?? order.size
  const names = [...new Set(points.flatMap(({ metrics }) => Object.keys(metrics)))].sort(
    (left, right) => placeOf(left) - placeOf(right) || (left < right ? -1 : 1),
  )
  return names.flatMap((metric): Trend[] => {
    const series = points.map(({ metrics }) => {
      const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined
      return Number.isFinite(value) ? value : undefined
    })
    const known = series.filter((value) => value !== undefined)
    const [first] = known
    const last = known.at(-1)
    if (first === undefined || last === undefined || known.length < FEWEST) return []
    const now = Object.hasOwn(verdict.metrics, metric) ? verdict.metrics[metric] : undefined
    return [{ metric, series, first, last, now }]
  })
}

/** `up 3.1 pp (better)`; a team's own metric does not say what is better. */
export function directionOf(metric: string, before: number, now: number): string {
  if (before === now) return 'unchanged'
  const change = formatChange(before, now, unitOf(metric)).replace(/^[+−]/, '')
  const isUp = now > before
  if (!Object.hasOwn(METRICS, metric)) return `${isUp ? 'up' : 'down'} ${change}`
  const isBetter = (definitionOf(metric)?.better === 'higher') === isUp
  return `${isUp ? 'up' : 'down'} ${change} (${isBetter ? 'better' : 'worse'})`
}

export function unitOf(metric: string): string {
  return definitionOf(metric)?.unit ?? ''
}

/** The last commits of the default branch: one line of bars for each metric, with the words for it. */
export function trendSection(matter: Matter, most: number): Section | undefined {
  const trends = trendsOf(matter)
  if (trends.length === 0) return undefined
  const offered = trends.slice(0, most)
  const commits = Math.min(MOST_POINTS, matter.set.comparison?.trend.length ?? 0)
  const title = `Trend of ${counted(trends.length, 'metric')} over ${counted(commits, 'recorded commit')}`
  const valueOf = (metric: string, value: number) => formatQuantity(value, unitOf(metric)).replaceAll(' ', '&nbsp;')
  return {
    title: 'Trend',
    rank: 6,
    head: `<details><summary>${title}</summary>\n\n${tableHead(['Metric', 'Trend', '>First', '>Last', 'Direction', '>This run'])}`,
    ...entriesOf(offered, trends.length, (trend) => {
      const { metric, series, first, last, now } = trend
      return row([
        code(metric, 100),
        textSparkline(series),
        valueOf(metric, first),
        valueOf(metric, last),
        directionOf(metric, first, last),
        now === undefined ? '–' : valueOf(metric, now),
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${formatCount(left)} more`,
  }
}
