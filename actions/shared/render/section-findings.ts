import type { FindingFamily, Level, Severity } from '../model/findings.ts'
import { entriesOf, type Section } from './budget.ts'
import { counted, formatCount, formatQuantity } from './format.ts'
import { code, row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { placeOf } from './section-tests.ts'
import { countByRank, countFindings, worstFindings } from './select-findings.ts'
import { beyondLimits } from './select-measurements.ts'
import { RANK_EMOJI } from './wording.ts'

const FAMILY_WORD: Readonly<Record<FindingFamily, string>> = {
  lint: 'lint',
  types: 'type',
  boundaries: 'boundary',
  security: 'security',
  secrets: 'secret',
  licenses: 'licence',
}

/** Families whose ranks are severities, which stand before the word: `2 high security`. */
const RATED: ReadonlySet<FindingFamily> = new Set(['security', 'secrets', 'licenses'])

/** `2 high security, 14 lint warnings`. */
export function tally(counts: readonly { family: FindingFamily; rank: Level | Severity; count: number }[]): string {
  return counts
    .map(({ family, rank, count }) => {
      if (RATED.has(family)) {
        const word = family === 'security' || count === 1 ? FAMILY_WORD[family] : `${FAMILY_WORD[family]}s`
        return `${formatCount(count)} ${rank === 'unknown' ? 'unrated' : rank} ${word}`
      }
      return `${formatCount(count)} ${FAMILY_WORD[family]} ${count === 1 ? rank : `${rank}s`}`
    })
    .join(', ')
}

/** What the tools complain about, worst first, then by file. */
export function findingsSection({ set, links }: Matter, most: number): Section | undefined {
  const all = countFindings(set)
  if (all === 0) return undefined
  const findings = worstFindings(set, most)
  const title = `${counted(all, 'finding')}: ${tally(countByRank(set))}`
  return {
    title: 'Findings',
    rank: 4,
    head: `<details><summary>${title}</summary>\n\n${tableHead(['Severity', 'Where', 'Rule', 'What'])}`,
    ...entriesOf(findings, all, (finding) => {
      const isWaived = finding.waived !== undefined
      const rank = isWaived ? `waived&nbsp;${finding.rank}` : `${RANK_EMOJI[finding.rank]}&nbsp;${finding.rank}`
      const rule = finding.rule === '' ? text(finding.tool, 60) : `${text(finding.tool, 60)} ${code(finding.rule, 100)}`
      return row([
        rank,
        placeOf(finding.path, finding.line, links, finding.endLine) || '–',
        rule,
        text(finding.message, 300) + (finding.waived === undefined ? '' : ` – ${text(finding.waived, 200)}`),
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more finding')}`,
  }
}

/** Functions and files that by themselves are beyond the limit of a broken rule. */
export function beyondLimitsSection({ verdict, set, links }: Matter, most: number): Section | undefined {
  const all = beyondLimits(verdict, set)
  if (all.length === 0) return undefined
  const offered = all.slice(0, most)
  const title = `${counted(all.length, 'function or file', 'functions and files')} beyond a limit`
  return {
    title: 'Beyond a limit',
    rank: 3,
    head: `<details><summary>${title}</summary>\n\n${tableHead(['What', 'Where', 'Metric', '>Found', '>Limit'])}`,
    ...entriesOf(offered, all.length, (item) => {
      const value = formatQuantity(item.value, item.unit, item.limit).replaceAll(' ', '&nbsp;')
      return row([
        item.subject === undefined ? '–' : code(item.subject),
        placeOf(item.path, item.line, links) || '–',
        code(item.metric, 100),
        value,
        formatQuantity(item.limit, item.unit).replaceAll(' ', '&nbsp;'),
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${formatCount(left)} more`,
  }
}
