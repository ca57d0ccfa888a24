import { afterEach, describe, expect, it } from '@jest/globals'
import { octokitTransport } from '../../../actions/shared/github/octokit-transport.ts'
import { GitHubRefusal } from '../../../actions/shared/github/refusal.ts'
import { throughWeather, type Timing, WEATHER_LIMITS } from '../../../actions/shared/github/weather.ts'
import { allPages } from '../../../actions/shared/github/answer.ts'
import { type Answer, type Weather, type WeatherServer, weatherServer } from '../../support/weather-server.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const FINE: Weather = { status: 200, data: { id: 1 } }
const ATTEMPT_MILLISECONDS = 300

/** Time in which only sleeping takes any. */
function patience(): Timing & { readonly pauses: number[] } {
  const pauses: number[] = []
  return {
    pauses,
    now: () => NOW + pauses.reduce((sum, pause) => sum + pause, 0),
    sleep: (milliseconds) => {
      pauses.push(milliseconds)
      return Promise.resolve()
    },
    random: () => 0,
  }
}

const open: WeatherServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function start(answer: Answer): Promise<WeatherServer> {
  const server = await weatherServer(answer)
  open.push(server)
  return server
}

/** The weather of each request in turn, the last for ever. */
async function ask(...weather: readonly Weather[]) {
  const server = await start((_request, turn) => weather[Math.min(turn, weather.length - 1)]!)
  const timing = patience()
  const limits = { ...WEATHER_LIMITS, attemptMilliseconds: ATTEMPT_MILLISECONDS }
  const api = throughWeather(octokitTransport('ghs_secret', server.url), timing, limits)
  const outcome = await api({ route: 'GET /user', parameters: {} }).then(
    ({ data }) => ({ data }),
    (error: unknown) => {
      if (!(error instanceof GitHubRefusal)) throw error
      return { kind: error.kind, status: error.status, message: error.message }
    },
  )
  return { outcome, pauses: timing.pauses, requests: server.seen.length }
}

const limited = (status: number, headers: Record<string, string>, message = 'API rate limit exceeded'): Weather => ({
  status,
  headers,
  data: { message },
})

describe('bad weather that passes', () => {
  it.each<[string, Weather]>([
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503 and an HTML page', { status: 503, headers: { 'content-type': 'text/html' } }],
    ['a reset', 'reset'],
    ['a reset in the body', 'reset in the body'],
    ['a hang', 'hang'],
    ['a hang in the body', 'hang in the body'],
    ['truncated JSON', 'truncated'],
    ["a proxy's page", 'html'],
  ])('does not show: %s', async (_name, weather) => {
    const { outcome, pauses, requests } = await ask(weather, weather, FINE)
    expect(outcome).toEqual({ data: { id: 1 } })
    expect(requests).toBe(3)
    expect(pauses).toEqual([500, 1000])
  })

  it.each<[string, Weather, number]>([
    ['429 with Retry-After', limited(429, { 'retry-after': '7' }), 7_000],
    ['429 with a date', limited(429, { 'retry-after': 'Sat, 21 Nov 2026 12:00:09 GMT' }), 9_000],
    ['a secondary limit', limited(403, { 'retry-after': '3' }, 'You have exceeded a secondary rate limit'), 3_000],
    [
      'a limit that is reset soon',
      limited(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 20) }),
      20_000,
    ],
    ['503 with Retry-After', limited(503, { 'retry-after': '2' }), 2_000],
  ])('waits as long as GitHub asks: %s', async (_name, weather, pause) => {
    const { outcome, pauses } = await ask(weather, FINE)
    expect(outcome).toEqual({ data: { id: 1 } })
    expect(pauses).toEqual([pause])
  })
})

describe('bad weather that stays', () => {
  it.each<[string, Weather, string]>([
    ['500', { status: 500, data: { message: 'Server Error' } }, 'GitHub answered 500 (Server Error)'],
    ['a hang', 'hang', 'GitHub gave no answer in time'],
    ['a hang in the body', 'hang in the body', 'GitHub gave no answer in time'],
    ['truncated JSON', 'truncated', "GitHub's answer was cut off or no JSON"],
  ])('is said after five attempts: %s', async (_name, weather, message) => {
    const { outcome, requests, pauses } = await ask(weather)
    expect(outcome).toMatchObject({ kind: 'weather', message: `${message}; tried 5 times in 8 s` })
    expect([requests, pauses]).toEqual([5, [500, 1000, 2000, 4000]])
  })

  it('is said with the reason that the machine gives', async () => {
    const { outcome } = await ask('reset')
    expect(outcome).toMatchObject({ kind: 'weather' })
    expect(outcome).toHaveProperty(
      'message',
      expect.stringMatching(/^GitHub could not be reached \(.*ECONNRESET\); tried 5 times in 8 s$/),
    )
  })

  it.each<[string, Weather, string]>([
    [
      'an hour',
      limited(429, { 'retry-after': '3600' }),
      'GitHub answered 429 (API rate limit exceeded), and asks to wait 3600 s',
    ],
    [
      'until a far reset',
      limited(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 900) }),
      'GitHub answered 403 (API rate limit exceeded), and asks to wait 900 s',
    ],
    [
      'for a secondary limit without a time',
      limited(403, {}, 'You have exceeded a secondary rate limit'),
      'GitHub answered 403 (You have exceeded a secondary rate limit), and asks to wait 60 s',
    ],
  ])('is not waited for: %s', async (_name, weather, message) => {
    const { outcome, requests, pauses } = await ask(weather, FINE)
    expect(outcome).toMatchObject({ kind: 'busy', message })
    expect([requests, pauses]).toEqual([1, []])
  })

  it('takes no more than the time of all requests together', async () => {
    const server = await start(() => limited(429, { 'retry-after': '25' }))
    const timing = patience()
    const api = throughWeather(octokitTransport('ghs_secret', server.url), timing)
    const request = { route: 'GET /user', parameters: {} }
    await expect(api(request)).rejects.toMatchObject({ kind: 'busy' })
    await timing.sleep(30_000)
    await expect(api(request)).rejects.toMatchObject({
      kind: 'weather',
      message: expect.stringMatching(/60 s/) as unknown,
    })
    expect(server.seen).toHaveLength(3)
  })
})

