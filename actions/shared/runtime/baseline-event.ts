import { type Environment, type EventPayload, textOf, valueAt } from './environment.ts'

type DefaultBranch = (environment: Environment, payload: EventPayload) => string | undefined

const named: DefaultBranch = (_environment, payload) => {
  const name = textOf(valueAt(payload, 'repository', 'default_branch'))
  return name === undefined ? undefined : `refs/heads/${name}`
}

/**
 * Events whose runs judge a branch as it is, with what tells the default branch. All others are about a change, or can be
 * started by a stranger, although GITHUB_REF may be the default branch on them (pull_request_target, workflow_run,
 * issue_comment): what they record, a change could have written.
 */
const RECORDING: Readonly<Record<string, DefaultBranch>> = {
  push: named,
  workflow_dispatch: named,
  // Its payload tells of no repository, and it runs on no other branch.
  schedule: ({ GITHUB_REF }) => GITHUB_REF,
}

/** The default branch as a ref, where payload or event tell it. */
export function defaultRefOf(environment: Environment, payload: EventPayload): string | undefined {
  return named(environment, payload) ?? RECORDING[environment['GITHUB_EVENT_NAME'] ?? '']?.(environment, payload)
}

/** Why a run records no baseline; nothing where it does. `head`: the commit that is checked out. */
export function whyNotRecorded(environment: Environment, payload: EventPayload, head?: string): string | undefined {
  const event = environment['GITHUB_EVENT_NAME'] ?? ''
  const { GITHUB_REF: ref, GITHUB_SHA: sha } = environment
  if (!Object.hasOwn(RECORDING, event)) return `a run on ${event === '' ? 'no event' : event} records none`
  const branch = RECORDING[event]?.(environment, payload)
  if (branch === undefined) return 'the event does not name the default branch'
  if (ref !== branch) return `only ${branch} records one`
  if (sha === undefined || sha === '') return 'the run names no commit'
  if (head !== undefined && head !== sha) return 'another commit is checked out than the run is about'
  return undefined
}
