import { describe, expect, it } from '@jest/globals'
import { readPolicy } from '../../../actions/shared/gate/read-policy.ts'
import { readRemotePolicies } from '../../../actions/shared/gate/remote-policies.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'
import { weatherServer } from '../../support/weather-server.ts'

const FILE = '.github/cicd.yml'
const LOCKED = 'quality:\n  - { rule: coverage.line >= 80, locked: true }\n'

interface Case {
  readonly event: 'push' | 'pull_request'
  readonly here?: string
  /** Where there is one, its base commit cannot be read. */
  readonly hasRepository?: boolean
  readonly isReplaced: boolean
}

function read({ event, here, hasRepository = false, isReplaced }: Case) {
  return inFolder({ 'README.md': '', ...(here !== undefined && { [FILE]: here }) }, async (folder) => {
    const { policy, notices, gaps } = await readPolicy(
      {
        file: FILE,
        workspace: new Workspace(folder, [folder]),
        folder,
        git: (_folder, [command]) =>
          Promise.resolve(hasRepository && command === 'rev-parse' ? `${folder}\n` : undefined),
        environment: { GITHUB_EVENT_NAME: event },
        payload: { pull_request: { base: { sha: 'ba5e'.repeat(10) } } },
      },
      () => Promise.resolve({ unread: 'never asked' }),
      isReplaced,
    )
    return { rules: policy?.quality?.map(({ text }) => text), notices, gaps: gaps.length }
  })
}

const NOTHING = { rules: undefined, notices: [], gaps: 0 }

describe('where the inputs name all rules and reports, the policy file', () => {
  it('is read all the same, for what it locks', async () => {
    const { rules } = await read({ event: 'push', here: LOCKED, isReplaced: true })
    expect(rules).toEqual(['coverage.line >= 80'])
  })

  it.each<Case['event']>(['push', 'pull_request'])('is not missed where nobody has one: %s', async (event) => {
    expect(await read({ event, isReplaced: true })).toEqual(NOTHING)
  })

  it('is a gap where there may be one that nobody can see', async () => {
    const event = 'pull_request'
    expect((await read({ event, hasRepository: true, isReplaced: true })).gaps).toBe(1)
    expect((await read({ event, here: LOCKED, isReplaced: true })).gaps).toBe(1)
  })
})

describe('where it is asked what holds, a policy file that is not there', () => {
  it('leaves the defaults, and one that nobody can see is a gap', async () => {
    expect((await read({ event: 'push', isReplaced: false })).notices).toEqual([
      `there is no ${FILE}: the defaults apply`,
    ])
    expect((await read({ event: 'pull_request', isReplaced: false })).gaps).toBe(1)
  })
})

const REFERENCE = { kind: 'repository', owner: 'acme', repo: 'p', path: 'a.yml', ref: 'v1' } as const
const ACTION = { GITHUB_ACTIONS: 'true', GITHUB_ACTION: '__self' }

describe('a policy of another repository without a token', () => {
  it.each([
    ['in an action', ACTION, undefined, 'give one by the input token'],
    [
      'in an action that must not take one from the environment',
      { ...ACTION, GITHUB_TOKEN: 'x' },
      '',
      'the input token',
    ],
    ['at a terminal', {}, undefined, 'set GITHUB_TOKEN, as by GITHUB_TOKEN=$(gh auth token)'],
    ['at a terminal with an empty one', { GITHUB_TOKEN: '' }, undefined, 'set GITHUB_TOKEN'],
  ])('is not read, and it is said how to give one: %s', async (_name, environment, token, how) => {
    const answer = await readRemotePolicies(environment, token)(REFERENCE)
    expect(answer).toEqual({ unread: expect.stringContaining(how) as unknown })
  })

  it('masks one that it is given before its first use', async () => {
    const server = await weatherServer(() => ({ status: 404 }))
    try {
      const masked: string[] = []
      const environment = { ...ACTION, GITHUB_API_URL: server.url }
      const answer = readRemotePolicies(environment, 'ghs_secret', (token) => masked.push(token))(REFERENCE)
      expect(masked).toEqual(['ghs_secret'])
      expect(await answer).toHaveProperty('unread')
      expect(server.seen[0]?.headers.authorization).toBe('token ghs_secret')
    } finally {
      await server.close()
    }
  })
})
