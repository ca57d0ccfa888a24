import type { Change, FileChange } from '../model/change.ts'
import { type BaseChoice, chooseBase, type Head, isHash } from './change-base.ts'
import { diffParameters, DiffReader } from './change-diff.ts'
import { generatedFiles } from './change-generated.ts'
import type { Environment, EventPayload } from './environment.ts'
import { findRepository, type Git } from './git.ts'

export interface ChangeRequest {
  readonly git: Git
  /** A folder of the checkout. */
  readonly folder: string
  readonly environment: Environment
  readonly payload: EventPayload
  /** The input `base`. */
  readonly base?: string | undefined
  /** Whether commits that a shallow checkout lacks may be fetched. */
  readonly mayFetch: boolean
  /** Paths of the repository's files, where they are known. */
  readonly files?: readonly string[] | undefined
}

/** What the checked-out commit changes, or one sentence that says why that is not known; and what people must be told. */
export interface ChangeFound {
  readonly change: Change | string
  readonly notices: readonly string[]
}

/** So many commits more are fetched of each side, once: history of any branch that is still alive. */
const DEEPER = 1000
const FETCH_SECONDS = 180
const DIFF_SECONDS = 300
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head']
const REMEDY = 'give actions/checkout fetch-depth: 0'

/** Reads the change from local git alone, which knows no limit of files or lines. Never rejects for what git says. */
export async function readChange(request: ChangeRequest): Promise<ChangeFound> {
  const found = await findChange(request)
  return typeof found === 'string' ? { change: `what this commit changes is not known: ${found}`, notices: [] } : found
}

async function findChange(request: ChangeRequest): Promise<ChangeFound | string> {
  const { git, folder } = request
  const repository = await findRepository(git, folder)
  if (repository === undefined) {
    return (await git(folder, ['--version'])) === undefined
      ? 'git is not installed, or cannot be run'
      : 'the workspace is no git repository; check it out first (actions/checkout)'
  }
  const head = await readHead(git, repository)
  if (head === undefined) return 'the repository has no commit yet'
  const choice = chooseBase({ ...request, head, wanted: request.base })
  if (typeof choice === 'string') return choice
  const checkout = new Checkout(git, repository, request.mayFetch)
  const base = await checkout.find(choice)
  if (base === undefined) return checkout.missing(choice)
  const mergeBase = choice.isMergeBase === true ? base : await checkout.mergeBase(base, head.sha)
  if (mergeBase === undefined) return checkout.unrelated(choice)
  if (mergeBase === head.sha && choice.mustDiffer === true) {
    return `the checked-out commit ${short(head.sha)} is part of ${choice.shown} already, so it is not the change; check out the change itself`
  }
  return readFiles(request, repository, { head: head.sha, mergeBase, shown: choice.shown })
}

/** HEAD with the parents that the commit names, which a shallow checkout hides from every other command. */
async function readHead(git: Git, repository: string): Promise<Head | undefined> {
  const sha = (await git(repository, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']))?.trim()
  if (sha === undefined || sha === '') return undefined
  const commit = (await git(repository, ['cat-file', 'commit', sha])) ?? ''
  const header = commit.slice(0, commit.indexOf('\n\n'))
  return { sha, parents: [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = '']) => parent) }
}

/** The commits of a checkout, fetched deeper at most once. */
class Checkout {
  readonly #git: Git
  readonly #repository: string
  readonly #mayFetch: boolean
  #isShallow: boolean | undefined

  constructor(git: Git, repository: string, mayFetch: boolean) {
    this.#git = git
    this.#repository = repository
    this.#mayFetch = mayFetch
  }

