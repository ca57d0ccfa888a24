import { STATUSES, type Status, worstOf } from '../model/status.ts'
import type { NeededJob } from './needs.ts'
import { type FoundVerdict, looksLikeGate } from './needs-gathering.ts'
import type { GateVerdict } from './needs-verdicts.ts'

export interface Allowances {
  readonly allowedSkips: readonly string[]
  readonly allowedFailures: readonly string[]
  /** Jobs that must have left a verdict, whatever their outputs are called. */
  readonly gates: readonly string[]
}

/** A verdict that a job left, with what it weighs here. */
export interface JudgedVerdict extends FoundVerdict {
  readonly status: Status
  readonly message: string
}

/** A row of the table. */
export interface JudgedJob {
  readonly id: string
  /** As `needs` has it; nothing for a verdict file of no job in `needs`. */
  readonly result: string | undefined
  readonly isNeeded: boolean
  readonly status: Status
  /** One sentence: the worst that is known of the job, and where it helps the fix. */
  readonly message: string
  /** The worst first. */
  readonly verdicts: readonly JudgedVerdict[]
}

interface Part {
  readonly status: Status
  readonly message: string
}

const UNSEEN = 'so nothing of it was seen'

/** What each result means by itself. */
const RESULTS: Readonly<Record<string, Part>> = {
  success: { status: 'pass', message: 'succeeded' },
  failure: { status: 'fail', message: 'failed; its log says why' },
  cancelled: { status: 'unknown', message: `was cancelled or ran into its time limit, ${UNSEEN}` },
  skipped: {
    status: 'unknown',
    message: `was skipped, ${UNSEEN}; where that is meant, name it in allowed-skips`,
  },
}

/** What an allowance makes of a result. */
const FORGIVEN: Readonly<Record<string, Part>> = {
  failure: { status: 'warn', message: 'failed, which allowed-failures permits' },
  skipped: { status: 'pass', message: 'was skipped, which allowed-skips permits' },
}

const DECLARE =
  'left no verdict: give the job `outputs: verdict: ${{ steps.<id>.outputs.verdict }}`, or upload its verdict file and name it in verdict-files'

/** Judges a job by the worst of its result and of every verdict that it left. */
export function judgeJob(job: NeededJob, found: readonly FoundVerdict[], allowances: Allowances): JudgedJob {
  const { id, result } = job
  const allowsFailure = allowances.allowedFailures.includes(id)
  const allowsSkip = allowances.allowedSkips.includes(id)
  const ofResult = judgeResult(result, allowsFailure, allowsSkip)
  const verdicts = found.map((one) => judgeVerdict(one, allowsFailure)).sort(worstFirst)
  const hasEnded = result === 'success' || result === 'failure'
  const isGate = allowances.gates.includes(id) || looksLikeGate(job, found)
  const missing = isGate && hasEnded && found.length === 0 ? [missingVerdict(job, allowsFailure)] : []
  const status = worstOf([ofResult, ...verdicts, ...missing].map((part) => part.status))
  const message = messageOf(status, result, ofResult, verdicts, missing)
  return { id, result, isNeeded: true, status, message, verdicts }
}

/** A verdict file of a job that is not in `needs` counts all the same. */
export function judgeOther(id: string, found: readonly FoundVerdict[]): JudgedJob {
  const verdicts = found.map((one) => judgeVerdict(one, false)).sort(worstFirst)
  const status = worstOf(verdicts.map((part) => part.status))
  return { id, result: undefined, isNeeded: false, status, message: leading(verdicts, status), verdicts }
}

function judgeResult(result: string | undefined, allowsFailure: boolean, allowsSkip: boolean): Part {
  const isForgiven = (result === 'failure' && allowsFailure) || (result === 'skipped' && allowsSkip)
  const table = isForgiven ? FORGIVEN : RESULTS
  const part = result !== undefined && Object.hasOwn(table, result) ? table[result] : undefined
  if (part) return part
  const known = Object.keys(RESULTS).join(', ')
  const message =
    result === undefined
      ? 'has no result'
      : `has the result ${JSON.stringify(result.slice(0, 40))}, which is none of ${known}`
  return { status: 'unknown', message }
}

/** A failure that was seen can be forgiven; what was not seen cannot, `on-unknown` decides about that. */
function judgeVerdict(found: FoundVerdict, allowsFailure: boolean): JudgedVerdict {
  const { verdict, problem, place } = found
  if (verdict === undefined || problem !== undefined) {
    return { ...found, status: 'unknown', message: `${place} ${problem ?? 'could not be read'}` }
  }
  const told = `${gateName(verdict)}: ${tellingReason(verdict)}`
  return verdict.status === 'fail' && allowsFailure
    ? { ...found, status: 'warn', message: `${told} (allowed-failures permits it)` }
    : { ...found, status: verdict.status, message: told }
}

/** `quality-gate (os: linux)` */
export function gateName({ name, leg }: GateVerdict): string {
  return leg === undefined || leg === '' ? name : `${name} (${leg})`
}

/** The first of the worst reasons; of a verdict that passed, how many hold. */
function tellingReason({ status, reasons, counts }: GateVerdict): string {
  if (status === 'pass') return `${counts.pass} of ${counts.pass} hold`
  const [worst] = reasons
  return worst === undefined ? 'its reasons are in its own summary' : worst.message.trim() || worst.rule
}

/** The status that a gate has set as an output is better than nothing, but no verdict. */
function missingVerdict({ outputs }: NeededJob, allowsFailure: boolean): Part {
  return outputs.get('status') === 'fail' && !allowsFailure
    ? { status: 'fail', message: `says in its output status that it failed, and ${DECLARE}` }
    : { status: 'unknown', message: DECLARE }
}

/** The sentence of a job: what its verdicts say comes before what its result says. */
function messageOf(
  status: Status,
  result: string | undefined,
  ofResult: Part,
  verdicts: readonly JudgedVerdict[],
  missing: readonly Part[],
): string {
  const told = leading([...verdicts, ...missing], status)
  if (status === 'pass') return told === '' ? ofResult.message : `${ofResult.message}; ${told}`
  if (ofResult.status === status && told === '') {
    const isAlone = result === 'failure' && verdicts.length > 0
    return isAlone ? `${ofResult.message} (${verdicts[0]?.message ?? ''})` : ofResult.message
  }
  return result === 'success' && status === 'fail' ? `${told} (the job counts as a success: continue-on-error)` : told
}

/** The first message of a status, and how many more there are. */
function leading(parts: readonly Part[], status: Status): string {
  const [first, ...others] = parts.filter((part) => part.status === status)
  if (first === undefined) return ''
  if (others.length === 0) return first.message
  return `${first.message.replace(/\.$/, '')}; and ${others.length} more ${others.length === 1 ? 'verdict' : 'verdicts'} like it`
}

export function worstFirst(left: { readonly status: Status }, right: { readonly status: Status }): number {
  return STATUSES.indexOf(right.status) - STATUSES.indexOf(left.status)
}
