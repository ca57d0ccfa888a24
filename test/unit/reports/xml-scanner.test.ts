import { execFile, execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { EvidenceError } from '../../../actions/shared/model/errors.ts'
import { XmlScanner } from '../../../actions/shared/reports/xml/scanner.ts'
import { tries } from '../../support/fuzz.ts'
import { bytesOf, feed, FIXTURES, fixture } from '../../support/read-report.ts'

/** What happens in a document: `<a`, `@x=1`, `some text`, `>a`. Adjacent pieces of text are one. */
type Events = string[]

function addText(events: Events, text: string): void {
  if (text === '') return
  const last = events.at(-1)
  if (last?.startsWith('"') === true) events[events.length - 1] = last + text
  else events.push(`"${text}`)
}

/** Line ends as XML wants them (§2.11); our scanner hands them on as they are in text, where they do not matter. */
const withPlainLineEnds = (events: Events): Events =>
  events.map((event) => (event.startsWith('"') ? event.replace(/[\r\n]+/g, '\n') : event))

interface Scanned {
  readonly events: Events
  readonly refused: string | undefined
}

/** Readers know names without their prefixes. */
const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1)

/** Of several names that are one without their prefixes, which is meant is not told. */
function isAlone(name: string, names: readonly string[]): boolean {
  return names.includes(name) && names.filter((other) => localName(other) === name).length === 1
}

/** All names that the texts of a test can have, so that attributes can be asked for. */
const VOCABULARY = ['a', 'b', 'c', 'name', 'é', 'testcase', 'message'] as const
const isKnown = (name: string): boolean => (VOCABULARY as readonly string[]).includes(name)

function scan(bytes: Uint8Array, sizes: readonly number[] = [], lenient = false): Scanned {
  const events: Events = []
  const pieces: Uint8Array[] = []
  const takeText = (): void => {
    addText(events, new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(pieces.splice(0))))
  }
  const scanner: XmlScanner = new XmlScanner(
    VOCABULARY,
    {
      start() {
        takeText()
        events.push(`<${scanner.elementName()}`)
        const names = scanner.attributes.names()
        for (const name of names) if (!isKnown(name) || !isAlone(name, names)) events.push(`@${name}`)
        for (const [symbol, name] of VOCABULARY.entries()) {
          if (isAlone(name, names)) events.push(`@${name}=${scanner.attributes.text(symbol) ?? ''}`)
        }
        scanner.keepText = true
      },
      end(symbol) {
        takeText()
        events.push(`>${VOCABULARY[symbol] ?? '?'}`)
        // What follows belongs to the element around it.
        scanner.keepText = true
      },
      text(piece, start, end) {
        pieces.push(piece.slice(start, end))
      },
    },
    { lenient },
  )
  try {
    feed(
      (chunk) => {
        scanner.write(chunk)
      },
      bytes,
      sizes,
    )
    scanner.end()
    return { events, refused: undefined }
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return { events, refused: error.message }
  }
}

