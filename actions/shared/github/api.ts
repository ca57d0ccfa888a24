/** One request to GitHub's REST API, as its description writes it: `PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}`. */
export interface ApiRequest {
  readonly route: string
  /** What fills the route, then the query or the body. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface ApiResponse {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly data: unknown
}

/** Carries one request. Resolves with whatever status GitHub gives, rejects where no answer came. */
export type Transport = (request: ApiRequest, signal: AbortSignal) => Promise<ApiResponse>

/** Carries a request through GitHub's weather: resolves with a success only, rejects with a GitHubRefusal. */
export type Api = (request: ApiRequest) => Promise<ApiResponse>

/** A repository by its two names. */
export interface Repository {
  readonly owner: string
  readonly repo: string
}

/** The repository of `owner/name`, or nothing where the text is not that. */
export function repositoryOf(fullName: string | undefined): Repository | undefined {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(fullName ?? '') ?? []
  return owner === undefined || repo === undefined ? undefined : { owner, repo }
}