  /** The commit's hash, fetched alone where the checkout lacks it. */
  async find({ candidates, branch }: BaseChoice): Promise<string | undefined> {
    const there = await this.#first(candidates)
    if (there !== undefined || !this.#mayFetch) return there
    const [wanted = ''] = candidates
    // Only a hash, or a branch under its full name: any shorter name may be of what the change itself brought.
    if (!isHash(wanted) && branch === undefined) return undefined
    const asked = isHash(wanted) ? wanted : `+refs/heads/${branch ?? ''}:refs/remotes/origin/${branch ?? ''}`
    const depth = (await this.isShallow()) ? ['--depth=1'] : []
    await this.#fetch([...depth, 'origin', asked])
    return this.#first(isHash(wanted) ? [wanted] : [`refs/remotes/origin/${branch ?? ''}`])
  }

  /** The best commit that both come from. */
  async mergeBase(base: string, head: string): Promise<string | undefined> {
    const look = async (): Promise<string | undefined> =>
      (await this.#git(this.#repository, ['merge-base', base, head]))?.trim() || undefined
    const found = await look()
    if (found !== undefined || !this.#mayFetch || !(await this.isShallow())) return found
    await this.#fetch([`--deepen=${DEEPER}`, 'origin', base, head])
    return look()
  }

  async isShallow(): Promise<boolean> {
    this.#isShallow ??= (await this.#git(this.#repository, ['rev-parse', '--is-shallow-repository']))?.trim() === 'true'
    return this.#isShallow
  }

  /** Why the base is not there. */
  async missing({ candidates, shown }: BaseChoice): Promise<string> {
    const tried = candidates.map((name) => (isHash(name) ? short(name) : name)).join(', ')
    const remedy = (await this.isShallow()) ? REMEDY : 'fetch it, or name another with the input base'
    return `${shown} (${tried}) is not in this checkout${this.#mayFetch ? ' and could not be fetched' : ''}; ${remedy}`
  }

  /** Why there is no merge base. */
  async unrelated({ shown }: BaseChoice): Promise<string> {
    return (await this.isShallow())
      ? `this shallow checkout does not reach back to where the change leaves ${shown}; ${REMEDY}`
      : `the checked-out commit and ${shown} have no commit in common; name another with the input base`
  }

  async #first(names: readonly string[]): Promise<string | undefined> {
    for (const name of names) {
      const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
      const sha = (await this.#git(this.#repository, verify))?.trim()
      if (sha !== undefined && isHash(sha)) return sha
    }
    return undefined
  }

  async #fetch(parameters: readonly string[]): Promise<void> {
    await this.#git(this.#repository, [...FETCH, ...parameters], { timeoutSeconds: FETCH_SECONDS })
  }
}

interface Ends {
  readonly head: string
  readonly mergeBase: string
  readonly shown: string
}

async function readFiles(
  { git, environment, files }: ChangeRequest,
  repository: string,
  { head, mergeBase, shown }: Ends,
): Promise<ChangeFound | string> {
  const reader = new DiffReader()
  const write = (bytes: Uint8Array): void => {
    reader.write(bytes)
  }
  const ended = await git(repository, diffParameters(mergeBase, head), { write, timeoutSeconds: DIFF_SECONDS })
  const changed = ended === undefined ? undefined : reader.end()
  if (changed === undefined) return `git cannot tell how ${short(head)} differs from ${short(mergeBase)}`
  const paths = [...changed.keys()]
  const generated = await generatedFiles(git, repository, mergeBase, paths)
  const withMarks: [string, FileChange][] = [...changed].map(([file, edit]) => [
    file,
    { ...edit, isGenerated: generated?.has(file) === true },
  ])
  const tracked = files && new Set(files)
  const isTracked = tracked && ((file: string): boolean => tracked.has(file))
  const notices = [
    `the change is what ${short(head)} adds to ${short(mergeBase)}, its merge base with ${shown}: ${counted(paths.length, 'file')}`,
    ...(generated === undefined ? ['git cannot tell which files are generated, so none is taken for it'] : []),
    ...(paths.some((file) => /(?:^|\/)\.gitattributes$/.test(file))
      ? ['this change edits .gitattributes; which files are generated is read from the version before it']
      : []),
    ...(await uncommitted(git, repository, environment)),
  ]
  return { change: { base: mergeBase, files: new Map(withMarks), isTracked }, notices }
}

/** A person at a terminal may forget what a runner's checkout never has. */
async function uncommitted(git: Git, repository: string, environment: Environment): Promise<readonly string[]> {
  if (environment['GITHUB_ACTIONS'] === 'true') return []
  const status = await git(repository, [
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=no',
    '--ignore-submodules=all',
  ])
  return status === undefined || status === ''
    ? []
    : ['there are edits that are not committed; rules about the patch do not see them']
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function short(sha: string): string {
  return sha.slice(0, 12)
}
