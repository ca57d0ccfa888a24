import { describe, expect, it } from '@jest/globals'
import type { Git } from '../../../actions/shared/runtime/git.ts'
import { reference } from '../../../actions/shared/runtime/input-types.ts'
import { cloneOf, type GitRepository, inRepository, lines } from '../../support/git-repository.ts'
import { changeOf, onPullRequest, onPush, PROGRAM, rangesOf, read, whyNot } from './change-reading.ts'

describe('the commit that a change starts from', () => {
  it('is the merge base: what main got since is not the change, nor what was merged from it', () =>
    inRepository(async (repository) => {
      repository.commit({ a: lines(9), b: lines(9) })
      repository.git('checkout', '-q', '-b', 'feature')
      repository.commit({ a: lines(9, { 2: 'mine' }) })
      repository.git('checkout', '-q', 'main')
      const merged = repository.commit({ b: lines(9, { 3: 'theirs' }) })
      repository.git('checkout', '-q', 'feature')
      repository.git('merge', '-q', 'main')
      const head = repository.commit({ a: lines(9, { 2: 'mine', 9: 'mine' }) })
      repository.git('checkout', '-q', 'main')
      const main = repository.commit({ b: lines(9, { 3: 'theirs', 4: 'later' }) })
      repository.git('checkout', '-q', '--detach', head)
      const { change, notices } = await read(repository, onPullRequest(main, head))
      if (typeof change === 'string') throw new Error(change)
      expect([change.base, rangesOf(change)]).toEqual([merged, 'a 2 9'])
      expect(notices).toEqual([
        `the change is what ${head.slice(0, 12)} adds to ${merged.slice(0, 12)}, its merge base with the pull request's base: 1 file`,
      ])
    }))

  /** A pull request whose base has moved on since the event, merged by GitHub as `refs/pull/7/merge`. */
  function merged(repository: GitRepository) {
    const base = repository.commit({ a: lines(9), b: lines(9) })
    repository.git('checkout', '-q', '-b', 'feature')
    repository.commit({ a: lines(9, { 1: 'first' }) })
    const head = repository.commit({ a: lines(9, { 1: 'first', 2: 'mine' }) })
    repository.git('checkout', '-q', 'main')
    const moved = repository.commit({ b: lines(9, { 3: 'theirs' }) })
    repository.git('checkout', '-q', '--detach')
    repository.git('merge', '-q', '--no-ff', 'feature')
    const merge = repository.git('rev-parse', 'HEAD')
    repository.git('update-ref', 'refs/pull/7/merge', merge)
    return { base, head, moved, merge }
  }

  it('is the first parent of the merge that GitHub makes, which is newer than the base that the event names', () =>
    inRepository(async (repository) => {
      const { base, head, moved, merge } = merged(repository)
      const event = onPullRequest(base, head, { GITHUB_SHA: merge, GITHUB_REF: 'refs/pull/7/merge' })
      const change = await changeOf(repository, event)
      expect([change.base, rangesOf(change)]).toEqual([moved, 'a 1-2'])
    }))

  it('is fetched alone into the checkout of one commit that actions/checkout makes', () =>
    inRepository(async (repository) => {
      const { base, head, moved, merge } = merged(repository)
      const checkout = cloneOf(repository, 'checkout', '--depth=1')
      checkout.git('fetch', '-q', '--depth=1', 'origin', merge)
      checkout.git('checkout', '-q', '--detach', merge)
      const event = onPullRequest(base, head, { GITHUB_SHA: merge, GITHUB_REF: 'refs/pull/7/merge' })
      checkout.git('update-ref', '-d', 'refs/heads/main')
      const change = await changeOf(checkout, event)
      expect([change.base, rangesOf(change)]).toEqual([moved, 'a 1-2'])
    }))

  it('is looked for deeper, once, where the checkout is shallow', () =>
    inRepository(async (repository) => {
      const base = repository.commit({ a: lines(9) })
      repository.git('checkout', '-q', '-b', 'feature')
      repository.commit({ a: lines(9, { 1: 'x' }) })
      const head = repository.commit({ a: lines(9, { 1: 'x', 5: 'y' }) })
      repository.git('checkout', '-q', 'main')
      const main = repository.commit({ b: 'later' })
      const checkout = cloneOf(repository, 'checkout', '--depth=1', '--branch', 'feature')
      const asked: string[] = []
      const git: Git = (folder, parameters, exchange) => {
        asked.push(parameters.join(' '))
        return PROGRAM(folder, parameters, exchange)
      }
      const change = await changeOf(checkout, { ...onPullRequest(main, head), git })
      expect([change.base, rangesOf(change)]).toEqual([base, 'a 1 5'])
      expect(asked.filter((line) => line.includes('--deepen'))).toHaveLength(1)
    }))

  it('is not guessed where a shallow checkout cannot be completed', () =>
    inRepository(async (repository) => {
      const main = repository.commit({ a: lines(9) })
      const head = repository.commit({ a: lines(9, { 1: 'x' }) })
      const checkout = cloneOf(repository, 'checkout', '--depth=1')
      checkout.git('remote', 'set-url', 'origin', `file://${repository.folder}-gone`)
      for (const mayFetch of [true, false]) {
        const why = await whyNot(checkout, { ...onPullRequest(main, head), mayFetch })
        expect(why).toContain('is not in this checkout')
        expect(why).toContain('fetch-depth: 0')
      }
    }))

  it('is said to be out of reach where the history of a shallow checkout stays too short', () =>
    inRepository(async (repository) => {
      repository.commit({ a: lines(9) })
      repository.git('checkout', '-q', '-b', 'feature')
      const head = repository.commit({ a: lines(9, { 1: 'x' }) })
      repository.git('checkout', '-q', 'main')
      const main = repository.commit({ b: 'later' })
      const checkout = cloneOf(repository, 'checkout', '--depth=1', '--no-single-branch', '--branch', 'feature')
      checkout.git('remote', 'set-url', 'origin', `file://${repository.folder}-gone`)
      expect(await whyNot(checkout, onPullRequest(main, head))).toMatch(/does not reach back.*fetch-depth: 0/)
    }))

  it("is the merge queue's base", () =>
    inRepository(async (repository) => {
      const base = repository.commit({ a: lines(9) })
      repository.commit({ a: lines(9, { 3: 'x' }) })
      const environment = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'merge_group' }
      const payload = { merge_group: { base_sha: base } }
      expect(rangesOf(await changeOf(repository, { environment, payload }))).toBe('a 3')
      expect(await whyNot(repository, { environment, payload: {} })).toContain("does not name the merge group's base")
    }))

  it('is the commit before a push to the default branch, also over a merge commit', () =>
    inRepository(async (repository) => {
      const before = repository.commit({ a: lines(9) })
      repository.git('checkout', '-q', '-b', 'feature')
      repository.commit({ a: lines(9, { 4: 'x' }) })
      repository.git('checkout', '-q', 'main')
      repository.git('merge', '-q', '--no-ff', 'feature')
      expect(rangesOf(await changeOf(repository, onPush('refs/heads/main', before)))).toBe('a 4')
    }))

  it('is fetched where a push to the default branch has a shallow checkout', () =>
    inRepository(async (repository) => {
      const before = repository.commit({ a: lines(9) })
      repository.commit({ a: lines(9, { 4: 'x' }) })
      repository.commit({ a: lines(9, { 4: 'x', 6: 'y' }) })
      const checkout = cloneOf(repository, 'checkout', '--depth=1')
      const change = await changeOf(checkout, onPush('refs/heads/main', before))
      expect([change.base, rangesOf(change)]).toEqual([before, 'a 4 6'])
    }))

  it('is the last common commit where a push was forced', () =>
    inRepository(async (repository) => {
      const start = repository.commit({ a: lines(9) })
      const before = repository.commit({ a: lines(9, { 1: 'x' }) })
      repository.git('reset', '-q', '--hard', start)
      repository.commit({ a: lines(9, { 4: 'x' }) })
      const change = await changeOf(repository, onPush('refs/heads/main', before))
      expect([change.base, rangesOf(change)]).toEqual([start, 'a 4'])
    }))

  it('is the default branch for a push elsewhere, which is fetched where it is not there', () =>
    inRepository(async (repository) => {
      repository.commit({ a: lines(9) })
      repository.git('checkout', '-q', '-b', 'feature')
      repository.commit({ a: lines(9, { 4: 'x' }) })
      const checkout = cloneOf(repository, 'checkout', '--single-branch', '--branch', 'feature')
      expect(checkout.git('branch', '-a')).not.toContain('main')
      expect(rangesOf(await changeOf(checkout, onPush('refs/heads/feature', '0'.repeat(40))))).toBe('a 4')
    }))

  it.each([
    ['the first push to the default branch', 'refs/heads/main', '0'.repeat(40), 'names no commit before it'],
    ['a tag', 'refs/tags/v1', '0'.repeat(40), 'a tag was pushed'],
    ['an option in place of a hash', 'refs/heads/main', '--output=x', 'does not name the commit before the push'],
  ])('is not known on %s', (_what, ref, before, why) =>
    inRepository(async (repository) => {
      repository.commit({ a: 'x' })
      expect(await whyNot(repository, onPush(ref, before))).toContain(why)
    }),
  )

  it('is at a terminal what the default branch has, whatever it is called', () =>
    inRepository(async (repository) => {
      repository.commit({ a: lines(9) })
      repository.git('branch', '-m', 'trunk')
      const clone = cloneOf(repository, 'clone')
      clone.git('checkout', '-q', '-b', 'feature')
      clone.commit({ a: lines(9, { 4: 'x' }) })
      expect(rangesOf(await changeOf(clone))).toBe('a 4')
      clone.git('remote', 'set-head', 'origin', '--delete')
      expect(await whyNot(clone)).toContain('the default branch (refs/remotes/origin/HEAD')
      clone.git('branch', 'master', 'HEAD~1')
      expect(rangesOf(await changeOf(clone))).toBe('a 4')
    }))

  it('is at a terminal what the input base names, and edits without a commit are told', () =>
    inRepository(async (repository) => {
      repository.commit({ a: lines(9) })
      repository.git('tag', 'v1')
      repository.commit({ a: lines(9, { 4: 'x' }) })
      repository.git('checkout', '-q', '-b', 'feature')
      repository.commit({ a: lines(9, { 4: 'x', 6: 'y' }) })
      const found = await Promise.all(['v1', 'main', 'HEAD~1'].map((base) => changeOf(repository, { base })))
      expect(found.map(rangesOf)).toEqual(['a 4 6', 'a 6', 'a 6'])
      expect(await whyNot(repository, { base: 'v2' })).toContain(
        'v2 (v2, refs/remotes/origin/v2) is not in this checkout',
      )
      repository.git('rm', '-q', 'a')
      expect((await read(repository, { base: 'v1' })).notices.join()).toContain('edits that are not committed')
    }))

  it('changes nothing where the default branch itself is checked out', () =>
    inRepository(async (repository) => {
      repository.commit({ a: lines(9) })
      expect(rangesOf(await changeOf(repository))).toBe('')
    }))

  it('says so where the checkout is not the change that the event is about', () =>
    inRepository(async (repository) => {
      const base = repository.commit({ a: lines(9) })
      const { payload } = onPullRequest(base, 'f'.repeat(40))
      const environment = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_SHA: base }
      expect(await whyNot(repository, { environment, payload })).toContain('check out the change itself')
      expect(await whyNot(repository, { environment, payload, base: 'main' })).toContain('check out the change itself')
      const later = {
        environment: { GITHUB_EVENT_NAME: 'workflow_run' },
        payload: { workflow_run: { head_sha: 'f'.repeat(40) } },
      }
      expect(await whyNot(repository, later)).toContain('not the one that the earlier run was about')
    }))

  it("is not taken from a merge of the author's own, which would hide what was merged", () =>
    inRepository(async (repository) => {
      const base = repository.commit({ a: lines(9) })
      repository.git('checkout', '-q', '-b', 'side')
      repository.commit({ b: 'side\n' })
      repository.git('checkout', '-q', '-b', 'feature', 'main')
      repository.commit({ c: 'mine\n' })
      repository.git('merge', '-q', '--no-ff', 'side')
      const head = repository.git('rev-parse', 'HEAD')
      expect(rangesOf(await changeOf(repository, onPullRequest(base, head)))).toBe('b 1, c 1')
    }))
})

describe('the input base', () => {
  it.each(['main', 'origin/release-1.2', 'v1', 'HEAD~3', 'f'.repeat(40), 'feature/é', '@{upstream}'])(
    'takes %s',
    (name) => {
      expect(reference.parse(` ${name} `)).toEqual({ value: name })
    },
  )

  it.each(['--output=x', 'a b', 'main..HEAD', 'HEAD:file', 'a\nb', 'a*', '^main', ''])('refuses %j', (name) => {
    expect(reference.parse(name)).toEqual({
      problems: [`${JSON.stringify(name)} is not a branch, a tag or a commit (one word, not starting with "-")`],
    })
  })
})
