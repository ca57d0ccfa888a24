import { demand, fieldsOf, numberOf } from './answer.ts'
import type { Api, Repository } from './api.ts'
import type { CheckRuns } from './ports.ts'

/** The check runs of a repository on GitHub. Needs `checks: write`. */
export function checkRunsOf(api: Api, repository: Repository): CheckRuns {
  return {
    async create(run, output) {
      const { data } = await api({
        route: 'POST /repos/{owner}/{repo}/check-runs',
        parameters: {
          ...repository,
          name: run.name,
          head_sha: run.headSha,
          external_id: run.externalId,
          ...(run.detailsUrl !== undefined && { details_url: run.detailsUrl }),
          status: 'completed',
          conclusion: run.conclusion,
          started_at: run.started,
          completed_at: run.finished,
          output,
        },
      })
      return demand(numberOf(fieldsOf(data)['id']), 'the id of the check run')
    },
    async addAnnotations(id, output) {
      await api({
        route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
        parameters: { ...repository, check_run_id: id, output },
      })
    },
  }
}
