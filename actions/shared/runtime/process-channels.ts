import { STANDARD_OUTPUT, streamWriter } from './standard-streams.ts'
import type { StepChannels } from './step.ts'
import { appendToFile, writeOutput, writeSummary } from './step-files.ts'

/** The channels of this very process, as a runner has started it. */
export function processChannels(): StepChannels {
  const { env: environment } = process
  return {
    environment,
    clock: Date.now,
    write: streamWriter(STANDARD_OUTPUT),
    output: (name, value) => writeOutput(environment, name, value, appendToFile, () => crypto.randomUUID()),
    summary: (markdown) => writeSummary(environment, markdown, appendToFile),
    exit: (code) => {
      // Not process.exit(): what is still being written would be lost.
      process.exitCode = code
    },
  }
}
