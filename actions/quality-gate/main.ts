import { readFileSync } from 'node:fs'
import type { Status } from '../shared/model/status.ts'
import { readEventPayload } from '../shared/runtime/environment.ts'
import { gitProgram } from '../shared/runtime/git.ts'
import { actionInputs, unknownInputs } from '../shared/runtime/inputs.ts'
import { isJudgedByBase } from '../shared/runtime/policy-source.ts'
import { processChannels } from '../shared/runtime/process-channels.ts'
import { runStep, type Step, stepOn } from '../shared/runtime/step.ts'
import { jobWorkspace } from '../shared/runtime/workspace.ts'
import { INPUTS, readQualityGateInputs } from './inputs.ts'
import { readRemotePolicies } from './remote-policies.ts'

/** The action: what the runner starts. */
export async function run(): Promise<void> {
  const step = stepOn(processChannels())
  await runStep(step, 'quality-gate', () => qualityGate(step))
}

/** Reads the inputs and the reports, judges, and shows the verdict everywhere a step can. */
export async function qualityGate(step: Step): Promise<Status> {
  const { environment } = step
  for (const warning of unknownInputs(INPUTS, environment)) step.command('warning', warning)
  const workspace = jobWorkspace(environment)
  const inputs = readQualityGateInputs(
    actionInputs(environment),
    (policyFile) => isJudgedByBase(environment) || workspace.real(policyFile) !== undefined,
  )
  if (inputs.verdictFile !== undefined) workspace.demandWritable(inputs.verdictFile, 'verdict-file')
  if (inputs.baselineFile !== undefined) workspace.demandWritable(inputs.baselineFile, 'baseline-file')
  if (inputs.reportPage !== undefined) workspace.demandWritable(inputs.reportPage, 'report-page')
  // Judging and showing are loaded only now: a wrong input must not wait for them.
  const [{ judge }, { baselinePorts: portsFor }] = await Promise.all([
    import('./gate.ts'),
    import('./baseline-ports.ts'),
  ])
  const payload = readEventPayload(environment, (file) => readFileSync(file, 'utf8'))
  const git = gitProgram(environment, true)
  const readRemotePolicy = readRemotePolicies(environment, inputs.token, (token) => {
    step.command('add-mask', token)
  })
  const baselinePorts = portsFor(step, inputs.token, process.argv[1] ?? '')
  const result = await judge(inputs, { ...step, workspace, payload, git, readRemotePolicy, baselinePorts })
  const { publishStep } = await import('./publish-step.ts')
  const folder = workspace.within(inputs.workingDirectory, 'working-directory').root
  await publishStep(result, inputs, { step, payload, git, folder, baselinePorts }, workspace)
  return result.verdict.status
}
