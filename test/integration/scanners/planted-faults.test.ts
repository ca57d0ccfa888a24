import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type ActionRun, runAction } from '../../support/run-action.ts'
import { type AdvisoryServer, advisoryServer, writeTrivyDatabase } from './advisories.ts'
import { type Planted, plant, SECRETS } from './planted.ts'
import { COMMANDS, program, runScanner } from './scanners.ts'

/*
 * Every scanner that can be had looks at project/, whose faults are planted; security-scan is given all their reports.
 * Each fault has to come out once, with every scanner that saw it.
 */

interface Result {
  readonly ruleId: string
  readonly locations?: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string }
      readonly region?: { readonly startLine: number }
    }
  }[]
  readonly properties: { readonly family: string; readonly ids?: readonly string[]; readonly seenBy: readonly string[] }
}

interface Fault {
  readonly what: string
  /** A name that one of the scanners has for it. */
  readonly id: string
  readonly at: string
  readonly seenBy: readonly string[]
}

const FAULTS: readonly Fault[] = [
  { what: 'a shell command of strings', id: 'B602', at: 'app/reports.py:14', seenBy: ['bandit', 'semgrep'] },
  { what: 'MD5 in Python', id: 'B324', at: 'app/reports.py:18', seenBy: ['bandit', 'semgrep'] },
  { what: 'YAML that makes objects', id: 'B506', at: 'app/reports.py:10', seenBy: ['bandit'] },
  { what: 'MD5 in Go', id: 'G401', at: 'main.go:12', seenBy: ['gosec'] },
  { what: 'a command from arguments', id: 'G204', at: 'main.go:13', seenBy: ['gosec'] },
  { what: 'PyYAML', id: 'CVE-2020-1747', at: 'requirements.txt', seenBy: ['pip-audit', 'safety', 'trivy'] },
  { what: 'PyYAML', id: 'CVE-2020-14343', at: 'requirements.txt', seenBy: ['pip-audit', 'safety', 'trivy'] },
  { what: 'Jinja2', id: 'CVE-2020-28493', at: 'requirements.txt', seenBy: ['pip-audit', 'safety', 'trivy'] },
  { what: 'lodash', id: 'CVE-2019-10744', at: 'package.json', seenBy: ['npm', 'trivy'] },
  { what: 'minimist', id: 'CVE-2021-44906', at: 'package.json', seenBy: ['npm', 'trivy'] },
  { what: 'a token', id: 'github-pat', at: 'settings.ini:2', seenBy: ['detect-secrets', 'gitleaks', 'trivy'] },
  { what: 'a key', id: 'aws-access-token', at: 'settings.ini:3', seenBy: ['detect-secrets', 'gitleaks', 'trivy'] },
  { what: 'SSH for all', id: 'AVD-AWS-0107', at: 'infra/main.tf:10', seenBy: ['trivy'] },
  { what: 'SSH for all', id: 'CKV_AWS_24', at: 'infra/main.tf:1', seenBy: ['checkov'] },
  { what: 'sudo in an image', id: 'DL3004', at: 'Dockerfile:2', seenBy: ['hadolint'] },
  { what: 'an image of root', id: 'CKV_DOCKER_3', at: 'Dockerfile:1', seenBy: ['checkov'] },
  { what: 'a privileged pod', id: 'POD-001', at: 'deploy/invoices.yaml', seenBy: ['conftest'] },
  { what: 'a privileged pod', id: 'KSV017', at: 'deploy/invoices.yaml:7', seenBy: ['trivy'] },
  { what: 'a licence', id: 'GPL-3.0-only', at: 'package-lock.json', seenBy: ['trivy'] },
  { what: 'words that are split', id: 'SC2086', at: 'bin/release.sh:2', seenBy: ['shellcheck'] },
]

const SCANNERS_OF_TRIVY = 'vuln,misconfig,secret,license'

/** Scanners that write SARIF, too. */
const IN_BOTH = ['bandit', 'semgrep', 'gitleaks', 'gosec', 'trivy', 'hadolint', 'checkov'] as const

let planted: Planted
let server: AdvisoryServer
let run: ActionRun
let results: readonly Result[] = []

/** Runs a scanner over the project and keeps its report; its exit code must be the one that findings have. */
async function scan(name: string, exitCode: number, command: string[], environment = {}): Promise<void> {
  const ended = await runScanner(command as [string, ...string[]], planted.project, environment)
  if (ended.exitCode !== exitCode) throw new Error(`${name}: exit code ${ended.exitCode}: ${ended.stderr}`)
  if (ended.stdout.startsWith('{') || ended.stdout.startsWith('[')) writeFileSync(reportOf(name), ended.stdout)
}

