import path from 'node:path'
import type { EvidenceGap } from '../model/evidence.ts'
import { type Environment, type EventPayload, textOf, valueAt } from './environment.ts'
import { findRepository, type Git } from './git.ts'
import type { Workspace } from './workspace.ts'

/** The policy file's text and what must be said about where it came from. */
export interface PolicySource {
  /** Absent where there is no such file. */
  readonly text?: string | undefined
  readonly notices: readonly string[]
  /** Where a change edits the file: the version that counts, and its own. An absent one is no file. */
  readonly changed?: { readonly before?: string | undefined; readonly after?: string | undefined } | undefined
  /** The repository, and git's name of the version that counts, where that is another commit's. */
  readonly object?: { readonly repository: string; readonly name: string } | undefined
  /** The file could not be looked at, so nobody knows what is asked. */
  readonly gap?: EvidenceGap | undefined
}

/**
 * Events in which a change is judged by the policy of the branch it wants into, and what names that commit. On
 * workflow_run GITHUB_SHA is the default branch's last commit: in the workspace may lie what the change brought.
 */
const BASE_SHA: Readonly<Record<string, (request: PolicyRequest) => unknown>> = {
  pull_request: ({ payload }) => valueAt(payload, 'pull_request', 'base', 'sha'),
  pull_request_target: ({ payload }) => valueAt(payload, 'pull_request', 'base', 'sha'),
  merge_group: ({ payload }) => valueAt(payload, 'merge_group', 'base_sha'),
  workflow_run: ({ environment }) => environment['GITHUB_SHA'],
}

/** Whether the policy counts that another commit has than the one in the workspace. */
export function isJudgedByBase(environment: Environment): boolean {
  return Object.hasOwn(BASE_SHA, environment['GITHUB_EVENT_NAME'] ?? '')
}

export interface PolicyRequest {
  readonly file: string
  readonly workspace: Workspace
  /** Folder of the repository that was checked out. */
  readonly folder: string
  readonly git: Git
  readonly environment: Environment
  readonly payload: EventPayload
}

/** Reads the policy file: of the base commit where a change is judged, else of the workspace. */
export async function readPolicySource(request: PolicyRequest): Promise<PolicySource> {
  const baseOf = BASE_SHA[request.environment['GITHUB_EVENT_NAME'] ?? '']
  const here = request.workspace.readText(request.file, 'policy-file')
  if (!baseOf) {
    return { text: here, notices: here === undefined ? [`there is no ${request.file}: the defaults apply`] : [] }
  }
  return readBase(request, textOf(baseOf(request)), here)
}

async function readBase(
  request: PolicyRequest,
  base: string | undefined,
  here: string | undefined,
): Promise<PolicySource> {
  const { file, git, folder, workspace } = request
  const repository = await findRepository(git, folder)
  const unseen = (found: string): PolicySource => ({
    notices: [],
    gap: { expected: `${file} of the base branch`, found },
  })
  if (repository === undefined) {
    return unseen('the workspace is no git repository; check it out first (actions/checkout)')
  }
  if (base === undefined || !/^[0-9a-f]{40,64}$/.test(base)) return unseen('the event does not name the base commit')
  if (!(await isThere(git, repository, base))) {
    return unseen(
      `the base commit ${base.slice(0, 12)} is not in this checkout and could not be fetched; give actions/checkout fetch-depth: 0`,
    )
  }
  const inRepository = path.relative(repository, workspace.resolve(file)).split(path.sep).join('/')
  if (inRepository.startsWith('../') || path.isAbsolute(inRepository)) {
    return unseen(`it lies outside the repository ${repository}`)
  }
  const listed = await git(repository, ['ls-tree', '-z', '--full-tree', base, '--', inRepository])
  if (listed === undefined) return unseen(`git cannot list the base commit ${base.slice(0, 12)}`)
  if (listed === '') {
    const added = here === undefined ? '' : '; the one that this change adds counts from the next change on'
    const notices = [`the base branch has no ${file}: the defaults apply${added}`]
    return { notices, ...(here !== undefined && { changed: { after: here } }) }
  }
  const name = `${base}:${inRepository}`
  const text = await git(repository, ['show', name])
  if (text === undefined) return unseen(`git cannot read it from the base commit ${base.slice(0, 12)}`)
  const isChanged = here?.replaceAll('\r\n', '\n') !== text.replaceAll('\r\n', '\n')
  return {
    text,
    object: { repository, name },
    ...(isChanged && { changed: { before: text, after: here } }),
    notices: isChanged
      ? [`this change edits ${file}; it is judged by the base branch's version (${base.slice(0, 12)})`]
      : [],
  }
}

/**
 * Whether the commit is in the checkout, after fetching it alone where the checkout is shallow, as it is by default.
 * Only the commit's own hash is asked for: a branch's name or FETCH_HEAD may point to what the change itself brought.
 */
async function isThere(git: Git, repository: string, sha: string): Promise<boolean> {
  const look = (): Promise<string | undefined> => git(repository, ['cat-file', '-e', `${sha}^{commit}`])
  if ((await look()) !== undefined) return true
  if ((await git(repository, ['rev-parse', '--is-shallow-repository']))?.trim() !== 'true') return false
  await git(repository, [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--depth=1',
    'origin',
    sha,
  ])
  return (await look()) !== undefined
}
