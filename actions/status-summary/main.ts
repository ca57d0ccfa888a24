import type { Status } from '../shared/model/status.ts'
import { processChannels } from '../shared/runtime/process-channels.ts'
import { runStep, type Step, stepOn } from '../shared/runtime/step.ts'
import { takeUp } from '../shared/runtime/take-up.ts'
import { INPUTS } from './inputs.ts'

/** The action: what the runner starts. */
export async function run(): Promise<void> {
  const step = stepOn(processChannels())
  await runStep(step, 'status-summary', () => statusSummary(step))
}

/** Reads what the jobs left, takes the worst of it, and shows it everywhere a step can. */
export async function statusSummary(step: Step): Promise<Status> {
  const { inputs, workspace, payload, spell } = takeUp(step, INPUTS)
  // Judging and showing are loaded only now: a wrong input must not wait for them.
  const { judge } = await import('./judge.ts')
  const result = await judge(inputs, { ...step, workspace, payload, spell })
  const { publishStep } = await import('./publish-step.ts')
  await publishStep(result, inputs, step, workspace)
  return result.verdict.status
}
