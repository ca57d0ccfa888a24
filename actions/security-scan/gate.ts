import { type GateAction, gateFiles } from '../shared/gate/gate-action.ts'
import { INPUTS, readSecurityScanInputs, type SecurityScanInputs } from './inputs.ts'

/** Findings of a label that are kept with their text: the SARIF with everything has them all. */
const FINDINGS_KEPT = 250_000

export const SECURITY_SCAN: GateAction<SecurityScanInputs> = {
  action: 'security-scan',
  section: 'security',
  findingsKept: FINDINGS_KEPT,
  inputs: INPUTS,
  read: readSecurityScanInputs,
  files: (inputs) => ({
    ...gateFiles(inputs),
    'sarif-file': inputs.sarifFile,
    'sarif-full-file': inputs.sarifFullFile,
    'sbom-file': inputs.sbomFile,
  }),
  loadFurther: async () => (await import('./leave-findings.ts')).leaveFindings,
}
