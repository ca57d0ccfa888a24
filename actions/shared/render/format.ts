import type { Unit } from '../model/metrics.ts'
import { formatValue } from '../policy/units.ts'

/** A value with its unit as the rules' own messages write it. A share that is not all never reads `100 %`. */
export function formatQuantity(value: number, unit: string, limit?: number): string {
  return formatValue(value, unit as Unit, limit ?? (unit === '%' ? 100 : undefined))
}

/** How far a value moved: `−1.48 pp`, `+3`, `±0`. */
export function formatChange(before: number, now: number, unit: string): string {
  // Differences of decimals carry dust in their last digits.
  const change = Number((now - before).toPrecision(12))
  if (change === 0) return '±0'
  const size = formatQuantity(Math.abs(change), unit === '%' ? '' : unit)
  return `${change > 0 ? '+' : '−'}${size}${unit === '%' ? ' pp' : ''}`
}

/** A whole number with its thousands apart: `12,345`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A whole number with its noun: `1 rule`, `12 rules`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}

/** Seconds as one reads a clock: `840 ms`, `3.2 s`, `4 min 5 s`, `1 h 2 min`. */
export function formatDuration(seconds: number): string {
  if (!(seconds >= 0) || !Number.isFinite(seconds)) return '–'
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 59.95) return `${Number(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  const minutes = Math.floor(whole / 60)
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`
}

/** Covered of total in percent; undefined where nothing can be covered. */
export function percent(covered: number, total: number): number | undefined {
  return total > 0 ? (covered / total) * 100 : undefined
}

/** Bytes of a file: `812 B`, `43.1 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const
  let step = 0
  let value = bytes
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000
    step += 1
  }
  return `${step === 0 ? value : Number(value.toFixed(1))} ${units[step] ?? ''}`
}
