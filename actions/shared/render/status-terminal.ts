import type { Status } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import type { JudgedJob } from '../policy/needs-judging.ts'
import { formatCount } from './format.ts'
import { oneLine } from './plain.ts'
import { gapReasons, gateRows, hasMoreToSay, statusHeadline, verdictCounts } from './status-wording.ts'
import { INDENT, Page, STATUS_TONE, type TerminalOptions, wrap } from './terminal-page.ts'
import { STATUS_SIGN, STATUS_WORD } from './wording.ts'

const SHOWN = { jobs: 200, reasons: 8 } as const

/** A status summary for a person at a terminal: the jobs first, then what is against them. Ends with a line feed. */
export function renderStatusTerminal(verdict: Verdict, jobs: readonly JudgedJob[], options: TerminalOptions): string {
  const page = new Page(options)
  const { what, why } = statusHeadline(verdict, jobs)
  page.line(page.paint(STATUS_TONE[verdict.status], `${STATUS_SIGN[verdict.status]} ${oneLine(what)}`))
  for (const line of wrap(oneLine(why), page.width - INDENT.length)) page.line(INDENT + line)
  page.heading('Jobs')
  const shown = jobs.slice(0, SHOWN.jobs)
  page.table(
    shown.map((job) => [
      { text: STATUS_SIGN[job.status], tone: STATUS_TONE[job.status] },
      { text: job.id },
      { text: job.isNeeded ? (job.result ?? '–') : 'not in needs', tone: 'faint' },
      { text: verdictsOf(job) },
    ]),
  )
  page.more(jobs.length - shown.length, 'job')
  const open = shown.filter(({ status, result }) => status !== 'pass' || result !== 'success')
  const gaps = gapReasons(verdict)
  if (open.length + gaps.length > 0) page.heading('Why')
  for (const job of open) against(page, job)
  for (const { status, message } of gaps) sentence(page, status, message)
  return page.text()
}

function against(page: Page, job: JudgedJob): void {
  sentence(page, job.status, `${job.id}: ${job.message}`)
  if (!hasMoreToSay(job)) return
  const { rows, left } = gateRows(job)
  const hasGates = job.verdicts.length > 1
  const told = rows.slice(0, SHOWN.reasons)
  page.table(
    told.map(({ status, gate, message }) => [
      { text: '' },
      { text: STATUS_SIGN[status], tone: STATUS_TONE[status] },
      ...(hasGates ? [{ text: gate, tone: 'faint' }] : []),
      { text: message },
    ]),
  )
  page.more(rows.length + left - told.length, 'reason')
}

function sentence(page: Page, status: Status, message: string): void {
  const [first = '', ...others] = wrap(oneLine(message), page.width - 4)
  page.line(`${INDENT}${page.paint(STATUS_TONE[status], STATUS_SIGN[status])} ${first}`)
  for (const line of others) page.line(`${INDENT}  ${line}`)
}

/** `fail`; of several `1 fail, 2 pass`. */
function verdictsOf(job: JudgedJob): string {
  const counts = verdictCounts(job)
  if (job.verdicts.length < 2) return counts.map(({ status }) => STATUS_WORD[status]).join('')
  return counts.map(({ status, count }) => `${formatCount(count)} ${STATUS_WORD[status]}`).join(', ')
}
