import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { EvidenceError } from '../../../actions/shared/model/errors.ts'
import { DOCUMENTS, JsonSplitter } from '../../../actions/shared/reports/json/splitter.ts'
import { tries } from '../../support/fuzz.ts'
import { bytesOf, feed } from '../../support/read-report.ts'

interface Element {
  readonly value: unknown
  readonly stream: number
  readonly outer: number
}

interface Split {
  readonly elements: readonly Element[]
  readonly rest: unknown
  readonly refused: string | undefined
}

function split(text: string | Uint8Array, paths: readonly string[], sizes: readonly number[] = []): Split {
  const elements: Element[] = []
  let rest: unknown
  const splitter = new JsonSplitter(paths, {
    element: (value, stream, outer) => elements.push({ value, stream, outer }),
    document: (value) => {
      rest = value
    },
  })
  try {
    feed(
      (chunk) => {
        splitter.write(chunk)
      },
      typeof text === 'string' ? bytesOf(text) : text,
      sizes,
    )
    splitter.end()
    return { elements, rest, refused: undefined }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return { elements, rest, refused: error.message }
  }
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const hasOwn = (value: unknown, key: string): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)

/** The slow way to the same: takes the streamed arrays out of what JSON.parse gives, in the order of the document. */
function expectedOf(text: string, paths: readonly string[]): Split {
  const elements: Element[] = []
  const take = (value: unknown, steps: readonly string[], stream: number, outer: number | undefined): unknown => {
    const [step, ...others] = steps
    if (step === undefined) return value
    if (step === '[]') {
      if (!Array.isArray(value)) return value
      if (others.length > 0) return value.map((item, index) => take(item, others, stream, outer ?? index))
      for (const item of value) elements.push({ value: item as unknown, stream, outer: outer ?? 0 })
      return []
    }
    if (!hasOwn(value, step)) return value
    const copy = Object.fromEntries(Object.entries(value))
    Object.defineProperty(copy, step, {
      value: take(value[step], others, stream, outer),
      enumerable: true,
      configurable: true,
      writable: true,
    })
    return copy
  }
  let rest = JSON.parse(text) as unknown
  for (const [stream, path] of paths.entries()) {
    rest = take(rest, path.match(/\[\]|[^.[\]]+/g) ?? [], stream, undefined)
  }
  return { elements, rest, refused: undefined }
}

const KEY = fc.constantFrom(
  'runs',
  'results',
  'a',
  'b',
  '',
  'é',
  '__proto__',
  'constructor',
  'ru\\ns',
  '"',
  '[]',
  'a.b',
)
const LEAF = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1.5e-7,
    1e21,
    '',
    'x',
    '[',
    ']}',
    '\\',
    '"',
    '\\"',
    'é😀\u2028',
    '\n\t',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const { value: VALUE } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    LEAF,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(KEY, tie('value')), { selector: ([key]) => key, maxLength: 4 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
}))
/** Shaped so that the paths below are often there, with other things beside and in place of them. */
const RESULTS = fc.oneof({ weight: 4, arbitrary: fc.array(VALUE, { maxLength: 5 }) }, { weight: 1, arbitrary: VALUE })
const RUN = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(VALUE, RESULTS, VALUE).map(([before, results, behind]) => ({ a: before, results, b: behind })),
  },
  { weight: 1, arbitrary: VALUE },
)
const DOCUMENT = fc.oneof(
  fc.tuple(RESULTS, fc.array(RUN, { maxLength: 3 })).map(([results, runs]) => ({ results, runs, version: '2.1.0' })),
  fc.array(RUN, { maxLength: 4 }).map((runs) => runs as unknown),
  VALUE,
)
const TEXT = fc.tuple(DOCUMENT, fc.constantFrom(undefined, 1, '\t', '\r\n ')).map(([value, space]) => {
  const text = JSON.stringify(value, null, space === '\r\n ' ? 1 : space)
  return space === '\r\n ' ? text.replaceAll('\n', '\r\n') : text
})
const PATHS = fc.constantFrom<readonly string[]>(
  [],
  ['[]'],
  ['results[]'],
  ['runs[].results[]'],
  ['runs[].results[]', 'results[]'],
  ['[].results[]'],
  ['a.b[]'],
)
const SIZES = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 })
const BREAKERS = fc.constantFrom(
  '',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\\u12',
  '1',
  '-',
  '0',
  'e',
  '.',
  'null',
  'tru',
  ' ',
  '\n',
  '\u{0}',
  '\u{1f}',
  '/',
  '//x\n',
  "'",
  'NaN',
  ',,',
  '{}',
  '[]',
  '\u{feff}',
  '\u{a0}',
)
const CHANGES = fc.array(fc.tuple(fc.nat({ max: 10_000 }), fc.nat({ max: 3 }), BREAKERS), {
  minLength: 1,
  maxLength: 2,
})

