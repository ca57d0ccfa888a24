import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type CacheService, cacheService } from '../../support/cache-service.ts'
import { type GitHistory, gitHistory } from '../../support/git-history.ts'
import { type ActionCall, type ActionRun, runAction } from '../../support/run-action.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const MAIN = 'refs/heads/main'
const PULL = 'refs/pull/7/merge'
const RULES = 'coverage.line >= base'
const DEFAULT_BRANCH = { repository: { default_branch: 'main' } }

let place = ''
let cache: CacheService
beforeAll(async () => {
  place = mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-cache-'))
  cache = await cacheService(place)
})
afterEach(() => {
  cache.forget()
})
afterAll(async () => {
  await cache.close()
  rmSync(place, { recursive: true, force: true })
})

function inRepository<Result>(use: (history: GitHistory) => Promise<Result>): Promise<Result> {
  return inFolder({ '.gitignore': 'out/\n', 'src/a.ts': 'a\n' }, async (folder) => {
    const history = gitHistory(folder)
    history.commit('first')
    mkdirSync(path.join(folder, 'out'))
    return use(history)
  })
}

function gate(history: GitHistory, covered: number, call: Partial<ActionCall> = {}): Promise<ActionRun> {
  const lines = Array.from({ length: 10 }, (_, index) => `DA:${index + 1},${index < covered ? 1 : 0}`)
  const report = ['TN:', 'SF:src/a.ts', ...lines, 'end_of_record', ''].join('\n')
  writeFileSync(path.join(history.folder, 'out', 'coverage.lcov'), report)
  return runAction({
    ...{ action: 'quality-gate', workspace: history.folder, event: DEFAULT_BRANCH, timeoutSeconds: 90 },
    ...call,
    inputs: { reports: 'out/coverage.lcov', rules: RULES, token: 'ghs_1234567890', comment: 'false', ...call.inputs },
    environment: { GITHUB_SHA: history.run('rev-parse', 'HEAD'), ...cache.environmentOf(MAIN), ...call.environment },
  })
}

/** A run of a pull request that left the branch where it stands now. */
function onPullRequest(history: GitHistory, covered: number, inputs = {}): Promise<ActionRun> {
  const base = history.run('rev-parse', 'main')
  const environment = { ...cache.environmentOf(PULL), GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'main' }
  const pull_request = { number: 7, base: { sha: base }, head: { sha: 'c'.repeat(40) } }
  return gate(history, covered, { environment, inputs, event: { ...DEFAULT_BRANCH, pull_request } })
}

/** Lines that the runner would obey, but for the gate's own. */
function obeyed(run: ActionRun): string[] {
  const lines = `${run.stdout}\n${run.stderr}`.split(/\r\n|\r|\n/)
  return lines
    .filter((line) => /^\s*::/.test(line) || line.includes('##['))
    .filter((line) => !/^::(?:add-mask::|warning title=quality-gate)/.test(line))
}

describe("the runner's cache", () => {
  it('keeps what a push to the default branch saw, for the pull requests that leave it', () =>
    inRepository(async (history) => {
      const first = await gate(history, 8)
      expect([first.outputs['status'], first.stderr]).toEqual(['warn', ''])
      expect(cache.entries).toMatchObject([{ ref: MAIN, isWhole: true }])
      history.run('checkout', '-q', '-b', 'change')
      history.commit('change')
      const same = await onPullRequest(history, 8)
      expect([same.outputs['status'], same.stderr, obeyed(same)]).toEqual(['pass', '', []])
      expect(same.summary).not.toContain('not certain')
      const less = await onPullRequest(history, 7)
      expect([less.outputs['status'], less.exitCode]).toEqual(['fail', 1])
      // A pull request leaves nothing.
      expect(cache.entries).toHaveLength(1)
      expect(Object.keys(less.temporaryFiles).some((name) => name.includes('baseline'))).toBe(false)
    }))

  it('gives the nearest commit that has one, after commits that left none', () =>
    inRepository(async (history) => {
      await gate(history, 6)
      history.commit('second')
      await gate(history, 7)
      for (const name of ['third', 'fourth']) history.commit(name)
      history.run('checkout', '-q', '-b', 'change')
      history.commit('change')
      expect((await onPullRequest(history, 7)).outputs['status']).toBe('pass')
      expect((await onPullRequest(history, 6)).outputs['status']).toBe('fail')
    }))

  it('does not give what was force-pushed away', () =>
    inRepository(async (history) => {
      await gate(history, 5)
      const first = history.run('rev-parse', 'HEAD')
      history.commit('gone')
      await gate(history, 9)
      history.run('reset', '-q', '--hard', first)
      history.run('checkout', '-q', '-b', 'change')
      history.commit('change')
      expect((await onPullRequest(history, 5)).outputs['status']).toBe('pass')
    }))

  it('is silent about a commit that is recorded already', () =>
    inRepository(async (history) => {
      await gate(history, 8)
      const again = await gate(history, 8)
      expect(again.summary).not.toContain('could not be kept')
      expect(cache.entries).toHaveLength(1)
    }))
})

