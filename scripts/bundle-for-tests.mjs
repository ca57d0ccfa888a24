// The bundle that tests start, as a runner would start it.

import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { within } from './toolchain.mjs'

/** Newest modification under a file or folder, in milliseconds; 0 when there is none. */
async function newest(target) {
  const status = await stat(target).catch(() => undefined)
  if (!status) return 0
  if (!status.isDirectory()) return status.mtimeMs
  const names = await readdir(target)
  const times = await Promise.all(
    names.filter((name) => name !== 'node_modules').map((name) => newest(path.join(target, name))),
  )
  return Math.max(status.mtimeMs, ...times)
}

/**
 * Builds build/dist again when a source is younger than it. A bundle named by the caller is taken as it is.
 * Resolves to its folder.
 */
export async function prepareBundle() {
  const named = process.env.CICD_ACTIONS_BUNDLE
  if (named !== undefined) return named
  const bundle = within('build', 'dist')
  const sources = ['actions', 'scripts/build.mjs', 'scripts/http-client-lazy', 'package-lock.json', 'tsconfig.json']
  const changed = Math.max(...(await Promise.all(sources.map((name) => newest(within(name))))))
  if ((await newest(path.join(bundle, 'package.json'))) > changed) return bundle
  const { build } = await import('./build.mjs')
  await build(bundle)
  return bundle
}
