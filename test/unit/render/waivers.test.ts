import { describe, expect, it } from '@jest/globals'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { applyExceptions } from '../../../actions/shared/policy/exceptions.ts'
import type { QuarantinedTest } from '../../../actions/shared/policy/policy-quarantine.ts'
import type { Waiver } from '../../../actions/shared/policy/policy-waivers.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { renderAnnotations } from '../../../actions/shared/render/annotations.ts'
import { renderComment } from '../../../actions/shared/render/comment.ts'
import { renderPage } from '../../../actions/shared/render/page.ts'
import { renderSummary } from '../../../actions/shared/render/summary.ts'
import { renderTerminal } from '../../../actions/shared/render/terminal.ts'
import { lintReport, testReport } from '../policy/evidence-factory.ts'
import { evidenceSet, finding, tables, verdict } from './samples.ts'

const GRANT = { reason: 'generated', owner: '@ops', expires: '2027-01-31', source: '.github/cicd.yml', line: 7 }
const waiver = (change: Partial<Waiver> = {}): Waiver => ({ ...GRANT, id: 'F401', ...change })
const entry = (change: Partial<QuarantinedTest> = {}): QuarantinedTest => ({ ...GRANT, test: 'Cart › adds', ...change })

/** One unused import, and one test that failed among two. */
function judged(
  waivers: readonly Waiver[],
  quarantine: readonly QuarantinedTest[] = [],
): { verdict: Verdict; set: EvidenceSet } {
  const scope = tables({
    findings: [finding()],
    tests: [
      {
        suite: 'Cart',
        name: 'adds',
        outcome: 'failed',
        failure: { message: 'timed out', path: 'cart.test.ts', line: 4 },
      },
      { suite: 'Cart', name: 'pays', outcome: 'passed' },
    ],
  })
  const found = evidenceSet(scope, [lintReport(1), testReport({ failed: 1, passed: 1 })])
  const { set, waived } = applyExceptions(found, { waivers, quarantine }, { day: '2026-11-21' })
  const assessment = assess(set, parseRules('lint.error == 0\ntests.failed == 0'), { onUnknown: 'fail' })
  return { set, verdict: verdict({ ...assessment, waived }) }
}

const terminal = ({ verdict: given, set }: ReturnType<typeof judged>) =>
  renderTerminal(given, set, { colour: false, width: 100 })

describe('what is forgiven', () => {
  const all = judged([waiver()], [entry()])

  it('is said in the one line of a gate that passes', () => {
    expect(all.verdict.status).toBe('pass')
    const said = '1 finding waived and 1 failing test in quarantine'
    expect(renderComment(all.verdict, all.set)).toContain(said)
    expect(renderSummary(all.verdict, all.set).split('\n')[2]).toContain(said)
    expect(terminal(all)).toContain(said)
    expect(renderPage(all.verdict, all.set)).toContain(said)
  })

  it('is shown in the summary with who, why and until when', () => {
    const summary = renderSummary(all.verdict, all.set)
    expect(summary).toContain('waived&nbsp;error')
    expect(summary).toContain('waived by @&#8203;ops until 2027-01-31: generated')
    expect(summary).toContain('| 🤝&nbsp;holds | `F401` | 1 | @&#8203;ops | 2027-01-31 | generated |')
    expect(summary).toContain('1 failing test in quarantine: shown, and not counted as failed')
    expect(summary).toContain('| `Cart › adds` | timed out |')
    expect(summary).not.toContain('of 2 failed')
  })

  it('is shown in the page and at a terminal', () => {
    const page = renderPage(all.verdict, all.set)
    for (const part of [
      '<span class="quiet">waived error</span>',
      'Waivers and quarantined tests',
      '1 failed in quarantine',
    ]) {
      expect(page).toContain(part)
    }
    expect(terminal(all)).toMatch(/waived error {2}app\/web\.py:3/)
    expect(terminal(all)).toMatch(/Cart › adds \(@ops, until 2027-01-31\)/)
  })

  it('leaves no annotation', () => {
    expect(renderAnnotations(all.verdict, all.set).shown).toEqual([])
    expect(renderAnnotations(all.verdict, all.set).leftOut).toEqual({ error: 0, warning: 0, notice: 0 })
    const { shown } = renderAnnotations(judged([]).verdict, judged([]).set)
    expect(shown.map(({ title }) => title)).toContain('Cart › adds failed')
  })

  it('stands below what counts', () => {
    const scope = tables({ findings: [finding(), finding({ rule: 'W1', rank: 'note' })] })
    const { set } = applyExceptions(
      evidenceSet(scope, [lintReport(1)]),
      { waivers: [waiver()], quarantine: [] },
      { day: '2026-11-21' },
    )
    const summary = renderSummary(verdict(), set)
    expect(summary.indexOf('`W1`')).toBeLessThan(summary.indexOf('`F401`'))
  })
})

