import path from 'node:path'
import { repositoryOf } from '../github/api.ts'
import type { CacheEntries } from '../github/caches.ts'
import { type BaselineCache, hasCacheService, runnerCache } from '../runtime/baseline-cache.ts'
import type { Step } from '../runtime/step.ts'

/** For finding the baseline, from the first question to the last byte. */
const READING_SECONDS = 20
const WRITING_SECONDS = 30
/** A question that no verdict hangs on is not worth GitHub's weather. */
const ASKING = { totalMilliseconds: 8_000, attemptMilliseconds: 4_000, attempts: 2 }

/** The cache of the runner and what tells whose entries are. */
export interface BaselinePorts {
  readonly reading: BaselineCache
  readonly writing: BaselineCache
  readonly entries: CacheEntries | undefined
  readonly isInTime: () => boolean
}

/** The ports of a step, or nothing where its runner offers no cache. `script`: the file that runs, in the bundle. */
export function baselinePorts(step: Step, token: string | undefined, script: string): BaselinePorts | undefined {
  const { environment, clock } = step
  const temporary = environment['RUNNER_TEMP']
  if (temporary === undefined || temporary === '' || !hasCacheService(environment)) return undefined
  /** What is left of a time that begins with the first look at it. */
  const countdown = (seconds: number): (() => number) => {
    let deadline: number | undefined
    return () => ((deadline ??= clock() + seconds * 1000) - clock()) / 1000
  }
  const secondsLeft = countdown(READING_SECONDS)
  const program = path.join(path.dirname(script), '..', 'baseline-cache.js')
  const surroundings = { program, environment, temporary }
  return {
    reading: runnerCache({ ...surroundings, secondsLeft }),
    writing: runnerCache({ ...surroundings, secondsLeft: countdown(WRITING_SECONDS) }),
    entries: entriesFor(step, token),
    isInTime: () => secondsLeft() > 0,
  }
}

function entriesFor({ environment, command }: Step, token: string | undefined): CacheEntries | undefined {
  const repository = repositoryOf(environment['GITHUB_REPOSITORY'])
  if (token === undefined || repository === undefined) return undefined
  return {
    withKey: async (key) => {
      command('add-mask', token)
      const [{ cacheEntriesOf }, { octokitTransport }, { REAL_TIME, throughWeather }] = await Promise.all([
        import('../github/caches.ts'),
        import('../github/octokit-transport.ts'),
        import('../github/weather.ts'),
      ])
      const transport = octokitTransport(token, environment['GITHUB_API_URL'] || 'https://api.github.com')
      return cacheEntriesOf(throughWeather(transport, REAL_TIME, ASKING), repository).withKey(key)
    },
  }
}
