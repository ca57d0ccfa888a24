import type { EvidenceGap } from '../model/evidence.ts'
import type { Policy } from '../policy/policy-file.ts'
import { findRepository } from '../runtime/git.ts'
import type { ReadRemotePolicy } from '../runtime/policy-chain.ts'
import { type PolicyRequest, type PolicySource, readPolicySource } from '../runtime/policy-source.ts'

/** The policy, as far as it can be seen. */
export interface SeenPolicy {
  readonly policy?: Policy | undefined
  readonly notices: readonly string[]
  readonly gaps: readonly EvidenceGap[]
  /** What a change does to the file, told apart from what counts. */
  readonly changed?: PolicySource['changed']
}

const NOTHING: SeenPolicy = { notices: [], gaps: [] }

/**
 * The policy file and those that it extends. They are read also where the inputs name all rules and reports (`isReplaced`):
 * what is locked holds all the same, and what is waived is.
 */
export async function readPolicy(
  request: PolicyRequest,
  readRemotePolicy: ReadRemotePolicy,
  isReplaced: boolean,
): Promise<SeenPolicy> {
  const source = await readPolicySource(request)
  if (source.text === undefined) {
    if (isReplaced && (source.gap === undefined || (await hasNone(request)))) return NOTHING
    return { notices: source.notices, gaps: source.gap ? [source.gap] : [], changed: source.changed }
  }
  const { loadPolicy } = await import('../runtime/policy-chain.ts')
  const loaded = await loadPolicy(source.text, request, readRemotePolicy)
  return { ...loaded, notices: [...source.notices, ...loaded.notices], changed: source.changed }
}

/** Nothing was checked out: where there is no repository there is no policy that anybody could have meant. */
async function hasNone({ file, workspace, folder, git }: PolicyRequest): Promise<boolean> {
  return workspace.real(file) === undefined && (await findRepository(git, folder)) === undefined
}
