import type { Verdict } from '../model/verdict.ts'
import type { WaiverState } from '../model/waived.ts'
import { cut, oneLine } from './plain.ts'
import { forgivenText, quarantinedFailures, WAIVER_WORD, waiverNotes } from './select-waivers.ts'
import { INDENT, type Page, type Tone, wrap } from './terminal-page.ts'

const MOST_NOTES = 20
const MOST_TESTS = 8

const TONE: Readonly<Record<WaiverState, Tone>> = {
  expired: 'bad',
  locked: 'bad',
  stale: 'care',
  expiring: 'care',
  proposed: 'good',
  holds: 'faint',
}

/** What is forgiven, and what has to be done about waivers and quarantined tests. */
export function waivers(page: Page, verdict: Verdict): void {
  const notes = waiverNotes(verdict)
  const forgiven = forgivenText(verdict)
  if (notes.length === 0 && forgiven === '') return
  page.heading(`Waivers: ${forgiven === '' ? 'nothing forgiven' : forgiven}`)
  const failures = quarantinedFailures(verdict)
  for (const { match, record } of failures.slice(0, MOST_TESTS)) {
    const who = ` (${oneLine(record.owner)}, until ${record.expires})`
    page.line(`${INDENT}${cut(oneLine(match.test ?? ''), page.width - 4 - who.length)}${page.paint('faint', who)}`)
  }
  page.more(failures.length - MOST_TESTS, 'quarantined test')
  for (const { state, note } of notes.slice(0, MOST_NOTES)) {
    const [first = '', ...others] = wrap(oneLine(note), page.width - INDENT.length - WAIVER_WORD[state].length - 2)
    page.line(`${INDENT}${page.paint(TONE[state], WAIVER_WORD[state])}: ${first}`)
    for (const line of others) page.line(`${INDENT}  ${line}`)
  }
  page.more(notes.length - MOST_NOTES, 'note')
}
