import { describe, expect, it } from '@jest/globals'
import { chartVersion } from '../../../actions/shared/versions/chart-version.ts'
import { containerTags, type ContainerTagOptions } from '../../../actions/shared/versions/container-tags.ts'
import type { Bump } from '../../../actions/shared/versions/bump.ts'
import { assessLatest } from '../../../actions/shared/versions/is-latest.ts'
import { assessOrder, type ExistingRelease } from '../../../actions/shared/versions/monotonic.ts'
import { isPhase, nextVersion, type NextVersionOptions } from '../../../actions/shared/versions/next-version.ts'
import { readReleases } from '../../../actions/shared/versions/releases.ts'
import type { SchemeId } from '../../../actions/shared/versions/scheme.ts'
import { readTagName } from '../../../actions/shared/versions/tag-name.ts'
import { parsed } from './reading.ts'

function list(text: string): readonly string[] {
  return text.split(' ').filter((each) => each !== '')
}

describe('the next version', () => {
  it.each<[SchemeId, string, Bump, NextVersionOptions, string]>([
    ['npm', '', 'minor', {}, '0.1.0'],
    ['npm', '', 'none', {}, '0.1.0'],
    ['npm', '1.2.3', 'patch', {}, '1.2.4'],
    ['npm', '1.2.3', 'minor', {}, '1.3.0'],
    ['npm', '1.2.3', 'major', {}, '2.0.0'],
    ['npm', '0.2.3', 'major', {}, '0.3.0'],
    ['npm', '0.2.3', 'minor', {}, '0.3.0'],
    ['npm', '0.2.3', 'major', { breakingBelowOne: 'major' }, '1.0.0'],
    ['npm', '1.2.3 1.10.0 1.9.0', 'patch', {}, '1.10.1'],
    ['npm', '1.2.3 1.3.0-rc.1', 'minor', {}, '1.3.0'],
    ['npm', '1.2.3', 'minor', { preRelease: 'rc' }, '1.3.0-rc.1'],
    ['npm', '1.2.3 1.3.0-rc.1 1.3.0-rc.10 1.3.0-rc.9', 'minor', { preRelease: 'rc' }, '1.3.0-rc.11'],
    ['npm', '1.2.3 1.3.0-alpha.4', 'minor', { preRelease: 'beta' }, '1.3.0-beta.1'],
    ['npm', '1.2.3 2.0.0', 'patch', { from: parsed('1.2.3', 'npm') }, '1.2.4'],
    ['npm', '9007199254740992.0.0', 'major', {}, '9007199254740993.0.0'],
    ['pep440', '1.2.3', 'minor', { preRelease: 'rc' }, '1.3.0rc1'],
    ['pep440', '1.2.3 1.3.0a1 1.3a2', 'minor', { preRelease: 'alpha' }, '1.3.0a3'],
    ['pep440', '1.2.post1', 'patch', {}, '1.2.1'],
    ['pep440', '1!1.2.3', 'minor', {}, '1!1.3.0'],
    ['go', 'v1.2.3', 'minor', { preRelease: 'beta' }, 'v1.3.0-beta.1'],
    ['maven', '1.2.3', 'minor', { preRelease: 'rc' }, '1.3.0-rc-1'],
    ['rubygems', '1.2.3', 'minor', { preRelease: 'rc' }, '1.3.0.rc1'],
    ['composer', '1.2.3', 'minor', { preRelease: 'rc' }, '1.3.0-RC1'],
    ['nuget', '1.2.3.4', 'patch', {}, '1.2.4'],
  ])('for %s after "%s" and a %s change (%j) is %s', (scheme, existing, bump, options, version) => {
    expect(nextVersion(scheme, readReleases(list(existing), scheme), bump, options)).toEqual({ version })
  })

  it.each<[SchemeId, string, Bump, NextVersionOptions, string]>([
    ['npm', '1.2.3', 'none', {}, 'no change since "1.2.3" asks for a release'],
    [
      'npm',
      '1.2.3 1.3.0',
      'minor',
      { from: parsed('1.2.3', 'npm') },
      '"1.3.0", which would follow "1.2.3", exists already',
    ],
    [
      'npm',
      '1.2.3 1.3.0-rc.1',
      'minor',
      { preRelease: 'beta' },
      '"1.3.0-beta.1" would come before "1.3.0-rc.1", which exists',
    ],
    ['oci-tag', '', 'patch', {}, 'image tags have no order, so no version follows another'],
  ])('for %s after "%s" and a %s change (%j) is refused', (scheme, existing, bump, options, refused) => {
    expect(nextVersion(scheme, readReleases(list(existing), scheme), bump, options)).toEqual({ refused })
  })

  it('knows the phases that every ecosystem can write', () => {
    expect(['alpha', 'beta', 'rc', 'dev', 'RC'].map(isPhase)).toEqual([true, true, true, false, false])
  })
})

