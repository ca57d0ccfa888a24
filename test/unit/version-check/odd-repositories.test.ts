import { describe, expect, test } from '@jest/globals'
import { inRepository } from '../../support/git-repository.ts'
import { inFolder } from '../../support/temporary-folder.ts'
import { check, messages } from './check-in.ts'

const FILES = { 'package.json': '{ "name": "shop", "version": "1.2.0" }\n', VERSION: '1.2.0\n' }

describe('a repository that is not as most are is judged by what can be seen, and that is told', () => {
  test('without git', async () => {
    await inFolder(FILES, async (folder) => {
      const { verdict, notices, computed, version } = await check({ folder })
      expect([verdict.status, version]).toEqual(['pass', '1.2.0'])
      expect(notices).toContainEqual('no git repository was found: every file of the folder was looked at')
      // Nobody knows whether it is the latest, so that no tag is claimed for it.
      expect([computed?.isLatest, computed?.containerTags]).toEqual(['', []])
    })
  })

  test('without git, on a tag build, where it matters', async () => {
    await inFolder(FILES, async (folder) => {
      const { verdict } = await check({ folder }, {}, { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2.0' })
      expect(verdict.status).toBe('unknown')
    })
  })

  test('without any tag', async () => {
    await inRepository(async (repository) => {
      repository.commit(FILES)
      const { verdict, previous, computed } = await check(repository)
      expect([verdict.status, previous, computed?.isLatest]).toEqual(['pass', undefined, 'true'])
      expect(verdict.reasons.map(({ message }) => message)).toContainEqual('1.2.0: there is no release before it')
    })
  })

  test('with a detached HEAD, behind the branch', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...FILES, VERSION: '1.1.0\n', 'package.json': '{ "version": "1.1.0" }' })
      repository.git('tag', 'v1.1.0')
      const sha = repository.commit(FILES)
      repository.commit({ VERSION: '9.9.9\n' })
      repository.git('checkout', '-q', '--detach', sha)
      const { verdict, version, previous } = await check(repository)
      expect([verdict.status, version, previous]).toEqual(['pass', '1.2.0', '1.1.0'])
    })
  })

  test('without a commit', async () => {
    await inRepository(async (repository) => {
      repository.git('init', '-q')
      const { verdict } = await check(repository)
      expect(messages(verdict)).toEqual([
        expect.stringMatching(/^unknown: no place declares the version of the project/),
      ])
    })
  })

  test('with submodules and links, which have versions of their own', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...FILES, 'lib/package.json': '->../package.json' })
      repository.git('update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},third/sub`)
      const { verdict, notices } = await check(repository)
      expect(verdict.status).toBe('pass')
      expect(notices).toEqual(
        expect.arrayContaining([
          'submodules have versions of their own and were not looked into: third/sub',
          '1 symbolic link was not followed',
        ]),
      )
    })
  })

  test.each([
    ['a binary', '\u0000\u0001', 'VERSION is binary'],
    ['a huge', '1'.repeat(2 * 1024 * 1024 + 1), 'VERSION has 3 MiB, more than the 2 MiB that are read'],
  ])('with %s file for a manifest it is unknown', async (_, contents, why) => {
    await inRepository(async (repository) => {
      repository.commit({ ...FILES, VERSION: contents })
      const { verdict } = await check(repository)
      expect(messages(verdict)).toEqual([`unknown: VERSION:1: ${why}`])
    })
  })

  test('with a manifest that is in the index and not in the folder', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...FILES, 'old/package.json': '{ "version": "0.1.0" }' })
      repository.commit()
      repository.git(
        'update-index',
        '--add',
        '--cacheinfo',
        `100644,${repository.git('hash-object', 'VERSION')},gone/VERSION`,
      )
      const { verdict } = await check(repository, { 'working-directory': '.' })
      expect(messages(verdict)).toEqual([expect.stringMatching(/^fail: old\/package\.json:1: /)])
    })
  })
})
