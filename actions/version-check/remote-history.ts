import { repositoryOf, type Repository } from '../shared/github/api.ts'
import type { GitHubRelease, GitHubTag, Listed, ReleaseHistory } from '../shared/github/releases.ts'
import { type Environment, isAction } from '../shared/runtime/environment.ts'
import type { Git } from '../shared/runtime/git.ts'

/** What GitHub tells of releases and tags; what it did not tell is absent, and why is in the notices. */
export interface RemoteHistory {
  readonly releases: Listed<GitHubRelease> | undefined
  /** Asked only where the clone may lack some. */
  readonly tags: Listed<GitHubTag> | undefined
  /** The tag of the release that GitHub shows as "Latest". */
  readonly latest: string | undefined
  readonly notices: readonly string[]
}

/** Asks GitHub; nothing where there is nobody to ask. Never rejects for what GitHub answers. */
export type ReadRemoteHistory = (request: {
  readonly git: Git
  readonly top: string
  readonly needsTags: boolean
}) => Promise<RemoteHistory | undefined>

/**
 * Reads by the input `token` in an action, at a terminal by GITHUB_TOKEN or GH_TOKEN. What talks to GitHub is loaded only where
 * there is a token. `mask` is told it before its first use.
 */
export function remoteHistoryReader(
  environment: Environment,
  given: string | undefined,
  mask: (token: string) => void = () => undefined,
): ReadRemoteHistory {
  const inAction = isAction(environment)
  const token = inAction ? given : environment['GITHUB_TOKEN'] || environment['GH_TOKEN']
  return async ({ git, top, needsTags }) => {
    const hasToken = token !== undefined && token !== ''
    const repository =
      repositoryOf(environment['GITHUB_REPOSITORY']) ?? (await originOf(git, top, environment['GITHUB_SERVER_URL']))
    // A person may well have no token, or a repository elsewhere.
    if (!hasToken || repository === undefined) return inAction ? unasked(hasToken) : undefined
    mask(token)
    const { releaseHistoryPort } = await import('../shared/github/releases.ts')
    const apiUrl = environment['GITHUB_API_URL'] || 'https://api.github.com'
    return readRemoteHistory(releaseHistoryPort({ repository, token, apiUrl }), needsTags)
  }
}

function unasked(hasToken: boolean): RemoteHistory {
  const why = hasToken ? 'the repository is not known' : 'there is no token (input `token`)'
  return {
    ...{ releases: undefined, tags: undefined, latest: undefined },
    notices: [`the releases on GitHub were not read: ${why}`],
  }
}

/** The repository that the remote `origin` names on GitHub, for a person at a terminal. */
async function originOf(git: Git, top: string, serverUrl = 'https://github.com'): Promise<Repository | undefined> {
  const address = (await git(top, ['remote', 'get-url', 'origin']))?.trim() ?? ''
  const [, host, name] =
    /^(?:(?:https|ssh):\/\/)?(?:[^@/]+@)?([\w.-]+)(?::\d+\/|[:/])(.+?)(?:\.git)?\/?$/.exec(address) ?? []
  return host === serverUrl.replace(/^https:\/\/|\/+$/g, '') ? repositoryOf(name) : undefined
}

/** What a repository on GitHub tells. */
export async function readRemoteHistory(port: ReleaseHistory, needsTags: boolean): Promise<RemoteHistory> {
  const { GitHubRefusal, remedyOf } = await import('../shared/github/refusal.ts')
  const unread: { readonly what: string; readonly why: string }[] = []
  const asked = async <Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error
      const why = `${error.message}. ${remedyOf(error, 'contents: read')}`.trim().replace(/\.$/, '')
      unread.push({ what, why })
      return undefined
    }
  }
  const [releases, tags] = await Promise.all([
    asked('releases', () => port.releases()),
    needsTags ? asked('tags', () => port.tags()) : undefined,
  ])
  const canBeLatest = releases?.entries.some(({ isDraft, isPrerelease }) => !isDraft && !isPrerelease) === true
  const latest = canBeLatest ? await asked('Latest', () => port.latest()) : undefined
  const notices = unreadSentence(unread)
  for (const [what, list] of Object.entries({ releases, tags })) {
    if (list?.isWhole === false) notices.push(`there are more ${what} on GitHub than are read (${list.entries.length})`)
  }
  return { releases, tags, latest, notices }
}

function unreadSentence(unread: readonly { readonly what: string; readonly why: string }[]): string[] {
  const what = unread
    .map((each) => each.what)
    .sort()
    .join(' and ')
  const left: Readonly<Record<string, string>> = {
    releases: ', so only tags count',
    'releases and tags': ', so only the tags of this clone count',
  }
  const whys = [...new Set(unread.map(({ why }) => why))]
  return what === '' ? [] : [`${what} on GitHub could not be read${left[what] ?? ''}: ${whys.join('; ')}`]
}
