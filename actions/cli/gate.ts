import { readFileSync } from 'node:fs'
import type { GateInputs } from '../shared/gate/inputs.ts'
import { demandNoReport, outputFileProblems } from '../shared/gate/output-files.ts'
import { readRemotePolicies } from '../shared/gate/remote-policies.ts'
import type { GateAction } from '../shared/gate/gate-action.ts'
import { readEventPayload } from '../shared/runtime/environment.ts'
import { TERMINAL_EXIT } from '../shared/runtime/exit-codes.ts'
import { gitProgram } from '../shared/runtime/git.ts'
import { isJudgedByBase } from '../shared/runtime/policy-source.ts'
import { progressOn } from '../shared/runtime/progress.ts'
import { printable, printableJson, withoutCommands, withoutControlsButColours } from '../shared/runtime/text-safety.ts'
import { Workspace } from '../shared/runtime/workspace.ts'
import { type CommandLine, flagInputs } from './flags.ts'
import type { Terminal } from './terminal.ts'

/** `cicd quality-gate`, `cicd security-scan`: the same verdict as the action's. Resolves to the exit code. */
export async function judgeAtTerminal<Read extends GateInputs>(
  gate: GateAction<Read>,
  commandLine: CommandLine,
  terminal: Terminal,
): Promise<number> {
  const { environment, clock, complain } = terminal
  const workspace = new Workspace(terminal.folder, undefined)
  const source = flagInputs(withPositionals(commandLine), gate.inputs)
  const inputs = gate.read(
    source,
    (policyFile) => isJudgedByBase(environment) || workspace.real(policyFile) !== undefined,
    (read) => outputFileProblems(gate.files(read), workspace, source.spell),
  )
  // Judging and showing are loaded only now: a wrong flag must not wait for them.
  const [{ judge }, { renderTerminal }, { verdictDocument }] = await Promise.all([
    import('../shared/gate/gate.ts'),
    import('../shared/render/terminal.ts'),
    import('../shared/runtime/verdict-file.ts'),
  ])
  const payload = readEventPayload(environment, (file) => readFileSync(file, 'utf8'))
  const git = gitProgram(environment, false)
  const readRemotePolicy = readRemotePolicies(environment, undefined)
  const progress = progressOn(complain, clock, terminal.isInteractive)
  const result = await judge(gate, inputs, { workspace, environment, payload, clock, git, progress, readRemotePolicy })
  const { verdict, evidence, notices } = result
  const folder = workspace.within(inputs.workingDirectory, '--working-directory')
  demandNoReport(gate.files(inputs), evidence, { workspace, folder }, source.spell)
  const document = verdictDocument(verdict)
  if (inputs.verdictFile !== undefined) workspace.writeText(inputs.verdictFile, document, '--verdict-file')
  if (inputs.reportPage !== undefined) {
    const { writeReportPage } = await import('../shared/gate/report-page.ts')
    await writeReportPage(result, inputs.reportPage, workspace, environment['GITHUB_SERVER_URL'])
  }
  const place = { workspace, environment, payload, git, folder: folder.root }
  const notes: string[] = []
  const leave = await gate.loadFurther?.()
  if (leave) notes.push(...(await leave(result, inputs, { ...place, verdictFile: undefined })).notes)
  if (inputs.baselineFile !== undefined) {
    const { recordBaseline } = await import('../shared/gate/record-baseline.ts')
    const recorded = await recordBaseline(result, inputs, {
      ...place,
      now: clock(),
    })
    notes.push(...recorded.notes)
  }
  if (commandLine.switches.has('json')) terminal.write(printableJson(document))
  else {
    const page = renderTerminal(verdict, evidence, { colour: terminal.colour, width: terminal.width })
    terminal.write(withoutCommands(withoutControlsButColours(page)))
  }
  for (const notice of [...notices, ...notes]) complain(printable(`note: ${notice}\n`))
  return TERMINAL_EXIT[verdict.status]
}

/** A shell that expands `--reports reports/*.xml` leaves all names but the first without a flag. */
function withPositionals(commandLine: CommandLine): CommandLine {
  if (commandLine.positionals.length === 0) return commandLine
  const reports = [...(commandLine.values.get('reports') ?? []), ...commandLine.positionals]
  return { ...commandLine, values: new Map([...commandLine.values, ['reports', reports]]) }
}
