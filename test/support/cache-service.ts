import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { childServer } from './child-server.ts'

/** How the service behaves: as it should, or as it does on a bad day. */
export type CacheWeather = 'fine' | '429' | 'hangs' | 'promises more bytes than it sends' | 'sends pages'

interface Entry {
  readonly id: number
  readonly ref: string
  readonly key: string
  readonly version: string
  isWhole: boolean
}

/** The cache of GitHub Actions on loopback: the calls of its service, entries by branch, azurite as the storage behind it. */
export interface CacheService {
  /** What a runner gives an action whose run belongs to this branch or pull request. */
  environmentOf(ref: string): Readonly<Record<string, string>>
  weather: CacheWeather
  /** Whether the API that lists entries answers, or refuses as to a token without `actions: read`. */
  listsEntries: boolean
  readonly entries: readonly Entry[]
  readonly calls: readonly string[]
  /** Puts an archive in the place of one that was written. */
  replaceArchive(entry: Entry, archive: Buffer): Promise<void>
  archiveOf(entry: Entry): Promise<Buffer>
  /** Copies an entry to another branch or key, as whoever runs there could. */
  copy(entry: Entry, change: Partial<Pick<Entry, 'ref' | 'key'>>): Promise<Entry>
  forget(): void
  close(): Promise<void>
}

/** Azurite's own, which everybody knows: https://learn.microsoft.com/azure/storage/common/storage-use-azurite */
const ACCOUNT = 'devstoreaccount1'
const ACCOUNT_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/** https://learn.microsoft.com/rest/api/storageservices/create-account-sas */
function signature(): string {
  const fields = {
    sp: 'rwdlac',
    ss: 'b',
    srt: 'sco',
    st: '',
    se: '2099-01-01T00:00:00Z',
    sip: '',
    spr: '',
    sv: '2020-08-04',
  }
  const signed = [ACCOUNT, ...Object.values(fields), ''].join('\n')
  const sig = createHmac('sha256', Buffer.from(ACCOUNT_KEY, 'base64')).update(signed).digest('base64')
  const given = Object.entries({ ...fields, sig }).filter(([, value]) => value !== '')
  return new URLSearchParams(given).toString()
}

function azurite(): string {
  const folders = (process.env['CICD_ACTIONS_TOOLS'] ?? '').split(path.delimiter)
  const program = folders.map((folder) => path.join(folder, 'azurite-blob')).find(existsSync)
  if (program === undefined) throw new Error('azurite is not installed; run npm run test:integration')
  return program
}

