import { STATUSES } from '../model/status.ts'
import type { Subject } from '../model/verdict.ts'
import type { NeededJob } from './needs.ts'
import { DIGEST_SCHEMA, type GateVerdict, readDigest, type ReadVerdict } from './needs-verdicts.ts'

/** A verdict file that was found, as far as it could be read. */
export interface VerdictFile {
  /** As people are told of it. */
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  readonly read: ReadVerdict
}

/** A verdict and where it was found. */
export interface FoundVerdict {
  /** `verdicts/quality-gate.json`, or `output verdict`. */
  readonly place: string
  readonly verdict?: GateVerdict | undefined
  /** Why it is not believed. */
  readonly problem?: string | undefined
  /** Index into the files. */
  readonly file?: number | undefined
}

/** The commit and the run that verdicts must be of. */
export type ThisRun = Pick<Subject, 'repository' | 'sha' | 'run' | 'attempt'>

export interface Gathered {
  /** What each job of `needs` left, by its id. */
  readonly byJob: ReadonlyMap<string, readonly FoundVerdict[]>
  /** Files of no job in `needs`, by the job they name, or else by their own name. */
  readonly others: ReadonlyMap<string, readonly FoundVerdict[]>
}

/** Finds out which verdict is whose. Nothing that was found is left out but what a newer attempt has replaced. */
export function gatherVerdicts(jobs: readonly NeededJob[], files: readonly VerdictFile[], thisRun: ThisRun): Gathered {
  const ids = new Set(jobs.map(({ id }) => id))
  const digests = new Map(jobs.map((job) => [job.id, digestsOf(job)]))
  const owners = ownersByDigest(digests, files, ids)
  const byJob = new Map<string, FoundVerdict[]>(jobs.map(({ id }) => [id, []]))
  const others = new Map<string, FoundVerdict[]>()
  const seen = new Set<string>()
  files.forEach(({ file, sha256, read }, index) => {
    // The same bytes downloaded twice are one verdict.
    if (seen.has(sha256)) return
    seen.add(sha256)
    const verdict = 'verdict' in read ? read.verdict : undefined
    const problem = 'problem' in read ? read.problem : foreignness(read.verdict, thisRun)
    const named = verdict?.job
    const owner =
      owners.bySha.get(sha256) ?? (named !== undefined && ids.has(named) ? named : owners.byInnerJob.get(named ?? ''))
    const place = owner === undefined ? others : byJob
    const key = owner ?? named ?? file
    place.set(key, [...(place.get(key) ?? []), { place: file, verdict, problem, file: index }])
  })
  for (const [id, found] of digests) {
    const ofFiles = byJob.get(id) ?? []
    const further = found
      .filter(({ verdict }) => verdict === undefined || !seen.has(verdict.sha256))
      .map((digest) => ({ ...digest, problem: digest.problem ?? problemOf(digest.verdict, ofFiles, thisRun) }))
    byJob.set(id, newestAttempts([...ofFiles, ...further]))
  }
  for (const [key, found] of others) others.set(key, newestAttempts(found))
  return { byJob, others }
}

/** The outputs of a job that hold a digest, or should: `verdict` by its name, others by what they hold. */
function digestsOf({ outputs }: NeededJob): FoundVerdict[] {
  return [...outputs].flatMap(([name, value]): FoundVerdict[] => {
    const isDigest = typeof value === 'string' && value.includes(`"${DIGEST_SCHEMA}"`)
    if (value === '' || (name !== 'verdict' && !isDigest)) return []
    const read = readDigest(value)
    const place = `output ${name}`
    return 'verdict' in read
      ? [{ place, verdict: read.verdict }]
      : [{ place, problem: `${read.problem}; if it is no verdict of a gate, give the output another name` }]
  })
}

/**
 * Whose a file is that a digest names by its hash, whatever job it says it is of: in a reusable workflow the gate knows
 * the inner job only, and so do the other files of that inner job.
 */
