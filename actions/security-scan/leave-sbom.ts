import type { FurtherSurroundings, LeftFurther } from '../shared/gate/further.ts'
import type { GateResult } from '../shared/gate/gate.ts'
import type { EvidenceSet } from '../shared/model/evidence.ts'
import { everyFinding } from '../shared/model/every-finding.ts'
import type { Environment } from '../shared/runtime/environment.ts'
import { VERSION } from '../shared/runtime/version.ts'
import type { SecurityScanInputs } from './inputs.ts'

/** Writes one bill of materials of all packages that the reports name, where it is asked for. */
export async function leaveSbom(
  { verdict, evidence }: GateResult,
  { sbomFile, name }: SecurityScanInputs,
  { workspace, environment }: FurtherSurroundings,
): Promise<LeftFurther> {
  if (sbomFile === undefined) return { outputs: { 'sbom-file': '' }, notes: [], files: [] }
  if (!namesPackages(evidence)) {
    return { outputs: { 'sbom-file': '' }, notes: ['No sbom-file was written: no report names a package.'], files: [] }
  }
  const [{ renderCyclonedx }, { createHash }] = await Promise.all([
    import('../shared/render/cyclonedx.ts'),
    import('node:crypto'),
  ])
  const { repository, sha } = verdict.subject
  const options = {
    name: repository ?? name,
    version: sha,
    timestamp: timeOf(environment) ?? verdict.finished,
    toolVersion: VERSION,
  }
  // Two documents that say the same at the same time are one.
  const hash = createHash('sha256')
  for (const piece of renderCyclonedx(evidence, options)) hash.update(piece)
  const pieces = renderCyclonedx(evidence, { ...options, serialNumber: uuidOf(hash.digest('hex')) })
  const file = workspace.writePieces(sbomFile, pieces, 'sbom-file')
  const missing = evidence.gaps.length + evidence.evidence.filter(({ refused }) => refused !== undefined).length
  const notes = missing === 0 ? [] : ['The sbom-file may lack packages: not every report was there or could be read.']
  return { outputs: { 'sbom-file': file }, notes, files: [`The bill of materials: ${file}`] }
}

/** When it was made, where the build says so (https://reproducible-builds.org/specs/source-date-epoch/). */
function timeOf({ SOURCE_DATE_EPOCH: seconds = '' }: Environment): string | undefined {
  return /^\d{1,11}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString() : undefined
}

/** A UUID of version 8 (https://www.rfc-editor.org/rfc/rfc9562#section-5.8) from 32 or more hexadecimal digits. */
function uuidOf(digits: string): string {
  const variant = ((Number.parseInt(digits[16] ?? '0', 16) & 3) | 8).toString(16)
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`]
  return [...parts, `${variant}${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-')
}

function namesPackages({ tables }: EvidenceSet): boolean {
  return (
    [...tables.values()].some(({ components }) => (components?.size ?? 0) > 0) ||
    everyFinding(tables).some(({ details }) => details?.package !== undefined)
  )
}
