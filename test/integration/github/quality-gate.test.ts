import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type GitHubEmulator, githubEmulator, OWNER, REPO, STRANGER } from '../../support/github-emulator.ts'
import { freePort } from '../../support/child-server.ts'
import { type ActionCall, type ActionRun, runAction } from '../../support/run-action.ts'
import { inFolder } from '../../support/temporary-folder.ts'
import { weatherServer } from '../../support/weather-server.ts'

const HOME = `/repos/${OWNER}/${REPO}`
const GOOD = '<testsuite name="s"><testcase classname="c" name="a"/></testsuite>'
const BAD =
  '<testsuite name="s"><testcase classname="c" name="a" file="a.py"><failure message="@octocat no"/></testcase></testsuite>'
const WRITE = { pull_requests: 'write', checks: 'write' } as const

interface Pull {
  readonly number: number
  readonly head: { readonly sha: string; readonly ref: string }
}

let github: GitHubEmulator
beforeAll(async () => {
  github = await githubEmulator()
  await github.ask(STRANGER, 'POST', `${HOME}/forks`, {})
})
afterAll(async () => {
  await github.close()
})
afterEach(() => {
  expect(github.violations).toEqual([])
})

let branches = 0
async function openPullRequest(owner = OWNER): Promise<Pull> {
  branches += 1
  const branch = `work-${branches}`
  const head = owner === OWNER ? branch : `${owner}:${branch}`
  const author = owner === OWNER ? 'octocat' : owner
  return (await github.ask(author, 'POST', `${HOME}/pulls`, { title: branch, head, base: 'main' })) as Pull
}

const repositoryOf = (owner: string, id: number) => ({
  id,
  full_name: `${owner}/${REPO}`,
  owner: { login: owner },
  private: false,
})

const pullEvent = ({ number, head }: Pull, owner = OWNER) => ({
  number,
  repository: repositoryOf(OWNER, 1),
  pull_request: {
    number,
    head: { ...head, repo: repositoryOf(owner, owner === OWNER ? 1 : 2) },
    base: { sha: 'ba5e'.repeat(10), repo: repositoryOf(OWNER, 1) },
  },
})

const runEvent = ({ head }: Pull, owner: string, number: number) => ({
  repository: repositoryOf(OWNER, 1),
  workflow_run: {
    event: 'pull_request',
    head_sha: head.sha,
    head_branch: head.ref,
    head_repository: repositoryOf(owner, 2),
    path: '.github/workflows/ci.yml',
    run_number: number,
    run_attempt: 1,
    pull_requests: [],
  },
})

/** The gate as a runner starts it, over one report. */
function gate(report: string, token: string, call: Partial<ActionCall> = {}): Promise<ActionRun> {
  return inFolder({ 'junit.xml': report }, (folder) =>
    runAction({
      action: 'quality-gate',
      workspace: folder,
      ...call,
      inputs: { reports: '*.xml', rules: 'tests.failed == 0', token, ...call.inputs },
      environment: {
        GITHUB_API_URL: github.apiUrl,
        GITHUB_REPOSITORY: `${OWNER}/${REPO}`,
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_WORKFLOW_REF: `${OWNER}/${REPO}/.github/workflows/ci.yml@refs/heads/main`,
        ...call.environment,
      },
    }),
  )
}

const commentsOn = async ({ number }: Pull) =>
  ((await github.ask('octocat', 'GET', `${HOME}/issues/${number}/comments`)) as { body: string }[]).map(
    ({ body }) => body,
  )

const notesOf = (run: ActionRun) => run.stdout.split('\n').filter((line) => line.startsWith('Note: No '))

describe('quality-gate on a pull request', () => {
  it('comments, and goes from red to green in the same comment', async () => {
    const pull = await openPullRequest()
    const token = await github.mintToken(WRITE)
    const red = await gate(BAD, token, { event: pullEvent(pull) })
    expect([red.exitCode, red.stderr, red.outputs['status'], notesOf(red)]).toEqual([1, '', 'fail', []])
    const [body = ''] = await commentsOn(pull)
    expect(body).toContain('tests.failed == 0')
    // Between fences GitHub looks for nobody.
    expect(body.replaceAll(/```text.*?```/gs, '')).not.toContain('@octocat')
    const green = await gate(GOOD, token, { event: pullEvent(pull), environment: { GITHUB_RUN_NUMBER: '4' } })
    expect([green.exitCode, notesOf(green)]).toEqual([0, []])
    const comments = await commentsOn(pull)
    expect(comments).toHaveLength(1)
    expect(comments[0]).toContain('✅')
  })

  it('leaves the red of a newer run when an older one ends later', async () => {
    const pull = await openPullRequest()
    const token = await github.mintToken(WRITE)
    await gate(BAD, token, { event: pullEvent(pull), environment: { GITHUB_RUN_NUMBER: '9' } })
    const late = await gate(GOOD, token, { event: pullEvent(pull), environment: { GITHUB_RUN_NUMBER: '8' } })
    expect(late.exitCode).toBe(0)
    expect(late.summary).toContain('newer than this run')
    expect((await commentsOn(pull)).join()).not.toContain('✅')
  })

  it('writes a check run where it is asked to, and then no annotations by command', async () => {
    const pull = await openPullRequest()
    const call = { event: pullEvent(pull), inputs: { annotations: 'checks', comment: 'false' } }
    const allowed = await gate(BAD, await github.mintToken(WRITE), call)
    const checks = (await github.ask('octocat', 'GET', `${HOME}/commits/${pull.head.sha}/check-runs`)) as {
      check_runs: { name: string; conclusion: string; output: { annotations_count: number } }[]
    }
    expect(checks.check_runs).toMatchObject([{ name: 'quality-gate', conclusion: 'failure' }])
    expect(allowed.stdout).not.toMatch(/^::error/m)
    const refused = await gate(BAD, await github.mintToken({ contents: 'read' }), call)
    expect(refused.stdout).toMatch(/^::error/m)
    expect(notesOf(refused).join()).toContain('`checks: write`')
    expect([allowed.exitCode, refused.exitCode]).toEqual([1, 1])
  })

  it.each([
    ['GITHUB_TOKEN may only read', { contents: 'read', pull_requests: 'read' } as const, OWNER, 'GitHub answered 403'],
    ['it comes from a fork', { contents: 'read' } as const, STRANGER, 'the pull request comes from a fork'],
  ])('gives the same verdict where %s, and one line about it', async (_name, permissions, owner, why) => {
    const pull = await openPullRequest(owner)
    const before = github.requests.length
    for (const [report, code] of [
      [GOOD, 0],
      [BAD, 1],
    ] as const) {
      const run = await gate(report, await github.mintToken(permissions), { event: pullEvent(pull, owner) })
      expect(run.exitCode).toBe(code)
      expect(notesOf(run)).toEqual([expect.stringContaining(why)])
      expect(run.summary).toContain('pull-requests: write')
    }
    expect(await commentsOn(pull)).toEqual([])
    if (owner === STRANGER) expect(github.requests.length).toBe(before)
  })

  it('does nothing on a push', async () => {
    const before = github.requests.length
    const run = await gate(GOOD, await github.mintToken(WRITE), { environment: { GITHUB_EVENT_NAME: 'push' } })
    expect([run.exitCode, notesOf(run), github.requests.length]).toEqual([0, [], before])
  })
})

