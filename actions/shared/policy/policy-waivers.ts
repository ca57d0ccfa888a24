import type { PathFilter } from './path-filter.ts'
import { readPaths } from './policy-paths.ts'
import type { YamlReader } from './yaml-reader.ts'

/** What somebody agreed to forgive, until when. */
export interface Waiver {
  /** Id of the finding: `CVE-2024-12345`, `B602`. */
  readonly id: string
  readonly paths?: PathFilter | undefined
  readonly reason: string
  readonly owner: string
  /** The last day on which it holds, `2027-01-31`. */
  readonly expires: string
}

const WAIVER_KEYS = ['id', 'paths', 'reason', 'owner', 'expires'] as const

/** A waiver of a policy file. What is wrong is noted in the reader. */
export async function readWaiver(reader: YamlReader, node: unknown): Promise<Waiver | undefined> {
  const fields = reader.fields(node, WAIVER_KEYS, 'a waiver')
  if (!fields) return undefined
  const missing = (['id', 'reason', 'owner', 'expires'] as const).filter((key) => fields[key] === undefined)
  if (missing.length > 0) {
    reader.refuse(node, `a waiver needs ${missing.join(', ')}`)
    return undefined
  }
  const id = reader.text(fields.id, 'an id')
  const reason = reader.text(fields.reason, 'a reason')
  const owner = reader.text(fields.owner, 'an owner')
  const expires = reader.text(fields.expires, 'a date')
  const paths = fields.paths === undefined ? undefined : await readPaths(reader, fields.paths)
  if (id === undefined || reason === undefined || owner === undefined || expires === undefined) return undefined
  if (!isDate(expires)) {
    reader.refuse(fields.expires, `${JSON.stringify(expires)} is not a date such as 2027-01-31`)
    return undefined
  }
  return { id, paths, reason, owner, expires }
}

/** A day of the calendar: 2027-02-30 is none. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
