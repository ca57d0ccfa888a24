import { afterEach, describe, expect, it } from '@jest/globals'
import { parseMarker, renderMarker } from '../../../actions/shared/render/marker.ts'
import { look } from '../../../actions/version-check/look.ts'
import { proposeLines } from '../../../actions/version-check/propose.ts'
import { renderSuggestion } from '../../../actions/version-check/render-suggestion.ts'
import { commentsOnChange, suggestLines } from '../../../actions/version-check/suggest.ts'
import { type SeenRequest, type Weather, type WeatherServer, weatherServer } from '../../support/weather-server.ts'
import { verdict } from '../render/samples.ts'

const open: WeatherServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const MARKER = { action: 'version-check', name: 'version-check', leg: '', run: 3, attempt: 1 }
const EXPECTED = { text: '1.2.3', scheme: 'semver', from: 'the input expected-version' } as const

async function propose(files: Readonly<Record<string, string>>) {
  const textOf = (file: string): string | undefined => files[file]
  const { projects } = await look({
    files: Object.keys(files),
    read: (file) => ({ text: files[file]! }),
    ...{ repositoryName: 'acme/shop', policy: undefined, expected: () => EXPECTED },
  })
  return proposeLines(projects, textOf)
}

describe('lines to suggest', () => {
  it('are whole lines, with every place on them brought in step', async () => {
    const files = {
      'package.json': '{\n\t"name": "shop",\n\t"version": "1.2.0" ,\n\t"x": 1\n}\n',
      Dockerfile: 'FROM scratch\r\nLABEL version="1.2.1"  other=1\r\n',
      VERSION: '1.2.3\n',
    }
    expect((await propose(files)).map(({ file, line, before, after }) => ({ file, line, before, after }))).toEqual([
      { file: 'package.json', line: 3, before: '\t"version": "1.2.0" ,', after: '\t"version": "1.2.3" ,' },
      {
        ...{ file: 'Dockerfile', line: 2 },
        ...{ before: 'LABEL version="1.2.1"  other=1', after: 'LABEL version="1.2.3"  other=1' },
      },
    ])
    const [both, ...others] = await propose({
      Dockerfile: 'LABEL version=1.2.0 org.opencontainers.image.version=1.2.1\n',
    })
    expect([both?.after, both?.verdicts.map(({ place }) => place.found), others]).toEqual([
      'LABEL version=1.2.3 org.opencontainers.image.version=1.2.3',
      ['1.2.0', '1.2.1'],
      [],
    ])
  })

  it('are none that nobody can read to the end, or that hide something', async () => {
    const long = `{ "version": "1.2.0", "x": "${'y'.repeat(2_000)}" }`
    expect(await propose({ 'package.json': long })).toEqual([])
    expect(await propose({ 'package.json': '{ "version": "1.2.0", "x": "\u202e" }' })).toEqual([])
  })

  it('stand on the lines that the pull request adds, and only there', async () => {
    const proposals = await propose({
      'package.json': '{\n"version": "1.2.0"\n}\n',
      VERSION: '1.1.0\n',
      'b/VERSION': '1.1.0\n',
    })
    const placed = commentsOnChange(
      proposals,
      [
        { path: 'package.json', patch: '@@ -5,1 +5,2 @@\n {\n+"version": "1.2.0"' },
        { path: 'VERSION', patch: '@@ -1,2 +1,2 @@\n-x\n+y\n 1.1.0' },
        { path: 'b/VERSION', patch: undefined },
      ],
      MARKER,
    )
    expect(placed.map(({ comment: { path, line } }) => `${path}:${line}`)).toEqual(['package.json:6'])
  })

  it('of a file with line ends of Windows are left to the annotations: GitHub would write others', async () => {
    const proposals = await propose({ VERSION: '1.1.0\r\n' })
    const place = (patch: string) => commentsOnChange(proposals, [{ path: 'VERSION', patch }], MARKER)
    expect(place('@@ -0,0 +1 @@\n+1.1.0\r')).toEqual([])
    expect(place('@@ -0,0 +1 @@\n+1.1.0')).toHaveLength(1)
  })

  it('cannot leave their fence, carry a marker, or call anybody', async () => {
    const evil = '"version": "1.2.0", "a": "````` @octocat <!-- cicd-actions:version-check:v1 {} --> </details>"'
    const proposals = await propose({ 'package.json': `{\n${evil}\n}` })
    const [placed] = commentsOnChange(
      proposals,
      [{ path: 'package.json', patch: `@@ -1 +1,2 @@\n {\n+${evil}` }],
      MARKER,
    )
    const body = placed?.comment.body ?? ''
    const fence = '`'.repeat(6)
    expect(body.endsWith(`\n\n${fence}suggestion\n${evil.replace('1.2.0', '1.2.3')}\n${fence}`)).toBe(true)
    expect(parseMarker(body)).toEqual(MARKER)
    const outside = body.slice(body.indexOf('\n'), body.indexOf(fence))
    expect(outside).not.toMatch(/@octocat|<!--|</)
    const [proposal] = proposals
    const verdicts = proposal!.verdicts.map(({ place }) => ({
      ...{ place: { ...place, what: '<b>@octocat' }, why: '<img> @octocat\n```', agreement: 'disagrees' as const },
    }))
    const hostile = renderSuggestion({ after: 'x', verdicts }, MARKER)
    expect(hostile.slice(hostile.indexOf('\n'), hostile.lastIndexOf('```suggestion'))).not.toMatch(/@octocat|<|`{3}/)
  })
})

const PULL = {
  repository: { id: 1, private: false },
  pull_request: {
    number: 7,
    head: { sha: 'a'.repeat(40), repo: { full_name: 'acme/shop' } },
    base: { repo: { full_name: 'acme/shop' } },
  },
}
const FORK = { ...PULL, pull_request: { ...PULL.pull_request, head: { repo: { full_name: 'mallory/shop' } } } }

describe('suggesting', () => {
  async function suggest(
    answer: (request: SeenRequest) => Weather,
    call: { event?: string; payload?: object; token?: string | undefined; files?: Record<string, string> } = {},
  ) {
    const server = await weatherServer(answer)
    open.push(server)
    const masked: string[] = []
    const step = {
      environment: {
        GITHUB_EVENT_NAME: call.event ?? 'pull_request',
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_API_URL: server.url,
        GITHUB_RUN_NUMBER: '3',
      },
      command: (_name: string, message: string) => masked.push(message),
    }
    const proposals = await propose(call.files ?? { VERSION: '1.1.0\n' })
    const token = 'token' in call ? call.token : 'ghs_x'
    const request = { verdict: verdict({ action: 'version-check', name: 'version-check' }), proposals }
    const done = await suggestLines(request, token, step, (call.payload ?? PULL) as Record<string, unknown>)
    return { notes: done.notes.map(({ text }) => text), shown: [...done.shown], seen: server.seen, masked }
  }

  const github = ({ method, path }: SeenRequest): Weather => {
    if (path.includes('/files')) return { status: 200, data: [{ filename: 'VERSION', patch: '@@ -0,0 +1 @@\n+1.1.0' }] }
    return { status: 200, data: method === 'GET' ? [] : {} }
  }

  it('writes one review of the lines, and says which places it shows', async () => {
    const { notes, shown, seen, masked } = await suggest(github)
    expect([notes, masked, shown.map(({ place }) => place.file)]).toEqual([[], ['ghs_x'], ['VERSION']])
    const posted = seen.find(({ method }) => method === 'POST')
    expect(posted?.path).toBe('/repos/acme/shop/pulls/7/reviews')
    expect(posted?.data).toEqual({
      event: 'COMMENT',
      body: 'version-check: 1 line of this change with another version.',
      comments: [
        { path: 'VERSION', line: 1, side: 'RIGHT', body: expect.stringContaining('```suggestion\n1.2.3\n```') },
      ],
    })
  })

  it.each<[string, Weather, RegExp]>([
    [
      'forbidden',
      { status: 403, data: { message: 'Resource not accessible by integration' } },
      /^No suggestion was written: GitHub answered 403 .*`pull-requests: write`\.$/,
    ],
    [
      'refused as invalid',
      { status: 422, data: { message: 'Unprocessable', errors: ['line must be part of the diff'] } },
      /422 \(Unprocessable: line must be part of the diff\)/,
    ],
  ])('is told in one line where it is %s, and shows nothing', async (_what, weather, note) => {
    const { notes, shown } = await suggest((request) => (request.method === 'POST' ? weather : github(request)))
    expect([notes, shown]).toEqual([[expect.stringMatching(note)], []])
  })

  it('asks nobody on a push, without a token, or for a fork, which is told where there was something to say', async () => {
    const push = await suggest(github, { event: 'push', payload: {} })
    const tokenless = await suggest(github, { token: undefined })
    const fork = await suggest(github, { payload: FORK })
    const fine = await suggest(github, { payload: FORK, files: { VERSION: '1.2.3\n' } })
    expect([push, tokenless, fork, fine].map(({ seen }) => seen.length)).toEqual([0, 0, 0, 0])
    expect([push.notes, fine.notes]).toEqual([[], []])
    expect(tokenless.notes).toEqual([expect.stringContaining('there is no token')])
    expect(fork.notes).toEqual([
      'No suggestion was written: the pull request comes from a fork, and its token cannot have the permission `pull-requests: write`.',
    ])
  })

  it('leaves the lines to annotations where a newer run has had its say', async () => {
    const newer = { id: 1, path: 'VERSION', line: 1, user: { type: 'Bot' } }
    const body = renderMarker({ ...MARKER, run: 9 })
    const { shown, notes } = await suggest((request) =>
      request.path.includes('/comments') ? { status: 200, data: [{ ...newer, body }] } : github(request),
    )
    expect([shown, notes]).toEqual([[], [expect.stringContaining('newer than this run')]])
  })

  it('looks for what holds no more where all places agree by now', async () => {
    const { seen, notes } = await suggest(github, { files: { VERSION: '1.2.3\n' } })
    expect([seen.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`), notes]).toEqual([
      ['GET /repos/acme/shop/pulls/7/comments'],
      [],
    ])
  })
})
