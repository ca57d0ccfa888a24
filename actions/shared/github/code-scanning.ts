import { demand, fieldsOf, wordOf } from './answer.ts'
import type { Api, Repository } from './api.ts'

/** An analysis of one commit, as code scanning takes it. */
export interface Analysis {
  readonly commitSha: string
  /** `refs/heads/main`, `refs/tags/v1`, `refs/pull/7/merge`, `refs/pull/7/head`. */
  readonly ref: string
  /** The SARIF document: gzip, base64. */
  readonly sarif: string
  /** ISO 8601. */
  readonly started?: string | undefined
}

export interface ProcessingState {
  readonly state: 'pending' | 'complete' | 'failed'
  /** GitHub's own words. */
  readonly errors: readonly string[]
}

/** Code scanning of one repository. Every method rejects with a GitHubRefusal. */
export interface CodeScanning {
  /** Returns the id of the upload. */
  upload(analysis: Analysis): Promise<string>
  stateOf(id: string): Promise<ProcessingState>
}

/** Code scanning on GitHub (https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data). Needs `security-events: write`. */
export function codeScanningOf(api: Api, repository: Repository): CodeScanning {
  return {
    async upload({ commitSha, ref, sarif, started }) {
      const { data } = await api({
        route: 'POST /repos/{owner}/{repo}/code-scanning/sarifs',
        parameters: {
          ...repository,
          commit_sha: commitSha,
          ref,
          sarif,
          ...(started !== undefined && { started_at: started }),
        },
      })
      return demand(wordOf(fieldsOf(data)['id']), 'the id of the upload')
    },
    async stateOf(id) {
      const { data } = await api({
        route: 'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}',
        parameters: { ...repository, sarif_id: id },
      })
      const { processing_status: status, errors } = fieldsOf(data)
      return {
        state: status === 'complete' || status === 'failed' ? status : 'pending',
        errors: Array.isArray(errors) ? errors.filter((error) => typeof error === 'string') : [],
      }
    },
  }
}