describe('what is to be done', () => {
  it.each<[string, Partial<Waiver>, string, 'warning' | 'notice']>([
    ['an expired waiver', { expires: '2026-11-20' }, 'expired after 2026-11-20; 1 finding counts again', 'warning'],
    ['a stale one', { id: 'F402' }, 'the nearest id that was found is F401', 'notice'],
    ['one that ends soon', { expires: '2026-11-30' }, 'its last day is in 9 days, 2026-11-30', 'notice'],
  ])('about %s is said everywhere, at its line of the policy', (_, change, note, level) => {
    const given = judged([waiver(change)], [entry()])
    expect(renderSummary(given.verdict, given.set)).toContain(note)
    expect(renderSummary(given.verdict, given.set)).toContain('(`.github/cicd.yml:7`)')
    expect(renderPage(given.verdict, given.set)).toContain(note)
    expect(terminal(given).replace(/\s+/g, ' ')).toContain(note)
    const remark = renderAnnotations(given.verdict, given.set).shown.find(({ path }) => path === '.github/cicd.yml')
    expect(remark).toMatchObject({ level, line: 7 })
    expect(remark?.message).toContain(note)
  })

  it('is bounded', () => {
    const many = Array.from({ length: 600 }, (_, index) => waiver({ id: `X${index}` }))
    const given = judged(many)
    const summary = renderSummary(given.verdict, given.set)
    expect(summary).toContain('… and 570 more notes on waivers')
    expect(summary).toContain('… and 100 more')
    expect(renderPage(given.verdict, given.set)).toContain('… and 100 more waivers, not shown here.')
    expect(terminal(given)).toContain('… and 580 more notes')
  })

  it('cannot break out of its place', () => {
    const nasty = '</details>`|\n<img src=x onerror=1> @all ::error::x ##[command]y'
    const given = judged([waiver({ id: nasty, reason: nasty })], [entry({ test: '*dds', reason: nasty })])
    const summary = renderSummary(given.verdict, given.set, {
      policyDiff: { lines: [`- quality: ${nasty}\n\`\`\`\n# x`], left: 3, note: nasty },
    })
    expect(summary.split('<details>').length).toBe(summary.replace(/```+[^]*?```+/g, '').split('</details>').length)
    expect(summary.replace(/```+diff[^]*?```+/g, '')).not.toContain('<img')
    expect(renderPage(given.verdict, given.set)).not.toContain('<img')
  })
})

describe('the change of the policy', () => {
  it('is folded, coloured, and counted beyond its limit', () => {
    const { verdict: given, set } = judged([])
    const policyDiff = { lines: ['- quality: a.b >= 80', '+ quality: a.b >= 60'], left: 7 }
    expect(renderSummary(given, set, { policyDiff })).toContain(
      `<details><summary>This change edits the policy: 9 lines</summary>

\`\`\`diff
- quality: a.b >= 80
+ quality: a.b >= 60
\`\`\`

… and 7 more lines

</details>`,
    )
  })

  it('says what the lines cannot', () => {
    const { verdict: given, set } = judged([])
    const summary = renderSummary(given, set, { policyDiff: { lines: [], left: 0, note: 'only order is' } })
    expect(summary).toContain('<summary>This change edits the policy</summary>\n\nonly order is\n')
  })
})
