import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../../actions/shared/model/change.ts'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { renderAnnotations } from '../../../actions/shared/render/annotations.ts'
import { renderPage } from '../../../actions/shared/render/page.ts'
import { uncoveredChanges } from '../../../actions/shared/render/select-patch.ts'
import { renderSummary } from '../../../actions/shared/render/summary.ts'
import { renderTerminal } from '../../../actions/shared/render/terminal.ts'
import { evidenceSet } from '../policy/evidence-factory.ts'
import { reason, tables, verdict } from './samples.ts'

const edit = (isGenerated: boolean, ...ranges: number[]) => ({ ranges: Uint32Array.from(ranges), isGenerated })
const change: Change = {
  base: 'b'.repeat(40),
  files: new Map([
    ['src/a.py', edit(false, 2, 9, 20, 21)],
    ['src/b.py', edit(false, 1, 1)],
    ['gen.py', edit(true, 1, 9)],
    ['README.md', edit(false, 1, 9)],
  ]),
}
/** Lines 2, 4 and 5 of a.py were changed and not entered, 6 was, 8 and 20 were not; 1 and 30 are not of the change. */
const unit = tables({
  coverage: {
    'src/a.py': { 1: 0, 2: 0, 4: 0, 5: 0, 6: 1, 8: 0, 20: 0, 30: 0 },
    'src/b.py': { 1: 1 },
    'gen.py': { 1: 0 },
  },
})
const api = tables({ coverage: { 'src/a.py': { 8: 3 } } })
const set: EvidenceSet = evidenceSet([], {
  change,
  tables: new Map([
    ['unit', unit],
    ['api', api],
  ]),
})

function judged(status: 'pass' | 'fail', rule = 'coverage.line.patch >= 90'): Verdict {
  return verdict({ status, reasons: [reason({ status, rule, actual: 20, limit: 90 })] })
}

describe('changed lines that no test enters', () => {
  it('are listed in ranges, united over labels, without generated files', () => {
    expect(uncoveredChanges(judged('fail'), set)).toEqual([
      {
        path: 'src/a.py',
        lines: 4,
        ranges: [
          [2, 5],
          [20, 20],
        ],
      },
    ])
  })

  it.each([
    ['the rule holds', judged('pass'), set],
    ['no rule is about the patch', judged('fail', 'coverage.line >= 90'), set],
    ['the change is not known', judged('fail'), { ...set, change: undefined }],
  ])('are not listed where %s', (_what, of, evidence) => {
    expect(uncoveredChanges(of, evidence)).toEqual([])
    expect(renderSummary(of, evidence)).not.toContain('Changed lines')
  })

  it('are in the summary, on the page, at the terminal and on their lines', () => {
    const of = judged('fail')
    expect(renderSummary(of, set)).toContain('4 changed lines not covered, in 1 file')
    expect(renderSummary(of, set)).toMatch(/\| 4 \| 2–5, 20 \|/)
    expect(renderPage(of, set)).toContain('4 changed lines not covered, in 1 file')
    expect(renderTerminal(of, set, { colour: false, width: 100 })).toMatch(
      /not covered: 4 lines\n\s+4\s+src\/a\.py\s+2–5, 20/,
    )
    const remarks = renderAnnotations(of, set).shown.filter(({ title }) => title === 'changed lines not covered')
    expect(remarks).toEqual([
      {
        level: 'warning',
        title: 'changed lines not covered',
        message: 'No test enters lines 2 to 5.',
        path: 'src/a.py',
        line: 2,
        endLine: 5,
      },
      {
        level: 'warning',
        title: 'changed lines not covered',
        message: 'No test enters line 20.',
        path: 'src/a.py',
        line: 20,
      },
    ])
  })

  it('are counted where there are more than are shown', () => {
    const { shown, leftOut } = renderAnnotations(judged('fail'), set, { perLevel: 1 })
    expect(shown.filter(({ path }) => path === 'src/a.py')).toHaveLength(1)
    expect(leftOut.warning).toBe(1)
  })
})
