import type { InputSource, InputTable } from '../runtime/inputs.ts'
import type { LeaveFurther } from './further.ts'
import type { Gate } from './gate.ts'
import type { GateInputs } from './inputs.ts'

/** A gate as an action has it. */
export interface GateAction<Read extends GateInputs> extends Gate {
  readonly inputs: InputTable
  /** Throws a ConfigurationError; `mayBeThere` says whether a policy file can be. */
  readonly read: (source: InputSource, mayBeThere: (policyFile: string) => boolean) => Read
  /** Files that the inputs ask for, by input. */
  readonly files: (inputs: Read) => Readonly<Record<string, string | undefined>>
  /** Loads what this gate writes beside all others. Called when there is a verdict. */
  readonly loadFurther?: () => Promise<LeaveFurther<Read>>
}

/** The files that every gate can be asked for, by input. */
export function gateFiles(inputs: GateInputs): Readonly<Record<string, string | undefined>> {
  return {
    'verdict-file': inputs.verdictFile,
    'baseline-file': inputs.baselineFile,
    'report-page': inputs.reportPage,
  }
}
