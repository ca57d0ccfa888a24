import type { FurtherSurroundings, LeftFurther } from '../shared/gate/further.ts'
import type { GateResult } from '../shared/gate/gate.ts'
import { placeOf } from '../shared/github/events.ts'
import { type SarifContent, sarifContent, whyNoSarif } from '../shared/render/sarif-content.ts'
import { type SarifOptions, writeSarif } from '../shared/render/sarif.ts'
import type { Environment } from '../shared/runtime/environment.ts'
import { fitForGitHub, type FittedSarif, inCheckout } from '../shared/runtime/sarif-documents.ts'
import { VERSION } from '../shared/runtime/version.ts'
import type { SecurityScanInputs } from './inputs.ts'

type Audience = SarifOptions['audience']

/** Writes the SARIF documents that are asked for. One that could close alerts which nobody looked at is not written. */
export async function leaveSarif(
  result: GateResult,
  inputs: SecurityScanInputs,
  surroundings: FurtherSurroundings,
): Promise<LeftFurther> {
  const { workspace, verdictFile } = surroundings
  const target = inputs.sarifFile ?? verdictFile?.replace(/(?:\.json)?$/, '.sarif')
  const full = inputs.sarifFullFile
  if (target === undefined && full === undefined && !inputs.uploadSarif) {
    return { outputs: NO_FILES, notes: [], files: [] }
  }

  const content = sarifContent(result.evidence)
  const outputs: Record<keyof typeof NO_FILES, string> = { ...NO_FILES }
  const notes: string[] = []
  const files: string[] = []
  const made = async (
    audience: Audience,
    name: keyof typeof NO_FILES,
    file: string | undefined,
  ): Promise<FittedSarif | undefined> => {
    const why = whyNoSarif(result.evidence, content, audience)
    if (why === undefined) return sarifFor(audience, content, result, inputs, surroundings.environment)
    // A step behind this one would upload what an earlier run left there as if it were of this commit.
    const isStale = file !== undefined && workspace.removeFile(file, name)
    const taken = isStale ? ' The one that an earlier run left there was removed.' : ''
    notes.push(`No ${name} was written: ${why}. ${HARM[audience]}${taken}`)
    return undefined
  }
  const write = (sarif: FittedSarif, file: string, name: keyof typeof NO_FILES, what: string): void => {
    outputs[name] = workspace.writePieces(file, piecesOf(sarif, content), name)
    files.push(`${what}: ${outputs[name]}`)
  }

  const merged = target === undefined && !inputs.uploadSarif ? undefined : await made('github', 'sarif-file', target)
  notes.push(...(merged?.notes ?? []))
  if (merged && target !== undefined) write(merged, target, 'sarif-file', 'The merged SARIF')
  const everything = full === undefined ? undefined : await made('full', 'sarif-full-file', full)
  if (everything && full !== undefined) write(everything, full, 'sarif-full-file', 'The SARIF with everything')
  return { outputs, notes, files, publish: merged && inputs.uploadSarif ? uploadOf(merged, content) : undefined }

  function uploadOf(sarif: FittedSarif, all: SarifContent): NonNullable<LeftFurther['publish']> {
    return async (step) => {
      const { uploadSarif } = await import('./upload-sarif.ts')
      return uploadSarif(piecesOf(sarif, all), result, inputs, surroundings, step)
    }
  }
}

function piecesOf({ pieces, options }: FittedSarif, content: SarifContent): Iterable<string | Uint8Array> {
  return pieces ?? writeSarif(content, options)
}

/** What a document without all of it would do. */
const HARM: Readonly<Record<Audience, string>> = {
  github: 'Code scanning would close alerts that nobody has looked at.',
  full: 'It would read as if there was nothing.',
}

const NO_FILES = { 'sarif-file': '', 'sarif-full-file': '' }

async function sarifFor(
  audience: Audience,
  content: SarifContent,
  { verdict, top, files }: GateResult,
  { category, name }: SecurityScanInputs,
  environment: Environment,
): Promise<FittedSarif> {
  const { leg } = verdict.subject
  // What two jobs or legs upload must not take each other's place: it would close each other's alerts.
  const gate = leg === undefined || leg === '' ? name : `${name} (${leg})`
  const standard = [placeOf(environment), gate].filter((part) => part !== '').join('/')
  const options: SarifOptions = {
    audience,
    category: category ?? standard,
    version: VERSION,
    informationUri: pageOf(environment),
    ...inCheckout(content, audience, top, files),
  }
  return audience === 'full' ? { options, notes: [] } : fitForGitHub(content, options)
}

/** The repository that the action was taken from, which has its documentation; at a terminal nobody knows it. */
function pageOf(environment: Environment): string | undefined {
  const [server, repository] = [environment['GITHUB_SERVER_URL'], environment['GITHUB_ACTION_REPOSITORY']]
  return server && repository ? `${server}/${repository}` : undefined
}
