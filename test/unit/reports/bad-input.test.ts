import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { tries } from '../../support/fuzz.ts'
import {
  bytesOf,
  contentsOf,
  isDoubted,
  readBytes,
  type ReadOptions,
  type ReadReport,
  readText,
  readingOf,
} from '../../support/read-report.ts'
import { ALL_SAMPLES, failing, type Sample, SAMPLES } from './samples.ts'

/** Whatever a report holds: numbers that are numbers, and shares that are shares. */
function expectSane(report: ReadReport): void {
  const { reading } = report
  if (!reading) {
    expect(report.refused).not.toBe('')
    return
  }
  expect(Number.isSafeInteger(reading.entries) && reading.entries >= 0).toBe(true)
  for (const [name, value] of Object.entries(reading.metrics)) {
    expect(`${name} ${Number.isFinite(value) ? 'is finite' : String(value)}`).toBe(`${name} is finite`)
    if (report.format !== 'metrics') {
      expect(`${name} ${value >= 0 ? 'is not negative' : String(value)}`).toBe(`${name} is not negative`)
    }
  }
  for (const kind of ['line', 'branch', 'function']) {
    const [covered = 0, total = 0] = [
      reading.metrics[`coverage.${kind}.covered`],
      reading.metrics[`coverage.${kind}.total`],
    ]
    if (!isDoubted(report)) expect(`${covered} of ${total} ${covered <= total}`).toBe(`${covered} of ${total} true`)
  }
}

/** All paths that a reader handed on. */
function pathsOf({ reading, tables: { tests, coverage, findings } }: ReadReport): string[] {
  const paths: (string | undefined)[] = [
    ...Array.from({ length: tests.size }, (_, test) => tests.path(test)),
    ...tests.failures.map(({ path }) => path),
    ...coverage.files.keys(),
    ...findings.rows.map(({ path }) => path),
    ...(reading?.measurements ?? []).map(({ path }) => path),
  ]
  return paths.filter((path) => path !== undefined)
}

const table = SAMPLES.map((sample) => [sample.format, sample] as const)
const ofSyntax = (syntax: Sample['syntax']) => table.filter(([, sample]) => sample.syntax === syntax)
/** Some formats are believed only with their exit code. */
const named = ({ format }: Sample): ReadOptions => ({ format })

const ONE_A_LINE = [
  ...[
    'flake8',
    'pycodestyle',
    'pydocstyle',
    'pylint',
    'yamllint',
    'ansible-lint',
    'actionlint',
    'shellcheck',
    'hadolint',
  ],
  ...['go-vet', 'golangci-lint', 'golint', 'tsc', 'gcc', 'msbuild', 'javac', 'markdownlint', 'eslint-stylish'],
  'workflow-commands',
]
/** flake8 runs pycodestyle and prints what it found line for line: taken for flake8's it is read the same. */
const READ_AS: Readonly<Record<string, string>> = { pycodestyle: 'flake8' }

/**
 * Formats without an end mark: where a cut cannot be seen the rest is believed, as the docs say of each.
 * A cut that leaves this behind is such a one; every other must show.
 */
const UNSEEN_CUT: Readonly<Record<string, RegExp>> = {
  lcov: /end_of_record\n?$/,
  'go-cover': /^mode: \w+\n(?:.*\n)+$/,
  // A whole JSON document on the last line. Text without its summary is doubted.
  mypy: /\}\n?$/,
  // What is left of a line is an error all the same, if it begins as one.
  isort: /ERROR: [^\n]+$|\n$/,
  'go-test': /\}\n?$/,
  // One finding a line, and no end mark: of the linters' texts and JSON lines a cut between lines cannot be seen.
  ...Object.fromEntries(ONE_A_LINE.map((format) => [format, /\n$/])),
  staticcheck: /\}$|\n$/,
  rdjsonl: /\}\n?$/,
  clippy: /\}\n?$/,
  'jmeter-csv': /\n$/,
  'lizard-csv': /\n$/,
  // In what explains the contracts that were counted as broken.
  'import-linter': /Broken contracts\n[^]*:\n[^]*\n$/,
  // Behind the plan there are only comments.
  tap: /\n1\.\.\d+\n?(?:#[^\n]*\n?)*$/,
}

