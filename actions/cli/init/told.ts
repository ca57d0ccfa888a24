import { TOOLS } from '../../shared/tools/tools.ts'
import type { Detection } from './detect.ts'
import { commandOf, type Plan } from './plan.ts'
import type { Workflows } from './workflows.ts'

/** What a run of `cicd init` found, for people. */
export interface Told {
  readonly detection: Detection
  readonly workflows: Workflows
  readonly plan: Plan
  /** Reports of today that were believed, with what they hold, and the others with the reason. */
  readonly judged: readonly { readonly file: string; readonly refused?: string | undefined }[]
}

/** Each tool with the reason why it is thought to be used, and the command by which it leaves a report. */
export function renderFindings({ detection, workflows, plan, judged }: Told): string {
  const runs = new Map(workflows.runs.map((run) => [run.tool, run]))
  const lines = detection.tools.flatMap(({ tool, folder, because }) => {
    const run = runs.get(tool)
    const planned = plan.reports.find((report) => report.tool === tool && report.path.startsWith(folder))
    const where = folder === '' ? '' : ` in ${folder}`
    const leaves = planned === undefined ? [] : [`      its report: ${planned.path}`]
    if (run?.report !== undefined) {
      return [`  ${TOOLS[tool].title}${where}: ${because}; ${run.workflow} runs it`, ...leaves]
    }
    const how = run === undefined ? 'leave a report with' : `${run.workflow} runs it without a report; leave one with`
    return [`  ${TOOLS[tool].title}${where}: ${because}`, `      ${how}: ${commandOf(TOOLS[tool])}`, ...leaves]
  })
  const gates = workflows.gates.map(({ workflow, uses, paths }) =>
    /\/cicd-actions\/quality-gate@/.test(uses)
      ? `  ${workflow} has this gate already`
      : `  ${workflow} uses ${uses}${paths.length === 0 ? '' : ` on ${paths.join(', ')}`}: the gate can judge the same reports`,
  )
  const reports = judged.map(({ file, refused }) =>
    refused === undefined ? `  ${file}` : `  ${file} was left out: ${refused}`,
  )
  return [
    ...section('Tools', lines, 'no tool was found by its configuration, and no workflow runs one'),
    ...section('Other gates', gates),
    ...section('Reports that are here', reports),
    ...section(
      'To do',
      plan.remarks.map((remark) => `  ${remark}`),
    ),
    ...section(
      'Not understood',
      [...detection.problems, ...workflows.problems].map((problem) => `  ${problem}`),
    ),
  ].join('\n')
}

function section(title: string, lines: readonly string[], none?: string): readonly string[] {
  if (lines.length > 0) return [title, ...lines, '']
  return none === undefined ? [] : [title, `  ${none}`, '']
}
