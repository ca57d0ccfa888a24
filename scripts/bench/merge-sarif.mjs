// Rows about two scanners' SARIF of one repository, merged into one that code scanning takes.

import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { bestTimes, isThere, peakMemory, timed } from './measure.mjs'

const RESULTS = 61_600
const RULES = 200
const FILES = 5_000
const LEVELS = ['error', 'warning', 'note']

const PROSE =
  'comes from a request and reaches this call without having been checked. Whoever sends the request decides what runs here, with the rights of the service. '

/** About 812 bytes, as scanners with a trace write them. Every second result of one scanner is also the other's. */
function resultOf(scanner, index) {
  const own = index % 2 === 0 ? index : index + scanner * RESULTS
  const file = own % FILES
  const place = (line) => ({
    physicalLocation: {
      artifactLocation: { uri: `services/part${file % 97}/src/module_${file}.ts`, uriBaseId: '%SRCROOT%' },
      region: { startLine: line, startColumn: 5, endLine: line, endColumn: 42 },
    },
  })
  return JSON.stringify({
    ruleId: `rule/${own % RULES}`,
    ruleIndex: own % RULES,
    level: LEVELS[own % LEVELS.length],
    message: { text: `The value ${own} ${PROSE}` },
    locations: [place((own % 9_000) + 1)],
    relatedLocations: [{ id: 1, ...place(7), message: { text: 'where the value comes from' } }],
    partialFingerprints: { primaryLocationLineHash: `${own.toString(16).padStart(16, '0')}:1` },
    properties: { confidence: 'HIGH', likelihood: 'MEDIUM', impact: 'HIGH' },
  })
}

/** Writes what a scanner says, a megabyte at a time. */
function writeReport(file, scanner, name) {
  const rules = Array.from({ length: RULES }, (_, rule) => ({
    id: `rule/${rule}`,
    shortDescription: { text: `Rule ${rule}` },
    properties: { tags: ['security', `external/cwe/cwe-${rule}`], 'security-severity': ((rule % 100) / 10).toFixed(1) },
  }))
  const descriptor = openSync(file, 'w')
  let text = `{"version":"2.1.0","runs":[{"tool":${JSON.stringify({ driver: { name, rules } })},"results":[\n`
  for (let index = 0; index < RESULTS; index += 1) {
    text += `${index === 0 ? '' : ',\n'}${resultOf(scanner, index)}`
    if (text.length < 1 << 20) continue
    writeSync(descriptor, text)
    text = ''
  }
  writeSync(descriptor, `${text}\n]}]}\n`)
  closeSync(descriptor)
}

function reportsIn(folder) {
  const place = path.join(folder, 'two-scanners')
  const files = ['CodeQL', 'Semgrep'].map((name) => path.join(place, `${name}.sarif`))
  if (!existsSync(place)) {
    mkdirSync(place, { recursive: true })
    for (const [scanner, file] of files.entries()) writeReport(file, scanner, path.basename(file, '.sarif'))
  }
  return files
}

function merging(bundle, folder) {
  const files = reportsIn(folder)
  const merged = path.join(folder, 'merged.sarif')
  const command = ['security-scan', ...files.flatMap((file) => ['--reports', file]), '--sarif-file', merged]
  // Half of the findings are severe: exit code 1 says that they were seen. It runs outside this repository, as every gate.
  return { parameters: [path.join(bundle, 'cli', 'index.js'), ...command], folder, exitCodes: [1] }
}

const PARSE = "for (const file of process.argv.slice(1)) JSON.parse(require('node:fs').readFileSync(file, 'utf8'))"

async function mergeTime({ bundle, folder, rounds }) {
  const floor = { parameters: ['-e', PARSE, ...reportsIn(folder)] }
  const best = await bestTimes({ ours: merging(bundle, folder), floor }, rounds)
  const note = await peerNote(folder, best.ours)
  return { figure: best.ours, floor: best.floor, limit: 2, unit: 's', beside: 'JSON.parse of both', note }
}

/** The peer takes a quarter of a minute, so it runs once. */
async function peerNote(folder, ours) {
  const program = await multitool()
  if (program === undefined) return 'sarif-multitool is not installed'
  const output = path.join(folder, 'peer')
  const parameters = ['merge', ...reportsIn(folder), '--output-directory', output, '--output-file', 'merged.sarif']
  const seconds = await timed({ program, parameters: [...parameters, '--log', 'ForceOverwrite'] })
  rmSync(output, { recursive: true, force: true })
  return `sarif-multitool merge: ${seconds.toFixed(1)} s, ${(seconds / ours).toFixed(1)} x`
}

/** On the path, or where scripts/integration-setup.sh puts it. */
async function multitool() {
  const tools = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'cicd-actions-tools')
  const versions = existsSync(tools) ? readdirSync(tools).filter((name) => name.startsWith('sarif-multitool-')) : []
  const packages = versions.map((name) => path.join(tools, name, 'node_modules', '@microsoft', 'sarif-multitool-linux'))
  for (const program of ['Sarif.Multitool', ...packages.map((folder) => path.join(folder, 'Sarif.Multitool'))]) {
    if (await isThere(program, ['version'])) return program
  }
  return undefined
}

async function mergePeak({ bundle, folder }) {
  return { figure: (await peakMemory(merging(bundle, folder))) / 1e6, limit: 350, unit: 'MB' }
}

export const MERGE_SARIF_ROWS = {
  'merge-sarif.time': { about: 'two SARIF of 50 MB to a merged one and a verdict', measure: mergeTime },
  'merge-sarif.peak': { about: 'two SARIF of 50 MB merged, peak memory', measure: mergePeak },
}
