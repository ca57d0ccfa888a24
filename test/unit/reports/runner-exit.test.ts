import { describe, expect, test } from '@jest/globals'
import { runnerExitDoubts } from '../../../actions/shared/reports/runner-exit.ts'

const tests = (failed: number, tool?: string) => ({
  kind: 'tests' as const,
  tool: tool === undefined ? undefined : { name: tool },
  metrics: { 'tests.total': 3, 'tests.failed': failed },
})

describe('the exit code of a test runner', () => {
  test.each([
    ['that it never ends with when it has run the tests', tests(0, 'pytest'), 'junit', 5],
    ['that no runner of the format knows', tests(0), 'junit', 99],
  ] as const)('%s contradicts a report without a failure', (_, reading, format, exitCode) => {
    expect(runnerExitDoubts(reading, format, exitCode)).toMatchObject([{ kind: 'contradiction' }])
  })

  test.each([
    ['of success', tests(0, 'pytest'), 0],
    ['that was not recorded', tests(0, 'pytest'), undefined],
    ['that it also has for a limit missed', tests(0, 'pytest'), 1],
    ['of a run whose failures are listed', tests(1, 'pytest'), 5],
    ['of a report of something else', { ...tests(0), kind: 'coverage' as const }, 99],
  ] as const)('%s says nothing against it', (_, reading, exitCode) => {
    expect(runnerExitDoubts(reading, 'junit', exitCode)).toEqual([])
  })
})
