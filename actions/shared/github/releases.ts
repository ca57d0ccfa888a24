import { allPages, demand, type Fields, fieldsOf, MOST_ENTRIES, numberOf, wordOf } from './answer.ts'
import type { Api, Repository } from './api.ts'
import { octokitTransport } from './octokit-transport.ts'
import { GitHubRefusal } from './refusal.ts'
import { REAL_TIME, throughWeather, type Timing, WEATHER_LIMITS, type WeatherLimits } from './weather.ts'

/** A release on GitHub. */
export interface GitHubRelease {
  readonly tag: string
  /** Not published yet. GitHub shows drafts only to tokens that may write (`contents: write`). */
  readonly isDraft: boolean
  readonly isPrerelease: boolean
  /** The commit that it was made for, where it was made for one and not for a branch. */
  readonly commit?: string | undefined
}

export interface GitHubTag {
  readonly name: string
  readonly commit?: string | undefined
}

/** Entries of a list, and whether there may be more of them. */
export interface Listed<Entry> {
  readonly entries: readonly Entry[]
  readonly isWhole: boolean
}

/** Releases and tags of one repository. Every method rejects with a GitHubRefusal. */
export interface ReleaseHistory {
  releases(): Promise<Listed<GitHubRelease>>
  tags(): Promise<Listed<GitHubTag>>
  /** The tag of the release that GitHub shows as "Latest"; nothing where it shows none. */
  latest(): Promise<string | undefined>
}

/** Releases on GitHub: https://docs.github.com/rest/releases/releases. Needs `contents: read`. */
export function releaseHistoryOf(api: Api, repository: Repository): ReleaseHistory {
  const list = async <Entry>(what: string, read: (fields: Fields) => Entry): Promise<Listed<Entry>> => {
    const found = await allPages(api, { route: `GET /repos/{owner}/{repo}/${what}`, parameters: { ...repository } })
    // A release that is published between two pages moves one to the next page.
    const distinct = new Map(found.map((entry) => [numberOf(entry['id']) ?? wordOf(entry['name']), entry]))
    return { entries: [...distinct.values()].map(read), isWhole: found.length < MOST_ENTRIES }
  }
  return {
    releases: () =>
      list('releases', (release) => ({
        tag: demand(wordOf(release['tag_name']), 'the tag of a release'),
        isDraft: release['draft'] === true,
        isPrerelease: release['prerelease'] === true,
        commit: commitOf(release['target_commitish']),
      })),
    tags: () =>
      list('tags', (tag) => ({
        name: demand(wordOf(tag['name']), 'the name of a tag'),
        commit: commitOf(fieldsOf(tag['commit'])['sha']),
      })),
    async latest() {
      try {
        const { data } = await api({
          route: 'GET /repos/{owner}/{repo}/releases/latest',
          parameters: { ...repository },
        })
        return demand(wordOf(fieldsOf(data)['tag_name']), 'the tag of a release')
      } catch (error) {
        if (error instanceof GitHubRefusal && error.kind === 'missing') return undefined
        throw error
      }
    },
  }
}

function commitOf(value: unknown): string | undefined {
  const word = wordOf(value)
  return word !== undefined && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(word) ? word : undefined
}

/** A verdict waits for the answers, and has the tags of its clone without them. */
const LIMITS: WeatherLimits = { ...WEATHER_LIMITS, totalMilliseconds: 30_000, attempts: 3 }

export interface ReleaseAccess {
  readonly repository: Repository
  readonly token: string
  /** GITHUB_API_URL. */
  readonly apiUrl: string
  readonly timing?: Timing | undefined
}

/** The releases of a repository, with the token's rights; all requests share one budget of time. */
export function releaseHistoryPort({ repository, token, apiUrl, timing = REAL_TIME }: ReleaseAccess): ReleaseHistory {
  return releaseHistoryOf(throughWeather(octokitTransport(token, apiUrl), timing, LIMITS), repository)
}
