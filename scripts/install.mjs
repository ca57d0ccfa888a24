// Installs the development dependencies when they are absent or older than the lock file.

import { statSync } from 'node:fs'
import { run, within } from './toolchain.mjs'

const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** True when node_modules/ is what the lock file asks for, as far as npm's own record of it tells. */
export function isInstalled() {
  return modified(within('node_modules', '.package-lock.json')) >= modified(within('package-lock.json'))
}

/** Resolves to npm's exit code; 0 at once when there is nothing to do. */
export async function install() {
  if (isInstalled()) return 0
  console.error('Installing development dependencies (npm ci) ...')
  // A shell, because npm is a .cmd file on Windows; the words are ours and hold nothing to quote.
  return run('npm ci --loglevel=error', [], { shell: true, timeoutSeconds: 900, node: process.execPath })
}
