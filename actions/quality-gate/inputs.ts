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

/** Throws one ConfigurationError that tells of every wrong input. `mayBeThere` says whether a policy file can be. */
export function readQualityGateInputs(
  source: InputSource,
  mayBeThere: (policyFile: string) => boolean,
): QualityGateInputs {
  return readInputs(INPUTS, source, demandReports(source, mayBeThere))
}

export const OUTPUTS = GATE_OUTPUTS
