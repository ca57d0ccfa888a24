import type { Unit } from '../model/metrics.ts'

/** The units that fit a metric's own, each with the power of ten that leads there: 0.5 s is 500 ms. */
const POWERS: Record<Unit, Readonly<Record<string, number>>> = {
  '': {},
  '%': { '%': 0 },
  ms: { ms: 0, s: 3 },
  s: { s: 0, ms: -3 },
  '/s': { '/s': 0 },
  points: { points: 0 },
  years: { years: 0 },
}

/** The units that a limit of a metric can be written in. */
export function fittingUnits(unit: Unit): readonly string[] {
  return Object.keys(POWERS[unit])
}

/** A written number in the metric's unit, exact where decimal numbers are; nothing where the written unit does not fit. */
export function convert(digits: string, written: string, unit: Unit): number | undefined {
  const power = Object.hasOwn(POWERS[unit], written) ? POWERS[unit][written] : undefined
  // Multiplying would turn 1.005 s into 1004.9999999999999 ms.
  return power === undefined ? undefined : Number(`${digits}e${power}`)
}

/** Digits after the point that are shown where fewer would say the same. */
const USUAL_DIGITS = 2
const MOST_DIGITS = 15

/**
 * A value for people, with its unit: as few digits as are usual, as many as it takes to stay on its side of the limit,
 * so that 79.996 % is not shown as the 80 % that it misses.
 */
export function formatValue(value: number, unit: Unit, limit?: number): string {
  return withUnit(shortest(value, limit ?? value), unit)
}

function shortest(value: number, limit: number): string {
  for (let digits = USUAL_DIGITS; digits <= MOST_DIGITS; digits += 1) {
    const shown = Number(value.toFixed(digits))
    const sameSide = Math.sign(shown - limit) === Math.sign(value - limit) || value === limit
    if (sameSide && (shown !== 0 || value === 0)) return String(shown)
  }
  return String(value)
}

function withUnit(text: string, unit: Unit): string {
  return unit === '' ? text : `${text} ${unit}`
}
