import { type AnnotationLevel, leftOutSentence, renderAnnotations } from '../render/annotations.ts'
import type { ChangedLines } from '../render/select-findings.ts'
import { renderSummary } from '../render/summary.ts'
import { renderTerminal } from '../render/terminal.ts'
import { leaveVerdict } from '../runtime/leave-verdict.ts'
import type { Step } from '../runtime/step.ts'
import type { CommandProperties } from '../runtime/workflow-commands.ts'
import type { LeftFurther } from './further.ts'
import type { GateResult } from './gate.ts'
import type { GateInputs } from './inputs.ts'
import { publishOnGitHub, type PublishSurroundings } from './publish-on-github.ts'
import { recordBaseline } from './record-baseline.ts'
import { writeReportPage } from './report-page.ts'

const LOG_COLUMNS = 120

/** Shows a verdict everywhere a step can: file, outputs and log before GitHub is asked, which can take a minute. */
export async function publishStep(
  result: GateResult,
  inputs: GateInputs,
  surroundings: PublishSurroundings,
  leaveFurther?: (verdictFile: string | undefined) => Promise<LeftFurther>,
): Promise<void> {
  const { step, workspace } = surroundings
  const { verdict, evidence, notices, policyDiff } = result
  const file = await leaveVerdict(verdict, inputs.verdictFile, step, workspace)
  const wanted = inputs.reportPage ?? file?.replace(/(?:\.json)?$/, '.html')
  const page = wanted && (await writeReportPage(result, wanted, workspace, step.environment['GITHUB_SERVER_URL']))
  step.output('report-page', page ?? '')
  const left = await leaveFurther?.(file)
  for (const [name, value] of Object.entries(left?.outputs ?? {})) step.output(name, value)
  step.log(renderTerminal(verdict, evidence, { colour: true, width: LOG_COLUMNS }))
  const standardFile = file?.replace(/(?:\.json)?$/, '.baseline')
  const now = step.clock()
  const [published, recorded, furtherNotes = []] = await Promise.all([
    publishOnGitHub(result, inputs, surroundings),
    recordBaseline(result, inputs, { ...surroundings, environment: step.environment, now, standardFile }),
    left?.publish?.(step),
  ])
  step.output('baseline-file', recorded.file ?? '')
  const told = [
    ...notices,
    ...(left?.notes ?? []),
    ...recorded.notes,
    ...published.notes.map((note) => note.text),
    ...furtherNotes,
  ]
  const links = { serverUrl: step.environment['GITHUB_SERVER_URL'] }
  if (inputs.summary) step.summary(renderSummary(verdict, evidence, { links, notes: told, policyDiff }))
  for (const notice of told) step.log(`Note: ${notice}`)
  if (file !== undefined) step.log(`The complete verdict: ${file}`)
  if (recorded.file !== undefined) step.log(`The baseline: ${recorded.file}`)
  if (page !== undefined) step.log(`The report page: ${page}`)
  for (const line of left?.files ?? []) step.log(line)
  const isAnnotated = inputs.annotations === 'checks' ? !published.checkRun : inputs.annotations !== false
  if (isAnnotated) annotate(result, step, published.changedLines)
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
