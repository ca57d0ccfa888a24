// Bundles a script of this folder, so that what is measured starts as an action does: without types to strip.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { within } from '../toolchain.mjs'

/** Path of the bundled script in the folder; made once. */
export async function bundled(name, folder) {
  const outfile = path.join(folder, `${name}.mjs`)
  if (existsSync(outfile)) return outfile
  const { build } = await import('esbuild')
  await build({
    entryPoints: [within('scripts', 'bench', `${name}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // For dependencies that are CommonJS.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    logLevel: 'warning',
  })
  return outfile
}
