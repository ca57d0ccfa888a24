import { isDay } from './expiry.ts'
import { type IgnoreEntry, type IgnoreFile, lineIn } from './ignore-entry.ts'

/*
 * .nsprc: that of better-npm-audit (https://github.com/jeemok/better-npm-audit#using-nsprc-file-to-manage-exceptions), an
 * object by advisory, and that of nsp, a list `exceptions` of advisories' pages.
 */
export function readNsprc(text: string, source: string): IgnoreFile {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return { entries: [], problems: [`${source}: it is no JSON`] }
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { entries: [], problems: [`${source}: it is no JSON object of exceptions`] }
  }
  const lines = text.split('\n')
  const entries: IgnoreEntry[] = []
  const problems: string[] = []
  /** What names nothing would mean everything. */
  const add = (name: string, line: number, rest: Pick<IgnoreEntry, 'until' | 'reason'> = {}): void => {
    const id = idOf(name)
    if (id === '') problems.push(`${source}:${line}: ${JSON.stringify(name)} names no advisory`)
    else entries.push({ ids: [id], kinds: ['vulnerability'], source, line, ...rest })
  }
  for (const [name, value] of Object.entries(document) as [string, unknown][]) {
    if (name === 'exceptions' && Array.isArray(value)) {
      for (const page of value) {
        if (typeof page === 'string') add(page, lineIn(lines, page))
      }
      continue
    }
    const line = lineIn(lines, JSON.stringify(name))
    if (typeof value === 'string') add(name, line, { reason: value })
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const { active = true, expiry, notes } = value as { active?: unknown; expiry?: unknown; notes?: unknown }
      const until = expiry === undefined || expiry === '' ? undefined : dayOfExpiry(expiry)
      if (until === null) problems.push(`${source}:${line}: the expiry of ${name} is not a day`)
      else if (active === true) {
        add(name, line, { until, reason: typeof notes === 'string' ? notes : undefined })
      }
    } else problems.push(`${source}:${line}: ${name} is neither a text nor an object`)
  }
  return { entries, problems }
}

/** Of an advisory's id or its page. A number is npm's own, which its reports hold as `npm:1337`. */
function idOf(name: string): string {
  const id =
    name
      .split('/')
      .findLast((part) => part.trim() !== '')
      ?.trim() ?? ''
  return /^\d+$/.test(id) ? `npm:${id}` : id
}

/** A day, a date as JavaScript reads it, or seconds or milliseconds since 1970; null where it is none of them. */
function dayOfExpiry(expiry: unknown): string | null {
  if (typeof expiry !== 'string' && typeof expiry !== 'number') return null
  if (typeof expiry === 'string' && isDay(expiry)) return expiry
  const number = Number(expiry)
  const time = Number.isFinite(number) ? (number < 1e11 ? number * 1000 : number) : Date.parse(String(expiry))
  return Number.isNaN(time) || Math.abs(time) > 8.64e15 ? null : new Date(time).toISOString().slice(0, 10)
}
