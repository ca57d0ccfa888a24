import type { WaiverMatch, WaiverRecord, WaiverState } from '../model/waived.ts'
import { counted, formatCount } from './format.ts'
import { htmlTable, line, name, prose, type HtmlColumn } from './html.ts'
import type { Links } from './links.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { placeHtml } from './page-tests.ts'
import { forgivenText, WAIVER_WORD, waiverNotes } from './select-waivers.ts'

const MOST_RECORDS = 500

const STATE_CLASS: Readonly<Record<WaiverState, string>> = {
  expired: 'fail',
  locked: 'fail',
  stale: 'warn',
  expiring: 'warn',
  proposed: 'note',
  holds: 'pass',
}

/** Waivers and quarantined tests: who answers for them, why, until when, and what they forgave. */
export function waiversPart({ verdict, links }: Matter): PagePart | undefined {
  const all = verdict.waived ?? []
  if (all.length === 0) return undefined
  const shown = all.slice(0, MOST_RECORDS)
  const notes = waiverNotes(verdict)
    .slice(0, MOST_RECORDS)
    .map(({ note }) => `<li>${prose(note, 1000)}</li>`)
  const columns: HtmlColumn<WaiverRecord>[] = [
    { title: 'State', cell: ({ state }) => `<span class="status ${STATE_CLASS[state]}">${WAIVER_WORD[state]}</span>` },
    { title: 'What', cell: whatCell },
    { title: 'Matches', number: true, cell: ({ matched }) => formatCount(matched) },
    { title: 'Owner', cell: ({ owner }) => line(owner, 100) },
    { title: 'Until', cell: ({ expires }) => line(expires, 20) },
    { title: 'Why', cell: ({ reason }) => prose(reason, 500) },
    { title: 'Written in', cell: (record) => name(`${record.source}:${record.line}`) },
  ]
  const left = all.length - shown.length
  const forgiven = forgivenText(verdict)
  const body = [
    `<p>${forgiven === '' ? 'Nothing is forgiven' : `Forgiven: ${forgiven}`}.</p>`,
    ...(notes.length === 0 ? [] : [`<ul>${notes.join('')}</ul>`]),
    htmlTable('Waivers and quarantined tests', columns, shown),
    moreLine(left > 0 ? counted(left, 'more waiver') : undefined),
    ...shown.filter(({ matches }) => matches.length > 0).map((record) => matchesOf(record, links)),
  ]
  return { id: 'waivers', title: 'Waivers', short: 'Waivers', body: body.filter((part) => part !== '').join('\n') }
}

function whatCell({ kind, id, paths = [], package: pattern }: WaiverRecord): string {
  const limits = pattern === undefined ? paths : [pattern, ...paths]
  const where = limits.length === 0 ? '' : ` within ${name(limits.join(', '), 200)}`
  return `${kind === 'test' ? 'test ' : ''}${name(id, 200)}${where}`
}

function matchesOf({ id, state, matches, matched }: WaiverRecord, links: Links): string {
  const isTest = matches.some(({ test }) => test !== undefined)
  const columns: HtmlColumn<WaiverMatch>[] = [
    isTest
      ? { title: 'Test', cell: ({ test = '' }) => name(test) }
      : { title: 'Counts under', cell: ({ metric = '' }) => line(metric) },
    { title: 'Where', cell: ({ path, line: at }) => placeHtml(path, at, links) || '–' },
    isTest
      ? { title: 'What it said', cell: ({ message }) => (message === undefined ? '–' : prose(message, 300)) }
      : { title: 'Tool', cell: ({ tool }) => line(tool ?? '–', 60) },
  ]
  const left = matched - matches.length
  const word = state === 'expired' ? 'counts again' : 'forgiven'
  const more = moreLine(left > 0 ? counted(left, 'more match', 'more matches') : undefined)
  const table = htmlTable(`What ${line(id, 200)} means`, columns, matches)
  return `<details><summary>${name(id, 200)} <span class="quiet">${formatCount(matched)} ${word}</span></summary>${table}${more}</details>`
}
