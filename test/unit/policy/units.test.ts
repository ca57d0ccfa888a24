import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Unit } from '../../../actions/shared/model/metrics.ts'
import { formatValue } from '../../../actions/shared/policy/units.ts'

describe('a value', () => {
  test.each<[number, Unit, number | undefined, string]>([
    [71.4, '%', 80, '71.4 %'],
    [80, '%', 80, '80 %'],
    [79.996, '%', 80, '79.996 %'],
    [79.9999999, '%', 80, '79.9999999 %'],
    [80.0001, '%', 80, '80.0001 %'],
    [79.996, '%', 79.998, '79.996 %'],
    [200 / 3, '%', 80, '66.67 %'],
    [0.0004, '%', 1, '0.0004 %'],
    [0, '', 0, '0'],
    [12, '', 10, '12'],
    [1234.5, 'ms', undefined, '1234.5 ms'],
    [950, '/s', 1000, '950 /s'],
  ])('%d%s beside the limit %p is shown as %s', (value, unit, limit, shown) => {
    expect(formatValue(value, unit, limit)).toBe(shown)
  })

  test('is never shown on the other side of its limit', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    fc.assert(
      fc.property(numbers, numbers, (value, limit) => {
        const shown = Number(formatValue(value, '', limit))
        expect(Math.sign(shown - limit)).toBe(Math.sign(value - limit))
      }),
    )
  })
})
