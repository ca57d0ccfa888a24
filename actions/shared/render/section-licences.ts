import type { LicenseAnswer } from '../model/licenses.ts'
import { entriesOf, type Section } from './budget.ts'
import { counted, formatCount } from './format.ts'
import { htmlTable, line, name, type HtmlColumn } from './html.ts'
import { code, row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { ANSWER_WORD, countByAnswer, type LicenceRow, licenceRows } from './select-licences.ts'

const ANSWER_EMOJI: Readonly<Record<LicenseAnswer, string>> = { denied: '❌', unknown: '🟣', allowed: '✅' }
const ANSWER_CLASS = { denied: 'fail', unknown: 'unknown', allowed: 'pass' } as const satisfies Record<
  LicenseAnswer,
  string
>

/** Packages that the summary names of a licence; the page has all of them. */
const NAMED = 5
const MOST_NAMED = 1_000
const MOST_ROWS = 1_000

/** All packages by their licences. */
export function licenceTableSection({ set }: Matter, most: number): Section | undefined {
  const rows = licenceRows(set)
  if (rows.length === 0) return undefined
  const offered = rows.slice(0, most)
  return {
    title: 'Licences of packages',
    rank: 7,
    head: `<details><summary>${titleOf(rows)}</summary>\n\n${tableHead(['Licence', 'Allowed?', '>Packages', 'Such as'])}`,
    ...entriesOf(offered, rows.length, (found) => {
      const { licence, answer, packages, exceptions } = found
      return row([
        licence === '' ? 'none reported' : code(licence, 160),
        `${ANSWER_EMOJI[answer]}&nbsp;${ANSWER_WORD[answer]}${exceptions.map((words) => `<br><sub>${text(words, 200)}</sub>`).join('')}`,
        formatCount(packages.length),
        packages
          .slice(0, NAMED)
          .map((shown) => code(shown, 80))
          .join(', ') + (packages.length > NAMED ? ', …' : ''),
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more licence')}`,
  }
}

/** The same on the page, with every package. */
export function licenceTablePart({ set }: Matter): PagePart | undefined {
  const rows = licenceRows(set)
  if (rows.length === 0) return undefined
  const columns: HtmlColumn<LicenceRow>[] = [
    { title: 'Licence', cell: ({ licence }) => (licence === '' ? 'none reported' : name(licence, 300)) },
    {
      title: 'Allowed?',
      cell: ({ answer, exceptions }) =>
        `<span class="status ${ANSWER_CLASS[answer]}">${ANSWER_WORD[answer]}</span>${exceptions.map((words) => `<br><small>${line(words, 300)}</small>`).join('')}`,
    },
    { title: 'Packages', cell: ({ packages }) => packagesHtml(packages) },
  ]
  const left = rows.length - MOST_ROWS
  const table = htmlTable('Licences of packages', columns, rows.slice(0, MOST_ROWS))
  const body = `<details><summary>${titleOf(rows)}</summary>${table}</details>${moreLine(left > 0 ? counted(left, 'more licence') : undefined)}`
  return { id: 'licence-table', title: 'Licences of packages', short: 'All licences', body }
}

function packagesHtml(packages: readonly string[]): string {
  const shown = packages.slice(0, MOST_NAMED).map((one) => name(one, 200))
  const left = packages.length - MOST_NAMED
  const list = shown.join(', ') + (left > 0 ? `, and ${formatCount(left)} more` : '')
  return packages.length <= NAMED
    ? list
    : `<details><summary>${counted(packages.length, 'package')}</summary>${list}</details>`
}

function titleOf(rows: readonly LicenceRow[]): string {
  const counts = countByAnswer(rows)
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  const told = counts.map(({ answer, count }) => `${formatCount(count)} ${ANSWER_WORD[answer]}`)
  return `Licences of ${counted(all, 'package')}: ${told.join(', ')}`
}