/** The same by saxes. Its first error ends the document, as ours does. */
function scanWithSaxes(text: string): Scanned {
  const events: Events = []
  let refused: string | undefined
  const parser = new SaxesParser({ xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
  const live =
    <Value>(handle: (value: Value) => void) =>
    (value: Value) => {
      if (refused === undefined) handle(value)
    }
  parser.on('error', (error) => {
    refused ??= error.message
  })
  let depth = 0
  parser.on(
    'opentag',
    live(({ name, attributes }) => {
      depth += 1
      events.push(`<${name}`)
      const names = Object.keys(attributes)
      for (const key of names) if (!isKnown(key) || !isAlone(key, names)) events.push(`@${key}`)
      for (const key of VOCABULARY) if (isAlone(key, names)) events.push(`@${key}=${attributes[key]!}`)
    }),
  )
  parser.on(
    'closetag',
    live(({ name }) => {
      depth -= 1
      events.push(`>${isKnown(localName(name)) ? localName(name) : '?'}`)
    }),
  )
  const inside = live((piece: string) => {
    if (depth > 0) addText(events, piece)
  })
  parser.on('text', inside)
  parser.on('cdata', inside)
  try {
    parser.write(text).close()
  } catch (error) {
    refused ??= String(error)
  }
  return { events, refused }
}

/** Where both must be the same: whether it is well-formed, and if it is, all that is in it. */
function expectAgreement(text: string, sizes: readonly number[] = []): void {
  const ours = scan(bytesOf(text), sizes)
  const theirs = scanWithSaxes(text)
  // saxes does not look into a DOCTYPE; what ours takes there has tests of its own.
  if (ours.refused?.includes('DOCTYPE') === true) return
  // It also takes `<?go?on?>`, where a space must follow the name (§2.6; xmllint refuses it too).
  if (ours.refused?.includes('a processing instruction is not well-formed') === true) return
  if ((ours.refused === undefined) !== (theirs.refused === undefined)) {
    throw new Error(
      `on ${JSON.stringify(text)}\nours: ${ours.refused ?? 'well-formed'}\nsaxes: ${theirs.refused ?? 'well-formed'}`,
    )
  }
  if (ours.refused === undefined) expect(withPlainLineEnds(ours.events)).toEqual(withPlainLineEnds(theirs.events))
}

const NAMES = fc.constantFrom('a', 'b', 'c', 'name', 'é', 'x:q', '_', 'a.b-c')
const BITS = fc.constantFrom(
  ...[
    'x',
    ' ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    'é',
    '😀',
    '\u{feff}',
    '\u{fffd}',
    '&amp;',
    '&lt;',
    '&#10;',
    '&#x9;',
    '&#x1F600;',
    '&apos;',
  ],
  ...['>', ']', ']]', "'", '-', '--', '?', '/', '=', '0'],
)
const TEXT = fc.array(BITS, { maxLength: 6 }).map((bits) => bits.join('').replaceAll(']]>', ''))
const VALUE = TEXT.map((text) => `"${text}"`)
const ATTRIBUTES = fc
  .uniqueArray(fc.tuple(NAMES, VALUE, fc.constantFrom(' ', '\n', '\r\n  ', '\t')), {
    selector: ([name]) => name,
    maxLength: 4,
  })
  .map((list) => list.map(([name, value, space]) => `${space}${name}${space === '\t' ? ' = ' : '='}${value}`).join(''))
const CDATA = TEXT.map((text) => `<![CDATA[${text}<&]]>`)
const COMMENT = TEXT.map((text) => `<!--${text.replaceAll('--', '').replace(/-$/, '')}-->`)
const INSTRUCTION = TEXT.map((text) => `<?go ${text.replaceAll('?>', '')}?>`)

const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  element: fc
    .tuple(NAMES, ATTRIBUTES, fc.constantFrom('', ' ', '\n'), tie('content'), fc.boolean())
    .map(([name, attributes, space, content, isEmpty]) =>
      isEmpty ? `<${name}${attributes}${space}/>` : `<${name}${attributes}${space}>${content}</${name}${space}>`,
    ),
  content: fc
    .array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, TEXT, CDATA, COMMENT, INSTRUCTION, tie('element')), {
      maxLength: 5,
    })
    .map((parts) => parts.join('')),
}))
const PROLOG = fc.constantFrom(
  '',
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>\n',
  "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>",
  '<!DOCTYPE a>',
  '<?xml version="1.0"?>\n<!DOCTYPE a PUBLIC "-//x//y" "https://example.org/a.dtd">\n',
  '<!DOCTYPE a SYSTEM "report.dtd"[]>',
  '<!-- before -->',
)
const DOCUMENT = fc
  .tuple(PROLOG, element, fc.constantFrom('', '\n', '<!-- behind -->', '<?go on?>'))
  .map((parts) => parts.join(''))

/** What breaks documents: characters that mean something, at any place. */
const BREAKERS = fc.constantFrom(
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '/',
    '=',
    ']]>',
    '--',
    '<!--',
    '-->',
    '<![CDATA[',
    '<?',
    '?>',
    '<a>',
    '</a>',
    '<a/>',
    ' ',
    '\n',
  ],
  ...[
    '\u{0}',
    '\u{1b}',
    '\u{fffe}',
    '\u{ffff}',
    '&#0;',
    '&#xD800;',
    '&#x110000;',
    '&x;',
    '&amp',
    '<1',
    '<!x',
    '<?xml version="1.0"?>',
    '<!DOCTYPE b>',
  ],
  ...['<!DOCTYPE a [<!ENTITY x "y">]>', 'xml', 'version', ':', '-', '.', '0', '\u{b7}', '\u{d7}', '\u{300}'],
)
const CHANGES = fc.array(
  fc.record({ at: fc.nat({ max: 10_000 }), drop: fc.nat({ max: 4 }), insert: fc.option(BREAKERS, { nil: '' }) }),
  { minLength: 1, maxLength: 3 },
)

function changed(text: string, changes: readonly { at: number; drop: number; insert: string }[]): string {
  let characters = Array.from(text)
  for (const { at, drop, insert } of changes) {
    const place = at % (characters.length + 1)
    characters = [...characters.slice(0, place), insert, ...characters.slice(place + drop)]
  }
  return characters.join('')
}