/** What a pull request could do to its own entries, or a bad day to all. */
describe('an entry that cannot be trusted', () => {
  async function recorded(history: GitHistory): Promise<CacheService['entries'][number]> {
    await gate(history, 8)
    history.run('checkout', '-q', '-b', 'change')
    history.commit('change')
    const [entry] = cache.entries
    if (!entry) throw new Error('nothing was recorded')
    return entry
  }

  it('is refused where the pull request wrote it, although it is found first', () =>
    inRepository(async (history) => {
      await cache.copy(await recorded(history), { ref: PULL })
      const run = await onPullRequest(history, 1, { 'require-baseline': 'true' })
      expect(run.outputs['status']).toBe('unknown')
      expect(run.summary).toMatch(/refs\/pull\/7\/merge wrote, which is not believed/)
    }))

  it('is used with a warning where the token cannot ask who wrote it, and not where one is required', () =>
    inRepository(async (history) => {
      await recorded(history)
      cache.listsEntries = false
      const run = await onPullRequest(history, 8)
      expect(run.outputs['status']).toBe('pass')
      expect(run.summary).toMatch(/not certain that the default branch recorded the baseline.*403.*actions: read/)
      expect((await onPullRequest(history, 8, { 'require-baseline': 'true' })).outputs['status']).toBe('unknown')
    }))

  it('is refused where it is damaged', () =>
    inRepository(async (history) => {
      const entry = await recorded(history)
      await cache.replaceArchive(entry, Buffer.from('not an archive'))
      const run = await onPullRequest(history, 8)
      expect([run.outputs['status'], run.exitCode]).toEqual(['warn', 0])
      expect(run.summary).toContain('there is no baseline to compare with')
    }))

  it('is refused where it is of another repository', () =>
    inRepository(async (history) => {
      await gate(history, 8, { environment: { GITHUB_REPOSITORY: 'octo-org/other' } })
      history.run('checkout', '-q', '-b', 'change')
      history.commit('change')
      expect((await onPullRequest(history, 8)).summary).toMatch(/is of the repository .*octo-org\/other/)
    }))

  it('writes nowhere but where it was unpacked', () =>
    inRepository(async (history) => {
      const entry = await recorded(history)
      const target = path.join(place, 'written-by-the-archive')
      const hostile = path.join(place, 'hostile')
      mkdirSync(path.join(hostile, 'in'), { recursive: true })
      writeFileSync(path.join(hostile, 'in', 'x'), 'escaped')
      const archive = path.join(hostile, 'archive.tar')
      const names = ['--transform', `s,^x,${target},`, '-P']
      execFileSync('tar', ['-cf', archive, ...names, '-C', path.join(hostile, 'in'), 'x'])
      const program = isZstd(await cache.archiveOf(entry)) ? 'zstd' : 'gzip'
      await cache.replaceArchive(entry, execFileSync(program, ['-c', archive]))
      expect(execFileSync('tar', ['-tPf', archive]).toString().trim()).toBe(target)
      const run = await onPullRequest(history, 8)
      expect(run.summary).toContain('holds no baseline')
      expect(existsSync(target)).toBe(false)
    }))
})

function isZstd(archive: Buffer): boolean {
  return archive.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))
}

describe('a cache service on a bad day', () => {
  it.each([
    ['429', /Rate limited.*429/],
    ['sends pages', /the cache refused/],
    ['hangs', /no answer within/],
  ] as const)(
    'that answers "%s" is told of, changes no verdict and prints nothing that the runner obeys',
    (weather, told) =>
      inRepository(async (history) => {
        cache.weather = weather
        const started = Date.now()
        const run = await gate(history, 8, { inputs: { rules: 'coverage.line >= 80' } })
        expect([run.outputs['status'], run.exitCode, run.stderr, obeyed(run)]).toEqual(['pass', 0, '', []])
        expect(run.summary.replace(/&#8203;|<[^>]+>/g, '')).toMatch(told)
        expect(Date.now() - started).toBeLessThan(60_000)
        expect(run.outputs['baseline-file']).not.toBe('')
      }),
  )

  it('that promises more bytes than it sends is not believed', () =>
    inRepository(async (history) => {
      await gate(history, 8)
      history.run('checkout', '-q', '-b', 'change')
      history.commit('change')
      cache.weather = 'promises more bytes than it sends'
      const run = await onPullRequest(history, 8)
      expect([run.outputs['status'], obeyed(run)]).toEqual(['warn', []])
      expect(run.summary).toContain('there is no baseline to compare with')
    }))

  it('that is not there at all is no matter for a gate that asks nothing of it', () =>
    inRepository(async (history) => {
      const without = { ACTIONS_RESULTS_URL: undefined, ACTIONS_RUNTIME_TOKEN: undefined }
      const quiet = await gate(history, 8, { environment: without, inputs: { rules: 'coverage.line >= 80' } })
      expect([quiet.outputs['status'], quiet.summary.includes('baseline')]).toEqual(['pass', false])
      const asking = await gate(history, 8, { environment: without })
      expect(asking.outputs['status']).toBe('warn')
      expect(asking.summary).toContain('not a runner with a cache')
    }))
})
