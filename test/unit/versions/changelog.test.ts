import { describe, expect, it } from '@jest/globals'
import { text as escape } from '../../../actions/shared/render/markdown.ts'
import { changelogGroups, renderChangelog, type ChangelogLinks } from '../../../actions/shared/versions/changelog.ts'
import { requiredBump } from '../../../actions/shared/versions/required-bump.ts'
import { attribute, comments, elements, parseMarkdown, texts } from '../render/parsed.ts'

const LINKS: ChangelogLinks = {
  escape,
  commit: (sha) => `https://github.com/org/app/commit/${sha}`,
  issue: (number) => `https://github.com/org/app/issues/${number}`,
  compare: 'https://github.com/org/app/compare/v1.2.3...v2.0.0',
}

function changelog(messages: readonly string[], links = LINKS): string {
  const commits = messages.map((message, index) => ({
    sha: String(index + 1)
      .repeat(40)
      .slice(0, 40),
    message,
  }))
  return renderChangelog('2.0.0', '2026-11-21', changelogGroups(requiredBump(commits)), links)
}

describe('a changelog', () => {
  it('has groups with links, breaking changes first', () => {
    const shown = changelog([
      'fix(core): keeps the sign (#12)',
      'feat!: takes two names (#34)',
      'docs: says so',
      'feat: sings\n\nBREAKING CHANGE: it no longer whispers',
      'Update things',
      'perf: is faster',
      'Several (#7)\n\n* fix: one\n\n* docs: two',
    ])
    expect(shown).toMatchInlineSnapshot(`
     "## [2.0.0](https://github.com/org/app/compare/v1.2.3...v2.0.0) (2026-11-21)

     ### Breaking changes

     - takes two names ([#34](https://github.com/org/app/issues/34), [2222222](https://github.com/org/app/commit/2222222222222222222222222222222222222222))
     - it no longer whispers ([4444444](https://github.com/org/app/commit/4444444444444444444444444444444444444444))

     ### Features

     - takes two names ([#34](https://github.com/org/app/issues/34), [2222222](https://github.com/org/app/commit/2222222222222222222222222222222222222222))
     - sings ([4444444](https://github.com/org/app/commit/4444444444444444444444444444444444444444))

     ### Fixes

     - **core:** keeps the sign ([#12](https://github.com/org/app/issues/12), [1111111](https://github.com/org/app/commit/1111111111111111111111111111111111111111))
     - one ([#7](https://github.com/org/app/issues/7), [7777777](https://github.com/org/app/commit/7777777777777777777777777777777777777777))

     ### Performance

     - is faster ([6666666](https://github.com/org/app/commit/6666666666666666666666666666666666666666))

     ### Other changes

     - Update things ([5555555](https://github.com/org/app/commit/5555555555555555555555555555555555555555))
     "
    `)
  })

  it('tells of breaking changes that only a squash merge lists, and of reverts of what was released', () => {
    const shown = changelog([
      'feat: several (#7)\n\n* fix!: one\n\n* docs: two',
      'Revert "feat: x" (#9)\n\nThis reverts commit 1234567.',
      'chore!: drops Node 18',
    ])
    expect(shown.match(/^(### .*|- [^(]*)/gm)).toEqual([
      ...['### Breaking changes', '- one ', '- drops Node 18 '],
      ...['### Features', '- several ', '### Reverts', '- Revert "feat: x" '],
    ])
  })

  it('leaves out what was taken back', () => {
    expect(changelog(['Revert "feat: x"', 'feat: x'])).toContain('No change that users see.')
  })

  it('has no link to what came before where nothing did', () => {
    expect(changelog(['fix: x'], { ...LINKS, compare: undefined })).toMatch(/^## 2\.0\.0 \(2026/)
  })

  it('lets no commit write Markdown, HTML, mentions or references of its own', () => {
    const root = parseMarkdown(
      changelog([
        'feat(</b> [x]: @a): <img src=x onerror=alert(1)> [a](javascript:alert(1)) @org/team #1 **b** | ::error::x',
        'fix: closes #99 and `code` <!-- x -->',
        '# Heading\n\n* feat: <script>alert(1)</script>',
        'feat: a\n\nBREAKING CHANGE: </details> # not a heading [x]: https://evil.example',
      ]),
    )
    const found = [...elements(root)]
    expect(new Set(found.map(({ tagName }) => tagName))).toEqual(
      new Set(['h2', 'h3', 'ul', 'li', 'a', 'strong', 'code']),
    )
    const addresses = found.flatMap((element) => attribute(element, 'href') ?? [])
    expect(addresses.filter((address) => !address.startsWith('https://github.com/org/app/'))).toEqual([])
    expect(addresses.length).toBeGreaterThan(4)
    expect(comments(root)).toEqual([])
    const active = [...texts(root)].filter(({ value, inside }) => /[@#][\w]/.test(value) && !inside.includes('a'))
    expect(active).toEqual([])
  })
})
