import { describe, expect, it } from '@jest/globals'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import { prefixesOf, versionLines } from '../../../actions/version-check/version-lines.ts'

const project = async (name: string, ...globs: readonly string[]) => ({ name, paths: await compilePaths(globs) })
const looked = (name: string, text = '1.2.3') => ({ name, reference: { text, scheme: 'semver', from: 'a:1' } as const })

describe('versions that have releases', () => {
  it('are one without projects, with all commits', () => {
    const { lines, unordered } = versionLines([looked('')], [], 'release-')
    expect(lines.map(({ name, version, prefixes, paths }) => [name, version.text, prefixes, paths])).toEqual([
      ['', '1.2.3', ['release-', ''], []],
    ])
    expect(unordered).toEqual([])
  })

  it('are one for each project, with the commits of its paths, and what is left has the others', async () => {
    const projects = [
      await project('api', './services/api/**', '!services/api/docs/**'),
      await project('web', 'web/**'),
    ]
    const { lines } = versionLines([looked('api'), looked('web')], projects, 'v')
    expect(lines.map(({ paths }) => paths)).toEqual([
      [':(top,glob)services/api/**', ':(top,glob,exclude)services/api/docs/**'],
      [':(top,glob)web/**'],
    ])
    expect(lines[0]?.prefixes).toEqual(prefixesOf('api', 'v'))
    expect(versionLines([looked('')], projects.slice(1), 'v').lines[0]?.paths).toEqual([':(top,glob,exclude)web/**'])
  })

  it('have commits that nobody can tell apart where git reads a glob otherwise', async () => {
    for (const globs of [['{a,b}/**'], ['[ab]/**'], ['+(a|b)/**'], ['a\\\\*b']]) {
      const { lines } = versionLines([looked('api')], [await project('api', ...globs)], 'v')
      expect(lines[0]?.paths).toContain(`git cannot tell which commits are about ${globs[0]}: write the paths`)
    }
    const given = [await project('api', 'api/**', '!api/docs/**')]
    expect(versionLines([looked('')], given, 'v').lines[0]?.paths).toContain('about !api/docs/**')
  })

  it('leave out what has no order, and what no place declares', () => {
    const { lines, unordered } = versionLines([looked('', 'edge'), { name: 'b', reference: undefined }], [], 'v')
    expect([lines, unordered]).toEqual([[], ['edge']])
  })
})
