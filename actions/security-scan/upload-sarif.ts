import type { FurtherSurroundings } from '../shared/gate/further.ts'
import type { GateResult } from '../shared/gate/gate.ts'
import { repositoryOf } from '../shared/github/api.ts'
import { planPublishing } from '../shared/github/events.ts'
import { analysisTarget, codeScanningPort, publishSarif } from '../shared/github/publish-sarif.ts'
import { compressSarif } from '../shared/runtime/sarif-documents.ts'
import type { Step } from '../shared/runtime/step.ts'
import type { SecurityScanInputs } from './inputs.ts'

/** Uploads the document to code scanning. Resolves to what people must be told: nothing where all went well. */
export async function uploadSarif(
  pieces: Iterable<string | Uint8Array>,
  { verdict }: GateResult,
  { token }: SecurityScanInputs,
  { environment, payload, git, folder }: FurtherSurroundings,
  step: Step,
): Promise<readonly string[]> {
  const repository = repositoryOf(environment['GITHUB_REPOSITORY'])
  if (token !== undefined) step.command('add-mask', token)
  const apiUrl = environment['GITHUB_API_URL'] || 'https://api.github.com'
  const plan = planPublishing(environment, payload)
  const head = (await git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']))?.trim() || undefined
  return publishSarif({
    codeScanning: repository && token !== undefined ? codeScanningPort({ repository, token, apiUrl }) : undefined,
    target: analysisTarget(environment, payload, plan, head),
    document: await compressSarif(pieces),
    started: verdict.started,
    readOnly: plan.readOnly,
  })
}
