import type { InputSource, InputTable } from '../runtime/inputs.ts'
import type { LeaveFurther } from './further.ts'
import type { Gate } from './gate.ts'
import type { GateInputs } from './inputs.ts'
import type { OutputFiles } from './output-files.ts'

/** A gate as an action has it. */
export interface GateAction<Read extends GateInputs> extends Gate {
  readonly inputs: InputTable
  /**
   * Throws a ConfigurationError; `mayBeThere` says whether a policy file can be, `moreProblems` what is wrong with inputs that
   * can be read.
   */
  readonly read: (
    source: InputSource,
    mayBeThere: (policyFile: string) => boolean,
    moreProblems: (read: Partial<Read>) => readonly string[],
  ) => Read
  /** Files that the inputs ask for, by input. */
  readonly files: (inputs: Partial<Read>) => OutputFiles
  /** Loads what this gate writes beside all others. Called when there is a verdict. */
  readonly loadFurther?: () => Promise<LeaveFurther<Read>>
}

/** The files that every gate can be asked for, by input. */
export function gateFiles(inputs: Partial<GateInputs>): OutputFiles {
  return {
    'verdict-file': inputs.verdictFile,
    'baseline-file': inputs.baselineFile,
    'report-page': inputs.reportPage,
  }
}
