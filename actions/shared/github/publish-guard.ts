import type { PublishPlan } from './events.ts'
import type { PublishNote } from './ports.ts'
import { GitHubRefusal, remedyOf } from './refusal.ts'

type Channel = PublishNote['channel']

const PERMISSION: Readonly<Record<Channel, string>> = {
  comment: 'pull-requests: write',
  'check run': 'checks: write',
  suggestion: 'pull-requests: write',
}

const BY_WORKFLOW_RUN = ' A second workflow on workflow_run can do it: see docs/forks.md.'

/** What else leads there for a fork's pull request. */
const SECOND_WAY: Readonly<Record<Channel, string>> = {
  comment: BY_WORKFLOW_RUN,
  'check run': BY_WORKFLOW_RUN,
  suggestion: '',
}

export interface Noted {
  readonly notes: readonly PublishNote[]
}

/** Publishes, and makes a note of whatever goes wrong. Never rejects. */
export async function guarded<Part extends Noted>(
  channel: Channel,
  publish: () => Promise<Part | Noted>,
): Promise<Part | Noted> {
  try {
    return await publish()
  } catch (error) {
    if (error instanceof GitHubRefusal) {
      return noted(channel, `No ${channel} was written: ${error.message}. ${remedyOf(error, PERMISSION[channel])}`)
    }
    const message = error instanceof Error ? error.message : String(error)
    return noted(channel, `No ${channel} was written: ${message}. This is a bug of cicd-actions; please report it.`)
  }
}

export function noted(channel: Channel, text: string): Noted {
  return { notes: [{ channel, text: text.trim() }] }
}

/** Says beforehand why nothing can be written. */
export function hindrance(
  { ports, plan }: { readonly ports: unknown; readonly plan: PublishPlan },
  channel: Channel,
): string | undefined {
  if (ports === undefined) {
    return `No ${channel} was written: there is no token (input \`token\`), or the repository is not known.`
  }
  if (plan.readOnly === undefined) return undefined
  return (
    `No ${channel} was written: ${plan.readOnly}, and its token cannot have the permission ` +
    `\`${PERMISSION[channel]}\`.${SECOND_WAY[channel]}`
  )
}
