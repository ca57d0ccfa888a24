import type { Environment, EventPayload } from '../runtime/environment.ts'
import type { Git } from '../runtime/git.ts'
import type { Step } from '../runtime/step.ts'
import type { Workspace } from '../runtime/workspace.ts'
import type { GateResult } from './gate.ts'

/** Where a gate leaves what it writes, in an action and at a terminal. */
export interface FurtherSurroundings {
  readonly workspace: Workspace
  readonly environment: Environment
  readonly payload: EventPayload
  readonly git: Git
  /** The working directory. */
  readonly folder: string
  /** Where the verdict is, for files that stand beside it where no input says where; absent where they are not wanted. */
  readonly verdictFile: string | undefined
}

/** What one gate leaves beside what all of them do. */
export interface LeftFurther {
  readonly outputs: Readonly<Record<string, string>>
  /** What people must be told. */
  readonly notes: readonly string[]
  /** What was written, for the log: `The merged SARIF: …`. */
  readonly files: readonly string[]
  /** Asks GitHub, beside whatever else does. Resolves to what people must be told; rejects only for our own bugs. */
  readonly publish?: ((step: Step) => Promise<readonly string[]>) | undefined
}

/** Writes what one gate writes beside all others, when its verdict has been written. */
export type LeaveFurther<Read> = (
  result: GateResult,
  inputs: Read,
  surroundings: FurtherSurroundings,
) => Promise<LeftFurther>
