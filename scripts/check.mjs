// `npm run check`: everything a commit must pass, against a bundle built from these sources. Every stage is run.

import { runNode, within } from './toolchain.mjs'
import { install } from './install.mjs'

const bin = (name, ...segments) => within('node_modules', name, ...segments)

/** Name of each stage, and the script with its arguments. */
const STAGES = [
  ['format', bin('prettier', 'bin', 'prettier.cjs'), ['--check', '.']],
  ['lint', bin('eslint', 'bin', 'eslint.js'), ['.']],
  ['types', bin('typescript', 'bin', 'tsc'), ['--noEmit']],
  ['build', within('scripts', 'build.mjs'), [within('build', 'dist')]],
  ['tests', within('scripts', 'test.mjs'), process.argv.slice(2)],
]

const installed = await install()
const failed = []
if (installed === 0) {
  for (const [name, script, parameters] of STAGES) {
    console.log(`\n== ${name}`)
    if ((await runNode(script, parameters)) !== 0) failed.push(name)
  }
} else {
  failed.push('install')
}
console.log(failed.length === 0 ? '\ncheck: all passed' : `\ncheck: failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
