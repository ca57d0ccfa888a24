import { counted } from '../render/format.ts'
import { cut, oneLine } from '../render/plain.ts'
import { type Environment, type EventPayload, textOf, valueAt } from '../runtime/environment.ts'
import { octokitTransport } from './octokit-transport.ts'
import { type Analysis, type CodeScanning, codeScanningOf } from './code-scanning.ts'
import type { PublishPlan } from './events.ts'
import type { GitHubAccess } from './github-ports.ts'
import { GitHubRefusal, remedyOf } from './refusal.ts'
import { REAL_TIME, throughWeather, type Timing, type WeatherLimits } from './weather.ts'

const PERMISSION = 'security-events: write'

/** An upload is up to 13 MB, and GitHub reads it while we wait. */
const UPLOAD_LIMITS: WeatherLimits = { totalMilliseconds: 300_000, attemptMilliseconds: 60_000, attempts: 4 }

/** Milliseconds between questions: two and a half minutes in all, as long as GitHub's own action waits. */
const PAUSES = [3_000, 7_000, 15_000, 30_000, 45_000, 50_000]

const ERRORS_SHOWN = 3

/** Code scanning of a repository, with the patience that an upload takes. */
export function codeScanningPort(access: GitHubAccess): CodeScanning {
  const { repository, token, apiUrl, timing = REAL_TIME, limits = UPLOAD_LIMITS } = access
  return codeScanningOf(throughWeather(octokitTransport(token, apiUrl), timing, limits), repository)
}

/** Which commit and branch an analysis is of, or why nobody can say. */
export type AnalysisTarget = Pick<Analysis, 'commitSha' | 'ref'> | { readonly why: string }

/**
 * What was analysed: the merge commit of a pull request, its head where that was checked out, else the commit of the event.
 *
 * `head`: the commit that is checked out, where that is known. On pull_request_target the event's commit is the base's: results
 * of the pull request's code must not be shown there.
 */
export function analysisTarget(
  environment: Environment,
  payload: EventPayload,
  plan: Pick<PublishPlan, 'pullRequest' | 'headSha'>,
  head?: string,
): AnalysisTarget {
  const event = environment['GITHUB_EVENT_NAME']
  const { pullRequest, headSha } = plan
  const ofHead = (number: number): AnalysisTarget => demandTarget(`refs/pull/${number}/head`, headSha)
  if (event === 'workflow_run') {
    if (pullRequest.kind === 'known') return ofHead(pullRequest.number)
    if (pullRequest.kind === 'to look up') return { why: 'the event does not name its pull request' }
    const branch = textOf(valueAt(payload, 'workflow_run', 'head_branch'))
    return demandTarget(branch === undefined ? undefined : `refs/heads/${branch}`, headSha)
  }
  const own = environment['GITHUB_SHA']
  const isOther = head !== undefined && head !== own
  if (pullRequest.kind === 'known' && isOther && head === headSha) return ofHead(pullRequest.number)
  if (isOther && event === 'pull_request_target') {
    return { why: 'what is checked out is neither the base nor the head of the pull request' }
  }
  return demandTarget(environment['GITHUB_REF'], own)
}

function demandTarget(ref: string | undefined, commitSha: string | undefined): AnalysisTarget {
  if (ref === undefined || !/^refs\/(heads|tags|pull)\/./.test(ref)) return { why: 'the event names no branch' }
  if (commitSha === undefined || !/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i.test(commitSha)) {
    return { why: 'the event names no commit' }
  }
  return { ref, commitSha }
}

export interface SarifUpload {
  /** Absent where there is no token. */
  readonly codeScanning: CodeScanning | undefined
  readonly target: AnalysisTarget
  /** Gzip. */
  readonly document: Uint8Array
  readonly started?: string | undefined
  /** Why no token of this event can write. */
  readonly readOnly?: string | undefined
  readonly timing?: Timing | undefined
}

/**
 * Uploads the document and waits for what GitHub makes of it. Changes no verdict, and rejects only for our own bugs: what was
 * not possible is told in whole sentences, in GitHub's words where it has some.
 */
export async function publishSarif(upload: SarifUpload): Promise<readonly string[]> {
  const { codeScanning, target, readOnly } = upload
  if (codeScanning === undefined) {
    return notUploaded('there is no token (input `token`), or the repository is not known.')
  }
  if (readOnly !== undefined) {
    return notUploaded(
      `${readOnly}, and its token cannot have the permission \`${PERMISSION}\`. A second workflow on workflow_run can do it: see docs/forks.md.`,
    )
  }
  if ('why' in target) return notUploaded(`${target.why}.`)
  let id: string
  try {
    const sarif = Buffer.from(upload.document).toString('base64')
    id = await codeScanning.upload({ ...target, sarif, started: upload.started })
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error
    return notUploaded(`${error.message}. ${remedyFor(error)}`.trim())
  }
  return settled(codeScanning, id, upload.timing ?? REAL_TIME)
}

function notUploaded(why: string): readonly string[] {
  return [`The SARIF was not uploaded to code scanning: ${why}`]
}

/** Repositories that have no code scanning answer 403 too, and no permission would mend that. */
function remedyFor(refusal: GitHubRefusal): string {
  if (/(?:must be|not) enabled/i.test(refusal.message)) {
    return 'Code scanning has to be enabled in the settings of the repository (private ones need GitHub Code Security).'
  }
  if (/default setup/i.test(refusal.message)) return ''
  if (refusal.status === 413) {
    return 'The document is too large: fewer reports, or several uploads with a `category` each.'
  }
  return remedyOf(refusal, PERMISSION)
}

async function settled(codeScanning: CodeScanning, id: string, { sleep }: Timing): Promise<readonly string[]> {
  for (const pause of PAUSES) {
    await sleep(pause)
    try {
      const { state, errors } = await codeScanning.stateOf(id)
      if (state === 'complete') return []
      if (state === 'failed') return [`Code scanning did not take the SARIF: ${errorsOf(errors)}`]
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error
      // It may not know its own id yet; anything else is not going to change.
      if (error.kind !== 'missing') {
        return [`The SARIF was uploaded; what code scanning made of it is not known: ${error.message}.`]
      }
    }
  }
  return ['The SARIF was uploaded, and code scanning is still reading it.']
}

function errorsOf(errors: readonly string[]): string {
  if (errors.length === 0) return 'GitHub gives no reason.'
  const shown = errors.slice(0, ERRORS_SHOWN).map((error) => cut(oneLine(error), 300))
  const left = errors.length - shown.length
  return left > 0 ? `${shown.join('; ')} (and ${counted(left, 'more reason')})` : shown.join('; ')
}