describe('an event whose payload lacks everything', () => {
  it.each([
    ...['push', 'pull_request', 'pull_request_target', 'merge_group', 'schedule', 'workflow_run', 'workflow_dispatch'],
    'something_new',
  ])('changes no verdict: %s', async (event) => {
    const token = await github.mintToken(WRITE)
    const environment = { GITHUB_EVENT_NAME: event }
    const green = await gate(GOOD, token, { environment, event: {} })
    const red = await gate(BAD, token, { environment, event: { pull_request: null, workflow_run: [] } })
    expect([green.exitCode, green.stderr, red.exitCode, red.stderr]).toEqual([0, '', 1, ''])
  })
})

describe('the second stage for forks', () => {
  it("judges again and comments on the fork's pull request, in the order of the first stage's runs", async () => {
    const pull = await openPullRequest(STRANGER)
    const token = await github.mintToken(WRITE)
    const stage = (report: string, first: number, second: number) =>
      gate(report, token, {
        event: runEvent(pull, STRANGER, first),
        environment: { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_RUN_NUMBER: String(second) },
      })
    const newer = await stage(BAD, 12, 40)
    expect([newer.exitCode, notesOf(newer)]).toEqual([1, []])
    const older = await stage(GOOD, 11, 41)
    expect(older.exitCode).toBe(0)
    const comments = await commentsOn(pull)
    expect(comments).toHaveLength(1)
    expect(comments[0]).toContain(pull.head.sha.slice(0, 7))
    expect(comments[0]).not.toContain('✅')
    const [, document] = Object.entries(newer.temporaryFiles).find(([name]) => name.endsWith('.json')) ?? []
    const verdict = JSON.parse(document?.toString() ?? '') as { subject: unknown }
    expect(verdict.subject).toMatchObject({ sha: pull.head.sha, event: 'workflow_run' })
  })

  it("takes the policy of the default branch's commit, not the one that an artifact has brought", async () => {
    const pull = await openPullRequest(STRANGER)
    const token = await github.mintToken(WRITE)
    await inFolder({ 'junit.xml': BAD, '.github/cicd.yml': 'quality:\n  - tests.failed == 0\n' }, async (folder) => {
      const git = (...words: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], { cwd: folder })
          .toString()
          .trim()
      git('init', '-q')
      git('add', '.github')
      git('commit', '-q', '-m', 'policy')
      writeFileSync(path.join(folder, '.github', 'cicd.yml'), 'quality:\n  - tests.failed <= 1000\n')
      const run = await gate(BAD, token, {
        workspace: folder,
        event: runEvent(pull, STRANGER, 1),
        inputs: { rules: '' },
        environment: { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_SHA: git('rev-parse', 'HEAD') },
      })
      expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    })
  })
})

describe('GitHub in bad weather', () => {
  const event = pullEvent({ number: 7, head: { sha: 'a'.repeat(40), ref: 'x' } })

  it.each([
    ['nobody listens', (closed: string) => ({ GITHUB_API_URL: `${closed}/api/v3` })],
    ['the proxy is away', (closed: string) => ({ GITHUB_API_URL: 'http://192.0.2.1', http_proxy: closed })],
  ])('costs the comment and not the verdict where %s', async (_name, environmentFor) => {
    const closed = `http://127.0.0.1:${await freePort()}`
    const run = await gate(GOOD, 'ghs_x', { event, environment: environmentFor(closed) })
    expect([run.exitCode, run.stderr]).toEqual([0, ''])
    expect(notesOf(run).join()).toMatch(/ECONNREFUSED.*tried 5 times/)
  })

  it('is never waited for longer than a minute', async () => {
    const server = await weatherServer(() => 'hang')
    try {
      const started = Date.now()
      const run = await gate(BAD, 'ghs_x', {
        event,
        environment: { GITHUB_API_URL: server.url },
        inputs: { annotations: 'all' },
        timeoutSeconds: 120,
      })
      expect(Date.now() - started).toBeLessThan(75_000)
      expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
      expect(notesOf(run)).toHaveLength(2)
      expect(run.summary).toMatch(/no answer in time; tried \d times in \d\d s/)
    } finally {
      await server.close()
    }
  })
})
