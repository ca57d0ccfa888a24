import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from '@jest/globals'
import {
  analysisTarget,
  codeScanningPort,
  publishSarif,
  type SarifUpload,
} from '../../../actions/shared/github/publish-sarif.ts'
import type { Timing } from '../../../actions/shared/github/weather.ts'
import { type Answer, type Weather, type WeatherServer, weatherServer } from '../../support/weather-server.ts'

const SHA = 'a'.repeat(40)
const HEAD = 'b'.repeat(40)
const DOCUMENT = gzipSync('{"version":"2.1.0"}')

const open: WeatherServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

/** Time in which only sleeping takes any. */
function patience(): Timing & { readonly pauses: number[] } {
  const pauses: number[] = []
  return {
    pauses,
    now: () => pauses.reduce((sum, pause) => sum + pause, 0),
    sleep: (milliseconds) => {
      pauses.push(milliseconds)
      return Promise.resolve()
    },
    random: () => 0,
  }
}

/** Uploads to a server that answers the upload, then the questions in turn, the last for ever. */
async function upload(first: Weather, states: readonly Weather[] = [], overrides: Partial<SarifUpload> = {}) {
  const answer: Answer = ({ method }, turn) =>
    method === 'POST' ? first : (states[Math.min(turn - 1, states.length - 1)] ?? { status: 500 })
  const server = await weatherServer(answer)
  open.push(server)
  const timing = patience()
  const repository = { owner: 'octo', repo: 'shop' }
  const codeScanning = codeScanningPort({ repository, token: 'token', apiUrl: server.url, timing })
  const target = { ref: 'refs/heads/main', commitSha: SHA }
  const notes = await publishSarif({ codeScanning, target, document: DOCUMENT, timing, ...overrides })
  return { notes, server, timing }
}

const TAKEN: Weather = { status: 202, data: { id: '47177e22', url: 'https://example.org' } }
const state = (status: string, errors?: readonly string[]): Weather => ({
  status: 200,
  data: { processing_status: status, ...(errors && { errors }) },
})

describe('the upload', () => {
  it('brings the document, its commit and its branch, and waits until GitHub has read it', async () => {
    const { notes, server, timing } = await upload(TAKEN, [state('pending'), state('complete')])
    expect(notes).toEqual([])
    expect(timing.pauses).toEqual([3_000, 7_000])
    const [posted, asked] = server.seen
    expect(posted?.path).toBe('/repos/octo/shop/code-scanning/sarifs')
    const data = posted?.data as { commit_sha: string; ref: string; sarif: string }
    expect(Object.keys(data).sort()).toEqual(['commit_sha', 'ref', 'sarif'])
    expect(data).toMatchObject({ commit_sha: SHA, ref: 'refs/heads/main' })
    expect(gunzipSync(Buffer.from(data.sarif, 'base64')).toString()).toBe('{"version":"2.1.0"}')
    expect(asked?.path).toBe('/repos/octo/shop/code-scanning/sarifs/47177e22')
  })

  it("shows GitHub's refusal in its own words", async () => {
    const words = ['rejecting SARIF, as there are more runs than allowed (21 > 20)', 'second']
    const { notes } = await upload(TAKEN, [state('failed', words)])
    expect(notes).toEqual([`Code scanning did not take the SARIF: ${words.join('; ')}`])
  })

  it('says that GitHub is still reading when it takes too long', async () => {
    const { notes, timing } = await upload(TAKEN, [state('pending')])
    expect(notes).toEqual(['The SARIF was uploaded, and code scanning is still reading it.'])
    expect(timing.now()).toBe(150_000)
  })

  it('asks again where GitHub does not know the upload yet', async () => {
    const { notes } = await upload(TAKEN, [{ status: 404, data: { message: 'Not Found' } }, state('complete')])
    expect(notes).toEqual([])
  })

  it('is done where GitHub cannot say what became of it', async () => {
    const { notes } = await upload(TAKEN, [
      { status: 403, data: { message: 'Resource not accessible by integration' } },
    ])
    expect(notes).toEqual([
      expect.stringMatching(/^The SARIF was uploaded; what code scanning made of it is not known/),
    ])
  })

  it('is repeated in bad weather', async () => {
    let tries = 0
    const server = await weatherServer(({ method }) => {
      if (method !== 'POST') return state('complete')
      tries += 1
      return tries < 3 ? { status: 502 } : TAKEN
    })
    open.push(server)
    const timing = patience()
    const repository = { owner: 'octo', repo: 'shop' }
    const codeScanning = codeScanningPort({ repository, token: 'token', apiUrl: server.url, timing })
    const target = { ref: 'refs/heads/main', commitSha: SHA }
    expect(await publishSarif({ codeScanning, target, document: DOCUMENT, timing })).toEqual([])
    expect(tries).toBe(3)
  })
})

