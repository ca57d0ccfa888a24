import { describe, expect, it } from '@jest/globals'
import type { GitHubRelease } from '../../../actions/shared/github/releases.ts'
import { duplicateReleases, latestProblem, mergeReleases } from '../../../actions/version-check/published.ts'
import { orderedVersion } from '../../../actions/version-check/releases-of.ts'

const [HERE, THERE] = ['a'.repeat(40), 'b'.repeat(40)]

function naming(text = '1.2.3', prefixes = ['v', '']) {
  return { version: orderedVersion({ text, scheme: 'npm', from: 'package.json:1' })!, prefixes }
}

/** `v1.2.3`, with a `d` before it a draft, with a `p` a pre-release. */
function releases(text: string): { entries: readonly GitHubRelease[]; isWhole: boolean } {
  const entries = text.split(' ').map((each) => {
    const [, flag, tag = '', commit] = /^([dp]:)?([^@]+)(?:@(.*))?$/.exec(each) ?? []
    return { tag, isDraft: flag === 'd:', isPrerelease: flag === 'p:', commit }
  })
  return { entries, isWhole: true }
}

describe('tags and releases together', () => {
  it('count once each, a release without its tag, a draft never, and nothing that is no version', () => {
    const remote = { releases: releases('v1.2.0 v1.3.0 d:v2.0.0 p:v1.4.0-rc.1 nightly v1'), tags: undefined }
    expect(mergeReleases(['v1.2.0', 'v1', '1.1.0'], remote, naming())).toEqual([
      { kind: 'tag', name: 'v1.2.0', version: '1.2.0' },
      { kind: 'tag', name: '1.1.0', version: '1.1.0' },
      { kind: 'release', name: 'v1.3.0', version: '1.3.0' },
      { kind: 'release', name: 'v1.4.0-rc.1', version: '1.4.0-rc.1' },
    ])
  })

  it("have GitHub's tags where the clone lacks them, and not the release of the tag that is built", () => {
    const remote = { releases: releases('v1.2.3'), tags: { entries: [{ name: 'v1.0.0' }], isWhole: true } }
    const names = mergeReleases([], remote, naming(), 'v1.2.3').map(({ name }) => name)
    expect(names).toEqual(['v1.0.0'])
    expect(mergeReleases([], remote, naming()).map(({ name }) => name)).toEqual(['v1.0.0', 'v1.2.3'])
  })

  it('are read without asking GitHub too', () => {
    expect(mergeReleases(['v1.0.0'], undefined, naming()).map(({ name }) => name)).toEqual(['v1.0.0'])
  })
})

describe('releases of one version', () => {
  it.each<[string, string, string | undefined, readonly string[]]>([
    ['one release', 'v1.2.3', undefined, []],
    ['one draft', 'd:v1.2.3', 'v1.2.3', []],
    ['two of another version', 'd:v1.2.2 d:v1.2.2', 'v1.2.3', []],
    ['a release from a branch', 'v1.2.3@main', 'v1.2.3', []],
    ['a release from this commit', `v1.2.3@${HERE}`, 'v1.2.3', []],
    ['a release from another commit, on no tag build', `v1.2.3@${THERE}`, undefined, []],
    ['a draft for another commit', `d:v1.2.3@${THERE}`, 'v1.2.3', []],
    [
      'a release and a draft',
      'v1.2.3 d:v1.2.3',
      undefined,
      ['the tag v1.2.3 has 1 release and 1 draft on GitHub, and may have one'],
    ],
    ['two drafts', 'd:v1.2.3 d:v1.2.3', 'v1.2.3', ['the tag v1.2.3 has 2 drafts on GitHub, and may have one']],
    [
      'a release from another commit',
      `v1.2.3@${THERE}`,
      'v1.2.3',
      ['v1.2.3 is released on GitHub already, from the commit bbbbbbbbbbbb'],
    ],
  ])('are judged: %s', (_what, text, ownTag, expected) => {
    const remote = { releases: releases(text.replace(/@main/, '@')), tags: undefined }
    const entries = remote.releases.entries.map((each) => ({ ...each, commit: each.commit || undefined }))
    const found = duplicateReleases({ ...remote, releases: { entries, isWhole: true } }, naming(), ownTag, [HERE])
    expect(found).toEqual(expected)
  })

  it('are told where the tag has moved on from the commit that is built', () => {
    const tags = { entries: [{ name: 'v1.2.3', commit: THERE }], isWhole: true }
    const asked = (built: readonly string[]) =>
      duplicateReleases({ releases: undefined, tags }, naming(), 'v1.2.3', built)
    expect(asked([HERE])).toEqual(['the tag v1.2.3 is on the commit bbbbbbbbbbbb on GitHub, and not on this one'])
    expect([asked([HERE, THERE]), asked([])]).toEqual([[], []])
  })
})

describe("GitHub's Latest", () => {
  const problem = (latest: string | undefined, text: string, prefixes?: string[]) =>
    latestProblem({ latest, releases: releases(text), tags: undefined, notices: [] }, naming('1.2.3', prefixes))

  it('is right on the highest stable release, whatever is above it', () => {
    expect(problem('v1.2.0', 'v1.1.0 v1.2.0 v2.0.0-rc.1 p:v3.0.0 d:v4.0.0')).toBeUndefined()
    expect(problem('1.2.0', 'v1.1.0 v1.2.0')).toBeUndefined()
    expect(problem(undefined, 'v1.1.0')).toBeUndefined()
    expect(problem('nightly', 'nightly p:v1.2.0')).toBeUndefined()
  })

  it('is told where it is a backport, or no version of the project', () => {
    expect(problem('v1.1.1', 'v2.5.2 v1.1.1')).toBe(
      'GitHub shows v1.1.1 as Latest, and v2.5.2 is the highest stable release: mark that one as the latest release',
    )
    expect(problem('chart-1.9.0', 'chart-1.9.0 v1.10.0 v1.9.0')).toBe(
      'GitHub shows chart-1.9.0, which names no version of this project, as Latest, and v1.10.0 is the highest stable release: mark that one as the latest release',
    )
  })
})
