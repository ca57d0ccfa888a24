import type { WaiverState } from '../model/waived.ts'

/** An exception is said to end so many days before it does. */
export const EXPIRING_DAYS = 14
/** One that is granted for longer than this is remarked upon. */
const LONG_DAYS = 366

const DAY_MILLISECONDS = 86_400_000

/** The day in UTC of a moment in milliseconds since 1970: `2027-01-31`. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}

/** A day of the calendar: 2027-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** What the calendar makes of an exception on a day; its last day is included. */
export function expiryOf(expires: string, day: string): { state: WaiverState; daysLeft: number } {
  const daysLeft = (Date.parse(`${expires}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / DAY_MILLISECONDS
  return { state: daysLeft < 0 ? 'expired' : daysLeft <= EXPIRING_DAYS ? 'expiring' : 'holds', daysLeft }
}

/** `it ends today (2027-01-31)`, or nothing where its end is far. */
export function endText(expires: string, daysLeft: number): string {
  const when = daysLeft === 0 ? 'today' : daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`
  return `its last day is ${when}, ${expires}`
}

export function isLong(daysLeft: number): boolean {
  return daysLeft > LONG_DAYS
}