describe('the latest version', () => {
  it.each<[SchemeId, string, string, string]>([
    ['npm', '1.2.3', '', 'latest major minor'],
    ['npm', '1.2.3', '1.2.3', 'latest major minor'],
    ['npm', '1.2.4', '1.2.3 1.2.4 1.1.9', 'latest major minor'],
    ['npm', '1.2.4', '1.2.3 1.3.0', 'minor'],
    ['npm', '1.3.1', '1.3.0 2.0.0', 'major minor'],
    ['npm', '1.10.0', '1.9.0', 'latest major minor'],
    ['npm', '2.0.0-rc.1', '1.2.3', ''],
    ['npm', '1.2.4', '2.0.0-rc.1 1.2.3', 'latest major minor'],
    ['npm', '1.2.2', '1.2.3', ''],
    ['pep440', '1.2.3.post1', '1.2.3', 'latest major minor'],
    ['pep440', '1.2.3', '1.2.3.post1', ''],
    ['pep440', '2024.1', '1!1.0', 'major minor'],
    ['pep440', '1.2.3', '1!1.5 1.2.2', 'major minor'],
    ['pep440', '1.2.dev1', '', ''],
    ['maven', '1.2.3-20240101.120000-1', '1.2.2', ''],
  ])('for %s: %s with "%s" there takes "%s"', (scheme, candidate, existing, expected) => {
    const latest = assessLatest(parsed(candidate, scheme), readReleases(list(existing), scheme))
    const taken = [latest.isLatest && 'latest', latest.isLatestOfMajor && 'major', latest.isLatestOfMinor && 'minor']
    expect(taken.filter((each) => each !== false).join(' ')).toBe(expected)
  })

  it('is told with the version that stands higher', () => {
    const { why } = assessLatest(parsed('1.2.4', 'npm'), readReleases(['2.0.0', '1.2.3', 'nightly'], 'npm'))
    expect(why).toBe('"2.0.0" is a higher stable version than "1.2.4"')
  })

  it('names what is no version instead of leaving it out silently', () => {
    expect(readReleases(['2.0.0', 'nightly', '1.2.3'], 'npm')).toMatchObject({
      versions: [{ text: '1.2.3' }, { text: '2.0.0' }],
      unread: ['nightly'],
    })
  })
})

describe('the tags of an image', () => {
  function tagsOf(text: string, existing: string, scheme: SchemeId = 'npm', options: ContainerTagOptions = {}): string {
    return containerTags(parsed(text, scheme), readReleases(list(existing), scheme), options)
      .tags.map(({ tag }) => tag)
      .join(' ')
  }

  it.each<[SchemeId, string, string, string]>([
    ['npm', '1.2.3', '', 'v1.2.3 1.2.3 v1.2 1.2 v1 1 latest'],
    ['npm', '1.2.3', '1.2.2 1.1.0', 'v1.2.3 1.2.3 v1.2 1.2 v1 1 latest'],
    ['npm', '1.2.4', '1.2.3 1.3.0', 'v1.2.4 1.2.4 v1.2 1.2'],
    ['npm', '1.3.1', '1.3.0 2.0.0', 'v1.3.1 1.3.1 v1.3 1.3 v1 1'],
    ['npm', '2.0.0-rc.1', '1.2.3', 'v2.0.0-rc.1 2.0.0-rc.1'],
    ['npm', '0.3.0', '', 'v0.3.0 0.3.0 v0.3 0.3 latest'],
    ['npm', '1.2.3+b.1', '', 'v1.2.3_b.1 1.2.3_b.1 v1.2 1.2 v1 1 latest'],
    ['go', 'v1.2.3', '', 'v1.2.3 1.2.3 v1.2 1.2 v1 1 latest'],
    ['pep440', '1.2.3rc1', '', 'v1.2.3rc1 1.2.3rc1'],
    ['pep440', '1.2.3.post1', '1.2.3', 'v1.2.3.post1 1.2.3.post1 v1.2 1.2 v1 1 latest'],
    ['pep440', '1!1.2.3', '', 'latest'],
    ['pep440', '1.2', '', 'v1.2 1.2 v1 1 latest'],
    ['pep440', '1.2.1', '1.2', 'v1.2.1 1.2.1 v1 1 latest'],
  ])('for %s %s with "%s" there are %s', (scheme, text, existing, tags) => {
    expect(tagsOf(text, existing, scheme)).toBe(tags)
  })

  it('leave one out that another release has, and say so', () => {
    const releases = readReleases(['1.2.3-b1'], 'npm')
    expect(containerTags(parsed('1.2.3+b1', 'npm'), releases, { plus: '-' }).leftOut.slice(0, 2)).toEqual([
      { tag: 'v1.2.3-b1', why: 'it is the tag of "1.2.3-b1"' },
      { tag: '1.2.3-b1', why: 'it is the tag of "1.2.3-b1"' },
    ])
    expect(tagsOf('1.2.3+b1', '1.2.3-b1')).toContain('1.2.3_b1')
  })

  it('have at most 128 characters', () => {
    const long = `1.2.3-${'a'.repeat(122)}`
    const { tags, leftOut } = containerTags(parsed(long, 'npm'), readReleases([], 'npm'))
    expect(tags.map(({ tag }) => tag)).toEqual([long])
    expect(leftOut[0]).toEqual({ tag: `v${long}`, why: 'it has 129 characters, more than the 128 of a tag' })
  })

  it('are left without latest where it is not wanted, and say which ones move', () => {
    expect(tagsOf('1.2.3', '', 'npm', { latest: false })).not.toContain('latest')
    const { tags } = containerTags(parsed('1.2.3', 'npm'), readReleases([], 'npm'))
    expect(tags.filter(({ isMoving }) => !isMoving).map(({ tag }) => tag)).toEqual(['v1.2.3', '1.2.3'])
  })

  it('say why a backport takes no moving one', () => {
    const { leftOut } = containerTags(parsed('1.2.4', 'npm'), readReleases(['2.0.0', '1.3.0'], 'npm'))
    expect(leftOut).toEqual([
      { tag: 'v1', why: '"1.2.4" is not the highest stable version of its major line' },
      { tag: '1', why: '"1.2.4" is not the highest stable version of its major line' },
      { tag: 'latest', why: '"2.0.0" is a higher stable version than "1.2.4"' },
    ])
  })
})

