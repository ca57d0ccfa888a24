import { demandReports, GATE_OUTPUTS, gateInputs } from '../shared/gate/inputs.ts'
import { boolean, path, title } from '../shared/runtime/input-types.ts'
import { type Inputs, type InputSource, type InputTable, readInputs } from '../shared/runtime/inputs.ts'

const GATE = gateInputs({
  name: 'security-scan',
  section: 'security',
  rule: 'security.critical == 0',
  patchRule: 'security.total.patch == 0',
  expectation: 'trivy',
})

export const INPUTS = {
  ...GATE,
  'sarif-file': {
    description:
      "Where to write one SARIF of all findings, merged, within what GitHub's code scanning takes. In an action by default beside the verdict file; at a terminal nowhere. Where the verdict cannot tell what the scanners saw, none is written: an empty one would close every alert.",
    type: path,
  },
  'sarif-full-file': {
    description:
      'Where to write the SARIF with everything: all findings, those that were set aside, and every scanner that saw them. By default nowhere.',
    type: path,
  },
  'upload-sarif': {
    description:
      'Whether the SARIF is uploaded to code scanning. Needs the permission `security-events: write`; without it the verdict is the same, and one line says what could not be uploaded.',
    default: 'false',
    type: boolean,
    onlyInActions: true,
  },
  category: {
    description:
      "What code scanning tells this upload's results by from those of other uploads. By default workflow, job and the gate's name with its leg: two uploads of one category close each other's alerts.",
    type: title,
  },
  'sbom-file': {
    description:
      'Where to write one software bill of materials (CycloneDX) of all packages that the reports name, merged. By default nowhere.',
    type: path,
  },
  token: {
    ...GATE.token,
    description:
      'Token for the comment, the check run and the upload to code scanning. Without the permissions for them the verdict is the same, and one line says what could not be shown. It also reads policies of other repositories that the policy file extends.',
  },
} as const satisfies InputTable

export type SecurityScanInputs = Inputs<typeof INPUTS>

/**
 * Throws one ConfigurationError that tells of every wrong input. `mayBeThere` says whether a policy file can be,
 * `moreProblems` what is wrong with inputs that can be read.
 */
export function readSecurityScanInputs(
  source: InputSource,
  mayBeThere: (policyFile: string) => boolean,
  moreProblems: (read: Partial<SecurityScanInputs>) => readonly string[] = () => [],
): SecurityScanInputs {
  const reportProblems = demandReports(source, mayBeThere)
  return readInputs(INPUTS, source, (read) => [...reportProblems(read), ...moreProblems(read)])
}

const COUNT = 'Empty where no report tells. What could not be told is in `status` alone: judge by that.'

export const OUTPUTS = {
  ...GATE_OUTPUTS,
  'sarif-file': { description: 'Path of the merged SARIF for code scanning; empty where none was written.' },
  'sarif-full-file': { description: 'Path of the SARIF with everything; empty where none was written.' },
  'sbom-file': { description: 'Path of the merged bill of materials; empty where none was written.' },
  critical: { description: `Number of critical findings, each counted once. ${COUNT}` },
  high: { description: `Number of high findings. ${COUNT}` },
  medium: { description: `Number of medium findings. ${COUNT}` },
  low: { description: `Number of low findings. ${COUNT}` },
  unknown: { description: `Number of findings that no report gives a severity. ${COUNT}` },
  secrets: { description: `Number of secrets. ${COUNT}` },
} as const satisfies Readonly<Record<string, { readonly description: string }>>
