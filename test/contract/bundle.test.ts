import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { entryPoints } from '../../actions/entry-points.ts'
import { bundle, repository, runAction } from '../support/run-action.ts'

const names = Object.keys(entryPoints)
/** What a step may read of the bundle before it finds its first wrong input, in bytes. */
const START_LIMIT = 400_000

async function scripts(): Promise<string[]> {
  const entries = await readdir(bundle, { recursive: true })
  return entries.filter((name) => name.endsWith('.js')).map((name) => path.join(bundle, name))
}

let place = ''
beforeAll(async () => {
  place = await mkdtemp(path.join(os.tmpdir(), 'cicd-actions-bundle-'))
})
afterAll(async () => {
  await rm(place, { recursive: true, force: true })
})

/** Files of the bundle that a run read, as V8's own coverage names them. */
async function filesReadBy(action: string): Promise<string[]> {
  const record = path.join(place, action)
  await mkdir(record, { recursive: true })
  await runAction({ action, environment: { NODE_V8_COVERAGE: record }, inputs: { 'on-unknown': 'perhaps' } })
  const files = new Set<string>()
  for (const name of await readdir(record)) {
    const { result } = JSON.parse(await readFile(path.join(record, name), 'utf8')) as { result: { url: string }[] }
    for (const { url } of result) if (url.startsWith('file:')) files.add(fileURLToPath(url))
  }
  return [...files]
}

describe('the bundle', () => {
  it('names no folder of the machine that built it', async () => {
    for (const file of await scripts()) expect(await readFile(file, 'utf8')).not.toContain(repository)
  })

  it('lacks no module', async () => {
    for (const file of await scripts()) expect(await readFile(file, 'utf8')).not.toMatch(/eval\(["'`]require["'`]\)/)
  })

  it('is read as ES modules wherever it lies', async () => {
    expect(JSON.parse(await readFile(path.join(bundle, 'package.json'), 'utf8'))).toEqual({ type: 'module' })
  })

  it('comes with the licenses of what is in it', async () => {
    expect(await readFile(path.join(bundle, 'licenses.txt'), 'utf8')).toContain('MIT')
  })

  it.each(names)('reads for the start of %s neither Octokit nor undici, and little else', async (name) => {
    const files = await filesReadBy(name)
    expect(files).toContain(path.join(bundle, name, 'index.js'))
    let bytes = 0
    for (const file of files) {
      expect(await readFile(file, 'utf8')).not.toMatch(/octokit-core|UND_ERR_/)
      bytes += (await stat(file)).size
    }
    expect(bytes).toBeLessThan(START_LIMIT)
  })

  it.each(names)('ends with a failure when %s never does', async (name) => {
    const folder = path.join(place, 'hang')
    await mkdir(path.join(folder, name), { recursive: true })
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }')
    await writeFile(
      path.join(folder, 'index.js'),
      `export const entryPoints = { '${name}': async () => ({ run: () => new Promise(() => {}) }) }`,
    )
    const stub = path.join(folder, name, 'index.js')
    await writeFile(stub, await readFile(path.join(bundle, name, 'index.js')))
    expect(spawnSync(process.execPath, [stub], { timeout: 20_000 }).status).toBe(13)
  })
})
