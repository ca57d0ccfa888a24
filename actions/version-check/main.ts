import { readFileSync } from 'node:fs'
import { readRemotePolicies } from '../shared/gate/remote-policies.ts'
import type { Status } from '../shared/model/status.ts'
import { readEventPayload } from '../shared/runtime/environment.ts'
import { gitProgram } from '../shared/runtime/git.ts'
import { actionInputs, readInputs, unknownInputs } from '../shared/runtime/inputs.ts'
import { processChannels } from '../shared/runtime/process-channels.ts'
import { runStep, type Step, stepOn } from '../shared/runtime/step.ts'
import { jobWorkspace } from '../shared/runtime/workspace.ts'
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
  for (const warning of unknownInputs(INPUTS, environment)) step.command('warning', warning)
  const source = actionInputs(environment)
  const inputs = readInputs(INPUTS, source)
  const workspace = jobWorkspace(environment)
  if (inputs.verdictFile !== undefined) workspace.demandWritable(inputs.verdictFile, 'verdict-file')
  // Judging and showing are loaded only now: a wrong input must not wait for them.
  const { judge } = await import('./judge.ts')
  const payload = readEventPayload(environment, (file) => readFileSync(file, 'utf8'))
  const git = gitProgram(environment, true)
  const mask = (token: string): void => {
    step.command('add-mask', token)
  }
  const readRemotePolicy = readRemotePolicies(environment, inputs.token, mask)
  const readRemoteHistory = remoteHistoryReader(environment, inputs.token, mask)
  const { spell } = source
  const result = await judge(inputs, { ...step, workspace, payload, git, readRemotePolicy, readRemoteHistory, spell })
  const { publishStep } = await import('./publish-step.ts')
  await publishStep(result, inputs, { step, workspace, payload })
  return result.verdict.status
}