function ownersByDigest(
  digests: ReadonlyMap<string, readonly FoundVerdict[]>,
  files: readonly VerdictFile[],
  ids: ReadonlySet<string>,
): { readonly bySha: ReadonlyMap<string, string>; readonly byInnerJob: ReadonlyMap<string, string> } {
  const bySha = new Map<string, string>()
  for (const [id, found] of digests) for (const { verdict } of found) if (verdict) bySha.set(verdict.sha256, id)
  const byInnerJob = new Map<string, string>()
  for (const { sha256, read } of files) {
    const owner = bySha.get(sha256)
    const inner = 'verdict' in read ? read.verdict.job : undefined
    if (owner !== undefined && inner !== undefined && !ids.has(inner)) byInnerJob.set(inner, owner)
  }
  return { bySha, byInnerJob }
}

function problemOf(
  digest: GateVerdict | undefined,
  files: readonly FoundVerdict[],
  thisRun: ThisRun,
): string | undefined {
  if (digest === undefined) return undefined
  const same = files.find(({ verdict }) => verdict && isSameGate(digest, verdict) && verdict.attempt === digest.attempt)
  const changed = same && `names another SHA-256 than ${same.place} has: the file was changed after the gate wrote it`
  return foreignness(digest, thisRun) ?? changed
}

/** What a verdict must share with this run, and what to call it. At a terminal there is no run to compare with. */
const SHARED: readonly (readonly [keyof ThisRun, string])[] = [
  ['repository', 'repository'],
  ['sha', 'commit'],
  ['run', 'run'],
]

/** Why a verdict is none of this run. */
function foreignness(verdict: GateVerdict, thisRun: ThisRun): string | undefined {
  for (const [key, noun] of SHARED) {
    const mine = thisRun[key]
    const its = verdict[key]
    // A digest does not say its repository; run numbers are unique over all of them.
    if (mine === undefined || mine === its || (key === 'repository' && its === undefined)) continue
    return its === undefined
      ? `does not say of which ${noun} it is`
      : `is of another ${noun} (${String(its).slice(0, 64)}, this is ${mine}), so it says nothing here`
  }
  const { attempt = 0 } = verdict
  return thisRun.attempt !== undefined && attempt > thisRun.attempt
    ? `says that it is of attempt ${attempt}, and this is ${thisRun.attempt}`
    : undefined
}

/** Re-running a job leaves the verdict of the attempt before: what the newer one says of the same gate and leg counts. */
function newestAttempts(found: readonly FoundVerdict[]): FoundVerdict[] {
  return found.filter(
    ({ verdict, problem }) =>
      verdict === undefined ||
      problem !== undefined ||
      !found.some(
        (other) =>
          other.verdict !== undefined &&
          other.problem === undefined &&
          isSameGate(other.verdict, verdict) &&
          (other.verdict.attempt ?? 0) > (verdict.attempt ?? 0),
      ),
  )
}

/** Whether two verdicts are of one gate and leg. */
function isSameGate(left: GateVerdict, right: GateVerdict): boolean {
  const keys = ['action', 'name', 'job', 'leg'] as const
  return keys.every((key) => isSameText(left[key], right[key]))
}

/** A digest cuts long names and marks it with an ellipsis. */
function isSameText(left: string | undefined, right: string | undefined): boolean {
  if (left === right) return true
  if (left === undefined || right === undefined) return false
  const [short, long] = left.length < right.length ? [left, right] : [right, left]
  return short.endsWith('…') && long.startsWith(short.slice(0, -1))
}

/** Whether a job is one of the suite's gates, by what its outputs are called. Empty outputs never reach `needs`. */
export function looksLikeGate({ outputs }: NeededJob, found: readonly FoundVerdict[]): boolean {
  const status = outputs.get('status')
  return (
    found.length > 0 ||
    outputs.has('verdict') ||
    outputs.has('verdict-file') ||
    (STATUSES as readonly unknown[]).includes(status)
  )
}