function reportOf(name: string): string {
  return path.join(planted.reports, `${name}.json`)
}

async function scanAll(): Promise<void> {
  const cache = path.join(planted.place, 'trivy')
  writeTrivyDatabase(program('trivy-db'), cache, new Date())
  const settings = { SEMGREP_SETTINGS_FILE: path.join(planted.place, 'semgrep.yml') }
  await scan('bandit', 1, COMMANDS.bandit('app', reportOf('bandit')))
  await scan('semgrep', 0, COMMANDS.semgrep('rules.yml', 'app', reportOf('semgrep')), settings)
  await scan('pip-audit', 1, COMMANDS.pipAudit('requirements.txt', server.url, reportOf('pip-audit')))
  await scan('safety', 64, COMMANDS.safety('requirements.txt'))
  await scan('safety-of-old', 255, COMMANDS.safetyOfOld('requirements.txt'))
  await scan('detect-secrets', 0, COMMANDS.detectSecrets('.'))
  const frameworks = ['--framework', 'terraform', 'dockerfile', 'kubernetes']
  await scan('checkov', 1, COMMANDS.checkov('.', ...frameworks))
  await scan('gitleaks', 1, COMMANDS.gitleaks('dir', '.', reportOf('gitleaks')))
  await scan('gosec', 1, COMMANDS.gosec(reportOf('gosec')))
  await scan('conftest', 1, COMMANDS.conftest('policy', 'deploy'))
  await scan('hadolint', 1, COMMANDS.hadolint('Dockerfile'))
  await scan('shellcheck', 1, COMMANDS.shellcheck('bin/release.sh'))
  await scan('trivy', 0, COMMANDS.trivy(cache, SCANNERS_OF_TRIVY, '.', reportOf('trivy')))
  await scan('npm', 1, COMMANDS.npmAudit(server.url))
}

/** The same scanners again, in SARIF, of the project as it was: reports hold secrets, too. */
async function scanInSarif(): Promise<void> {
  rmSync(path.join(planted.project, 'scans'), { recursive: true })
  const folder = path.join(planted.reports, 'sarif')
  mkdirSync(folder)
  const to = (name: string): string => path.join(folder, `${name}.sarif`)
  const settings = { SEMGREP_SETTINGS_FILE: path.join(planted.place, 'semgrep.yml') }
  const cache = path.join(planted.place, 'trivy')
  const frameworks = ['--framework', 'terraform', 'dockerfile', 'kubernetes']
  await scan('', 1, COMMANDS.bandit('app', to('bandit'), 'sarif'))
  await scan('', 0, COMMANDS.semgrep('rules.yml', 'app', to('semgrep'), 'sarif'), settings)
  await scan('', 1, COMMANDS.gitleaks('dir', '.', to('gitleaks'), 'sarif'))
  await scan('', 1, COMMANDS.gosec(to('gosec'), './...', 'sarif'))
  await scan('', 0, COMMANDS.trivy(cache, SCANNERS_OF_TRIVY, '.', to('trivy'), 'sarif'))
  const hadolint = [program('hadolint'), '--format', 'sarif', 'Dockerfile'] as const
  writeFileSync(to('hadolint'), (await runScanner(hadolint, planted.project)).stdout)
  const checkov = ['--directory', '.', '--skip-download', '--output', 'sarif', '--output-file-path', folder]
  await scan('', 1, [program('checkov'), ...checkov, ...frameworks])
  renameSync(path.join(folder, 'results_sarif.sarif'), to('checkov'))
  cpSync(planted.reports, path.join(planted.project, 'scans'), { recursive: true })
}

async function resultsOn(reports: string): Promise<readonly Result[]> {
  const file = 'both.sarif'
  await runAction({
    action: 'security-scan',
    workspace: planted.project,
    inputs: { reports, 'sarif-full-file': file, token: 'ghs_1234567890', comment: 'false' },
    timeoutSeconds: 60,
  })
  return readResults(file)
}

function readResults(file: string): readonly Result[] {
  const document = JSON.parse(readFileSync(path.join(planted.project, file), 'utf8')) as {
    readonly runs: readonly { readonly results: readonly Result[] }[]
  }
  return document.runs.flatMap((part) => part.results)
}

