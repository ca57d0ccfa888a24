import { fieldsOf, wordOf } from './answer.ts'
import type { Api, Repository } from './api.ts'
import { GitHubRefusal } from './refusal.ts'

/** An entry of the cache of GitHub Actions, as its API tells of it. */
export interface CacheEntry {
  readonly key: string
  /** Of the run that wrote it: `refs/heads/main`, `refs/pull/7/merge`. */
  readonly ref: string
}

/** The cache entries of one repository. Every method rejects with a GitHubRefusal. */
export interface CacheEntries {
  /** Those with exactly this key, of all branches. */
  withKey(key: string): Promise<readonly CacheEntry[]>
}

/** The cache entries of a repository on GitHub. Needs `actions: read`. */
export function cacheEntriesOf(api: Api, repository: Repository): CacheEntries {
  return {
    async withKey(key) {
      const route = 'GET /repos/{owner}/{repo}/actions/caches'
      const { data } = await api({ route, parameters: { ...repository, key, per_page: 100 } })
      const list = fieldsOf(data)['actions_caches']
      if (!Array.isArray(list)) throw new GitHubRefusal('weather', "GitHub's answer is no list of cache entries")
      // GitHub answers with the keys that begin so. Beyond a hundred of them, not all were seen.
      if (list.length >= 100) throw new GitHubRefusal('weather', 'GitHub lists more cache entries than are looked at')
      return list.map(fieldsOf).flatMap((entry) => {
        const ref = wordOf(entry['ref'])
        return entry['key'] === key && ref !== undefined ? [{ key, ref }] : []
      })
    },
  }
}
