import { allPages, demand, fieldsOf, numberOf, wordOf } from './answer.ts'
import type { Api, Repository } from './api.ts'
import type { PullRequests } from './ports.ts'

/** The pull requests of a repository on GitHub. */
export function pullRequestsOf(api: Api, repository: Repository): PullRequests {
  return {
    async openFrom(owner, branch) {
      const listed = await allPages(api, {
        route: 'GET /repos/{owner}/{repo}/pulls',
        parameters: { ...repository, state: 'open', head: `${owner}:${branch}` },
      })
      return listed.map((pull) => {
        const head = fieldsOf(pull['head'])
        return {
          number: demand(numberOf(pull['number']), 'the number of a pull request'),
          headSha: wordOf(head['sha']) ?? '',
          headRepository: wordOf(fieldsOf(head['repo'])['full_name']),
        }
      })
    },
    async changedFiles(number) {
      const listed = await allPages(api, {
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
        parameters: { ...repository, pull_number: number },
      })
      return listed.map((file) => ({ path: wordOf(file['filename']) ?? '', patch: wordOf(file['patch']) }))
    },
  }
}
