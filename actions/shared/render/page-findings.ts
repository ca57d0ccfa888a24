import { counted, formatCount, formatQuantity } from './format.ts'
import { anchor, htmlTable, line, name, prose, type HtmlColumn } from './html.ts'
import type { Links } from './links.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { placeHtml } from './page-tests.ts'
import { tally } from './section-findings.ts'
import { byPlace, countByRank, countFindings, type LabelledFinding, worstFindings } from './select-findings.ts'
import { type BeyondLimit, beyondLimits } from './select-measurements.ts'
import { type AnnotationLevel, LEVEL_OF_RANK } from './severity.ts'
import type { Status } from '../model/status.ts'

const MOST_FINDINGS = 10_000
const MOST_LIMITS = 1_000
/** Files are unfolded from the worst on until so many findings are in sight. */
const IN_SIGHT = 20

const LEVEL_CLASS: Readonly<Record<AnnotationLevel, Status | 'note'>> = {
  error: 'fail',
  warning: 'warn',
  notice: 'note',
}

/** Findings by file; the file with the worst finding first. */
export function findingsPart({ set, links }: Matter): PagePart | undefined {
  const all = countFindings(set)
  if (all === 0) return undefined
  const byFile = new Map<string, LabelledFinding[]>()
  const findings = worstFindings(set, MOST_FINDINGS)
  for (const finding of findings) {
    const path = finding.path ?? ''
    const known = byFile.get(path)
    if (known === undefined) byFile.set(path, [finding])
    else known.push(finding)
  }
  let seen = 0
  const files = [...byFile].map(([path, rows]) => {
    const open = seen < IN_SIGHT
    seen += rows.length
    return fileFindings(path, rows, links, open)
  })
  const left = all - findings.length
  const body = [
    `<p>${tally(countByRank(set))}.</p>`,
    ...files,
    moreLine(left > 0 ? counted(left, 'more finding') : undefined),
  ]
  return { id: 'findings', title: counted(all, 'finding'), short: 'Findings', body: body.join('\n') }
}

function fileFindings(path: string, rows: readonly LabelledFinding[], links: Links, open: boolean): string {
  const shown = [...rows].sort(byPlace)
  const columns: HtmlColumn<LabelledFinding>[] = [
    {
      title: 'Severity',
      cell: ({ rank, waived }) =>
        waived === undefined
          ? `<span class="status ${LEVEL_CLASS[LEVEL_OF_RANK[rank]]}">${rank}</span>`
          : `<span class="quiet">waived ${rank}</span>`,
    },
    { title: 'Line', number: true, cell: (finding) => lineCell(finding, links) },
    { title: 'Rule', cell: ({ tool, rule }) => `${line(tool, 60)}${rule === '' ? '' : ` ${name(rule, 100)}`}` },
    { title: 'What', cell: ({ message }) => prose(message, 300) },
  ]
  const title = path === '' ? 'No file named' : name(path)
  const table = htmlTable(path === '' ? 'Findings without a file' : `Findings in ${line(path, 300)}`, columns, shown)
  return `<details${open ? ' open' : ''}><summary>${title} <span class="quiet">${counted(rows.length, 'finding')}</span></summary>${table}</details>`
}

function lineCell({ path, line: at, endLine }: LabelledFinding, links: Links): string {
  return at === undefined ? '–' : anchor(String(at), links.file(path, at, endLine))
}

/** Functions and files that by themselves are beyond the limit of a broken rule. */
export function limitsPart({ verdict, set, links }: Matter): PagePart | undefined {
  const all = beyondLimits(verdict, set)
  if (all.length === 0) return undefined
  const columns: HtmlColumn<BeyondLimit>[] = [
    { title: 'What', cell: ({ subject }) => (subject === undefined ? '–' : name(subject)) },
    { title: 'File', cell: ({ path, line: at }) => placeHtml(path, at, links) || '–' },
    { title: 'Metric', cell: ({ metric }) => name(metric, 100) },
    { title: 'Found', number: true, cell: ({ value, unit, limit }) => line(formatQuantity(value, unit, limit)) },
    { title: 'Limit', number: true, cell: ({ unit, limit }) => line(formatQuantity(limit, unit)) },
  ]
  const left = all.length - MOST_LIMITS
  const body = htmlTable('Beyond a limit', columns, all.slice(0, MOST_LIMITS))
  return {
    id: 'limits',
    title: `${formatCount(all.length)} beyond a limit`,
    short: 'Limits',
    body: body + moreLine(left > 0 ? `${formatCount(left)} more` : undefined),
  }
}
