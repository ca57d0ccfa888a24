import { afterEach, describe, expect, it } from '@jest/globals'
import { remotePolicies } from '../../../actions/shared/github/contents.ts'
import { type Weather, type WeatherServer, weatherServer } from '../../support/weather-server.ts'

const FILE = {
  kind: 'repository',
  owner: 'acme',
  repo: '.github',
  path: 'policies/cicd.yml',
  ref: 'release/1',
} as const
const TEXT = 'quality: # ✓\n  - coverage.line >= 80\n'

function fileOf(text: string | Buffer, change: Record<string, unknown> = {}): Weather {
  const bytes = Buffer.from(text)
  const content = bytes.toString('base64').replace(/.{60}/g, '$&\n')
  return { status: 200, data: { type: 'file', size: bytes.length, encoding: 'base64', content, ...change } }
}

const open: WeatherServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function read(...weather: readonly Weather[]) {
  const server = await weatherServer((_request, turn) => weather[Math.min(turn, weather.length - 1)]!)
  open.push(server)
  let now = 0
  const sleep = (milliseconds: number) => {
    now += milliseconds
    return Promise.resolve()
  }
  const timing = { now: () => now, sleep, random: () => 0 }
  const answer = await remotePolicies({ token: 'ghs_x', apiUrl: `${server.url}/api/v3`, timing })(FILE)
  return { answer, seen: server.seen }
}

describe("another repository's policy", () => {
  it('is asked for by path and ref, with the token, of the server that the runner names', async () => {
    const { answer, seen } = await read(fileOf(TEXT))
    expect(answer).toEqual({ text: TEXT })
    expect(seen.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)).toEqual([
      'GET /api/v3/repos/acme/.github/contents/policies/cicd.yml?ref=release/1',
    ])
    expect(seen[0]?.headers.authorization).toBe('token ghs_x')
  })

  it('may be empty, and is asked for again in bad weather', async () => {
    expect((await read(fileOf(''))).answer).toEqual({ text: '' })
    const { answer, seen } = await read({ status: 502 }, 'truncated', fileOf(TEXT))
    expect([answer, seen.length]).toEqual([{ text: TEXT }, 3])
  })

  it.each<[string, Weather, string]>([
    [
      'is not there',
      { status: 404, data: { message: 'Not Found' } },
      'GitHub answered 404 (Not Found); look whether the file and release/1 are there; if they are, the job needs the permission `contents: read` for acme/.github',
    ],
    [
      'may not be read',
      { status: 403, data: { message: 'Resource not accessible by integration' } },
      'GitHub answered 403 (Resource not accessible by integration); the job needs the permission `contents: read` for acme/.github',
    ],
    ['needs another token', { status: 401, data: { message: 'Bad credentials' } }, 'The token is wrong or has expired'],
    ['is a folder', { status: 200, data: [] }, 'it is a folder there, not a file'],
    ['is a submodule', fileOf('', { type: 'submodule' }), 'it is a submodule there, not a file'],
    ['is a link that leads nowhere', fileOf('', { type: 'symlink' }), 'it is a symlink there, not a file'],
    ['is too large', fileOf('', { size: 300_000 }), 'it is larger than 256 KiB'],
    [
      'is too large for an answer',
      fileOf('', { encoding: 'none', size: 1000 }),
      "GitHub's answer does not hold the file",
    ],
    [
      'is cut',
      fileOf(TEXT, { size: 1000 }),
      `GitHub's answer holds ${Buffer.from(TEXT).length} of the file's 1000 bytes`,
    ],
    ['is no text', fileOf(Buffer.from([0xff, 0xfe, 0])), 'it is no UTF-8 text'],
    ['is hidden behind a sign-in', 'html', 'no JSON'],
    ['cannot be reached', 'reset', 'could not be reached'],
  ])('that %s is told, with what has to change', async (_name, weather, said) => {
    const { answer } = await read(weather)
    expect(answer).toMatchObject({ unread: expect.stringContaining(said) as unknown })
  })
})
