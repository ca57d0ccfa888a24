import { Buffer } from 'node:buffer'
import { fieldsOf, wordOf } from './answer.ts'
import type { Api, Repository } from './api.ts'
import { octokitTransport } from './octokit-transport.ts'
import { GitHubRefusal, remedyOf } from './refusal.ts'
import type { ReadRemotePolicy } from '../runtime/policy-chain.ts'
import { REAL_TIME, throughWeather, type Timing, WEATHER_LIMITS, type WeatherLimits } from './weather.ts'

export interface FileAtRef extends Repository {
  readonly path: string
  /** A tag, a commit or a branch. */
  readonly ref: string
}

/** Text of a file of any repository that the token may read. Rejects with a GitHubRefusal. */
export type ReadContents = (file: FileAtRef) => Promise<string>

/** GitHub gives files up to 1 MB in its answer; what is read here is written by hand. */
const LARGEST_FILE = 256 * 1024

/** Files by GitHub's contents API: https://docs.github.com/rest/repos/contents#get-repository-content */
export function contentsOf(api: Api): ReadContents {
  return async ({ owner, repo, path, ref }) => {
    const { data } = await api({
      route: 'GET /repos/{owner}/{repo}/contents/{path}',
      parameters: { owner, repo, path, ref },
    })
    const { type, size, encoding, content } = fieldsOf(data)
    if (Array.isArray(data) || type !== 'file') {
      throw new GitHubRefusal('invalid', `it is a ${wordOf(type) ?? 'folder'} there, not a file`)
    }
    if (typeof size === 'number' && size > LARGEST_FILE) {
      throw new GitHubRefusal('invalid', `it is larger than ${LARGEST_FILE / 1024} KiB`)
    }
    // An empty file has an empty text; of one too large for an answer the encoding is `none`.
    if (encoding !== 'base64' || typeof content !== 'string') {
      throw new GitHubRefusal('weather', "GitHub's answer does not hold the file")
    }
    return textOf(content, typeof size === 'number' ? size : undefined)
  }
}

function textOf(base64: string, size: number | undefined): string {
  const bytes = Buffer.from(base64, 'base64')
  if (size !== undefined && bytes.length !== size) {
    throw new GitHubRefusal('weather', `GitHub's answer holds ${bytes.length} of the file's ${size} bytes`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new GitHubRefusal('invalid', 'it is no UTF-8 text')
  }
}

/** Requests for a policy are few, and the verdict waits for them. */
const LIMITS: WeatherLimits = { ...WEATHER_LIMITS, totalMilliseconds: 30_000 }

export interface ContentsAccess {
  readonly token: string
  /** GITHUB_API_URL. */
  readonly apiUrl: string
  readonly timing?: Timing | undefined
}

/** Policies of other repositories on GitHub, with the token's rights; all of them share one budget of time. */
export function remotePolicies({ token, apiUrl, timing = REAL_TIME }: ContentsAccess): ReadRemotePolicy {
  const read = contentsOf(throughWeather(octokitTransport(token, apiUrl), timing, LIMITS))
  return async (file) => {
    try {
      return { text: await read(file) }
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error
      return { unread: unreadText(error, file) }
    }
  }
}

/** Why a file could not be read and what has to change. */
function unreadText(refusal: GitHubRefusal, { owner, repo, ref }: FileAtRef): string {
  const needed = remedyOf(refusal, 'contents: read').replace(/\.$/, '')
  if (needed === '' || refusal.status === 401) return [refusal.message, needed].filter(Boolean).join('. ')
  // GitHub says "not found" of what the token may not see, too.
  const where = `for ${owner}/${repo}: GITHUB_TOKEN reads its own repository and public ones, for another one give the input token one that may`
  const first = refusal.kind === 'missing' ? `look whether the file and ${ref} are there; if they are, ` : ''
  return `${refusal.message}; ${first}${needed.replace(/^T/, 't')} ${where}`
}
