import { readRemotePolicies } from '../shared/gate/remote-policies.ts'
import type { Status } from '../shared/model/status.ts'
import { gitProgram } from '../shared/runtime/git.ts'
import { processChannels } from '../shared/runtime/process-channels.ts'
import { runStep, type Step, stepOn } from '../shared/runtime/step.ts'
import { takeUp } from '../shared/runtime/take-up.ts'
import { INPUTS } from './inputs.ts'
import { remoteHistoryReader } from './remote-history.ts'

/** The action: what the runner starts. */
export async function run(): Promise<void> {
  const step = stepOn(processChannels())
  await runStep(step, 'version-check', () => versionCheck(step))
}

/** Finds every place that declares the version, compares them, and shows the verdict everywhere a step can. */
export async function versionCheck(step: Step): Promise<Status> {
  const { environment } = step
  const { inputs, workspace, payload, spell } = takeUp(step, INPUTS)
  // Judging and showing are loaded only now: a wrong input must not wait for them.
  const { judge } = await import('./judge.ts')
  const git = gitProgram(environment, true)
  const mask = (token: string): void => {
    step.command('add-mask', token)
  }
  const readRemotePolicy = readRemotePolicies(environment, inputs.token, mask)
  const readRemoteHistory = remoteHistoryReader(environment, inputs.token, mask)
  const result = await judge(inputs, { ...step, workspace, payload, git, readRemotePolicy, readRemoteHistory, spell })
  const { publishStep } = await import('./publish-step.ts')
  await publishStep(result, inputs, { step, workspace, payload })
  return result.verdict.status
}
