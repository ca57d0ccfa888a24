import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What the server does with one request. A number is a status with an empty object; a function answers itself. */
export type Weather =
  | 'hang'
  | 'reset'
  | 'reset in the body'
  | 'hang in the body'
  | 'truncated'
  | 'html'
  | { readonly status: number; readonly data?: unknown; readonly headers?: Readonly<Record<string, string>> }

export interface SeenRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly data: unknown
}

export interface WeatherServer {
  readonly url: string
  readonly seen: readonly SeenRequest[]
  close(): Promise<void>
}

export type Answer = (request: SeenRequest, turn: number) => Weather

async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? undefined : JSON.parse(text)
}

function show(weather: Weather, response: ServerResponse): void {
  const json = { 'content-type': 'application/json; charset=utf-8' }
  switch (weather) {
    case 'hang':
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'hang in the body':
      response.writeHead(200, { ...json, 'content-length': '1000' }).write('{"id":')
      return
    case 'reset in the body':
      response
        .writeHead(200, { ...json, 'content-length': '1000' })
        .write('{"id":', () => response.socket?.resetAndDestroy())
      return
    case 'truncated':
      response.writeHead(200, json).end('[{"id": 1, "body": "half a wo')
      return
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the proxy</h1>')
      return
    default: {
      const { status, data, headers } = weather
      if (status === 204) response.writeHead(status, headers).end()
      else response.writeHead(status, { ...json, ...headers }).end(JSON.stringify(data ?? {}))
    }
  }
}

/** A server on loopback that is as bad as its answers say; it keeps what it was asked. */
export async function weatherServer(answer: Answer): Promise<WeatherServer> {
  const seen: SeenRequest[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((request, response) => {
    void read(request).then((data) => {
      const { method = '', url = '', headers } = request
      const asked = { method, path: url, headers, data }
      seen.push(asked)
      show(answer(asked, seen.length - 1), response)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}
