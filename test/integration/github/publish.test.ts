import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { throughWeather, REAL_TIME } from '../../../actions/shared/github/weather.ts'
import { octokitTransport } from '../../../actions/shared/github/octokit-transport.ts'
import type { PublishPlan } from '../../../actions/shared/github/events.ts'
import { githubPorts } from '../../../actions/shared/github/github-ports.ts'
import { type PublishRequest, publishVerdict } from '../../../actions/shared/github/publish-verdict.ts'
import { type GitHubEmulator, githubEmulator, OWNER, REPO, STRANGER } from '../../support/github-emulator.ts'
import { evidenceSet, finding, reason, tables, verdict } from '../../unit/render/samples.ts'

interface Comment {
  readonly body: string
  readonly user: { readonly login: string; readonly type: string }
}

interface CheckRun {
  readonly name: string
  readonly conclusion: string
}

const WRITE = { pull_requests: 'write', checks: 'write' } as const
const HOME = `/repos/${OWNER}/${REPO}`

let github: GitHubEmulator
beforeAll(async () => {
  github = await githubEmulator()
})
afterAll(async () => {
  await github.close()
})
afterEach(() => {
  // Every request that was made keeps GitHub's own contract.
  expect(github.violations).toEqual([])
})

let branches = 0
async function openPullRequest(owner = OWNER): Promise<{ number: number; sha: string; branch: string }> {
  branches += 1
  const branch = `change-${branches}`
  const head = owner === OWNER ? branch : `${owner}:${branch}`
  const author = owner === OWNER ? 'octocat' : owner
  const pull = await github.ask(author, 'POST', `${HOME}/pulls`, { title: branch, head, base: 'main' })
  const { number, head: made } = pull as { number: number; head: { sha: string } }
  return { number, sha: made.sha, branch }
}

function planFor(pull: { number: number; sha: string }, run = 1, attempt = 1): PublishPlan {
  return { pullRequest: { kind: 'known', number: pull.number }, headSha: pull.sha, run, attempt, place: 'ci.yml/test' }
}

function publish(token: string, plan: PublishPlan, overrides: Partial<PublishRequest> = {}) {
  const ports = githubPorts({ repository: { owner: OWNER, repo: REPO }, token, apiUrl: github.apiUrl })
  return publishVerdict({
    verdict: verdict({ status: 'fail', reasons: [reason({ status: 'fail' })] }),
    evidence: evidenceSet(tables({})),
    wishes: { comment: 'always', checkRun: false },
    plan,
    ports,
    ...overrides,
  })
}

const commentsOf = async (number: number) =>
  (await github.ask('octocat', 'GET', `${HOME}/issues/${number}/comments?per_page=100`)) as Comment[]

