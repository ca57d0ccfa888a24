import { describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import { renderAnnotations } from '../../../actions/shared/render/annotations.ts'
import { renderBadge } from '../../../actions/shared/render/badge.ts'
import { utf8Bytes } from '../../../actions/shared/render/budget.ts'
import { renderComment } from '../../../actions/shared/render/comment.ts'
import { text } from '../../../actions/shared/render/markdown.ts'
import { markerOf, parseMarker } from '../../../actions/shared/render/marker.ts'
import { renderPage } from '../../../actions/shared/render/page.ts'
import { oneLine } from '../../../actions/shared/render/plain.ts'
import { renderSummary } from '../../../actions/shared/render/summary.ts'
import { renderTerminal } from '../../../actions/shared/render/terminal.ts'
import { hostileText, saturated, scanned } from './hostile.ts'
import { attribute, comments, elements, parseMarkdown, parsePage, skeleton, texts } from './parsed.ts'

jest.setTimeout(180_000)
/** More by RENDER_RUNS: the Markdown parser takes about 50 ms for each. */
const RUNS = { numRuns: Number(process.env['RENDER_RUNS'] ?? 15) }
const HARMLESS = 'harmless'
/** What texts may carry: code, the span of a dollar sign, links to the judged commit, soft breaks. */
const INLINE = new Set(['code', 'span', 'a', 'wbr'])
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u

/** What GitHub's filters would still find in a text that is in no code, preformatted block or link. */
const PINGS = [
  /(?<![\p{L}\p{N}_])@[a-z0-9]/iu,
  /#\d/,
  /\bGH-\d/i,
  /(?<![\p{L}\p{N}_])[0-9a-f]{7,40}(?![\p{L}\p{N}_])/iu,
  /:[\w+-]+:/,
  /https?:\/\//i,
  /\$[^$]+\$/,
]
const NO_FILTER = new Set(['code', 'pre', 'a'])

function expectSafeMarkdown(markdown: string, expected: string): void {
  const root = parseMarkdown(markdown)
  expect(skeleton(root, INLINE)).toBe(expected)
  for (const element of elements(root)) {
    const address = attribute(element, 'href')
    if (element.tagName === 'a') expect(address).toMatch(/^https:\/\/github\.com\/octo\/shop\/(blob|commit|actions)\//)
    expect(element.attrs.filter(({ name }) => !['href', 'align', 'class', 'open'].includes(name))).toEqual([])
  }
  for (const { value, inside } of texts(root)) {
    expect(value).not.toMatch(UNSEEN)
    if (inside.some((tag) => NO_FILTER.has(tag))) continue
    for (const ping of PINGS) expect(value).not.toMatch(ping)
  }
}

describe.each([
  ['quality-gate', saturated],
  ['security-scan', scanned],
])('hostile texts in %s', (_action, saturatedBy) => {
  it('break nothing in the job summary and call nobody', () => {
    const benign = saturatedBy(HARMLESS)
    const expected = skeleton(parseMarkdown(renderSummary(benign.verdict, benign.set)), INLINE)
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const { verdict, set } = saturatedBy(hostile)
        expectSafeMarkdown(renderSummary(verdict, set), expected)
      }),
      RUNS,
    )
  })

  it('break nothing in the comment, its marker included', () => {
    const benign = saturatedBy(HARMLESS)
    const expected = skeleton(parseMarkdown(renderComment(benign.verdict, benign.set)), INLINE)
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const { verdict, set } = saturatedBy(hostile)
        const comment = renderComment(verdict, set)
        expectSafeMarkdown(comment, expected)
        expect(comments(parseMarkdown(comment))).toHaveLength(1)
        expect(parseMarker(comment)).toEqual(markerOf(verdict))
      }),
      RUNS,
    )
  })

  it('stay readable in Markdown', () => {
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const shown = [...texts(parseMarkdown(`- a ${text(hostile, 10_000)}`))].map(({ value }) => value).join('')
        const bare = (words: string): string => words.replace(/[\u200b\u00a0`\s]/g, '')
        expect(bare(shown)).toBe(bare(`a ${oneLine(hostile)}`))
      }),
      { numRuns: 300 },
    )
  })

  it('break nothing in the page, which stays valid HTML without a stranger’s address or handler', () => {
    const benign = saturatedBy(HARMLESS)
    const expected = skeleton(parsePage(renderPage(benign.verdict, benign.set)).root, INLINE)
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const { verdict, set } = saturatedBy(hostile)
        const { root, errors } = parsePage(renderPage(verdict, set))
        expect(errors).toEqual([])
        expect(skeleton(root, INLINE)).toBe(expected)
        for (const element of elements(root)) {
          if (element.tagName === 'a') {
            expect(attribute(element, 'href')).toMatch(/^(#|https:\/\/github\.com\/octo\/shop\/)/)
          }
          expect(element.attrs.some(({ name }) => name.startsWith('on') || name === 'src' || name === 'style')).toBe(
            false,
          )
        }
        for (const { value } of texts(root)) expect(value).not.toMatch(UNSEEN)
      }),
      RUNS,
    )
  })

  it('break nothing in the badge', () => {
    const expected = skeleton(parsePage(renderBadge('pass', { label: HARMLESS })).root, INLINE)
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const { root } = parsePage(renderBadge('pass', { label: hostile, message: hostile }))
        expect(skeleton(root, INLINE)).toBe(expected)
      }),
      RUNS,
    )
  })

  it('reach annotations and terminal with nothing unseen', () => {
    fc.assert(
      fc.property(hostileText, (hostile) => {
        const { verdict, set } = saturatedBy(hostile)
        for (const { title, message } of renderAnnotations(verdict, set).shown) {
          expect(title).not.toMatch(/\n/)
          expect(title + message).not.toMatch(UNSEEN)
          expect(title.length).toBeLessThanOrEqual(200)
        }
        expect(renderTerminal(verdict, set, { colour: false, width: 80 })).not.toMatch(UNSEEN)
      }),
      RUNS,
    )
  })

  it('keep every limit, however long and however many', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 300, max: 5_000 }), (hostile, limit) => {
        const { verdict, set } = saturatedBy(hostile.repeat(300))
        expect(renderComment(verdict, set).length).toBeLessThanOrEqual(65_536)
        expect(utf8Bytes(renderSummary(verdict, set, { maxBytes: limit }))).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 20 },
    )
  })
})
