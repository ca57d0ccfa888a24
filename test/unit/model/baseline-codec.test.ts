import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Baseline } from '../../../actions/shared/model/baseline.ts'
import { decodeBaseline, encodeBaseline } from '../../../actions/shared/model/baseline-codec.ts'
import { CoverageTable } from '../../../actions/shared/model/coverage.ts'
import { EvidenceError } from '../../../actions/shared/model/errors.ts'
import { baselineOf } from '../../support/baseline.ts'
import { tries } from '../../support/fuzz.ts'

function tableOf(files: Readonly<Record<string, readonly (readonly [number, number])[]>>): CoverageTable {
  const table = new CoverageTable()
  for (const [path, lines] of Object.entries(files)) for (const [line, hits] of lines) table.file(path).add(line, hits)
  return table
}

/** Lines and whether they were covered, by label and path: what two tables can be compared by. */
function linesOf(baseline: Baseline): unknown {
  return [...baseline.coverage].map(([label, table]) => [
    label,
    [...table.files].map(([path, file]) => {
      const lines: [number, boolean][] = []
      file.forEach((line, hits) => lines.push([line, hits > 0]))
      return [path, lines]
    }),
  ])
}

const FULL = baselineOf(
  { 'coverage.line': 81.25, 'coverage.line label=unit': 90, 'lint.error paths=src/**': 0, 'own.metric': -0.5 },
  {
    leg: 'os: linux, node: 24',
    tests: new Map([
      ['suite › passes', { outcome: 'passed', isFlaky: false }],
      ['suite › sometimes', { outcome: 'failed', isFlaky: true }],
      ['a name\nof two lines, "quoted" and 🟣', { outcome: 'skipped', isFlaky: false }],
    ]),
    findings: [
      {
        ...{ family: 'lint', rank: 'warning', tool: 'ruff', rule: 'E501', message: 'line too long' },
        ...{ path: 'a.py', line: 12, content: 'abc-1' },
      },
      {
        ...{ family: 'security', rank: 'critical', tool: 'bandit', rule: 'B602', message: 'line too long' },
        ...{ path: undefined, line: undefined, content: '' },
      },
    ],
    findingsTotal: 30_000,
    coverage: new Map([
      [
        '',
        tableOf({
          'src/ä.ts': [
            [1, 3],
            [2, 0],
            [200, 1],
            [4_000_000_000, 1],
          ],
          'src/empty.ts': [],
        }),
      ],
      ['unit', tableOf({ 'src/a.ts': [[7, 0]] })],
    ]),
    streaks: new Map([['suite › sometimes', 19]]),
    trend: [{ sha: 'c'.repeat(40), recorded: '2026-10-31T00:00:00.000Z', metrics: { 'coverage.line': 80 } }],
  },
)

describe('the contents of a baseline', () => {
  it('come back as they were', () => {
    const read = decodeBaseline(encodeBaseline(FULL))
    expect({ ...read, coverage: linesOf(read) }).toEqual({ ...FULL, coverage: linesOf(FULL) })
  })

  it('come back without what was absent', () => {
    const sparse = baselineOf({}, { repository: undefined, ref: undefined })
    const read = decodeBaseline(encodeBaseline(sparse))
    expect(read).toEqual(sparse)
    expect(read.tests).toBeUndefined()
  })

  it('keep any pattern of covered lines', () => {
    const lines = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 2 ** 32 - 1 }), fc.nat(2)), {
      selector: ([line]) => line,
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.dictionary(fc.string({ minLength: 1 }), lines)), (labels) => {
        const coverage = new Map(Object.entries(labels).map(([label, files]) => [label, tableOf(files)]))
        const baseline = baselineOf({}, { coverage })
        expect(linesOf(decodeBaseline(encodeBaseline(baseline)))).toEqual(linesOf(baseline))
      }),
      tries(60),
    )
  })

  it('are refused where they are something else, without a crash', () => {
    const bytes = encodeBaseline(FULL)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const other = bytes.slice()
        other[at] = byte
        try {
          decodeBaseline(other)
        } catch (error) {
          expect(error).toBeInstanceOf(EvidenceError)
        }
      }),
      tries(300),
    )
  })

  it('are refused wherever they were cut', () => {
    const bytes = encodeBaseline(FULL)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeBaseline(bytes.subarray(0, length))).toThrow(EvidenceError)
    }
  })

  it.each([
    ['a number that is none', { values: [['coverage.line', null]] }],
    ['an outcome of another suite', { tests: [['exploded', false, ['a']]] }],
    ['a finding whose words are not there', { findings: [[1, 2, 3, 4, 5, 6, 7, 1]] }],
    ['a negative count', { findingsTotal: -1 }],
    ['no commit', { sha: undefined }],
  ])('are refused with %s', (_what, change) => {
    const bytes = encodeBaseline(baselineOf({}))
    const length = new DataView(bytes.buffer).getUint32(0, true)
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as object
    const text = new TextEncoder().encode(JSON.stringify({ ...head, ...change }))
    const forged = new Uint8Array(4 + text.length + 1)
    new DataView(forged.buffer).setUint32(0, text.length, true)
    forged.set(text, 4)
    expect(() => decodeBaseline(forged)).toThrow('holds something else than a baseline')
  })
})
