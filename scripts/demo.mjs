// `npm start`: what quality-gate, security-scan and version-check say of examples/python-service, broken and repaired, as
// GitHub would show it.
// Plain JavaScript for Node 20, and nothing to install: it runs the committed bundle as a runner would.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const example = path.join(repository, 'examples', 'python-service')
const bundle = process.env.CICD_ACTIONS_BUNDLE ?? path.join(repository, 'dist')

/** The two states of the example, and the exit codes that its pipeline records. */
const STATES = [
  { name: 'broken', status: 'fail', exitCode: 1, mypyExitCode: 1 },
  { name: 'repaired', status: 'pass', exitCode: 0, mypyExitCode: 0 },
]

/** What is shown: a gate over one state's reports, and what it must say. */
const SHOWN = [
  { action: 'quality-gate', state: 'broken', title: 'A change that breaks the shop' },
  { action: 'security-scan', state: 'broken', title: 'What four scanners say of the same change' },
  { action: 'version-check', state: 'broken', title: 'What still says the release before' },
  { action: 'quality-gate', state: 'repaired', title: 'The same repository, repaired' },
  { action: 'security-scan', state: 'repaired', title: 'The scanners on what was repaired' },
  { action: 'version-check', state: 'repaired', title: 'One version everywhere' },
].map((shown) => ({ ...STATES.find(({ name }) => name === shown.state), ...shown }))

/** The inputs of each gate. */
const INPUTS = {
  'quality-gate': ({ name, mypyExitCode }) => ({
    INPUT_NAME: `orders-service (${name})`,
    INPUT_REPORTS: [
      `reports/${name}/**`,
      `format=ruff reports/${name}/ruff.json`,
      `format=mypy exit-code=${mypyExitCode} reports/${name}/mypy.json`,
    ].join('\n'),
  }),
  'security-scan': ({ name }) => ({
    INPUT_NAME: `orders-service security (${name})`,
    INPUT_REPORTS: `scans/${name}/**`,
  }),
  'version-check': ({ name }) => ({ INPUT_NAME: `orders-service version (${name})` }),
}

const isTerminal = process.stdout.isTTY === true && process.env.TERM !== 'dumb'
const force = process.env.FORCE_COLOR
const colour = !process.env.NO_COLOR && (force === undefined ? isTerminal : force !== '0' && force !== 'false')
const CODES = { bold: '1', faint: '2', red: '31', green: '32', yellow: '33', blue: '34', magenta: '35' }
const paint = (name, text) => (colour ? `\u001b[${CODES[name]}m${text}\u001b[0m` : text)
const print = (line = '') => process.stdout.write(`${line}\n`)
const WIDTH = Math.min(Math.max(process.stdout.columns ?? 100, 60), 120)

/** A checkout of the example in one state, in a repository of its own where git is there: paths in reports are found in it. */
function checkOut({ name }, place) {
  const workspace = path.join(place, 'orders-service')
  cpSync(example, workspace, {
    recursive: true,
    filter: (file) =>
      !STATES.some(
        (other) =>
          other.name !== name && ['reports', 'scans'].some((folder) => file.endsWith(path.join(folder, other.name))),
      ),
  })
  const git = (...parameters) =>
    spawnSync('git', parameters, {
      cwd: workspace,
      stdio: 'ignore',
      env: { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_SYSTEM: os.devNull },
    })
  git('init')
  if (name === 'broken') git('apply', 'broken.patch')
  git('add', '--all')
  return workspace
}

