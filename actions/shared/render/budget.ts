/** A part of a document that can be shortened from its end or left out. */
export interface Section {
  /** What it is called when it is left out. */
  readonly title: string
  /** Who gets room first: 0 before 1. Reading order is the order of the list. */
  readonly rank: number
  readonly head: string
  /** Number of entries; they are made one by one, only as many as there is room for. */
  readonly count: number
  readonly entry: (index: number) => string
  readonly tail: string
  /** Says what was left out; all entries beyond `count` that were never offered are part of `left`. */
  readonly rest?: ((left: number) => string) | undefined
  /** Entries that exist beside the offered ones. */
  readonly beyond?: number | undefined
}

/** How long a text is, in the unit of the channel's limit. */
export type Measure = (text: string) => number

const encoder = new TextEncoder()
/** UTF-8 bytes. */
export const utf8Bytes: Measure = (text) => encoder.encode(text).length
/** UTF-16 units: never fewer than characters. */
export const characters: Measure = (text) => text.length

/** A section of fixed text. */
export function block(title: string, rank: number, text: string): Section {
  return { title, rank, head: text, count: 0, entry: () => '', tail: '' }
}

/** The entries of a section: `offered` is the beginning of a list of `all`. */
export function entriesOf<T>(
  offered: readonly T[],
  all: number,
  entry: (item: T) => string,
): Pick<Section, 'count' | 'entry' | 'beyond'> {
  return {
    count: offered.length,
    entry: (index) => entry(offered[index] as T),
    beyond: all - offered.length,
  }
}

const SEPARATOR = '\n\n'

/**
 * Puts sections together within `limit`. The most important get room first, entry by entry; what had to go is counted.
 * The result is never longer than the limit, and never cut inside an entry.
 */
export function compose(sections: readonly Section[], limit: number, measure: Measure): string {
  const order = sections
    .map((section, index) => ({ section, index }))
    .sort((left, right) => left.section.rank - right.section.rank)
  const texts: (string | undefined)[] = sections.map(() => undefined)
  const missing: string[] = []
  const farewell = (titles: readonly string[]) => `_Left out for length: ${titles.join(', ')}._`
  const reserve = measure(farewell(sections.map(({ title }) => title))) + measure(SEPARATOR)
  let room = limit - reserve
  for (const { section, index } of order) {
    const text = fill(section, room - measure(SEPARATOR), measure)
    if (text === undefined) {
      missing.push(section.title)
      continue
    }
    texts[index] = text
    room -= measure(text) + measure(SEPARATOR)
  }
  const parts = texts.filter((text) => text !== undefined && text !== '') as string[]
  if (missing.length > 0 && reserve <= limit) parts.push(farewell(missing))
  return `${parts.join(SEPARATOR)}\n`
}

/** The section with as many entries as fit, or nothing where not even its frame does. */
function fill(section: Section, room: number, measure: Measure): string | undefined {
  const all = section.count + (section.beyond ?? 0)
  const rest = (left: number) => (left > 0 ? (section.rest?.(left) ?? '') : '')
  const frame = measure(section.head) + measure(section.tail) + measure(rest(all)) + 3
  if (frame > room) return undefined
  let used = frame
  const lines: string[] = []
  for (let index = 0; index < section.count; index += 1) {
    const line = section.entry(index)
    used += measure(line) + 1
    if (used > room) break
    lines.push(line)
  }
  if (lines.length === 0 && section.count > 0 && section.rest === undefined) return undefined
  const left = rest(all - lines.length)
  return [section.head, ...lines, left, section.tail].filter((part) => part !== '').join('\n')
}
