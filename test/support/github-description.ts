import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What the suite asks of GitHub. Anything else is a path that the proxy does not know. */
export const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  '/user': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['patch', 'delete'],
  '/repos/{owner}/{repo}/check-runs': ['post'],
  '/repos/{owner}/{repo}/check-runs/{check_run_id}': ['patch'],
  '/repos/{owner}/{repo}/code-scanning/sarifs': ['post'],
  '/repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}': ['get'],
  '/repos/{owner}/{repo}/pulls': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/comments': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews': ['post'],
  '/repos/{owner}/{repo}/pulls/comments/{comment_id}': ['patch', 'delete'],
  '/repos/{owner}/{repo}/releases': ['get'],
  '/repos/{owner}/{repo}/releases/latest': ['get'],
  '/repos/{owner}/{repo}/tags': ['get'],
}

type Json = Readonly<Record<string, unknown>>

interface Description {
  readonly openapi: string
  readonly info: Json
  readonly paths: Readonly<Record<string, Json>>
  readonly components: Json
}

/**
 * GitHub's own description of these operations (`@octokit/openapi`), for a proxy that judges requests: without what it
 * says of answers (the emulator's are another matter), and with the media type that Octokit asks for.
 */
export function githubDescription(modules: string): unknown {
  const file = path.join(modules, '@octokit', 'openapi', 'generated', 'api.github.com.json')
  const whole = JSON.parse(readFileSync(file, 'utf8')) as Description
  const paths = Object.entries(OPERATIONS).map(([route, methods]) => {
    const item = whole.paths[route]
    if (!item) throw new Error(`GitHub's description has no ${route}`)
    const shared = item['parameters'] === undefined ? {} : { parameters: item['parameters'] }
    return [
      route,
      { ...shared, ...Object.fromEntries(methods.map((method) => [method, requestOf(item[method] as Json)])) },
    ]
  })
  const { schemas, parameters } = whole.components
  return {
    openapi: whole.openapi,
    info: whole.info,
    paths: Object.fromEntries(paths) as unknown,
    components: { schemas, parameters },
  }
}

function requestOf(operation: Json): unknown {
  const { operationId, parameters, requestBody } = operation
  const success = {
    description: 'what the emulator answers',
    content: { 'application/json': { schema: {} }, 'application/vnd.github.v3+json': { schema: {} } },
  }
  return {
    operationId,
    ...(parameters === undefined ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: { '200': success, '201': success, '202': success, '204': { description: 'nothing' } },
  }
}
