import type { Baseline } from '../model/baseline.ts'
import { EvidenceError } from '../model/errors.ts'
import type { CacheEntries } from '../github/caches.ts'
import { GitHubRefusal, remedyOf } from '../github/refusal.ts'
import { ancestry, type AncestryRequest } from './baseline-ancestors.ts'
import { unpackBaseline } from './baseline-bytes.ts'
import { type BaselineCache, CacheRefusal } from './baseline-cache.ts'
import { defaultRefOf } from './baseline-event.ts'
import { baselineKeys, type BaselineOwner, demandOwn } from './baseline-keys.ts'

/** A baseline, or one sentence's part that says why there is none; and what people must be told of it. */
export interface BaselineFound {
  readonly baseline: Baseline | string
  readonly notices: readonly string[]
  /** Something is wrong that a first run does not explain. */
  readonly isAmiss?: boolean | undefined
}

export interface CacheRequest extends AncestryRequest {
  readonly owner: BaselineOwner
  readonly cache: BaselineCache
  /** Tells which branch wrote an entry. */
  readonly entries: CacheEntries | undefined
  /** An entry of which nobody can say who wrote it does not count. */
  readonly mustBeVerified: boolean
  /** Whether there is time left to look further. */
  readonly isInTime: () => boolean
}

/** The baseline of the nearest ancestor that has one. Never rejects for what servers, git or entries say. */
export async function readCachedBaseline(request: CacheRequest): Promise<BaselineFound> {
  try {
    return await search(request)
  } catch (error) {
    if (error instanceof CacheRefusal || error instanceof EvidenceError) return amiss(error.message)
    throw error
  }
}

function amiss(why: string): BaselineFound {
  return { baseline: why, notices: [], isAmiss: true }
}

async function search(request: CacheRequest): Promise<BaselineFound> {
  const { owner, cache, isInTime } = request
  const commits = await ancestry(request)
  if (typeof commits === 'string') return amiss(commits)
  const keyOf = await baselineKeys(owner)
  let looked = 0
  for await (const portion of commits.portions()) {
    if (!isInTime()) return amiss('the time for finding the baseline is over')
    if (portion.length === 0) continue
    looked += portion.length
    const found = await cache.find(portion.map(keyOf))
    const sha = portion.find((commit) => keyOf(commit) === found)
    if (sha !== undefined) return restore(request, keyOf(sha), sha)
  }
  const where = looked === 1 ? 'the commit that it could be of' : `the last ${looked} commits that it could be of`
  return { baseline: `none is recorded yet for ${where}`, notices: [] }
}

async function restore(request: CacheRequest, key: string, sha: string): Promise<BaselineFound> {
  // Asked before, because unpacking is a risk of its own, and again behind it, because an entry can come in between.
  const before = await writtenBy(request, key)
  if (typeof before === 'object') return before
  const bytes = await request.cache.restore(key)
  if (!bytes) return amiss('the entry in the cache is gone again')
  const after = before === 'verified' ? await writtenBy(request, key) : before
  if (typeof after === 'object') return after
  try {
    const baseline = await unpackBaseline(bytes)
    demandOwn(baseline, request.owner, sha)
    return { baseline, notices: after === 'verified' ? [] : [after] }
  } catch (error) {
    if (error instanceof EvidenceError) return amiss(`the entry in the cache ${error.message}`)
    throw error
  }
}

/**
 * Whether the default branch wrote an entry. The service gives a run the entry of its own branch or pull request before the
 * default branch's, and there a change writes what it likes. Text: what people must know where it cannot be told.
 */
async function writtenBy(request: CacheRequest, key: string): Promise<string | BaselineFound> {
  const { environment, payload, entries, mustBeVerified } = request
  const branch = defaultRefOf(environment, payload)
  const own = environment['GITHUB_REF']
  // A run on the default branch sees no other branch's entries.
  if (branch !== undefined && own === branch) return 'verified'
  const doubt = await doubtOf(entries, key, branch, [own, `refs/heads/${environment['GITHUB_BASE_REF'] ?? ''}`])
  if (doubt === undefined) return 'verified'
  if (doubt.isForeign) return amiss(doubt.text)
  const told = `it is not certain that the default branch recorded the baseline: ${doubt.text}`
  return mustBeVerified ? amiss(`${told}, and require-baseline is true`) : told
}

async function doubtOf(
  entries: CacheEntries | undefined,
  key: string,
  branch: string | undefined,
  seen: readonly (string | undefined)[],
): Promise<{ readonly text: string; readonly isForeign?: boolean } | undefined> {
  if (branch === undefined) return { text: 'the event does not name the default branch' }
  if (!entries) return { text: 'there is no token to ask GitHub with' }
  try {
    const refs = (await entries.withKey(key)).map(({ ref }) => ref)
    const foreign = refs.find((ref) => ref !== branch && seen.includes(ref))
    if (foreign !== undefined) {
      return { text: `the cache holds one that ${foreign} wrote, which is not believed`, isForeign: true }
    }
    return refs.includes(branch) ? undefined : { text: 'GitHub does not list it' }
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error
    return { text: `${error.message}. ${remedyOf(error, 'actions: read')}`.trim().replace(/\.$/, '') }
  }
}
