import { readFileSync } from 'node:fs'
import { readRemotePolicies } from '../shared/gate/remote-policies.ts'
import { readEventPayload } from '../shared/runtime/environment.ts'
import { TERMINAL_EXIT } from '../shared/runtime/exit-codes.ts'
import { gitProgram } from '../shared/runtime/git.ts'
import { readInputs } from '../shared/runtime/inputs.ts'
import { printable, printableJson, withoutCommands, withoutControlsButColours } from '../shared/runtime/text-safety.ts'
import { verdictDocument } from '../shared/runtime/verdict-file.ts'
import { Workspace } from '../shared/runtime/workspace.ts'
import { INPUTS } from '../version-check/inputs.ts'
import { judge } from '../version-check/judge.ts'
import { remoteHistoryReader } from '../version-check/remote-history.ts'
import { renderCheckTerminal } from '../version-check/render-terminal.ts'
import { type CommandLine, flagInputs } from './flags.ts'
import type { Terminal } from './terminal.ts'

/** `cicd version-check`: the same verdict as the action's. Resolves to the exit code. */
export async function versionCheck(commandLine: CommandLine, terminal: Terminal): Promise<number> {
  const { environment, clock, folder, complain } = terminal
  const source = flagInputs(commandLine, INPUTS)
  const inputs = readInputs(INPUTS, source)
  const workspace = new Workspace(folder, undefined)
  const payload = readEventPayload(environment, (file) => readFileSync(file, 'utf8'))
  const git = gitProgram(environment, false)
  const readRemotePolicy = readRemotePolicies(environment, undefined)
  const result = await judge(inputs, {
    workspace,
    environment,
    payload,
    clock,
    git,
    readRemotePolicy,
    readRemoteHistory: remoteHistoryReader(environment, undefined),
    spell: source.spell,
  })
  const { verdict, synced, notices, look } = result
  const document = verdictDocument(verdict)
  if (inputs.verdictFile !== undefined) workspace.writeText(inputs.verdictFile, document, source.spell('verdict-file'))
  if (commandLine.switches.has('json')) terminal.write(printableJson(document))
  else {
    const page = renderCheckTerminal(result, { colour: terminal.colour, width: terminal.width })
    terminal.write(withoutCommands(withoutControlsButColours(page + (synced?.diff ?? ''))))
  }
  const elsewhere = look.remarks.flatMap(({ kind, file, line, text }) =>
    kind === 'elsewhere' ? [`${file}:${line}: ${text}`] : [],
  )
  for (const notice of [...notices, ...elsewhere]) complain(printable(`note: ${notice}\n`))
  return TERMINAL_EXIT[verdict.status]
}