function changed(text: string, changes: readonly (readonly [number, number, string])[]): string {
  let result = text
  for (const [at, drop, insert] of changes) {
    const place = at % (result.length + 1)
    result = result.slice(0, place) + insert + result.slice(place + drop)
  }
  return result
}

describe('the JSON splitter, with JSON.parse as its judge', () => {
  it('hands on the elements and the rest of any document, in chunks of any size', () => {
    fc.assert(
      fc.property(TEXT, PATHS, SIZES, (text, paths, sizes) => {
        const expected = expectedOf(text, paths)
        const actual = split(text, paths, sizes)
        // With two paths the order between them is that of the document.
        const byStream = ({ elements }: Split): Element[] =>
          [...elements].sort((left, right) => left.stream - right.stream)
        expect(actual.refused).toBeUndefined()
        expect(byStream(actual)).toEqual(byStream(expected))
        expect(actual.rest).toEqual(expected.rest)
      }),
      tries(800),
    )
  })

  it('refuses every text that JSON.parse refuses, and no other', () => {
    fc.assert(
      fc.property(TEXT, CHANGES, PATHS, SIZES, (text, changes, paths, sizes) => {
        const broken = changed(text, changes)
        const { refused } = split(broken, paths, sizes)
        expect(`${broken}: ${String(refused === undefined)}`).toBe(`${broken}: ${String(parses(broken))}`)
      }),
      tries(1_500),
    )
  })

  it('refuses a document that was cut, wherever it was', () => {
    const text =
      '{"version": "2.1.0", "runs": [{"tool": {"a": [1, {"b": "é\\"]"}]}, "results": [{"x": [1]}, 2, "s\\\\"], "z": 1e5}], "y": {}}'
    const bytes = bytesOf(text)
    for (const paths of [[], ['runs[].results[]'], ['runs[]']]) {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(split(bytes.slice(0, length), paths).refused).toBeDefined()
        expect(split(bytes.slice(0, length), paths, [1]).refused).toBeDefined()
      }
      expect(split(bytes, paths).refused).toBeUndefined()
    }
  })

  it('says the same for chunks that border at any place', () => {
    const text =
      '{"r\\u0075ns": [{"results": [{"a": "\\\\"}, [], "\\"", 1 , null ]}, {"results": []}, {"results": [true]}], "é": "😀"}'
    const bytes = bytesOf(text)
    const whole = split(bytes, ['runs[].results[]'])
    expect(whole.elements).toHaveLength(6)
    for (let first = 1; first < bytes.length; first += 1) {
      expect(split(bytes, ['runs[].results[]'], [first, bytes.length])).toEqual(whole)
    }
    expect(split(bytes, ['runs[].results[]'], [1])).toEqual(whole)
  })

  it.each([
    ['a trailing comma in a streamed array', '[1,]'],
    ['a trailing comma in an object', '{"a": 1,}'],
    ['a leading comma', '[,1]'],
    ['two commas', '[1,,2]'],
    ['no comma', '[1 2]'],
    ['no comma between objects', '[{} {}]'],
    ['two documents', '[1] [2]'],
    ['something behind the document', '[1] x'],
    ['a bracket too many', '[1]]'],
    ['brackets that do not match', '[{"a": [}]'],
    ['a comment', '[1 /* x */]'],
    ['single quotes', "['a']"],
    ['a line end in a string', '["a\nb"]'],
    ['NaN', '[NaN]'],
    ['an unknown escape', '["\\x41"]'],
    ['half an escape', '["\\u12"]'],
    ['a number with a leading zero', '[01]'],
    ['nothing', ''],
    ['white space', ' \n\t'],
    ['a colon in an array', '[1:2]'],
    ['an element that closes the array around it', '[1}, 2]'],
  ])('refuses %s', (_what, text) => {
    for (const paths of [[], ['[]'], ['a[]']]) {
      for (const sizes of [[], [1], [2]]) expect(split(text, paths, sizes).refused).toBeDefined()
    }
  })

  it('cannot be led astray by an element that closes and opens its batch', () => {
    // Elements are parsed side by side in one array: each must be a value by itself.
    for (const text of ['[1],[2]', '[[1],2],[3]', '["a"],["b"]', '[{"a":1}],[{"b":2}]', '[1]+[2]', '[1 ] , [2]']) {
      expect(split(text, ['[]']).refused).toBeDefined()
    }
  })

  it('keeps keys such as __proto__ as data', () => {
    const text = '[{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}]'
    const { elements, refused } = split(text, ['[]'])
    expect(refused).toBeUndefined()
    expect(Object.hasOwn(elements[0]!.value as object, '__proto__')).toBe(true)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(split('{"__proto__": {"results": [1]}}', ['results[]']).elements).toEqual([])
  })

  it.each([[[]], [['[]']], [['a[]']]])('refuses deep nesting cleanly (%j)', (paths) => {
    for (const text of [
      '['.repeat(10_000) + ']'.repeat(10_000),
      '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000),
      '['.repeat(200_000),
    ]) {
      expect(split(text, paths).refused).toMatch(/nested|cut off/)
      expect(split(text, paths, [1]).refused).toMatch(/nested|cut off/)
    }
    expect(split('['.repeat(1_000) + ']'.repeat(1_000), paths).refused).toBeUndefined()
  })

  it('parses many elements in flat batches, and loses none at their borders', () => {
    const items = Array.from({ length: 60_000 }, (_, index) => ({ index, text: 'x'.repeat(index % 50) }))
    const { elements, rest } = split(`{"items": ${JSON.stringify(items)}, "end": true}`, ['items[]'], [65_536])
    expect(elements.length).toBe(items.length)
    expect(elements.every(({ value }, index) => (value as { index: number }).index === index)).toBe(true)
    expect(rest).toEqual({ items: [], end: true })
  })

  it('does not quote the document in its errors', () => {
    expect(split('[{"password": "hunter2" x}]', ['[]']).refused).not.toContain('hunter2')
    expect(split('{"password": "hunter2" x}', []).refused).not.toContain('hunter2')
  })

  it('is linear in a string that comes byte by byte', () => {
    const begin = performance.now()
    expect(split(`["${'x\\\\'.repeat(30_000)}"]`, ['[]'], [1]).refused).toBeUndefined()
    expect(split(`{"${'x'.repeat(100_000)}": 1}`, ['a[]'], [1]).refused).toBeUndefined()
    expect(performance.now() - begin).toBeLessThan(2_000)
  })
})

