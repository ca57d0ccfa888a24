import { describe, expect, it } from '@jest/globals'
import type { PublishPlan } from '../../../actions/shared/github/events.ts'
import type { CommentStore } from '../../../actions/shared/github/ports.ts'
import {
  askForChangedLines,
  type GitHubPorts,
  type PublishRequest,
  publishVerdict,
} from '../../../actions/shared/github/publish-verdict.ts'
import { GitHubRefusal } from '../../../actions/shared/github/refusal.ts'
import { evidenceSet, finding, reason, tables, verdict } from '../render/samples.ts'
import { checksInMemory, commentsInMemory } from './store-fakes.ts'

const PLAN: PublishPlan = {
  pullRequest: { kind: 'known', number: 7 },
  headSha: 'a'.repeat(40),
  run: 42,
  attempt: 1,
  place: 'ci.yml/test',
}
const FORBIDDEN = new GitHubRefusal('rights', 'GitHub answered 403 (Resource not accessible by integration)', 403)

function refusing(refusal: Error): CommentStore {
  const refuse = () => Promise.reject(refusal)
  return { findByMarker: refuse, create: refuse, update: refuse, remove: refuse }
}

function surroundings(options: { store?: CommentStore; checks?: GitHubPorts['checkRuns']; open?: number[] } = {}) {
  const memory = commentsInMemory()
  const runs = checksInMemory()
  const written: number[] = []
  const ports: GitHubPorts = {
    commentsOn: (number) => {
      written.push(number)
      return options.store ?? memory.store
    },
    checkRuns: options.checks ?? runs.checks,
    pullRequests: {
      openFrom: () =>
        Promise.resolve((options.open ?? []).map((number) => ({ number, headSha: 'abc', headRepository: 'm/shop' }))),
      changedFiles: () => Promise.resolve([{ path: 'src/b.py', patch: '@@ -0,0 +1 @@\n+x' }]),
    },
  }
  return { ports, comments: memory.comments, runs: runs.runs, written }
}

function request(overrides: Partial<PublishRequest> = {}): PublishRequest {
  const findings = [finding({ path: 'src/a.py', line: 1 }), finding({ path: 'src/b.py', line: 1 })]
  return {
    verdict: verdict({ status: 'fail', reasons: [reason({ status: 'fail' })] }),
    evidence: evidenceSet(tables({ findings })),
    wishes: { comment: 'always', checkRun: true },
    plan: PLAN,
    ports: surroundings().ports,
    serverUrl: 'https://ghes.example',
    ...overrides,
  }
}

