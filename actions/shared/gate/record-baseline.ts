import { EvidenceError } from '../model/errors.ts'
import { packBaseline } from '../runtime/baseline-bytes.ts'
import { CacheRefusal } from '../runtime/baseline-cache.ts'
import { whyNotRecorded } from '../runtime/baseline-event.ts'
import { baselineKeys } from '../runtime/baseline-keys.ts'
import { isAction } from '../runtime/environment.ts'
import type { BaselinePorts } from './baseline-ports.ts'
import type { GateResult } from './gate.ts'
import type { GateInputs } from './inputs.ts'
import type { BaselineSurroundings } from './read-baseline.ts'

export interface BaselineRecorded {
  /** Where the file is. */
  readonly file?: string | undefined
  /** What people must be told. */
  readonly notes: readonly string[]
}

export interface RecordingSurroundings extends BaselineSurroundings {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Folder of the checkout. */
  readonly folder: string
  /** Where the file goes without the input `baseline-file`. */
  readonly standardFile?: string | undefined
}

/**
 * Records what was seen as the baseline of the checked-out commit: in a file, and in the runner's cache where the baseline
 * comes from there. In an action only a run that judges the default branch does; at a terminal, whoever names a file.
 * Never rejects for what cache or git say.
 */
export async function recordBaseline(
  result: GateResult,
  inputs: GateInputs,
  surroundings: RecordingSurroundings,
): Promise<BaselineRecorded> {
  const { environment, payload, workspace, git, folder, now, standardFile, baselinePorts: ports } = surroundings
  const inAction = isAction(environment)
  const target = inputs.baselineFile ?? (inputs.baseline === 'none' ? undefined : standardFile)
  if (target === undefined) return { notes: [] }
  const head = (await git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']))?.trim() || undefined
  const why = inAction ? whyNotRecorded(environment, payload, head) : undefined
  const asked = (problem: string): BaselineRecorded => ({ notes: [`no baseline was recorded: ${problem}`] })
  // Most runs judge changes. That they record none is worth a word only to who wants the file.
  if (why !== undefined) return inputs.baselineFile === undefined ? { notes: [] } : asked(why)
  const sha = head ?? environment['GITHUB_SHA']
  if (sha === undefined) return asked('there is no git commit that it would be of')
  try {
    const { gate, leg } = { gate: inputs.name, leg: result.verdict.subject.leg }
    const repository = environment['GITHUB_REPOSITORY'] || undefined
    const subject = { repository, sha, ref: environment['GITHUB_REF'] || undefined, gate, leg }
    const baseline = result.baselineOf({ ...subject, recorded: new Date(now).toISOString() })
    if (typeof baseline === 'string') return asked(baseline)
    const { bytes, leftOut } = await packBaseline(baseline)
    const file = workspace.writeText(target, bytes, 'baseline-file')
    const notes = leftOut.map((what) => `the baseline has no ${what}: there was no room for them`)
    if (baseline.tests === undefined) notes.push('the baseline names no tests: there are too many')
    if (inAction && inputs.baseline === 'cache' && ports) {
      const problem = await keep((await baselineKeys({ gate, leg }))(sha), bytes, ports)
      if (problem !== undefined) notes.push(problem)
    }
    return { file, notes }
  } catch (error) {
    if (error instanceof EvidenceError) return asked(error.message)
    throw error
  }
}

async function keep(key: string, bytes: Uint8Array, { writing }: BaselinePorts): Promise<string | undefined> {
  try {
    // Where an earlier run recorded this very commit, nothing is saved: entries stay as they are. The client says the same
    // of any other refusal.
    if ((await writing.save(key, bytes)) || (await writing.find([key])) === key) return undefined
    throw new CacheRefusal('the cache did not take it')
  } catch (error) {
    if (!(error instanceof CacheRefusal)) throw error
    return `the baseline could not be kept in the cache: ${error.message}; later changes are compared with the one before it`
  }
}