describe('the next request after one that was given up on', () => {
  it('is tried once, until GitHub answers again', async () => {
    let weather: Weather = { status: 502 }
    const server = await start(() => weather)
    const api = throughWeather(octokitTransport('ghs_secret', server.url), patience())
    const ask = () =>
      api({ route: 'GET /user', parameters: {} }).then(
        () => server.seen.length,
        () => server.seen.length,
      )
    expect([await ask(), await ask()]).toEqual([5, 6])
    weather = FINE
    expect(await ask()).toBe(7)
    weather = { status: 502 }
    expect(await ask()).toBe(12)
  })
})

describe('a refusal', () => {
  it.each<[number, unknown, string, string]>([
    [401, { message: 'Bad credentials' }, 'rights', 'GitHub answered 401 (Bad credentials)'],
    [
      403,
      { message: 'Resource not accessible by integration' },
      'rights',
      'GitHub answered 403 (Resource not accessible by integration)',
    ],
    [404, { message: 'Not Found' }, 'missing', 'GitHub answered 404 (Not Found)'],
    [409, { message: 'Conflict' }, 'invalid', 'GitHub answered 409 (Conflict)'],
    [
      422,
      { message: 'Validation Failed', errors: [{ field: 'body', code: 'too_long' }] },
      'invalid',
      'GitHub answered 422 (Validation Failed: {"field":"body","code":"too_long"})',
    ],
    [418, 'teapot', 'invalid', 'GitHub answered 418'],
  ])('is not repeated, and said in words of GitHub: %i', async (status, data, kind, message) => {
    const { outcome, requests } = await ask({ status, data })
    expect(outcome).toEqual({ kind, status, message })
    expect(requests).toBe(1)
  })

  it('quotes nothing that breaks a line or is endless', async () => {
    const { outcome } = await ask({ status: 422, data: { message: `a\n::error::b${'c'.repeat(5000)}` } })
    const { message } = outcome as { message: string }
    expect(message).not.toContain('\n')
    expect(message.length).toBeLessThan(350)
  })
})

describe('the request', () => {
  it('goes to the path of GitHub Enterprise Server, with the token, in a known version of the API', async () => {
    const server = await start(() => FINE)
    const api = throughWeather(octokitTransport('ghs_secret', `${server.url}/api/v3/`), patience())
    await api({ route: 'GET /repos/{owner}/{repo}/pulls', parameters: { owner: 'o', repo: 'r', head: 'o:a&b=c#d' } })
    const [{ path, headers } = { path: '', headers: {} }] = server.seen
    expect(path).toBe('/api/v3/repos/o/r/pulls?head=o%3Aa%26b%3Dc%23d')
    expect(headers).toMatchObject({ authorization: 'token ghs_secret', 'x-github-api-version': '2022-11-28' })
  })

  it('asks for page after page, a hundred each, until a page is not full', async () => {
    const comments = Array.from({ length: 250 }, (_, index) => ({ id: index + 1 }))
    const server = await start(({ path }) => {
      const page = Number(new URL(path, 'http://x').searchParams.get('page'))
      return { status: 200, data: comments.slice((page - 1) * 100, page * 100) }
    })
    const api = throughWeather(octokitTransport('ghs_secret', server.url), patience())
    expect(await allPages(api, { route: 'GET /list', parameters: {} })).toEqual(comments)
    expect(server.seen.map(({ path }) => path)).toEqual([1, 2, 3].map((page) => `/list?per_page=100&page=${page}`))
  })

  it('follows a Link header where a server gives smaller pages', async () => {
    const server = await start((_request, turn) => ({
      status: 200,
      data: [{ id: turn }],
      headers: { link: turn < 2 ? '<http://x/list?page=9>; rel="next"' : '<http://x/list?page=1>; rel="prev"' },
    }))
    const api = throughWeather(octokitTransport('ghs_secret', server.url), patience())
    expect(await allPages(api, { route: 'GET /list', parameters: {} })).toHaveLength(3)
  })
})
