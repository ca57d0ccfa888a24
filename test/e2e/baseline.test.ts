import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type GitHistory, gitHistory } from '../support/git-history.ts'
import { type ActionCall, type ActionRun, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const RULES = 'coverage.line >= base\ntests.total >= base'
const DEFAULT_BRANCH = { repository: { default_branch: 'main' } }

function coverage(covered: number): string {
  const lines = Array.from({ length: 10 }, (_, index) => `DA:${index + 1},${index < covered ? 1 : 0}`)
  return ['TN:', 'SF:src/a.ts', ...lines, 'end_of_record', ''].join('\n')
}

const JUNIT = '<testsuite name="s"><testcase classname="c" name="a"/><testcase classname="c" name="b"/></testsuite>'

/** A repository with a branch `main` of one commit, and reports that git does not know of. */
function inRepository<Result>(use: (history: GitHistory, main: string) => Promise<Result>): Promise<Result> {
  return inFolder({ '.gitignore': 'out/\n', 'src/a.ts': 'a\n' }, async (folder) => {
    const history = gitHistory(folder)
    const main = history.commit('first')
    mkdirSync(path.join(folder, 'out'))
    return use(history, main)
  })
}

function run(history: GitHistory, covered: number, call: Partial<ActionCall>): Promise<ActionRun> {
  writeFileSync(path.join(history.folder, 'out', 'coverage.lcov'), coverage(covered))
  writeFileSync(path.join(history.folder, 'out', 'junit.xml'), JUNIT)
  const inputs = { reports: 'out/coverage.lcov\nout/junit.xml', rules: RULES, summary: 'true', ...call.inputs }
  const environment = { GITHUB_SHA: history.run('rev-parse', 'HEAD'), ...call.environment }
  return runAction({
    action: 'quality-gate',
    workspace: history.folder,
    event: DEFAULT_BRANCH,
    ...call,
    inputs,
    environment,
  })
}

function onPullRequest(base: string): Partial<ActionCall> {
  return {
    environment: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge', GITHUB_BASE_REF: 'main' },
    event: { ...DEFAULT_BRANCH, pull_request: { number: 7, base: { sha: base }, head: { sha: base } } },
  }
}

/** The first run on main, which leaves the baseline's file in `out/`. */
function recordOnMain(history: GitHistory): Promise<ActionRun> {
  return run(history, 8, { inputs: { baseline: 'out/main.baseline', 'baseline-file': 'out/main.baseline' } })
}

describe('a baseline in a file', () => {
  it('is recorded by the first run on the default branch, which warns that there was none', () =>
    inRepository(async (history) => {
      const first = await recordOnMain(history)
      expect({ status: first.outputs['status'], stderr: first.stderr }).toEqual({ status: 'warn', stderr: '' })
      expect(first.outputs['baseline-file']).toBe(path.join(history.folder, 'out', 'main.baseline'))
      expect(first.summary).toContain('there is no file out/main.baseline yet')
      expect(
        readFileSync(path.join(history.folder, 'out', 'main.baseline'))
          .subarray(0, 8)
          .toString(),
      ).toBe('CICDBASE')
    }))

  it('is what a pull request is compared with, which can neither pass with less nor record one itself', () =>
    inRepository(async (history, main) => {
      await recordOnMain(history)
      const before = readFileSync(path.join(history.folder, 'out', 'main.baseline'))
      history.run('checkout', '-q', '-b', 'change')
      history.commit('change')
      const inputs = { baseline: 'out/main.baseline', 'baseline-file': 'out/main.baseline' }
      const same = await run(history, 8, { ...onPullRequest(main), inputs })
      expect([same.outputs['status'], same.outputs['baseline-file']]).toEqual(['pass', ''])
      expect(same.summary).toContain(`Beside [\`${main.slice(0, 7)}\`]`)
      const less = await run(history, 7, { ...onPullRequest(main), inputs })
      expect([less.outputs['status'], less.exitCode]).toEqual(['fail', 1])
      expect(readFileSync(path.join(history.folder, 'out', 'main.baseline'))).toEqual(before)
    }))

  it('makes the verdict unknown where it is required and damaged, and names what is wrong with it', () =>
    inRepository(async (history, main) => {
      await recordOnMain(history)
      const file = path.join(history.folder, 'out', 'main.baseline')
      writeFileSync(file, readFileSync(file).subarray(0, -3))
      const inputs = { baseline: 'out/main.baseline', 'require-baseline': 'true' }
      const broken = await run(history, 8, { ...onPullRequest(main), inputs })
      expect([broken.outputs['status'], broken.exitCode]).toEqual(['unknown', 1])
      expect(broken.summary).toContain('out/main.baseline was cut off')
    }))

  it('is recorded of nothing that is not whole', () =>
    inRepository(async (history) => {
      const inputs = { 'baseline-file': 'out/main.baseline', expect: 'cobertura' }
      const gap = await run(history, 8, { inputs })
      expect(gap.outputs['baseline-file']).toBe('')
      expect(gap.summary).toContain('no baseline was recorded: ')
    }))

  it('is written and read at a terminal too', () =>
    inRepository(async (history) => {
      await recordOnMain(history)
      const terminal = (...parameters: readonly string[]) =>
        runAction({
          action: 'cli',
          workspace: history.folder,
          environment: { GITHUB_ACTIONS: undefined, GITHUB_REPOSITORY: undefined, GITHUB_REF: undefined },
          parameters: ['quality-gate', '--reports', 'out/coverage.lcov', ...parameters],
        })
      const rules = ['--rules', 'coverage.line >= base']
      await terminal('--baseline-file', 'out/mine.baseline', '--rules', 'coverage.line >= 1')
      expect((await terminal('--baseline', 'out/mine.baseline', ...rules)).exitCode).toBe(0)
      writeFileSync(path.join(history.folder, 'out', 'coverage.lcov'), coverage(5))
      expect((await terminal('--baseline', 'out/mine.baseline', ...rules)).exitCode).toBe(1)
    }))
})
