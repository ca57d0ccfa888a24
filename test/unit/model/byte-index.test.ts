import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ByteIndex } from '../../../actions/shared/model/byte-index.ts'
import { tries } from '../../support/fuzz.ts'

const encoder = new TextEncoder()

describe('an index of byte strings', () => {
  it('numbers distinct strings as a Map would, with a seed as part of the key', () => {
    const entry = fc.tuple(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom('', 'a', 'aa', '\0', '\u{feff}a')),
      fc.constantFrom(0, 1, 255, 256, 65_536, -1, 0x7fffffff),
    )
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 80 }), fc.nat({ max: 5 }), (entries, padding) => {
        const index = new ByteIndex()
        const known = new Map<string, number>()
        for (const [text, seed] of entries) {
          const bytes = encoder.encode(`${'-'.repeat(padding)}${text}-`)
          const id = index.intern(bytes, padding, bytes.length - 1, seed)
          const key = `${seed} ${text}`
          if (!known.has(key)) known.set(key, known.size)
          expect(id).toBe(known.get(key))
          expect(index.text(id)).toBe(text)
          expect(index.equals(id, bytes, padding, bytes.length - 1, seed)).toBe(true)
          expect(index.equals(id, bytes, padding, bytes.length - 1, seed ^ 1)).toBe(false)
        }
        expect(index.size).toBe(known.size)
      }),
      tries(300),
    )
  })

  it('holds a hundred thousand strings that differ little', () => {
    const index = new ByteIndex()
    const count = 100_000
    const idOf = (number: number): number => {
      const bytes = encoder.encode(`test_case[${number}]`)
      return index.intern(bytes, 0, bytes.length, number % 3)
    }
    let wrong = 0
    for (let number = 0; number < count; number += 1) wrong += idOf(number) === number ? 0 : 1
    expect(wrong).toBe(0)
    for (let number = 0; number < count; number += 997) expect(idOf(number)).toBe(number)
    expect(index.text(count - 1)).toBe(`test_case[${count - 1}]`)
  })

  it('keeps strings that are larger than all before them', () => {
    const index = new ByteIndex()
    const large = encoder.encode('x'.repeat(100_000))
    expect(index.intern(large, 0, large.length)).toBe(0)
    expect(index.intern(large, 0, large.length - 1)).toBe(1)
    expect(index.text(0)).toHaveLength(100_000)
  })

  it('does not mind that the bytes it was given change', () => {
    const index = new ByteIndex()
    const bytes = encoder.encode('abc')
    index.intern(bytes, 0, 3)
    bytes.fill(0)
    expect(index.text(0)).toBe('abc')
  })
})
