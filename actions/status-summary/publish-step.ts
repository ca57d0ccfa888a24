import type { Status } from '../shared/model/status.ts'
import type { AnnotationLevel } from '../shared/render/annotations.ts'
import { renderStatusSummary } from '../shared/render/status-summary.ts'
import { statusHeadline } from '../shared/render/status-wording.ts'
import { renderStatusTerminal } from '../shared/render/status-terminal.ts'
import { leaveVerdict } from '../shared/runtime/leave-verdict.ts'
import type { Step } from '../shared/runtime/step.ts'
import type { Workspace } from '../shared/runtime/workspace.ts'
import type { StatusSummaryInputs } from './inputs.ts'
import type { SummaryResult } from './judge.ts'

const LOG_COLUMNS = 120

/** What is not green says why on the page of the run, above all summaries. */
const ANNOTATED: Readonly<Record<Status, AnnotationLevel | undefined>> = {
  pass: undefined,
  warn: 'warning',
  unknown: 'error',
  fail: 'error',
}

/** Shows the verdict everywhere a step can: file first, then outputs, summary, log and one annotation. */
export async function publishStep(
  { verdict, jobs, notices }: SummaryResult,
  inputs: StatusSummaryInputs,
  step: Step,
  workspace: Workspace,
): Promise<void> {
  const file = await leaveVerdict(verdict, inputs.verdictFile, step, workspace)
  if (inputs.summary) step.summary(renderStatusSummary(verdict, jobs, notices))
  step.log(renderStatusTerminal(verdict, jobs, { colour: true, width: LOG_COLUMNS }))
  for (const notice of notices) step.log(`Note: ${notice}`)
  if (file !== undefined) step.log(`The complete verdict: ${file}`)
  const level = ANNOTATED[verdict.status]
  const { what, why } = statusHeadline(verdict, jobs)
  if (level !== undefined) step.command(level, why, { title: what })
}
