import type { PlaceVerdict, Reference } from './compare-places.ts'
import type { Place } from './places/place.ts'
import { spellVersion, writtenText } from './spell-version.ts'

/** One place, and what it will say. */
export interface PlannedEdit {
  readonly place: Place
  readonly to: string
}

/** A file with its text before and after. */
export interface PlannedFile {
  readonly file: string
  readonly before: string
  readonly after: string
  readonly edits: readonly PlannedEdit[]
}

export interface SyncPlan {
  readonly files: readonly PlannedFile[]
  /** Why some places cannot be brought in step: then nothing is written. */
  readonly refusals: readonly string[]
}

/** Roles whose places are rewritten: what a chart, a language or the last release say is not the project's version. */
const WRITTEN: readonly Place['role'][] = ['version', 'appVersion', 'image-tag', 'chart']

/** What must change so that every place says the version. Only the values' spans are touched. */
export function planSync(
  verdicts: readonly PlaceVerdict[],
  reference: Reference,
  textOf: (file: string) => string | undefined,
): SyncPlan {
  const refusals: string[] = []
  const edits = new Map<string, PlannedEdit[]>()
  for (const { place, agreement } of verdicts) {
    if (agreement === 'agrees' || agreement === 'not-compared') continue
    const where = `${place.file}:${place.line}`
    if (!WRITTEN.includes(place.role)) {
      refusals.push(
        `${where}: ${place.what} is ${place.found}, which is not the project's version and must be set by hand`,
      )
      continue
    }
    const spelling = spellVersion(reference, place)
    if ('refused' in spelling) refusals.push(`${where}: ${spelling.refused}`)
    else edits.set(place.file, [...(edits.get(place.file) ?? []), { place, to: spelling.text }])
  }
  const files: PlannedFile[] = []
  for (const [file, planned] of edits) {
    const before = textOf(file)
    if (before === undefined) refusals.push(`${file}: it is not there any more`)
    else files.push({ file, before, after: edited(before, planned), edits: planned })
  }
  return { files, refusals }
}

/** The same files once each: a lock file can have places of several projects. */
export function mergeFiles(files: readonly PlannedFile[]): readonly PlannedFile[] {
  const merged = new Map<string, PlannedFile>()
  for (const each of files) {
    const edits = [...(merged.get(each.file)?.edits ?? []), ...each.edits]
    merged.set(each.file, { ...each, edits, after: edited(each.before, edits) })
  }
  return [...merged.values()]
}

function edited(text: string, edits: readonly PlannedEdit[]): string {
  const fromTheEnd = distinct(edits).sort((left, right) => right.place.start - left.place.start)
  return fromTheEnd.reduce(
    (whole, { place, to }) => whole.slice(0, place.start) + writtenText(to, place) + whole.slice(place.end),
    text,
  )
}

/** Two finders may have found one place. */
function distinct(edits: readonly PlannedEdit[]): PlannedEdit[] {
  return [...new Map(edits.map((edit) => [edit.place.start, edit])).values()]
}

/** What the plan's texts declare in place of what they should: nothing when the plan is right. */
export function problemsAfter(before: readonly PlaceVerdict[], after: readonly PlaceVerdict[]): readonly string[] {
  const problems = after
    .filter(({ agreement }) => agreement === 'disagrees' || agreement === 'unclear')
    .map(({ place, why }) => `${place.file}:${place.line}: it would still not agree: ${why}`)
  const [had, has] = [countByFile(before), countByFile(after)]
  for (const [file, count] of had) {
    const left = has.get(file) ?? 0
    if (left !== count) problems.push(`${file}: ${count} places were found there, and ${left} after the edit`)
  }
  return problems
}

function countByFile(verdicts: readonly PlaceVerdict[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { place } of verdicts) counts.set(place.file, (counts.get(place.file) ?? 0) + 1)
  return counts
}

const CONTEXT_LINES = 3

/** The plan as a unified diff. Edits never add or take away lines. */
export function renderDiff(files: readonly PlannedFile[]): string {
  return files.map(({ file, before, after }) => diffOf(file, before.split('\n'), after.split('\n'))).join('')
}

function diffOf(file: string, before: readonly string[], after: readonly string[]): string {
  const changed = before.flatMap((line, index) => (line === after[index] ? [] : [index]))
  // A text that ends with a line feed has no line behind it.
  const length = before.at(-1) === '' ? before.length - 1 : before.length
  const hunks: { start: number; end: number }[] = []
  for (const index of changed) {
    const [start, end] = [Math.max(0, index - CONTEXT_LINES), Math.min(length, index + CONTEXT_LINES + 1)]
    const last = hunks.at(-1)
    if (last && start <= last.end) last.end = end
    else hunks.push({ start, end })
  }
  const lines = hunks.flatMap(({ start, end }) => {
    const body: string[] = []
    for (let index = start; index < end; index += 1) {
      const [old = '', now = ''] = [before[index], after[index]]
      const tail = index === before.length - 1 ? ['\\ No newline at end of file'] : []
      if (old === now) body.push(` ${old}`, ...tail)
      else body.push(`-${old}`, ...tail, `+${now}`, ...tail)
    }
    return [`@@ -${start + 1},${end - start} +${start + 1},${end - start} @@`, ...body]
  })
  return [`--- a/${file}`, `+++ b/${file}`, ...lines, ''].join('\n')
}
