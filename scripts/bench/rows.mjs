// What is promised, one row each: how it is measured, beside what, and the limit. Issue 3 and 4 of this project's plan
// set the limits; README.md repeats them.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { developmentNode, repository } from '../toolchain.mjs'
import { DISCOVERY_ROWS } from './discover-places.mjs'
import { MANY_FILES_ROWS } from './many-files.mjs'
import { MERGE_FINDINGS_ROWS } from './merge-findings.mjs'
import { MERGE_SARIF_ROWS } from './merge-sarif.mjs'
import { bestTimes, isThere, peakMemory, timed } from './measure.mjs'
import { bundled } from './bundled.mjs'
import { PATCH_ROWS } from './patch.mjs'

/**
 * A measured row. `ratio` is compared with `limit` where there is a floor or a peer, else `figure` is.
 * @typedef {object} Measured
 * @property {number} figure
 * @property {number} [floor]
 * @property {number} limit
 * @property {'s' | 'ms' | 'MB'} unit of figure and floor, and of the limit where there is no floor
 * @property {string} [beside] what the floor is
 */

const NODE_ZERO = { parameters: ['-e', '0'] }
const MEGABYTE = 1e6
const XMLLINT = 'xmllint'

/** A row that could not be measured, and why. */
export class NotMeasured extends Error {}

async function demandXmllint() {
  if (!(await isThere(XMLLINT))) throw new NotMeasured('xmllint is not installed (Debian and Ubuntu: libxml2-utils)')
}

/** The environment of a step, whose files lie in a folder of their own. */
function stepEnvironment(folder) {
  mkdirSync(folder, { recursive: true })
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE', 'GITHUB_ENV'].map((name) => [
      name,
      path.join(folder, name),
    ]),
  )
  for (const file of Object.values(files)) writeFileSync(file, '')
  return {
    PATH: process.env.PATH ?? '',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: 'step',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
    ...files,
  }
}

/** A step with an input that every action refuses: some of them lack nothing where no input is given, and do their work. */
function wrongInput(folder) {
  return { ...stepEnvironment(folder), 'INPUT_ON-UNKNOWN': 'perhaps' }
}

/** Every stub of the bundle that an action starts with, and the command line. */
function startUpRow(name) {
  return async ({ bundle, folder, rounds }) => {
    const stub = path.join(bundle, name, 'index.js')
    const isTerminal = name === 'cli'
    const ours = isTerminal
      ? { parameters: [stub, 'quality-gate'], folder, exitCodes: [2] }
      : { parameters: [stub], environment: wrongInput(path.join(folder, `step-${name}`)), exitCodes: [1] }
    const best = await bestTimes({ ours, floor: NODE_ZERO }, 20 * rounds)
    return { figure: best.ours * 1e3, floor: best.floor * 1e3, limit: 1.6, unit: 'ms', beside: 'node -e 0' }
  }
}

/**
 * The command line that takes one report to a verdict: a whole process, from its start to its exit code. It runs beside the
 * report, because this repository has a policy, which would be read as well.
 */
function gate(bundle, report, rule, exitCodes = [0]) {
  const command = ['quality-gate', '--reports', report, '--rules', rule]
  return { parameters: [path.join(bundle, 'cli', 'index.js'), ...command], folder: path.dirname(report), exitCodes }
}

const READ = {
  // 50 of the half million tests failed: exit code 1 says that they were seen.
  junit: (bundle, inputs) => gate(bundle, inputs.file('junit.xml'), 'tests.failed == 0', [1]),
  cobertura: (bundle, inputs) => gate(bundle, inputs.file('cobertura.xml'), 'coverage.line >= 70'),
  lcov: (bundle, inputs) => gate(bundle, inputs.file('coverage.lcov'), 'coverage.line >= 70'),
  sarif: (bundle, inputs) => gate(bundle, inputs.file('100-mb.sarif'), 'security.critical == 0', [1]),
  largeSarif: (bundle, inputs) => gate(bundle, inputs.file('600-mb.sarif'), 'security.critical == 0', [1]),
}

const xmllint = (file) => ({ program: XMLLINT, parameters: ['--stream', '--noout', file] })

function xmlTimeRow(read, name, limit) {
  return async ({ bundle, inputs, rounds }) => {
    await demandXmllint()
    const best = await bestTimes({ ours: read(bundle, inputs), floor: xmllint(inputs.file(name)) }, rounds)
    return { figure: best.ours, floor: best.floor, limit, unit: 's', beside: 'xmllint --stream --noout' }
  }
}

function peakRow(read, limit) {
  return async ({ bundle, inputs }) => {
    const bytes = await peakMemory(read(bundle, inputs))
    return { figure: bytes / MEGABYTE, limit, unit: 'MB' }
  }
}

async function lcovTime({ bundle, inputs, rounds }) {
  const best = await bestTimes({ ours: READ.lcov(bundle, inputs), floor: READ.cobertura(bundle, inputs) }, rounds)
  return { figure: best.ours, floor: best.floor, limit: 1, unit: 's', beside: 'our Cobertura of the same lines' }
}

async function sarifTime({ bundle, inputs, rounds }) {
  const file = inputs.file('100-mb.sarif')
  const parse = "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))"
  const floor = { parameters: ['-e', parse, file] }
  const best = await bestTimes({ ours: READ.sarif(bundle, inputs), floor }, rounds)
  return { figure: best.ours, floor: best.floor, limit: 1.5, unit: 's', beside: 'JSON.parse of the whole' }
}

