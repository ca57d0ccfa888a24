import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isMeant, testNames, testPattern } from '../../../actions/shared/policy/test-pattern.ts'

describe('the name of a quarantined test', () => {
  test.each([
    ['Cart › adds', 'Cart', 'adds', true],
    ['Cart › adds', 'Cart', 'adds two', false],
    ['Cart › adds', '', 'Cart › adds', true],
    ['adds', '', 'adds', true],
    ['adds', 'Cart', 'adds', false],
    ['Cart › *', 'Cart', 'adds', true],
    ['Cart › *', 'Cart › Total', 'adds', true],
    ['Cart › *', 'Carts', 'adds', false],
    ['* › adds', 'Cart', 'adds', true],
    ['*adds*', 'Cart', 'it adds up', true],
    ['a*a', '', 'a', false],
    ['a*b*c', '', 'a b b c', true],
    ['a*b*c', '', 'a c b', false],
    ['a.*', '', 'abc', false],
    ['cart adds', 'cart', 'cart adds', true],
    ['Cart  › adds', 'Cart', 'adds', true],
    ['adds two', '', 'adds\n  two', true],
    ['Cart › *', 'Cart', '(the suite itself)', false],
    ['Cart › (the suite itself)', 'Cart', '(the suite itself)', true],
  ])('%j and the test %j, %j: %s', (pattern, suite, name, isSo) => {
    expect(isMeant(testPattern(pattern), testNames(suite, name))).toBe(isSo)
  })

  test('means what a regular expression of it means', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 })
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
    fc.assert(
      fc.property(text, name, (pattern, given) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(given)
        expect(isMeant(testPattern(pattern), testNames('', given))).toBe(expected)
      }),
    )
  })
})
