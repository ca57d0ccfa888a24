import { readFileSync } from 'node:fs'
import { needs } from '../status-summary/inputs.ts'
import { judge } from '../status-summary/judge.ts'
import { TERMINAL_INPUTS } from '../status-summary/terminal-inputs.ts'
import { ConfigurationError } from '../shared/model/errors.ts'
import type { NeededJob } from '../shared/policy/needs.ts'
import { renderStatusTerminal } from '../shared/render/status-terminal.ts'
import { readEventPayload } from '../shared/runtime/environment.ts'
import { TERMINAL_EXIT } from '../shared/runtime/exit-codes.ts'
import { readInputs } from '../shared/runtime/inputs.ts'
import { STANDARD_INPUT } from '../shared/runtime/standard-streams.ts'
import { isSystemError } from '../shared/runtime/system-error.ts'
import { printable, printableJson, withoutCommands, withoutControlsButColours } from '../shared/runtime/text-safety.ts'
import { verdictDocument } from '../shared/runtime/verdict-file.ts'
import { Workspace } from '../shared/runtime/workspace.ts'
import { type CommandLine, flagInputs } from './flags.ts'
import type { Terminal } from './terminal.ts'

/** `cicd status-summary`: the same verdict as the action's. Resolves to the exit code. */
export async function statusSummary(commandLine: CommandLine, terminal: Terminal): Promise<number> {
  const { environment, clock, folder, complain } = terminal
  const source = flagInputs(withPositionals(commandLine), TERMINAL_INPUTS)
  const inputs = readInputs(TERMINAL_INPUTS, source)
  const workspace = new Workspace(folder, undefined)
  const payload = readEventPayload(environment, (file) => readFileSync(file, 'utf8'))
  const surroundings = { workspace, environment, payload, clock, spell: source.spell }
  const jobs = readNeeds(inputs.needs, workspace, source.spell('needs'))
  const { verdict, jobs: judged, notices } = await judge({ ...inputs, needs: jobs }, surroundings)
  const document = verdictDocument(verdict)
  if (inputs.verdictFile !== undefined) workspace.writeText(inputs.verdictFile, document, source.spell('verdict-file'))
  if (commandLine.switches.has('json')) terminal.write(printableJson(document))
  else {
    const page = renderStatusTerminal(verdict, judged, { colour: terminal.colour, width: terminal.width })
    terminal.write(withoutCommands(withoutControlsButColours(page)))
  }
  for (const notice of notices) complain(printable(`note: ${notice}\n`))
  return TERMINAL_EXIT[verdict.status]
}

/** The jobs in a file, or in standard input. Throws ConfigurationError. */
function readNeeds(name: string, workspace: Workspace, flag: string): readonly NeededJob[] {
  const read = needs.parse(textOf(name, workspace, flag))
  if ('value' in read) return read.value
  throw new ConfigurationError(read.problems.map((problem) => `${flag}: ${problem}`))
}

function textOf(name: string, workspace: Workspace, flag: string): string {
  try {
    return readFileSync(name === '-' ? STANDARD_INPUT : workspace.resolve(name), 'utf8')
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new ConfigurationError(`${flag}: ${JSON.stringify(name)} cannot be read: ${error.message}`)
  }
}

/** A shell that expands `--verdict-files verdicts/*.json` leaves all names but the first without a flag. */
function withPositionals(commandLine: CommandLine): CommandLine {
  if (commandLine.positionals.length === 0) return commandLine
  const files = [...(commandLine.values.get('verdict-files') ?? []), ...commandLine.positionals]
  return { ...commandLine, values: new Map([...commandLine.values, ['verdict-files', files]]) }
}
