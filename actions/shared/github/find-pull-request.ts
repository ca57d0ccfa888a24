import type { PullRequestOfEvent } from './events.ts'
import type { PullRequests } from './ports.ts'

export type FoundPullRequest = { readonly number: number } | { readonly number?: undefined; readonly why: string }

/**
 * The pull request that an event is about, asked of GitHub where the payload does not tell: the open one whose head is
 * the very commit that was judged. Rejects with a GitHubRefusal.
 */
export async function findPullRequest(sought: PullRequestOfEvent, pulls: PullRequests): Promise<FoundPullRequest> {
  if (sought.kind === 'known') return { number: sought.number }
  if (sought.kind === 'none') return { why: sought.why }
  const open = await pulls.openFrom(sought.owner, sought.branch)
  const ofRepository = open.filter(({ headRepository }) => headRepository === sought.repository)
  const [match, ...others] = ofRepository.filter(({ headSha }) => headSha === sought.sha)
  if (match === undefined) {
    const commit = sought.sha.slice(0, 12)
    return ofRepository.length === 0
      ? { why: `no open pull request has the commit ${commit} as its head` }
      : { why: `the pull request has moved on from the commit ${commit}` }
  }
  if (others.length > 0) {
    const numbers = [match, ...others].map(({ number }) => `#${number}`).join(', ')
    return { why: `several pull requests have the same head (${numbers}), and the event does not say which is meant` }
  }
  return { number: match.number }
}