async function sarifPeak({ bundle, inputs }) {
  const large = await peakMemory(READ.largeSarif(bundle, inputs))
  const small = await peakMemory(READ.sarif(bundle, inputs))
  // A tenth is what the collector's own timing makes of two runs over one file.
  return { figure: large / MEGABYTE, floor: small / MEGABYTE, limit: 1.1, unit: 'MB', beside: 'our own at 100 MB' }
}

/** What a runner downloads for `uses:`: the archive of a commit. Until the commit has its bundle, that is added to it. */
async function download({ bundle }) {
  const git = (...parameters) =>
    execFileSync('git', ['-C', repository, ...parameters], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] })
  const isCommitted = git('ls-tree', '--name-only', 'HEAD', 'dist/index.js').length > 0
  const added = isCommitted
    ? []
    : filesBelow(bundle).flatMap((file) => [
        `--prefix=dist/${path.relative(bundle, path.dirname(file)).split(path.sep).join('/')}/`.replace(/\/+$/, '/'),
        `--add-file=${file}`,
      ])
  const archive = git('archive', '--format=tar.gz', ...added, '--prefix=', 'HEAD')
  return {
    figure: archive.length / MEGABYTE,
    limit: 0.8,
    unit: 'MB',
    note: isCommitted ? undefined : 'HEAD and the bundle',
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
}

/** The rendering reports its own time, because reading the evidence is another promise. */
async function renderTime({ folder, rounds }) {
  const script = await bundled('render-all', folder)
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    const told = path.join(folder, 'render.json')
    await timed({ parameters: [script, told] })
    best = Math.min(best, JSON.parse(readFileSync(told, 'utf8')).seconds)
  }
  return { figure: best, limit: 1, unit: 's' }
}

async function renderPeak({ folder }) {
  const script = await bundled('render-all', folder)
  const bytes = await peakMemory({ parameters: [script, path.join(folder, 'render.json')] })
  return { figure: bytes / MEGABYTE, limit: 250, unit: 'MB' }
}

async function baselineRun({ folder, rounds }) {
  const script = await bundled('baseline', folder)
  const runs = []
  for (let round = 0; round < rounds; round += 1) {
    const told = path.join(folder, 'baseline.json')
    await timed({ parameters: [script, told] })
    runs.push(JSON.parse(readFileSync(told, 'utf8')))
  }
  return { seconds: Math.min(...runs.map(({ seconds }) => seconds)), bytes: runs[0].bytes }
}

async function baselineTime(surroundings) {
  return { figure: (await baselineRun(surroundings)).seconds, limit: 1, unit: 's' }
}

async function baselineSize(surroundings) {
  return { figure: (await baselineRun({ ...surroundings, rounds: 1 })).bytes / MEGABYTE, limit: 2, unit: 'MB' }
}

/** Rows by name. Those whose name begins with a word given on the command line are measured. */
export function rowsOf(bundle) {
  const stubs = readdirSync(bundle).filter((name) => existsSync(path.join(bundle, name, 'index.js')))
  return {
    ...Object.fromEntries(
      stubs.map((name) => [
        `start-up.${name}`,
        { about: `start-up to the first input error, ${name}`, measure: startUpRow(name) },
      ]),
    ),
    download: { about: 'download of a runner, tar.gz', measure: download },
    'junit.time': { about: 'JUnit XML, 500,000 tests, to a verdict', measure: xmlTimeRow(READ.junit, 'junit.xml', 3) },
    'junit.peak': { about: 'JUnit XML, 500,000 tests, peak memory', measure: peakRow(READ.junit, 150) },
    'cobertura.time': {
      about: 'Cobertura, 100 MB, to a verdict',
      measure: xmlTimeRow(READ.cobertura, 'cobertura.xml', 2.5),
    },
    'cobertura.peak': { about: 'Cobertura, 100 MB, peak memory', measure: peakRow(READ.cobertura, 200) },
    'lcov.time': { about: 'LCOV of the same lines, to a verdict', measure: lcovTime },
    'lcov.peak': { about: 'LCOV of the same lines, peak memory', measure: peakRow(READ.lcov, 200) },
    'sarif.time': { about: 'SARIF, 100 MB, to a verdict', measure: sarifTime },
    'sarif.peak': { about: 'SARIF, 600 MB, peak memory', measure: sarifPeak },
    'render.time': { about: '10,000 findings, 500,000 tests, all channels', measure: renderTime },
    'render.peak': { about: '10,000 findings, 500,000 tests, peak memory', measure: renderPeak },
    'baseline.time': { about: 'baseline of 1,000,000 covered lines, written and read', measure: baselineTime },
    'baseline.size': { about: 'baseline of 1,000,000 covered lines, its file', measure: baselineSize },
    ...DISCOVERY_ROWS,
    ...MANY_FILES_ROWS,
    ...MERGE_FINDINGS_ROWS,
    ...MERGE_SARIF_ROWS,
    ...PATCH_ROWS,
  }
}

/** The Node that measures, for the head of the table. */
export const measuringNode = () => execFileSync(developmentNode(), ['--version'], { encoding: 'utf8' }).trim()
