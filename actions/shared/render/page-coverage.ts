import { counted, formatCount } from './format.ts'
import { htmlTable, line, name, type HtmlColumn } from './html.ts'
import type { Links } from './links.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { placeHtml } from './page-tests.ts'
import { share, sumOf } from './section-coverage.ts'
import { type CoveredPlace, coveredFiles, coveredFolders, uncoveredRanges } from './select-coverage.ts'

const FOLDER_DEPTH = 4
const MOST_FOLDERS = 200
const MOST_FILES = 500
const RANGES = 20

/** Coverage by folder, then the files with the most uncovered lines. */
export function coveragePart({ set, links }: Matter): PagePart | undefined {
  const files = coveredFiles(set)
  if (files.length === 0) return undefined
  const lines = sumOf(files, 'line')
  const folders = coveredFolders(files, FOLDER_DEPTH)
  const open = files.filter((file) => file.line.covered < file.line.total)
  const branches = files.some(({ branch }) => branch.total > 0)
  const labelled = files.some(({ label }) => label !== '')
  const common = columnsOf(branches, labelled)
  const folderTable = htmlTable(
    'Coverage by folder',
    [
      { title: 'Folder', cell: ({ path }) => name(path) },
      ...common,
      { title: 'Files', number: true, cell: (place) => formatCount(place.files) },
    ],
    folders.slice(0, MOST_FOLDERS),
  )
  const body = [
    `<p>${formatCount(lines.covered)} of ${counted(lines.total, 'line')} covered, in ${counted(files.length, 'file')}.</p>`,
    `<h3>By folder</h3>`,
    folderTable,
    moreLine(folders.length > MOST_FOLDERS ? counted(folders.length - MOST_FOLDERS, 'more folder') : undefined),
    ...(open.length === 0 ? [] : [uncovered(open, common, links)]),
  ]
  return {
    id: 'coverage',
    title: `Coverage ${share(lines)}`,
    short: 'Coverage',
    body: body.filter((part) => part !== '').join('\n'),
  }
}

function uncovered(open: readonly CoveredPlace[], common: readonly HtmlColumn<CoveredPlace>[], links: Links): string {
  const columns: HtmlColumn<CoveredPlace>[] = [
    { title: 'File', cell: ({ path }) => placeHtml(path, undefined, links) },
    ...common,
    { title: 'Uncovered lines', cell: whichLines },
  ]
  const table = htmlTable('Files with uncovered lines', columns, open.slice(0, MOST_FILES))
  const more = moreLine(open.length > MOST_FILES ? counted(open.length - MOST_FILES, 'more file') : undefined)
  return `<h3>Most uncovered lines</h3>\n<details open><summary>${counted(open.length, 'file')} with uncovered lines</summary>${table}${more}</details>`
}

function columnsOf(branches: boolean, labelled: boolean): HtmlColumn<CoveredPlace>[] {
  return [
    ...(labelled ? [{ title: 'Scope', cell: ({ label }: CoveredPlace) => line(label) || '–' }] : []),
    { title: 'Lines', number: true, cell: ({ line: ratio }) => meter(ratio) },
    ...(branches ? [{ title: 'Branches', number: true, cell: ({ branch }: CoveredPlace) => share(branch) }] : []),
    { title: 'Uncovered', number: true, cell: ({ line: ratio }) => formatCount(ratio.total - ratio.covered) },
  ]
}

function meter({ covered, total }: CoveredPlace['line']): string {
  const label = `${formatCount(covered)} of ${formatCount(total)}`
  return `<meter value="${covered}" max="${total}" title="${label}">${label}</meter> <span class="share">${share({ covered, total })}</span>`
}

function whichLines({ lines }: CoveredPlace): string {
  if (lines === undefined) return '–'
  const { ranges, left } = uncoveredRanges(lines, RANGES)
  return ranges.join(', ') + (left > 0 ? ` and ${formatCount(left)} more` : '')
}
