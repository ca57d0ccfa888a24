import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { planPublishing } from '../../../actions/shared/github/events.ts'
import { findPullRequest } from '../../../actions/shared/github/find-pull-request.ts'
import type { PullRequest } from '../../../actions/shared/github/ports.ts'
import type { EventPayload } from '../../../actions/shared/runtime/environment.ts'

const HEAD = 'ead0'.repeat(10)
const BASE_REPOSITORY = { id: 1, full_name: 'octo/shop', private: false }
const ENVIRONMENT = {
  GITHUB_REPOSITORY: 'octo/shop',
  GITHUB_SHA: 'c0de'.repeat(10),
  GITHUB_REF: 'refs/heads/main',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/ci.yml@refs/heads/feature/x',
  GITHUB_JOB: 'test',
}

const pull = (headRepository: unknown): EventPayload => ({
  repository: BASE_REPOSITORY,
  pull_request: { number: 7, head: { sha: HEAD, repo: headRepository }, base: { repo: BASE_REPOSITORY } },
})

const run = (overrides: Record<string, unknown>): EventPayload => ({
  repository: BASE_REPOSITORY,
  workflow_run: {
    event: 'pull_request',
    head_sha: HEAD,
    head_branch: 'fix',
    head_repository: { full_name: 'mallory/shop', owner: { login: 'mallory' } },
    path: '.github/workflows/ci.yml',
    run_number: 12,
    run_attempt: 3,
    pull_requests: [],
    ...overrides,
  },
})

const ofRun = (number: number, base = 1, sha = HEAD) => ({ number, base: { repo: { id: base } }, head: { sha } })
const plan = (event: string, payload: EventPayload, environment: Record<string, string> = {}) =>
  planPublishing({ ...ENVIRONMENT, GITHUB_EVENT_NAME: event, ...environment }, payload)

const KNOWN = { kind: 'known', number: 7 }
const COMMIT = { kind: 'none', isExpected: true }
const UNCLEAR = { kind: 'none', isExpected: false }
const LOOK_UP = { kind: 'to look up', owner: 'mallory', repository: 'mallory/shop', branch: 'fix', sha: HEAD }
const FORK = expect.stringContaining('fork') as unknown

