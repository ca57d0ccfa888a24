import type { ApiResponse, Transport } from './api.ts'

/** The part of Octokit that is needed. */
interface Requesting {
  request(route: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown>
}

/** Octokit prints deprecations and failures to the console, where the runner would read them. */
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet }

/** The version of the API that the requests are written for. */
const VERSION_HEADERS = { 'x-github-api-version': '2022-11-28' }

function quiet(): void {
  // Nothing is said.
}

/**
 * Requests by Octokit as @actions/github brings it, with its way through proxies. It is large, and loaded by the first request.
 * `baseUrl` is GITHUB_API_URL: `https://api.github.com`, or `https://HOST/api/v3` on GitHub Enterprise Server.
 */
export function octokitTransport(token: string, baseUrl: string): Transport {
  let client: Promise<Requesting> | undefined
  return async ({ route, parameters }, signal) => {
    client ??= openClient(token, baseUrl)
    const { headers, ...rest } = parameters
    const all = { ...VERSION_HEADERS, ...(typeof headers === 'object' ? headers : {}) }
    try {
      return responseOf(await (await client).request(route, { ...rest, headers: all, request: { signal } }))
    } catch (error) {
      // A status of 400 and more is an error to Octokit; so is no answer at all, to which it gives the status 500.
      if (typeof error === 'object' && error !== null && 'response' in error && error.response !== undefined) {
        return responseOf(error.response)
      }
      throw error
    }
  }
}

async function openClient(token: string, baseUrl: string): Promise<Requesting> {
  const { GitHub, getOctokitOptions } = await import('@actions/github/lib/utils')
  return new GitHub(
    getOctokitOptions(token, { baseUrl: baseUrl.replace(/\/+$/, ''), userAgent: 'cicd-actions', log: SILENT }),
  )
}

function responseOf(answer: unknown): ApiResponse {
  const { status, headers, data } = answer as ApiResponse
  return { status, headers, data }
}
