import type { Change } from '../../../actions/shared/model/change.ts'
import { type ChangeFound, type ChangeRequest, readChange } from '../../../actions/shared/runtime/change.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import type { GitRepository } from '../../support/git-repository.ts'

/** Real git, out of reach of the machine's settings. */
export const PROGRAM = gitProgram({ ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }, false)

export function read(repository: GitRepository, request: Partial<ChangeRequest> = {}): Promise<ChangeFound> {
  const { folder } = repository
  return readChange({ git: PROGRAM, folder, environment: {}, payload: {}, mayFetch: true, ...request })
}

export async function changeOf(repository: GitRepository, request: Partial<ChangeRequest> = {}): Promise<Change> {
  const { change } = await read(repository, request)
  if (typeof change === 'string') throw new Error(change)
  return change
}

export async function whyNot(repository: GitRepository, request: Partial<ChangeRequest> = {}): Promise<string> {
  const { change } = await read(repository, request)
  if (typeof change !== 'string') throw new Error(`there is a change: ${rangesOf(change)}`)
  return change
}

/** `a.py 3-4 9, b.py`: files with their changed lines. */
export function rangesOf({ files }: Change): string {
  const shown = [...files].map(([file, { ranges, oldPath }]) => {
    const pairs = Array.from({ length: ranges.length / 2 }, (_, index) => ranges.subarray(index * 2, index * 2 + 2))
    const texts = pairs.map(([first = 0, last = 0]) =>
      last === 0xffffffff ? 'all' : first === last ? String(first) : `${first}-${last}`,
    )
    return [file, ...(oldPath === undefined ? [] : [`(${oldPath})`]), ...texts].join(' ')
  })
  return shown.join(', ')
}

export const onPullRequest = (base: string, head: string, environment: Record<string, string> = {}) => ({
  environment: { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', ...environment },
  payload: { pull_request: { base: { sha: base }, head: { sha: head } }, repository: { default_branch: 'main' } },
})

export const onPush = (ref: string, before: string) => ({
  environment: { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'push', GITHUB_REF: ref },
  payload: { before, repository: { default_branch: 'main' } },
})
