import type { Comparison } from '../model/comparison.ts'
import { type Finding, type FindingFamily, type Level, MERGED_FAMILIES, type Severity } from '../model/findings.ts'
import type { Status } from '../model/status.ts'
import { counted, formatCount } from './format.ts'
import { anchor, htmlTable, line, name, prose, type HtmlColumn } from './html.ts'
import { advisoryAddress } from './links.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { placeHtml } from './page-tests.ts'
import { tally } from './section-findings.ts'
import { licenceTablePart } from './section-licences.ts'
import { mendsText } from './section-security.ts'
import {
  aliasesOf,
  fixedText,
  idText,
  messageText,
  packageText,
  rankText,
  remarksOf,
  severityWhy,
  statementsText,
} from './security-wording.ts'
import { countByRank } from './select-findings.ts'
import { countOf, type SecurityView, securityView, type Upgrade, upgradesOf, newThenWorst } from './select-security.ts'
import { LEVEL_OF_RANK, type AnnotationLevel } from './severity.ts'

/** Of all findings in tables; a browser takes no more in its stride. */
const MOST_FINDINGS = 10_000
const MOST_ASIDE = 1_000
const MOST_UPGRADES = 1_000
/** What was found stands below them: more are folded. */
const UPGRADES_IN_SIGHT = 20
const PLACES_TOLD = 5
/** Severities are unfolded from the worst on until so many findings are in sight. */
const IN_SIGHT = 30

const LEVEL_CLASS: Readonly<Record<AnnotationLevel, Status | 'note'>> = {
  error: 'fail',
  warning: 'warn',
  notice: 'note',
}

/** What scanners found: what to upgrade, secrets, findings by severity, licences, and what was set aside. */
export function securityParts(matter: Matter): PagePart[] {
  const view = securityView(matter.set)
  const parts = [
    upgradesPart(view),
    secretsPart(matter, view),
    findingsPart(matter, view),
    licencesPart(matter, view),
    asidePart(matter, view),
    licenceTablePart(matter),
  ]
  return parts.filter((part) => part !== undefined)
}

function upgradesPart(view: SecurityView): PagePart | undefined {
  const all = upgradesOf(view)
  if (all.length === 0) return undefined
  const columns: HtmlColumn<Upgrade>[] = [
    { title: 'Package', cell: ({ package: known }) => name(packageText(known), 200) },
    { title: 'To', cell: ({ version }) => name(version, 100) },
    { title: 'Mends', cell: (upgrade) => line(mendsText(upgrade)) },
    { title: 'Command', cell: ({ command }) => (command === undefined ? '–' : `<code>${line(command, 300)}</code>`) },
  ]
  const left = all.length - MOST_UPGRADES
  const table = (upgrades: readonly Upgrade[]): string => htmlTable('Upgrades that mend findings', columns, upgrades)
  const folded = all.slice(UPGRADES_IN_SIGHT, MOST_UPGRADES)
  const body = [
    '<p class="quiet">Nothing was run; look at each command before you do.</p>',
    table(all.slice(0, UPGRADES_IN_SIGHT)),
    folded.length === 0
      ? ''
      : `<details><summary>${counted(folded.length, 'more upgrade')}</summary>${table(folded)}</details>`,
    moreLine(left > 0 ? counted(left, 'more upgrade') : undefined),
  ]
  return { id: 'upgrades', title: counted(all.length, 'upgrade'), short: 'Upgrades', body: body.join('\n') }
}

function secretsPart(matter: Matter, view: SecurityView): PagePart | undefined {
  const count = countOf(view, 'secrets')
  if (count === 0) return undefined
  const columns: HtmlColumn<Finding>[] = [
    SEVERITY,
    whereColumn(matter),
    { title: 'Kind', cell: (finding) => name(idText(finding), 120) },
    SEEN_BY,
    {
      title: 'State',
      cell: ({ details }) =>
        details?.secret?.isVerified === true
          ? '<span class="status fail">tried by the scanner: it works</span>'
          : 'not tried',
    },
  ]
  const body = [
    '<p>Revoke each and issue a new one: what was pushed stays in the history. The values are not shown anywhere.</p>',
    limited('Secrets', columns, view, { family: 'secrets' }),
  ]
  return { id: 'secrets', title: counted(count, 'secret'), short: 'Secrets', body: body.join('\n') }
}

function findingsPart(matter: Matter, view: SecurityView): PagePart | undefined {
  const count = countOf(view, 'security')
  const others = countByRank(matter.set).filter(({ family }) => !MERGED_FAMILIES.has(family))
  const elsewhere =
    others.length === 0
      ? ''
      : `<p class="quiet">The reports also hold ${line(tally(others))}: quality-gate judges those.</p>`
  if (count === 0 && elsewhere === '') return undefined
  const columns: HtmlColumn<Finding>[] = [
    { title: 'Finding', cell: idCell },
    whereColumn(matter),
    { title: 'Fixed in', cell: (finding) => line(fixedText(finding), 100) || '–' },
    SEEN_BY,
    { title: 'What', cell: (finding) => whatCell(finding, matter) },
  ]
  let seen = 0
  const groups = view.counts
    .filter(({ family }) => family === 'security')
    .map(({ rank, count: ofRank }) => {
      const isOpen = seen < IN_SIGHT
      seen += ofRank
      const title = `${severityHtml(rank)} <span class="quiet">${counted(ofRank, 'finding')}</span>`
      const room = Math.max(0, MOST_FINDINGS - (seen - ofRank))
      const wanted = { family: 'security', rank, room, comparison: matter.set.comparison } as const
      const table = limited(`Findings: ${rankText(rank)}`, columns, view, wanted)
      return `<details${isOpen ? ' open' : ''}><summary>${title}</summary>${table}</details>`
    })
  const title = count === 0 ? 'No finding' : counted(count, 'finding')
  return { id: 'vulnerabilities', title, short: 'Findings', body: [...groups, elsewhere].join('\n') }
}

