import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { holds, limitOf } from '../../../actions/shared/policy/rule.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { isAsStrict, subjectOf } from '../../../actions/shared/policy/strictness.ts'

const rule = (text: string, label?: string) => parseRule(text, { source: 'input', label })

describe('a rule is as strict as another', () => {
  test.each([
    ['coverage.line >= 90', 'coverage.line >= 80'],
    ['coverage.line >= 80', 'coverage.line >= 80'],
    ['coverage.line > 80', 'coverage.line >= 80'],
    ['coverage.line == 100', 'coverage.line >= 80'],
    ['tests.failed == 0', 'tests.failed <= 3'],
    ['tests.failed <= 0', 'tests.failed == 0'],
    ['bundle.size == 5', 'bundle.size <= 10'],
    ['bundle.size <= 5', 'bundle.size != 6'],
    ['tests.total > 0', 'tests.total != 0'],
    ['coverage.line >= base', 'coverage.line >= base - 0.5 pp'],
    ['coverage.line >= base - 1 %', 'coverage.line >= base * 0.5'],
    ['lint.warning <= base - 3', 'lint.warning <= base'],
    ['bundle.size <= base', 'bundle.size <= base + 5'],
  ])('%s as %s', (first, second) => {
    expect(isAsStrict(rule(first), rule(second))).toBe(true)
  })

  test.each([
    ['coverage.line >= 80', 'coverage.line >= 90'],
    ['coverage.line >= 80', 'coverage.line > 80'],
    ['tests.failed <= 3', 'tests.failed == 0'],
    ['coverage.line >= 80', 'coverage.line <= 90'],
    ['bundle.size <= 5', 'bundle.size == 5'],
    ['bundle.size != 5', 'bundle.size <= 5'],
    // Which is stricter depends on the base.
    ['coverage.line >= 80', 'coverage.line >= base'],
    ['coverage.line >= base', 'coverage.line >= 80'],
    ['coverage.line >= base * 0.5 ', 'coverage.line >= base - 1 pp'],
    ['coverage.line >= base - 1 pp', 'coverage.line >= base * 0.5'],
    ['coverage.line >= base * 1.1', 'coverage.line > base'],
    // The base of a metric of one's own may be negative.
    ['bundle.size <= base', 'bundle.size <= base * 1.1'],
  ])('but not, or not for certain: %s as %s', (first, second) => {
    expect(isAsStrict(rule(first), rule(second))).toBe(false)
  })

  const value = fc.integer({ min: 0, max: 6 })
  const operator = fc.constantFrom('>=', '<=', '>', '<', '==', '!=')
  const limit = fc.oneof(
    value.map(String),
    fc
      .tuple(fc.constantFrom('base', 'base + 1', 'base - 1', 'base + 2', 'base * 0.5', 'base * 1.5', 'base - 50 %'))
      .map(([text]) => text),
  )
  const metric = fc.constantFrom('tests.failed', 'bundle.size')

  test('only where it lets nothing pass that the other refuses, whatever the baseline', () => {
    fc.assert(
      fc.property(metric, operator, limit, operator, limit, (name, one, oneLimit, other, otherLimit) => {
        const [first, second] = [rule(`${name} ${one} ${oneLimit}`), rule(`${name} ${other} ${otherLimit}`)]
        if (!isAsStrict(first, second)) return
        const least = name === 'tests.failed' ? 0 : -4
        for (let base = least; base <= 6; base += 0.5) {
          for (let actual = least; actual <= 10; actual += 0.25) {
            const passes = [first, second].map((judged) =>
              holds(judged.operator, actual, limitOf(judged.limit, base) ?? 0),
            )
            if (passes[0]) {
              expect([first.text, second.text, base, actual, passes[1]]).toEqual([
                first.text,
                second.text,
                base,
                actual,
                true,
              ])
            }
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('two rules are about the same thing', () => {
  const isSame = (left: string, right: string) => subjectOf(rule(left)) === subjectOf(rule(right))

  test.each([
    ['coverage.line >= 80', 'coverage.line > 70'],
    ['tests.failed == 0', 'tests.failed <= 3'],
    ['tests.total != 0', 'tests.total >= 5'],
    ['coverage.line >= base', 'coverage.line >= base - 1 pp'],
  ])('%s and %s', (left, right) => {
    expect(isSame(left, right)).toBe(true)
  })

  test.each([
    ['coverage.line >= 80', 'coverage.branch >= 80'],
    ['coverage.line >= 80', 'coverage.line.patch >= 80'],
    ['coverage.line >= 80', 'coverage.line <= 90'],
    ['coverage.line >= 80', 'coverage.line >= base'],
    ['bundle.size != 1', 'bundle.size != 2'],
    ['bundle.size == 0', 'bundle.size <= 0'],
  ])('but not %s and %s', (left, right) => {
    expect(isSame(left, right)).toBe(false)
  })

  test('with the same label and paths, in any order', async () => {
    const { compilePaths } = await import('../../../actions/shared/policy/path-filter.ts')
    const within = async (globs: readonly string[]) =>
      subjectOf(parseRule('lint.error == 0', { source: 'a', paths: await compilePaths(globs) }))
    expect(await within(['a', '!b'])).toBe(await within(['!b', 'a']))
    expect(await within(['a'])).not.toBe(await within(['b']))
    expect(subjectOf(rule('coverage.line >= 80', 'unit'))).not.toBe(subjectOf(rule('coverage.line >= 80')))
    expect(subjectOf({ ...rule('coverage.line >= 80'), line: 3, locked: true, source: 'b', level: 'warn' })).toBe(
      subjectOf(rule('coverage.line >= 80')),
    )
  })
})
