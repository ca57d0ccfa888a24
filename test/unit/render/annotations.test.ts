import { describe, expect, it } from '@jest/globals'
import { leftOutSentence, renderAnnotations } from '../../../actions/shared/render/annotations.ts'
import { evidenceSet, finding, reason, tables, verdict } from './samples.ts'
import { failingShop } from './shop.ts'

describe('renderAnnotations', () => {
  it('puts failed tests first, then what could not be told, then limits, findings and rules', () => {
    const shop = failingShop()
    const { shown } = renderAnnotations(shop.verdict, shop.set)
    expect(shown.filter(({ level }) => level === 'error').map(({ title }) => title)).toEqual([
      'tests.test_pricing › test_discount_is_capped[voucher-10] failed',
      'tests.test_web › test_health ended in an error',
      'quality-gate could not tell',
      'quality-gate could not tell',
      'complexity.max is 17',
      'complexity.max is 12',
      'bandit B602',
      'mypy arg-type',
      'ruff F401',
      'quality-gate: coverage.line >= 80',
    ])
  })

  it('shows at most ten of each level and counts the others', () => {
    const findings = [
      ...Array.from({ length: 25 }, (_, index) => finding({ line: index + 1 })),
      ...Array.from({ length: 12 }, (_, index) => finding({ line: index + 1, rank: 'warning' })),
      ...Array.from({ length: 3 }, (_, index) => finding({ line: index + 1, rank: 'note' })),
    ]
    const { shown, leftOut } = renderAnnotations(verdict(), evidenceSet(tables({ findings })))
    expect(shown).toHaveLength(23)
    expect(leftOut).toEqual({ error: 15, warning: 2, notice: 0 })
    expect(leftOutSentence(leftOut)).toBe('15 more errors and 2 more warnings are in the job summary')
  })

  it('puts remarks on changed lines before all others', () => {
    const set = evidenceSet(
      tables({
        tests: [
          { name: 'old', outcome: 'failed', path: 'tests/old.py' },
          { name: 'new', outcome: 'failed', path: 'tests/new.py', failure: { line: 4, message: 'no' } },
        ],
        findings: [finding({ path: 'app/new.py', line: 9 }), finding({ path: 'app/old.py' })],
      }),
    )
    const changedLines = (path: string): boolean => path.endsWith('new.py')
    const { shown, leftOut } = renderAnnotations(verdict(), set, { perLevel: 3, changedLines })
    expect(shown.map(({ path }) => path)).toEqual(['tests/new.py', 'app/new.py', 'tests/old.py'])
    expect(leftOut.error).toBe(1)
  })

  it('finds a failed test on changed lines however many failed before it', () => {
    const tests = Array.from({ length: 50 }, (_, index) => ({
      name: `test ${index}`,
      outcome: 'failed' as const,
      path: `tests/${index}.py`,
    }))
    const changedLines = (path: string): boolean => path === 'tests/49.py'
    const { shown } = renderAnnotations(verdict(), evidenceSet(tables({ tests })), { perLevel: 1, changedLines })
    expect(shown.map(({ path }) => path)).toEqual(['tests/49.py'])
  })

  it('warns instead of erring about the unknown where the user chose to be warned', () => {
    const reasons = [reason({ status: 'unknown', actual: undefined })]
    expect(
      renderAnnotations(verdict({ status: 'warn', reasons }), evidenceSet()).shown.map(({ level }) => level),
    ).toEqual(['warning'])
    expect(
      renderAnnotations(verdict({ status: 'unknown', reasons }), evidenceSet()).shown.map(({ level }) => level),
    ).toEqual(['error'])
  })

  it('leaves no place without a path and no end before its line', () => {
    const findings = [finding({ path: undefined }), finding({ path: 'a.py', line: 5, endLine: 2 })]
    const { shown } = renderAnnotations(verdict(), evidenceSet(tables({ findings })))
    expect(shown.every(({ path, line }) => line === undefined || path !== undefined)).toBe(true)
    expect(shown.some(({ endLine }) => endLine !== undefined)).toBe(false)
  })
})
