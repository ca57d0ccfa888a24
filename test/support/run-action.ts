import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** The bundle under test: what `npm test` has just built, or the committed one when a test is run by itself. */
export const bundle = process.env['CICD_ACTIONS_BUNDLE'] ?? path.join(repository, 'dist')

export interface ActionCall {
  /** Name of the action, as in dist/<action>/index.js. */
  readonly action: string
  /** Inputs by the names of action.yml. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Further environment; an undefined value takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Arguments, for the terminal's stub. */
  readonly parameters?: readonly string[]
  /** Existing folder to stand in for GITHUB_WORKSPACE; an empty one is made (and removed) when not given. */
  readonly workspace?: string
  /** The event payload, written to GITHUB_EVENT_PATH. */
  readonly event?: unknown
  /** Node binary to run on; the one that runs the tests when not given. */
  readonly node?: string
  readonly timeoutSeconds?: number
}

export interface ActionRun {
  /** null when the process was ended by a signal, as after the time limit. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  readonly exported: Readonly<Record<string, string>>
  /** The job summary, Markdown. */
  readonly summary: string
  /** Files below RUNNER_TEMP when the action ended, by relative path with forward slashes. */
  readonly temporaryFiles: Readonly<Record<string, Buffer>>
}

/** Reads a file of `name=value` and `name<<delimiter` entries, as the runner reads GITHUB_OUTPUT. */
export function parseCommandFile(text: string): Record<string, string> {
  const entries: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line === '') continue
    const heredoc = /^([^=]*?)<<(.+)$/.exec(line)
    if (heredoc) {
      const [, name = '', delimiter = ''] = heredoc
      const end = lines.indexOf(delimiter, index + 1)
      if (end < 0) throw new Error(`no line ${delimiter} ends the value of ${name}`)
      entries[name] = lines.slice(index + 1, end).join('\n')
      index = end
      continue
    }
    const border = line.indexOf('=')
    if (border < 0) throw new Error(`not an entry: ${line}`)
    entries[line.slice(0, border)] = line.slice(border + 1)
  }
  return entries
}

/** Name of the variable in which a runner hands an input over. */
function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

/** Only what a process needs to start here: a test never sees the secrets or the CI of the machine it runs on. */
function machineEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'Path', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'HOME', 'USERPROFILE', 'PATHEXT', 'ComSpec']
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}

async function filesBelow(folder: string): Promise<Record<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: Record<string, Buffer> = {}
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = path.join(entry.parentPath, entry.name)
    files[path.relative(folder, file).split(path.sep).join('/')] = await readFile(file)
  }
  return files
}

interface ProcessEnd {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

function runProcess(
  node: string,
  parameters: readonly string[],
  options: { readonly folder: string; readonly environment: NodeJS.ProcessEnv; readonly timeoutSeconds: number },
): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, parameters, {
      cwd: options.folder,
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutSeconds * 1000,
      killSignal: 'SIGKILL',
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', reject)
    child.on('close', (exitCode) => {
      resolve({ exitCode, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() })
    })
  })
}

/** Runs the stub of an action in a process of its own, as a runner's step would, and says what it left behind. */
export async function runAction(call: ActionCall): Promise<ActionRun> {
  const place = await mkdtemp(path.join(os.tmpdir(), 'cicd-actions-step-'))
  try {
    const workspace = call.workspace ?? path.join(place, 'workspace')
    const temporary = path.join(place, 'temp')
    const commandFile = (name: string): string => path.join(place, name)
    await Promise.all([mkdir(workspace, { recursive: true }), mkdir(temporary, { recursive: true })])
    const commandFiles = ['output', 'state', 'env', 'path', 'summary']
    await Promise.all(commandFiles.map((name) => writeFile(commandFile(name), '')))
    await writeFile(commandFile('event.json'), JSON.stringify(call.event ?? {}))
    const inputs = Object.entries(call.inputs ?? {}).map(([name, value]): [string, string] => [
      inputVariable(name),
      value,
    ])
    const environment: NodeJS.ProcessEnv = {
      ...machineEnvironment(),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION: '__self',
      GITHUB_ACTOR: 'octocat',
      GITHUB_API_URL: 'http://127.0.0.1:9',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: commandFile('event.json'),
      GITHUB_GRAPHQL_URL: 'http://127.0.0.1:9/graphql',
      GITHUB_JOB: 'test',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REF_NAME: 'main',
      GITHUB_REPOSITORY: 'octo-org/octo-repo',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_ID: '1658821493',
      GITHUB_RUN_NUMBER: '3',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
      GITHUB_WORKFLOW: 'ci',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: commandFile('output'),
      GITHUB_STATE: commandFile('state'),
      GITHUB_ENV: commandFile('env'),
      GITHUB_PATH: commandFile('path'),
      GITHUB_STEP_SUMMARY: commandFile('summary'),
      RUNNER_ARCH: 'X64',
      RUNNER_OS: 'Linux',
      RUNNER_TEMP: temporary,
      RUNNER_TOOL_CACHE: path.join(place, 'tools'),
      ...Object.fromEntries(inputs),
      ...call.environment,
    }
    const stub = path.join(bundle, call.action, 'index.js')
    const end = await runProcess(call.node ?? process.execPath, [stub, ...(call.parameters ?? [])], {
      folder: workspace,
      environment,
      timeoutSeconds: call.timeoutSeconds ?? 20,
    })
    const read = (name: string): Promise<string> => readFile(commandFile(name), 'utf8')
    return {
      ...end,
      outputs: parseCommandFile(await read('output')),
      state: parseCommandFile(await read('state')),
      exported: parseCommandFile(await read('env')),
      summary: await read('summary'),
      temporaryFiles: await filesBelow(temporary),
    }
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}
