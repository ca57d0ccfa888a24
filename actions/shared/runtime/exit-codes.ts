import type { Status } from '../model/status.ts'

/** A step is green or it is not. */
export const STEP_EXIT: Readonly<Record<Status, number>> = { pass: 0, warn: 0, unknown: 1, fail: 1 }

/** At a terminal and in scripts, what could not be told differs from what is wrong. */
export const TERMINAL_EXIT: Readonly<Record<Status, number>> = { pass: 0, warn: 0, fail: 1, unknown: 3 }

/** At a terminal: the command line or a policy file is wrong. */
export const WRONG_INPUT_EXIT = 2
