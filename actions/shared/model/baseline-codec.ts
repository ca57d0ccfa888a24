import type { Baseline, KnownFinding, KnownTest, TrendPoint } from './baseline.ts'
import { encodeCoverage, decodeCoverage } from './baseline-coverage.ts'
import { EvidenceError } from './errors.ts'
import { FINDING_FAMILIES, RANK_ORDER } from './findings.ts'
import { OUTCOMES, type Outcome } from './tests.ts'

/** The contents of a baseline: 4 bytes of length, so much JSON in UTF-8, then the covered lines of all tables. */
const LENGTH_BYTES = 4

/** What the JSON holds. Words are kept as words and not as their places in our lists: lists grow. */
interface Head {
  readonly repository?: string | undefined
  readonly sha: string
  readonly ref?: string | undefined
  readonly recorded: string
  readonly gate: string
  readonly leg?: string | undefined
  readonly values: readonly (readonly [string, number])[]
  /** Names by outcome and whether flaky. */
  readonly tests?: readonly (readonly [Outcome, boolean, readonly string[]])[] | undefined
  readonly strings: readonly string[]
  /**
   * Family, rank, tool, rule, message, path, content, line, and of some identity and first day. All but the line are numbers of
   * `strings` from 1 on; 0 is "none".
   */
  readonly findings: readonly (readonly number[])[]
  readonly findingsTotal: number
  /** Ascending. */
  readonly packages?: readonly number[] | undefined
  readonly streaks: readonly (readonly [string, number])[]
  readonly trend: readonly TrendPoint[]
}

const WORDS = ['family', 'rank', 'tool', 'rule', 'message', 'path', 'content'] as const satisfies (keyof KnownFinding)[]

/** The contents as bytes, not yet compressed. */
export function encodeBaseline(baseline: Baseline): Uint8Array {
  const strings = new Map<string, number>()
  const numberOf = (text: string | undefined): number => {
    if (text === undefined) return 0
    const known = strings.get(text)
    if (known !== undefined) return known
    strings.set(text, strings.size + 1)
    return strings.size
  }
  const findings = baseline.findings.map((finding) => [
    ...WORDS.map((name) => numberOf(finding[name])),
    finding.line ?? 0,
    ...(finding.identity === undefined ? [] : [numberOf(finding.identity), numberOf(finding.since)]),
  ])
  const { repository, sha, ref, recorded, gate, leg, findingsTotal, trend } = baseline
  const head: Head = {
    ...{ repository, sha, ref, recorded, gate, leg, findingsTotal, trend, findings },
    values: [...baseline.values],
    tests: baseline.tests && testsByState(baseline.tests),
    strings: [...strings.keys()],
    packages: baseline.packages && [...baseline.packages].sort((left, right) => left - right),
    streaks: [...baseline.streaks],
  }
  const text = new TextEncoder().encode(JSON.stringify(head))
  const coverage = encodeCoverage(baseline.coverage)
  const bytes = new Uint8Array(LENGTH_BYTES + text.length + coverage.length)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, LENGTH_BYTES)
  bytes.set(coverage, LENGTH_BYTES + text.length)
  return bytes
}

/** Throws EvidenceError where the bytes are no contents of a baseline. */
export function decodeBaseline(bytes: Uint8Array): Baseline {
  try {
    return decode(bytes)
  } catch (error) {
    if (error instanceof EvidenceError) throw error
    // A RangeError of the lengths, a SyntaxError of the JSON, a TypeError of its shape.
    throw new EvidenceError('holds something else than a baseline')
  }
}

function decode(bytes: Uint8Array): Baseline {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true)
  demand(LENGTH_BYTES + length <= bytes.length)
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length))
  const head = fields(JSON.parse(text))
  const strings = list(head['strings']).map(word)
  return {
    repository: optional(head['repository'], word),
    sha: word(head['sha']),
    ref: optional(head['ref'], word),
    recorded: word(head['recorded']),
    gate: word(head['gate']),
    leg: optional(head['leg'], word),
    values: new Map(list(head['values']).map(pair)),
    tests: optional(head['tests'], testsOf),
    findings: list(head['findings']).map((row) => findingOf(list(row).map(count), strings)),
    findingsTotal: count(head['findingsTotal']),
    packages: optional(head['packages'], (packages) => new Set(list(packages).map(count))),
    coverage: decodeCoverage(bytes.subarray(LENGTH_BYTES + length)),
    streaks: new Map(list(head['streaks']).map(pair)),
    trend: list(head['trend']).map(trendPointOf),
  }
}

function testsByState(tests: ReadonlyMap<string, KnownTest>): [Outcome, boolean, string[]][] {
  const states = new Map<string, [Outcome, boolean, string[]]>()
  for (const [name, { outcome, isFlaky }] of tests) {
    const key = `${outcome} ${isFlaky}`
    const state = states.get(key) ?? [outcome, isFlaky, []]
    state[2].push(name)
    states.set(key, state)
  }
  return [...states.values()]
}

function testsOf(value: unknown): ReadonlyMap<string, KnownTest> {
  const tests = new Map<string, KnownTest>()
  for (const state of list(value)) {
    const [outcome, isFlaky, names] = list(state)
    const known: KnownTest = { outcome: oneOf(OUTCOMES, outcome), isFlaky: isFlaky === true }
    for (const name of list(names)) tests.set(word(name), known)
  }
  return tests
}

function findingOf(row: readonly number[], strings: readonly string[]): KnownFinding {
  const [family, rank, tool, rule, message, path, content, line, identity = 0, since = 0] = row
  const text = (number: number | undefined): string => demand(strings[demand(number) - 1])
  return {
    family: oneOf(FINDING_FAMILIES, text(family)),
    rank: oneOf([...RANK_ORDER.keys()], text(rank)),
    tool: text(tool),
    rule: text(rule),
    message: text(message),
    path: path === 0 ? undefined : text(path),
    line: line === 0 ? undefined : demand(line),
    content: text(content),
    identity: identity === 0 ? undefined : text(identity),
    since: since === 0 ? undefined : text(since),
  }
}

function trendPointOf(value: unknown): TrendPoint {
  const { sha, recorded, metrics } = fields(value)
  const entries = Object.entries(fields(metrics)).map(([name, number]) => [name, finite(number)] as const)
  return { sha: word(sha), recorded: word(recorded), metrics: Object.fromEntries(entries) }
}

function demand<Value>(value: Value): Exclude<Value, undefined | false> {
  if (value === undefined || value === false) throw new TypeError('not as a baseline has it')
  return value as Exclude<Value, undefined | false>
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown): Choice {
  return demand<Choice | undefined>(choices.find((choice) => choice === value))
}

function optional<Value>(value: unknown, read: (value: unknown) => Value): Value | undefined {
  return value === undefined ? undefined : read(value)
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  demand(typeof value === 'object' && value !== null && !Array.isArray(value))
  return value as Readonly<Record<string, unknown>>
}

function list(value: unknown): readonly unknown[] {
  demand(Array.isArray(value))
  return value as readonly unknown[]
}

function word(value: unknown): string {
  demand(typeof value === 'string')
  return value as string
}

function finite(value: unknown): number {
  demand(typeof value === 'number' && Number.isFinite(value))
  return value as number
}

function count(value: unknown): number {
  demand(Number.isSafeInteger(value) && (value as number) >= 0)
  return value as number
}

function pair(value: unknown): readonly [string, number] {
  const [name, number] = list(value)
  return [word(name), finite(number)]
}
