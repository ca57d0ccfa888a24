import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type ActJob, commitAll, packSuite, runAct } from '../../support/act.ts'
import { type GitHubEmulator, githubEmulator, OWNER, REPO, STRANGER } from '../../support/github-emulator.ts'
import { repository } from '../../support/run-action.ts'

/*
 * A consumer's workflow as act runs it, in host mode, against GitHub's emulator: the gate in a matrix, the summary behind it.
 * Checkout is act's own: it copies the folder.
 */

const example = path.join(repository, 'examples', 'python-service')

const workflow = (states: readonly string[]): string => `
name: ci
on: [push, pull_request]
permissions:
  contents: read
  pull-requests: write
jobs:
  gate:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        state: [${states.join(', ')}]
    outputs:
      verdict: \${{ steps.gate.outputs.verdict }}
    steps:
      - uses: actions/checkout@v5
      - id: gate
        uses: org/cicd-actions/quality-gate@v1
        with:
          name: quality
          reports: |
            reports/\${{ matrix.state }}/junit.xml
            reports/\${{ matrix.state }}/coverage.xml
          rules: |
            coverage.line >= 80
            tests.failed == 0
          verdict-file: verdicts/\${{ matrix.state }}.json
  report:
    needs: gate
    if: always()
    runs-on: ubuntu-latest
    steps:
      - id: report
        uses: org/cicd-actions/status-summary@v1
        with:
          needs: \${{ toJSON(needs) }}
`

const SCANS = `
name: security
on: [push, pull_request]
permissions:
  contents: read
jobs:
  scan:
    runs-on: ubuntu-latest
    outputs:
      verdict: \${{ steps.scan.outputs.verdict }}
    steps:
      - uses: actions/checkout@v5
      - id: scan
        uses: org/cicd-actions/security-scan@v1
        with:
          reports: scans/broken/**
          sarif-file: out/merged.sarif
      - if: always()
        run: |
          test "\${{ steps.scan.outputs.critical }}/\${{ steps.scan.outputs.secrets }}" = "2/"
          test -s "\${{ steps.scan.outputs.sarif-file }}"
          echo "## counted" >> "$GITHUB_STEP_SUMMARY"
  report:
    needs: scan
    if: always()
    runs-on: ubuntu-latest
    steps:
      - id: report
        uses: org/cicd-actions/status-summary@v1
        with:
          needs: \${{ toJSON(needs) }}
`

let root: string
let suite: string
let github: GitHubEmulator
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'cicd-actions-act-'))
  suite = await packSuite(path.join(root, 'suite'))
  github = await githubEmulator()
  await github.ask(STRANGER, 'POST', `/repos/${OWNER}/${REPO}/forks`, {})
})
afterAll(async () => {
  await github.close()
  await rm(root, { recursive: true, force: true })
})

/** The example's repository with this workflow and its reports. */
async function consumer(name: string, text: string): Promise<{ folder: string; sha: string }> {
  const folder = path.join(root, name)
  for (const part of ['app', 'docs', 'tests', 'reports', 'scans']) {
    await cp(path.join(example, part), path.join(folder, part), { recursive: true })
  }
  await mkdir(path.join(folder, '.github', 'workflows'), { recursive: true })
  await writeFile(path.join(folder, '.github', 'workflows', 'ci.yml'), text)
  const sha = await commitAll(folder)
  execFileSync('git', ['remote', 'add', 'origin', `https://github.com/${OWNER}/${REPO}.git`], { cwd: folder })
  return { folder, sha }
}

async function run(
  folder: string,
  event: string,
  payload: unknown,
  runNumber = 1,
): Promise<ReadonlyMap<string, ActJob>> {
  const token = await github.mintToken({ pull_requests: 'write', checks: 'write' })
  const environment = { GITHUB_API_URL: github.apiUrl, GITHUB_RUN_NUMBER: String(runNumber) }
  return runAct({ repository: folder, suite, event, payload, environment, token })
}

const repositoryOf = (owner: string) => ({
  full_name: `${owner}/${REPO}`,
  name: REPO,
  owner: { login: owner },
  private: false,
})

