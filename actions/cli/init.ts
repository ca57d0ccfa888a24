import { mkdirSync, lstatSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigurationError } from '../shared/model/errors.ts'
import { assess } from '../shared/policy/assess.ts'
import { metricValues } from '../shared/policy/metric-values.ts'
import { parsePolicy } from '../shared/policy/policy-file.ts'
import { FORMATS } from '../shared/reports/registry.ts'
import { TERMINAL_EXIT } from '../shared/runtime/exit-codes.ts'
import { gitProgram } from '../shared/runtime/git.ts'
import { isSystemError } from '../shared/runtime/system-error.ts'
import { printable } from '../shared/runtime/text-safety.ts'
import { Workspace } from '../shared/runtime/workspace.ts'
import type { CommandLine } from './flags.ts'
import { detect } from './init/detect.ts'
import { chooseLimits, familiesOf } from './init/limits.ts'
import { planWorkflow } from './init/plan.ts'
import { readReportsHere, type ReportsHere } from './init/reports-here.ts'
import { openRepository } from './init/repository.ts'
import { policyText, type Suite, workflowText } from './init/texts.ts'
import { renderFindings } from './init/told.ts'
import { readWorkflows } from './init/workflows.ts'
import type { Terminal } from './terminal.ts'

const WORKFLOW = '.github/workflows/quality.yml'
const POLICY = '.github/cicd.yml'

/** `cicd init`: writes a workflow and a policy that hold today. Exit code 3 where there is nothing to judge. */
export async function init(commandLine: CommandLine, terminal: Terminal): Promise<number> {
  if (commandLine.positionals.length > 0) {
    throw new ConfigurationError(
      'cicd init takes no file: it looks at the repository of the folder that it is started in',
    )
  }
  const suite = parseSuite(commandLine.values.get('uses')?.at(-1) ?? 'org/cicd-actions@v1')
  const repository = await openRepository(terminal.folder, gitProgram(terminal.environment, false))
  // Nothing of the repository is read or written through a link that leads out of it.
  const workspace = new Workspace(repository.root, [repository.root])
  const yaml = await import('yaml')
  const workflows = readWorkflows(
    repository,
    (text) => yaml.parse(text, { maxAliasCount: 100, logLevel: 'error' }) as unknown,
  )
  const detection = detect(repository)
  const plan = planWorkflow(detection.tools, workflows, repository)
  const here = await readReportsHere(
    plan.reports,
    [...workflows.uploads, ...workflows.gates.flatMap(({ paths }) => paths)],
    workspace,
    repository.paths,
  )
  const kinds = new Map(FORMATS.map(({ id, kind }) => [id as string, kind]))
  const rules = chooseLimits(
    metricValues(here.evidence),
    familiesOf(plan.reports, (format) => kinds.get(format)),
    here.plannedMetrics,
  )
  const files = [
    { file: WORKFLOW, text: workflowText(plan, suite, (text) => yaml.stringify(text, { lineWidth: 0 }).trimEnd()) },
    { file: POLICY, text: policyText(rules, suite) },
  ]
  const problems = [...detection.problems, ...repository.problems]
  const told = renderFindings({ detection: { ...detection, problems }, workflows, plan, judged: here.files })
  terminal.write(printable(`${told}\n`))
  if (plan.reports.length === 0) {
    terminal.complain(
      'cicd: no tool was found that leaves a report; nothing was written. docs/formats.md says what is read, and how tools leave it.\n',
    )
    return TERMINAL_EXIT.unknown
  }
  const isDry = commandLine.switches.has('dry-run')
  for (const { file, text } of files) leave(file, text, { workspace, terminal, isDry })
  terminal.write(printable(await verdictOf(files[1]?.text ?? '', here)))
  if (suite.repository === 'org/cicd-actions') {
    terminal.write(
      'org stands for the owner of the copy of cicd-actions that you use; --uses owner/cicd-actions@v1 writes it.\n',
    )
  }
  terminal.write(
    'Look at the steps that install and run your tools: they are guessed, and were not tried. In a pull request the policy of\n' +
      'the base branch counts: until these files are there the defaults apply.\n',
  )
  return TERMINAL_EXIT.pass
}

function parseSuite(given: string): Suite {
  const [, repository, ref] = /^([A-Za-z0-9-]+\/[\w.-]+)@([\w./-]+)$/.exec(given) ?? []
  if (repository !== undefined && ref !== undefined) return { repository, ref }
  throw new ConfigurationError(
    `--uses: ${JSON.stringify(given)} is not an owner, a repository and a version: acme/cicd-actions@v1`,
  )
}

/** Writes a file where there is none; else, and in a dry run, prints what it would have held. */
function leave(
  file: string,
  text: string,
  {
    workspace,
    terminal,
    isDry,
  }: { readonly workspace: Workspace; readonly terminal: Terminal; readonly isDry: boolean },
): void {
  const isThere = lstatSync(workspace.resolve(file), { throwIfNoEntry: false }) !== undefined
  if (!isThere && !isDry && create(file, text, workspace)) {
    terminal.write(`wrote ${file}\n`)
    return
  }
  const why =
    isThere || !isDry
      ? `${file} is there already and was left as it is; this would have been written:`
      : `${file} would be:`
  terminal.write(`${why}\n\n${printable(text)}\n`)
}

/** Whether the file was made: false where somebody else made it meanwhile. */
function create(file: string, text: string, workspace: Workspace): boolean {
  workspace.demandWritable(file, file)
  const target = workspace.resolve(file)
  try {
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (!isSystemError(error)) throw error
    if (error.code === 'EEXIST') return false
    throw new ConfigurationError(`${file} cannot be written: ${error.message}`)
  }
}

/** What the gate says today of the reports that are here, by the policy that was made. */
async function verdictOf(policy: string, { evidence }: ReportsHere): Promise<string> {
  if (evidence.evidence.length === 0) {
    return 'No report is here yet, so the rules are ratchets: the first run on the default branch sets what later ones are held to.\n'
  }
  const { quality = [] } = await parsePolicy(policy, POLICY)
  const values = metricValues(evidence)
  // Reports that are not here yet are the business of the workflow.
  const judgeable = quality.filter(({ metric }) => values.has(metric))
  const { status, reasons } = assess(evidence, judgeable, { onUnknown: 'fail' })
  const told = reasons.filter((reason) => reason.status === 'fail' || reason.status === 'unknown')
  return [`Judged now: ${status}`, ...told.map(({ message }) => `  ${message}`), ''].join('\n')
}
