import path from 'node:path'
import { ConfigurationError } from '../model/errors.ts'
import type { EvidenceGap } from '../model/evidence.ts'
import { mergePolicies, type PolicyLayer } from '../policy/policy-chain.ts'
import { parsePolicy, type Policy } from '../policy/policy-file.ts'
import {
  identityOf,
  nameOf,
  type PolicyReference,
  type RepositoryReference,
  resolveReference,
} from '../policy/policy-reference.ts'
import { findRepository } from './git.ts'
import { isJudgedByBase, type PolicyRequest, readPolicySource } from './policy-source.ts'

/** What was made of an attempt to read a file: its text, or why there is none and what has to change. */
export type PolicyText = { readonly text: string } | { readonly unread: string }

/** Reads a policy file of another repository. */
export type ReadRemotePolicy = (reference: RepositoryReference) => Promise<PolicyText>

export interface LoadedPolicy {
  readonly policy: Policy
  readonly notices: readonly string[]
  /** Files that the policy stands on and that could not be read: nobody knows what they ask for. */
  readonly gaps: readonly EvidenceGap[]
}

/** How far `extends` may lead from the repository's own file, and how many files there may be in all. */
const MOST_LEVELS = 5
const MOST_FILES = 20

interface Walk {
  readonly request: PolicyRequest
  readonly readRemote: ReadRemotePolicy
  /** By identity, in the order in which they count. */
  readonly layers: Map<string, PolicyLayer>
  readonly unread: Set<string>
  readonly notices: string[]
  readonly gaps: EvidenceGap[]
}

/**
 * The policy of a file together with those that it extends. `text` is the file's own.
 * Rejects with a ConfigurationError that holds the problems of a file, or names the circle that files go in.
 */
export async function loadPolicy(
  text: string,
  request: PolicyRequest,
  readRemote: ReadRemotePolicy,
): Promise<LoadedPolicy> {
  const walk: Walk = { request, readRemote, layers: new Map(), unread: new Set(), notices: [], gaps: [] }
  const own: PolicyReference = { kind: 'path', path: request.file.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '') }
  await visit(walk, own, text, [own])
  const policy = mergePolicies([...walk.layers.values()])
  return { policy, notices: [...walk.notices, ...policy.notices], gaps: walk.gaps }
}

/** Reads a file's bases before itself, so that it stands on top of them. */
async function visit(
  walk: Walk,
  reference: PolicyReference,
  text: string,
  chain: readonly PolicyReference[],
): Promise<PolicyLayer> {
  const name = nameOf(reference)
  const policy = await parsePolicy(text, name)
  const extended = new Set<string>()
  for (const item of policy.extends ?? []) {
    const target = resolveReference(item, reference)
    const layer = walk.layers.get(identityOf(target)) ?? (await follow(walk, target, [...chain, target]))
    for (const other of layer === undefined ? [] : [layer.name, ...layer.extended]) extended.add(other)
  }
  const layer: PolicyLayer = { name, policy, extended: [...extended] }
  walk.layers.set(identityOf(reference), layer)
  return layer
}

async function follow(
  walk: Walk,
  target: PolicyReference,
  chain: readonly PolicyReference[],
): Promise<PolicyLayer | undefined> {
  const identity = identityOf(target)
  const before = chain.slice(0, -1)
  if (before.some((reference) => identityOf(reference) === identity)) {
    throw new ConfigurationError(`extends goes in a circle: ${told(chain)}; take it out of one of these files`)
  }
  if (before.length > MOST_LEVELS) {
    throw new ConfigurationError(
      `extends goes more than ${MOST_LEVELS} files deep: ${told(chain)}; extend one of them directly`,
    )
  }
  if (walk.unread.has(identity)) return undefined
  if (chain.length + walk.layers.size + walk.unread.size > MOST_FILES) {
    throw new ConfigurationError(`extends leads to more than ${MOST_FILES} files, the last through ${told(chain)}`)
  }
  const read = target.kind === 'repository' ? await walk.readRemote(target) : await readHere(walk, target.path)
  if ('text' in read) return visit(walk, target, read.text, chain)
  walk.unread.add(identity)
  const by = before.at(-1)
  walk.gaps.push({ expected: `${nameOf(target)}${by ? `, which ${nameOf(by)} extends` : ''}`, found: read.unread })
  return undefined
}

function told(chain: readonly PolicyReference[]): string {
  return chain.map(nameOf).join(' → ')
}

/** A file of the repository that is judged, by the same commit as its policy. */
async function readHere({ request, notices }: Walk, file: string): Promise<PolicyText> {
  const { workspace, git, folder, environment } = request
  const repository = (await findRepository(git, folder)) ?? workspace.root
  const fromWorkspace = path.relative(workspace.root, path.join(repository, file)).split(path.sep).join('/')
  const source = await readPolicySource({ ...request, file: fromWorkspace })
  if (source.gap !== undefined) return { unread: source.gap.found }
  if (source.text === undefined) {
    return { unread: `there is no such file in the ${isJudgedByBase(environment) ? 'base branch' : 'repository'}` }
  }
  notices.push(...source.notices)
  return { text: source.text }
}
