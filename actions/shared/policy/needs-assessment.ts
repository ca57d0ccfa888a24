import type { EvidenceGap } from '../model/evidence.ts'
import { type Status, worstOf } from '../model/status.ts'
import type { Assessment, EvidenceRecord, Reason } from '../model/verdict.ts'
import type { NeededJob } from './needs.ts'
import { gatherVerdicts, type ThisRun, type VerdictFile } from './needs-gathering.ts'
import { type Allowances, type JudgedJob, judgeJob, judgeOther, worstFirst } from './needs-judging.ts'
import { VERDICT_SCHEMA } from './needs-verdicts.ts'
import type { RuleLevel } from './rule.ts'

export interface NeedsOptions extends Allowances {
  /** What `unknown` does to the whole; its reasons stay `unknown` either way. */
  readonly onUnknown: RuleLevel
  readonly thisRun: ThisRun
}

export interface NeedsAssessment {
  readonly assessment: Assessment
  /** Every job of `needs` and every job that only a file speaks of: the worst first, else in the order of `needs`. */
  readonly jobs: readonly JudgedJob[]
  /** What people should know beside the reasons. */
  readonly notices: readonly string[]
}

/** Judges jobs by their results and verdicts. `gaps` are the globs of verdict files that matched nothing. */
export function assessNeeds(
  needs: readonly NeededJob[],
  files: readonly VerdictFile[],
  gaps: readonly EvidenceGap[],
  options: NeedsOptions,
): NeedsAssessment {
  const { byJob, others } = gatherVerdicts(needs, files, options.thisRun)
  const judged = needs.map((job) => judgeJob(job, byJob.get(job.id) ?? [], options))
  const jobs = [...judged, ...[...others].map(([id, found]) => judgeOther(id, found))].sort(worstFirst)
  const isExcused = areGatesSkipped(needs, options)
  const reasons = [...jobs.map(jobReason), ...(isExcused ? [] : gaps.map(gapReason))].sort(worstFirst)
  const weighed = reasons.map(({ status }) => (status === 'unknown' && options.onUnknown === 'warn' ? 'warn' : status))
  const assessment = {
    status: worstOf(weighed),
    reasons,
    metrics: countsOf(needs, judged),
    evidence: files.map(recordOf),
    paths: { mapped: 0, unmapped: 0, examples: [] },
  }
  return { assessment, jobs, notices: jobs.flatMap(legNotice) }
}

/** Where all the gates that were named are skipped with leave, nobody expects the files of their verdicts. */
function areGatesSkipped(needs: readonly NeededJob[], { gates, allowedSkips }: NeedsOptions): boolean {
  const isSkipped = (gate: string): boolean =>
    allowedSkips.includes(gate) && needs.some(({ id, result }) => id === gate && result === 'skipped')
  return gates.length > 0 && gates.every(isSkipped)
}

function jobReason({ id, isNeeded, status, message, verdicts }: JudgedJob): Reason {
  const evidence = verdicts.flatMap(({ file }) => file ?? [])
  const rule = isNeeded ? `needs.${id}` : `verdict of ${id}`
  const who = isNeeded ? id : `${id} (not in needs)`
  // A file that could not be read is named by its own message.
  const told = !isNeeded && message.startsWith(id) ? message : `${who}: ${message}`
  return { status, rule, message: told, scope: {}, unit: '', source: 'input', evidence: evidence.sort(byNumber) }
}

/** The rule of what is wrong with the input itself. */
export const GAP_RULE = 'verdict-files'

function gapReason({ expected, found }: EvidenceGap): Reason {
  const message = `${expected}: ${found}`
  return { status: 'unknown', rule: GAP_RULE, message, scope: {}, unit: '', source: 'input', evidence: [] }
}

function byNumber(left: number, right: number): number {
  return left - right
}

const COUNTED: Readonly<Record<Status, string>> = {
  pass: 'pipeline.jobs.passed',
  warn: 'pipeline.jobs.warned',
  unknown: 'pipeline.jobs.unknown',
  fail: 'pipeline.jobs.failed',
}

function countsOf(needs: readonly NeededJob[], judged: readonly JudgedJob[]): Readonly<Record<string, number>> {
  const count = (status: Status): number => judged.filter((job) => job.status === status).length
  return {
    'pipeline.jobs.total': needs.length,
    [COUNTED.pass]: count('pass'),
    [COUNTED.warn]: count('warn'),
    [COUNTED.unknown]: count('unknown'),
    [COUNTED.fail]: count('fail'),
    'pipeline.jobs.skipped': needs.filter(({ result }) => result === 'skipped').length,
  }
}

function recordOf({ file, sha256, bytes, read }: VerdictFile): EvidenceRecord {
  const isRead = 'verdict' in read
  return {
    file,
    sha256,
    bytes,
    format: VERDICT_SCHEMA,
    kind: 'verdict',
    entries: isRead ? Object.values(read.verdict.counts).reduce((sum, count) => sum + count, 0) : 0,
    completeness: isRead ? 'complete' : 'none',
    doubts: [],
    refused: isRead ? undefined : read.problem,
    scope: isRead ? { leg: read.verdict.leg } : {},
    metrics: {},
  }
}

/** Legs of a matrix overwrite each other's outputs: of the others only the job's result is seen. */
function legNotice({ id, verdicts }: JudgedJob): readonly string[] {
  const [only] = verdicts
  const leg = verdicts.length === 1 && only?.file === undefined ? only?.verdict?.leg : undefined
  return leg === undefined
    ? []
    : [
        `${id} is a matrix whose legs overwrite each other's outputs: of its verdicts only that of ${leg} is seen; upload the verdict files of all legs and name them in verdict-files`,
      ]
}
