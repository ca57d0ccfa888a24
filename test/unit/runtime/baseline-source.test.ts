import { describe, expect, it } from '@jest/globals'
import type { CacheEntries } from '../../../actions/shared/github/caches.ts'
import { GitHubRefusal } from '../../../actions/shared/github/refusal.ts'
import type { Baseline } from '../../../actions/shared/model/baseline.ts'
import { packBaseline } from '../../../actions/shared/runtime/baseline-bytes.ts'
import { type BaselineCache, CacheRefusal } from '../../../actions/shared/runtime/baseline-cache.ts'
import { baselineKeys } from '../../../actions/shared/runtime/baseline-keys.ts'
import { type CacheRequest, readCachedBaseline } from '../../../actions/shared/runtime/baseline-source.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import { baselineOf } from '../../support/baseline.ts'
import { gitHistory } from '../../support/git-history.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const OWNER = { repository: 'acme/shop', gate: 'quality-gate', leg: undefined }
const MAIN = 'refs/heads/main'
const OWN = 'refs/pull/7/merge'

/** A cache with these entries, which counts what it is asked. */
class Cache implements BaselineCache {
  readonly entries = new Map<string, Uint8Array>()
  readonly asked: string[] = []

  find(keys: readonly string[]): Promise<string | undefined> {
    this.asked.push(`find ${keys.length}`)
    return Promise.resolve(keys.find((key) => this.entries.has(key)))
  }

  restore(key: string): Promise<Uint8Array | undefined> {
    this.asked.push('restore')
    return Promise.resolve(this.entries.get(key))
  }

  save(): Promise<boolean> {
    throw new Error('reading does not write')
  }
}

interface World {
  readonly commits: readonly string[]
  readonly cache: Cache
  readonly put: (sha: string, overrides?: Partial<Baseline>) => Promise<void>
  readonly read: (change?: Partial<CacheRequest>) => ReturnType<typeof readCachedBaseline>
}

const writtenBy = (...refs: readonly string[]): CacheEntries => ({
  withKey: (key) => Promise.resolve(refs.map((ref) => ({ key, ref }))),
})

/** A pull request against a branch of three commits, and a cache. */
function inWorld<Result>(use: (world: World) => Promise<Result>): Promise<Result> {
  return inFolder({}, async (folder) => {
    const history = gitHistory(folder)
    const commits = ['a', 'b', 'c'].map((name) => history.commit(name))
    history.run('checkout', '-q', '-b', 'change')
    history.commit('of-the-change')
    const cache = new Cache()
    const keyOf = await baselineKeys(OWNER)
    return use({
      commits,
      cache,
      put: async (sha, overrides = {}) => {
        const { bytes } = await packBaseline(baselineOf({ 'coverage.line': 80 }, { sha, ...overrides }))
        cache.entries.set(keyOf(sha), bytes)
      },
      read: (change = {}) =>
        readCachedBaseline({
          git: gitProgram(process.env, true),
          folder,
          environment: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: OWN, GITHUB_BASE_REF: 'main' },
          payload: { repository: { default_branch: 'main' }, pull_request: { base: { sha: commits[2] } } },
          mayFetch: false,
          owner: OWNER,
          cache,
          entries: writtenBy(MAIN),
          mustBeVerified: false,
          isInTime: () => true,
          ...change,
        }),
    })
  })
}

function shaOf({ baseline }: Awaited<ReturnType<typeof readCachedBaseline>>): string {
  return typeof baseline === 'string' ? baseline : baseline.sha
}

