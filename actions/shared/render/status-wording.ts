import { STATUSES, type Status } from '../model/status.ts'
import type { Reason, Verdict } from '../model/verdict.ts'
import { GAP_RULE } from '../policy/needs-assessment.ts'
import { gateName, type JudgedJob, type JudgedVerdict } from '../policy/needs-judging.ts'
import type { GateReason } from '../policy/needs-verdicts.ts'
import { counted, formatCount } from './format.ts'
import { type Headline, STATUS_VERB } from './wording.ts'

const DID: Readonly<Record<Status, string>> = {
  fail: 'failed',
  unknown: 'could not be told',
  warn: 'gave a warning',
  pass: 'passed',
}

/** The summary of jobs as one plain sentence: how many of them, and the worst. */
export function statusHeadline(verdict: Verdict, jobs: readonly JudgedJob[]): Headline {
  const what = `${verdict.name} ${STATUS_VERB[verdict.status]}`
  const needed = jobs.filter(({ isNeeded }) => isNeeded)
  const counts = [...STATUSES]
    .reverse()
    .map((status) => ({ status, count: needed.filter((job) => job.status === status).length }))
    .filter(({ count }) => count > 0)
  const [first, ...others] = counts.map(({ status, count }) => ({ did: DID[status], count }))
  if (first === undefined) return { what, why: 'no job was judged' }
  const rest = others.map(({ did, count }) => `, ${formatCount(count)} ${did}`).join('')
  const told = `${formatCount(first.count)} of ${counted(needed.length, 'job')} ${first.did}${rest}`
  const [worst] = verdict.reasons
  if (worst === undefined || worst.status === 'pass') return { what, why: told + skippedOf(jobs) }
  const isOnly = verdict.reasons.filter(({ status }) => status === worst.status).length === 1
  return { what, why: `${told}; ${isOnly ? '' : 'first: '}${worst.message.trim().replace(/\.$/, '')}` }
}

function skippedOf(jobs: readonly JudgedJob[]): string {
  const skipped = jobs.filter(({ result }) => result === 'skipped').length
  return skipped === 0 ? '' : `, ${formatCount(skipped)} of them skipped as allowed`
}

/** How many verdicts of a job have which status, the worst first. */
export function verdictCounts({ verdicts }: JudgedJob): readonly { readonly status: Status; readonly count: number }[] {
  return [...STATUSES]
    .reverse()
    .map((status) => ({ status, count: verdicts.filter((verdict) => verdict.status === status).length }))
    .filter(({ count }) => count > 0)
}

/** A reason of a gate that does not pass, with the gate that gave it. */
export interface GateRow extends GateReason {
  readonly gate: string
}

/** Reasons of one gate that are shown: the rest is in its own summary and in its file. */
const REASONS_OF_A_GATE = 10

/** What the gates of a job have against it, and how many more reasons they have. */
export function gateRows({ verdicts }: JudgedJob): { readonly rows: readonly GateRow[]; readonly left: number } {
  const open = verdicts.filter(({ status }) => status !== 'pass')
  const rows = open.flatMap(rowsOf)
  const all = open.map(openReasons).reduce((sum, count) => sum + count, 0)
  return { rows, left: Math.max(0, all - rows.length) }
}

/** Whether the gates of a job have more against it than its own sentence says: one reason alone is that sentence. */
export function hasMoreToSay(job: JudgedJob): boolean {
  const { rows, left } = gateRows(job)
  return rows.length + left > 1
}

function rowsOf({ verdict, problem, place, status, message }: JudgedVerdict): GateRow[] {
  const told = { status, rule: '', message }
  if (verdict === undefined || problem !== undefined) {
    return [{ ...told, gate: verdict ? gateName(verdict) : place }]
  }
  const gate = gateName(verdict)
  const reasons = verdict.reasons.filter((reason) => reason.status !== 'pass').slice(0, REASONS_OF_A_GATE)
  return reasons.length > 0 ? reasons.map((reason) => ({ ...reason, gate })) : [{ ...told, gate }]
}

function openReasons({ verdict, problem }: JudgedVerdict): number {
  if (verdict === undefined || problem !== undefined) return 1
  const { warn, unknown, fail } = verdict.counts
  return Math.max(1, warn + unknown + fail)
}

/** What is wrong with the globs of verdict files: no job's row says it. */
export function gapReasons(verdict: Verdict): readonly Reason[] {
  return verdict.reasons.filter(({ rule }) => rule === GAP_RULE)
}

/** The sentence of a job for a table that has its result already. */
export function whyOf({ status, result, message, verdicts }: JudgedJob): string {
  return status === 'pass' && result === 'success' ? verdicts.map((verdict) => verdict.message).join('; ') : message
}