/** Failures that the lines of such a format state, counted in the plainest way. */
const STATED_BY_LINES: Readonly<Record<string, RegExp>> = {
  mypy: /"severity": "error"/g,
  isort: /^ERROR: .* Imports are incorrectly sorted/gm,
  'go-test': /"Action":"fail".*"Test":/g,
}

/** With more formats each is tried less often: the whole must stay quick. `FUZZ` tries more. */
const SHARE = Math.min(1, 20 / SAMPLES.length)

/** Every place of a short text, so many seeded ones of a long one. */
function cutPlaces(length: number, few: number): number[] {
  const most = Math.max(5, Math.ceil(tries(few).numRuns * SHARE))
  if (length <= most) return Array.from({ length }, (_, place) => place)
  return fc.sample(fc.nat({ max: length - 1 }), { numRuns: most, seed: 7 })
}

describe('a report that was cut', () => {
  function expectCutSeen(sample: Sample, place: number): void {
    const rest = sample.bytes.slice(0, place)
    const report = readBytes(rest, named(sample))
    if (isDoubted(report)) return
    const text = new TextDecoder().decode(rest)
    // Only what says nothing is gone: white space, a comment.
    if (isDeepStrictEqual(contentsOf(report), contentsOf(readBytes(sample.bytes, named(sample))))) return
    const unseen = UNSEEN_CUT[sample.format]
    if (unseen?.test(text) !== true) {
      throw new Error(`${sample.name} cut at ${place} is believed; it ends in ${JSON.stringify(text.slice(-80))}`)
    }
    const stated = text.match(STATED_BY_LINES[sample.format] ?? /(?!)/g)?.length ?? 0
    expect(failing(report.reading!)).toBeGreaterThanOrEqual(stated)
  }

  it.each(table)(
    'of %s is refused or doubted wherever it was cut, as far as the format can show it',
    (_format, sample) => {
      for (const place of cutPlaces(sample.bytes.length, 300)) expectCutSeen(sample, place)
    },
  )

  it.each(ALL_SAMPLES.filter((sample) => !SAMPLES.includes(sample)).map((sample) => [sample.name, sample] as const))(
    '%s too',
    (_name, sample) => {
      for (const place of cutPlaces(sample.bytes.length, 20)) expectCutSeen(sample, place)
    },
  )

  it.each(table)('of %s at its beginning is refused or doubted', (_format, sample) => {
    for (const place of cutPlaces(sample.bytes.length, 30)) {
      const report = readBytes(sample.bytes.slice(place), named(sample))
      expectSane(report)
      if (place === 0 || sample.syntax === 'text') continue
      if (sample.bytes.slice(0, place).some((byte) => byte > 0x20) && !isLines(sample)) {
        expect(isDoubted(report) || isProlog(sample, place)).toBe(true)
      }
    }
  })

  const isLines = ({ text }: Sample): boolean => {
    try {
      JSON.parse(text)
      return false
    } catch {
      return text.startsWith('{')
    }
  }
  /** Without its declaration an XML document is one. */
  const isProlog = ({ text, bytes }: Sample, place: number): boolean =>
    text.startsWith('<') && /^\s*<[a-zA-Z!]/.test(new TextDecoder().decode(bytes.slice(place)))
})

describe('an empty report', () => {
  it.each(FORMATS.map(({ id }) => id))('is never taken as one of %s without its exit code', (format) => {
    for (const text of ['', ' ', '\n', '\r\n\r\n', '\u{feff}', '\t\n']) {
      const named = readText(text, { format })
      expect(isDoubted(named)).toBe(true)
      expectSane(named)
      expect(readText(text).refused).toBeDefined()
    }
  })

  it.each(['[]', '{}', 'null', ' [ ] \n'])('as %s says neither what wrote it nor what was looked at', (text) => {
    expect(readText(text).refused).toMatch(/name its format/)
  })
})

