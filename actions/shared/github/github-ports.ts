import type { Step } from '../runtime/step.ts'
import { type Repository, repositoryOf } from './api.ts'
import { checkRunsOf } from './check-runs.ts'
import { commentsOn } from './comment-store.ts'
import { octokitTransport } from './octokit-transport.ts'
import type { ReviewComments } from './ports.ts'
import type { GitHubPorts } from './publish-verdict.ts'
import { pullRequestsOf } from './pull-requests.ts'
import { reviewCommentsOn } from './review-comments.ts'
import { REAL_TIME, throughWeather, type Timing, type WeatherLimits } from './weather.ts'

export interface GitHubAccess {
  readonly repository: Repository
  readonly token: string
  /** GITHUB_API_URL. */
  readonly apiUrl: string
  readonly timing?: Timing | undefined
  readonly limits?: WeatherLimits | undefined
}

/** All that can be written to. */
export interface WritablePorts extends GitHubPorts {
  readonly reviewCommentsOn: (pullRequest: number) => ReviewComments
}

/** The ports of the job's own repository, whose token is masked; nothing without a token or a repository. */
export function portsOfStep(
  token: string | undefined,
  { environment, command }: Pick<Step, 'environment' | 'command'>,
): WritablePorts | undefined {
  const repository = repositoryOf(environment['GITHUB_REPOSITORY'])
  if (token === undefined || repository === undefined) return undefined
  command('add-mask', token)
  return githubPorts({ repository, token, apiUrl: environment['GITHUB_API_URL'] || 'https://api.github.com' })
}

/** The ports of one repository on GitHub; all of them share one budget of time. */
export function githubPorts({ repository, token, apiUrl, timing = REAL_TIME, limits }: GitHubAccess): WritablePorts {
  const api = throughWeather(octokitTransport(token, apiUrl), timing, limits)
  return {
    commentsOn: (pullRequest) => commentsOn(api, repository, pullRequest, token),
    reviewCommentsOn: (pullRequest) => reviewCommentsOn(api, repository, pullRequest, token),
    checkRuns: checkRunsOf(api, repository),
    pullRequests: pullRequestsOf(api, repository),
  }
}
