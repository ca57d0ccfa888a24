import { describe, expect, it } from '@jest/globals'
import { utf8Bytes } from '../../../actions/shared/render/budget.ts'
import { renderSummary } from '../../../actions/shared/render/summary.ts'
import { expectGolden } from './golden.ts'
import { evidenceSet, finding, reason, tables, verdict } from './samples.ts'
import { failingShop, passingShop } from './shop.ts'

describe('renderSummary', () => {
  it('tells a failing gate as its golden file does', () => {
    const shop = failingShop()
    expectGolden('summary-failing.md', renderSummary(shop.verdict, shop.set))
  })

  it('tells a passing gate in one line and a small table', () => {
    const shop = passingShop()
    expectGolden('summary-passing.md', renderSummary(shop.verdict, shop.set))
  })

  it('shows an unknown verdict as neither pass nor failure and names the fix', () => {
    const message =
      'reports/mypy.txt is empty. If mypy found nothing, say so: format=mypy exit-code=0 reports/mypy.txt.'
    const unknown = reason({ status: 'unknown', rule: 'evidence', actual: undefined, limit: undefined, message })
    const summary = renderSummary(verdict({ status: 'unknown', reasons: [unknown, reason()] }), evidenceSet())
    expect(summary).toContain('### 🟣 quality-gate could not tell')
    expect(summary).toContain('If mypy found nothing, say so: format=mypy exit-code=0 reports/mypy.txt.')
    expect(summary).not.toMatch(/✅ quality-gate|❌/)
  })

  it('links files at the judged commit on the given server', () => {
    const set = evidenceSet(tables({ findings: [finding({ path: 'app/a (1).py', line: 7, endLine: 9 })] }))
    const summary = renderSummary(verdict(), set, { links: { serverUrl: 'https://ghe.example' } })
    expect(summary).toContain(
      '[`app/a (1).py:7`](https://ghe.example/octo/shop/blob/0123456789abcdef0123456789abcdef01234567/app/a%20%281%29.py#L7-L9)',
    )
  })

  it('writes paths without a link where the commit is not known or the path leads elsewhere', () => {
    const set = evidenceSet(tables({ findings: [finding({ path: '../../etc/passwd' })] }))
    expect(renderSummary(verdict(), set)).not.toContain('](')
    expect(renderSummary(verdict({ subject: {} }), evidenceSet(tables({ findings: [finding()] })))).not.toContain('](')
  })

  it('never rounds a miss to its limit', () => {
    const reasons = [reason({ status: 'fail', actual: 79.9996 })]
    expect(renderSummary(verdict({ status: 'fail', reasons }), evidenceSet())).toContain(
      '| 79.9996&nbsp;% | ≥&nbsp;80&nbsp;% |',
    )
  })

  it.each([400, 2_000, 10_000, 100_000])(
    'stays within %i bytes, keeps the verdict and counts what it leaves out',
    (maxBytes) => {
      const findings = Array.from({ length: 5_000 }, (_, index) =>
        finding({ line: index + 1, message: `${'ä'.repeat(200)} ${index}` }),
      )
      const reasons = Array.from({ length: 900 }, (_, index) =>
        reason({
          status: 'fail',
          rule: `own.metric-${index} <= 1`,
          message: `own.metric-${index} is 2, and must be at most 1.`,
        }),
      )
      const summary = renderSummary(verdict({ status: 'fail', reasons }), evidenceSet(tables({ findings })), {
        maxBytes,
      })
      expect(utf8Bytes(summary)).toBeLessThanOrEqual(maxBytes)
      expect(summary).toContain('❌ quality-gate failed')
      const shown = summary.split('\n').filter((line) => line.startsWith('| ❌')).length
      const counted = /… and ([\d,]+) more reasons/.exec(summary)?.[1]
      if (shown > 0) expect(shown + Number(counted?.replaceAll(',', ''))).toBe(900)
      else expect(summary).toMatch(/Left out for length: .*Reasons/)
      for (const [tag, end] of [
        ['<details>', '</details>'],
        ['<sub>', '</sub>'],
      ] as const) {
        expect(summary.split(tag).length).toBe(summary.split(end).length)
      }
    },
  )
})
