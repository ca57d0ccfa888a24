// `npm test`: installs what is missing, builds what is tested, runs the unit and contract tests.
// Arguments go to jest. The last line is always `N passed, N failed`.

import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { prepareBundle } from './bundle-for-tests.mjs'
import { install } from './install.mjs'
import { runNode, within } from './toolchain.mjs'

const results = process.env.CICD_ACTIONS_TEST_RESULTS ?? within('build', 'test-results.json')

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
  const bundle = await prepareBundle()
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
