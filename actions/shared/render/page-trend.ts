import { counted, formatQuantity } from './format.ts'
import { htmlTable, line, name, type HtmlColumn } from './html.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { directionOf, trendsOf, unitOf, type Trend } from './section-trend.ts'
import { svgSparkline } from './sparkline.ts'

const MOST_TRENDS = 100

/** How metrics went over the recorded commits of the default branch. */
export function trendPart(matter: Matter): PagePart | undefined {
  const trends = trendsOf(matter)
  if (trends.length === 0) return undefined
  const valueOf = (metric: string, value: number) => line(formatQuantity(value, unitOf(metric)))
  const columns: HtmlColumn<Trend>[] = [
    { title: 'Metric', cell: ({ metric }) => name(metric, 200) },
    { title: 'Trend', cell: (trend) => svgSparkline(trend.series, wordsOf(trend)) },
    { title: 'First', number: true, cell: ({ metric, first }) => valueOf(metric, first) },
    { title: 'Last', number: true, cell: ({ metric, last }) => valueOf(metric, last) },
    { title: 'Direction', cell: ({ metric, first, last }) => line(directionOf(metric, first, last)) },
    {
      title: 'This run',
      number: true,
      cell: ({ metric, now }) => (now === undefined ? '–' : valueOf(metric, now)),
    },
  ]
  const points = trends[0]?.series.length ?? 0
  const left = trends.length - MOST_TRENDS
  const body = [
    `<p class="quiet">The last ${counted(points, 'recorded commit')} of the default branch, the oldest on the left. A gap is a commit without the metric.</p>`,
    htmlTable('Trend of the metrics', columns, trends.slice(0, MOST_TRENDS)),
    moreLine(left > 0 ? counted(left, 'more metric') : undefined),
  ]
  return { id: 'trend', title: 'Trend', short: 'Trend', body: body.join('\n') }
}

/** What the line shows, for those who cannot see it. */
function wordsOf({ metric, series, first, last }: Trend): string {
  const known = series.filter((value) => value !== undefined)
  const range = [Math.min(...known), Math.max(...known)].map((value) => formatQuantity(value, unitOf(metric)))
  const missing = series.length - known.length
  const gaps = missing === 0 ? '' : `, ${counted(missing, 'gap')}`
  return `${metric}: ${directionOf(metric, first, last)} over ${counted(series.length, 'commit')}, between ${range.join(' and ')}${gaps}`
}