describe('the version of a chart', () => {
  it.each<[SchemeId, string, string, string]>([
    ['npm', '1.2.3', '1.2.3', '1.2.3'],
    ['npm', '1.2.3-RC.1', '1.2.3-RC.1', '1.2.3-RC.1'],
    ['npm', '1.2.3-1', '1.2.3-1', '1.2.3-1'],
    ['npm', '1.2.3-next.1+b.5', '1.2.3-next.1+b.5', '1.2.3-next.1_b.5'],
    ['go', 'v1.2.3', '1.2.3', '1.2.3'],
    ['pep440', '1.2', '1.2.0', '1.2.0'],
    ['pep440', '1.2.3rc1', '1.2.3-rc.1', '1.2.3-rc.1'],
    ['pep440', '1.2.3-RC.1', '1.2.3-rc.1', '1.2.3-rc.1'],
    ['pep440', '1.2.3.dev5', '1.2.3-dev.5', '1.2.3-dev.5'],
    ['pep440', '1.2.3+ubuntu.1', '1.2.3+ubuntu.1', '1.2.3_ubuntu.1'],
    ['maven', '1.2.3.Final', '1.2.3', '1.2.3'],
    ['rubygems', '1.2.3.beta2', '1.2.3-beta.2', '1.2.3-beta.2'],
  ])('of %s %s is %s', (scheme, text, version, tag) => {
    expect(chartVersion(text, scheme)).toEqual({ version, tag })
  })

  it.each<[SchemeId, string, RegExp]>([
    ['pep440', '1.2.3.post1', /post-release \(1\)/],
    ['pep440', '1.2.3-1', /post-release \(1\)/],
    ['pep440', '1!1.2.3', /epoch/],
    ['pep440', '1.2.3.4', /4 release numbers/],
    ['npm', '1.2', /fewer than/],
    ['maven', 'Kepler', /does not begin with a number/],
    ['npm', `1.2.3-${'a'.repeat(123)}`, /129 characters/],
  ])('of %s %s is refused', (scheme, text, reason) => {
    expect(chartVersion(text, scheme)).toEqual({ refused: expect.stringMatching(reason) })
  })
})

