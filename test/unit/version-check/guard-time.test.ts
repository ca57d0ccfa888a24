import { describe, expect, it } from '@jest/globals'
import type { GitHubRelease } from '../../../actions/shared/github/releases.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import { guardTime, type VersionLine } from '../../../actions/version-check/guard-time.ts'
import { readHistory } from '../../../actions/version-check/history.ts'
import { orderedVersion } from '../../../actions/version-check/releases-of.ts'
import type { RemoteHistory } from '../../../actions/version-check/remote-history.ts'
import { cloneOf, type GitRepository, inRepository } from '../../support/git-repository.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const git = gitProgram(process.env, false)
const links = { escape: String, commit: String, issue: String, compare: undefined }

const whole = <Entry>(entries: readonly Entry[]) => ({ entries, isWhole: true })
const published = (tag: string): GitHubRelease => ({ tag, isDraft: false, isPrerelease: false })
const REFUSED: RemoteHistory = { releases: undefined, tags: undefined, latest: undefined, notices: ['GitHub said no'] }

function told(tags: string, releases: string, more: Partial<RemoteHistory> = {}): RemoteHistory {
  const names = (text: string): readonly string[] => text.split(' ').filter((name) => name !== '')
  return {
    releases: whole(names(releases).map(published)),
    tags: whole(names(tags).map((name) => ({ name }))),
    ...{ latest: undefined, notices: [] },
    ...more,
  }
}

async function guard(
  { folder: top }: Pick<GitRepository, 'folder'>,
  text: string,
  request: {
    readonly remote?: RemoteHistory
    readonly ownTag?: string
    readonly sha?: string
    readonly line?: Partial<VersionLine>
  } = {},
) {
  const asked: boolean[] = []
  const { remote, ownTag: builtTag, sha } = request
  const version = orderedVersion({ text, scheme: 'app-version', from: 'package.json:1' })!
  const line: VersionLine = { name: '', version, prefixes: ['v', ''], paths: [], ...request.line }
  const history = await readHistory(git, top)
  const verdict = await guardTime(
    { lines: [line], history, builtTag, requireBump: false },
    {
      ...{ git, top, environment: { GITHUB_SHA: sha }, changelog: { date: '2026-01-02', links } },
      readRemoteHistory: ({ needsTags }) => {
        asked.push(needsTags)
        return Promise.resolve(remote)
      },
    },
  )
  const against = verdict.reasons.filter(({ status }) => status !== 'pass')
  const reasons = against.map(({ status, message }) => `${status}: ${message}`)
  return { ...verdict, reasons, asked }
}

describe('the releases on GitHub', () => {
  it('count beside the tags of a full clone, whose tags are not asked for again', async () => {
    await inRepository(async (repository) => {
      repository.commit()
      repository.git('tag', 'v1.0.0')
      repository.commit()
      const remote = told('', 'v1.0.0 v1.2.0', { tags: undefined })
      const lower = await guard(repository, '1.1.0', { remote })
      expect(lower.reasons).toEqual(['fail: "1.1.0" comes before "1.2.0", a release of its line'])
      expect([lower.asked, lower.computed?.isLatest]).toEqual([[false], 'false'])
      const higher = await guard(repository, '1.3.0', { remote })
      expect([higher.reasons, higher.previous?.version, higher.computed?.isLatest]).toEqual([[], '1.2.0', 'true'])
      // The clone lacks the tag, so the commits behind it are not known either.
      expect(higher.notices).toEqual([expect.stringContaining('the commits since v1.2.0 are not in this clone')])
    })
  })

  it('that cannot be read leave the verdict to the tags, and that is told', async () => {
    await inRepository(async (repository) => {
      repository.commit()
      repository.git('tag', 'v1.2.0')
      const { reasons, notices, computed } = await guard(repository, '1.1.0', { remote: REFUSED })
      expect(reasons).toEqual(['fail: "1.1.0" comes before "1.2.0", a release of its line'])
      expect([notices, computed?.isLatest]).toEqual([['GitHub said no'], 'false'])
    })
  })

  it('do not take the number from the tag that is built, but another tag, commit or draft does', async () => {
    await inRepository(async (repository) => {
      const sha = repository.commit()
      repository.git('tag', 'v1.2.0')
      const build = (remote: RemoteHistory) => guard(repository, '1.2.0', { remote, ownTag: 'v1.2.0', sha })
      expect((await build(told('', 'v1.2.0'))).reasons).toEqual([])
      expect((await build(told('', '1.2.0'))).reasons).toEqual(['fail: "1.2.0" is taken: release "1.2.0" exists'])
      const draft = { ...published('v1.2.0'), isDraft: true }
      const twice = await build(told('', '', { releases: whole([published('v1.2.0'), draft]) }))
      expect(twice.reasons).toEqual(['fail: the tag v1.2.0 has 1 release and 1 draft on GitHub, and may have one'])
      const other = whole([{ ...published('v1.2.0'), commit: 'd'.repeat(40) }])
      expect((await build(told('', '', { releases: other }))).reasons).toEqual([
        'fail: v1.2.0 is released on GitHub already, from the commit dddddddddddd',
      ])
    })
  })

  it('are said where the Latest of them is not the highest', async () => {
    await inRepository(async (repository) => {
      repository.commit()
      const { notices } = await guard(repository, '2.6.0', { remote: told('', 'v2.5.2 v1.1.1', { latest: 'v1.1.1' }) })
      expect(notices).toContainEqual(expect.stringMatching(/^GitHub shows v1\.1\.1 as Latest, and v2\.5\.2 is/))
    })
  })
})

