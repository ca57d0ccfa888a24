import type { FurtherSurroundings, LeftFurther } from '../shared/gate/further.ts'
import type { GateResult } from '../shared/gate/gate.ts'
import { type SarifContent, sarifContent, whyNoSarif } from '../shared/render/sarif-content.ts'
import { type SarifOptions, writeSarif } from '../shared/render/sarif.ts'
import { VERSION } from '../shared/runtime/version.ts'
import type { SecurityScanInputs } from './inputs.ts'

type Audience = SarifOptions['audience']

/** Each document, with the input that says where it goes and the output that says where it is. */
const DOCUMENTS = [
  { audience: 'github', name: 'sarif-file', what: 'The merged SARIF' },
  { audience: 'full', name: 'sarif-full-file', what: 'The SARIF with everything' },
] as const satisfies readonly { readonly audience: Audience; readonly name: string; readonly what: string }[]

/** Writes the SARIF documents that are asked for. One that could close alerts which nobody looked at is not written. */
export async function leaveSarif(
  result: GateResult,
  inputs: SecurityScanInputs,
  { workspace, verdictFile }: FurtherSurroundings,
): Promise<LeftFurther> {
  const targets: Readonly<Record<Audience, string | undefined>> = {
    github: inputs.sarifFile ?? verdictFile?.replace(/(?:\.json)?$/, '.sarif'),
    full: inputs.sarifFullFile,
  }
  const outputs: Record<string, string> = { 'sarif-file': '', 'sarif-full-file': '' }
  const notes: string[] = []
  const files: string[] = []
  let content: SarifContent | undefined
  for (const { audience, name, what } of DOCUMENTS) {
    const target = targets[audience]
    if (target === undefined) continue
    content ??= sarifContent(result.evidence)
    const why = whyNoSarif(result.evidence, content, audience)
    if (why !== undefined) {
      notes.push(`No ${name} was written: ${why}. An empty one would close alerts that nobody has looked at.`)
      continue
    }
    const pieces = [...writeSarif(content, { audience, category: categoryOf(result, inputs), version: VERSION })]
    const file = workspace.writeText(target, pieces.join(''), name)
    outputs[name] = file
    files.push(`${what}: ${file}`)
  }
  return { outputs, notes, files }
}

/** By default the gate's name with its leg: what two legs upload must not take each other's place. */
function categoryOf({ verdict }: GateResult, { category, name }: SecurityScanInputs): string {
  const { leg } = verdict.subject
  return category ?? (leg === undefined || leg === '' ? name : `${name} (${leg})`)
}
