import fc from 'fast-check'
import { expect, test } from '@jest/globals'
import { TripleNumbers } from '../../../actions/shared/policy/triple-numbers.ts'

test('triples are numbered in the order in which they are first met', () => {
  const numbers = new TripleNumbers(6)
  const met: readonly (readonly [number, number, number])[] = [
    [1, 2, 3],
    [3, 2, 1],
    [1, 2, 3],
    [0, 0, 0],
    [2 ** 31 - 1, 0, 2 ** 31 - 1],
    [0, 0, 0],
  ]
  expect(met.map((triple) => numbers.of(...triple))).toEqual([0, 1, 0, 2, 3, 2])
  expect(numbers.size).toBe(4)
})

test('triples are told apart as texts of them are, however many there are', () => {
  const part = fc.nat(2 ** 31 - 1)
  const triples = fc.array(fc.tuple(part, fc.nat(3), part), { minLength: 600, maxLength: 3_000 })
  fc.assert(
    fc.property(triples, fc.constantFrom(0, 1, 500, 10_000), (all, expected) => {
      const numbers = new TripleNumbers(expected)
      const texts = new Map<string, number>()
      for (const triple of [...all, ...all]) {
        const text = triple.join()
        const known = texts.get(text) ?? texts.set(text, texts.size).size - 1
        if (numbers.of(...triple) !== known) return false
      }
      return numbers.size === texts.size
    }),
    { numRuns: 20 },
  )
})
