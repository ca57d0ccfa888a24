import { execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { type Document, refusedByGitHub } from '../support/github-sarif.ts'
import { type ActionRun, repository, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const TOKEN = 'a-token-of-this-test'

interface Upload {
  readonly ref: string
  readonly commit_sha: string
  readonly sarif: string
}

interface Answers {
  readonly upload: { readonly status: number; readonly body: unknown }
  readonly state?: unknown
}

/** The example's broken state, uploaded to a server that answers as code scanning does. */
async function upload(
  answers: Answers,
  inputs: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<{ run: ActionRun; uploads: readonly Upload[] }> {
  const uploads: Upload[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const isUpload = request.method === 'POST' && request.url === '/repos/octo-org/octo-repo/code-scanning/sarifs'
      if (isUpload) uploads.push(JSON.parse(Buffer.concat(chunks).toString()) as Upload)
      const status = isUpload ? answers.upload.status : 200
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isUpload ? answers.upload.body : answers.state))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    const run = await inFolder({}, (folder) => {
      cpSync(path.join(repository, 'examples', 'python-service'), folder, { recursive: true })
      execFileSync('git', ['init', '--quiet'], { cwd: folder })
      execFileSync('git', ['apply', 'broken.patch'], { cwd: folder })
      execFileSync('git', ['add', '--all'], { cwd: folder })
      return runAction({
        action: 'security-scan',
        workspace: folder,
        inputs: { reports: 'scans/broken/**', 'upload-sarif': 'true', token: TOKEN, category: 'shop', ...inputs },
        environment: { GITHUB_API_URL: `http://127.0.0.1:${port}`, ...environment },
        timeoutSeconds: 40,
      })
    })
    return { run, uploads }
  } finally {
    server.close()
  }
}

const TAKEN = { status: 202, body: { id: '47177e22', url: 'https://api.github.com/x' } }

describe('security-scan with upload-sarif', () => {
  it('uploads what GitHub takes, for the commit of the event, and says nothing of it', async () => {
    const { run, uploads } = await upload({ upload: TAKEN, state: { processing_status: 'complete' } })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    const [sent] = uploads
    expect(sent).toMatchObject({ ref: 'refs/heads/main', commit_sha: 'ffac537e6cbbf934b08745a378932722df287a53' })
    const document = JSON.parse(gunzipSync(Buffer.from(sent?.sarif ?? '', 'base64')).toString()) as Document
    expect(refusedByGitHub(document)).toEqual([])
    expect(document.runs[0]?.results).toHaveLength(6)
    expect(document.runs[0]?.automationDetails.id).toBe('shop/')
    expect(run.stdout).toContain(`::add-mask::${TOKEN}`)
    expect(run.summary).not.toMatch(/upload|code scanning/i)
  })

  it("tells two jobs of two workflows apart, whose documents would close each other's alerts", async () => {
    const categoryIn = async (workflow: string, job: string): Promise<string> => {
      const { uploads } = await upload(
        { upload: TAKEN, state: { processing_status: 'complete' } },
        { category: '' },
        { GITHUB_WORKFLOW_REF: `octo-org/octo-repo/.github/workflows/${workflow}@refs/heads/main`, GITHUB_JOB: job },
      )
      const [sent] = uploads
      const document = JSON.parse(gunzipSync(Buffer.from(sent?.sarif ?? '', 'base64')).toString()) as Document
      return document.runs[0]?.automationDetails.id ?? ''
    }
    expect(await categoryIn('ci.yml', 'backend')).toBe('ci.yml/backend/security-scan/')
    expect(await categoryIn('nightly.yml', 'web')).toBe('nightly.yml/web/security-scan/')
  })

  it('shows what GitHub says against it, and stays the verdict that it is', async () => {
    const errors = ['rejecting SARIF, as there are more runs than allowed (21 > 20) @octocat']
    const { run } = await upload({ upload: TAKEN, state: { processing_status: 'failed', errors } })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    expect(run.summary).toContain('more runs than allowed (21 &gt; 20)')
    expect(run.summary).not.toContain('@octocat')
  })

  it('names the permission that is missing', async () => {
    const body = { message: 'Resource not accessible by integration' }
    const { run, uploads } = await upload({ upload: { status: 403, body } })
    expect([run.exitCode, run.outputs['status'], uploads.length]).toEqual([1, 'fail', 1])
    expect(run.summary).toContain('The SARIF was not uploaded to code scanning')
    expect(run.summary).toContain('security-events: write')
  })
})
