import { type Environment, type EventPayload, textOf, valueAt } from './environment.ts'

/** The commit that HEAD is, and those that it was made from, as the commit itself names them. */
export interface Head {
  readonly sha: string
  readonly parents: readonly string[]
}

/** What a change is measured against. */
export interface BaseChoice {
  /** Names for git to try, best first: hashes, or refs. */
  readonly candidates: readonly string[]
  /** A branch that may be fetched where no candidate is there. */
  readonly branch?: string | undefined
  /** For people: `the pull request's base`. */
  readonly shown: string
  /** It is the very commit that the change was merged into: no merge base has to be looked for. */
  readonly isMergeBase?: boolean | undefined
  /** The event is about a change, so that a checkout that has none is the wrong one. */
  readonly mustDiffer?: boolean | undefined
}

export interface BaseRequest {
  readonly environment: Environment
  readonly payload: EventPayload
  readonly head: Head
  /** The input `base`. */
  readonly wanted?: string | undefined
}

/** A full hash, of SHA-1 or SHA-256. But for a plain name of the default branch, nothing else of an event is given to git. */
export function isHash(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
}

/** Whether it can only be a branch's name: no option, no range, no other way to name a commit. */
function isPlainName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._/-]*$/.test(text) && !text.includes('..') && !isHash(text)
}

type Choose = (request: BaseRequest) => BaseChoice | string

/** What each event's change starts from, or why nobody can say. */
const EVENTS: Readonly<Record<string, Choose>> = {
  pull_request: ofPullRequest,
  pull_request_target: ofPullRequest,
  pull_request_review: ofPullRequest,
  merge_group: ({ payload }) =>
    ofHash(valueAt(payload, 'merge_group', 'base_sha'), "the merge group's base", { mustDiffer: true }),
  push: ofPush,
  workflow_run: (request) =>
    textOf(valueAt(request.payload, 'workflow_run', 'head_sha')) === request.head.sha
      ? ofDefaultBranch(request, true)
      : 'the checked-out commit is not the one that the earlier run was about; check out its head_sha, or run this gate there',
}

/** Which commit the change starts from: the input, else what the event names, else the default branch. */
export function chooseBase(request: BaseRequest): BaseChoice | string {
  const { wanted, environment } = request
  const event = environment['GITHUB_EVENT_NAME'] ?? ''
  if (wanted !== undefined) {
    const isBranch = isPlainName(wanted)
    const candidates = [wanted, ...(isBranch ? [`refs/remotes/origin/${wanted}`] : [])]
    const mustDiffer = /^(?:pull_request|merge_group)/.test(event)
    return { candidates, branch: isBranch ? wanted : undefined, shown: wanted, mustDiffer }
  }
  return (Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined)?.(request) ?? ofDefaultBranch(request, false)
}

function ofHash(value: unknown, shown: string, rest: Partial<BaseChoice> = {}): BaseChoice | string {
  if (typeof value !== 'string' || !isHash(value)) return `the event does not name ${shown}`
  return { candidates: [value], shown, ...rest }
}

/**
 * The merge commit that GitHub makes of a pull request (refs/pull/N/merge) starts from its first parent, which is newer
 * than the event's base where the base branch has moved. A head of the author's own may be a merge, too: only a commit
 * whose second parent is the head, or that GitHub itself gave the run, is that merge.
 */
function ofPullRequest({ environment, payload, head }: BaseRequest): BaseChoice | string {
  const ours = textOf(valueAt(payload, 'pull_request', 'head', 'sha'))
  const isRunsOwn =
    environment['GITHUB_EVENT_NAME'] !== 'pull_request_target' &&
    environment['GITHUB_SHA'] === head.sha &&
    /^refs\/pull\/\d+\/merge$/.test(environment['GITHUB_REF'] ?? '')
  const [first, second, ...others] = head.parents
  if (first !== undefined && second !== undefined && others.length === 0 && (isRunsOwn || second === ours)) {
    const shown = 'the base that GitHub merged the pull request into'
    return { candidates: [first], shown, isMergeBase: true, mustDiffer: true }
  }
  return ofHash(valueAt(payload, 'pull_request', 'base', 'sha'), "the pull request's base", { mustDiffer: true })
}

function ofPush(request: BaseRequest): BaseChoice | string {
  const { environment, payload } = request
  const ref = environment['GITHUB_REF'] ?? ''
  if (!ref.startsWith('refs/heads/')) {
    return 'a tag was pushed, which names no commit that it changes; name one with the input base'
  }
  const branch = defaultBranchOf(payload)
  if (branch !== undefined && ref !== `refs/heads/${branch}`) return ofDefaultBranch(request, false)
  const before = valueAt(payload, 'before')
  if (typeof before !== 'string' || /^0*$/.test(before)) {
    return 'the push names no commit before it (its branch is new); name one with the input base'
  }
  return ofHash(before, 'the commit before the push')
}

/** Where no event says more: what is not on the default branch yet is the change. */
function ofDefaultBranch({ payload }: BaseRequest, mustDiffer: boolean): BaseChoice {
  const branch = defaultBranchOf(payload)
  if (branch !== undefined) {
    const shown = `the default branch, ${branch}`
    return { candidates: [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`], branch, shown, mustDiffer }
  }
  const usual = ['main', 'master'].flatMap((name) => [`refs/remotes/origin/${name}`, `refs/heads/${name}`])
  return { candidates: ['refs/remotes/origin/HEAD', ...usual], shown: 'the default branch', mustDiffer }
}

/** An event's names are a stranger's: one that is no plain branch name is none. */
function defaultBranchOf(payload: EventPayload): string | undefined {
  const name = textOf(valueAt(payload, 'repository', 'default_branch'))
  return name !== undefined && isPlainName(name) ? name : undefined
}
