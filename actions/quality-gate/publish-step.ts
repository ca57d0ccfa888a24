import { type AnnotationLevel, leftOutSentence, renderAnnotations } from '../shared/render/annotations.ts'
import { text } from '../shared/render/markdown.ts'
import type { ChangedLines } from '../shared/render/select-findings.ts'
import { renderSummary, SUMMARY_BYTES } from '../shared/render/summary.ts'
import { renderTerminal } from '../shared/render/terminal.ts'
import { leaveVerdict } from '../shared/runtime/leave-verdict.ts'
import type { Step } from '../shared/runtime/step.ts'
import type { CommandProperties } from '../shared/runtime/workflow-commands.ts'
import type { Workspace } from '../shared/runtime/workspace.ts'
import type { GateResult } from './gate.ts'
import type { QualityGateInputs } from './inputs.ts'
import { publishOnGitHub, type PublishSurroundings } from './publish-on-github.ts'
import { writeReportPage } from './report-page.ts'

const LOG_COLUMNS = 120

/** Shows a verdict everywhere a step can: file, outputs and log before GitHub is asked, which can take a minute. */
export async function publishStep(
  result: GateResult,
  inputs: QualityGateInputs,
  surroundings: PublishSurroundings,
  workspace: Workspace,
): Promise<void> {
  const { step } = surroundings
  const { verdict, evidence, notices } = result
  const file = await leaveVerdict(verdict, inputs.verdictFile, step, workspace)
  const wanted = inputs.reportPage ?? file?.replace(/(?:\.json)?$/, '.html')
  const page = wanted && (await writeReportPage(result, wanted, workspace, step.environment['GITHUB_SERVER_URL']))
  step.output('report-page', page ?? '')
  step.log(renderTerminal(verdict, evidence, { colour: true, width: LOG_COLUMNS }))
  const published = await publishOnGitHub(result, inputs, surroundings)
  const told = [...notices, ...published.notes.map((note) => note.text)]
  if (inputs.summary) step.summary(summaryOf({ ...result, notices: told }, step))
  for (const notice of told) step.log(`Note: ${notice}`)
  if (file !== undefined) step.log(`The complete verdict: ${file}`)
  if (page !== undefined) step.log(`The report page: ${page}`)
  const isAnnotated = inputs.annotations === 'checks' ? !published.checkRun : inputs.annotations !== false
  if (isAnnotated) annotate(result, step, published.changedLines)
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

function annotate({ verdict, evidence }: GateResult, step: Step, changedLines: ChangedLines | undefined): void {
  const { shown, leftOut } = renderAnnotations(verdict, evidence, { changedLines })
  for (const { level, title, message, path: file, line, endLine, column } of shown) {
    const properties: CommandProperties = { title, file, line, endLine, col: column }
    step.command(level satisfies AnnotationLevel, message, properties)
  }
  const sentence = leftOutSentence(leftOut)
  if (sentence !== '') step.log(sentence)
}