/** The results that are this fault: at its place and by its name. */
function resultsOf({ id, at }: Fault): readonly Result[] {
  const [file, line] = at.split(':')
  return results.filter(({ ruleId, properties, locations }) => {
    const place = locations?.[0]?.physicalLocation
    return (
      [ruleId, ...(properties.ids ?? [])].includes(id) &&
      place?.artifactLocation.uri === file &&
      (line === undefined || place?.region?.startLine === Number(line))
    )
  })
}

beforeAll(async () => {
  planted = plant()
  server = await advisoryServer()
  await scanAll()
  cpSync(planted.reports, path.join(planted.project, 'scans'), { recursive: true })
  run = await runAction({
    action: 'security-scan',
    workspace: planted.project,
    inputs: {
      ...{ reports: 'scans/*.json', 'sarif-full-file': 'full.sarif', 'report-page': 'page.html' },
      ...{ 'verdict-file': 'verdict.json', token: 'ghs_1234567890', comment: 'false' },
    },
    timeoutSeconds: 60,
  })
  results = readResults('full.sarif')
}, 600_000)

afterAll(async () => {
  await server.close()
  rmSync(planted.place, { recursive: true, force: true })
})

describe('faults that were planted', () => {
  it('make the verdict fail, and every report was read', () => {
    expect([run.outputs['status'], run.exitCode]).toEqual(['fail', 1])
    const verdict = JSON.parse(readFileSync(path.join(planted.project, 'verdict.json'), 'utf8')) as {
      readonly reasons: readonly { readonly status: string; readonly message: string }[]
      readonly evidence: readonly { readonly refused?: string; readonly completeness: string }[]
    }
    expect(verdict.reasons.filter(({ status }) => status === 'unknown')).toEqual([])
    expect(verdict.evidence.map(({ completeness }) => completeness)).toEqual(
      Array.from({ length: 14 }, () => 'complete'),
    )
  })

  it.each(FAULTS.map((fault) => [fault.what, fault.id, fault.at, fault] as const))(
    '%s: %s is shown once, at %s, with all who saw it',
    (_what, _id, _at, fault) => {
      expect(resultsOf(fault).map(({ properties }) => [...properties.seenBy].sort())).toEqual([fault.seenBy])
    },
  )

  it('of one vulnerability, secret or weakness there is one result, wherever it stands', () => {
    const merged = FAULTS.filter(({ seenBy }) => seenBy.length > 1)
    for (const { id, at } of merged) {
      const named = results.filter(({ ruleId, properties }) => [ruleId, ...(properties.ids ?? [])].includes(id))
      expect([id, at, named.length]).toEqual([id, at, 1])
    }
    expect(results.filter(({ properties }) => properties.family === 'secrets')).toHaveLength(2)
    expect(results.filter(({ ruleId }) => /^(?:CVE|GHSA|PYSEC)-/.test(ruleId))).toHaveLength(5)
  })

  it('that are secrets are told without the secret, wherever something is written', () => {
    const left = ['full.sarif', 'verdict.json', 'page.html'].map((file) =>
      readFileSync(path.join(planted.project, file), 'utf8'),
    )
    const written = [run.stdout, run.stderr, run.summary, ...Object.values(run.outputs), ...left]
    const others = Object.values(run.temporaryFiles).map(String)
    for (const secret of Object.values(SECRETS)) {
      expect([...written, ...others].filter((text) => text.includes(secret.slice(4, 14)))).toEqual([])
    }
    // The scanners' own reports do hold it, so that this could fail.
    expect(readFileSync(reportOf('gitleaks'), 'utf8')).toContain(SECRETS.token)
  })

  it('are no more of them where a scanner gives SARIF beside its JSON', async () => {
    await scanInSarif()
    const counts: Record<string, number> = {}
    for (const name of IN_BOTH) {
      const [json, sarif] = [`scans/${name}.json`, `scans/sarif/${name}.sarif`]
      counts[`${name}, JSON`] = (await resultsOn(json)).length
      counts[`${name}, both`] = (await resultsOn(`${json}\n${sarif}`)).length
    }
    const inJson = IN_BOTH.map((name) => counts[`${name}, JSON`])
    expect(IN_BOTH.map((name) => counts[`${name}, both`])).toEqual(inJson)
    expect(Math.min(...inJson.map(Number))).toBeGreaterThan(0)
  }, 300_000)
})