function licencesPart(matter: Matter, view: SecurityView): PagePart | undefined {
  const count = countOf(view, 'licenses')
  if (count === 0) return undefined
  const columns: HtmlColumn<Finding>[] = [
    SEVERITY,
    { title: 'Licence', cell: (finding) => name(idText(finding), 160) },
    whereColumn(matter),
    SEEN_BY,
    { title: 'What', cell: (finding) => prose(messageText(finding), 300) },
  ]
  const body = limited('Licences that are not allowed', columns, view, { family: 'licenses' })
  const title = `${counted(count, 'licence')} not allowed or not known`
  return { id: 'licences', title, short: 'Licences', body }
}

function asidePart(matter: Matter, view: SecurityView): PagePart | undefined {
  if (view.asideCount === 0) return undefined
  const why = new Map(view.aside.map((entry) => [entry.finding, entry.why]))
  const columns: HtmlColumn<Finding>[] = [
    { title: 'Severity', cell: ({ rank }) => `<span class="quiet">${rankText(rank)}</span>` },
    { title: 'Finding', cell: idCell },
    whereColumn(matter),
    SEEN_BY,
    { title: 'Why', cell: (finding) => prose(why.get(finding) ?? '', 400) },
  ]
  const shown = view.aside.slice(0, MOST_ASIDE).map(({ finding }) => finding)
  const left = view.asideCount - shown.length
  const table = htmlTable('Findings that were set aside', columns, shown)
  const title = `${counted(view.asideCount, 'finding')} set aside`
  const body = `<details><summary>They count under no rule</summary>${table}</details>${moreLine(left > 0 ? counted(left, 'more', 'more') : undefined)}`
  return { id: 'aside', title, short: 'Set aside', body }
}

const SEVERITY: HtmlColumn<Finding> = { title: 'Severity', cell: ({ rank }) => severityHtml(rank) }
const SEEN_BY: HtmlColumn<Finding> = { title: 'Seen by', cell: ({ tool }) => line(tool, 120) }

function severityHtml(rank: Level | Severity): string {
  const tone = rank === 'unknown' ? 'unknown' : LEVEL_CLASS[LEVEL_OF_RANK[rank]]
  return `<span class="status ${tone}">${rankText(rank)}</span>`
}

interface Wanted {
  readonly family: FindingFamily
  readonly rank?: Level | Severity
  /** Rows at most. */
  readonly room?: number
  /** What is new in it comes first. */
  readonly comparison?: Comparison | undefined
}

const NOUN: Readonly<Partial<Record<FindingFamily, string>>> = { secrets: 'secret', licenses: 'licence' }

/** A table of the findings of a family, and how many are not in it. */
function limited(
  caption: string,
  columns: readonly HtmlColumn<Finding>[],
  view: SecurityView,
  { family, rank, room = MOST_FINDINGS, comparison }: Wanted,
): string {
  const known = view.counting.filter(
    (finding) => finding.family === family && (rank === undefined || finding.rank === rank),
  )
  const shown = newThenWorst(known, room, comparison)
  const left = countOf(view, family, rank) - shown.length
  const table = shown.length === 0 ? '' : htmlTable(caption, columns, shown)
  return table + moreLine(left > 0 ? counted(left, `more ${NOUN[family] ?? 'finding'}`) : undefined)
}

function idCell(finding: Finding): string {
  const aliases = aliasesOf(finding).slice(0, 8)
  const linked = (id: string): string => anchor(name(id, 120), advisoryAddress(id))
  const more = aliases.length === 0 ? '' : `<br><small>${aliases.map(linked).join(' ')}</small>`
  return linked(idText(finding)) + more
}

/** The package and the files that bring it, or the places in the code. */
function whereColumn({ links }: Matter): HtmlColumn<Finding> {
  return {
    title: 'Where',
    cell: ({ details, path, line: at, endLine, alsoAt = [] }) => {
      const places = [{ path, line: at, endLine }, ...alsoAt]
      const told = places.slice(0, PLACES_TOLD).map((place) => placeHtml(place.path, place.line, links, place.endLine))
      const left = places.length - PLACES_TOLD
      const parts = [
        ...(details?.package === undefined ? [] : [name(packageText(details.package), 200)]),
        ...told.filter((place) => place !== ''),
        ...(left > 0 ? [`and ${formatCount(left)} more`] : []),
      ]
      return parts.join('<br>') || '–'
    },
  }
}

/** What it is, what makes it urgent, and folded why it has its severity. */
function whatCell(finding: Finding, { set }: Matter): string {
  const { details } = finding
  const remarks = remarksOf(finding, set.comparison).map((remark) => line(remark, 400))
  const facts: readonly (readonly [string, string])[] = [
    ['Severity', severityWhy(finding)],
    ['Said by', statementsText(details?.severities ?? [])],
    ['Weakness', (details?.cwes ?? []).slice(0, 10).join(', ')],
    ['Disclosed', details?.published ?? ''],
  ]
  const rows = facts
    .filter(([, fact]) => fact !== '')
    .map(([term, fact]) => `<div><dt>${term}</dt><dd>${line(fact, 600)}</dd></div>`)
  const why =
    rows.length === 0
      ? ''
      : `<details><summary>Why this severity</summary><dl class="facts">${rows.join('')}</dl></details>`
  return `${prose(messageText(finding), 400)}${remarks.length === 0 ? '' : `<br><small>${remarks.join(' · ')}</small>`}${why}`
}
