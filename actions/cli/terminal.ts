import type { Clock, Environment } from '../shared/runtime/environment.ts'
import { STANDARD_ERROR, STANDARD_OUTPUT, streamWriter } from '../shared/runtime/standard-streams.ts'

const PIPE_COLUMNS = 100

/** What a command can do with the terminal or the pipe that it was started in. */
export interface Terminal {
  readonly environment: Environment
  readonly clock: Clock
  readonly folder: string
  /** Results. Text must be printable. */
  readonly write: (text: string) => void
  /** Progress and complaints. */
  readonly complain: (text: string) => void
  readonly colour: boolean
  readonly width: number
  /** Whether complaints are read at a terminal, where a line can be drawn again. */
  readonly isInteractive: boolean
}

/** NO_COLOR (https://no-color.org) and FORCE_COLOR come before what the stream says of itself. */
export function wantsColour(environment: Environment, isTerminal: boolean): boolean {
  const force = environment['FORCE_COLOR']
  if (environment['NO_COLOR']) return false
  if (force !== undefined) return force !== '0' && force !== 'false'
  return isTerminal && environment['TERM'] !== 'dumb'
}

/** The terminal of this process. What it can show is asked for late, because finding out takes milliseconds. */
export function processTerminal(): Terminal {
  const { env: environment } = process
  return {
    environment,
    clock: Date.now,
    folder: process.cwd(),
    write: streamWriter(STANDARD_OUTPUT),
    complain: streamWriter(STANDARD_ERROR),
    get colour() {
      return wantsColour(environment, process.stdout.isTTY)
    },
    get width() {
      return process.stdout.isTTY ? process.stdout.columns : PIPE_COLUMNS
    },
    get isInteractive() {
      return process.stderr.isTTY
    },
  }
}
