import { EvidenceError } from '../../model/errors.ts'
import { type JsonObject, field, isObject, listField, textField } from '../json/shape.ts'

/** Which group of a pattern says what. */
export const MATCHER_FIELDS = ['file', 'fromPath', 'line', 'column', 'severity', 'code', 'message'] as const
export type MatcherField = (typeof MATCHER_FIELDS)[number]

export interface MatcherPattern {
  readonly regexp: RegExp
  readonly groups: Readonly<Partial<Record<MatcherField, number>>>
  readonly loop: boolean
}

export interface Matcher {
  readonly owner: string
  /** For matches that name none. */
  readonly severity: string | undefined
  readonly patterns: readonly MatcherPattern[]
}

/**
 * The matchers of a file as `::add-matcher::` takes it, under the runner's own rules
 * (https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md; actions/runner, IssueMatcher.cs). Throws EvidenceError.
 */
export function parseMatchers(text: string): readonly Matcher[] {
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new EvidenceError('it is not valid JSON')
  }
  const matchers = listField(document, 'problemMatcher').map(matcherOf)
  if (matchers.length === 0) throw new EvidenceError('it has no "problemMatcher"')
  const owners = new Set(matchers.map(({ owner }) => owner.toLowerCase()))
  if (owners.size < matchers.length) throw new EvidenceError('two of its matchers have the same owner')
  return matchers
}

function matcherOf(value: unknown): Matcher {
  const owner = textField(value, 'owner') ?? ''
  if (owner === '') throw new EvidenceError('a matcher has no owner')
  const severity = textField(value, 'severity')
  if (severity !== undefined && !/^(?:|error|warning|notice)$/i.test(severity)) {
    throw new EvidenceError(`${owner}: its severity ${JSON.stringify(severity)} is not one of error, warning, notice`)
  }
  const listed = listField(value, 'pattern')
  const patterns = listed.map((pattern, index) => patternOf(pattern, owner, index, listed.length))
  if (patterns.length === 0) throw new EvidenceError(`${owner}: it has no pattern`)
  for (const name of MATCHER_FIELDS) {
    if (patterns.filter(({ groups }) => groups[name] !== undefined).length > 1) {
      throw new EvidenceError(`${owner}: "${name}" is set twice`)
    }
  }
  if (!patterns.some(({ groups }) => groups.message !== undefined)) {
    throw new EvidenceError(`${owner}: no pattern sets "message"`)
  }
  return { owner, severity: severity === '' ? undefined : severity, patterns }
}

function patternOf(value: unknown, owner: string, index: number, count: number): MatcherPattern {
  if (!isObject(value)) throw new EvidenceError(`${owner}: a pattern is not an object`)
  const regexp = regexpOf(textField(value, 'regexp') ?? '', owner)
  const groups = groupsOf(value, owner, groupCount(regexp))
  const loop = field(value, 'loop') === true
  if (loop && (index === 0 || index < count - 1)) {
    throw new EvidenceError(`${owner}: only the last pattern of several may set "loop"`)
  }
  if (loop && groups.message === undefined) throw new EvidenceError(`${owner}: with "loop" it must set "message"`)
  return { regexp, groups, loop }
}

function groupsOf(pattern: JsonObject, owner: string, count: number): Partial<Record<MatcherField, number>> {
  const groups: Partial<Record<MatcherField, number>> = {}
  for (const name of MATCHER_FIELDS) {
    const group = field(pattern, name)
    if (group === undefined || group === null) continue
    if (typeof group !== 'number' || !Number.isInteger(group) || group < 0 || group >= count) {
      throw new EvidenceError(`${owner}: "${name}" is not a group of its pattern, which has ${count - 1}`)
    }
    groups[name] = group
  }
  return groups
}

/** The runner's dialect is .NET's ECMAScript option, which is JavaScript's but for options at the beginning. */
function regexpOf(source: string, owner: string): RegExp {
  const [, options = ''] = /^\(\?([im]+)\)/.exec(source) ?? []
  try {
    return new RegExp(options === '' ? source : source.slice(options.length + 3), [...new Set(options)].join(''))
  } catch {
    throw new EvidenceError(`${owner}: ${JSON.stringify(source.slice(0, 200))} is not a regular expression`)
  }
}

/** The whole match counts as one. */
function groupCount(regexp: RegExp): number {
  return new RegExp(`${regexp.source}|`, regexp.flags).exec('')?.length ?? 1
}
