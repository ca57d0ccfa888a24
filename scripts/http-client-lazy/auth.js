// The two credential handlers of @actions/http-client/lib/auth that need no network: they only write a header.

class HeaderHandler {
  #value

  constructor(value) {
    this.#value = value
  }

  prepareRequest(options) {
    if (!options.headers) throw new Error('The request has no headers')
    options.headers['Authorization'] = this.#value
  }

  canHandleAuthentication() {
    return false
  }

  async handleAuthentication() {
    throw new Error('not implemented')
  }
}

export class BearerCredentialHandler extends HeaderHandler {
  constructor(token) {
    super(`Bearer ${token}`)
  }
}

export class BasicCredentialHandler extends HeaderHandler {
  constructor(username, password) {
    super(`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`)
  }
}
