import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { FIXTURES, readBytes } from '../../support/read-report.ts'

/*
 * No format turns green by damage. Every report with a failure in it is damaged in 200 seeded ways; where the gate is
 * green on what is left, that must be a whole report that states no failure any more, judged here by what stands in its
 * bytes and not by our readers.
 */

const MUTATIONS = 200
/** Larger files are left out: they are the same formats again. */
const MOST_BYTES = 300_000

/** How each format states a failure, for the gate that it is judged by. */
const STATES_FAILURE: Readonly<Record<string, RegExp>> = {
  junit: /<(?:\w+:)?(?:failure|error)\b|(?:failures|errors)="[1-9]/,
  trx: /outcome="(?:Failed|Error|Timeout|Aborted)"/,
  nunit: /result="(?:Failed|Failure|Error)"|success="False"|<failure/,
  xunit: /result="Fail"|<failure|errors="[1-9]/,
  mocha: /"failures": ?[1-9]|"err": ?\{ ?\n? *"/,
  dart: /"result":"(?:failure|error)"|"success":false/,
  tap: /^\s*not ok\b|^Bail out!/m,
  cucumber: /"status": ?"(?:failed|undefined|ambiguous)"/,
  robot: /status="FAIL"/,
  'go-test': /"Action":"(?:fail|build-fail)"/,
  jest: /"status": ?"(?:failed|error)"|"success": ?false/,
  ctrf: /"status": ?"failed"/,
  sarif: /"level": ?"error"/,
  clippy: /"level":"error"|"success":false/,
  gcc: /: (?:fatal )?error: /,
  hadolint: /"level": ?"error"|^\S+ DL\d+ error: /m,
  javac: /\.java:\d+: error: |\[ERROR\] \S+\.java:/,
  msbuild: /: (?:fatal )?error [A-Z]+\d+:|[1-9]\d* [Ee]rror\(s\)/,
  pylint: /: [EF]\d{4}:|"type": ?"(?:error|fatal)"|"(?:error|fatal)": ?[1-9]/,
  rubocop: /"severity": ?"(?:fatal|error)"/,
  rdjsonl: /"severity": ?"ERROR"/,
  yamllint: /\[error\]| {2}error {2}/,
}

/** The gate that each kind of report is judged by. */
const GATE: Readonly<Record<string, string>> = { tests: 'tests.failed == 0', findings: 'lint.error == 0' }

interface Sample {
  readonly name: string
  readonly bytes: Uint8Array
  readonly format: string
  readonly rule: string
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .flatMap((file) => (statSync(file).isDirectory() ? filesBelow(file) : [file]))
    .sort()
}

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url))
const folders = [fileURLToPath(FIXTURES), ...['tests', 'lint'].map((name) => path.join(corpus, name))].filter(
  existsSync,
)
const samples = folders.flatMap(filesBelow).flatMap((file): Sample[] => {
  const bytes = new Uint8Array(readFileSync(file))
  if (bytes.length > MOST_BYTES) return []
  const { format, reading } = readBytes(bytes)
  const rule = reading && GATE[reading.kind]
  if (format === undefined || rule === undefined || statusOf(bytes, format, rule) !== 'fail') return []
  return [{ name: path.relative(path.dirname(corpus), file), bytes, format, rule }]
})

/** The status of a gate with this one rule on this one report, its format being known as it is in a pipeline. */
function statusOf(bytes: Uint8Array, format: string, rule: string): string {
  const { reading, refused, tables } = readBytes(bytes, { format })
  const provenance = { file: 'report', sha256: '', bytes: bytes.length, format }
  const nothing = { kind: 'tests', entries: 0, metrics: {}, completeness: 'none', doubts: [] } as const
  const evidence = [{ ...(reading ?? nothing), scope: {}, provenance, refused }]
  const paths = { mapped: 0, unmapped: 0, examples: [] }
  return assess({ evidence, gaps: [], tables: new Map([['', tables]]), paths }, parseRules(rule), { onUnknown: 'fail' })
    .status
}

/** Numbers that are the same in every run (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Damage = (bytes: Uint8Array, random: (below: number) => number) => Uint8Array

function without(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const left = new Uint8Array(bytes.length - (end - start))
  left.set(bytes.subarray(0, start))
  left.set(bytes.subarray(end), start)
  return left
}

const DAMAGE: Readonly<Record<string, Damage>> = {
  cut: (bytes, random) => bytes.slice(0, random(bytes.length)),
  'bit flip': (bytes, random) => {
    const flipped = bytes.slice()
    flipped[random(bytes.length)]! ^= 1 << random(8)
    return flipped
  },
  'dropped line': (bytes, random) => {
    const start = bytes.lastIndexOf(0x0a, random(bytes.length)) + 1
    const end = bytes.indexOf(0x0a, start)
    return without(bytes, start, end < 0 ? bytes.length : end + 1)
  },
  'swapped tag': (bytes, random) => {
    // A name or word is put in the place of another one of the same report.
    const text = new TextDecoder('latin1').decode(bytes)
    const words = [...text.matchAll(/(?<=[<"/ ])[A-Za-z]{3,}(?=[\s>":/])/g)]
    const [from, to] = [words[random(words.length)], words[random(words.length)]]
    if (!from || !to) return bytes
    const swapped = text.slice(0, from.index) + to[0] + text.slice(from.index + from[0].length)
    return Uint8Array.from(swapped, (character) => character.charCodeAt(0))
  },
}
const KINDS = Object.entries(DAMAGE)

/** Whether what is left still states a failure, by its words; of a format whose words are not known here it always does. */
function statesFailure(format: string, left: Uint8Array): boolean {
  return STATES_FAILURE[format]?.test(new TextDecoder().decode(left)) ?? true
}

describe('no format turns green by damage', () => {
  const counts = { fail: 0, unknown: 0, pass: 0 }
  const greens: string[] = []

  it('has reports with failures to damage', () => {
    expect(samples.length).toBeGreaterThan(30)
    expect(new Set(samples.map(({ format }) => format)).size).toBeGreaterThan(12)
  })

  it.each(samples.map((sample) => [sample.name, sample] as const))('%s', (name, sample) => {
    const random = randomNumbers(20_261_121)
    const wrong: string[] = []
    for (let turn = 0; turn < MUTATIONS; turn += 1) {
      const [kind, damage] = KINDS[turn % KINDS.length]!
      const left = damage(sample.bytes, random)
      const status = statusOf(left, sample.format, sample.rule) as keyof typeof counts
      counts[status] += 1
      if (status !== 'pass') continue
      const green = `${name}, ${kind} ${turn}: ${sample.bytes.length} bytes, ${left.length} left`
      greens.push(green)
      if (statesFailure(sample.format, left)) wrong.push(green)
    }
    expect(wrong).toEqual([])
  })

  it('tells how often what was left was whole and without a failure', () => {
    const told = `${samples.length} reports, ${MUTATIONS} mutations each: ${counts.fail} fail, ${counts.unknown} unknown, ${counts.pass} pass`
    process.stdout.write([told, ...greens.map((green) => `  green: ${green}`), ''].join('\n'))
    expect(counts.fail + counts.unknown + counts.pass).toBe(samples.length * MUTATIONS)
  })
})
