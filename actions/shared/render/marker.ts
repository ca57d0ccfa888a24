import type { Verdict } from '../model/verdict.ts'
import { cutDistinct } from './plain.ts'

/** What a sticky comment says of itself, unseen: which gate and leg it belongs to, and which run wrote it. */
export interface Marker {
  readonly action: string
  readonly name: string
  /** The matrix leg; empty without one. */
  readonly leg: string
  /** The workflow and job, `ci.yml/test`: gates of one name in two of them are two gates. Absent at a terminal. */
  readonly place?: string | undefined
  /** A number that grows from run to run: the run's number, else its id; 0 at a terminal. */
  readonly run: number
  readonly attempt: number
}

const NAME_LIMIT = 100

/** The marker of a verdict's comment, in the order of run ids. Long names are shortened to something as distinct. */
export function markerOf({ action, name, subject }: Verdict): Marker {
  const { leg = '', run = 0, attempt = 1 } = subject
  return { action, name: shortened(name), leg: shortened(leg), run, attempt }
}

function shortened(name: string): string {
  return cutDistinct(name, NAME_LIMIT)
}

/** Whatever is not plainly harmless in an HTML comment becomes a JSON escape: no `--`, no `>`, no mention. */
const HARMFUL = /[^\w {}":,.\\-]|-(?!\w)|(?<!\w)-/g

/** The marker as an HTML comment on a line of its own. */
export function renderMarker({ action, ...fields }: Marker): string {
  const { name, leg, run, attempt, place } = fields
  const json = JSON.stringify({ name, leg, run, attempt, ...(place !== undefined && { place: shortened(place) }) })
  const safe = json.replace(HARMFUL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `<!-- cicd-actions:${action.replace(/[^a-z0-9-]/g, '')}:v1 ${safe} -->`
}

const MARKER = /^<!-- cicd-actions:([a-z0-9-]+):v1 (\{[^>\n]*\}) -->[ \t]*\r?$/m

/** The first marker of a comment's body; nothing where there is none or a person has broken it. */
export function parseMarker(body: string): Marker | undefined {
  const [, action, json] = MARKER.exec(body) ?? []
  if (action === undefined || json === undefined) return undefined
  try {
    const fields: unknown = JSON.parse(json)
    if (typeof fields !== 'object' || fields === null) return undefined
    const { name, leg, run, attempt, place } = fields as Record<string, unknown>
    if (typeof name !== 'string' || typeof leg !== 'string' || !isCount(run) || !isCount(attempt)) return undefined
    return { action, name, leg, run, attempt, ...(typeof place === 'string' && { place }) }
  } catch {
    return undefined
  }
}

/** Whether both mark comments of the same gate and leg, so that one replaces the other. */
export function isSameComment(left: Marker, right: Marker): boolean {
  const place = ({ place: name }: Marker): string => (name === undefined ? '' : shortened(name))
  return (
    left.action === right.action && left.name === right.name && left.leg === right.leg && place(left) === place(right)
  )
}

/** Whether `left` comes from an older run than `right`: by run number, then by attempt. */
export function isOlder(left: Marker, right: Marker): boolean {
  return left.run < right.run || (left.run === right.run && left.attempt < right.attempt)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
