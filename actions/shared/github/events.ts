import type { Subject, Verdict } from '../model/verdict.ts'
import { type Marker, markerOf } from '../render/marker.ts'
import { type Environment, type EventPayload, textOf, valueAt } from '../runtime/environment.ts'
import { fieldsOf, numberOf } from './answer.ts'

/** Which pull request an event is about. */
export type PullRequestOfEvent =
  | { readonly kind: 'known'; readonly number: number }
  /** GitHub must be asked whose head this is. */
  | {
      readonly kind: 'to look up'
      readonly owner: string
      readonly repository: string
      readonly branch: string
      readonly sha: string
    }
  | { readonly kind: 'none'; readonly why: string; readonly isExpected: boolean }

/** What can be published on an event, and where. */
export interface PublishPlan {
  readonly pullRequest: PullRequestOfEvent
  /** The commit that a check run belongs to. */
  readonly headSha: string | undefined
  /** Why no token of this event can write, where that is known beforehand. */
  readonly readOnly?: string | undefined
  /** By which runs are ordered: the number and attempt of the run that brought the evidence. */
  readonly run: number | undefined
  readonly attempt: number | undefined
  /** The workflow and job that a comment belongs to: gates of one name in two of them do not share it. */
  readonly place: string
}

type Part = (payload: EventPayload, environment: Environment) => Partial<PublishPlan>

const none = (why: string, isExpected = true): PullRequestOfEvent => ({ kind: 'none', why, isExpected })

const onCommit = (why: string): Part => {
  return (_payload, environment) => ({ pullRequest: none(why), headSha: given(environment['GITHUB_SHA']) })
}

