import { describe, expect, it } from '@jest/globals'
import type { Api, ApiRequest } from '../../../actions/shared/github/api.ts'
import { commentsOn } from '../../../actions/shared/github/comment-store.ts'
import { GitHubRefusal } from '../../../actions/shared/github/refusal.ts'
import { type Marker, renderMarker } from '../../../actions/shared/render/marker.ts'

const MARKER: Marker = { action: 'quality-gate', name: 'gate', leg: '', run: 7, attempt: 1 }
const REPOSITORY = { owner: 'octo', repo: 'shop' }

const comment = (id: number, login: string, type: string, body = `${renderMarker(MARKER)}\nhello`) => ({
  id,
  body,
  user: { login, type },
  created_at: '2026-11-21T00:00:00Z',
})

/** An API with these comments, whose token is this user's, or an installation's. */
function apiWith(comments: readonly unknown[], user: string | GitHubRefusal) {
  const asked: ApiRequest[] = []
  const api: Api = (request) => {
    asked.push(request)
    const answer = (data: unknown) => Promise.resolve({ status: 200, headers: {}, data })
    if (request.route !== 'GET /user') return answer(comments)
    return typeof user === 'string' ? answer({ login: user }) : Promise.reject(user)
  }
  return { api, asked }
}

const NO_USER = new GitHubRefusal('rights', 'GitHub answered 403 (Resource not accessible by integration)', 403)
const mixed = [
  comment(4, 'github-actions[bot]', 'Bot'),
  comment(2, 'mallory', 'User'),
  comment(3, 'ci-account', 'User'),
  comment(1, 'mallory', 'User', 'LGTM'),
  { id: 9, body: `${renderMarker(MARKER)}\nof someone who is gone`, user: null },
  { id: 10, user: { type: 'Bot' } },
]

describe('comments on GitHub', () => {
  it.each<[string, string, string | GitHubRefusal, number[]]>([
    ['GITHUB_TOKEN', 'ghs_abc', NO_USER, [4]],
    ["an installation's token of another form", 'v1.abc', NO_USER, [4]],
    ["a person's token", 'ghp_abc', 'ci-account', [3]],
    ['a token of someone who has not written yet', 'ghp_abc', 'newcomer', []],
  ])('are trusted only if the token has written them: %s', async (_name, token, user, ids) => {
    const { api } = apiWith(mixed, user)
    const found = await commentsOn(api, REPOSITORY, 7, token).findByMarker(MARKER)
    expect(found.map(({ id }) => id)).toEqual(ids)
  })

  it('asks who the token is only where it matters, and once', async () => {
    const { api, asked } = apiWith(mixed, 'ci-account')
    const store = commentsOn(api, REPOSITORY, 7, 'ghp_abc')
    expect(await store.findByMarker({ ...MARKER, name: 'other' })).toEqual([])
    expect(asked.map(({ route }) => route)).not.toContain('GET /user')
    await store.findByMarker(MARKER)
    await store.findByMarker(MARKER)
    expect(asked.filter(({ route }) => route === 'GET /user')).toHaveLength(1)
    const installation = apiWith(mixed, NO_USER)
    await commentsOn(installation.api, REPOSITORY, 7, 'ghs_abc').findByMarker(MARKER)
    expect(installation.asked).toHaveLength(1)
  })

  it('does not guess while GitHub is away', async () => {
    const { api } = apiWith(mixed, new GitHubRefusal('weather', 'GitHub answered 502', 502))
    await expect(commentsOn(api, REPOSITORY, 7, 'ghp_abc').findByMarker(MARKER)).rejects.toThrow('502')
  })

  it('come oldest first', async () => {
    const { api } = apiWith([comment(9, 'b[bot]', 'Bot'), comment(5, 'b[bot]', 'Bot')], NO_USER)
    const found = await commentsOn(api, REPOSITORY, 7, 'ghs_abc').findByMarker(MARKER)
    expect(found.map(({ id }) => id)).toEqual([5, 9])
  })
})