describe('the comment of a pull request', () => {
  it('is created, updated, not repeated, and not overwritten by an older run', async () => {
    const pull = await openPullRequest()
    const token = await github.mintToken(WRITE)
    expect(await publish(token, planFor(pull, 5))).toEqual({ comment: 'created', checkRun: false, notes: [] })
    const later = await github.mintToken(WRITE)
    const passed = await publish(later, planFor(pull, 6), { verdict: verdict() })
    expect(passed).toMatchObject({ comment: 'updated', notes: [] })
    const old = await publish(later, planFor(pull, 5, 9))
    expect(old.comment).toBe('kept the newer')
    const comments = await commentsOf(pull.number)
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toContain('✅')
    expect(comments[0]?.user).toMatchObject({ login: 'github-actions[bot]', type: 'Bot' })
  })

  it('is one for each gate and leg', async () => {
    const pull = await openPullRequest()
    const token = await github.mintToken(WRITE)
    for (const leg of ['os: linux', 'os: windows', 'os: linux']) {
      await publish(token, planFor(pull), { verdict: verdict({ subject: { leg } }) })
    }
    await publish(token, planFor(pull), { verdict: verdict({ name: 'backend' }) })
    expect(await commentsOf(pull.number)).toHaveLength(3)
  })

  it('is found behind two hundred and fifty others, and a person who copies its marker does not capture it', async () => {
    const pull = await openPullRequest()
    for (let index = 0; index < 250; index += 1) {
      await github.ask('octocat', 'POST', `${HOME}/issues/${pull.number}/comments`, { body: `word ${index}` })
    }
    const token = await github.mintToken(WRITE)
    await publish(token, planFor(pull, 1))
    const marked = (await github.ask(
      'octocat',
      'GET',
      `${HOME}/issues/${pull.number}/comments?per_page=100&page=3`,
    )) as Comment[]
    const stolen = marked.at(-1)?.body ?? ''
    expect(stolen).toContain('cicd-actions:quality-gate')
    await github.ask(STRANGER, 'POST', `${HOME}/issues/${pull.number}/comments`, {
      body: stolen.replace('"run":1', '"run":999'),
    })
    expect((await publish(token, planFor(pull, 2))).comment).toBe('updated')
    expect((await publish('ghp_octocat', planFor(pull, 3))).comment).toBe('created')
    expect((await publish('ghp_octocat', planFor(pull, 4))).comment).toBe('updated')
    const asked = github.requests.filter(({ path }) => path.startsWith(`${HOME}/issues/${pull.number}/comments?`))
    expect(asked.some(({ path }) => path.includes('page=3'))).toBe(true)
  })

  it('is refused in one line that names the permission', async () => {
    const pull = await openPullRequest()
    const token = await github.mintToken({ pull_requests: 'read', contents: 'read' })
    const { comment, checkRun, notes } = await publish(token, planFor(pull), {
      wishes: { comment: 'always', checkRun: true },
    })
    expect([comment, checkRun]).toEqual([undefined, false])
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^No comment was written: GitHub answered 403 .*`pull-requests: write`\.$/),
      expect.stringMatching(/^No check run was written: GitHub answered 403 .*`checks: write`\.$/),
    ])
    expect(await commentsOf(pull.number)).toEqual([])
  })

  it("reaches a fork's pull request from a second stage, by the head that GitHub names", async () => {
    await github.ask(STRANGER, 'POST', `${HOME}/forks`, {})
    const pull = await openPullRequest(STRANGER)
    const other = await openPullRequest()
    const token = await github.mintToken(WRITE)
    const sought = {
      kind: 'to look up',
      owner: STRANGER,
      repository: `${STRANGER}/${REPO}`,
      branch: pull.branch,
      sha: pull.sha,
    } as const
    const done = await publish(token, { ...planFor(pull), pullRequest: sought })
    expect(done).toMatchObject({ comment: 'created', notes: [] })
    expect([(await commentsOf(pull.number)).length, (await commentsOf(other.number)).length]).toEqual([1, 0])
    const moved = await publish(token, { ...planFor(pull), pullRequest: { ...sought, sha: 'f'.repeat(40) } })
    expect(moved.notes.map(({ text }) => text).join()).toContain('moved on')
  })
})

describe('the check run', () => {
  const findings = Array.from({ length: 120 }, (_, index) => finding({ path: 'src/a.py', line: index + 1 }))

  it('has all annotations, fifty a request, on the head commit', async () => {
    const pull = await openPullRequest()
    const token = await github.mintToken(WRITE)
    const before = github.requests.length
    const done = await publish(token, planFor(pull), {
      evidence: evidenceSet(tables({ findings })),
      wishes: { comment: 'never', checkRun: true },
    })
    expect(done).toEqual({ comment: undefined, checkRun: true, notes: [] })
    const writes = github.requests.slice(before).filter(({ method }) => method !== 'GET')
    const batches = writes.map(({ method, status, data }) => {
      const { output } = data as { output: { annotations: unknown[] } }
      return [method, status, output.annotations.length]
    })
    expect(batches).toEqual([
      ['POST', 201, 50],
      ['PATCH', 200, 50],
      ['PATCH', 200, 20],
    ])
    const { check_runs: runs } = (await github.ask('octocat', 'GET', `${HOME}/commits/${pull.sha}/check-runs`)) as {
      check_runs: CheckRun[]
    }
    expect(runs).toMatchObject([{ name: 'quality-gate', conclusion: 'failure' }])
  })
})

describe("GitHub's contract", () => {
  it('is broken by a request that lacks what it demands', async () => {
    const token = await github.mintToken(WRITE)
    const api = throughWeather(octokitTransport(token, github.apiUrl), REAL_TIME, {
      totalMilliseconds: 5_000,
      attemptMilliseconds: 5_000,
      attempts: 1,
    })
    const request = {
      route: 'POST /repos/{owner}/{repo}/check-runs',
      parameters: { owner: OWNER, repo: REPO, status: 'completed' },
    }
    await expect(api(request)).rejects.toThrow()
    expect(github.violations.join()).toMatch(/prism/)
    ;(github.violations as string[]).length = 0
  })
})
