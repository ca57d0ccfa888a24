import { type Finder, type FinderContext, Finds } from './finds.ts'
import { FINDERS, findersOf, mayFind } from './finders.ts'
import type { Found, Place, Remark } from './place.ts'
import { Source } from './source.ts'
import { UnreadableError } from './value-tree.ts'

/** Folders that hold other people's files, or files that are wrong on purpose; the policy can name a place there. */
const LEFT_OUT =
  /(^|\/)(node_modules|_?vendor(?:ed)?|third[_-]?party|bower_components|Pods|site-packages|\.venv|venv|tests?|__tests__|testdata|fixtures|__fixtures__|examples?|samples?|benchmarks?)\//

/** Of projects that do not exist yet; templates of charts are YAML. */
const SCAFFOLD = /(^|\/)templates?\/.*(?<!\.ya?ml|\.tpl)$/

/** The text of a file, or why there is none: a sentence without its full stop. Nothing where the file is not there any more. */
export type ReadText = (file: string) => { readonly text: string } | { readonly refused: string } | undefined

export interface Discovery extends Found {
  /** Files that were looked into. */
  readonly filesRead: number
}

/** Whether a file may declare a version, by its path alone. */
export function isCandidate(file: string): boolean {
  return !isLeftOut(file) && findersOf(file).length > 0
}

function isLeftOut(file: string): boolean {
  return LEFT_OUT.test(file) || SCAFFOLD.test(file)
}

/**
 * Finds the places that declare versions.
 * @param files paths from the repository's top
 * @param names what the repository is called, beside what its manifests say
 * @param there files that are not looked at included
 */
export async function discover(
  files: readonly string[],
  read: ReadText,
  names: readonly string[] = [],
  there = files,
): Promise<Discovery> {
  const places: Place[] = []
  const remarks: Remark[] = []
  const sources = new Map<string, { readonly source: Source; readonly finders: readonly Finder[] }>()
  const ownNames = new Map(names.map((name) => [lastPart(name), '']))
  const candidates = new Map<string, readonly Finder[]>()
  for (const file of files) {
    const finders = findersOf(file)
    if (finders.length > 0 && !isLeftOut(file)) candidates.set(file, finders)
  }
  let filesRead = 0
  for (const [file, matching] of candidates) {
    const content = read(file)
    filesRead += 1
    if (content === undefined) continue
    if ('refused' in content) {
      remarks.push({ file, line: 1, kind: 'unreadable', text: content.refused })
      continue
    }
    const finders = matching.filter((finder) => mayFind(finder, content.text))
    if (finders.length === 0) continue
    const source = new Source(file, content.text)
    sources.set(file, { source, finders })
    await gatherNames(source, finders, ownNames)
  }
  let all: ReadonlySet<string> | undefined
  const context: FinderContext = {
    names: ownNames,
    files: new Set(candidates.keys()),
    has: (file) => (all ??= new Set(there)).has(file),
    sourceOf: (file) => sources.get(file)?.source,
  }
  for (const { source, finders } of sources.values()) {
    const found = await findIn(source, finders, context)
    for (const place of found.places) places.push(place)
    for (const remark of found.remarks) remarks.push(remark)
  }
  return { places, remarks, filesRead }
}

async function gatherNames(source: Source, finders: readonly Finder[], names: Map<string, string>): Promise<void> {
  for (const finder of finders) {
    try {
      for (const name of (await finder.names?.(source)) ?? []) if (name) names.set(lastPart(name), source.file)
    } catch (error) {
      // What cannot be read is said when its places are looked for.
      if (!(error instanceof UnreadableError)) throw error
    }
  }
}

/** `@scope/app`, `github.com/org/app`: what images are called after. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase()
}

/** The places of one file. A file that cannot be read declares nothing, and says so once. */
export async function findIn(source: Source, finders: readonly Finder[], context: FinderContext): Promise<Found> {
  const finds = new Finds(source)
  const said = new Set<string>()
  for (const finder of finders) {
    finds.rank = FINDERS.indexOf(finder)
    try {
      await finder.find(source, finds, context)
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      if (!said.has(error.message)) finds.unreadable(error.offset, `${source.base} cannot be read: ${error.message}`)
      said.add(error.message)
    }
  }
  return finds
}
