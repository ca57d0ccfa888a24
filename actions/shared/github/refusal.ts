import { cut, oneLine } from '../render/plain.ts'
import type { ApiResponse } from './api.ts'

/**
 * Why a request came to nothing:
 * `rights` the token may not do it, `missing` there is no such thing (or the token may not see it), `invalid` GitHub
 * does not take it, `busy` GitHub asks to wait longer than there is time, `weather` no usable answer came.
 */
export type RefusalKind = 'rights' | 'missing' | 'invalid' | 'busy' | 'weather'

/** A request that GitHub did not fulfil. The message is one sentence without its full stop, safe to quote as plain text. */
export class GitHubRefusal extends Error {
  readonly kind: RefusalKind
  readonly status: number | undefined

  constructor(kind: RefusalKind, message: string, status?: number) {
    super(message)
    this.name = 'GitHubRefusal'
    this.kind = kind
    this.status = status
  }
}

const KIND_OF_STATUS: Readonly<Record<number, RefusalKind>> = {
  401: 'rights',
  403: 'rights',
  404: 'missing',
  410: 'missing',
}

/** What a status that no waiting changes means. */
export function refusalOf(response: ApiResponse): GitHubRefusal {
  const { status } = response
  return new GitHubRefusal(KIND_OF_STATUS[status] ?? 'invalid', answered(response), status)
}

/** `GitHub answered 403 (Resource not accessible by integration)`. */
export function answered(response: ApiResponse): string {
  const said = messageOf(response.data)
  return `GitHub answered ${response.status}${said === '' ? '' : ` (${said})`}`
}

/** GitHub's own words, with the fields it names. They may quote what a pull request brought. */
export function messageOf(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('message' in data) || typeof data.message !== 'string') return ''
  const errors = 'errors' in data && Array.isArray(data.errors) ? (data.errors as readonly unknown[]) : []
  const parts = errors.slice(0, 3).map((error) => (typeof error === 'string' ? error : JSON.stringify(error)))
  return cut(oneLine([data.message, ...parts].join(': ')), 300)
}

/** Refusals that no permission would mend: the conversation is locked, the repository archived, the author blocked. */
const BEYOND_PERMISSION = /\block(ed)?\b|archived|blocked|spam|suspended|disabled/i

/** What has to change, as a sentence; empty where the refusal says it itself. */
export function remedyOf(refusal: GitHubRefusal, permission: string): string {
  if (refusal.status === 401) return 'The token is wrong or has expired.'
  if (refusal.kind !== 'rights' && refusal.kind !== 'missing') return ''
  return BEYOND_PERMISSION.test(refusal.message) ? '' : `The job needs the permission \`${permission}\`.`
}
