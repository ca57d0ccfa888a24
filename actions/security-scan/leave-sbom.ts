import type { FurtherSurroundings, LeftFurther } from '../shared/gate/further.ts'
import type { GateResult } from '../shared/gate/gate.ts'
import type { EvidenceSet } from '../shared/model/evidence.ts'
import { everyFinding } from '../shared/model/every-finding.ts'
import { VERSION } from '../shared/runtime/version.ts'
import type { SecurityScanInputs } from './inputs.ts'

/** Writes one bill of materials of all packages that the reports name, where it is asked for. */
export async function leaveSbom(
  { verdict, evidence }: GateResult,
  { sbomFile, name }: SecurityScanInputs,
  { workspace }: FurtherSurroundings,
): Promise<LeftFurther> {
  if (sbomFile === undefined) return { outputs: { 'sbom-file': '' }, notes: [], files: [] }
  if (!namesPackages(evidence)) {
    return { outputs: { 'sbom-file': '' }, notes: ['No sbom-file was written: no report names a package.'], files: [] }
  }
  const [{ renderCyclonedx }, { randomUUID }] = await Promise.all([
    import('../shared/render/cyclonedx.ts'),
    import('node:crypto'),
  ])
  const { repository, sha } = verdict.subject
  const pieces = renderCyclonedx(evidence, {
    name: repository ?? name,
    version: sha,
    timestamp: verdict.finished,
    serialNumber: randomUUID(),
    toolVersion: VERSION,
  })
  const file = workspace.writePieces(sbomFile, pieces, 'sbom-file')
  const missing = evidence.gaps.length + evidence.evidence.filter(({ refused }) => refused !== undefined).length
  const notes = missing === 0 ? [] : ['The sbom-file may lack packages: not every report was there or could be read.']
  return { outputs: { 'sbom-file': file }, notes, files: [`The bill of materials: ${file}`] }
}

function namesPackages({ tables }: EvidenceSet): boolean {
  return (
    [...tables.values()].some(({ components }) => (components?.size ?? 0) > 0) ||
    everyFinding(tables).some(({ details }) => details?.package !== undefined)
  )
}
