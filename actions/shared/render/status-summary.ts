import type { Verdict } from '../model/verdict.ts'
import type { JudgedJob } from '../policy/needs-judging.ts'
import { block, compose, type Section, utf8Bytes } from './budget.ts'
import { counted, formatCount } from './format.ts'
import { code, codeInHtml, row, tableHead, text } from './markdown.ts'
import { gapReasons, gateRows, hasMoreToSay, statusHeadline, verdictCounts, whyOf } from './status-wording.ts'
import { noteSections, SUMMARY_BYTES } from './summary.ts'
import { STATUS_EMOJI, STATUS_WORD } from './wording.ts'

const MOST_ROWS = 1_000
/** Of one job. */
const MOST_REASONS = 100

/** The job summary of a status summary: the headline, one row per job, and folded what the gates have against them. */
export function renderStatusSummary(
  verdict: Verdict,
  jobs: readonly JudgedJob[],
  notes: readonly string[] = [],
  maxBytes = SUMMARY_BYTES,
): string {
  const sections = [
    headlineSection(verdict, jobs),
    jobsSection(jobs),
    gapsSection(verdict),
    ...noteSections(notes.slice(0, 20)),
    gatesSection(jobs),
  ]
  return compose(
    sections.filter((section) => section !== undefined),
    maxBytes,
    utf8Bytes,
  )
}

function headlineSection(verdict: Verdict, jobs: readonly JudgedJob[]): Section {
  const { what, why } = statusHeadline(verdict, jobs)
  return block('Verdict', 0, `### ${STATUS_EMOJI[verdict.status]} ${text(what, 200)}\n\n${text(why, 600)}`)
}

function jobsSection(jobs: readonly JudgedJob[]): Section {
  const offered = jobs.slice(0, MOST_ROWS)
  const hasVerdicts = jobs.some(({ verdicts }) => verdicts.length > 0)
  return {
    title: 'Jobs',
    rank: 1,
    head: tableHead(['Job', 'Result', ...(hasVerdicts ? ['Verdict'] : []), 'Why']),
    count: offered.length,
    entry: (index) => jobRow(offered[index], hasVerdicts),
    tail: '',
    beyond: jobs.length - offered.length,
    rest: (left) => `\n… and ${counted(left, 'more job')}`,
  }
}

function jobRow(job: JudgedJob | undefined, hasVerdicts: boolean): string {
  if (job === undefined) return ''
  const why = whyOf(job)
  return row([
    `${STATUS_EMOJI[job.status]}&nbsp;${code(job.id, 100)}`,
    job.isNeeded ? text(job.result ?? '–', 40) : '_not in needs_',
    ...(hasVerdicts ? [verdictCell(job)] : []),
    why === '' ? '' : text(why, 400),
  ])
}

/** `❌ fail`; of several `❌ 1 ✅ 2`. */
function verdictCell(job: JudgedJob): string {
  const counts = verdictCounts(job)
  const [only] = counts
  if (only === undefined) return '–'
  if (job.verdicts.length === 1) return `${STATUS_EMOJI[only.status]}&nbsp;${STATUS_WORD[only.status]}`
  return counts.map(({ status, count }) => `${STATUS_EMOJI[status]}&nbsp;${formatCount(count)}`).join(' ')
}

function gapsSection(verdict: Verdict): Section | undefined {
  const gaps = gapReasons(verdict)
  if (gaps.length === 0) return undefined
  return {
    title: 'Verdict files',
    rank: 1,
    head: '',
    count: gaps.length,
    entry: (index) => `- ${STATUS_EMOJI.unknown} ${text(gaps[index]?.message ?? '', 600)}`,
    tail: '',
    rest: (left) => `- … and ${counted(left, 'more', 'more')}`,
  }
}

/** What the gates have against their jobs, folded by job. A fold is shown whole or not at all. */
function gatesSection(jobs: readonly JudgedJob[]): Section | undefined {
  const open = jobs.filter(hasMoreToSay)
  if (open.length === 0) return undefined
  return {
    title: 'Reasons of the gates',
    rank: 2,
    head: '',
    count: open.length,
    entry: (index) => {
      const job = open[index]
      return job === undefined ? '' : fold(job)
    },
    tail: '',
    rest: (left) => `… and the reasons of ${counted(left, 'more job')}`,
  }
}

function fold(job: JudgedJob): string {
  const all = gateRows(job)
  const rows = all.rows.slice(0, MOST_REASONS)
  const left = all.left + all.rows.length - rows.length
  const hasGates = job.verdicts.length > 1
  const hasRules = rows.some(({ rule }) => rule !== '')
  const titles = ['Status', ...(hasGates ? ['Gate'] : []), ...(hasRules ? ['Rule'] : []), 'Why']
  const lines = rows.map(({ status, gate, rule, message }) =>
    row([
      `${STATUS_EMOJI[status]}&nbsp;${STATUS_WORD[status]}`,
      ...(hasGates ? [text(gate, 120)] : []),
      ...(hasRules ? [ruleCell(rule)] : []),
      text(message, 600),
    ]),
  )
  const title = `${STATUS_EMOJI[job.status]} ${codeInHtml(job.id, 100)}: ${counted(rows.length + left, 'reason')}`
  return [
    `<details><summary>${title}</summary>\n`,
    tableHead(titles),
    ...lines,
    ...(left > 0 ? [`\n… and ${counted(left, 'more reason')}, in the summaries of the gates themselves`] : []),
    '\n</details>\n',
  ].join('\n')
}

function ruleCell(rule: string): string {
  if (rule === '') return '–'
  return rule === 'evidence' ? 'reports' : code(rule, 200)
}
