import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { bundle, repository } from './run-action.ts'

/** act in host mode (https://nektosact.com): runs a workflow's jobs on this machine, without containers. */
export const ACT_VERSION = '0.2.89'

const cache = process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache')
export const actProgram = path.join(cache, 'cicd-actions-tools', `act-${ACT_VERSION}`, 'bin', 'act')

export interface ActCall {
  /** The consumer's repository: a git checkout with its workflows. */
  readonly repository: string
  /** Our own, as `uses: org/cicd-actions/…@v1` finds it. */
  readonly suite: string
  readonly event: string
  readonly payload: unknown
  readonly environment: Readonly<Record<string, string>>
  readonly token: string
}

export interface ActAnnotation {
  readonly level: string
  readonly message: string
  readonly properties: Readonly<Record<string, string>>
}

/** What one job of the run (a leg of a matrix is one) left behind. */
export interface ActJob {
  readonly result: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summaries: readonly string[]
  readonly annotations: readonly ActAnnotation[]
  readonly log: string
}

/** Lines of `act --json`, as far as they are used. */
interface ActLine {
  readonly job?: string
  readonly jobID?: string
  readonly matrix?: Readonly<Record<string, unknown>>
  readonly jobResult?: string
  readonly command?: string
  readonly name?: string
  readonly arg?: string
  readonly content?: string
  readonly kvPairs?: Readonly<Record<string, string>>
  readonly msg?: string
}

/** Runs a workflow to its end. Jobs are named as `gate` or, in a matrix, `gate (broken)`. */
export async function runAct(call: ActCall): Promise<ReadonlyMap<string, ActJob>> {
  const eventFile = path.join(path.dirname(call.suite), `event-${call.event}.json`)
  await writeFile(eventFile, JSON.stringify(call.payload))
  const settings = Object.entries(call.environment).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const parameters = [call.event, '--json', '-e', eventFile, '-P', 'ubuntu-latest=-self-hosted']
  parameters.push(
    '--local-repository',
    `org/cicd-actions@v1=${call.suite}`,
    '-s',
    `GITHUB_TOKEN=${call.token}`,
    ...settings,
  )
  const lines = (await output(actProgram, parameters, call.repository)).split('\n')
  const jobs = new Map<
    string,
    ActJob & { outputs: Record<string, string>; summaries: string[]; annotations: ActAnnotation[] }
  >()
  for (const text of lines.filter((line) => line.startsWith('{'))) {
    const line = JSON.parse(text) as ActLine
    if (line.jobID === undefined) continue
    const leg = Object.values(line.matrix ?? {})
      .map(String)
      .join(', ')
    const name = leg === '' ? line.jobID : `${line.jobID} (${leg})`
    const known = jobs.get(name) ?? { result: 'none', outputs: {}, summaries: [], annotations: [], log: '' }
    if (line.command === 'set-output' && line.name !== undefined) known.outputs[line.name] = line.arg ?? ''
    if (line.command === 'summary') known.summaries.push(line.content ?? '')
    if (line.command !== undefined && ['error', 'warning', 'notice'].includes(line.command)) {
      known.annotations.push({ level: line.command, message: line.arg ?? '', properties: line.kvPairs ?? {} })
    }
    jobs.set(name, { ...known, result: line.jobResult ?? known.result, log: known.log + (line.msg ?? '') })
  }
  return jobs
}

/** Our repository as a tag would have it: the public folders and the bundle under test. */
export async function packSuite(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await cp(bundle, path.join(folder, 'dist'), { recursive: true })
  for (const name of ['quality-gate', 'security-scan', 'status-summary', 'action.yml']) {
    await cp(path.join(repository, name), path.join(folder, name), { recursive: true })
  }
  await commitAll(folder)
  return folder
}

/** Makes a folder a git repository with one commit of all that is in it; returns the commit. */
export async function commitAll(folder: string): Promise<string> {
  const git = async (...parameters: string[]): Promise<string> => {
    const identity = ['-c', 'user.name=tester', '-c', 'user.email=tester@localhost']
    const { stdout } = await promisify(execFile)('git', [...identity, ...parameters], { cwd: folder })
    return stdout.trim()
  }
  await git('init', '-q', '-b', 'main')
  await git('add', '-A')
  await git('commit', '-q', '-m', 'state')
  return git('rev-parse', 'HEAD')
}

const TIME_LIMIT_MILLISECONDS = 120_000

/** What a program prints; a run whose jobs fail exits non-zero and is no error here. */
async function output(program: string, parameters: readonly string[], folder: string): Promise<string> {
  const child = spawn(program, parameters, {
    cwd: folder,
    timeout: TIME_LIMIT_MILLISECONDS,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  child.stderr.resume()
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  return text
}
