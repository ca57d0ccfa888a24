import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { codeScanningPort, publishSarif } from '../../../actions/shared/github/publish-sarif.ts'
import type { Timing } from '../../../actions/shared/github/weather.ts'
import { type DescribedGitHub, describedGitHub } from '../../support/described-github.ts'

/*
 * The emulator has no code scanning, so a small server answers behind the proxy that holds every request against GitHub's own
 * description of its API.
 */

const SHA = '4b6472266afd7b471e86085a6659e8c7f2b119da'
const DOCUMENT = gzipSync('{"version":"2.1.0","runs":[]}')
const UPLOADS = '/repos/octo/shop/code-scanning/sarifs'
const timing: Timing = { now: Date.now, sleep: () => Promise.resolve(), random: () => 0 }

let github: DescribedGitHub
let state = { processing_status: 'complete', errors: null as readonly string[] | null }
beforeAll(async () => {
  github = await describedGitHub(({ method }) =>
    method === 'POST'
      ? { status: 202, data: { id: '47177e22-5596-11eb-80a1-c1e54ef945c6', url: 'https://api.github.com/x' } }
      : { status: 200, data: state },
  )
})
afterAll(async () => {
  await github.close()
})
function upload(target: { ref: string; commitSha: string } = { ref: 'refs/pull/7/merge', commitSha: SHA }) {
  const repository = { owner: 'octo', repo: 'shop' }
  const codeScanning = codeScanningPort({ repository, token: 'token', apiUrl: github.apiUrl, timing })
  return publishSarif({ codeScanning, target, document: DOCUMENT, started: '2026-01-02T03:04:05.000Z', timing })
}

describe('code scanning', () => {
  it("takes an upload that keeps GitHub's own description, and is asked what became of it", async () => {
    expect(await upload()).toEqual([])
    const [posted, asked] = github.seen
    expect([posted?.method, posted?.path]).toEqual(['POST', UPLOADS])
    const { sarif, ...rest } = posted?.data as { sarif: string }
    expect(rest).toEqual({ commit_sha: SHA, ref: 'refs/pull/7/merge', started_at: '2026-01-02T03:04:05.000Z' })
    expect(gunzipSync(Buffer.from(sarif, 'base64')).toString()).toBe('{"version":"2.1.0","runs":[]}')
    expect([asked?.method, asked?.path]).toEqual(['GET', `${UPLOADS}/47177e22-5596-11eb-80a1-c1e54ef945c6`])
  })

  it('says in its own words why it did not take one', async () => {
    state = { processing_status: 'failed', errors: ['rejecting SARIF, as there are more runs than allowed (21 > 20)'] }
    expect(await upload()).toEqual([
      'Code scanning did not take the SARIF: rejecting SARIF, as there are more runs than allowed (21 > 20)',
    ])
  })

  it('is judged by a proxy that does refuse what GitHub would', async () => {
    const before = github.seen.length
    const notes = await upload({ ref: 'main', commitSha: 'HEAD' })
    expect(notes.join()).toMatch(/^The SARIF was not uploaded to code scanning: GitHub answered 422/)
    expect(github.seen).toHaveLength(before)
  })
})
