import { type AnnotationLevel, leftOutSentence, renderAnnotations } from '../shared/render/annotations.ts'
import { text } from '../shared/render/markdown.ts'
import { renderSummary, SUMMARY_BYTES } from '../shared/render/summary.ts'
import { renderTerminal } from '../shared/render/terminal.ts'
import { leaveVerdict } from '../shared/runtime/leave-verdict.ts'
import type { Step } from '../shared/runtime/step.ts'
import type { CommandProperties } from '../shared/runtime/workflow-commands.ts'
import type { Workspace } from '../shared/runtime/workspace.ts'
import type { GateResult } from './gate.ts'
import type { QualityGateInputs } from './inputs.ts'

const LOG_COLUMNS = 120

/** Shows a verdict everywhere a step can: file first, then outputs, summary, annotations and log. */
export async function publishStep(
  result: GateResult,
  inputs: QualityGateInputs,
  step: Step,
  workspace: Workspace,
): Promise<void> {
  const { verdict, evidence, notices } = result
  const file = await leaveVerdict(verdict, inputs.verdictFile, step, workspace)
  if (inputs.summary) step.summary(summaryOf(result, step))
  step.log(renderTerminal(verdict, evidence, { colour: true, width: LOG_COLUMNS }))
  for (const notice of notices) step.log(`Note: ${notice}`)
  if (file !== undefined) step.log(`The complete verdict: ${file}`)
  if (inputs.annotations) annotate(result, step)
}

/** What has no place among the reasons stands below them. */
function summaryOf({ verdict, evidence, notices }: GateResult, step: Step): string {
  const notes = notices.slice(0, 20).map((notice) => `- ${text(notice, 1_000)}`)
  const below = notes.length > 0 ? `\n\n${notes.join('\n')}\n` : ''
  const links = { serverUrl: step.environment['GITHUB_SERVER_URL'] }
  return (
    renderSummary(verdict, evidence, { links, maxBytes: SUMMARY_BYTES - new TextEncoder().encode(below).length }) +
    below
  )
}

function annotate({ verdict, evidence }: GateResult, step: Step): void {
  const { shown, leftOut } = renderAnnotations(verdict, evidence)
  for (const { level, title, message, path: file, line, endLine, column } of shown) {
    const properties: CommandProperties = { title, file, line, endLine, col: column }
    step.command(level satisfies AnnotationLevel, message, properties)
  }
  const sentence = leftOutSentence(leftOut)
  if (sentence !== '') step.log(sentence)
}
