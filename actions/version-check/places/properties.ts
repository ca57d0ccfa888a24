/** An entry of an INI or Java properties file, with the span of its value. */
export interface PropertyEntry {
  /** '' in properties files, which have no sections. */
  readonly section: string
  readonly key: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The entries of `key = value` and `key: value` lines. Lines that go on with a backslash or an indent are not put together. */
export function propertiesOf(text: string): readonly PropertyEntry[] {
  const entries: PropertyEntry[] = []
  let section = ''
  for (const { start, line } of linesOf(text)) {
    const heading = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1]
    if (heading !== undefined) section = heading.trim()
    const separator = line.search(/[=:]/)
    if (heading !== undefined || separator <= 0 || /^[#;!\s]/.test(line)) continue
    const rest = line.slice(separator + 1)
    const value = rest.trim()
    const at = start + separator + 1 + (rest.length - rest.trimStart().length)
    entries.push({ section, key: line.slice(0, separator).trim(), start: at, end: at + value.length, text: value })
  }
  return entries
}

/** The lines of a text without their ends, and where each starts. */
export function* linesOf(text: string): Generator<{ readonly start: number; readonly line: string }> {
  let start = text.startsWith('\uFEFF') ? 1 : 0
  while (start < text.length) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    yield { start, line: text.slice(start, end).replace(/\r$/, '') }
    start = end + 1
  }
}
