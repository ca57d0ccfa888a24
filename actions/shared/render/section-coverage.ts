import type { Ratio } from '../model/evidence.ts'
import { entriesOf, type Section } from './budget.ts'
import { counted, formatCount, formatQuantity, percent } from './format.ts'
import { row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { placeOf } from './section-tests.ts'
import { coveredFiles, uncoveredRanges, type CoveredPlace } from './select-coverage.ts'

const RANGES = 8

/** `71.4 %`, or a dash where nothing can be covered. */
export function share({ covered, total }: Ratio): string {
  const value = percent(covered, total)
  return value === undefined ? '–' : formatQuantity(value, '%')
}

/** Sums of all files of all scopes. */
export function sumOf(files: readonly CoveredPlace[], kind: 'line' | 'branch' | 'function'): Ratio {
  const sum = { covered: 0, total: 0 }
  for (const file of files) {
    sum.covered += file[kind].covered
    sum.total += file[kind].total
  }
  return sum
}

/** The files with the most uncovered lines. */
export function coverageSection({ set, links }: Matter, most: number): Section | undefined {
  const files = coveredFiles(set)
  if (files.length === 0) return undefined
  const lines = sumOf(files, 'line')
  const open = files.filter(({ line }) => line.covered < line.total)
  const title = `Coverage: ${share(lines)} of ${counted(lines.total, 'line')} in ${counted(files.length, 'file')}`
  if (open.length === 0) return { title: 'Coverage', rank: 5, head: title, count: 0, entry: () => '', tail: '' }
  const offered = open.slice(0, most)
  const branches = files.some(({ branch }) => branch.total > 0)
  const columns = ['File', '>Lines', ...(branches ? ['>Branches'] : []), '>Uncovered', 'Which lines']
  return {
    title: 'Coverage',
    rank: 5,
    head: `<details><summary>${title}</summary>\n\n${tableHead(columns)}`,
    ...entriesOf(offered, open.length, (file) => {
      const label = file.label === '' ? '' : ` (${text(file.label, 100)})`
      return row([
        `${placeOf(file.path, undefined, links)}${label}`,
        share(file.line).replaceAll(' ', '&nbsp;'),
        ...(branches ? [share(file.branch).replaceAll(' ', '&nbsp;')] : []),
        formatCount(file.line.total - file.line.covered),
        whichLines(file),
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more file')} with uncovered lines`,
  }
}

function whichLines({ lines }: CoveredPlace): string {
  if (lines === undefined) return '–'
  const { ranges, left } = uncoveredRanges(lines, RANGES)
  return left > 0 ? `${ranges.join(', ')} and ${formatCount(left)} more` : ranges.join(', ')
}