describe('an upload that is not possible says what is missing', () => {
  const refusal = (status: number, message: string): Weather => ({ status, data: { message } })

  it.each([
    [
      refusal(403, 'Resource not accessible by integration'),
      /The job needs the permission `security-events: write`\.$/,
    ],
    [
      refusal(403, 'Advanced Security must be enabled for this repository to use code scanning.'),
      /has to be enabled in the settings/,
    ],
    [refusal(403, 'Code scanning is not enabled for this repository.'), /has to be enabled in the settings/],
    [refusal(401, 'Bad credentials'), /The token is wrong or has expired\.$/],
    [refusal(413, 'Payload too large'), /The document is too large/],
    [
      refusal(400, 'CodeQL analyses cannot be processed when the default setup is enabled'),
      /default setup is enabled\)\.$/,
    ],
  ])('%o', async (answer, expected) => {
    const { notes } = await upload(answer)
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/^The SARIF was not uploaded to code scanning: GitHub answered \d+ \(/)
    expect(notes[0]).toMatch(expected)
  })

  it('without a token, from a fork, and for an event without a commit', async () => {
    const all = await Promise.all([
      upload(TAKEN, [], { codeScanning: undefined }),
      upload(TAKEN, [], { readOnly: 'the pull request comes from a fork' }),
      upload(TAKEN, [], { target: { why: 'the event names no commit' } }),
    ])
    expect(all.map(({ notes }) => notes.join())).toEqual([
      expect.stringContaining('there is no token'),
      expect.stringContaining('the pull request comes from a fork, and its token cannot have'),
      'The SARIF was not uploaded to code scanning: the event names no commit.',
    ])
    expect(all.flatMap(({ server }) => server.seen)).toEqual([])
  })
})

describe('the commit that an analysis is of', () => {
  const pull = { pullRequest: { kind: 'known', number: 7 }, headSha: HEAD } as const
  const commit = { pullRequest: { kind: 'none', why: '', isExpected: true }, headSha: SHA } as const
  const on = (event: string, ref: string, sha = SHA) => ({ GITHUB_EVENT_NAME: event, GITHUB_REF: ref, GITHUB_SHA: sha })

  it.each([
    ['a push', on('push', 'refs/heads/main'), commit, SHA, { ref: 'refs/heads/main', commitSha: SHA }],
    ['a tag', on('push', 'refs/tags/v1'), commit, undefined, { ref: 'refs/tags/v1', commitSha: SHA }],
    [
      'the merge commit of a pull request',
      on('pull_request', 'refs/pull/7/merge'),
      pull,
      SHA,
      { ref: 'refs/pull/7/merge', commitSha: SHA },
    ],
    [
      'its head, checked out',
      on('pull_request', 'refs/pull/7/merge'),
      pull,
      HEAD,
      { ref: 'refs/pull/7/head', commitSha: HEAD },
    ],
    [
      'the head on pull_request_target',
      on('pull_request_target', 'refs/heads/main'),
      pull,
      HEAD,
      { ref: 'refs/pull/7/head', commitSha: HEAD },
    ],
    [
      'the base on pull_request_target',
      on('pull_request_target', 'refs/heads/main'),
      pull,
      SHA,
      { ref: 'refs/heads/main', commitSha: SHA },
    ],
    [
      'a merge queue',
      on('merge_group', 'refs/heads/gh-readonly-queue/main/pr-7'),
      commit,
      SHA,
      { ref: 'refs/heads/gh-readonly-queue/main/pr-7', commitSha: SHA },
    ],
    [
      'the pull request of another run',
      on('workflow_run', 'refs/heads/main'),
      pull,
      SHA,
      { ref: 'refs/pull/7/head', commitSha: HEAD },
    ],
    ['no branch', on('push', ''), commit, SHA, { why: 'the event names no branch' }],
    ['no commit', on('push', 'refs/heads/main', ''), commit, undefined, { why: 'the event names no commit' }],
  ])('is of %s', (_, environment, plan, head, expected) => {
    expect(analysisTarget(environment, {}, plan, head)).toEqual(expected)
  })

  it('is of the branch of another run', () => {
    const payload = { workflow_run: { head_branch: 'release' } }
    expect(analysisTarget(on('workflow_run', 'refs/heads/main'), payload, { ...commit, headSha: HEAD })).toEqual({
      ref: 'refs/heads/release',
      commitSha: HEAD,
    })
  })

  it('is never the base for code that is neither base nor head of the pull request', () => {
    const target = analysisTarget(on('pull_request_target', 'refs/heads/main'), {}, pull, 'c'.repeat(40))
    expect(target).toEqual({ why: 'what is checked out is neither the base nor the head of the pull request' })
  })
})
