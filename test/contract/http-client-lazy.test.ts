import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as core from '@actions/core'

/** A token endpoint as a runner offers it to a job with `id-token: write`. */
function tokenServer(): Server {
  return createServer((request, response) => {
    const audience = new URL(request.url ?? '/', 'http://runner').searchParams.get('audience')
    const value = request.headers.authorization === 'Bearer request-token' ? `token for ${String(audience)}` : ''
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ value }))
  })
}

describe("the stand-in for core's HTTP client", () => {
  const server = tokenServer()
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?v=1`
    process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] = 'request-token'
  })
  afterAll(() => {
    delete process.env['ACTIONS_ID_TOKEN_REQUEST_URL']
    delete process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']
    server.close()
  })

  it('loads the real one with the first request, and hands the request over whole', async () => {
    await expect(core.getIDToken('cloud')).resolves.toBe('token for cloud')
  })
})