describe('the JSON splitter over documents one after the other', () => {
  it('streams JSON lines', () => {
    const lines = '{"a": 1}\n{"a": 2}\r\n\n[3]\n"x"\nnull\n'
    for (const sizes of [[], [1], [3]]) {
      expect(split(lines, [DOCUMENTS], sizes).elements.map(({ value }) => value)).toEqual([
        { a: 1 },
        { a: 2 },
        [3],
        'x',
        null,
      ])
    }
  })

  it('streams documents that are pretty-printed and concatenated', () => {
    fc.assert(
      fc.property(
        fc.array(VALUE, { maxLength: 6 }),
        fc.constantFrom(0, 2),
        fc.constantFrom('\n', '\r\n', ' '),
        SIZES,
        (values, space, between, sizes) => {
          const text = values.map((value) => JSON.stringify(value, null, space)).join(between)
          const { elements, refused } = split(text, [DOCUMENTS], sizes)
          expect(refused).toBeUndefined()
          expect(elements.map(({ value }) => value)).toEqual(JSON.parse(JSON.stringify(values)))
        },
      ),
      tries(500),
    )
  })

  it('refuses lines of which one is broken', () => {
    for (const text of [
      '{"a": 1}\n{"a": ',
      '{"a": 1}\nx',
      '{"a": 1}}\n',
      '{"a": 1},{"a": 2}',
      '1,2',
      '{"a"}\n',
      'tru\n',
      '"x',
    ]) {
      for (const sizes of [[], [1]]) expect(split(text, [DOCUMENTS], sizes).refused).toBeDefined()
    }
  })

  it('refuses a cut inside of a document, and cannot see one between two', () => {
    const bytes = bytesOf('{"a": "é"}\n{"b": [1, 2]}\n{"c": 3}\n')
    const borders = new Set<number>([0])
    for (const [at, byte] of bytes.entries()) if (byte === 0x7d || byte === 0x0a) borders.add(at + 1)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(`${length}: ${String(split(bytes.slice(0, length), [DOCUMENTS]).refused === undefined)}`).toBe(
        `${length}: ${String(borders.has(length))}`,
      )
    }
  })
})