async function pullRequest(owner: string, branch: string, sha: string): Promise<{ number: number; payload: unknown }> {
  const head = owner === OWNER ? branch : `${owner}:${branch}`
  const opened = { title: branch, head, base: 'main' }
  const author = owner === OWNER ? 'octocat' : owner
  const { number } = (await github.ask(author, 'POST', `/repos/${OWNER}/${REPO}/pulls`, opened)) as { number: number }
  const pull = {
    number,
    head: { sha, ref: branch, repo: repositoryOf(owner) },
    base: { sha, ref: 'main', repo: repositoryOf(OWNER) },
  }
  return { number, payload: { number, repository: repositoryOf(OWNER), pull_request: pull } }
}

async function commentsOn(number: number): Promise<string[]> {
  const route = `/repos/${OWNER}/${REPO}/issues/${number}/comments`
  return ((await github.ask('octocat', 'GET', route)) as { body: string }[]).map(({ body }) => body)
}

const resultsOf = (jobs: ReadonlyMap<string, ActJob>) =>
  Object.fromEntries([...jobs].map(([name, { result }]) => [name, result]))

const statusesOf = (jobs: ReadonlyMap<string, ActJob>) =>
  Object.fromEntries([...jobs].map(([name, { outputs }]) => [name, outputs['status']]))

describe("a consumer's workflow", () => {
  it('is green where every leg is, and the summary says so', async () => {
    const { folder } = await consumer('green', workflow(['repaired']))
    const jobs = await run(folder, 'push', { repository: repositoryOf(OWNER) })
    expect(resultsOf(jobs)).toEqual({ 'gate (repaired)': 'success', report: 'success' })
    expect(jobs.get('gate (repaired)')?.outputs['status']).toBe('pass')
    expect(jobs.get('report')?.outputs['status']).toBe('pass')
    expect(jobs.get('report')?.summaries.join('\n')).toContain('gate')
  })

  it('is red in a pull request with a broken leg: jobs, summaries, annotations and one comment a leg', async () => {
    const { folder, sha } = await consumer('red', workflow(['repaired', 'broken']))
    const { number, payload } = await pullRequest(OWNER, 'work', sha)
    const jobs = await run(folder, 'pull_request', payload)
    // act gives the legs of a matrix one result, that of the worst so far; what each leg found is in its outputs.
    expect(resultsOf(jobs)).toMatchObject({ 'gate (broken)': 'failure', report: 'failure' })
    expect(statusesOf(jobs)).toEqual({ 'gate (repaired)': 'pass', 'gate (broken)': 'fail', report: 'fail' })
    const broken = jobs.get('gate (broken)')
    expect(broken?.summaries.join('\n')).toContain('failed')
    const errors = (broken?.annotations ?? []).filter(({ level }) => level === 'error')
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.length).toBeLessThanOrEqual(10)
    expect(errors.map(({ properties }) => properties['file'])).toContain('tests/test_shipping.py')
    const comments = await commentsOn(number)
    expect(comments).toHaveLength(2)
    expect(
      comments.filter((body) => body.includes('coverage.line &gt;= 80') || body.includes('coverage.line >= 80')),
    ).toHaveLength(1)

    await run(folder, 'pull_request', payload, 2)
    expect(await commentsOn(number)).toHaveLength(2)
    expect(github.violations).toEqual([])
  })

  it('is judged the same for a fork, which gets no comment and is told why', async () => {
    const { folder, sha } = await consumer('fork', workflow(['broken']))
    const { number, payload } = await pullRequest(STRANGER, 'theirs', sha)
    const jobs = await run(folder, 'pull_request', payload)
    expect(resultsOf(jobs)).toEqual({ 'gate (broken)': 'failure', report: 'failure' })
    const gate = jobs.get('gate (broken)')
    expect(gate?.outputs['status']).toBe('fail')
    expect(gate?.summaries.join('\n')).toContain('pull-requests: write')
    expect(await commentsOn(number)).toEqual([])
  })

  it('has the counts of its scanners in the steps behind, and their verdict in the summary of its jobs', async () => {
    const { folder } = await consumer('scans', SCANS)
    const jobs = await run(folder, 'push', { repository: repositoryOf(OWNER) })
    const [scan, report] = [jobs.get('scan'), jobs.get('report')]
    expect([scan?.result, scan?.outputs['status'], report?.outputs['status']]).toEqual(['failure', 'fail', 'fail'])
    const shown = scan?.summaries.join('\n')
    expect(shown).toContain("pip install 'pyyaml>=5.4'")
    expect(shown).toContain('## counted')
    expect(report?.summaries.join('\n')).toContain('security findings of severity critical: 2')
  })
})
