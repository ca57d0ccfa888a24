// What @actions/github and @actions/http-client use of undici: without its mocks, web sockets, caches and interceptors.

import api from 'undici/lib/api/index.js'
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'
import proxyAgent from 'undici/lib/dispatcher/proxy-agent.js'

// As undici's own index does: a proxy is asked by `connect`.
Object.assign(Dispatcher.prototype, api)

export { fetch } from 'undici/lib/web/fetch/index.js'
export const ProxyAgent = proxyAgent