export async function cacheService(folder: string): Promise<CacheService> {
  const storage = await childServer(azurite(), (port) => [
    ...['--silent', '--location', folder, '--blobHost', '127.0.0.1', '--blobPort', String(port)],
  ])
  const blobUrl = (name: string): string => `http://127.0.0.1:${storage.port}/${ACCOUNT}/cache${name}?${signature()}`
  const made = await fetch(`${blobUrl('')}&restype=container`, { method: 'PUT' })
  if (!made.ok) throw new Error(`azurite: ${made.status} ${await made.text()}`)
  const put = async (entry: Entry, archive: Buffer): Promise<void> => {
    const headers = { 'x-ms-blob-type': 'BlockBlob' }
    const answer = await fetch(blobUrl(`/${entry.id}`), { method: 'PUT', headers, body: new Uint8Array(archive) })
    if (!answer.ok) throw new Error(`azurite: ${answer.status} ${await answer.text()}`)
  }
  const get = async (entry: Entry): Promise<Buffer> =>
    Buffer.from(await (await fetch(blobUrl(`/${entry.id}`))).arrayBuffer())

  const entries: Entry[] = []
  let last = 0
  const calls: string[] = []
  const state: { weather: CacheWeather; listsEntries: boolean } = { weather: 'fine', listsEntries: true }
  const add = (ref: string, key: string, version: string): Entry => {
    const entry = { id: (last += 1), ref, key, version, isWhole: false }
    entries.push(entry)
    return entry
  }

  /** The calls of results/api/v1/cache.proto, in their JSON form. */
  const twirp: Readonly<Record<string, (ref: string, asked: Readonly<Record<string, unknown>>) => unknown>> = {
    CreateCacheEntry: (ref, { key, version }) => {
      if (entries.some((entry) => entry.ref === ref && entry.key === key && entry.version === version)) {
        return { ok: false }
      }
      return { ok: true, signed_upload_url: blobUrl(`/${add(ref, String(key), String(version)).id}`) }
    },
    FinalizeCacheEntryUpload: (ref, { key, version }) => {
      const entry = entries.find((known) => known.ref === ref && known.key === key && known.version === version)
      if (entry) entry.isWhole = true
      return { ok: entry !== undefined, entry_id: String(entry?.id ?? 0) }
    },
    GetCacheEntryDownloadURL: (ref, { key, restore_keys, version }) => {
      const keys = [key, ...(Array.isArray(restore_keys) ? (restore_keys as unknown[]) : [])]
      // A run sees its own entries before those of the default branch.
      for (const scope of [ref, 'refs/heads/main']) {
        for (const wanted of keys) {
          const entry = entries.find(
            (known) => known.isWhole && known.ref === scope && known.key === wanted && known.version === version,
          )
          if (!entry) continue
          const liar = `http://127.0.0.1:${(server.address() as AddressInfo).port}/blob/${entry.id}`
          const url = state.weather.startsWith('promises') ? liar : blobUrl(`/${entry.id}`)
          return { ok: true, signed_download_url: url, matched_key: entry.key }
        }
      }
      return { ok: false }
    },
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    calls.push(`${request.method ?? ''} ${url.pathname.split('/').at(-1) ?? ''}`)
    if (url.pathname.endsWith('/actions/caches')) {
      const key = url.searchParams.get('key') ?? ''
      const listed = entries.filter((entry) => entry.isWhole && entry.key.startsWith(key))
      response.writeHead(state.listsEntries ? 200 : 403, { 'content-type': 'application/json' })
      const refusal = { message: 'Resource not accessible by integration' }
      response.end(
        JSON.stringify(state.listsEntries ? { total_count: listed.length, actions_caches: listed } : refusal),
      )
      return
    }
    if (url.pathname.startsWith('/blob/')) {
      const entry = entries.find(({ id }) => id === Number(url.pathname.slice('/blob/'.length)))
      const archive = entry ? await get(entry) : Buffer.alloc(0)
      response.writeHead(200, { 'content-length': String(archive.length + 100) })
      if (request.method === 'HEAD') response.end()
      else response.write(archive, () => response.destroy())
      return
    }
    if (state.weather === 'hangs') return
    if (state.weather === '429') {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '3600' })
      // What a server says must not become a command to the runner.
      response.end(
        JSON.stringify({ code: 'resource_exhausted', msg: 'slow down\n::error::injected\n##[error]injected' }),
      )
      return
    }
    if (state.weather === 'sends pages') {
      response.writeHead(400, { 'content-type': 'text/html' })
      response.end('<html>Bad gateway</html>')
      return
    }
    let body = ''
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString()
    const ref = Buffer.from((request.headers.authorization ?? '').replace('Bearer ', ''), 'base64').toString()
    const call = twirp[url.pathname.split('/').at(-1) ?? '']
    response.writeHead(call ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(call?.(ref, JSON.parse(body) as Record<string, unknown>) ?? {}))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(state, {
    environmentOf: (ref: string) => ({
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_RUNTIME_TOKEN: Buffer.from(ref).toString('base64'),
      GITHUB_API_URL: url,
      GITHUB_REF: ref,
    }),
    entries,
    calls,
    replaceArchive: put,
    archiveOf: get,
    copy: async (entry: Entry, change: Partial<Pick<Entry, 'ref' | 'key'>>) => {
      const copied = add(change.ref ?? entry.ref, change.key ?? entry.key, entry.version)
      await put(copied, await get(entry))
      copied.isWhole = true
      return copied
    },
    forget: () => {
      entries.length = 0
      calls.length = 0
      Object.assign(state, { weather: 'fine', listsEntries: true })
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await storage.stop()
    },
  })
}
