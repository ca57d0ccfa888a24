import { ConfigurationError } from '../model/errors.ts'
import type { Status } from '../model/status.ts'
import type { Clock, Environment } from './environment.ts'
import { STEP_EXIT } from './exit-codes.ts'
import { withoutCommands, withoutControls, withoutControlsButColours } from './text-safety.ts'
import { type CommandProperties, type WorkflowCommand, workflowCommand } from './workflow-commands.ts'

/** What a step of GitHub Actions can do with what it found out. */
export interface Step {
  readonly environment: Environment
  readonly clock: Clock
  /** Prints lines that the runner shows and does not obey. */
  readonly log: (text: string) => void
  /** Has the runner obey. */
  readonly command: (command: WorkflowCommand, message: string, properties?: CommandProperties) => void
  readonly output: (name: string, value: string) => void
  readonly summary: (markdown: string) => void
  readonly exit: (code: number) => void
}

/** Where a step's text and files go; `process` in production. */
export interface StepChannels {
  readonly environment: Environment
  readonly clock: Clock
  readonly write: (text: string) => void
  /** False where the runner gave no file. */
  readonly output: (name: string, value: string) => boolean
  readonly summary: (markdown: string) => boolean
  readonly exit: (code: number) => void
}

/** A step over its channels. What has no file of its own goes to the log, so that nothing is lost on an older runner. */
export function stepOn(channels: StepChannels): Step {
  const log = (text: string): void => {
    channels.write(`${withoutCommands(withoutControlsButColours(text))}\n`)
  }
  const command: Step['command'] = (name, message, properties) => {
    channels.write(`${workflowCommand(name, message, properties)}\n`)
  }
  const orLog = (write: () => boolean, text: string): void => {
    try {
      if (!write()) log(text)
    } catch (error) {
      // A full disk takes away a page, not the verdict.
      command('warning', `could not be written: ${error instanceof Error ? error.message : String(error)}`)
      log(text)
    }
  }
  return {
    environment: channels.environment,
    clock: channels.clock,
    log,
    command,
    output: (name, value) => {
      orLog(() => channels.output(name, value), `${name}=${value}`)
    },
    summary: (markdown) => {
      orLog(() => channels.summary(markdown), markdown)
    },
    exit: channels.exit,
  }
}

/** Annotations that GitHub keeps of one level and step. */
const PROBLEMS_ANNOTATED = 10

/** Runs an action's story to its exit code. Whatever goes wrong, outputs and summary say `unknown` and who must act. */
export async function runStep(step: Step, action: string, story: () => Promise<Status>): Promise<void> {
  try {
    step.exit(STEP_EXIT[await story()])
  } catch (error) {
    step.exit(STEP_EXIT.unknown)
    step.output('status', 'unknown')
    if (error instanceof ConfigurationError) tellAuthor(step, action, error.problems)
    else tellMaintainers(step, action, error)
  }
}

function tellAuthor(step: Step, action: string, problems: readonly string[]): void {
  for (const problem of problems.slice(0, PROBLEMS_ANNOTATED)) {
    step.command('error', problem, { title: `${action}: wrong input` })
  }
  for (const problem of problems.slice(PROBLEMS_ANNOTATED)) step.log(problem)
  const why = 'Nothing was judged, because the workflow or the policy must be corrected:'
  step.summary(`### 🟣 ${action} could not judge\n\n${why}\n\n${codeBlock(problems.join('\n'))}`)
}

function tellMaintainers(step: Step, action: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const sorry =
    'This is a bug of cicd-actions, not of your project. Please report it with a log of debug level (ACTIONS_STEP_DEBUG).'
  step.command('error', `${message}. ${sorry}`, { title: `${action}: unexpected error` })
  if (error instanceof Error && error.stack !== undefined) step.command('debug', error.stack)
  step.summary(`### 🟣 ${action} could not judge\n\n${sorry}\n\n${codeBlock(message)}`)
}

/** Text in which GitHub looks for nothing. Cheaper than escaping it, which a step that only complains must not wait for. */
function codeBlock(text: string): string {
  const shown = withoutControls(text).slice(0, 100_000)
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return `${fence}text\n${shown}\n${fence}\n`
}
