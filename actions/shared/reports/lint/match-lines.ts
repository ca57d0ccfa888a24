import type { MatchAll, PatternMatch } from '../reader.ts'
import { MATCHER_FIELDS, type Matcher, type MatcherField, type MatcherPattern } from './matcher-file.ts'

/** What a matcher found, in the words of the line. */
export interface Problem extends Readonly<Partial<Record<MatcherField, string>>> {
  readonly owner: string
}

type Fields = Readonly<Partial<Record<MatcherField, string>>>

/** Colours, as the runner takes them out before it matches. */
const COLORS = /\u001b\[[0-9;]*m?/g

/**
 * Matches lines as the runner does (actions/runner, IssueMatcher.cs and OutputManager.cs): the first matcher that finds something in a
 * line has it, and the others forget what they had begun; what an earlier pattern said of a problem stands; a pattern with `loop` goes
 * on from where the one before it left off. Keeps its state from one call to the next. The regular expressions are run by `matchAll`,
 * as one can run away: whoever gives it must be able to stop it.
 */
export function matchLines(matchers: readonly Matcher[], matchAll: MatchAll): (lines: readonly string[]) => Problem[] {
  const runs = matchers.map((matcher) => new MatcherRun(matcher))
  const patterns = matchers.flatMap((matcher) => matcher.patterns)
  return (lines) => {
    const plain = lines.map((line) => (line.includes('\u001b') ? line.replace(COLORS, '') : line))
    const byLine = new Map<number, Map<MatcherPattern, Groups>>()
    for (const [line, pattern, groups] of matchAll(
      patterns.map(({ regexp }) => regexp),
      plain,
    )) {
      const matches = byLine.get(line) ?? new Map<MatcherPattern, Groups>()
      matches.set(patterns[pattern] as MatcherPattern, groups)
      byLine.set(line, matches)
    }
    return plain.flatMap((_, line) => matchLine(runs, byLine.get(line) ?? NOTHING) ?? [])
  }
}

type Groups = PatternMatch[2]
type LineMatches = ReadonlyMap<MatcherPattern, Groups>
const NOTHING: LineMatches = new Map()

function matchLine(runs: readonly MatcherRun[], matches: LineMatches): Problem | undefined {
  for (const run of runs) {
    const found = run.match(matches)
    if (!found) continue
    for (const other of runs) if (other !== run) other.reset()
    // A problem without a message is none, and the next matcher may have the line.
    if ((found.message ?? '') !== '') return found
  }
  return undefined
}

/** One matcher, and how far the patterns of a problem of several lines have matched. */
class MatcherRun {
  readonly #matcher: Matcher
  #state: (Fields | undefined)[] = []

  constructor(matcher: Matcher) {
    this.#matcher = matcher
  }

  reset(): void {
    this.#state = []
  }

  match(matches: LineMatches): Problem | undefined {
    const { patterns } = this.#matcher
    const last = patterns.length - 1
    // From the last to the first, so that a line counts for one step only.
    for (let index = last; index >= 0; index -= 1) {
      const before = index > 0 ? this.#state[index - 1] : {}
      if (before === undefined) continue
      const pattern = patterns[index] as MatcherPattern
      const match = matches.get(pattern)
      if (index < last) this.#state[index] = match ? withGroups(before, pattern, match) : undefined
      else if (match) {
        this.reset()
        if (pattern.loop) this.#state[index - 1] = before
        return this.#problem(withGroups(before, pattern, match))
      } else if (index > 0) this.#state[index - 1] = undefined
    }
    return undefined
  }

  #problem(fields: Fields): Problem {
    const { owner, severity } = this.#matcher
    const stated = (fields.severity ?? '') === '' ? severity : fields.severity
    return { owner, ...fields, ...(stated === undefined ? {} : { severity: stated }) }
  }
}

function withGroups(before: Fields, pattern: MatcherPattern, match: Groups): Fields {
  const fields: Partial<Record<MatcherField, string>> = { ...before }
  for (const name of MATCHER_FIELDS) {
    const group = pattern.groups[name]
    if (group !== undefined && fields[name] === undefined) fields[name] = match[group] ?? ''
  }
  return fields
}
