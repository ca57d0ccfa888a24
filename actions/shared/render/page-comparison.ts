import type { Status } from '../model/status.ts'
import type { MetricChange } from '../model/comparison.ts'
import { counted } from './format.ts'
import { anchor, htmlTable, line, name, prose, type HtmlColumn } from './html.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { placeHtml } from './page-tests.ts'
import {
  branchOf,
  changeCells,
  changedFindings,
  changedTests,
  comparisonWords,
  NO_LINKS,
  type ChangedFinding,
  type ChangedTest,
} from './section-comparison.ts'

const MOST_ROWS = 1_000

const TONE: Readonly<Record<ChangedFinding['what'], Status | 'note'>> = { new: 'fail', fixed: 'pass', moved: 'note' }

/** What a baseline says of this run: findings, tests and metrics beside those of the base. */
export function comparisonPart(matter: Matter): PagePart | undefined {
  const { comparison } = matter.set
  if (comparison === undefined) return undefined
  const { sha, recorded } = comparison.base
  const commit = anchor(`<code>${line(sha.slice(0, 12))}</code>`, matter.links.otherCommit(sha))
  const branch = branchOf(comparison)
  const of = branch === undefined ? '' : ` of ${name(branch, 100)}`
  const body = [
    `<p>Compared with ${commit}${of}, recorded <time datetime="${line(recorded, 40)}">${line(recorded.slice(0, 10), 10)}</time>.</p>`,
    ...comparisonWords(comparison).map((sentence) => `<p>${line(sentence)}</p>`),
    folded(
      'Findings beside the base',
      'finding',
      changedFindings(comparison, matter.set.forgiven),
      findingColumns(matter),
    ),
    folded('Tests beside the base', 'test', changedTests(comparison), TEST_COLUMNS),
    folded('Metrics beside the base', 'metric', comparison.changes, METRIC_COLUMNS),
  ]
  return { id: 'base', title: 'Beside the base', short: 'Base', body: body.filter((part) => part !== '').join('\n') }
}

function folded<Row>(title: string, noun: string, rows: readonly Row[], columns: readonly HtmlColumn<Row>[]): string {
  if (rows.length === 0) return ''
  const left = rows.length - MOST_ROWS
  const table = htmlTable(title, columns, rows.slice(0, MOST_ROWS))
  const more = moreLine(left > 0 ? counted(left, `more ${noun}`) : undefined)
  return `<details><summary>${title} <span class="quiet">${counted(rows.length, noun)}</span></summary>${table}${more}</details>`
}

function findingColumns({ links, set }: Matter): HtmlColumn<ChangedFinding>[] {
  const disclosed = set.comparison?.findings.disclosed
  return [
    {
      title: 'Change',
      cell: ({ what, finding }) =>
        `<span class="status ${TONE[what]}">${what}</span>${disclosed?.has(finding) ? '<br><small>newly disclosed</small>' : ''}`,
    },
    {
      title: 'Severity',
      cell: ({ finding, waived }) => (waived === undefined ? finding.rank : `waived ${finding.rank}`),
    },
    {
      title: 'Where',
      cell: ({ what, finding: { path, line: at }, from }) => {
        const place = placeHtml(path, at, what === 'fixed' ? NO_LINKS : links) || '–'
        if (from === undefined) return place
        const isSameFile = from.path === path
        return `${place}, was ${isSameFile ? `line ${from.line ?? '–'}` : placeHtml(from.path, from.line, NO_LINKS)}`
      },
    },
    {
      title: 'Rule',
      cell: ({ finding: { tool, rule } }) => `${line(tool, 60)}${rule === '' ? '' : ` ${name(rule, 100)}`}`,
    },
    {
      title: 'What',
      cell: ({ finding, waived }) =>
        prose(finding.message, 300) + (waived === undefined ? '' : ` – ${line(waived, 200)}`),
    },
  ]
}

const TEST_COLUMNS: readonly HtmlColumn<ChangedTest>[] = [
  { title: 'Change', cell: ({ what }) => what },
  { title: 'Test', cell: ({ id }) => name(id) },
]

const METRIC_COLUMNS: readonly HtmlColumn<MetricChange>[] = [
  { title: 'Metric', cell: ({ metric }) => name(metric, 200) },
  { title: 'Base', number: true, cell: (change) => changeCells(change)[0] ?? '' },
  { title: 'This run', number: true, cell: (change) => changeCells(change)[1] ?? '' },
  { title: 'Change', number: true, cell: (change) => changeCells(change)[2] ?? '' },
  { title: 'Direction', cell: (change) => changeCells(change)[3] || '–' },
]