describe('a shallow clone', () => {
  const shallow = (use: (clone: GitRepository, sha: string) => Promise<void>) =>
    inRepository((repository) => {
      repository.commit()
      repository.git('tag', 'v1.0.0')
      const sha = repository.commit({ other: 'x' })
      return use(cloneOf(repository, 'clone', '--depth', '1', '--no-tags'), sha)
    })

  it('is held against what GitHub tells, and its commits are said to be missing', async () => {
    await shallow(async (clone) => {
      const remote = told('v1.0.0 v1.1.0', 'v1.2.0')
      const lower = await guard(clone, '0.9.0', { remote })
      expect(lower.reasons).toEqual(['fail: "0.9.0" comes before "1.2.0", and no release of its line exists'])
      const free = await guard(clone, '1.3.0', { remote })
      expect([free.reasons, free.asked, free.computed?.isLatest, free.previous?.name]).toEqual([
        [],
        [true],
        'true',
        'v1.2.0',
      ])
      expect(free.computed?.containerTags).toContain('latest')
      expect(free.notices).toEqual([
        expect.stringMatching(/^the clone is shallow.*fetch-depth: 0; which tags there are was read from GitHub$/),
        expect.stringContaining('the commits since v1.2.0 are not in this clone'),
      ])
    })
  })

  it('counts no commits even where the last tag was fetched: most are missing between', async () => {
    await shallow(async (clone) => {
      clone.git('fetch', '-q', '--depth', '1', 'origin', 'tag', 'v1.0.0')
      const { notices, computed } = await guard(clone, '1.0.1', { remote: told('v1.0.0', 'v1.0.0') })
      expect(notices.join()).toContain('the commits since v1.0.0 are not in this clone')
      expect([computed?.nextVersion, computed?.changelog]).toEqual(['', ''])
    })
  })

  it('is unknown on a tag build: by its commits where GitHub tells of releases, and by all where it does not', async () => {
    await shallow(async (clone, sha) => {
      const build = (remote: RemoteHistory) => guard(clone, '1.2.0', { remote, ownTag: 'v1.2.0', sha })
      expect((await build(told('v1.0.0 v1.2.0', ''))).reasons).toEqual([
        expect.stringMatching(
          /^unknown: nobody can tell how far .* from 1\.0\.0: the commits since v1\.0\.0 are not in this clone/,
        ),
      ])
      expect((await build(told('v1.2.0', ''))).reasons).toEqual([])
      expect((await build(REFUSED)).reasons).toEqual([expect.stringMatching(/^unknown: the clone is shallow/)])
      const moved = told('', '', { tags: whole([{ name: 'v1.2.0', commit: 'd'.repeat(40) }]) })
      expect((await build(moved)).reasons).toEqual([
        'fail: the tag v1.2.0 is on the commit dddddddddddd on GitHub, and not on this one',
      ])
    })
  })

  it.each<[string, Partial<RemoteHistory>]>([
    ['tags are refused', { tags: undefined }],
    ['there are more tags than are read', { tags: { entries: [{ name: 'v1.0.0' }], isWhole: false } }],
  ])('computes nothing where %s', async (_what, change) => {
    await shallow(async (clone, sha) => {
      const remote = told('v1.0.0', 'v1.0.0', change)
      const { computed, previous, notices } = await guard(clone, '1.3.0', { remote })
      expect([computed?.isLatest, computed?.containerTags, previous]).toEqual(['', [], undefined])
      expect(notices.join()).toContain('was not held against earlier releases')
      const build = await guard(clone, '1.3.0', { remote, ownTag: 'v1.3.0', sha })
      expect(build.reasons).toEqual([expect.stringMatching(/^unknown: the clone is shallow/)])
    })
  })
})