describe('a version among those that exist', () => {
  function tags(text: string): readonly ExistingRelease[] {
    return list(text).map((name) => ({ kind: 'tag', name, version: name.replace(/^v/, '') }))
  }

  it.each<[SchemeId, string, string, string, boolean]>([
    ['npm', '1.2.4', 'v1.2.3', '', false],
    ['npm', '1.2.4', '', '', false],
    ['npm', '1.2.4', 'v1.2.3 v1.3.0 v2.0.0', '', true],
    ['npm', '1.3.0', 'v1.2.3 v2.0.0', '', true],
    ['npm', '1.2.4', 'v1.2.3 v1.3.0-rc.1', '', false],
    ['npm', '1.2.4', 'v1.2.3 v1.2.5-rc.1', 'not-greater', false],
    ['npm', '1.3.0-rc.1', 'v1.2.3 v1.3.0-rc.2', 'not-greater', false],
    ['npm', '1.2.3', 'v1.2.3', 'duplicate', false],
    ['npm', '1.2.3', 'v1.2.3 1.2.3', 'duplicate duplicate', false],
    ['npm', '1.2.3+b', 'v1.2.3+a', 'duplicate', false],
    ['pep440', '1.2', 'v1.2.0', 'duplicate', false],
    ['npm', '1.2.2', 'v1.2.3', 'not-greater', false],
    ['npm', '1.2.3-rc.1', 'v1.2.3', 'not-greater', false],
    ['npm', '1.1.0', 'v1.2.3 v1.3.0', 'not-greater', false],
    ['npm', '1.9.0', 'v1.10.0', 'not-greater', false],
    ['npm', '0.9.0', 'v1.10.0', 'not-greater', false],
    ['npm', '1.2.3-rc10', 'v1.2.3-rc2', 'not-greater', false],
    ['pep440', '1.2.3rc10', 'v1.2.3rc2', '', false],
    ['pep440', '1.2.3.post1', 'v1.2.3', '', false],
    ['npm', '1.2.3-1', 'v1.2.3', 'not-greater', false],
    ['npm', '9007199254740993.0.0', 'v9007199254740992.0.0', '', false],
    ['npm', '9007199254740992.0.0', 'v9007199254740993.0.0', 'not-greater', false],
    ['npm', '1.2', 'v1.1.0', 'unreadable', false],
    ['oci-tag', '1.2.3', '1.2.2', 'unordered', false],
  ])('of %s: %s beside "%s" has the problems "%s", backport: %s', (scheme, text, existing, kinds, isBackport) => {
    const assessment = assessOrder(text, scheme, tags(existing))
    expect(assessment.problems.map(({ kind }) => kind).join(' ')).toBe(kinds)
    expect(assessment.isBackport).toBe(isBackport)
  })

  it('is not its own duplicate on the tag that started the run, but its release is', () => {
    expect(assessOrder('1.2.3', 'npm', tags('v1.2.3 v1.2.2'), { own: 'v1.2.3' }).problems).toEqual([])
    const release: ExistingRelease = { kind: 'release', name: 'v1.2.3', version: '1.2.3' }
    expect(assessOrder('1.2.3', 'npm', [...tags('v1.2.3'), release], { own: 'v1.2.3' }).problems).toEqual([
      { kind: 'duplicate', why: '"1.2.3" is taken: release "v1.2.3" exists' },
    ])
  })

  it('may not go back where backports are refused, and says what stands above it', () => {
    expect(assessOrder('1.2.4', 'npm', tags('v1.2.3 v2.0.0'), { backports: 'refuse' }).problems).toEqual([
      { kind: 'not-greater', why: '"1.2.4" comes before "2.0.0", and backports are not allowed here' },
    ])
    expect(assessOrder('0.9.0', 'npm', tags('v1.2.3 v2.0.0')).problems).toEqual([
      { kind: 'not-greater', why: '"0.9.0" comes before "2.0.0", and no release of its line exists' },
    ])
  })

  it('names tags that are no version', () => {
    expect(assessOrder('1.2.4', 'npm', tags('v1.2.3 nightly v1')).unread).toEqual(['nightly', 'v1'])
  })
})

describe('the version in a tag’s name', () => {
  it.each<[SchemeId, string, readonly string[] | undefined, string]>([
    ['npm', 'v1.2.3', undefined, '1.2.3'],
    ['npm', '1.2.3', undefined, '1.2.3'],
    ['npm', 'refs/tags/v1.2.3', undefined, '1.2.3'],
    ['go', 'v1.2.3', undefined, 'v1.2.3'],
    ['go', 'sub/v1.2.3', ['sub/v'], 'v1.2.3'],
    ['npm', '@org/pkg@1.2.3', ['@org/pkg@'], '1.2.3'],
    ['npm', 'pkg-ui-v1.2.3', ['pkg-v', 'pkg-ui-v'], '1.2.3'],
    ['pep440', 'v1.2.3rc1', ['', 'v'], '1.2.3rc1'],
  ])('of %s in %s (%j) is %s', (scheme, tag, prefixes, text) => {
    expect(readTagName(tag, scheme, prefixes)).toMatchObject({ version: { text } })
  })

  it.each<[SchemeId, string, readonly string[] | undefined, RegExp]>([
    ['npm', 'v1', undefined, /fewer than the three numbers/],
    ['npm', 'nightly', undefined, /not of the form/],
    ['npm', 'v1.2.3', ['pkg@'], /begins with none of "pkg@"/],
    ['go', '1.2.3', undefined, /does not begin with "v"/],
  ])('of %s in %s (%j) is refused', (scheme, tag, prefixes, refused) => {
    expect(readTagName(tag, scheme, prefixes)).toEqual({ refused: expect.stringMatching(refused) })
  })
})
