import { entriesOf, type Section } from './budget.ts'
import { counted, formatCount } from './format.ts'
import { htmlTable } from './html.ts'
import { row, tableHead } from './markdown.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { placeHtml } from './page-tests.ts'
import { placeOf } from './section-tests.ts'
import { rangesText, uncoveredChanges, type UncoveredChange } from './select-patch.ts'

const RANGES = 12
const MOST_FILES = 500

function titleOf(found: readonly UncoveredChange[]): string {
  const lines = found.reduce((sum, file) => sum + file.lines, 0)
  return `${counted(lines, 'changed line')} not covered, in ${counted(found.length, 'file')}`
}

/** Changed lines that no test enters, where a rule about them does not hold. */
export function patchSection({ verdict, set, links }: Matter, most: number): Section | undefined {
  const found = uncoveredChanges(verdict, set)
  if (found.length === 0) return undefined
  const offered = found.slice(0, most)
  return {
    title: 'Changed lines not covered',
    rank: 3,
    head: `<details open><summary>${titleOf(found)}</summary>\n\n${tableHead(['File', '>Not covered', 'Which lines'])}`,
    ...entriesOf(offered, found.length, (file) => {
      const place = placeOf(file.path, file.ranges[0]?.[0], links)
      return row([place, formatCount(file.lines), rangesText(file.ranges, RANGES)])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more file')}`,
  }
}

/** The same as a part of the page. */
export function patchPart({ verdict, set, links }: Matter): PagePart | undefined {
  const found = uncoveredChanges(verdict, set)
  if (found.length === 0) return undefined
  const table = htmlTable<UncoveredChange>(
    'Changed lines not covered',
    [
      { title: 'File', cell: ({ path, ranges }) => placeHtml(path, ranges[0]?.[0], links) },
      { title: 'Not covered', number: true, cell: ({ lines }) => formatCount(lines) },
      { title: 'Which lines', cell: ({ ranges }) => rangesText(ranges, Number.POSITIVE_INFINITY) },
    ],
    found.slice(0, MOST_FILES),
  )
  const more = moreLine(found.length > MOST_FILES ? counted(found.length - MOST_FILES, 'more file') : undefined)
  return { id: 'patch', title: titleOf(found), short: 'Patch', body: `${table}${more}` }
}
