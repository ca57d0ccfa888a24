import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  type BaselineCache,
  CacheRefusal,
  hasCacheService,
  runnerCache,
} from '../../../actions/shared/runtime/baseline-cache.ts'
import type { Environment } from '../../../actions/shared/runtime/environment.ts'
import { inFolder } from '../../support/temporary-folder.ts'

interface Place {
  readonly cache: BaselineCache
  readonly temporary: string
}

/** A cache whose program is this text, with `order`, `fs` and `answer(…)` at hand. */
function withProgram<Result>(
  text: string,
  use: (place: Place) => Promise<Result>,
  { environment = {}, seconds = 20 }: { environment?: Environment; seconds?: number } = {},
): Promise<Result> {
  const program = [
    "import fs from 'node:fs'",
    'const order = JSON.parse(process.argv[2])',
    'const answer = (value) => process.send(value, () => process.disconnect())',
    text,
  ].join('\n')
  return inFolder({ 'program.mjs': program }, (folder) => {
    const temporary = path.join(folder, 'temp')
    mkdirSync(temporary)
    const surroundings = { environment: { PATH: process.env['PATH'], ...environment }, temporary }
    const cache = runnerCache({
      program: path.join(folder, 'program.mjs'),
      ...surroundings,
      secondsLeft: () => seconds,
    })
    return use({ cache, temporary })
  })
}

const BYTES = new TextEncoder().encode('bytes')

describe("the runner's cache in a process of its own", () => {
  it('gives what the program left in its folder, and leaves nothing behind', () =>
    withProgram("fs.writeFileSync('cicd-baseline.bin', 'bytes'); answer({ key: order.keys[0] })", async (place) => {
      expect(new TextDecoder().decode(await place.cache.restore('k'))).toBe('bytes')
      expect(readdirSync(place.temporary)).toEqual([])
    }))

  it('hands over the bytes to keep, and tells whether they were kept', () =>
    withProgram(
      "answer({ id: fs.readFileSync('cicd-baseline.bin', 'utf8') === 'bytes' && order.kind === 'save' ? 7 : -1 })",
      async ({ cache }) => {
        expect(await cache.save('k', BYTES)).toBe(true)
      },
    ))

  it('starts the program without inputs, command files and what would make it talk', () => {
    const environment = {
      ...{ INPUT_TOKEN: 't', 'INPUT_POLICY-FILE': 'p', GITHUB_OUTPUT: '/o', GITHUB_ENV: '/e', GITHUB_TOKEN: 't' },
      ...{ RUNNER_DEBUG: '1', NODE_OPTIONS: '--no-warnings', ACTIONS_RUNTIME_TOKEN: 'kept' },
    }
    const text = `const names = Object.keys(process.env)
      const bad = names.filter((name) => /^INPUT_|^GITHUB_(OUTPUT|ENV|TOKEN)$|^RUNNER_DEBUG$|^NODE_OPTIONS$/.test(name))
      const here = fs.realpathSync(process.env.GITHUB_WORKSPACE) === fs.realpathSync('.')
      answer({ key: [...bad, process.env.ACTIONS_RUNTIME_TOKEN, here].join() })`
    return withProgram(
      text,
      async ({ cache }) => {
        expect(await cache.find(['k'])).toBe('kept,true')
      },
      { environment },
    )
  })

  it.each([
    ['says nothing in time', 'setInterval(() => {}, 1000)', 'no answer within 1 s'],
    ['ends without a word', 'process.exit(0)', 'its client ended without an answer'],
    ['breaks', "throw new Error('no')", 'its client ended without an answer'],
    ['tells a problem', "answer({ problem: 'it is\\nfull' })", 'it is full'],
    [
      'prints a failure and a command to the runner',
      "console.log('::warning::Failed to restore: Rate limited: 429%0A##[error]x https://a.b/c?sig=secret'); answer({})",
      'Rate limited: 429 ##[error]x (address)',
    ],
  ])('refuses where the program %s', (_what, text, sentence) =>
    withProgram(
      text,
      async ({ cache, temporary }) => {
        const refusal = await cache.find(['k']).catch((error: unknown) => error)
        expect(refusal).toBeInstanceOf(CacheRefusal)
        expect((refusal as Error).message).toBe(`the cache refused: ${sentence}`)
        expect(readdirSync(temporary)).toEqual([])
      },
      { seconds: 1 },
    ),
  )

  it.each([
    ['a link', "fs.symlinkSync('/etc/hostname', 'cicd-baseline.bin')", 'is not a file'],
    ['a folder', "fs.mkdirSync('cicd-baseline.bin')", 'is not a file'],
    ['nothing', '', 'holds no baseline'],
    ['gigabytes', "fs.truncateSync(fs.openSync('cicd-baseline.bin', 'w'), 4e9)", 'and a baseline has at most 32 MB'],
  ])('does not read an entry that is %s', (_what, text, sentence) =>
    withProgram(
      `${text.replace('fs.truncateSync(fs.openSync', 'fs.ftruncateSync(fs.openSync')}; answer({ key: 'k' })`,
      async ({ cache }) => {
        await expect(cache.restore('k')).rejects.toThrow(sentence)
      },
    ),
  )

  it('gives nothing where another key was found than the one that was asked for', () =>
    withProgram("fs.writeFileSync('cicd-baseline.bin', 'bytes'); answer({ key: 'k-and-more' })", async ({ cache }) => {
      expect(await cache.restore('k')).toBeUndefined()
    }))

  it('says what is wrong where there is no room to work in', async () => {
    const surroundings = { program: 'none.js', environment: {}, temporary: '/does/not/exist', secondsLeft: () => 1 }
    await expect(runnerCache(surroundings).find(['k'])).rejects.toThrow('cannot be written or read')
    expect(existsSync('/does')).toBe(false)
  })
})

describe('a runner', () => {
  it.each([
    [{ ACTIONS_RESULTS_URL: 'http://r/', ACTIONS_RUNTIME_TOKEN: 't' }, true],
    [{ ACTIONS_CACHE_URL: 'http://c/', ACTIONS_RUNTIME_TOKEN: 't' }, true],
    [{ ACTIONS_RESULTS_URL: 'http://r/' }, false],
    [{ ACTIONS_RESULTS_URL: '', ACTIONS_RUNTIME_TOKEN: 't' }, false],
    [{}, false],
  ])('with %j has a cache: %s', (environment: Environment, has) => {
    expect(hasCacheService(environment)).toBe(has)
  })
})
