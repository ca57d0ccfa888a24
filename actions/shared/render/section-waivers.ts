import type { WaiverRecord } from '../model/waived.ts'
import { entriesOf, type Section } from './budget.ts'
import { counted, formatCount } from './format.ts'
import { code, codeInHtml, row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { placeOf } from './section-tests.ts'
import {
  countForgiven,
  forgivenText,
  quarantinedFailures,
  WAIVER_EMOJI,
  WAIVER_WORD,
  waiverNotes,
} from './select-waivers.ts'

/** What has to be done about waivers: expired, without a match, about to end, or no longer needed. */
export function waiverNotesSection({ verdict }: Matter, most: number): Section | undefined {
  const notes = waiverNotes(verdict)
  if (notes.length === 0) return undefined
  const offered = notes.slice(0, most)
  return {
    title: 'Notes on waivers',
    rank: 3,
    head: '',
    ...entriesOf(offered, notes.length, (record) => {
      return `- ${WAIVER_EMOJI[record.state]} ${text(record.note, 600)} (${code(`${record.source}:${record.line}`)})`
    }),
    tail: '',
    rest: (left) => `- … and ${counted(left, 'more note')} on waivers`,
  }
}

/** Tests that failed and are in quarantine: shown apart from those that count. */
export function quarantineSection({ verdict, links }: Matter, most: number): Section | undefined {
  const all = countForgiven(verdict).tests
  if (all === 0) return undefined
  const failures = quarantinedFailures(verdict).slice(0, most)
  const title = `${counted(all, 'failing test')} in quarantine: shown, and not counted as failed`
  return {
    title: 'Quarantined tests',
    rank: 4,
    head: `<details><summary>${title}</summary>\n\n${tableHead(['Test', 'What it said', 'Where', 'Owner', 'Until'])}`,
    ...entriesOf(failures, all, (failure) => {
      const { match, record } = failure
      const label = match.label === undefined ? '' : ` (${text(match.label, 100)})`
      return row([
        `${code(match.test ?? '')}${label}`,
        match.message === undefined ? '–' : text(match.message, 200),
        placeOf(match.path, match.line, links) || '–',
        text(record.owner, 100),
        text(record.expires, 20),
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more quarantined test')}`,
  }
}

/** Every waiver and every entry of the quarantine: who answers for it, why, and until when. */
export function waiversSection({ verdict }: Matter, most: number): Section | undefined {
  const all = verdict.waived ?? []
  if (all.length === 0) return undefined
  const offered = all.slice(0, most)
  const forgiven = forgivenText(verdict) || 'nothing forgiven'
  const title = `${counted(all.length, 'waiver or quarantine', 'waivers and quarantines')}: ${forgiven}`
  return {
    title: 'Waivers',
    rank: 6,
    head: `<details><summary>${title}</summary>\n\n${tableHead(['State', 'What', '>Matches', 'Owner', 'Until', 'Why'])}`,
    ...entriesOf(offered, all.length, (record) => row(cells(record))),
    tail: '\n</details>',
    rest: (left) => `\n… and ${formatCount(left)} more`,
  }
}

function cells(record: WaiverRecord): string[] {
  const { state, kind, id, paths, package: pattern, matched, owner, expires, reason } = record
  const limits = [...(pattern === undefined ? [] : [pattern]), ...(paths ?? [])]
  const where = limits.length === 0 ? '' : ` within ${codeInHtml(limits.join(', '), 200)}`
  return [
    `${WAIVER_EMOJI[state]}&nbsp;${WAIVER_WORD[state].replaceAll(' ', '&nbsp;')}`,
    `${kind === 'test' ? 'test ' : ''}${code(id, 200)}${where}`,
    formatCount(matched),
    text(owner, 100),
    text(expires, 20),
    text(reason, 300),
  ]
}