describe('what is published on an event', () => {
  it.each<[string, string, EventPayload, object]>([
    ['push', 'a commit', {}, { pullRequest: COMMIT, headSha: ENVIRONMENT.GITHUB_SHA }],
    ['schedule', 'a commit', {}, { pullRequest: COMMIT, headSha: ENVIRONMENT.GITHUB_SHA }],
    ['workflow_dispatch', 'a commit', {}, { pullRequest: COMMIT, headSha: ENVIRONMENT.GITHUB_SHA }],
    ['merge_group', 'its head', { merge_group: { head_sha: HEAD } }, { pullRequest: COMMIT, headSha: HEAD }],
    ['merge_group', 'an empty payload', {}, { pullRequest: COMMIT, headSha: undefined }],
    ['pull_request', 'a branch', pull(BASE_REPOSITORY), { pullRequest: KNOWN, headSha: HEAD, readOnly: undefined }],
    ['pull_request', 'a fork', pull({ id: 2, full_name: 'mallory/shop' }), { pullRequest: KNOWN, readOnly: FORK }],
    ['pull_request', 'a fork that is gone', pull(null), { pullRequest: KNOWN, readOnly: FORK }],
    [
      'pull_request',
      'a fork of a private repository, whose token may write if so set up',
      { ...pull({ full_name: 'mallory/shop' }), repository: { ...BASE_REPOSITORY, private: true } },
      { pullRequest: KNOWN, readOnly: undefined },
    ],
    [
      'pull_request',
      'a branch of a repository that is itself a fork',
      pull({ ...BASE_REPOSITORY, fork: true }),
      { readOnly: undefined },
    ],
    ['pull_request', 'an empty payload', {}, { pullRequest: UNCLEAR, headSha: undefined, readOnly: undefined }],
    ['pull_request', 'a payload of nonsense', { pull_request: 'x' }, { pullRequest: UNCLEAR, headSha: undefined }],
    ['pull_request_target', 'a fork', pull({ full_name: 'mallory/shop' }), { pullRequest: KNOWN, headSha: HEAD }],
    ['pull_request_review', 'a review', pull(BASE_REPOSITORY), { pullRequest: KNOWN, headSha: HEAD }],
    ['release', 'any other', {}, { pullRequest: COMMIT, headSha: ENVIRONMENT.GITHUB_SHA }],
    ['constructor', 'a name of Object', {}, { pullRequest: COMMIT }],
    ['workflow_run', "a fork's run", run({}), { pullRequest: LOOK_UP, headSha: HEAD }],
    ['workflow_run', 'a run that names its pull request', run({ pull_requests: [ofRun(7)] }), { pullRequest: KNOWN }],
    ['workflow_run', 'one of another repository', run({ pull_requests: [ofRun(7, 2)] }), { pullRequest: LOOK_UP }],
    [
      'workflow_run',
      'one that has moved on',
      run({ pull_requests: [ofRun(7, 1, 'f'.repeat(40))] }),
      { pullRequest: LOOK_UP },
    ],
    ['workflow_run', 'two of one head', run({ pull_requests: [ofRun(7), ofRun(8)] }), { pullRequest: LOOK_UP }],
    ['workflow_run', 'a push', run({ event: 'push' }), { pullRequest: COMMIT, headSha: HEAD }],
    ['workflow_run', 'a fork that is gone', run({ head_repository: null }), { pullRequest: UNCLEAR }],
    ['workflow_run', 'pull_requests of nonsense', run({ pull_requests: 'x' }), { pullRequest: LOOK_UP }],
    ['workflow_run', 'an empty payload', {}, { pullRequest: COMMIT, headSha: undefined }],
  ])('%s: %s', (event, _name, payload, expected) => {
    expect(plan(event, payload)).toMatchObject(expected)
  })

  it('knows a pull request by its ref where the payload is missing', () => {
    expect(plan('pull_request', {}, { GITHUB_REF: 'refs/pull/7/merge' }).pullRequest).toEqual(KNOWN)
  })

  it.each<[string, EventPayload, object]>([
    ['push', {}, { run: 42, attempt: 2, place: 'ci.yml/test' }],
    ['workflow_run', run({}), { run: 12, attempt: 3, place: 'ci.yml/test of ci.yml' }],
    ['workflow_run', {}, { run: 42, attempt: 2, place: 'ci.yml/test' }],
  ])('orders runs by what brought the evidence: %s', (event, payload, expected) => {
    expect(plan(event, payload)).toMatchObject(expected)
  })

  it('lets Dependabot try, because `permissions` can let it write', () => {
    const dependabot = { GITHUB_ACTOR: 'dependabot[bot]' }
    expect(plan('pull_request', pull(BASE_REPOSITORY), dependabot).readOnly).toBeUndefined()
  })

  const EVENTS = [
    'push',
    'pull_request',
    'pull_request_target',
    'merge_group',
    'schedule',
    'workflow_run',
    'workflow_dispatch',
  ]
  const anyPart: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    part: fc.oneof(
      { maxDepth: 4 },
      fc.anything({ maxDepth: 1 }),
      fc.dictionary(
        fc.constantFrom(
          'pull_request',
          'workflow_run',
          'merge_group',
          'repository',
          'head',
          'base',
          'repo',
          'number',
          'sha',
          'event',
          'pull_requests',
          'head_repository',
          'owner',
          'login',
          'path',
        ),
        tie('part'),
      ),
      fc.array(tie('part'), { maxLength: 3 }),
      fc.constantFrom('pull_request', 7, HEAD),
    ),
  })).part

  it.each(EVENTS)('takes any payload of %s', (event) => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('pull_request', 'workflow_run', 'merge_group', 'repository', 'x'), anyPart),
        (payload) => {
          const { pullRequest } = plan(event, payload)
          expect(['known', 'to look up', 'none']).toContain(pullRequest.kind)
        },
      ),
    )
  })

  it('needs no environment', () => {
    expect(planPublishing({}, {})).toMatchObject({ pullRequest: COMMIT, run: undefined, place: '' })
  })
})

describe('the pull request of a run', () => {
  const sought = { kind: 'to look up', owner: 'mallory', repository: 'mallory/shop', branch: 'fix', sha: HEAD } as const
  const found = (...open: readonly Partial<PullRequest>[]) => {
    const asked: string[] = []
    const pulls = {
      openFrom: (owner: string, branch: string) => {
        asked.push(`${owner}:${branch}`)
        return Promise.resolve(
          open.map((one) => ({ number: 7, headSha: HEAD, headRepository: 'mallory/shop', ...one })),
        )
      },
      changedFiles: () => Promise.resolve([]),
    }
    return findPullRequest(sought, pulls).then((result) => ({ ...result, asked }))
  }

  it('is the open one whose head is the very commit, asked by owner and branch', async () => {
    expect(await found({ number: 6, headSha: 'f'.repeat(40) }, {})).toEqual({ number: 7, asked: ['mallory:fix'] })
  })

  it.each<[string, readonly Partial<PullRequest>[], string]>([
    ['nobody has opened one', [], 'no open pull request has the commit ead0ead0ead0 as its head'],
    ['another repository of the owner has a branch of that name', [{ headRepository: 'mallory/other' }], 'no open'],
    ['it has moved on', [{ headSha: 'f'.repeat(40) }], 'has moved on from the commit ead0ead0ead0'],
    ['two have the same head', [{ number: 7 }, { number: 8 }], '#7, #8'],
  ])('is not guessed where %s', async (_name, open, why) => {
    expect(await found(...open)).toMatchObject({ why: expect.stringContaining(why) as unknown })
  })
})
