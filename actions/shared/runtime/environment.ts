import type { Subject } from '../model/verdict.ts'

/** Environment variables, as the process has them or as a test makes them up. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The payload of the event that started the workflow: anything may be missing. */
export type EventPayload = Readonly<Record<string, unknown>>

/** Milliseconds since 1970. */
export type Clock = () => number

/** Whether a runner of GitHub Actions started this process as an action (and not as a command in a step). */
export function isAction(environment: Environment): boolean {
  return environment['GITHUB_ACTIONS'] === 'true' && environment['GITHUB_ACTION'] !== undefined
}

/** The event's payload. An absent, unreadable or malformed file is an empty payload: the verdict does not need it. */
export function readEventPayload(environment: Environment, readFile: (path: string) => string): EventPayload {
  const file = environment['GITHUB_EVENT_PATH']
  if (file === undefined || file === '') return {}
  try {
    return objectOf(JSON.parse(readFile(file)))
  } catch {
    return {}
  }
}

/** A value inside nested objects, or nothing where any part is missing. */
export function valueAt(payload: EventPayload, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => objectOf(value)[key], payload)
}

/**
 * Where the commit that is judged stands in an event's payload. GITHUB_SHA is something else there: the merge commit
 * of a pull request, the default branch's last commit for workflow_run and pull_request_target.
 */
const HEAD_SHA: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['pull_request', 'head', 'sha'],
  pull_request_target: ['pull_request', 'head', 'sha'],
  pull_request_review: ['pull_request', 'head', 'sha'],
  workflow_run: ['workflow_run', 'head_sha'],
  merge_group: ['merge_group', 'head_sha'],
}

/** What the verdict is about, as far as environment and payload tell. At a terminal all of it is absent. */
export function readSubject(environment: Environment, payload: EventPayload, leg: string | undefined): Subject {
  const event = given(environment['GITHUB_EVENT_NAME'])
  const head = HEAD_SHA[event ?? '']
  return {
    repository: given(environment['GITHUB_REPOSITORY']),
    sha: (head && textOf(valueAt(payload, ...head))) ?? given(environment['GITHUB_SHA']),
    ref: given(environment['GITHUB_REF']),
    event,
    run: count(environment['GITHUB_RUN_ID']),
    attempt: count(environment['GITHUB_RUN_ATTEMPT']),
    job: given(environment['GITHUB_JOB']),
    leg,
    pullRequest: count(valueAt(payload, 'pull_request', 'number')) ?? pullRequestOf(environment['GITHUB_REF']),
  }
}

/** `refs/pull/7/merge` names a pull request even where the payload is missing. */
function pullRequestOf(ref: string | undefined): number | undefined {
  return count(/^refs\/pull\/(\d+)\//.exec(ref ?? '')?.[1])
}

/**
 * The matrix leg from the input `leg`, whose default is `${{ toJSON(matrix) }}`: `os: ubuntu-latest, node: 20`.
 * Without a matrix the runner writes `null`. Anything that is not JSON is the user's own name for the leg.
 */
export function legOf(text: string | undefined): string | undefined {
  const written = given(text?.trim())
  if (written === undefined) return undefined
  let matrix: unknown
  try {
    matrix = JSON.parse(written)
  } catch {
    return written
  }
  if (matrix === null) return undefined
  if (typeof matrix !== 'object') return written
  const parts = Object.entries(matrix).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return given(parts.join(', '))
}

function objectOf(value: unknown): EventPayload {
  return typeof value === 'object' && value !== null ? (value as EventPayload) : {}
}

function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined
}
