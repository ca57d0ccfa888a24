import { describe, expect, it } from '@jest/globals'
import { utf8Bytes } from '../../../actions/shared/render/budget.ts'
import { renderComment } from '../../../actions/shared/render/comment.ts'
import { renderPage } from '../../../actions/shared/render/page.ts'
import { directionOf } from '../../../actions/shared/render/section-trend.ts'
import { svgSparkline, textSparkline } from '../../../actions/shared/render/sparkline.ts'
import { renderSummary } from '../../../actions/shared/render/summary.ts'
import { BASE_SHA, comparedShop, comparison, knownFinding, trendOf } from './compared.ts'
import { attribute, elements, parsePage, texts } from './parsed.ts'
import { evidenceSet, finding, verdict } from './samples.ts'
import { failingShop } from './shop.ts'

const wordsOf = (page: string) =>
  [...texts(parsePage(page).root)]
    .map(({ value }) => value)
    .join('')
    .replaceAll('\u00a0', ' ')

describe('a run beside its base', () => {
  const { verdict: shown, set } = comparedShop()
  const summary = renderSummary(shown, set).replaceAll('&nbsp;', ' ')
  const page = renderPage(shown, set)

  it('says in the summary which commit it is compared with and what came of it', () => {
    expect(summary).toContain(
      `**Beside [\`fedcba9\`](https://github.com/octo/shop/commit/${BASE_SHA}) of \`main\`**, recorded 2026-01-01.`,
    )
    expect(summary).toContain('Findings: 2 new, 2 fixed, 2 moved, 12 as they were.')
    expect(summary).toContain(
      'Tests: 2 vanished, 1 failing now, 1 failed on the base branch too, 1 turned flaky, 3 added.',
    )
  })

  it.each([
    ['a new finding', '| 🆕 new | 🟥 error | [`app/web.py:3`]'],
    ['a fixed one, without a link to a file that may be gone', '| ✔️ fixed | 🟥 high | `app/old.py:9` | bandit `B301`'],
    ['one that moved in its file', 'blob/0123456789abcdef0123456789abcdef01234567/app/pricing.py#L57), was line 41'],
    ['one whose file was renamed', ', was `app/delivery.py:23`'],
    ['a test that vanished', '| vanished | `tests.test_stock › test_reserve` |'],
    ['a test that turned flaky', '| flaky now | `tests.test_stock › test_reservation_expires` |'],
    ['a test that failed before', '| failed on the base branch too | `tests.test_web › test_health` |'],
    ['a metric that changed', '| `coverage.line` | 79.1 % | 77.62 % | −1.48 pp | worse |'],
    ['how many metrics did not', '3 metrics changed, 9 as they were'],
  ])('names %s in the summary', (_, expected) => {
    expect(summary).toContain(expected)
  })

  it('says the same on the page', () => {
    const words = wordsOf(page)
    for (const expected of [
      'Compared with fedcba987654 of main, recorded 2026-01-01.',
      '2 new, 2 fixed, 2 moved',
      'tests.test_web › test_login[de]',
      'was app/delivery.py:23',
      '−1.48 pp',
    ]) {
      expect(words).toContain(expected)
    }
    expect(parsePage(page).errors).toEqual([])
    expect(page).not.toContain(' style=')
  })

  it('is in the comment of a run that does not pass', () => {
    expect(renderComment(shown, set)).toContain('2 new, 2 fixed')
  })

  it('shows a new finding that is waived as such', () => {
    const [first] = set.comparison!.findings.added
    const forgiven = { findings: new Map([[first!, 'waived until 2027-01-31 by @ops']]), tests: new Map() }
    expect(renderSummary(shown, { ...set, forgiven })).toMatch(
      /🆕&nbsp;new \| waived&nbsp;error .* – waived until 2027-01-31 by/,
    )
    expect(wordsOf(renderPage(shown, { ...set, forgiven }))).toContain('unused – waived until 2027-01-31 by @ops')
  })

  it('adds nothing where there is no baseline', () => {
    const plain = failingShop()
    for (const text of [renderSummary(plain.verdict, plain.set), renderPage(plain.verdict, plain.set)]) {
      expect(text).not.toContain('eside')
      expect(text).not.toContain('Trend')
    }
  })

  it('says what is not known', () => {
    const cut = comparison({
      findings: { added: new Set([finding()]), moved: [], fixed: [], same: 2, unknownBefore: 3, unknownNow: 1 },
      tests: 'the baseline holds no tests',
    })
    const text = renderSummary(verdict(), { ...evidenceSet(), comparison: cut })
    expect(text).toContain('at most 1 new')
    expect(text).toContain('The baseline did not keep 3 more findings.')
    expect(text).toContain('Of this run 1 more finding is only counted.')
    expect(text).toContain('Tests cannot be compared: the baseline holds no tests.')
    const tests = { vanished: ['a'], newlyFlaky: [], newlyFailing: [], failingBefore: [], newlySkipped: [], added: 0 }
    const doubted = comparison({ tests: { ...tests, doubt: 'junit.xml: only part of it was there' } })
    expect(renderSummary(verdict(), { ...evidenceSet(), comparison: doubted })).toContain(
      'may be there all the same: junit.xml: only part of it was there.',
    )
  })

  it('says so where nothing is otherwise', () => {
    const text = renderSummary(verdict(), { ...evidenceSet(), comparison: comparison() })
    expect(text).toContain('Tests: none vanished, and none changed its outcome.')
    expect(text).not.toContain('Findings:')
    const none = comparison({ tests: undefined })
    expect(renderSummary(verdict(), { ...evidenceSet(), comparison: none })).not.toContain('Tests:')
  })

  it.each([2_000, 10_000, 100_000])('stays within %d bytes, and counts what it leaves out', (maxBytes) => {
    const many = comparison({
      findings: {
        added: new Set(Array.from({ length: 4_000 }, (_, line) => finding({ line: line + 1 }))),
        moved: [],
        fixed: Array.from({ length: 4_000 }, (_, line) => knownFinding({ line })),
        same: 0,
        unknownBefore: 0,
        unknownNow: 0,
      },
      trend: trendOf({ 'coverage.line': [1, 2] }),
    })
    const text = renderSummary(shown, { ...set, comparison: many }, { maxBytes })
    expect(utf8Bytes(text)).toBeLessThanOrEqual(maxBytes)
    expect(text).toMatch(/more finding|Left out for length/)
    expect(renderComment(shown, { ...set, comparison: many }).length).toBeLessThanOrEqual(65_536)
  })
})

