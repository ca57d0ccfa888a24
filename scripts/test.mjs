// `npm test`: installs what is missing, builds what is tested, runs the unit and contract tests.
// Arguments go to jest. The last line is always `N passed, N failed`.

import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { install } from './install.mjs'
import { runNode, within } from './toolchain.mjs'

const results = process.env.CICD_ACTIONS_TEST_RESULTS ?? within('build', 'test-results.json')
const bundle = process.env.CICD_ACTIONS_BUNDLE ?? within('build', 'dist')

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

/** Builds build/dist again when a source is younger than it. A bundle named by the caller is taken as it is. */
async function prepareBundle() {
  if (process.env.CICD_ACTIONS_BUNDLE !== undefined) return
  const sources = ['actions', 'scripts/build.mjs', 'scripts/http-client-lazy', 'package-lock.json', 'tsconfig.json']
  const changed = Math.max(...(await Promise.all(sources.map((name) => newest(within(name))))))
  if ((await newest(path.join(bundle, 'package.json'))) > changed) return
  const { build } = await import('./build.mjs')
  await build(bundle)
}

/** What jest counted. A test file that could not be run counts as one failure. */
async function counts() {
  const text = await readFile(results, 'utf8').catch(() => undefined)
  if (text === undefined) return { passed: 0, failed: 1 }
  const summary = JSON.parse(text)
  return { passed: summary.numPassedTests, failed: summary.numFailedTests + summary.numRuntimeErrorTestSuites }
}

async function main() {
  const installed = await install()
  if (installed !== 0) throw new Error(`npm ci ended with exit code ${String(installed)}`)
  await prepareBundle()
  await mkdir(path.dirname(results), { recursive: true })
  await rm(results, { force: true })
  const jest = within('node_modules', 'jest', 'bin', 'jest.js')
  const parameters = ['--json', `--outputFile=${results}`, ...process.argv.slice(2)]
  return runNode(jest, parameters, {
    nodeOptions: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    environment: { CICD_ACTIONS_BUNDLE: bundle },
  })
}

const exitCode = await main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  return 1
})
const { passed, failed } = await counts()
const unseen = exitCode !== 0 && failed === 0 ? 1 : 0
console.log(`${String(passed)} passed, ${String(failed + unseen)} failed`)
process.exitCode = failed + unseen > 0 || passed === 0 ? 1 : 0
