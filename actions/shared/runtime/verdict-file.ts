import type { Subject, Verdict } from '../model/verdict.ts'

/** The order of a verdict's own keys in its file; whatever lies deeper is sorted by name, so that equal verdicts are equal bytes. */
const KEYS = [
  'schema',
  'action',
  'name',
  'version',
  'status',
  'subject',
  'started',
  'finished',
  'reasons',
  'metrics',
  'evidence',
  'paths',
] as const satisfies readonly (keyof Verdict)[]

/**
 * The complete document as text: JSON with two spaces, keys in a fixed order, a line end; what is kept for judging again,
 * which is for programs, on one line. Numbers that are not finite are refused.
 */
export function verdictDocument(verdict: Verdict): string {
  const known = new Set<string>(KEYS)
  const further = Object.keys(verdict)
    .filter((key) => !known.has(key) && key !== 'judged')
    .sort()
  const entries = [...KEYS, ...further].map((key) => [key, sorted(verdict[key as keyof Verdict])])
  const document = JSON.stringify(Object.fromEntries(entries), null, 2)
  if (verdict.judged === undefined) return `${document}\n`
  return `${document.slice(0, -'\n}'.length)},\n  "judged": ${JSON.stringify(sorted(verdict.judged))}\n}\n`
}

function sorted(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error('a verdict holds a number that JSON cannot say')
  }
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

/**
 * The file's name where the user gives none: gates of one job, jobs of one workflow and legs of one matrix differ in it,
 * so that verdicts gathered from many runners do not overwrite each other. `hash` gives a short word for a text.
 */
export function verdictFileName(name: string, subject: Subject, hash: (text: string) => string): string {
  const parts = [name, subject.job, subject.leg].filter((part) => part !== undefined)
  const readable = parts.map(slug).filter((part) => part !== '')
  const isWhole = readable.length === parts.length && parts.every((part, index) => part === readable[index])
  const word = readable.join('.').slice(0, 80)
  return isWhole && parts.length < 3 ? `${word}.json` : `${word || 'verdict'}-${hash(parts.join('\n'))}.json`
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
}
