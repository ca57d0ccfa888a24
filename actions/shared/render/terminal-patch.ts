import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import { counted, formatCount } from './format.ts'
import { rangesText, uncoveredChanges } from './select-patch.ts'
import type { Page } from './terminal-page.ts'

const FILES = 10

/** Changed lines that no test enters, where a rule about them does not hold. */
export function uncoveredPatch(page: Page, verdict: Verdict, set: EvidenceSet): void {
  const found = uncoveredChanges(verdict, set)
  if (found.length === 0) return
  page.heading(
    `Changed lines not covered: ${counted(
      found.reduce((sum, { lines }) => sum + lines, 0),
      'line',
    )}`,
  )
  page.table(
    found
      .slice(0, FILES)
      .map(({ path, lines, ranges }) => [
        { text: formatCount(lines), right: true },
        { text: path },
        { text: rangesText(ranges, 6), tone: 'faint' },
      ]),
  )
  page.more(found.length - FILES, 'file')
}
