import { describe, expect, it } from '@jest/globals'
import { legOf, readEventPayload, readSubject } from '../../../actions/shared/runtime/environment.ts'

const RUNNER = {
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_SHA: 'c0ffee',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_RUN_ID: '1658821493',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_JOB: 'test',
}

describe('the subject of a verdict', () => {
  it.each([
    ['push', {}, { sha: 'c0ffee', pullRequest: undefined }],
    ['pull_request', { pull_request: { number: 7, head: { sha: 'bead' } } }, { sha: 'bead', pullRequest: 7 }],
    ['pull_request_target', { pull_request: { number: 7, head: { sha: 'bead' } } }, { sha: 'bead', pullRequest: 7 }],
    ['merge_group', { merge_group: { head_sha: 'feed' } }, { sha: 'feed' }],
    ['workflow_run', { workflow_run: { head_sha: 'dead' } }, { sha: 'dead' }],
    ['schedule', { schedule: '0 0 * * *' }, { sha: 'c0ffee' }],
    ['workflow_dispatch', { inputs: null }, { sha: 'c0ffee' }],
    ['pull_request', {}, { sha: 'c0ffee', pullRequest: undefined }],
    ['pull_request', { pull_request: null }, { sha: 'c0ffee' }],
    ['pull_request', { pull_request: { number: '7; rm', head: 'x' } }, { sha: 'c0ffee', pullRequest: undefined }],
  ])('on %s with %j', (event, payload, expected) => {
    const subject = readSubject({ ...RUNNER, GITHUB_EVENT_NAME: event }, payload, undefined)
    expect(subject).toMatchObject({
      repository: 'octo-org/shop',
      event,
      run: 1658821493,
      attempt: 2,
      job: 'test',
      ...expected,
    })
  })

  it('knows a pull request by its ref where the payload is missing', () => {
    expect(readSubject({ GITHUB_REF: 'refs/pull/12/merge' }, {}, undefined).pullRequest).toBe(12)
  })

  it('is empty at a terminal', () => {
    expect(Object.values(readSubject({}, {}, undefined)).every((value) => value === undefined)).toBe(true)
  })
})

describe('the event payload', () => {
  it.each([
    ['an object', '{"a":1}', { a: 1 }],
    ['no object', 'null', {}],
    ['no JSON', '{"a":', {}],
  ])('that is %s is read as %3$j', (_what, text, expected) => {
    expect(readEventPayload({ GITHUB_EVENT_PATH: 'event.json' }, () => text)).toEqual(expected)
  })

  it('is empty where the file cannot be read or is not named', () => {
    const unreadable = (): string => {
      throw new Error('EACCES')
    }
    expect(readEventPayload({ GITHUB_EVENT_PATH: 'event.json' }, unreadable)).toEqual({})
    expect(readEventPayload({}, unreadable)).toEqual({})
  })
})

describe('the matrix leg', () => {
  it.each([
    ['null', undefined],
    ['{}', undefined],
    ['', undefined],
    [undefined, undefined],
    ['{\n  "os": "ubuntu-latest",\n  "node": 20\n}', 'os: ubuntu-latest, node: 20'],
    ['{"db": {"name": "pg"}}', 'db: {"name":"pg"}'],
    ['integration', 'integration'],
    ['3', '3'],
  ])('of %j is %j', (input, leg) => {
    expect(legOf(input)).toBe(leg)
  })
})