describe('a report of another encoding', () => {
  const utf16 = (text: string, isBig: boolean): Uint8Array => {
    const bytes = new Uint8Array(Buffer.from(text, 'utf16le'))
    return isBig ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes
  }
  const ENCODINGS: Readonly<Record<string, (text: string) => Uint8Array>> = {
    'UTF-8 with a mark': (text) => bytesOf(`\u{feff}${text}`),
    'UTF-16 LE with a mark': (text) => utf16(`\u{feff}${text}`, false),
    'UTF-16 BE with a mark': (text) => utf16(`\u{feff}${text}`, true),
    'UTF-16 LE without a mark': (text) => utf16(text, false),
    'UTF-16 BE without a mark': (text) => utf16(text, true),
    'CRLF line ends': (text) => bytesOf(text.replaceAll('\n', '\r\n')),
  }

  it.each(Object.entries(ENCODINGS))('(%s) is found out and says the same', (_name, encode) => {
    for (const { name, text } of ALL_SAMPLES) {
      const expected = readText(text)
      const bytes = encode(text)
      for (const chunks of [[], [5]]) {
        const actual = readBytes(bytes, { chunks })
        expect({ name, format: actual.format, ...actual.reading, measurements: [] }).toEqual({
          name,
          format: expected.format,
          ...expected.reading,
          measurements: [],
        })
      }
    }
  })

  it.each(table)('of %s whose bytes are no text is refused, or of lines, doubted', (_format, sample) => {
    const bytes = Uint8Array.from(sample.bytes)
    const place = Buffer.byteLength(sample.text.slice(0, sample.text.search(/[a-z]{3}/)))
    for (const bad of [0xff, 0xc0, 0x80, 0xed]) {
      bytes[place + 1] = bad
      expect(isDoubted(readBytes(bytes, named(sample)))).toBe(true)
    }
  })

  it.each(table)('of %s that ends in half a character is refused, or of lines, doubted', (_format, sample) => {
    expect(isDoubted(readBytes(Uint8Array.from([...sample.bytes, 0xe2, 0x82]), named(sample)))).toBe(true)
  })

  it('is read by the encoding that its XML declaration names', () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite><testcase name="é"/></testsuite>'
    const report = readBytes(new Uint8Array(Buffer.from(text, 'latin1')))
    expect(report.tables.tests.name(0)).toBe('é')
    expect(readText(text.replace('ISO-8859-1', 'klingon'), { format: 'junit' }).refused).toMatch(/klingon/)
  })
})

describe('NUL bytes', () => {
  it.each(table)('in a report of %s never hide a failure', (_format, sample) => {
    const whole = readingOf(readBytes(sample.bytes, named(sample)))
    for (const place of cutPlaces(sample.bytes.length, 30)) {
      const bytes = Uint8Array.from([...sample.bytes.slice(0, place), 0, ...sample.bytes.slice(place)])
      const report = readBytes(bytes, named(sample))
      expectSane(report)
      if (sample.syntax !== 'text') expect(report.refused).toBeDefined()
      else if (!isDoubted(report)) expect(failing(report.reading!)).toBeGreaterThanOrEqual(failing(whole))
    }
  })
})

