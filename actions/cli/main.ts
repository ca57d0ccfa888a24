import { QUALITY_GATE } from '../quality-gate/gate.ts'
import { TERMINAL_INPUTS } from '../status-summary/terminal-inputs.ts'
import { SECURITY_SCAN } from '../security-scan/gate.ts'
import type { GateAction } from '../shared/gate/gate-action.ts'
import type { GateInputs } from '../shared/gate/inputs.ts'
import { ConfigurationError } from '../shared/model/errors.ts'
import { didYouMean } from '../shared/policy/nearest.ts'
import { TERMINAL_EXIT, WRONG_INPUT_EXIT } from '../shared/runtime/exit-codes.ts'
import { printable } from '../shared/runtime/text-safety.ts'
import { VERSION } from '../shared/runtime/version.ts'
import { INPUTS as VERSION_CHECK_INPUTS } from '../version-check/inputs.ts'
import { EXPLAIN_INPUTS } from './explain-inputs.ts'
import { type CommandLine, parseCommandLine } from './flags.ts'
import type { CommandHelp } from './help.ts'
import { processTerminal, type Terminal } from './terminal.ts'

/** Runs to its exit code. */
type Command = (commandLine: CommandLine, terminal: Terminal) => Promise<number>

/** What judges reports, by the rules of one section. */
async function gateCommand<Read extends GateInputs>(gate: GateAction<Read>): Promise<Command> {
  const { judgeAtTerminal } = await import('./gate.ts')
  return (commandLine, terminal) => judgeAtTerminal(gate, commandLine, terminal)
}

/** A row is a command; what it needs is loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, CommandHelp & { readonly load: () => Promise<Command> }>> = {
  'quality-gate': {
    usage: "cicd quality-gate --reports 'reports/**' [--rules 'coverage.line >= 80'] [--json]",
    summary: 'Judges reports by rules and gives one verdict.',
    inputs: QUALITY_GATE.inputs,
    flags: { json: { description: 'Prints the verdict as a JSON document.' } },
    load: () => gateCommand(QUALITY_GATE),
  },
  'security-scan': {
    usage: "cicd security-scan --reports 'scans/**' [--sarif-file merged.sarif] [--json]",
    summary: "Judges scanners' reports as one: each finding once, one verdict, one SARIF.",
    inputs: SECURITY_SCAN.inputs,
    flags: { json: { description: 'Prints the verdict as a JSON document.' } },
    load: () => gateCommand(SECURITY_SCAN),
  },
  'status-summary': {
    usage: "cicd status-summary --needs FILE [--verdict-files 'verdicts/**/*.json'] [--json]",
    summary: 'Takes the worst of the results and verdicts of jobs, from the JSON of their context needs.',
    inputs: TERMINAL_INPUTS,
    flags: { json: { description: 'Prints the verdict as a JSON document.' } },
    load: async () => (await import('./status-summary.ts')).statusSummary,
  },
  'version-check': {
    usage: 'cicd version-check [--expected-version 1.2.3] [--mode sync [--dry-run true]] [--json]',
    summary: "Finds every place that declares the project's version, and says which of them disagree.",
    inputs: VERSION_CHECK_INPUTS,
    flags: { json: { description: 'Prints the verdict as a JSON document, with every place.' } },
    load: async () => (await import('./version-check.ts')).versionCheck,
  },
  inspect: {
    usage: 'cicd inspect FILES… [--format ID] [--exit-code N] [--json]',
    summary: 'Says what is in each report: one JSON line per file with --json.',
    inputs: {},
    flags: {
      format: { description: 'Reads every file as this format instead of recognising it.', value: 'id' },
      'exit-code': {
        description: 'The exit code that the tool ended with, for reports that are empty when all is well.',
        value: 'n',
      },
      json: { description: 'Prints one line of JSON per file.' },
    },
    load: async () => (await import('./inspect.ts')).inspect,
  },
  explain: {
    usage: "cicd explain VERDICT.json|REPORT.html [--rules 'coverage.line >= 85'] [--json]",
    summary:
      'Says what a verdict was decided on, down to the lines of the reports, and decides again under other rules.',
    inputs: EXPLAIN_INPUTS,
    flags: { json: { description: 'Prints the verdict with its explanation as a JSON document.' } },
    load: async () => (await import('./explain.ts')).explain,
  },
  init: {
    usage: 'cicd init [--dry-run] [--uses OWNER/cicd-actions@VERSION]',
    summary: 'Looks at the repository and writes a workflow and a policy that hold today. Overwrites nothing.',
    inputs: {},
    flags: {
      'dry-run': { description: 'Writes nothing, and prints what would be written.' },
      uses: { description: 'The copy of cicd-actions that the workflow uses.', value: 'owner/repository@version' },
    },
    load: async () => (await import('./init.ts')).init,
  },
}

/** The command `cicd`. */
export async function run(parameters: readonly string[]): Promise<void> {
  process.exitCode = await runCommand(parameters, processTerminal())
}

/** Runs a command line to its exit code; complaints go to the terminal, nothing is thrown. */
export async function runCommand(parameters: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '--help', ...rest] = parameters
  try {
    if (name === '--version' || name === '-v') {
      terminal.write(`cicd ${VERSION}\n`)
      return TERMINAL_EXIT.pass
    }
    if (name === '--help' || name === '-h' || name === 'help') {
      const { overview } = await import('./help.ts')
      terminal.write(overview(COMMANDS))
      return parameters.length === 0 ? WRONG_INPUT_EXIT : TERMINAL_EXIT.pass
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (!command) {
      throw new ConfigurationError(
        `there is no command ${JSON.stringify(name)}${didYouMean(name, Object.keys(COMMANDS))}`,
      )
    }
    if (rest.includes('--help') || rest.includes('-h')) {
      const { commandPage } = await import('./help.ts')
      terminal.write(commandPage(command))
      return TERMINAL_EXIT.pass
    }
    const execute = await command.load()
    return await execute(parseCommandLine(rest, command.inputs, command.flags), terminal)
  } catch (error) {
    return complain(error, terminal)
  }
}

function complain(error: unknown, terminal: Terminal): number {
  if (error instanceof ConfigurationError) {
    for (const problem of error.problems) terminal.complain(printable(`cicd: ${problem}\n`))
    return WRONG_INPUT_EXIT
  }
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  terminal.complain(printable(`cicd: this is a bug of cicd-actions, please report it:\n${what}\n`))
  return TERMINAL_EXIT.unknown
}