/** Runs a gate over one state's reports, with the files and the environment that a runner gives to a step. */
function runGate(shown, folder) {
  const { name, action } = shown
  const place = path.join(folder, `${name}-${action}`)
  mkdirSync(place, { recursive: true })
  const workspace = checkOut(shown, place)
  const files = { GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: `summary-${name}.md`, GITHUB_EVENT_PATH: 'event.json' }
  for (const key of Object.keys(files)) {
    files[key] = path.join(place, files[key])
    writeFileSync(files[key], key === 'GITHUB_EVENT_PATH' ? '{}' : '')
  }
  // The demonstration shows one step and none of the machine it runs on.
  const kept = ['PATH', 'Path', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'HOME', 'USERPROFILE', 'PATHEXT', 'ComSpec']
  const machine = Object.fromEntries(kept.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])))
  const started = process.hrtime.bigint()
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [path.join(bundle, action, 'index.js')], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      ...machine,
      ...files,
      ...INPUTS[action](shown),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION: action,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_JOB: 'quality',
      GITHUB_REPOSITORY: 'octo-org/orders-service',
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: place,
    },
  })
  if (error) throw error
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6
  const outputs = Object.fromEntries(
    readFileSync(files.GITHUB_OUTPUT, 'utf8')
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  return { exitCode: status, stdout, stderr, outputs, summary: files.GITHUB_STEP_SUMMARY, milliseconds }
}

const MARKS = { error: ['red', '✗ error  '], warning: ['yellow', '! warning'], notice: ['blue', 'i notice '] }

/** Splits a step's log into what the runner obeys and what it shows. */
function readLog(stdout) {
  const annotations = []
  const shown = []
  for (const line of stdout.split(/\r?\n/)) {
    const command = /^::(error|warning|notice|debug)(?: ([^:]*))?::(.*)$/.exec(line)
    if (!command) {
      shown.push(line)
      continue
    }
    const [, level, properties = '', message] = command
    if (level === 'debug') continue
    const pairs = properties
      .split(',')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), unescape(pair.slice(pair.indexOf('=') + 1))])
    annotations.push({ level, message: unescape(message), ...Object.fromEntries(pairs) })
  }
  return { annotations, shown }
}

/** What the runner makes of an escaped command. */
function unescape(text) {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (escape) => decodeURIComponent(escape))
}

function showAnnotation({ level, file, line, title = '', message }) {
  const [tone, mark] = MARKS[level]
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`
  const room = WIDTH - mark.length - 4
  print(`  ${paint(tone, mark)} ${cut(title || message, room)}`)
  const first = title === '' ? '' : (message.split('\n').find((text) => text.trim() !== '') ?? '')
  const below = [place, first.trim()].filter((text) => text !== '').join('  ')
  if (below !== '') print(`            ${paint('faint', cut(below, WIDTH - 12))}`)
}

function cut(text, characters) {
  return text.length > characters ? `${text.slice(0, characters - 1)}…` : text
}

function heading(text) {
  print()
  print(paint('bold', `── ${text} ${'─'.repeat(Math.max(3, WIDTH - text.length - 4))}`))
  print()
}

const TONES = { pass: 'green', warn: 'yellow', unknown: 'magenta', fail: 'red' }

/** Shows one state as GitHub would and says whether the gate decided as it must. */
function show(state, run) {
  heading(state.title)
  const { annotations, shown } = readLog(run.stdout)
  const log = shown.join('\n').trim()
  print(colour ? log : log.replace(/\u001b\[[0-9;]*m/g, ''))
  if (annotations.length > 0) {
    print()
    print(paint('bold', 'Annotations, on the lines of the change'))
    for (const annotation of annotations) showAnnotation(annotation)
  }
  print()
  const status = run.outputs.status ?? 'none'
  print(
    `${paint('bold', 'Outputs')}  status=${paint(TONES[status] ?? 'magenta', status)}, exit code ${run.exitCode}, in ${run.milliseconds.toFixed(0)} ms`,
  )
  print(`${paint('bold', 'Summary')}  ${run.summary}`)
  if (run.stderr !== '') print(run.stderr)
  return status === state.status && run.exitCode === state.exitCode
}

function main() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-demo-'))
  const isRight = SHOWN.map((shown) => [shown, show(shown, runGate(shown, folder))])
  const wrong = isRight
    .filter(([, right]) => !right)
    .map(([{ action, name, status }]) => `${action} of the ${name} state should have been ${status}`)
  print()
  if (wrong.length > 0) {
    print(paint('red', `A gate did not decide as it must: ${wrong.join(', ')}.`))
    return 1
  }
  print(
    `${paint('green', 'All three failed the broken state for true reasons and passed the repaired one.')} Next: README.md and those of quality-gate, security-scan and version-check.`,
  )
  return 0
}

process.exitCode = main()
