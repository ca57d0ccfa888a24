import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { tries } from '../../support/fuzz.ts'
import {
  contentsOf,
  FIXTURES,
  fixture,
  isDoubted,
  readBytes,
  type ReadOptions,
  readingOf,
} from '../../support/read-report.ts'

/** A row of expected.json, which test/fixtures/README.md explains. */
interface Expected {
  readonly file: string
  readonly format: string
  readonly kind: string
  readonly entries: number
  readonly metrics: Readonly<Record<string, number>>
  readonly declared?: Readonly<Record<string, number>>
  readonly unknown?: string
  readonly note?: string
}

const EXPECTED = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as readonly Expected[]
const known: ReadonlySet<string> = new Set(FORMATS.map(({ id }) => id))
const rows = EXPECTED.filter(({ format }) => known.has(format))

/** Reports that say nothing by themselves: what a user must write beside the file. */
const SAID_BESIDE: Readonly<Record<string, ReadOptions>> = {
  'ruff/ruff-clean.json': { format: 'ruff' },
  'eslint-json/eslint-clean.json': { format: 'eslint' },
  'mypy/mypy-clean.json': { format: 'mypy', exitCode: 0 },
  'mypy/mypy-clean-no-summary.json': { format: 'mypy', exitCode: 0 },
  'mypy/mypy-missing-folder.json': { format: 'mypy', exitCode: 2 },
  'flake8/flake8-clean.txt': { format: 'flake8', exitCode: 0 },
  'pycodestyle/pycodestyle-planted.txt': { format: 'pycodestyle' },
  'isort/isort-clean.txt': { format: 'isort', exitCode: 0 },
  'isort/isort-unparsable.txt': { format: 'isort', exitCode: 0 },
  'gitleaks/gitleaks-clean.json': { format: 'gitleaks' },
  'tfsec/tfsec-clean.json': { format: 'tfsec' },
}

const optionsOf = ({ file }: Expected): ReadOptions => SAID_BESIDE[file] ?? {}

/**
 * What the gate takes. Coverage formats with declared totals report these, as their own tools do;
 * the distinct lines, of which expected.json speaks, are then the alternative of a doubt.
 */
function expectedMetrics({ kind, metrics, declared }: Expected): Readonly<Record<string, number>> {
  return kind === 'coverage' ? { ...metrics, ...declared } : metrics
}

describe('every fixture that a real tool wrote', () => {
  it('covers every format but the one that only scripts write, and those whose tools do not run here', () => {
    const covered = new Set(rows.map(({ format }) => format))
    // Of NUnit, xUnit.net and Dart there are written samples, and real files in the corpus.
    const withoutFixture = ['metrics', 'nunit', 'xunit', 'dart', 'problem-matcher']
    expect([...known].filter((format) => !covered.has(format) && !withoutFixture.includes(format))).toEqual([])
  })

  it.each(rows.map((row) => [row.file, row] as const))('%s holds what was planted', (file, row) => {
    const report = readBytes(fixture(file), optionsOf(row))
    if (row.unknown !== undefined) expect(isDoubted(report)).toBe(true)
    if (!report.reading) {
      // Only a report that must be unknown may be refused.
      expect(row.unknown).toBeDefined()
      return
    }
    expect({ format: report.format, kind: report.reading.kind, entries: report.reading.entries }).toEqual({
      format: row.format,
      kind: row.kind,
      entries: row.entries,
    })
    expect(report.reading.metrics).toMatchObject(expectedMetrics(row))
  })

  it.each(rows.filter(({ unknown }) => unknown === undefined).map((row) => [row.file, row] as const))(
    '%s is believed',
    (file, row) => {
      const reading = readingOf(readBytes(fixture(file), optionsOf(row)))
      expect(reading.doubts.filter(({ kind }) => kind === 'contradiction')).toEqual([])
      expect(reading.completeness).toBe('complete')
    },
  )

  it.each(
    rows
      .filter(({ kind, declared }) => kind === 'coverage' && declared !== undefined)
      .map((row) => [row.file, row] as const),
  )('%s carries its distinct lines as the other reading', (file, row) => {
    const reading = readingOf(readBytes(fixture(file), optionsOf(row)))
    const alternative = reading.doubts.find((doubt) => doubt.alternative !== undefined)?.alternative
    expect(alternative).toMatchObject({
      'coverage.line.covered': row.metrics['coverage.line.covered'],
      'coverage.line.total': row.metrics['coverage.line.total'],
    })
  })

  it.each(rows.map((row) => [row.file, row] as const))('%s says the same in chunks of any size', (file, row) => {
    const bytes = fixture(file)
    const whole = contentsOf(readBytes(bytes, optionsOf(row)))
    for (const chunks of [[1], [7]]) {
      expect(contentsOf(readBytes(bytes, { ...optionsOf(row), chunks }))).toEqual(whole)
    }
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(sizes, (chunks) => {
        expect(contentsOf(readBytes(bytes, { ...optionsOf(row), chunks }))).toEqual(whole)
      }),
      tries(8),
    )
  })
})
