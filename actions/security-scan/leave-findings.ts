import type { FurtherSurroundings, LeftFurther } from '../shared/gate/further.ts'
import type { GateResult } from '../shared/gate/gate.ts'
import type { Verdict } from '../shared/model/verdict.ts'
import type { SecurityScanInputs } from './inputs.ts'
import { leaveSarif } from './leave-sarif.ts'
import { leaveSbom } from './leave-sbom.ts'

/** Outputs that count findings, and the metric of each. */
const COUNTS = {
  critical: 'security.critical',
  high: 'security.high',
  medium: 'security.medium',
  low: 'security.low',
  unknown: 'security.unknown',
  secrets: 'secrets.total',
} as const

/** Leaves what scanners found: the SARIF documents, the bill of materials, and the counts. */
export async function leaveFindings(
  result: GateResult,
  inputs: SecurityScanInputs,
  surroundings: FurtherSurroundings,
): Promise<LeftFurther> {
  const sarif = await leaveSarif(result, inputs, surroundings)
  const sbom = await leaveSbom(result, inputs, surroundings)
  return {
    outputs: { ...sarif.outputs, ...sbom.outputs, ...countsOf(result.verdict) },
    notes: [...sarif.notes, ...sbom.notes],
    files: [...sarif.files, ...sbom.files],
    publish: sarif.publish,
  }
}

/** Empty where no report tells: a number would be taken for one. */
function countsOf({ metrics }: Verdict): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(COUNTS).map(([output, metric]) => [
      output,
      metrics[metric] === undefined ? '' : `${metrics[metric]}`,
    ]),
  )
}
