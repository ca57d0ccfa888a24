import { demandReports, GATE_OUTPUTS, gateInputs } from '../shared/gate/inputs.ts'
import { type Inputs, type InputSource, readInputs } from '../shared/runtime/inputs.ts'

export const INPUTS = gateInputs({
  name: 'quality-gate',
  section: 'quality',
  rule: 'coverage.line >= 80',
  patchRule: 'coverage.line.patch >= 90',
  expectation: 'junit >= 100 tests',
})

export type QualityGateInputs = Inputs<typeof INPUTS>

/**
 * Throws one ConfigurationError that tells of every wrong input. `mayBeThere` says whether a policy file can be,
 * `moreProblems` what is wrong with inputs that can be read.
 */
export function readQualityGateInputs(
  source: InputSource,
  mayBeThere: (policyFile: string) => boolean,
  moreProblems: (read: Partial<QualityGateInputs>) => readonly string[] = () => [],
): QualityGateInputs {
  const reportProblems = demandReports(source, mayBeThere)
  return readInputs(INPUTS, source, (read) => [...reportProblems(read), ...moreProblems(read)])
}

export const OUTPUTS = GATE_OUTPUTS
