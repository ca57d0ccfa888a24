// What @actions/github and @actions/http-client use of undici: without its mocks, web sockets, caches and interceptors.

import proxyAgent from 'undici/lib/dispatcher/proxy-agent.js'

export { fetch } from 'undici/lib/web/fetch/index.js'
export const ProxyAgent = proxyAgent