describe('publishVerdict', () => {
  it('writes a comment and a check run', async () => {
    const { ports, comments, runs } = surroundings()
    const done = await publishVerdict(request({ ports }))
    expect(done).toEqual({ comment: 'created', checkRun: true, notes: [] })
    expect(comments[0]?.body).toContain('"run":42,"attempt":1,"place":"ci.yml\\u002ftest"')
    expect(comments[0]?.body).toContain('https://ghes.example/octo/shop/')
    expect(runs[0]?.run).toMatchObject({ name: 'quality-gate', conclusion: 'failure', headSha: PLAN.headSha })
  })

  it('annotates lines of the change first, as the pull request tells them', async () => {
    const { ports, runs } = surroundings()
    const changedLines = () => askForChangedLines(PLAN.pullRequest, ports.pullRequests)
    await publishVerdict(request({ ports, changedLines }))
    expect(runs[0]?.outputs[0]?.annotations[0]?.path).toBe('src/b.py')
  })

  it('does without that order where nobody tells it', async () => {
    const { ports } = surroundings()
    const { pullRequests } = ports
    const away = { ...pullRequests, changedFiles: () => Promise.reject(FORBIDDEN) }
    expect(await askForChangedLines(PLAN.pullRequest, away)).toBeUndefined()
    expect(await askForChangedLines({ kind: 'none', why: 'x', isExpected: true }, pullRequests)).toBeUndefined()
  })

  it('names the leg', async () => {
    const { ports, runs } = surroundings()
    const judged = verdict({ subject: { leg: 'os: linux' } })
    await publishVerdict(request({ ports, verdict: judged }))
    expect(runs[0]?.run).toMatchObject({ name: 'quality-gate (os: linux)', conclusion: 'success' })
  })

  it.each<[string, Error, string]>([
    [
      'may not',
      FORBIDDEN,
      'No comment was written: GitHub answered 403 (Resource not accessible by integration). The job needs the permission `pull-requests: write`.',
    ],
    [
      'may not see',
      new GitHubRefusal('missing', 'GitHub answered 404 (Not Found)', 404),
      'No comment was written: GitHub answered 404 (Not Found). The job needs the permission `pull-requests: write`.',
    ],
    [
      'is not known',
      new GitHubRefusal('rights', 'GitHub answered 401 (Bad credentials)', 401),
      'No comment was written: GitHub answered 401 (Bad credentials). The token is wrong or has expired.',
    ],
    [
      'meets a locked conversation',
      new GitHubRefusal('rights', 'GitHub answered 403 (Unable to create comment because issue is locked.)', 403),
      'No comment was written: GitHub answered 403 (Unable to create comment because issue is locked.).',
    ],
    [
      'meets a storm',
      new GitHubRefusal('weather', 'GitHub answered 502', 502),
      'No comment was written: GitHub answered 502.',
    ],
    [
      'meets our own bug',
      new TypeError('x is not a function'),
      'No comment was written: x is not a function. This is a bug of cicd-actions; please report it.',
    ],
  ])('says in one line what was not possible when the token %s, and goes on', async (_name, error, text) => {
    const { ports } = surroundings({ store: refusing(error) })
    const done = await publishVerdict(request({ ports }))
    expect(done).toEqual({ comment: undefined, checkRun: true, notes: [{ channel: 'comment', text }] })
  })

  it('says the same of a check run, which then carries no annotations', async () => {
    const { ports } = surroundings({ checks: checksInMemory(FORBIDDEN).checks })
    const done = await publishVerdict(request({ ports }))
    expect([done.comment, done.checkRun]).toEqual(['created', false])
    expect(done.notes).toEqual([
      { channel: 'check run', text: expect.stringContaining('needs the permission `checks: write`') as unknown },
    ])
  })

  it('tries nothing where the event tells that no token can write, and says so', async () => {
    const { ports, written, runs } = surroundings()
    const done = await publishVerdict(
      request({ ports, plan: { ...PLAN, readOnly: 'the pull request comes from a fork' } }),
    )
    expect(written).toEqual([])
    expect(runs).toEqual([])
    expect(done.notes.map(({ text }) => text)).toEqual([
      'No comment was written: the pull request comes from a fork, and its token cannot have the permission `pull-requests: write`. A second workflow on workflow_run can do it: see docs/forks.md.',
      'No check run was written: the pull request comes from a fork, and its token cannot have the permission `checks: write`. A second workflow on workflow_run can do it: see docs/forks.md.',
    ])
  })

  it('says that there is no token', async () => {
    const done = await publishVerdict(request({ ports: undefined }))
    expect(done.notes.map(({ text }) => text)).toEqual([
      expect.stringContaining('there is no token'),
      expect.stringContaining('there is no token'),
    ])
  })

  it('is silent where nothing is wished or the event is not about a pull request', async () => {
    const never = await publishVerdict(request({ ports: undefined, wishes: { comment: 'never', checkRun: false } }))
    const plan: PublishPlan = { ...PLAN, pullRequest: { kind: 'none', why: 'a push', isExpected: true } }
    const push = await publishVerdict(
      request({ ports: undefined, plan, wishes: { comment: 'always', checkRun: false } }),
    )
    const fine = await publishVerdict(
      request({ ports: undefined, verdict: verdict(), wishes: { comment: 'problems', checkRun: false } }),
    )
    expect([never.notes, push.notes, fine.notes]).toEqual([[], [], []])
  })

  it.each<[number[], number[], string]>([
    [[9], [9], ''],
    [[], [], 'No comment was written: no open pull request has the commit abc as its head.'],
    [
      [8, 9],
      [],
      'No comment was written: several pull requests have the same head (#8, #9), and the event does not say which is meant.',
    ],
  ])("finds a fork's pull request by asking GitHub: %j", async (open, expected, note) => {
    const { ports, written } = surroundings({ open })
    const sought = { kind: 'to look up', owner: 'm', repository: 'm/shop', branch: 'fix', sha: 'abc' } as const
    const done = await publishVerdict(request({ ports, plan: { ...PLAN, pullRequest: sought } }))
    expect(written).toEqual(expected)
    expect(done.notes.map(({ text }) => text).join()).toBe(note)
  })

  it('tells that the event does not name what it should', async () => {
    const pullRequest = { kind: 'none', why: 'the event names no pull request', isExpected: false } as const
    const done = await publishVerdict(request({ plan: { ...PLAN, pullRequest, headSha: undefined } }))
    expect(done.notes.map(({ text }) => text)).toEqual([
      'No comment was written: the event names no pull request.',
      'No check run was written: the event names no commit.',
    ])
  })
})
