import { ConfigurationError } from '../shared/model/errors.ts'
import type { Verdict } from '../shared/model/verdict.ts'
import { unknownNames } from '../shared/policy/needs.ts'
import { assessNeeds } from '../shared/policy/needs-assessment.ts'
import type { JudgedJob } from '../shared/policy/needs-judging.ts'
import { type Clock, type Environment, type EventPayload, readSubject } from '../shared/runtime/environment.ts'
import { VERSION } from '../shared/runtime/version.ts'
import type { Workspace } from '../shared/runtime/workspace.ts'
import type { StatusSummaryInputs } from './inputs.ts'
import { readVerdictFiles } from './verdict-files.ts'

/** What a summary needs of the world, the same in an action and at a terminal. */
export interface SummarySurroundings {
  readonly workspace: Workspace
  readonly environment: Environment
  readonly payload: EventPayload
  readonly clock: Clock
  /** How the user writes the name of an input. */
  readonly spell: (name: string) => string
}

export interface SummaryResult {
  readonly verdict: Verdict
  readonly jobs: readonly JudgedJob[]
  /** What people must be told beside the reasons. */
  readonly notices: readonly string[]
}

/** Takes the worst of all jobs and of the verdicts that they left. Writes nothing. */
export async function judge(inputs: StatusSummaryInputs, surroundings: SummarySurroundings): Promise<SummaryResult> {
  const { workspace, environment, payload, clock, spell } = surroundings
  const started = clock()
  const { needs, onUnknown, allowedSkips = [], allowedFailures = [], gates = [] } = inputs
  const lists = {
    [spell('allowed-skips')]: allowedSkips,
    [spell('allowed-failures')]: allowedFailures,
    [spell('gates')]: gates,
  }
  const problems = unknownNames(needs, lists)
  if (problems.length > 0) throw new ConfigurationError(problems)
  const subject = readSubject(environment, payload, undefined)
  const folder = workspace.within(inputs.workingDirectory, spell('working-directory'))
  const { files, gaps } = await readVerdictFiles(inputs.verdictFiles ?? [], folder)
  const options = { onUnknown, allowedSkips, allowedFailures, gates, thisRun: subject }
  const { assessment, jobs, notices } = assessNeeds(needs, files, gaps, options)
  const verdict: Verdict = {
    schema: 'cicd-verdict/v1',
    action: 'status-summary',
    name: inputs.name,
    ...assessment,
    subject,
    started: new Date(started).toISOString(),
    finished: new Date(clock()).toISOString(),
    version: VERSION,
  }
  return { verdict, jobs, notices }
}
