import { describe, expect, it } from '@jest/globals'
import { whyNotRecorded } from '../../../actions/shared/runtime/baseline-event.ts'

const SHA = 'a'.repeat(40)
const ON_MAIN = { GITHUB_REF: 'refs/heads/main', GITHUB_SHA: SHA }
const PAYLOAD = { repository: { default_branch: 'main' } }

describe('a baseline', () => {
  it.each(['push', 'workflow_dispatch', 'schedule'])('is recorded on the default branch by %s', (event) => {
    expect(whyNotRecorded({ ...ON_MAIN, GITHUB_EVENT_NAME: event }, PAYLOAD, SHA)).toBeUndefined()
  })

  it('is recorded on a schedule, whose payload does not name the repository', () => {
    expect(
      whyNotRecorded({ ...ON_MAIN, GITHUB_EVENT_NAME: 'schedule' }, { schedule: '0 0 * * *' }, SHA),
    ).toBeUndefined()
  })

  // On several of these GITHUB_REF is the default branch although strangers start them.
  it.each([
    ...['pull_request', 'pull_request_target', 'pull_request_review', 'pull_request_review_comment', 'workflow_run'],
    ...[
      'merge_group',
      'issue_comment',
      'issues',
      'fork',
      'watch',
      'repository_dispatch',
      'workflow_call',
      'discussion',
    ],
    ...['', 'constructor', 'toString'],
  ])('is never recorded by %j, whatever the ref', (event) => {
    expect(whyNotRecorded({ ...ON_MAIN, GITHUB_EVENT_NAME: event }, PAYLOAD, SHA)).toMatch('records none')
  })

  it.each([
    ['another branch', { GITHUB_REF: 'refs/heads/feature' }, PAYLOAD, 'only refs/heads/main records one'],
    ['a tag of the same name', { GITHUB_REF: 'refs/tags/main' }, PAYLOAD, 'only refs/heads/main records one'],
    ['a payload without the branch', {}, {}, 'does not name the default branch'],
    ['no commit', { GITHUB_SHA: '' }, PAYLOAD, 'names no commit'],
  ])('is not recorded by a push with %s', (_what, change, payload, why) => {
    expect(whyNotRecorded({ ...ON_MAIN, GITHUB_EVENT_NAME: 'push', ...change }, payload, SHA)).toMatch(why)
  })

  it('is not recorded of a commit that is not the one of the run', () => {
    const environment = { ...ON_MAIN, GITHUB_EVENT_NAME: 'push' }
    expect(whyNotRecorded(environment, PAYLOAD, 'b'.repeat(40))).toMatch('another commit is checked out')
  })
})
