import { afterEach, describe, expect, it } from '@jest/globals'
import { releaseHistoryPort } from '../../../actions/shared/github/releases.ts'
import { readRemoteHistory, remoteHistoryReader } from '../../../actions/version-check/remote-history.ts'
import { type SeenRequest, type Weather, type WeatherServer, weatherServer } from '../../support/weather-server.ts'

const open: WeatherServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const SHA = 'c'.repeat(40)
const release = (id: number, tag: string, more: object = {}) => ({ id, tag_name: tag, draft: false, ...more })
const ok = (data: unknown): Weather => ({ status: 200, data })

async function serve(answer: (request: SeenRequest) => Weather): Promise<WeatherServer> {
  const server = await weatherServer(answer)
  open.push(server)
  return server
}

async function read(answer: (request: SeenRequest) => Weather, needsTags = false) {
  const server = await serve(answer)
  let now = 0
  const sleep = (milliseconds: number) => {
    now += milliseconds
    return Promise.resolve()
  }
  const timing = { now: () => now, sleep, random: () => 0 }
  const repository = { owner: 'acme', repo: 'shop' }
  const port = releaseHistoryPort({ repository, token: 'ghs_x', apiUrl: `${server.url}/api/v3`, timing })
  return { history: await readRemoteHistory(port, needsTags), seen: server.seen }
}

describe('releases on GitHub', () => {
  it('are read to the last page, each once, with what tells them apart', async () => {
    const first = Array.from({ length: 100 }, (_, index) => release(index + 1, `v0.0.${index}`))
    const { history, seen } = await read(({ path }) => {
      if (path.endsWith('/latest')) return ok(release(1, 'v0.0.0'))
      if (path.includes('/tags?')) return ok([{ name: 'v0.0.0', commit: { sha: SHA } }])
      const second = [
        release(100, 'v0.0.99'),
        release(101, 'v1.0.0', { prerelease: true, target_commitish: SHA }),
        release(102, 'v2.0.0', { draft: true, target_commitish: 'main' }),
      ]
      return ok(/[?&]page=2/.test(path) ? second : first)
    }, true)
    expect(history.releases?.entries).toHaveLength(102)
    expect(history.releases?.entries.slice(-2)).toEqual([
      { tag: 'v1.0.0', isDraft: false, isPrerelease: true, commit: SHA },
      { tag: 'v2.0.0', isDraft: true, isPrerelease: false, commit: undefined },
    ])
    expect(history).toMatchObject({
      latest: 'v0.0.0',
      notices: [],
      tags: { entries: [{ commit: SHA }], isWhole: true },
    })
    expect(seen.map(({ path }) => path.replace('/api/v3/repos/acme/shop/', '')).sort()).toEqual([
      'releases/latest',
      'releases?per_page=100&page=1',
      'releases?per_page=100&page=2',
      'tags?per_page=100&page=1',
    ])
  })

  it('are read up to a bound, which is told', async () => {
    const full = Array.from({ length: 100 }, (_, index) => index)
    const { history, seen } = await read(({ path }) => {
      const page = Number(/[?&]page=(\d+)/.exec(path)?.[1] ?? 0)
      return ok(full.map((index) => release(page * 100 + index + 1, `v${page}.0.${index}`, { draft: true })))
    })
    expect([seen.length, history.releases?.isWhole]).toEqual([100, false])
    expect(history.notices).toEqual(['there are more releases on GitHub than are read (10000)'])
  })

  it('may have no Latest, which is asked for only where there can be one', async () => {
    const none = await read(({ path }) => (path.endsWith('/latest') ? { status: 404 } : ok([release(1, 'v1.0.0')])))
    expect([none.history.latest, none.history.notices]).toEqual([undefined, []])
    const unfit = [release(1, 'v1.0.0', { draft: true }), release(2, 'v1.0.0-rc.1', { prerelease: true })]
    expect((await read(() => ok(unfit))).seen).toHaveLength(1)
  })

  it.each<[string, Weather, RegExp]>([
    [
      'the token is wrong',
      { status: 401, data: { message: 'Bad credentials' } },
      /401 \(Bad credentials\)\. The token is wrong or has expired$/,
    ],
    [
      'the token may not',
      { status: 403, data: { message: 'Resource not accessible by integration' } },
      /403 .*\. The job needs the permission `contents: read`$/,
    ],
    ['the repository is not to be seen', { status: 404, data: { message: 'Not Found' } }, /404 .*`contents: read`$/],
    [
      'the limit is used up',
      {
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' },
        data: { message: 'API rate limit exceeded' },
      },
      /rate limit exceeded\), and asks to wait \d+ s$/,
    ],
    ['GitHub is down', { status: 503 }, /503; tried 3 times/],
    ['the connection breaks', 'reset', /could not be reached/],
    ['the answer is cut off', 'truncated', /cut off or no JSON/],
    ['a proxy answers', 'html', /cut off or no JSON/],
    ['the answer is no list', ok({}), /no list/],
    ['a release has no tag', ok([{ id: 1 }]), /lacks the tag of a release/],
  ])('are not known where %s: one notice says why', async (_what, weather, why) => {
    const { history } = await read(() => weather)
    expect(history).toMatchObject({ releases: undefined, tags: undefined, latest: undefined })
    expect(history.notices).toEqual([
      expect.stringMatching(/^releases on GitHub could not be read, so only tags count: /),
    ])
    expect(history.notices[0]).toMatch(why)
  })

  it('hide no bug of ours', async () => {
    const port = {
      releases: () => Promise.reject(new TypeError('bug')),
      tags: () => Promise.reject(new Error('unused')),
    }
    const latest = () => Promise.resolve(undefined)
    await expect(readRemoteHistory({ ...port, latest }, false)).rejects.toThrow('bug')
  })

  it('and tags that are refused are one notice, which says each reason once', async () => {
    const { history } = await read(() => ({ status: 403, data: { message: 'no' } }), true)
    expect(history.notices).toEqual([
      expect.stringMatching(/^releases and tags on GitHub could not be read, so only the tags of this clone count: /),
    ])
  })
})

