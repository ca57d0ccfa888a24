import { line } from './html.ts'

/** A value for each point in time; nothing where it is not known. */
export type Series = readonly (number | undefined)[]

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
const GAP = '·'

/** One character for each point, the lowest value as the lowest bar; all equal ones are of middle height. */
export function textSparkline(series: Series): string {
  const heightOf = heights(series)
  return series
    .map((value) => (value === undefined ? GAP : (BARS[Math.round(heightOf(value) * (BARS.length - 1))] ?? GAP)))
    .join('')
}

const WIDTH = 120
const HEIGHT = 28
const MARGIN = 3

/**
 * A line through the points, broken where one is missing, and a dot at the last. `label`: plain text that says the same.
 * Drawn with attributes in the colour of the text around it: the page's security policy allows no style of its own.
 */
export function svgSparkline(series: Series, label: string): string {
  const heightOf = heights(series)
  const step = series.length > 1 ? (WIDTH - 2 * MARGIN) / (series.length - 1) : 0
  const runs: string[][] = [[]]
  let last = ''
  for (const [index, value] of series.entries()) {
    if (value === undefined) {
      runs.push([])
      continue
    }
    const x = round(MARGIN + index * step)
    const y = round(MARGIN + (1 - heightOf(value)) * (HEIGHT - 2 * MARGIN))
    runs.at(-1)?.push(`${x},${y}`)
    last = dot(x, y, 2.5)
  }
  const lines = runs.map((points) => {
    const [only = ''] = points
    const [x = '0', y = '0'] = only.split(',')
    if (points.length === 1) return dot(Number(x), Number(y), 1.5)
    return points.length === 0 ? '' : `<polyline points="${points.join(' ')}"/>`
  })
  const size = `width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`
  const stroke = 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
  return `<svg role="img" aria-label="${line(label, 300)}" ${size} ${stroke}>${lines.join('')}${last}</svg>`
}

function dot(x: number, y: number, radius: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="currentColor" stroke="none"/>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** How high a value lies between the lowest and the highest, from 0 to 1. */
function heights(series: Series): (value: number) => number {
  let low = Infinity
  let high = -Infinity
  for (const value of series) {
    if (value === undefined) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  // Halves, so that no difference is beyond what a number can hold.
  return (value) => (high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5)
}
