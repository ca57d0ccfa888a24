import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { EvidenceError } from '../../../actions/shared/model/errors.ts'
import { ElementBorders } from '../../../actions/shared/reports/json/element-borders.ts'
import { JsonSplitter } from '../../../actions/shared/reports/json/splitter.ts'
import { tries } from '../../support/fuzz.ts'
import { bytesOf, feed } from '../../support/read-report.ts'

/** The borders of a list whose first element was walked through, and where the second begins. */
function bordersOf(text: string): { readonly borders: ElementBorders; readonly second: number } {
  const borders = new ElementBorders()
  borders.begin(bytesOf(text))
  const end = text.indexOf('}') + 1
  borders.noteEnd(end)
  return { borders, second: text.indexOf('{', end) }
}

describe('the borders that are guessed at', () => {
  const LIST = '[\n {"a": 1},\n {"a": {"b": 2}},\n {"a": [{"b": 3}, {"b": 4}]},\n {"a": 5}\n]'

  it('are what stands between two elements with the first key of the second', () => {
    const { borders, second } = bordersOf(LIST)
    const ends = borders.endsFrom(second)
    expect(ends).toEqual([LIST.indexOf('2}}') + 3, LIST.indexOf('4}]}') + 4])
    expect(ends.map((end) => LIST.slice(borders.startBehind(end)).slice(0, 4))).toEqual(['{"a"', '{"a"'])
  })

  it('end before an element that is too long to be guessed at', () => {
    const long = `[{"a": 1}, {"a": 2}, {"a": "${'x'.repeat(1 << 16)}"}, {"a": 4}]`
    const { borders, second } = bordersOf(long)
    expect(borders.endsFrom(second)).toEqual([long.indexOf('2}') + 2])
  })

  it('are guessed no more where they were wrong too often', () => {
    const { borders, second } = bordersOf(LIST)
    let guesses = 0
    for (let chunk = 0; chunk < 100; chunk += 1) {
      borders.begin(bytesOf(LIST))
      borders.noteEnd(LIST.indexOf('}') + 1)
      const ends = borders.endsFrom(second)
      if (ends.length === 0) continue
      guesses += 1
      expect(borders.fits([{ a: 1 }, { b: 1 }], ends)).toBe(false)
    }
    expect(guesses).toBe(9)
  })

  it('are none where nothing was walked through in the same chunk', () => {
    const borders = new ElementBorders()
    borders.begin(bytesOf(LIST))
    expect(borders.endsFrom(LIST.indexOf('{"a": {'))).toEqual([])
  })
})

interface Split {
  readonly elements: readonly unknown[]
  readonly lines: readonly number[]
  readonly rest: unknown
  readonly refused: boolean
}

function split(text: string, sizes: readonly number[]): Split {
  const elements: unknown[] = []
  const lines: number[] = []
  let rest: unknown
  const splitter = new JsonSplitter(['runs[].results[]'], {
    element(value) {
      elements.push(value)
      lines.push(splitter.lineOf('needle'))
    },
    document(value) {
      rest = value
    },
  })
  const write = (chunk: Uint8Array): void => {
    splitter.write(chunk)
  }
  try {
    feed(write, bytesOf(text), sizes)
    splitter.end()
    return { elements, lines, rest, refused: false }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return { elements: [], lines: [], rest: undefined, refused: true }
  }
}

/** What lures a guess: borders in strings, in lists of lists, in objects; line ends; long elements. */
const TRAIT = fc.constantFrom<unknown>(
  1,
  'needle',
  '},{"id":',
  '\\"},\n{"id"',
  [{ id: 1 }, { id: 2 }],
  [[{ id: 1 }], [{ id: 2, needle: 'needle' }]],
  { id: { id: [] } },
  {},
  'é\n'.repeat(700),
)
const ALIKE = fc.record({ id: fc.nat(), trait: TRAIT }, { noNullPrototype: true })
const ODD = fc.oneof(TRAIT, fc.record({ other: TRAIT, id: fc.nat() }, { noNullPrototype: true }))
const RUN = fc
  .array(fc.oneof({ weight: 30, arbitrary: ALIKE }, { weight: 1, arbitrary: ODD }), { maxLength: 60 })
  .map((results) => ({ tool: 'x', results, results2: [{ id: 1 }, { id: 2 }] }))
const TEXT = fc
  .tuple(fc.array(RUN, { maxLength: 3 }), fc.constantFrom('', '\n', '  ', ',\n'))
  .map(([runs, style]) =>
    style === ',\n'
      ? JSON.stringify({ runs }).replaceAll('},{"id"', '},\n{"id"')
      : JSON.stringify({ runs }, null, style === '\n' ? 0 : style),
  )
const SIZES = fc.array(fc.integer({ min: 60, max: 4_000 }), { maxLength: 4 })
/** Bytes that end, begin or cut elements, put anywhere. */
const CHANGE = fc.tuple(
  fc.nat(),
  fc.nat({ max: 9 }),
  fc.constantFrom('', ',', '}', '{', ']', '[', '"', '],[', '},{"id":', '\n'),
)

describe('elements that are leaped over', () => {
  it.each([
    ['as deep as is allowed', 1_023, false],
    ['too deep', 1_024, true],
  ])('may not be nested deeper than others: %s', (_what, levels, refused) => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = `{"id":1,"deep":${open.repeat(levels)}1${close.repeat(levels)}}`
      const text = `{"runs":[{"results":[${['{"id":1}', '{"id":2}', deep, '{"id":3}', '{"id":4}'].join(',')}]}]}`
      for (const sizes of [[], [1]]) expect(split(text, sizes).refused).toBe(refused)
    }
  })

  it('are those that JSON.parse finds, on the lines that walking finds', () => {
    fc.assert(
      fc.property(TEXT, SIZES, (text, sizes) => {
        const { runs } = JSON.parse(text) as { readonly runs: readonly { readonly results: readonly unknown[] }[] }
        const leaped = split(text, sizes)
        expect(leaped.elements).toEqual(runs.flatMap(({ results }) => results))
        // Nothing can be guessed from one byte.
        expect(leaped).toEqual(split(text, [1]))
      }),
      tries(300),
    )
  })

  it('are refused where JSON.parse refuses the document, and only there', () => {
    fc.assert(
      fc.property(TEXT, CHANGE, SIZES, (text, [at, drop, insert], sizes) => {
        const place = at % (text.length + 1)
        const broken = text.slice(0, place) + insert + text.slice(place + drop)
        expect(split(broken, sizes)).toEqual(split(broken, [1]))
        expect(split(broken, sizes).refused).toBe(!parses(broken))
      }),
      tries(1_000),
    )
  })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
