import { describe, expect, it } from '@jest/globals'
import type { Api } from '../../../actions/shared/github/api.ts'
import { cacheEntriesOf } from '../../../actions/shared/github/caches.ts'

const REPOSITORY = { owner: 'acme', repo: 'shop' }

function answering(data: unknown): Api {
  return ({ route, parameters }) => {
    expect(route).toBe('GET /repos/{owner}/{repo}/actions/caches')
    expect(parameters).toMatchObject({ ...REPOSITORY, key: 'k' })
    return Promise.resolve({ status: 200, headers: {}, data })
  }
}

const entries = (data: unknown) => cacheEntriesOf(answering(data), REPOSITORY).withKey('k')

describe('cache entries of a repository', () => {
  it('are those with exactly the key, with the branch that wrote each', async () => {
    const found = await entries({
      actions_caches: [
        { key: 'k', ref: 'refs/heads/main' },
        { key: 'k2', ref: 'refs/pull/1/merge' },
        { key: 'k' },
        null,
      ],
    })
    expect(found).toEqual([{ key: 'k', ref: 'refs/heads/main' }])
  })

  it.each([
    ['is no list', { actions_caches: 'none' }],
    ['is nothing', null],
    [
      'goes on beyond a page',
      { actions_caches: Array.from({ length: 100 }, () => ({ key: 'kx', ref: 'refs/heads/main' })) },
    ],
  ])('are not known where the answer %s', async (_what, data) => {
    await expect(entries(data)).rejects.toThrow('GitHub')
  })
})
