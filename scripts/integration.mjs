// `npm run test:integration`: installs the real tools, builds the bundle, runs the tests over both.
// Arguments go to jest. Its report is written to $CICD_ACTIONS_TEST_RESULTS.

import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { prepareBundle } from './bundle-for-tests.mjs'
import { install } from './install.mjs'
import { developmentNode, runNode, within } from './toolchain.mjs'

const results = process.env.CICD_ACTIONS_TEST_RESULTS ?? within('build', 'integration-results.json')
const SETUP_SECONDS = 2400

/** Installs what is missing. Resolves to the folders of the tools' executables. */
function installTools() {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [within('scripts', 'integration-setup.sh')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const limit = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the tools were not installed within ${String(SETUP_SECONDS)} s`))
    }, SETUP_SECONDS * 1000)
    const chunks = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(limit)
      const folders = Buffer.concat(chunks)
        .toString()
        .split('\n')
        .filter((line) => line !== '')
      if (code === 0) resolve(folders)
      else reject(new Error(`scripts/integration-setup.sh ended with exit code ${String(code)}`))
    })
  })
}

async function main() {
  await rm(results, { force: true })
  const installed = await install()
  if (installed !== 0) throw new Error(`npm ci ended with exit code ${String(installed)}`)
  const folders = await installTools()
  const bundle = await prepareBundle()
  await mkdir(path.dirname(results), { recursive: true })
  const jest = within('node_modules', 'jest', 'bin', 'jest.js')
  const parameters = ['--config', within('jest.integration.config.mjs'), '--json', `--outputFile=${results}`]
  return runNode(jest, [...parameters, ...process.argv.slice(2)], {
    nodeOptions: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    environment: {
      CICD_ACTIONS_BUNDLE: bundle,
      CICD_ACTIONS_TOOLS: folders.join(path.delimiter),
      PATH: [path.dirname(developmentNode()), ...folders, process.env.PATH ?? ''].join(path.delimiter),
    },
    timeoutSeconds: 3000,
  })
}

process.exitCode = await main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  return 1
})