describe('an entity bomb', () => {
  const LAUGHS = [
    '<!ENTITY l0 "lol">',
    ...Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`),
  ]
  const BOMBS: Readonly<Record<string, string>> = {
    'of a billion laughs': `<!DOCTYPE x [${LAUGHS.join('')}]>`,
    'of one huge entity': `<!DOCTYPE x [<!ENTITY l9 "${'a'.repeat(100_000)}">]>`,
    'that reads a file': '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    'that asks the network': '<!DOCTYPE x [<!ENTITY % l9 SYSTEM "http://127.0.0.1:9/x">%l9;]>',
  }

  it.each(ofSyntax('xml'))('is refused at once in %s', (_format, sample) => {
    for (const bomb of Object.values(BOMBS)) {
      const text = sample.text
        .replace(/<!DOCTYPE[^>]*>\s*/, '')
        .replace(/(<[a-zA-Z])/, `${bomb}$1`)
        .replace(/>(?=[^>]*$)/, '>')
      const begin = performance.now()
      expect(readText(text, named(sample)).refused).toMatch(/DOCTYPE/)
      expect(readText(text.replace(/name="/, 'name="&l9;'), named(sample)).refused).toBeDefined()
      expect(performance.now() - begin).toBeLessThan(500)
    }
  })
})

/** One for each way to read: the others read in the same ways. */
const LARGE: ReadonlySet<string> = new Set(['junit', 'cobertura', 'sarif', 'bandit', 'lcov', 'mypy'])

describe('nesting and length', () => {
  const nested = (syntax: Sample['syntax'], { text }: Sample): readonly string[] => {
    if (syntax === 'json') {
      return ['['.repeat(10_000) + ']'.repeat(10_000), '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)]
    }
    const root = /<([a-zA-Z][\w:.-]*)/.exec(text)?.[1] ?? 'a'
    return [
      `<${root}>`.repeat(10_000) + `</${root}>`.repeat(10_000),
      `<${root}>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</${root}>`,
    ]
  }

  it.each([...ofSyntax('xml'), ...ofSyntax('json')])(
    'of 10,000 levels are refused by %s, or doubted',
    (_format, sample) => {
      for (const text of nested(sample.syntax, sample)) {
        for (const format of [sample.format, undefined]) expect(isDoubted(readText(text, { format }))).toBe(true)
      }
    },
  )

  it.each(table)('of megabytes in one line end soon in %s', (_format, sample) => {
    const megabytes = LARGE.has(sample.format) ? 20 : 2
    const filler = 'x'.repeat(megabytes * 1024 * 1024)
    const root = /<([a-zA-Z][\w:.-]*)/.exec(sample.text)?.[1] ?? 'a'
    const text =
      sample.syntax === 'xml' ? `<${root} name="${filler}"/>` : sample.syntax === 'json' ? `["${filler}"]` : filler
    const begin = performance.now()
    expectSane(readText(text, { format: sample.format, chunks: [1 << 16] }))
    // Some 10 ns for each byte; what is quadratic takes minutes.
    expect(performance.now() - begin).toBeLessThan(8_000)
  })
})

describe('numbers that are none', () => {
  const NUMBERS = [
    '-1',
    '-99999999999999999999',
    '1e999',
    '-0',
    '99999999999999999999999',
    '0.5',
    'NaN',
    'Infinity',
    '0x10',
    '١',
    '1,5',
    '',
  ]

  it.each(table)('in %s never become a metric that is no number', (_format, sample) => {
    const places = [...sample.text.matchAll(/(?<=[":, >=\][(.])\d+(?=[":, <\]\n)}.])/g)]
    for (const number of NUMBERS) {
      expectSane(readText(sample.text.replaceAll(/(?<=[": >=])\d+(?=[", <\]\n)}])/g, number), named(sample)))
      for (const place of places.filter((_, index) => index % Math.ceil(places.length / 6) === 0)) {
        expectSane(
          readText(
            sample.text.slice(0, place.index) + number + sample.text.slice(place.index + place[0].length),
            named(sample),
          ),
        )
      }
    }
  })
})

describe('hostile paths and names', () => {
  const escaped = (text: string, syntax: Sample['syntax']): string => {
    if (syntax === 'json') return JSON.stringify(text).slice(1, -1)
    if (syntax === 'text') return text.replaceAll(/[\r\n]/g, ' ')
    const entities: Readonly<Record<string, string>> = {
      '&': '&amp;',
      '<': '&lt;',
      '>': '&gt;',
      '"': '&quot;',
      '\n': '&#10;',
      '\r': '&#13;',
    }
    return text.replaceAll(/[&<>"\n\r]/g, (character) => entities[character]!)
  }
  /** The sample with another path in place of each that its reader found. */
  function withPath(sample: Sample, path: string): string {
    const known = new Set(pathsOf(readBytes(sample.bytes, named(sample))).filter((name) => name.length > 3))
    let { text } = sample
    for (const name of [...known].sort((left, right) => right.length - left.length)) {
      text = text.replaceAll(escaped(name, sample.syntax), () => escaped(path, sample.syntax))
    }
    return text
  }

  const PATHS = [
    '../../../../etc/passwd',
    '/etc/passwd',
    '..',
    '/',
    '/..',
    'a/../../b.py',
    'C:\\Windows\\..\\..\\secret.txt',
    '\\\\server\\share\\x.py',
    'file:///etc/passwd',
    'file://../x',
    'C:..\\x.py',
    '....//....//x',
    './/../x.py',
    '%2e%2e/x.py',
    '..\\..\\x.py',
    'C:/../../x.py',
    '/C:/../x.py',
  ]

  it.each(table)('of %s never lead out of the repository', (_format, sample) => {
    for (const path of PATHS) {
      const report = readText(withPath(sample, path), named(sample))
      for (const mapped of pathsOf(report)) {
        expect(`${path} -> ${mapped}`).not.toMatch(/ -> (?:[/\\]|[A-Za-z]:[/\\]|(?:.*[/\\])?\.\.(?:[/\\]|$))/)
      }
    }
  })

  const NAMES = [
    'a\nb.py',
    'a\r\n::error file=x::y',
    '::error::y',
    '##[set-output name=x]y',
    '##vso[task.complete]',
    '<script>alert(1)</script>',
    '| a | b |',
    '](https://example.org)',
    '@octocat #1',
    '`${x}`',
    '$(id)',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '\u{202e}gnp.exe',
    '😀',
  ]

  it.each(table)('of %s are only data: no failure gets lost', (_format, sample) => {
    const whole = readBytes(sample.bytes, named(sample))
    const distinct = new Set(pathsOf(whole)).size
    for (const name of NAMES) {
      const report = readText(withPath(sample, name), named(sample))
      expectSane(report)
      if (!report.reading || sample.syntax === 'text') continue
      // One name for several files makes tests of one name in them one test.
      if (distinct <= 1) expect(failing(report.reading)).toBe(failing(whole.reading!))
      else expect(failing(report.reading) > 0).toBe(failing(whole.reading!) > 0)
    }
  })

  it('gives every word of a report that names a level or severity a count, also those that objects have', () => {
    for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'ERROR', 'CRITICAL', 'x', '']) {
      const sarif = readText(
        JSON.stringify({
          version: '2.1.0',
          runs: [
            {
              tool: { driver: { name: word } },
              results: [
                { level: word, ruleId: word, message: { text: word } },
                { kind: word, message: {} },
              ],
            },
          ],
        }),
      )
      expect([sarif.reading?.entries, failing(sarif.reading!)]).toEqual([2, 2])
      const bandit = readText(
        JSON.stringify({
          generated_at: '',
          errors: [],
          metrics: {},
          results: [{ issue_severity: word, test_id: word, issue_text: word, filename: word }],
        }),
      )
      expect(failing(readingOf(bandit))).toBe(1)
      const mypy = readText(
        JSON.stringify({ file: word, line: 1, column: 0, message: word, hint: null, code: word, severity: word }),
        { format: 'mypy' },
      )
      expect(failing(readingOf(mypy))).toBe(1)
    }
  })
})

describe('a report that is not of the format that was named', () => {
  it.each(table)('is refused or doubted by %s', (format) => {
    const believed = ALL_SAMPLES.filter((sample) => ![sample.format, READ_AS[sample.format]].includes(format))
      .filter((sample) => {
        const report = readBytes(sample.bytes, { format })
        expectSane(report)
        return !isDoubted(report)
      })
      .map(({ name }) => name)
    expect(believed).toEqual([])
  })

  it.each(ALL_SAMPLES.map((sample) => [sample.name, sample] as const))(
    'is not needed for %s: its contents tell',
    (_name, sample) => {
      expect(readBytes(sample.bytes).format).toBe(READ_AS[sample.format] ?? sample.format)
    },
  )
})
