import { type Finding, type Severity, SEVERITIES, MERGED_FAMILIES } from '../model/findings.ts'
import { block, entriesOf, type Section } from './budget.ts'
import { counted, formatCount } from './format.ts'
import { advisoryAddress } from './links.ts'
import { code, codeInHtml, link, row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { tally } from './section-findings.ts'
import { licenceTableSection } from './section-licences.ts'
import { placeOf } from './section-tests.ts'
import { countByRank } from './select-findings.ts'
import {
  type AsideFinding,
  countOf,
  newThenWorst,
  type SecurityView,
  securityView,
  type Upgrade,
  upgradesOf,
  worst,
} from './select-security.ts'
import { aliasesOf, fixedText, idText, messageText, packageText, rankText, remarksOf } from './security-wording.ts'
import { RANK_EMOJI } from './wording.ts'

/** How many entries the parts about security offer. */
export interface SecurityExtent {
  readonly findings: number
  readonly places: number
}

/** In sight without unfolding: the worst, and those of which nobody knows how bad they are. */
const IN_SIGHT: ReadonlySet<Severity> = new Set(['critical', 'high', 'unknown'])
/** More of one severity than these are folded too. */
const MOST_IN_SIGHT = 20

/** Everything that the scanners found, by severity, with what mends it. */
export function securitySections(matter: Matter, extent: SecurityExtent): Section[] {
  const view = securityView(matter.set)
  const sections = [
    upgradesSection(view, extent.places),
    secretsSection(matter, view, extent.findings),
    ...severitySections(matter, view, extent.findings),
    licencesSection(matter, view, extent.findings),
    asideSection(matter, view, extent.findings),
    licenceTableSection(matter, extent.findings),
    elsewhereSection(matter),
  ]
  return sections.filter((section) => section !== undefined)
}

/** What to upgrade, the one that mends the worst first. */
function upgradesSection(view: SecurityView, most: number): Section | undefined {
  const upgrades = upgradesOf(view)
  const [only] = upgrades
  if (only === undefined) return undefined
  const mended = upgrades.reduce((sum, { mends }) => sum + mends.length, 0)
  const offered = upgrades.slice(0, most)
  return {
    title: 'Upgrades',
    rank: 3,
    head: `**${counted(upgrades.length, 'upgrade')} ${upgrades.length === 1 ? 'mends' : 'mend'} ${counted(mended, 'finding')}.** Nothing was run; look at each command before you do.\n\n${tableHead(['Package', 'To', 'Mends', 'Command'])}`,
    ...entriesOf(offered, upgrades.length, (upgrade) => {
      return row([
        `${code(upgrade.package.name, 120)} ${text(upgrade.package.version ?? '', 60)}`,
        code(upgrade.version, 60),
        mendsText(upgrade),
        upgrade.command === undefined ? '–' : code(upgrade.command),
      ])
    }),
    tail: '',
    rest: (left) => `\n… and ${counted(left, 'more upgrade')}`,
  }
}

/** `1 critical, 2 high; 1 stays` */
export function mendsText({ mends, left }: Pick<Upgrade, 'mends' | 'left'>): string {
  const parts = SEVERITIES.map((rank) => ({ rank, count: mends.filter((finding) => finding.rank === rank).length }))
  const told = parts.filter(({ count }) => count > 0).map(({ rank, count }) => `${count} ${rankText(rank)}`)
  return `${told.join(', ')}${left > 0 ? `; ${left} ${left === 1 ? 'stays' : 'stay'}` : ''}`
}

/** One table for each severity. */
function severitySections(matter: Matter, view: SecurityView, most: number): Section[] {
  const ranks = view.counts.filter(({ family }) => family === 'security')
  return ranks.map(({ rank, count }) => {
    const known = view.counting.filter((finding) => finding.family === 'security' && finding.rank === rank)
    const offered = newThenWorst(known, most, matter.set.comparison)
    const isOpen = IN_SIGHT.has(rank as Severity) && count <= MOST_IN_SIGHT
    const title = `${RANK_EMOJI[rank]} ${formatCount(count)} ${rankText(rank)}`
    return {
      title: `${rankText(rank)} findings`,
      rank: IN_SIGHT.has(rank as Severity) ? 3 : 5,
      head: `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n\n${tableHead(['Finding', 'Where', 'Fixed in', 'Seen by', 'What'])}`,
      ...entriesOf(offered, count, (finding) => row(cellsOf(finding, matter))),
      tail: '\n</details>',
      rest: (left) => `\n… and ${counted(left, `more ${rankText(rank)} finding`)}`,
    }
  })
}

function cellsOf(finding: Finding, matter: Matter): string[] {
  const remarks = remarksOf(finding, matter.set.comparison)
  const said = text(messageText(finding), 240)
  return [
    idCell(finding),
    whereCell(finding, matter),
    fixedText(finding) === '' ? '–' : text(fixedText(finding), 100),
    text(finding.tool, 100),
    remarks.length === 0 ? said : `${said}<br><sub>${remarks.map((remark) => text(remark, 300)).join(' · ')}</sub>`,
  ]
}

/** The id with a link to its advisory, and its aliases. */
function idCell(finding: Finding): string {
  const id = idText(finding)
  const aliases = aliasesOf(finding).slice(0, 3)
  const address = [id, ...aliases].map(advisoryAddress).find((found) => found !== undefined)
  const more = aliases.length === 0 ? '' : `<br><sub>${aliases.map((alias) => codeInHtml(alias, 60)).join(' ')}</sub>`
  return `${link(code(id, 100), address)}${more}`
}

/** The package and the file that brings it, or the place in the code. */
function whereCell({ details, path, line, endLine, alsoAt = [] }: Finding, { links }: Matter): string {
  const place = placeOf(path, line, links, endLine)
  const more = alsoAt.length === 0 ? '' : ` and ${counted(alsoAt.length, 'other place')}`
  if (details?.package === undefined) return `${place || '–'}${more}`
  const name = code(packageText(details.package), 160)
  return place === '' ? `${name}${more}` : `${name}<br>${place}${more}`
}

/** Where secrets are; never what they are. */
function secretsSection(matter: Matter, view: SecurityView, most: number): Section | undefined {
  const count = countOf(view, 'secrets')
  if (count === 0) return undefined
  const offered = worst(
    view.counting.filter(({ family }) => family === 'secrets'),
    most,
  )
  return {
    title: 'Secrets',
    rank: 2,
    head: `**🔑 ${counted(count, 'secret')}.** Revoke each and issue a new one: what was pushed stays in the history. The values are not shown anywhere.\n\n${tableHead(['Severity', 'Where', 'Kind', 'Seen by', 'State'])}`,
    ...entriesOf(offered, count, (finding) => {
      const { rank, tool, details } = finding
      return row([
        `${RANK_EMOJI[rank]}&nbsp;${rankText(rank)}`,
        whereCell(finding, matter),
        code(idText(finding), 100),
        text(tool, 100),
        details?.secret?.isVerified === true ? '**tried by the scanner: it works**' : 'not tried',
      ])
    }),
    tail: '',
    rest: (left) => `\n… and ${counted(left, 'more secret')}`,
  }
}

/** Licences that are not allowed, package by package. */
function licencesSection(matter: Matter, view: SecurityView, most: number): Section | undefined {
  const count = countOf(view, 'licenses')
  if (count === 0) return undefined
  const offered = worst(
    view.counting.filter(({ family }) => family === 'licenses'),
    most,
  )
  return {
    title: 'Licences',
    rank: 5,
    head: `<details${count <= MOST_IN_SIGHT ? ' open' : ''}><summary>📜 ${counted(count, 'licence')} not allowed or not known</summary>\n\n${tableHead(['Severity', 'Licence', 'Package', 'Seen by', 'What'])}`,
    ...entriesOf(offered, count, (finding) => {
      const { rank, tool } = finding
      return row([
        `${RANK_EMOJI[rank]}&nbsp;${rankText(rank)}`,
        code(idText(finding), 100),
        whereCell(finding, matter),
        text(tool, 100),
        text(messageText(finding), 240),
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more licence')}`,
  }
}

/** What counts under no rule, and who says so. */
function asideSection(matter: Matter, view: SecurityView, most: number): Section | undefined {
  if (view.asideCount === 0) return undefined
  const offered = view.aside.slice(0, most)
  return {
    title: 'Set aside',
    rank: 6,
    head: `<details><summary>${counted(view.asideCount, 'finding')} set aside, not counted</summary>\n\n${tableHead(['Severity', 'Finding', 'Where', 'Seen by', 'Why'])}`,
    count: offered.length,
    entry: (index) => asideRow(offered[index], matter),
    tail: '\n</details>',
    beyond: view.asideCount - offered.length,
    rest: (left) => `\n… and ${counted(left, 'more', 'more')}`,
  }
}

function asideRow(aside: AsideFinding | undefined, matter: Matter): string {
  if (aside === undefined) return ''
  const { finding, why } = aside
  return row([
    rankText(finding.rank),
    idCell(finding),
    whereCell(finding, matter),
    text(finding.tool, 100),
    text(why, 300),
  ])
}

/** Says that the reports hold what another action judges. */
function elsewhereSection({ set }: Matter): Section | undefined {
  const others = countByRank(set).filter(({ family }) => !MERGED_FAMILIES.has(family))
  if (others.length === 0) return undefined
  return block(
    'Other findings',
    7,
    `<sub>The reports also hold ${text(tally(others))}: quality-gate judges those.</sub>`,
  )
}