describe('the baseline in the cache', () => {
  it('is the nearest ancestor that has one', () =>
    inWorld(async ({ commits: [first = '', second = ''], put, read, cache }) => {
      await put(first)
      await put(second)
      expect(shaOf(await read())).toBe(second)
      expect(cache.asked).toEqual(['find 3', 'restore'])
    }))

  it('is never one of another branch, however new', () =>
    inWorld(async ({ put, read }) => {
      await put('e'.repeat(40))
      expect(await read()).toEqual({
        baseline: 'none is recorded yet for the last 3 commits that it could be of',
        notices: [],
      })
    }))

  it('is believed without a word where the default branch wrote it', () =>
    inWorld(async ({ commits: [, , tip = ''], put, read }) => {
      await put(tip)
      expect((await read()).notices).toEqual([])
    }))

  it('is refused, and not even unpacked, where the pull request itself wrote one', () =>
    inWorld(async ({ commits: [, , tip = ''], put, read, cache }) => {
      await put(tip)
      const found = await read({ entries: writtenBy(MAIN, OWN) })
      expect(found).toMatchObject({ isAmiss: true, baseline: expect.stringContaining(`${OWN} wrote`) as unknown })
      expect(cache.asked).not.toContain('restore')
    }))

  it('is refused where the pull request wrote one while it was fetched', () =>
    inWorld(async ({ commits: [, , tip = ''], put, read }) => {
      await put(tip)
      let asked = 0
      const entries: CacheEntries = {
        withKey: (key) => {
          asked += 1
          return writtenBy(...(asked === 1 ? [MAIN] : [MAIN, OWN])).withKey(key)
        },
      }
      expect(shaOf(await read({ entries }))).toContain('not believed')
    }))

  it('is not held up by what other pull requests wrote, which no run here can see', () =>
    inWorld(async ({ commits: [, , tip = ''], put, read }) => {
      await put(tip)
      expect(shaOf(await read({ entries: writtenBy('refs/pull/8/merge', MAIN) }))).toBe(tip)
    }))

  const refused: CacheEntries = {
    withKey: () => Promise.reject(new GitHubRefusal('rights', 'GitHub answered 403 (Resource not accessible)', 403)),
  }
  it.each([
    ['the token may not ask', refused, 'actions: read'],
    ['there is no token', undefined, 'no token'],
    ['GitHub does not list it', writtenBy(), 'does not list it'],
  ])('is used with a warning where %s, and not at all where one is required', (_what, entries, remedy) =>
    inWorld(async ({ commits: [, , tip = ''], put, read }) => {
      await put(tip)
      const found = await read({ entries })
      expect(shaOf(found)).toBe(tip)
      expect(found.notices).toEqual([expect.stringMatching(`not certain that the default branch recorded .*${remedy}`)])
      const required = await read({ entries, mustBeVerified: true })
      expect(required).toMatchObject({ isAmiss: true, baseline: expect.stringContaining(remedy) as unknown })
    }),
  )

  it('needs no asking in a run on the default branch, which sees no other entries', () =>
    inWorld(async ({ commits: [, , tip = ''], put, read }) => {
      await put(tip)
      const environment = { GITHUB_EVENT_NAME: 'push', GITHUB_REF: MAIN }
      expect(await read({ environment, entries: undefined })).toMatchObject({ baseline: { sha: tip }, notices: [] })
    }))

  it.each([
    ['another repository', { repository: 'acme/other' }, 'is of the repository "acme/other", not of "acme/shop"'],
    ['another gate', { gate: 'other' }, 'is of the gate "other"'],
    ['another leg', { leg: 'os: linux' }, 'is of the matrix leg "os: linux", not of (none)'],
    ['another commit', { sha: 'f'.repeat(40) }, 'is of the commit'],
  ])('is refused where it is of %s', (_what, overrides, sentence) =>
    inWorld(async ({ commits: [, , tip = ''], put, read }) => {
      await put(tip, overrides)
      expect(await read()).toMatchObject({ isAmiss: true, baseline: expect.stringContaining(sentence) as unknown })
    }),
  )

  it('is refused where it is damaged', () =>
    inWorld(async ({ commits: [, , tip = ''], put, read, cache }) => {
      await put(tip)
      for (const [key, bytes] of cache.entries) cache.entries.set(key, bytes.subarray(0, -1))
      expect(shaOf(await read())).toMatch(/^the entry in the cache was cut off/)
    }))

  it('is absent, and it says why, where the service refuses', () =>
    inWorld(async ({ read }) => {
      const cache = new Cache()
      cache.find = () => Promise.reject(new CacheRefusal('the cache refused: 429'))
      expect(await read({ cache })).toEqual({ baseline: 'the cache refused: 429', notices: [], isAmiss: true })
    }))

  it('is absent where the time is over', () =>
    inWorld(async ({ commits: [, , tip = ''], put, read }) => {
      await put(tip)
      expect(shaOf(await read({ isInTime: () => false }))).toContain('time')
    }))
})

describe('keys of baselines', () => {
  it('tell gates and legs apart, whatever their names hold', async () => {
    const sha = 'a'.repeat(40)
    const owners = [
      { gate: 'a', leg: 'b' },
      { gate: 'a' },
      { gate: 'a, b' },
      { gate: 'ab' },
      { gate: 'a', leg: '' },
      { gate: '☃,\n' },
    ]
    const keys = await Promise.all(owners.map(async (owner) => (await baselineKeys(owner))(sha)))
    expect(new Set(keys).size).toBe(owners.length)
    for (const key of keys) expect(key).toMatch(/^cicd-baseline-1-[0-9a-f]{16}-a{40}$/)
  })
})
