// Stands in for @actions/http-client 4 under @actions/core. The real one pulls in undici (0.9 MB), which core needs
// for its OIDC helper alone, and reading it doubles the start-up of every step. Here it is loaded by the first request.

const load = () => import('actions-http-client')

/** The methods of the real client that return a promise, and may therefore wait for it to be loaded. */
const REQUESTS = [
  'options',
  'get',
  'del',
  'post',
  'patch',
  'put',
  'head',
  'sendStream',
  'getJson',
  'postJson',
  'putJson',
  'patchJson',
  'request',
  'requestRaw',
]

export class HttpClient {
  #options
  #client

  constructor(...options) {
    this.#options = options
  }

  #open() {
    this.#client ??= load().then((real) => new real.HttpClient(...this.#options))
    return this.#client
  }

  static {
    for (const name of REQUESTS) {
      HttpClient.prototype[name] = async function request(...values) {
        const client = await this.#open()
        return client[name](...values)
      }
    }
  }

  dispose() {
    void this.#client?.then((client) => client.dispose())
  }
}

/** Errors come from the real client, so that membership is decided by name and not by this class. */
export class HttpClientError extends Error {
  static [Symbol.hasInstance](value) {
    return value instanceof Error && value.name === 'HttpClientError'
  }
}

/** The statuses that @actions/cache tells apart. */
export const HttpCodes = {
  TooManyRequests: 429,
  InternalServerError: 500,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
}
