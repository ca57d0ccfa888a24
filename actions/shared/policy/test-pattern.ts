import { testId } from '../model/baseline.ts'

/** A test as a policy names it: texts that must follow one another, with anything between them. */
export interface TestPattern {
  /** Split at each `*`; one part is an exact name. */
  readonly parts: readonly string[]
}

/** How readers list a suite that could not run: that is no test of it, so that no `*` means it. */
const SUITE_ITSELF = '(the suite itself'

export function testPattern(text: string): TestPattern {
  return { parts: blanks(text).split('*') }
}

/** The names that a test goes by: suite and name, and the name alone where that says its suite already. */
export interface TestNames {
  readonly full: string
  readonly short?: string | undefined
  readonly isSuiteItself: boolean
}

export function testNames(suite: string, name: string): TestNames {
  const short = suite !== '' && name.startsWith(suite) ? blanks(name) : undefined
  return { full: blanks(testId(suite, name)), short, isSuiteItself: name.startsWith(SUITE_ITSELF) }
}

/** Whether a pattern means a test. */
export function isMeant({ parts }: TestPattern, { full, short, isSuiteItself }: TestNames): boolean {
  if (parts.length > 1 && isSuiteItself) return false
  return matchesParts(parts, full) || (short !== undefined && matchesParts(parts, short))
}

/** People copy names from pages that show runs of blanks as one. */
function blanks(text: string): string {
  return /\s\s|[^\S ]/.test(text) ? text.trim().replace(/\s+/g, ' ') : text
}

/** Whether a text has these parts one after the other, with anything between them. Each as early as it can be, in one walk. */
export function matchesParts(parts: readonly string[], text: string): boolean {
  const { 0: first = '', length } = parts
  if (length === 1) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (let index = 1; index < length - 1; index += 1) {
    const part = parts[index] ?? ''
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  const last = parts[length - 1] ?? ''
  return text.length - last.length >= at && text.endsWith(last)
}