describe('the trend', () => {
  const { verdict: shown, set } = comparedShop()

  it('has a line of bars, first, last and words for each metric in the summary', () => {
    const rows = renderSummary(shown, set)
      .replaceAll('&nbsp;', ' ')
      .split('\n')
      .filter((line) => /[▁-█]{2}/u.test(line))
    expect(rows).toHaveLength(5)
    expect(rows[0]).toMatch(/^\| `tests.total` \| [▁▂▃▄▅▆▇█]{30} \| 90 \| 122 \| up 32 \(better\) \| 124 \|$/u)
    expect(rows.find((line) => line.includes('lint.total'))).toMatch(/[▁-█]{9}····[▁-█]{17}/u)
    expect(rows.find((line) => line.includes('lint.total'))).toContain('(better)')
    expect(rows.find((line) => line.includes('tests.failed'))).toContain(`${'▅'.repeat(30)} | 0 | 0 | unchanged | 2 |`)
    // Nobody knows which way a metric of one's own should go.
    expect(rows.find((line) => line.includes('bundle.size'))).toContain('| 100 | 130 | up 30 | – |')
  })

  it('has a picture with a text of the same meaning on the page', () => {
    const pictures = [...elements(parsePage(renderPage(shown, set)).root)].filter(({ tagName }) => tagName === 'svg')
    expect(pictures).toHaveLength(5)
    for (const picture of pictures) {
      expect(attribute(picture, 'role')).toBe('img')
      expect(attribute(picture, 'style')).toBeUndefined()
    }
    expect(
      attribute(
        pictures.find((one) => attribute(one, 'aria-label')?.startsWith('lint.total'))!,
        'aria-label',
      ),
    ).toMatch(/^lint\.total: down 38 \(better\) over 30 commits, between \d+ and \d+, 4 gaps$/)
  })

  it('needs two points of a metric, and takes what is no number for a gap', () => {
    const trend = trendOf({ 'coverage.line': [undefined, 80, Number.NaN], 'tests.total': [1, Infinity, 3] })
    const text = renderSummary(verdict(), { ...evidenceSet(), comparison: comparison({ trend }) })
    expect(text).toContain('Trend of 1 metric over 3 recorded commits')
    expect(text).toContain('| ▁·█ |')
    const single = comparison({ trend: trendOf({ 'coverage.line': [80] }) })
    expect(renderSummary(verdict(), { ...evidenceSet(), comparison: single })).not.toContain('Trend')
  })

  it('is of the last thirty points', () => {
    const trend = trendOf({ 'tests.total': Array.from({ length: 90 }, (_, index) => index) })
    const text = renderSummary(verdict(), { ...evidenceSet(), comparison: comparison({ trend }) })
    expect(text.replaceAll('&nbsp;', ' ')).toContain('over 30 recorded commits')
    expect(text).toContain('| 60 | 89 |')
  })
})

describe('a sparkline', () => {
  it.each([
    [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    [[7, undefined, 0], '█·▁'],
    [[5, 5], '▅▅'],
    [[1e300, -1e300], '█▁'],
    [[], ''],
  ])('of %j is %s', (series, expected) => {
    expect(textSparkline(series)).toBe(expected)
  })

  it('is broken where a point is missing, and marks a lone one', () => {
    const picture = svgSparkline([1, 2, undefined, 3, undefined, 4, 5], 'x')
    expect(picture.match(/<polyline/g)).toHaveLength(2)
    expect(picture.match(/<circle/g)).toHaveLength(2)
    expect(svgSparkline([1, 2], '"><script>')).toContain('aria-label="&quot;&gt;&lt;script&gt;"')
    expect(svgSparkline([1e308, -1e308, 1], 'x')).not.toContain('NaN')
  })

  it.each([
    ['coverage.line', 80, 81.5, 'up 1.5 pp (better)'],
    ['coverage.line', 81.5, 80, 'down 1.5 pp (worse)'],
    ['tests.failed', 1, 3, 'up 2 (worse)'],
    ['performance.p95', 120, 100, 'down 20 ms (better)'],
    ['tests.total', 3, 3, 'unchanged'],
    ['bundle.size', 3, 2, 'down 1'],
  ])('of %s from %d to %d is told as %s', (metric, before, now, expected) => {
    expect(directionOf(metric, before, now)).toBe(expected)
  })
})
