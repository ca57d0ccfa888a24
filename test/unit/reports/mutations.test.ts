import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { tries } from '../../support/fuzz.ts'
import { contentsOf, isDoubted, readBytes } from '../../support/read-report.ts'
import { failing, type Sample, SAMPLES } from './samples.ts'

/** One thing that happens to a file on its way. */
type Mutation = (bytes: Uint8Array) => Uint8Array

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()
const onText =
  (change: (text: string) => string): Mutation =>
  (bytes) =>
    encoder.encode(change(decoder.decode(bytes)))

/** The n-th match of a pattern, replaced. */
function replaceNth(text: string, pattern: RegExp, n: number, replacement: (match: string) => string): string {
  const matches = [...text.matchAll(pattern)]
  const match = matches[n % Math.max(1, matches.length)]
  if (!match) return text
  return text.slice(0, match.index) + replacement(match[0]) + text.slice(match.index + match[0].length)
}

const PLACE = fc.nat({ max: 1_000_000 })
const cut = PLACE.map(
  (place): Mutation =>
    (bytes) =>
      bytes.slice(0, place % (bytes.length + 1)),
)
const bitFlip = fc.tuple(PLACE, fc.nat({ max: 7 })).map(([place, bit]): Mutation => (bytes) => {
  const changed = Uint8Array.from(bytes)
  if (changed.length > 0) changed[place % changed.length]! ^= 1 << bit
  return changed
})
const lines = (change: (lines: string[], at: number) => string[]) =>
  PLACE.map((place): Mutation =>
    onText((text) => {
      const all = text.split('\n')
      return change(all, place % all.length).join('\n')
    }),
  )
const droppedLine = lines((all, at) => all.filter((_, index) => index !== at))
const repeatedLine = lines((all, at) => [...all.slice(0, at + 1), ...all.slice(at)])
const swappedLines = lines((all, at) => [...all.slice(0, at), ...all.slice(at, at + 2).reverse(), ...all.slice(at + 2)])
/** Elements, keys and marks of which one takes the place of another. */
const swappedTag = fc.tuple(PLACE, PLACE).map(([from, to]): Mutation =>
  onText((text) => {
    const pattern = /<\/?[\w:.-]+|"[\w.-]+"(?=\s*:)|^[A-Z]{2,4}:|[{}[\]]/gm
    const all = [...text.matchAll(pattern)]
    const other = all[to % Math.max(1, all.length)]?.[0] ?? ''
    return replaceNth(text, pattern, from, () => other)
  }),
)
const WORDS = [
  '',
  '-1',
  'NaN',
  'null',
  '1e999',
  '0',
  '99999999999999999999',
  '"',
  '<',
  '{',
  '\u{0}',
  '\u{1b}',
  '\u{feff}',
  'é',
  '..',
  '::error::',
  '__proto__',
  'constructor',
]
const otherValue = fc
  .tuple(PLACE, fc.constantFrom(...WORDS))
  .map(([place, word]): Mutation =>
    onText((text) => replaceNth(text, /(?<=[":= ,>])[\w./-]+(?=[", <\n}])/g, place, () => word)),
  )
const MUTATIONS = fc.array(fc.oneof(cut, bitFlip, droppedLine, repeatedLine, swappedLines, swappedTag, otherValue), {
  minLength: 1,
  maxLength: 3,
})
const SIZES = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 })

const mutated = ({ bytes }: Sample, mutations: readonly Mutation[]): Uint8Array =>
  mutations.reduce((result, mutation) => mutation(result), bytes)

/** Failing tests that a JUnit report lists, counted by another parser and in the plainest way. */
function failingTestcases(text: string): number {
  const failed = new Set<string>()
  const suites: string[] = []
  let test: string | undefined
  let depth = 0
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (name === 'testsuite' || name === 'testsuites') suites.push(attributes['name'] ?? '')
    if (name === 'testcase') {
      test = `${attributes['classname'] || suites.at(-1)} ${attributes['name'] ?? `unnamed ${depth}`}`
    }
    if ((name === 'failure' || name === 'error') && test !== undefined) failed.add(test)
  })
  parser.on('closetag', ({ name }) => {
    if (name === 'testcase') test = undefined
    if (name === 'testsuite' || name === 'testsuites') suites.pop()
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.write(text).close()
  return failed.size
}

const listOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? (value as Record<string, unknown>[]) : []

/** What the bytes that are left state, for the formats whose failures are easily counted. */
const STATED: Readonly<Record<string, (text: string) => number>> = {
  junit: failingTestcases,
  ruff: (text) => listOf(JSON.parse(text)).length,
  bandit: (text) => listOf((JSON.parse(text) as { results?: unknown }).results).length,
  sarif: (text) =>
    listOf((JSON.parse(text) as { runs?: unknown }).runs)
      .flatMap(({ results }) => listOf(results))
      .filter(({ kind, suppressions }) => (kind ?? 'fail') === 'fail' && listOf(suppressions).length === 0).length,
  eslint: (text) => listOf(JSON.parse(text)).flatMap(({ messages }) => listOf(messages)).length,
  mypy: (text) => text.match(/: error: |"severity": "error"/g)?.length ?? 0,
}

describe('a report that was damaged at any place', () => {
  it.each(SAMPLES.map((sample) => [sample.format, sample] as const))(
    'of %s is read, doubted or refused, and the same in chunks of any size',
    (_format, sample) => {
      fc.assert(
        fc.property(MUTATIONS, SIZES, (mutations, chunks) => {
          const bytes = mutated(sample, mutations)
          // Whatever is no EvidenceError is thrown here.
          const whole = readBytes(bytes, { format: sample.format })
          const pieces = readBytes(bytes, { format: sample.format, chunks })
          expect(pieces.refused === undefined).toBe(whole.refused === undefined)
          if (whole.reading) expect(contentsOf(pieces)).toEqual(contentsOf(whole))
          readBytes(bytes)
        }),
        tries(50),
      )
    },
  )

  it.each(
    SAMPLES.filter(({ format }) => Object.hasOwn(STATED, format)).map((sample) => [sample.format, sample] as const),
  )('of %s never counts fewer failures than it states, unless it is doubted', (format, sample) => {
    fc.assert(
      fc.property(MUTATIONS, (mutations) => {
        const bytes = mutated(sample, mutations)
        const report = readBytes(bytes, { format })
        if (isDoubted(report)) return
        let stated = 0
        try {
          stated = STATED[format]!(decoder.decode(bytes))
        } catch {
          // The other parser takes less than ours (control characters): nothing to compare with.
        }
        expect(failing(report.reading!)).toBeGreaterThanOrEqual(stated)
      }),
      tries(100),
    )
  })
})
