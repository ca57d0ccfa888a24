import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { agree } from '../../../actions/shared/versions/agree.ts'
import { renderCanonical } from '../../../actions/shared/versions/canonical.ts'
import type { SchemeId } from '../../../actions/shared/versions/scheme.ts'
import { compareVersions, parseVersion, SCHEMES } from '../../../actions/shared/versions/schemes.ts'
import { tries } from '../../support/fuzz.ts'

const IDS = Object.keys(SCHEMES) as readonly SchemeId[]
const ORDERED = IDS.filter((id) => SCHEMES[id].isOrdered)

const number = fc.constantFrom('0', '1', '2', '10', '9007199254740992', '9007199254740993')
const release = fc.array(number, { minLength: 1, maxLength: 4 }).map((numbers) => numbers.join('.'))
const suffix = fc.constantFrom(
  ...[
    '',
    '',
    '',
    'rc1',
    '-rc.1',
    '-RC1',
    '.rc1',
    '-rc.2',
    '-rc10',
    '-alpha',
    'a0',
    '-beta.11',
    '-dev.5',
    '.dev5',
    '-1',
    '-2',
  ],
  ...[
    '.post1',
    '-post.1',
    '-p1',
    '-SNAPSHOT',
    '-next.1',
    '-rc.1.dev.2',
    '.Final',
    '-sp',
    '-alpine',
    '+b1',
    '+5',
    '-rc.1+b',
    '_b1',
  ],
)
const text = fc
  .tuple(fc.constantFrom('', '', '', 'v', '1!'), fc.oneof(release, fc.constant('1.2.3')), suffix)
  .map((parts) => parts.join(''))

describe.each(ORDERED)('the order of %s', (scheme) => {
  const read = (each: string): ReturnType<typeof parseVersion> => parseVersion(each, scheme)

  it('is total: antisymmetric, transitive, and 0 for a version and itself', () => {
    let compared = 0
    fc.assert(
      fc.property(text, text, text, (one, two, three) => {
        const [a, b, c] = [read(one), read(two), read(three)]
        if ('refused' in a || 'refused' in b || 'refused' in c) return
        compared += 1
        const [ab, bc, ac] = [
          Math.sign(compareVersions(a.parsed, b.parsed)),
          Math.sign(compareVersions(b.parsed, c.parsed)),
          Math.sign(compareVersions(a.parsed, c.parsed)),
        ]
        expect(compareVersions(a.parsed, a.parsed)).toBe(0)
        expect(Math.sign(compareVersions(b.parsed, a.parsed)) + ab).toBe(0)
        if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0)
        if (ab === 0 && bc === 0) expect(ac).toBe(0)
      }),
      tries(4000),
    )
    expect(compared).toBeGreaterThan(0)
  })

  it('puts a version where its normal form stands, and that form is its own', () => {
    fc.assert(
      fc.property(text, (each) => {
        const first = read(each)
        if ('refused' in first) return
        const again = read(first.parsed.normal)
        if ('refused' in again) throw new Error(again.refused)
        expect(again.parsed.normal).toBe(first.parsed.normal)
        expect(compareVersions(first.parsed, again.parsed)).toBe(0)
      }),
      tries(500),
    )
  })
})

describe('agreement', () => {
  const place = fc.record({ text, scheme: fc.constantFrom(...IDS) })

  it('is symmetric', () => {
    fc.assert(
      fc.property(place, place, fc.constantFrom('require', 'ignore'), (left, right, build) => {
        expect(agree(left, right, { build }).verdict).toBe(agree(right, left, { build }).verdict)
      }),
      tries(4000),
    )
  })

  it('holds between a version and itself wherever its scheme reads it', () => {
    fc.assert(
      fc.property(place, (each) => {
        const expected = 'parsed' in parseVersion(each.text, each.scheme) ? 'same' : 'no-equivalent'
        expect(agree(each, each).verdict).toBe(expected)
      }),
      tries(1000),
    )
  })

  it('never says of two different releases that they are one', () => {
    fc.assert(
      fc.property(place, place, (left, right) => {
        if (agree(left, right).verdict !== 'same') return
        const numbers = (each: string): string =>
          (/\d+(?:\.\d+)*/.exec(each.replace('1!', ''))?.[0] ?? '').replace(/(?:\.0)+$/, '')
        expect(numbers(left.text)).toBe(numbers(right.text))
      }),
      tries(4000),
    )
  })

  it('finds the canonical form of a version to be that version, where PEP 440 can write it', () => {
    fc.assert(
      fc.property(place, ({ text: each, scheme }) => {
        const read = parseVersion(each, scheme)
        if ('refused' in read || read.parsed.canonical === undefined || read.parsed.canonical.label !== undefined) {
          return
        }
        const canonical = renderCanonical(read.parsed.canonical)
        expect(parseVersion(canonical, 'pep440')).toMatchObject({ parsed: { normal: canonical } })
        if (scheme !== 'oci-tag') {
          expect(agree({ text: each, scheme }, { text: canonical, scheme: 'pep440' }).verdict).toBe('same')
        }
      }),
      tries(2000),
    )
  })
})
