import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  contentOf,
  isOfMessage,
  lineContents,
  lineHashes,
  messageContent,
  ownLineOf,
} from '../../../actions/shared/model/fingerprint.ts'
import { tries } from '../../support/fuzz.ts'

const GREETING_WITH_END = [
  'e9496ae3ebfced30:1',
  'fb7c023a8b9ccb3f:1',
  'ce8ba1a563dcdaca:1',
  'e20e36e16fcb0cc8:1',
  'b3edc88f2938467e:1',
  'c8e28b0b4002a3a0:1',
  'c129715d7a2bc9a3:1',
]

/** Source texts and the hashes that github/codeql-action publishes for them (`src/fingerprints.test.ts`). */
const PUBLISHED: readonly (readonly [what: string, source: string, hashes: readonly string[]])[] = [
  ['an empty file', '', ['c129715d7a2bc9a3:1']],
  [
    'indented lines',
    ' a\nb\n  \t\tc\n d',
    ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1'],
  ],
  [
    'no line end at the end',
    ' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End',
    [
      '8b7cf3e952e7aeb2:1',
      'b1ae1287ec4718d9:1',
      'bff680108adb0fcc:1',
      'c6805c5e1288b612:1',
      'b86d3392aea1be30:1',
      'e6ceba753e1a442:1',
    ],
  ],
  ['line ends of LF', ' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n', GREETING_WITH_END],
  ['line ends of CR', ' hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r', GREETING_WITH_END],
  ['line ends of CR LF', ' hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n', GREETING_WITH_END],
  ['line ends of all kinds', ' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n', GREETING_WITH_END],
  [
    'a line ten times',
    'Lorem ipsum dolor sit amet.\n'.repeat(10),
    [
      ...[1, 2, 3, 4, 5, 6].map((count) => `a7f2ff13bc495cf2:${count}`),
      'a7f2ff1481e87703:1',
      'a9cf91f7bbf1862b:1',
      '55ec222b86bcae53:1',
      'cc97dc7b1d7d8f7b:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
]

const firstLines = (count: number) => new Set(Array.from({ length: count }, (_, index) => index + 1))
const contentAt = (source: string, line: number) => lineContents(source, new Set([line])).get(line)

describe("GitHub's hash of a line", () => {
  it.each(PUBLISHED)('is the published one for %s', (_, source, hashes) => {
    expect([...lineHashes(source, firstLines(hashes.length)).values()]).toEqual(hashes)
  })

  it('is counted over all lines before it, asked for or not', () => {
    expect(lineHashes('Lorem ipsum dolor sit amet.\n'.repeat(10), new Set([3]))).toEqual(
      new Map([[3, 'a7f2ff13bc495cf2:3']]),
    )
  })

  it('is absent for lines that the file does not have', () => {
    expect([...lineHashes('a\nb', new Set([0, -1, 3, 1_000_000, Number.NaN])).keys()]).toEqual([])
  })
})

const aLine = fc.stringMatching(/^[a-z(){};=]{0,30}$/)
const someLines = fc.array(aLine, { maxLength: 20 })

describe('the content of a line', () => {
  it('stays when lines are put above it', () => {
    fc.assert(
      fc.property(someLines, someLines, aLine, someLines, (above, before, line, after) => {
        const rest = [...before, line, ...after]
        const was = contentAt(rest.join('\n'), before.length + 1)
        expect(was).toBeDefined()
        expect(contentAt([...above, ...rest].join('\n'), above.length + before.length + 1)).toBe(was)
      }),
      tries(200),
    )
  })

  it('stays when the file is indented anew or its line ends change', () => {
    fc.assert(
      fc.property(someLines, fc.constantFrom('\r\n', '\r'), (lines, lineEnd) => {
        const was = lineContents(lines.join('\n'), firstLines(lines.length))
        expect(lineContents(lines.map((line) => `\t  ${line}`).join(lineEnd), firstLines(lines.length))).toEqual(was)
      }),
      tries(200),
    )
  })

  it('keeps the part of the line alone when the lines below it change', () => {
    const [was, now] = [contentAt('eval(x)\nb\n', 1), contentAt('eval(x)\nanything else\n', 1)]
    expect(now).not.toBe(was)
    expect(ownLineOf(now!)).toBe(ownLineOf(was!))
    expect(ownLineOf(contentAt('eval(y)\nb\n', 1)!)).not.toBe(ownLineOf(was!))
  })

  it('is what GitHub hashes, without the count', () => {
    fc.assert(
      fc.property(someLines, (lines) => {
        const source = lines.join('\n')
        const wanted = firstLines(lines.length)
        const hashes = [...lineHashes(source, wanted).values()].map((hash) => hash.replace(/:\d+$/, ''))
        expect([...lineContents(source, wanted).values()].map((content) => content.split('-')[0])).toEqual(hashes)
      }),
      tries(200),
    )
  })
})

describe('the content of a finding without a source', () => {
  const long = 'x'.repeat(300)

  it('does not depend on the numbers in its message', () => {
    const content = messageContent({ rule: 'E501', message: 'line too long (101 > 88)' })
    expect(messageContent({ rule: 'E501', message: 'line too long (9 > 88)' })).toBe(content)
    expect(isOfMessage(content)).toBe(true)
    expect(ownLineOf(content)).toBeUndefined()
  })

  it.each([
    ['the rule', { rule: 'E502', message: 'm' }, { rule: 'E501', message: 'm' }],
    ['the message', { rule: 'E501', message: 'n' }, { rule: 'E501', message: 'm' }],
    ['the end of a long message', { rule: 'E', message: `${long}a` }, { rule: 'E', message: `${long}b` }],
    [
      'the middle of a long message',
      { rule: 'E', message: `${long}a${long}` },
      { rule: 'E', message: `${long}b${long}` },
    ],
  ])('depends on %s', (_, left, right) => {
    expect(messageContent(left)).not.toBe(messageContent(right))
  })

  it('gives way to what stands at its line', () => {
    expect(contentOf({ rule: 'E501', message: 'm' }, 'abc-def')).toBe('abc-def')
    expect(contentOf({ rule: 'E501', message: 'm' }, undefined)).toBe(messageContent({ rule: 'E501', message: 'm' }))
  })
})
