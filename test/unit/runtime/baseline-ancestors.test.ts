import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ancestry, type AncestryRequest, ANCESTORS } from '../../../actions/shared/runtime/baseline-ancestors.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import { type GitHistory, gitHistory } from '../../support/git-history.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const git = gitProgram(process.env, true)

async function commitsOf(request: Partial<AncestryRequest> & { folder: string }): Promise<string[] | string> {
  const found = await ancestry({ git, environment: {}, payload: {}, mayFetch: false, ...request })
  if (typeof found === 'string') return found
  const commits: string[] = []
  for await (const portion of found.portions()) commits.push(...portion)
  return commits
}

/** In a repository with a history of one's own. */
function inHistory<Result>(use: (history: GitHistory) => Promise<Result>): Promise<Result> {
  return inFolder({}, (folder) => use(gitHistory(folder)))
}

function onPullRequest(base: string, rest: Readonly<Record<string, string>> = {}): Partial<AncestryRequest> {
  return {
    environment: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge', ...rest },
    payload: { pull_request: { base: { sha: base } } },
  }
}

describe('the commits whose baselines fit', () => {
  it('are on the branch itself those before the judged one, nearest first', () =>
    inHistory(async (history) => {
      const [first, second] = [history.commit('a'), history.commit('b')]
      history.commit('c')
      expect(await commitsOf({ folder: history.folder })).toEqual([second, first])
    }))

  it('begin where a change left the base branch, however far that has moved on', () =>
    inHistory(async (history) => {
      const [first, fork] = [history.commit('a'), history.commit('b')]
      history.run('checkout', '-q', '-b', 'change')
      history.commit('of-the-change')
      history.run('checkout', '-q', 'main')
      const tip = history.commit('later')
      history.run('checkout', '-q', 'change')
      expect(await commitsOf({ folder: history.folder, ...onPullRequest(tip) })).toEqual([fork, first])
    }))

  it('begin for the merge commit that GitHub makes of a pull request with what it was merged into', () =>
    inHistory(async (history) => {
      const fork = history.commit('a')
      history.run('checkout', '-q', '-b', 'change')
      history.commit('of-the-change')
      history.run('checkout', '-q', 'main')
      const tip = history.commit('later')
      history.run('merge', '-q', '--no-ff', '-m', 'Merge', 'change')
      const merge = history.run('rev-parse', 'HEAD')
      // The event was sent before the base branch moved.
      const request = onPullRequest(fork, { GITHUB_SHA: merge })
      expect(await commitsOf({ folder: history.folder, ...request })).toEqual([tip, fork])
    }))

  it('leave out commits of merged branches, which were never recorded', () =>
    inHistory(async (history) => {
      const first = history.commit('a')
      history.run('checkout', '-q', '-b', 'feature')
      const inner = history.commit('inner')
      history.run('checkout', '-q', 'main')
      history.run('merge', '-q', '--no-ff', '-m', 'Merge', 'feature')
      const merge = history.run('rev-parse', 'HEAD')
      history.commit('b')
      const commits = await commitsOf({ folder: history.folder })
      expect(commits).toEqual([merge, first])
      expect(commits).not.toContain(inner)
    }))

  it('hold what a revert goes on from, like any other commit', () =>
    inHistory(async (history) => {
      const first = history.commit('a')
      const bad = history.commit('bad')
      history.run('revert', '--no-edit', bad)
      const reverted = history.run('rev-parse', 'HEAD')
      history.commit('b')
      expect(await commitsOf({ folder: history.folder })).toEqual([reverted, bad, first])
    }))

  it('do not hold what a force push took away', () =>
    inHistory(async (history) => {
      const first = history.commit('a')
      const gone = history.commit('gone')
      history.run('reset', '-q', '--hard', first)
      history.commit('b')
      const commits = await commitsOf({ folder: history.folder, payload: { before: gone } })
      expect(commits).toEqual([first])
    }))

  it('begin with the event base where the force push of the base branch left no commit in common', () =>
    inHistory(async (history) => {
      history.commit('a')
      history.run('checkout', '-q', '--orphan', 'other')
      const unrelated = history.commit('b')
      history.run('checkout', '-q', 'main')
      expect(await commitsOf({ folder: history.folder, ...onPullRequest(unrelated) })).toEqual([unrelated])
    }))

  it('are those of a merge queue by its base', () =>
    inHistory(async (history) => {
      const [first, base] = [history.commit('a'), history.commit('b')]
      history.run('checkout', '-q', '--detach')
      history.commit('queued')
      const request = {
        environment: { GITHUB_EVENT_NAME: 'merge_group' },
        payload: { merge_group: { base_sha: base } },
      }
      expect(await commitsOf({ folder: history.folder, ...request })).toEqual([base, first])
    }))

  it('come from a shallow checkout too, which is fetched deeper only behind what it has', () =>
    inFolder({}, async (folder) => {
      mkdirSync(path.join(folder, 'origin'))
      const origin = gitHistory(path.join(folder, 'origin'))
      const all = ['a', 'b', 'c'].map((name) => origin.commit(name))
      const [first = '', second = '', third = ''] = all
      origin.run('checkout', '-q', '-b', 'change')
      origin.commit('of-the-change')
      gitHistory(folder, false).run('clone', '-q', '--depth=1', '--branch=change', `file://${origin.folder}`, 'clone')
      const clone = path.join(folder, 'clone')
      const request = { folder: clone, ...onPullRequest(third) }
      expect(await commitsOf(request)).toEqual([third])
      const found = await ancestry({ git, environment: {}, payload: {}, ...request, mayFetch: true })
      if (typeof found === 'string') throw new Error(found)
      const portions = found.portions()
      expect((await portions.next()).value).toEqual([third])
      expect(gitHistory(clone, false).run('rev-list', '--all', '--count')).toBe('1')
      expect((await portions.next()).value).toEqual([second, first])
    }))

  it('are looked for no further than it pays', () =>
    inHistory(async (history) => {
      for (let index = 0; index < ANCESTORS + 5; index += 1) {
        history.run('commit', '-q', '--allow-empty', '-m', `${index}`)
      }
      expect(await commitsOf({ folder: history.folder })).toHaveLength(ANCESTORS)
    }))

  it('are the event base alone where there is no git repository', () =>
    inFolder({}, async (folder) => {
      const base = 'd'.repeat(40)
      expect(await commitsOf({ folder, ...onPullRequest(base) })).toEqual([base])
    }))

  it.each(['--upload-pack=touch', 'main', 'D'.repeat(40), ''])('are never looked for by a base such as %j', (base) =>
    inFolder({}, async (folder) => {
      expect(await commitsOf({ folder, ...onPullRequest(base) })).toMatch('no commit is known')
    }),
  )

  it('are none, and it says so, in a repository without a commit', () =>
    inHistory(async (history) => {
      expect(await commitsOf({ folder: history.folder })).toMatch('no commit is known')
    }))
})
