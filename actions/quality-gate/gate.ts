import { type GateAction, gateFiles } from '../shared/gate/gate-action.ts'
import { INPUTS, type QualityGateInputs, readQualityGateInputs } from './inputs.ts'

export const QUALITY_GATE: GateAction<QualityGateInputs> = {
  action: 'quality-gate',
  section: 'quality',
  inputs: INPUTS,
  read: readQualityGateInputs,
  files: gateFiles,
}
