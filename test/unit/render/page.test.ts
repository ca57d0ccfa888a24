import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from '../../../actions/shared/render/page-script.ts'
import { PAGE_STYLE, PAGE_STYLE_HASH } from '../../../actions/shared/render/page-style.ts'
import { renderBadge } from '../../../actions/shared/render/badge.ts'
import { renderPage } from '../../../actions/shared/render/page.ts'
import { STATUSES } from '../../../actions/shared/model/status.ts'
import { attribute, elements, parsePage, texts } from './parsed.ts'
import { evidenceSet, finding, tables, verdict } from './samples.ts'
import { failingShop, passingShop } from './shop.ts'

const sha256 = (content: string) => `sha256-${createHash('sha256').update(content).digest('base64')}`

describe('renderPage', () => {
  const shop = failingShop()
  const page = renderPage(shop.verdict, shop.set)
  const { root, errors } = parsePage(page)
  const all = [...elements(root)]
  const named = (tag: string) => all.filter(({ tagName }) => tagName === tag)

  it('is HTML that a strict parser has nothing to say about', () => {
    expect(errors).toEqual([])
    expect(attribute(named('html')[0]!, 'lang')).toBe('en')
    expect(named('title')).toHaveLength(1)
  })

  it('allows its own style and script by their hashes and nothing else', () => {
    expect(PAGE_STYLE_HASH).toBe(sha256(PAGE_STYLE))
    expect(PAGE_SCRIPT_HASH).toBe(sha256(PAGE_SCRIPT))
    const policy = attribute(
      named('meta').find((meta) => attribute(meta, 'http-equiv') !== undefined)!,
      'content',
    )
    expect(policy).toBe(
      `default-src 'none'; style-src '${PAGE_STYLE_HASH}'; script-src '${PAGE_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`,
    )
  })

  it('loads nothing from elsewhere', () => {
    expect(
      all.some(({ attrs }) =>
        attrs.some(({ name }) => ['src', 'srcset', 'action', 'style', 'background'].includes(name)),
      ),
    ).toBe(false)
    expect(named('link')).toEqual([])
    expect(PAGE_STYLE).not.toMatch(/url\(|@import/)
  })

  it('has landmarks, one first heading, headings without gaps, and labelled sections', () => {
    for (const tag of ['header', 'main', 'footer', 'nav', 'search']) expect(named(tag)).toHaveLength(1)
    const levels = all.filter(({ tagName }) => /^h[1-6]$/.test(tagName)).map(({ tagName }) => Number(tagName[1]))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
    })
    const ids = new Set(all.map((element) => attribute(element, 'id')))
    for (const section of named('section')) expect(ids.has(attribute(section, 'aria-labelledby'))).toBe(true)
    for (const anchor of named('a')) {
      const target = attribute(anchor, 'href')
      if (target?.startsWith('#') === true) expect(ids.has(target.slice(1))).toBe(true)
    }
  })

  it('gives every table a caption and every head cell a scope', () => {
    expect(named('caption')).toHaveLength(named('table').length)
    for (const head of named('th')) expect(attribute(head, 'scope')).toBe('col')
  })

  it('hides the search box until its script shows it', () => {
    expect(attribute(named('search')[0]!, 'hidden')).toBe('')
  })

  it('shows reasons, failed tests, findings, folders and reports', () => {
    const words = [...texts(named('main')[0]!)].map(({ value }) => value).join('')
    for (const expected of [
      'coverage.line >= 80',
      '−1.48 pp',
      'test_discount_is_capped[voucher-10]',
      "assert total(cart, voucher) == Decimal('10.00')",
      'route',
      'B602',
      '21–40',
      'reports/mypy.txt',
      'refused: it is empty',
      '/build/generated/schema.py',
    ]) {
      expect(words).toContain(expected)
    }
  })

  it('shows ten thousand findings and counts those beyond', () => {
    const findings = Array.from({ length: 12_000 }, (_, index) =>
      finding({ path: `app/${index % 100}.py`, line: index }),
    )
    const many = renderPage(verdict(), evidenceSet(tables({ findings })))
    expect(many.split('<tr><td data-label="Severity"').length - 1).toBe(10_000)
    expect(many).toContain('… and 2,000 more findings, not shown here.')
    expect(many.length).toBeLessThan(6_000_000)
  })

  it('can be read where there is nothing to show', () => {
    const empty = renderPage(verdict({ reasons: [], evidence: [], metrics: {}, status: 'unknown' }), evidenceSet())
    expect(parsePage(empty).errors).toEqual([])
    expect(empty).toContain('No rule was judged.')
    expect(parsePage(renderPage(passingShop().verdict, passingShop().set)).errors).toEqual([])
  })
})

describe('the colours', () => {
  const [, light = '', dark = ''] = /:root \{([^}]*)\}[^]*?:root \{([^}]*)\}/.exec(PAGE_STYLE) ?? []
  const colours = (block: string) =>
    new Map([...block.matchAll(/--([a-z]+): (#[0-9a-f]{6})/g)].map(([, name, colour]) => [name, colour] as const))

  it.each([
    ['light', colours(light)],
    ['dark', colours(dark)],
  ])('have the contrast of WCAG AA in %s', (_name, palette) => {
    for (const ink of ['text', 'quiet', 'link', 'pass', 'warn', 'unknown', 'fail']) {
      for (const ground of ['back', 'soft']) {
        expect(`${ink} on ${ground}: ${contrast(palette.get(ink), palette.get(ground)) >= 4.5}`).toBe(
          `${ink} on ${ground}: true`,
        )
      }
    }
    expect(contrast(palette.get('bar'), palette.get('gap'))).toBeGreaterThanOrEqual(2)
  })

  it.each(STATUSES)('of a badge have it for %s', (status) => {
    const [, colour] = /rx="3" fill="(#[0-9a-f]{6})"/.exec(renderBadge(status, { label: 'gate' })) ?? []
    expect(contrast('#ffffff', colour)).toBeGreaterThanOrEqual(4.5)
  })
})

/** https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
function contrast(left = '#000000', right = '#000000'): number {
  const [one = 0, two = 0] = [luminance(left), luminance(right)].sort((a, b) => b - a)
  return (one + 0.05) / (two + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