describe('whom to ask for releases', () => {
  const git = (origin: string) => () => Promise.resolve(`${origin}\n`)
  const request = (origin = '') => ({ git: git(origin), top: '/', needsTags: false })

  it('is nobody at a terminal without a token, and an action without one says so', async () => {
    expect(await remoteHistoryReader({}, 'input')(request())).toBeUndefined()
    expect(await remoteHistoryReader({ GITHUB_REPOSITORY: 'acme/shop' }, 'input')(request())).toBeUndefined()
    const inAction = { GITHUB_ACTIONS: 'true', GITHUB_ACTION: '__self', GITHUB_TOKEN: 'unused' }
    expect((await remoteHistoryReader(inAction, undefined)(request()))?.notices).toEqual([
      'the releases on GitHub were not read: there is no token (input `token`)',
    ])
  })

  it.each([
    'https://github.com/acme/shop.git',
    'https://x-access-token:abc@github.com/acme/shop',
    'git@github.com:acme/shop.git',
    'ssh://git@github.com/acme/shop.git',
    'ssh://git@github.com:22/acme/shop',
  ])('is the repository of the remote at a terminal: %s', async (origin) => {
    const server = await serve(() => ok([]))
    const masked: string[] = []
    const reader = remoteHistoryReader({ GITHUB_TOKEN: 'ghp_x', GITHUB_API_URL: server.url }, undefined, (token) => {
      masked.push(token)
    })
    expect((await reader(request(origin)))?.notices).toEqual([])
    expect(server.seen[0]?.path).toBe('/repos/acme/shop/releases?per_page=100&page=1')
    expect(masked).toEqual(['ghp_x'])
  })

  it.each(['', 'https://gitlab.com/acme/shop', 'https://evil.example/github.com/acme/shop', '/srv/git/shop.git'])(
    'is nobody where the remote is elsewhere: %s',
    async (origin) => {
      const reader = remoteHistoryReader({ GITHUB_TOKEN: 'ghp_x' }, undefined)
      expect(await reader(request(origin))).toBeUndefined()
    },
  )
})