const onPullRequest: Part = (payload, environment) => {
  const number =
    numberOf(valueAt(payload, 'pull_request', 'number')) ??
    numberOf(Number(/^refs\/pull\/(\d+)\//.exec(environment['GITHUB_REF'] ?? '')?.[1]))
  return {
    pullRequest: number === undefined ? none('the event names no pull request', false) : { kind: 'known', number },
    headSha: textOf(valueAt(payload, 'pull_request', 'head', 'sha')),
  }
}

/** What each event publishes. */
const EVENTS: Readonly<Record<string, Part>> = {
  push: onCommit('a push is about a commit'),
  schedule: onCommit('a schedule is about a commit'),
  workflow_dispatch: onCommit('a run by hand is about a commit'),
  pull_request: (payload, environment) => ({
    ...onPullRequest(payload, environment),
    readOnly: forkOf(payload, environment),
  }),
  pull_request_target: onPullRequest,
  merge_group: (payload) => ({
    pullRequest: none('a merge queue may test several pull requests at once'),
    headSha: textOf(valueAt(payload, 'merge_group', 'head_sha')),
  }),
  workflow_run: (payload) => ({
    pullRequest: pullRequestOfRun(payload),
    headSha: textOf(valueAt(payload, 'workflow_run', 'head_sha')),
  }),
}

/** Any other event: what the payload says of a pull request counts. */
const ANY_EVENT: Part = (payload, environment) =>
  payload['pull_request'] === undefined
    ? onCommit('the event is not about a pull request')(payload, environment)
    : onPullRequest(payload, environment)

/** What is published on this event: a table, so that nothing of it is hidden in branches. */
export function planPublishing(environment: Environment, payload: EventPayload): PublishPlan {
  const event = environment['GITHUB_EVENT_NAME'] ?? ''
  const part = Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined
  const run = event === 'workflow_run' ? fieldsOf(payload['workflow_run']) : {}
  return {
    pullRequest: none('the event is not about a pull request'),
    headSha: undefined,
    // Of runs that judge what other runs left, the later is not always about the later commit.
    run: numberOf(run['run_number']) ?? numberOf(Number(environment['GITHUB_RUN_NUMBER'])),
    attempt: numberOf(run['run_attempt']) ?? numberOf(Number(environment['GITHUB_RUN_ATTEMPT'])),
    place: placeOf(environment) + judgedIn(textOf(run['path'])),
    ...(part ?? ANY_EVENT)(payload, environment),
  }
}

/** The workflow and the job: `ci.yml/test`. Empty outside of GitHub. */
export function placeOf(environment: Environment): string {
  const own = [fileOf(environment['GITHUB_WORKFLOW_REF'] ?? ''), environment['GITHUB_JOB'] ?? '']
  return own.filter((part) => part !== '').join('/')
}

/** Of a second stage: `comment.yml/test of ci.yml`. */
function judgedIn(workflow: string | undefined): string {
  return workflow === undefined ? '' : ` of ${fileOf(workflow)}`
}

function fileOf(reference: string): string {
  return reference.replace(/@.*$/s, '').split('/').at(-1) ?? ''
}

/**
 * GitHub gives runs for a fork's pull request a token that can only read, whatever `permissions` says; only a private
 * repository can be set up otherwise. (Dependabot's token reads by default, but `permissions` can change that: tried.)
 */
function forkOf(payload: EventPayload, environment: Environment): string | undefined {
  if (payload['pull_request'] === undefined || valueAt(payload, 'repository', 'private') === true) return undefined
  const head = textOf(valueAt(payload, 'pull_request', 'head', 'repo', 'full_name'))
  const base = textOf(valueAt(payload, 'pull_request', 'base', 'repo', 'full_name')) ?? environment['GITHUB_REPOSITORY']
  if (head !== undefined && head === base) return undefined
  return valueAt(payload, 'pull_request', 'head') === undefined ? undefined : 'the pull request comes from a fork'
}

/** Events of a first stage whose run is about a pull request. */
const OF_PULL_REQUESTS: ReadonlySet<unknown> = new Set(['pull_request', 'pull_request_target'])

/**
 * The pull request that a workflow_run event is about. Nothing of it comes from what the run left behind: the payload
 * is GitHub's, and for forks, whose payload names no pull request, its head is looked up.
 */
function pullRequestOfRun(payload: EventPayload): PullRequestOfEvent {
  const run = fieldsOf(payload['workflow_run'])
  if (!OF_PULL_REQUESTS.has(run['event'])) return none('the run that ended was not about a pull request')
  const sha = textOf(run['head_sha'])
  const home = valueAt(payload, 'repository', 'id')
  // A branch may be the head of pull requests in other repositories too.
  const named = (Array.isArray(run['pull_requests']) ? run['pull_requests'] : [])
    .map(fieldsOf)
    .filter((pull) => valueAt(pull, 'base', 'repo', 'id') === home && valueAt(pull, 'head', 'sha') === sha)
    .map((pull) => numberOf(pull['number']))
  const [number, ...others] = named
  if (number !== undefined && others.length === 0 && home !== undefined) return { kind: 'known', number }
  const owner = textOf(valueAt(run, 'head_repository', 'owner', 'login'))
  const repository = textOf(valueAt(run, 'head_repository', 'full_name'))
  const branch = textOf(run['head_branch'])
  if (owner === undefined || repository === undefined || branch === undefined || sha === undefined) {
    return none('the event does not say where its commit comes from (the fork may be gone)', false)
  }
  return { kind: 'to look up', owner, repository, branch, sha }
}

/** The marker of what a verdict writes: by the runs that the plan orders, and its workflow and job. */
export function markerOnPlan(verdict: Verdict, { run, attempt, place }: PublishPlan): Marker {
  const base = markerOf(verdict)
  return { ...base, run: run ?? base.run, attempt: attempt ?? base.attempt, place: place || undefined }
}

/** The subject with the pull request that the event's payload tells of, if it tells of one. */
export function withPullRequest(subject: Subject, { pullRequest }: PublishPlan): Subject {
  return pullRequest.kind === 'known' ? { ...subject, pullRequest: pullRequest.number } : subject
}

function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