const SIZES = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
const XML_FIXTURES = ['junit', 'cobertura', 'clover', 'jacoco', 'checkstyle', 'trx'].flatMap((folder) =>
  readdirSync(new URL(folder, FIXTURES)).map((name) => `${folder}/${name}`),
)

describe('the XML scanner, with saxes as its judge', () => {
  it('takes what is well-formed, and finds the same in it', () => {
    fc.assert(
      fc.property(DOCUMENT, SIZES, (text, sizes) => {
        expectAgreement(text, sizes)
      }),
      tries(600),
    )
  })

  it('refuses what is not well-formed after changes at any place, and nothing else', () => {
    fc.assert(
      fc.property(DOCUMENT, CHANGES, SIZES, (text, changes, sizes) => {
        expectAgreement(changed(text, changes), sizes)
      }),
      tries(1_500),
    )
  })

  it('agrees on every fixture', () => {
    for (const file of XML_FIXTURES) expectAgreement(new TextDecoder().decode(fixture(file)), [61])
  })

  it('agrees on fixtures that were changed at any place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...XML_FIXTURES), CHANGES, (file, changes) => {
        expectAgreement(changed(new TextDecoder().decode(fixture(file)).slice(0, 3_000), changes))
      }),
      tries(100),
    )
  })

  it('refuses a document that was cut, wherever it was', () => {
    const text =
      '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "x.dtd">\n<a b="&lt;1"><!-- c --><![CDATA[d]]><?go e?>é&amp;f<c/></a>'
    const bytes = bytesOf(text)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(scan(bytes.slice(0, length)).refused).toBeDefined()
      expect(scan(bytes.slice(0, length), [1]).refused).toBeDefined()
    }
    expect(scan(bytes).refused).toBeUndefined()
  })

  it('says the same for chunks that border at any place', () => {
    const text =
      '<?xml version="1.0"?><!DOCTYPE a [ ]><a b="&lt;1&#x1F600;é\r\n"><!-- -c- --><![CDATA[]]]]><![CDATA[>d]]><?go e?>é&amp;f]]<c/></a >'
    const bytes = bytesOf(text)
    const whole = scan(bytes)
    expect(whole.refused).toBeUndefined()
    for (let first = 1; first < bytes.length; first += 1) expect(scan(bytes, [first, bytes.length])).toEqual(whole)
    for (let size = 1; size < 9; size += 1) expect(scan(bytes, [size])).toEqual(whole)
  })

  it('says the same of broken documents for chunks of any size', () => {
    fc.assert(
      fc.property(DOCUMENT, CHANGES, SIZES, fc.boolean(), (text, changes, sizes, lenient) => {
        const bytes = bytesOf(changed(text, changes))
        const whole = scan(bytes, [], lenient)
        const pieces = scan(bytes, sizes, lenient)
        expect(pieces.refused === undefined).toBe(whole.refused === undefined)
        if (whole.refused === undefined) expect(pieces).toEqual(whole)
      }),
      tries(500),
    )
  })

  it('throws nothing but its own error for any bytes', () => {
    const bytes = fc.array(fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...bytesOf('<a b="c">&;/!?[]-'))), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(bytes, SIZES, fc.boolean(), (list, sizes, lenient) => {
        scan(Uint8Array.from(list), sizes, lenient)
        scan(Uint8Array.from([...bytesOf('<a '), ...list, ...bytesOf('></a>')]), sizes, lenient)
      }),
      tries(500),
    )
  })
})

