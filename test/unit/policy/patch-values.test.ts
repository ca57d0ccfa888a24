import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Reason } from '../../../actions/shared/model/verdict.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import { repository } from '../../support/run-action.ts'
import { emptyTables, evidenceSet, lintFinding, lintReport, report } from './evidence-factory.ts'
import { changeOf, covering, generated, judged, type Lines, within } from './patch-factory.ts'

describe('findings of a change', () => {
  function finding(...rows: Parameters<typeof lintFinding>[0][]): EvidenceSet {
    const tables = emptyTables()
    for (const row of rows) tables.findings.add(lintFinding(row))
    return evidenceSet([lintReport(rows.length)], { tables: new Map([['', tables]]) })
  }
  const change = changeOf(
    { 'src/a.py': [[5, 6]], 'src/moved.py': [], 'gen.py': generated(1, 9) },
    { isTracked: (path) => ['src/a.py', 'src/b.py', 'a.py', 'gen.py'].includes(path) },
  )

  test.each<[number, string, Parameters<typeof lintFinding>[0]]>([
    [1, 'on a touched line', { line: 5 }],
    [0, 'on another line', { line: 4 }],
    [1, 'over lines of which one is touched', { line: 2, endLine: 5 }],
    [0, 'over lines of which none is', { line: 2, endLine: 4 }],
    [1, 'in a touched file, without a line', {}],
    [1, 'without a file', { path: undefined, line: 5 }],
    [1, 'in a file that only moved, without a line', { path: 'src/moved.py' }],
    [0, 'in another file', { path: 'src/b.py', line: 5 }],
    [0, 'in a file of the same name that the repository has', { path: 'a.py', line: 5 }],
    [0, 'in a generated file', { path: 'gen.py', line: 5 }],
    [1, 'at a path that may be a touched file', { path: 'other/src/a.py', line: 5 }],
    [0, 'at such a path, on another line', { path: 'other/src/a.py', line: 9 }],
    [0, 'at a path that can be none of them', { path: '/usr/lib/b.py', line: 5 }],
  ])('are %d where one is %s', (count, _where, row) => {
    expect(judged(finding(row), 'lint.error.patch == 0', change)).toMatchObject({
      status: count === 0 ? 'pass' : 'fail',
      actual: count,
      message: expect.stringContaining(`lint findings of level error: ${count} in this change`),
    })
  })

  test('count within paths, those without a file too', async () => {
    const set = finding({ line: 5 }, { path: undefined, rule: 'X1' })
    expect(judged(set, await within('lint.error.patch == 0', 'lib/**'), change).actual).toBe(1)
    expect(judged(set, await within('lint.error.patch == 0', 'src/**'), change).actual).toBe(2)
  })

  test('keep the doubts of their reports', () => {
    const set = finding({ path: 'src/b.py' })
    const doubted = { ...set, evidence: [lintReport(1, { completeness: 'partial' })] }
    expect(judged(doubted, 'lint.error.patch == 0', change)).toMatchObject({ status: 'unknown', actual: 0 })
  })
})

describe('complexity of a change', () => {
  const measurements = [
    { metric: 'complexity.max', value: 3, subject: 'open', path: 'a.py', line: 10 },
    { metric: 'complexity.max', value: 12, subject: 'price', path: 'a.py', line: 30 },
    { metric: 'complexity.max', value: 12, subject: 'other', path: 'b.py', line: 1 },
    { metric: 'complexity.maintainability', value: 60, path: 'a.py' },
    { metric: 'complexity.maintainability', value: 90, path: 'b.py' },
  ]
  const metrics = {
    'complexity.max': 12,
    'complexity.mean': 9,
    'complexity.maintainability': 75,
    'complexity.duplication': 5,
  }
  const set = evidenceSet([report({ metrics, measurements, file: 'radon.json' })])

  test.each<[string, [number, number][], string, Partial<Reason>]>([
    ['the function on its first line', [[30, 30]], 'complexity.max.patch <= 10', { status: 'fail', actual: 12 }],
    ['the function to the end of its file', [[99, 99]], 'complexity.max.patch <= 10', { status: 'fail', actual: 12 }],
    ['the one before the next', [[29, 29]], 'complexity.max.patch <= 10', { status: 'pass', actual: 3 }],
    [
      'none above the first',
      [[9, 9]],
      'complexity.max.patch <= 10',
      { status: 'pass', message: 'this change touches no function or file that was measured' },
    ],
    ['the mean of those touched', [[10, 40]], 'complexity.mean.patch <= 7.5', { status: 'pass', actual: 7.5 }],
    ['files as a whole', [[1, 1]], 'complexity.maintainability.patch >= 70', { status: 'fail', actual: 60 }],
  ])('is told of %s', (_what, ranges, rule, expected) => {
    expect(judged(set, rule, changeOf({ 'a.py': ranges }))).toMatchObject(expected)
  })

  test('names where it was measured, and no other place of the same value', () => {
    const reason = judged(set, 'complexity.max.patch <= 10', changeOf({ 'b.py': [[4, 4]] }))
    expect(reason.message).toBe(
      'highest cyclomatic complexity of a function: 12 in other (b.py:1) in this change, must be at most 10',
    )
  })

  test('is unknown where a report gives no places', () => {
    const blind = report({ metrics: { 'complexity.max': 12 }, file: 'own.json' })
    expect(judged(evidenceSet([blind]), 'complexity.max.patch <= 10', changeOf({})).status).toBe('unknown')
    const both = { ...set, evidence: [...set.evidence, blind] }
    expect(judged(both, 'complexity.max.patch <= 20', changeOf({ 'a.py': [[30, 30]] }))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('own.json does not say where it measured'),
    })
    expect(judged(set, 'complexity.duplication.patch <= 9', changeOf({})).message).toContain(
      'cannot be told of a change',
    )
  })
})

describe('the documented example', () => {
  /** As docs/rules.md has it. */
  function documented(): string {
    const docs = readFileSync(path.join(repository, 'docs', 'rules.md'), 'utf8')
    const [, yaml = ''] = /### Minima for each label and path\n[^]*?```yaml\n([^]*?)```/.exec(docs) ?? []
    return yaml
  }

  test('asks each label and path for its own minimum, and the change for another', async () => {
    const { quality: rules = [] } = await parsePolicy(documented(), '.github/cicd.yml')
    const lines = (covered: number): Lines =>
      Object.fromEntries(Array.from({ length: 100 }, (_, line) => [line + 1, line < covered ? 1 : 0]))
    const set = covering({
      unit: { 'src/a.py': lines(80), 'src/payments/b.py': lines(95) },
      integration: { 'src/a.py': lines(70), 'src/payments/b.py': lines(70) },
      api: { 'src/a.py': lines(90), 'src/payments/b.py': lines(90) },
      security: { 'src/a.py': lines(99), 'src/payments/b.py': lines(100) },
    })
    const { reasons } = assess(set, rules, { onUnknown: 'fail', change: changeOf({ 'src/a.py': [[1, 10]] }) })
    expect(reasons.map(({ status, rule, scope }) => [status, rule, scope.label ?? scope.path])).toEqual([
      ['fail', 'coverage.line == 100', 'security'],
      ['pass', 'coverage.line >= 80', 'unit'],
      ['pass', 'coverage.line >= 70', 'integration'],
      ['pass', 'coverage.line >= 90', 'api'],
      ['pass', 'coverage.line >= 95', 'src/payments/**'],
      ['pass', 'coverage.line.patch >= 90', undefined],
    ])
  })
})
