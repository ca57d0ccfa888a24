import { readFileSync } from 'node:fs'
import type { Status } from '../model/status.ts'
import { readEventPayload } from '../runtime/environment.ts'
import { gitProgram } from '../runtime/git.ts'
import { actionInputs, unknownInputs } from '../runtime/inputs.ts'
import { isJudgedByBase } from '../runtime/policy-source.ts'
import type { Step } from '../runtime/step.ts'
import { jobWorkspace } from '../runtime/workspace.ts'
import type { GateAction } from './gate-action.ts'
import type { GateInputs } from './inputs.ts'
import { demandNoReport, outputFileProblems } from './output-files.ts'
import { readRemotePolicies } from './remote-policies.ts'

/** Reads the inputs and the reports, judges, and shows the verdict everywhere a step can. */
export async function runGate<Read extends GateInputs>(step: Step, gate: GateAction<Read>): Promise<Status> {
  const { environment } = step
  for (const warning of unknownInputs(gate.inputs, environment)) step.command('warning', warning)
  const workspace = jobWorkspace(environment)
  const source = actionInputs(environment)
  const inputs = gate.read(
    source,
    (policyFile) => isJudgedByBase(environment) || workspace.real(policyFile) !== undefined,
    (read) => outputFileProblems(gate.files(read), workspace, source.spell),
  )
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
  const result = await judge(gate, inputs, { ...step, workspace, payload, git, readRemotePolicy, baselinePorts })
  const [{ publishStep }, leave] = await Promise.all([import('./publish-step.ts'), gate.loadFurther?.()])
  const folder = workspace.within(inputs.workingDirectory, 'working-directory')
  demandNoReport(gate.files(inputs), result.evidence, { workspace, folder }, source.spell)
  const place = { workspace, environment, payload, git, folder: folder.root }
  const leaveFurther = leave && ((verdictFile?: string) => leave(result, inputs, { ...place, verdictFile }))
  await publishStep(result, inputs, { ...place, step, baselinePorts }, leaveFurther)
  return result.verdict.status
}
