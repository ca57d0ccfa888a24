import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { repository } from '../../support/run-action.ts'

/** Folders of the tools: of `npm run test:integration`, or asked for here when a test is run by itself. */
const folders =
  process.env['CICD_ACTIONS_TOOLS']?.split(path.delimiter) ??
  execFileSync(path.join(repository, 'scripts', 'integration-setup.sh'), ['python', 'semgrep', 'system', 'scanners'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).split('\n')

/**
 * Path of a tool's program; `within`: part of its folder's name, where several versions are there.
 * Throws where it was not installed: all of these can be had, so none is skipped.
 */
export function program(name: string, within = ''): string {
  const folder = folders.find((candidate) => candidate.includes(within) && existsSync(path.join(candidate, name)))
  if (folder === undefined) throw new Error(`${name} was not installed; see scripts/scanners-setup.sh`)
  return path.join(folder, name)
}

export interface ScannerRun {
  /** null after the time limit. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a tool as a step of a workflow would. Rejects only where it cannot be started. */
export function runScanner(
  command: readonly [string, ...string[]],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ScannerRun> {
  const [name, ...parameters] = command
  return new Promise((resolve, reject) => {
    const child = spawn(name, parameters, {
      cwd: folder,
      // Semgrep's launcher looks for its engine on the PATH.
      env: {
        ...process.env,
        PATH: [path.dirname(name), process.env['PATH'] ?? ''].join(path.delimiter),
        NO_COLOR: '1',
        LC_ALL: 'C.UTF-8',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 150_000,
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

/** Folder of the free database of Safety, in its own environment. */
export function safetyDatabase(): string {
  const python = path.join(path.dirname(program('safety', 'safety-2')), 'python3')
  // The package cannot be imported: it opens its data where the process happens to stand.
  const asked = 'import importlib.util as u; print(u.find_spec("safety_db").submodule_search_locations[0])'
  return execFileSync(python, ['-c', asked], { encoding: 'utf8' }).trim()
}

const SEMGREP = ['--metrics', 'off', '--disable-version-check', '--no-git-ignore'] as const
const TRIVY = ['--skip-db-update', '--skip-check-update', '--offline-scan', '--include-dev-deps'] as const

/** Commands of the scanners; `report` is the file that they write, where they write one themselves. */
export const COMMANDS = {
  bandit: (target: string, report: string, format: 'json' | 'sarif' = 'json') => [
    ...[program('bandit'), '--quiet', '--recursive', target, '--format', format, '--output', report],
  ],
  semgrep: (rules: string, target: string, report: string, format: 'json' | 'sarif' = 'json') => [
    ...[program('semgrep'), 'scan', ...SEMGREP, '--config', rules, `--${format}-output`, report, target],
  ],
  pipAudit: (requirements: string, server: string, report: string) => [
    ...[program('pip-audit'), '--requirement', requirements, '--no-deps', '--disable-pip'],
    ...['--vulnerability-service', 'osv', '--osv-url', `${server}/v1/query`],
    ...['--format', 'json', '--output', report, '--progress-spinner', 'off'],
  ],
  safety: (requirements: string) => [
    ...[program('safety', 'safety-2'), 'check', '-r', requirements, '--db', safetyDatabase(), '--output', 'json'],
  ],
  safetyOfOld: (requirements: string) => [
    ...[program('safety', 'safety-1'), 'check', '-r', requirements, '--db', safetyDatabase(), '--json'],
  ],
  detectSecrets: (target: string) => [program('detect-secrets'), 'scan', '--all-files', target],
  checkov: (target: string, ...further: readonly string[]) => [
    ...[program('checkov'), '--directory', target, '--skip-download', '--compact', '--output', 'json', ...further],
  ],
  gitleaks: (kind: 'dir' | 'git', target: string, report: string, format: 'json' | 'sarif' = 'json') => [
    ...[program('gitleaks'), kind, '--report-format', format, '--report-path', report, target],
  ],
  gosec: (report: string, target = './...', format: 'json' | 'sarif' = 'json') => [
    ...[program('gosec'), '-fmt', format, '-out', report, target],
  ],
  conftest: (policy: string, target: string) => [
    ...[program('conftest'), 'test', '--policy', policy, target, '--output', 'json'],
  ],
  hadolint: (file: string) => [program('hadolint'), '--format', 'json', file],
  shellcheck: (file: string) => [program('shellcheck'), '--format', 'json1', file],
  trivy: (cache: string, scanners: string, target: string, report: string, format: 'json' | 'sarif' = 'json') => [
    ...[program('trivy'), 'filesystem', '--cache-dir', cache, ...TRIVY, '--scanners', scanners],
    ...['--format', format, '--output', report, target],
  ],
  npmAudit: (server: string) => ['npm', 'audit', '--json', '--registry', `${server}/`, '--fetch-retries', '0'],
} satisfies Readonly<Record<string, (...given: never[]) => string[]>>
