import type { Repository } from './api.ts'
import { checkRunsOf } from './check-runs.ts'
import { commentsOn } from './comment-store.ts'
import { octokitTransport } from './octokit-transport.ts'
import type { GitHubPorts } from './publish-verdict.ts'
import { pullRequestsOf } from './pull-requests.ts'
import { REAL_TIME, throughWeather, type Timing, type WeatherLimits } from './weather.ts'

export interface GitHubAccess {
  readonly repository: Repository
  readonly token: string
  /** GITHUB_API_URL. */
  readonly apiUrl: string
  readonly timing?: Timing | undefined
  readonly limits?: WeatherLimits | undefined
}

/** The ports of one repository on GitHub; all of them share one budget of time. */
export function githubPorts({ repository, token, apiUrl, timing = REAL_TIME, limits }: GitHubAccess): GitHubPorts {
  const api = throughWeather(octokitTransport(token, apiUrl), timing, limits)
  return {
    commentsOn: (pullRequest) => commentsOn(api, repository, pullRequest, token),
    checkRuns: checkRunsOf(api, repository),
    pullRequests: pullRequestsOf(api, repository),
  }
}
