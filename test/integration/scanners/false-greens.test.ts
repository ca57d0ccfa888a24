import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { runAction } from '../../support/run-action.ts'
import { type AdvisoryServer, advisoryServer, writeTrivyDatabase } from './advisories.ts'
import { program, runScanner } from './scanners.ts'
import { FILES, type Silence, TOLD, TOLD_NOWHERE, TOLD_OF_SARIF } from './silences.ts'

/*
 * What today's scanners leave behind where they saw nothing, looks much like what they leave where there is nothing to see. Each
 * row makes a real scanner do so, and gives what it left to security-scan.
 */

let place = ''
let server: AdvisoryServer

const cacheFolder = (name: string): string => path.join(place, name)

/** Runs the scanner, and the gate on what it left. */
async function verdictOn(silence: Silence) {
  const folder = mkdtempSync(path.join(place, 'scan-'))
  const report = path.join(folder, 'report.json')
  const at = { cache: cacheFolder, server: server.url }
  const ended = await runScanner(
    silence.command(report, at) as [string, ...string[]],
    path.join(place, silence.folder ?? '.'),
    {
      SEMGREP_SETTINGS_FILE: path.join(place, 'semgrep.yml'),
      ...silence.environment,
    },
  )
  // What a step's `scanner > report.json` leaves; a scanner that writes its own file leaves none, or that.
  const printed = !silence.command(report, at).includes(report)
  if (printed) writeFileSync(report, ended.stdout)
  const run = await runAction({
    action: 'security-scan',
    workspace: folder,
    inputs: { reports: `${silence.line ?? ''} report.json`.trim(), token: 'ghs_1234567890', comment: 'false' },
    timeoutSeconds: 60,
  })
  return { exitCode: ended.exitCode, status: run.outputs['status'], said: run.stdout + run.stderr + run.summary }
}

beforeAll(async () => {
  place = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-silence-')))
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(place, name)), { recursive: true })
    writeFileSync(path.join(place, name), text)
  }
  server = await advisoryServer()
  writeTrivyDatabase(program('trivy-db'), cacheFolder('trivy'), new Date())
  writeTrivyDatabase(program('trivy-db'), cacheFolder('old'), new Date('2020-01-01T00:00:00Z'))
})
afterAll(async () => {
  await server.close()
  rmSync(place, { recursive: true, force: true })
})

describe.each([
  ['unknown', 'a scanner that saw nothing makes the verdict unknown, in its own words', TOLD],
  ['unknown', 'of SARIF, too', TOLD_OF_SARIF],
  ['pass', 'what no report tells', TOLD_NOWHERE],
] as const)('%s: %s', (expected, _title, silences) => {
  it.each(silences.map((silence) => [silence.name, silence] as const))('%s', async (_name, silence) => {
    const { exitCode, status, said } = await verdictOn(silence)
    expect([exitCode, status]).toEqual([silence.exitCode, expected])
    expect(said).toMatch(silence.says)
  })
})
