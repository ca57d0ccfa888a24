import { type Environment, type EventPayload, textOf, valueAt } from './environment.ts'
import { findRepository, type Git } from './git.ts'

/** How far back a baseline is looked for: commits of the base branch, each of which may have left one. */
export const ANCESTORS = 60

const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head']

/** What each event's change starts from; on all others the branch itself goes on. */
const BASE_SHA: Readonly<Record<string, (environment: Environment, payload: EventPayload) => unknown>> = {
  pull_request: (_environment, payload) => valueAt(payload, 'pull_request', 'base', 'sha'),
  pull_request_target: (_environment, payload) => valueAt(payload, 'pull_request', 'base', 'sha'),
  pull_request_review: (_environment, payload) => valueAt(payload, 'pull_request', 'base', 'sha'),
  merge_group: (_environment, payload) => valueAt(payload, 'merge_group', 'base_sha'),
  // There the default branch's last commit.
  workflow_run: (environment) => environment['GITHUB_SHA'],
}

/** Whether the event is about a change that wants into another branch. */
export function isAboutChange(environment: Environment): boolean {
  return Object.hasOwn(BASE_SHA, environment['GITHUB_EVENT_NAME'] ?? '')
}

export interface AncestryRequest {
  readonly git: Git
  /** Folder of the checkout. */
  readonly folder: string
  readonly environment: Environment
  readonly payload: EventPayload
  /** The merge base, where it is known already. */
  readonly mergeBase?: string | undefined
  /** Whether commits that a shallow checkout lacks may be fetched. */
  readonly mayFetch: boolean
}

/**
 * The commits whose baselines fit, nearest first: the merge base of a change and what the base branch had before it, or on the
 * branch itself the commits before this one. Commits are followed to their first parents, as only what was pushed to the
 * branch was recorded. They come in portions; a later portion costs more, such as a fetch. Text: why there are none.
 */
export async function ancestry(request: AncestryRequest): Promise<Ancestry | string> {
  const { git, folder } = request
  const repository = await findRepository(git, folder)
  const head = repository === undefined ? undefined : await resolved(git, repository, 'HEAD')
  const start = await startOf(request, repository, head)
  if (start === undefined) return 'no commit is known that the baseline could be of (is this a git checkout?)'
  return new Ancestry(request, repository, start, isAboutChange(request.environment) ? undefined : head)
}

async function startOf(
  { git, environment, payload, mergeBase }: AncestryRequest,
  repository: string | undefined,
  head: string | undefined,
): Promise<string | undefined> {
  if (mergeBase !== undefined) return mergeBase
  const base = BASE_SHA[environment['GITHUB_EVENT_NAME'] ?? '']
  if (!base) return head ?? hashOf(environment['GITHUB_SHA'])
  const named = hashOf(textOf(base(environment, payload)))
  if (repository === undefined || head === undefined) return named
  // The commit that GitHub makes of a pull request names as its first parent what it was merged into.
  const [first, second] = await parentsOf(git, repository, head)
  const isMerge = /^refs\/pull\/\d+\/merge$/.test(environment['GITHUB_REF'] ?? '') && head === environment['GITHUB_SHA']
  if (isMerge && second !== undefined) return first
  if (named === undefined) return undefined
  return hashOf((await git(repository, ['merge-base', named, head]))?.trim()) ?? named
}

/** Commits, nearest first. */
export class Ancestry {
  readonly #request: AncestryRequest
  readonly #repository: string | undefined
  readonly #start: string
  readonly #own: string | undefined
  readonly #asked = new Set<string>()

  /** `own`: the commit that is judged, which is not its own baseline. */
  constructor(request: AncestryRequest, repository: string | undefined, start: string, own: string | undefined) {
    this.#request = request
    this.#repository = repository
    this.#start = start
    this.#own = own
  }

  async *portions(): AsyncGenerator<readonly string[]> {
    yield this.#fresh([this.#start, ...(await this.#listed())])
    if (this.#asked.size >= ANCESTORS || !(await this.#deepen())) return
    yield this.#fresh(await this.#listed())
  }

  #fresh(commits: readonly string[]): readonly string[] {
    const fresh = [...new Set(commits)].filter((sha) => sha !== this.#own && !this.#asked.has(sha))
    for (const sha of fresh) this.#asked.add(sha)
    return fresh
  }

  async #listed(): Promise<readonly string[]> {
    if (this.#repository === undefined) return []
    // One more than is wanted, as the first may be the judged commit itself.
    const list = ['rev-list', '--first-parent', `--max-count=${ANCESTORS + 1}`, '--end-of-options', this.#start]
    return ((await this.#request.git(this.#repository, list)) ?? '').split('\n').filter((sha) => HASH.test(sha))
  }

  /** Whether a shallow checkout has now more commits than before. */
  async #deepen(): Promise<boolean> {
    const { git, mayFetch } = this.#request
    const repository = this.#repository
    if (!mayFetch || repository === undefined) return false
    if ((await git(repository, ['rev-parse', '--is-shallow-repository']))?.trim() !== 'true') return false
    return (await git(repository, [...FETCH, `--depth=${ANCESTORS + 1}`, 'origin', this.#start])) !== undefined
  }
}

async function resolved(git: Git, repository: string, name: string): Promise<string | undefined> {
  return hashOf((await git(repository, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]))?.trim())
}

/** As the commit itself names them: a shallow checkout hides them from every other command. */
async function parentsOf(git: Git, repository: string, sha: string): Promise<readonly string[]> {
  const commit = (await git(repository, ['cat-file', 'commit', sha])) ?? ''
  const header = commit.slice(0, commit.indexOf('\n\n'))
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = '']) => parent)
}

function hashOf(text: string | undefined): string | undefined {
  return text !== undefined && HASH.test(text) ? text : undefined
}