describe('a folder without git', () => {
  it('is told, and unknown on a tag build', async () => {
    await inFolder({ VERSION: '1.0.0' }, async (folder) => {
      const { notices, reasons } = await guard({ folder }, '1.0.0')
      expect([notices, reasons]).toEqual([
        ['git cannot tell of tags and commits here; the version was not held against earlier releases'],
        [],
      ])
      const build = await guard({ folder }, '1.0.0', { ownTag: 'v1.0.0' })
      expect(build.reasons).toEqual(['unknown: git cannot tell of tags and commits here'])
    })
  })
})

describe('a version that is released already', () => {
  it('has the commits behind its own tag, and not those that it was released with', async () => {
    await inRepository(async (repository) => {
      repository.commit()
      repository.git('tag', 'v1.1.0')
      repository.git('commit', '-q', '--allow-empty', '-m', 'feat!: sells nothing')
      repository.git('tag', 'v1.2.0')
      const { notices, computed } = await guard(repository, '1.2.0')
      expect([notices, computed?.nextVersion]).toEqual([[], ''])
      repository.git('commit', '-q', '--allow-empty', '-m', 'fix: sells again')
      expect((await guard(repository, '1.2.0')).computed?.nextVersion).toBe('1.2.1')
    })
  })

  it('is told where its tag is in another history', async () => {
    await inRepository(async (repository) => {
      repository.commit()
      repository.git('checkout', '-q', '-b', 'other')
      repository.commit({ a: 'x' })
      repository.git('tag', 'v1.2.0')
      expect((await guard(repository, '1.2.0')).notices).toEqual([])
      repository.git('checkout', '-q', 'main')
      expect((await guard(repository, '1.2.0')).notices).toEqual([
        expect.stringMatching(/^1\.2\.0 is released already, and its tag v1\.2\.0 is not in the history/),
      ])
    })
  })
})

describe('projects of one repository', () => {
  it('are held each against its own tags and its own commits', async () => {
    await inRepository(async (repository) => {
      repository.commit({ 'api/a': '1', 'web/a': '1' })
      for (const tag of ['api-v1.0.0', 'web-v4.0.0', 'web-v5.0.0']) repository.git('tag', tag)
      repository.commit({ 'web/a': '2' })
      repository.git('commit', '-q', '--amend', '-m', 'feat!: sells nothing')
      const ofProject = (name: string, text: string, ownTag?: string) =>
        guard(repository, text, {
          ...(ownTag !== undefined && { ownTag }),
          line: { name, prefixes: [`${name}-v`], paths: [`:(top,glob)${name}/**`] },
        })
      expect((await ofProject('api', '1.0.1')).reasons).toEqual([])
      expect((await ofProject('web', '5.1.0')).reasons).toEqual([
        expect.stringMatching(
          /^fail: web: "5\.1\.0" moves by a minor version from "5\.0\.0"; the commits require a major/,
        ),
      ])
      expect((await ofProject('web', '3.0.0')).reasons).toContain(
        'fail: web: "3.0.0" comes before "5.0.0", and no release of its line exists',
      )
      const other = await ofProject('api', '1.0.1', 'web-v6.0.0')
      expect([other.reasons, other.notices]).toEqual([
        [],
        ['the tag web-v6.0.0 names no version of this repository, so none was held against it'],
      ])
      expect((await ofProject('api', '1.0.1', 'api-v1.0.2')).reasons).toEqual([
        'fail: api: the tag api-v1.0.2 is not the version 1.0.1',
      ])
      expect([other.computed, other.previous]).toEqual([undefined, undefined])
    })
  })

  it('whose commits git cannot tell apart are said, and unknown on a tag build', async () => {
    await inRepository(async (repository) => {
      repository.commit()
      repository.git('tag', 'v1.0.0')
      const line = { paths: 'git cannot tell' }
      const why = 'nobody can tell how far the version had to move from 1.0.0: git cannot tell'
      expect((await guard(repository, '1.1.0', { line })).notices).toEqual([why])
      expect((await guard(repository, '1.1.0', { line, ownTag: 'v1.1.0' })).reasons).toEqual([`unknown: ${why}`])
    })
  })
})

describe('versions of two numbers', () => {
  it('are held against tags of two numbers, which move where versions have three', async () => {
    await inRepository(async (repository) => {
      repository.commit()
      repository.git('tag', 'v1.3')
      expect((await guard(repository, '1.2')).reasons).toEqual([
        'fail: "1.2" comes before "1.3", a release of its line',
      ])
      expect((await guard(repository, '1.2.0')).reasons).toEqual([])
    })
  })
})