describe('the XML scanner where it is meant to differ', () => {
  it.each([
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['any declaration, used or not', '<!DOCTYPE a [<!ELEMENT a ANY>]><a/>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost/x">%x;]><a/>'],
    ['an entity that nobody declared', '<a>&nbsp;</a>'],
    ['a name from HTML in an attribute', '<a b="&copy;"/>'],
  ])('refuses %s', (_what, text) => {
    expect(scan(bytesOf(text)).refused).toBeDefined()
    expect(scan(bytesOf(text), [1]).refused).toBeDefined()
    expect(scan(bytesOf(text), [], true).refused).toBeDefined()
  })

  it('takes a DOCTYPE that names a file, and one with nothing in its brackets', () => {
    for (const doctype of [
      'SYSTEM "report.dtd"',
      'PUBLIC "-//J//DTD//EN" "report.dtd"[]',
      'SYSTEM "a>b[c]" [ \n ]',
      '',
    ]) {
      expect(scan(bytesOf(`<!DOCTYPE a ${doctype}><a/>`)).refused).toBeUndefined()
    }
  })

  it('refuses elements nested more than 1,024 deep', () => {
    const nested = (depth: number): Uint8Array => bytesOf('<a>'.repeat(depth) + '</a>'.repeat(depth))
    expect(scan(nested(1_024)).refused).toBeUndefined()
    expect(scan(nested(1_025)).refused).toMatch(/nested/)
    expect(scan(nested(10_000)).refused).toMatch(/nested/)
  })

  it('takes control characters and a bare ]]> only where it is told to be lenient', () => {
    for (const text of [
      '<a>\u{1b}[31m</a>',
      '<a b="\u{1b}"/>',
      '<a>]]></a>',
      '<a><![CDATA[\u{8}]]></a>',
      '<a>&#27;</a>',
    ]) {
      expect(scan(bytesOf(text)).refused).toBeDefined()
      expect(scan(bytesOf(text), [], true).refused).toBeUndefined()
      expect(scan(bytesOf(text), [1], true)).toEqual(scan(bytesOf(text), [], true))
    }
  })

  it('never takes NUL, however lenient', () => {
    for (const text of ['<a>\u{0}</a>', '<a b="\u{0}"/>', '<a>&#0;</a>']) {
      expect(scan(bytesOf(text), [], true).refused).toBeDefined()
    }
  })

  it('refuses a tag of more than 64 MB, without keeping more', () => {
    const scanner = new XmlScanner([], { start() {}, end() {} })
    const megabyte = new Uint8Array(1 << 20).fill(0x20)
    const write = (): void => {
      scanner.write(bytesOf('<a '))
      for (let count = 0; count < 80; count += 1) scanner.write(megabyte)
    }
    expect(write).toThrow(EvidenceError)
  })
})

describe('the XML scanner and time', () => {
  function millisecondsFor(bytes: Uint8Array, size: number): number {
    const scanner = new XmlScanner(['b'], { start() {}, end() {} })
    const begin = performance.now()
    for (let at = 0; at < bytes.length; at += size) scanner.write(bytes.subarray(at, at + size))
    scanner.end()
    return performance.now() - begin
  }

  // Looking at a token from its start with each new byte would take 10^10 steps here.
  it.each([
    ['attribute value', (size: number) => `<a b="${'x'.repeat(size)}"/>`],
    [
      'tag of many attributes',
      (size: number) =>
        `<a${Array.from({ length: size / 16 }, (_, index) => ` n${index % 60_000}${'_'.repeat(4)}="y"`)
          .slice(0, 6_000)
          .join('')}/>`,
    ],
    ['comment', (size: number) => `<a><!--${'x'.repeat(size)}--></a>`],
    ['CDATA section', (size: number) => `<a><![CDATA[${']'.repeat(size)}]]></a>`],
    ['processing instruction', (size: number) => `<a><?go ${'?'.repeat(size)}?></a>`],
    ['text', (size: number) => `<a>${']'.repeat(size)}</a>`],
    ['name', (size: number) => `<${'a'.repeat(size)}/>`],
    ['end tag', (size: number) => `<a></a${' '.repeat(size)}>`],
    ['text of references', (size: number) => `<a>${'&amp;'.repeat(size / 5)}</a>`],
    ['value of references', (size: number) => `<a b="${'&amp;'.repeat(size / 5)}"/>`],
  ])('is linear in the length of a %s that comes byte by byte', (_what, text) => {
    expect(millisecondsFor(bytesOf(text(200_000)), 1)).toBeLessThan(1_500)
  })

  it('refuses at once what can be no reference, however long the text behind it is', () => {
    const bytes = bytesOf(`<a>${'&'.repeat(300_000)}`)
    const begin = performance.now()
    expect(scan(bytes).refused).toBeDefined()
    expect(performance.now() - begin).toBeLessThan(1_000)
  })
})

const hasXmllint = ((): boolean => {
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

const describeWithXmllint = hasXmllint ? describe : describe.skip

describeWithXmllint('the XML scanner, with xmllint as its judge', () => {
  it('agrees on which fixtures are well-formed', async () => {
    const run = promisify(execFile)
    const path = (file: string): string => fileURLToPath(new URL(file, FIXTURES))
    for (const file of XML_FIXTURES) {
      const judged = await run('xmllint', ['--noout', '--nonet', path(file)]).then(
        () => true,
        () => false,
      )
      expect(`${file}: ${String(scan(fixture(file)).refused === undefined)}`).toBe(`${file}: ${String(judged)}`)
    }
  })
})
