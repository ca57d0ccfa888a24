import { describe, expect, it } from '@jest/globals'
import { bumpAt, bumpBetween, type Bump } from '../../../actions/shared/versions/bump.ts'
import { readCommit, type Commit } from '../../../actions/shared/versions/conventional-commits.ts'
import { assessBump, requiredBump } from '../../../actions/shared/versions/required-bump.ts'
import { parsed } from './reading.ts'

let count = 0
function commit(message: string, sha?: string): Commit {
  count += 1
  return { sha: sha ?? count.toString(16).padStart(40, '0'), message }
}

function bumpOf(...messages: string[]): Bump {
  return requiredBump(messages.map((message) => commit(message))).bump
}

const A = 'a'.repeat(40)
const B = 'b'.repeat(40)
const C = 'c'.repeat(40)

describe('what a commit requires', () => {
  it.each<[string, Bump]>([
    ['feat: a thing', 'minor'],
    ['feat(api): a thing', 'minor'],
    ['Feat: a thing', 'minor'],
    ['fix: a thing', 'patch'],
    ['perf: a thing', 'patch'],
    ['docs: a thing', 'none'],
    ['chore(deps): a thing', 'none'],
    ['unknown: a thing', 'none'],
    ['constructor: a thing', 'none'],
    ['Adds a thing', 'none'],
    ['feat:no space', 'none'],
    ['feat (api): a space too many', 'none'],
    ['feat!: a thing', 'major'],
    ['chore!: drops Node 18', 'major'],
    ['refactor(runtime)!: a thing', 'major'],
    ['feat: a thing\n\nBREAKING CHANGE: another thing', 'major'],
    ['fix: a thing\n\nBREAKING-CHANGE: another thing', 'major'],
    ['fix: a thing\r\n\r\nBREAKING CHANGE: another thing\r\n', 'major'],
    ['docs: a thing\n\nA body.\n\nReviewed-by: Z\nBREAKING CHANGE: another thing\nRefs: #123', 'major'],
    ['fix: a thing\nBREAKING CHANGE: right below the header', 'major'],
    ['Adds a thing\n\nBREAKING CHANGE: another thing', 'major'],
    ['BREAKING CHANGE: a thing', 'major'],
    ['BREAKING-CHANGE: a thing', 'major'],
    ['fix: a thing\n\nbreaking change: in small letters', 'patch'],
    ['fix: a thing\n\nThis is no BREAKING CHANGE: nothing breaks', 'patch'],
    ['fix: a thing\n\nA sentence that is wrapped before\nBREAKING CHANGE: which is only told of', 'patch'],
    ['fix: a thing\n\n"BREAKING CHANGE: x" is now read', 'patch'],
    ['fix: a thing\n\n> BREAKING CHANGE: quoted', 'patch'],
    ['fix: a thing\n\n    BREAKING CHANGE: indented', 'patch'],
    ['fix: a thing\n\n`BREAKING CHANGE: x`', 'patch'],
    ['fix: a thing\n\n```\nBREAKING CHANGE: in a fence\n```', 'patch'],
    ['fix: a thing\n\n```\nfix: x\n\nBREAKING CHANGE: in a fence\n```', 'patch'],
    ['docs: a list\n\n- feat: prose', 'none'],
    ['fix: a thing\n\n~~~~text\n```\nBREAKING CHANGE: in a fence\n~~~~\n\nmore', 'patch'],
    ['fix: a thing\n\n```\ncode\n```\n\nBREAKING CHANGE: after the fence', 'major'],
    ['fix: several (#12)\n\n* feat: one\n\n* docs: two', 'minor'],
    ['Several things (#12)\n\n* fix: one\n\nmore of it\n\n* feat(api)!: two', 'major'],
    ['Several things (#12)\n\n* fix: one\n\nBREAKING CHANGE: of the first\n\n* docs: two', 'major'],
    ['docs: a list\n\n* note: this is prose\n* feature: this too', 'none'],
    ['docs: a list\n\n  * feat: quoted further in', 'none'],
    ['fixup! feat: a thing', 'minor'],
    ['Merge pull request #1 from a/b\n\nfix things', 'none'],
    ['revert: a thing of long ago', 'patch'],
    ['Revert "feat: released long ago"\n\nThis reverts commit 1234567890.', 'patch'],
    ['', 'none'],
    ['\n\n', 'none'],
  ])('%j: %s', (message, bump) => {
    expect(bumpOf(message)).toBe(bump)
  })

  it('is the greatest of all', () => {
    expect(bumpOf('docs: a', 'feat: b', 'fix: c')).toBe('minor')
    expect(bumpOf()).toBe('none')
  })

  it('can be told for other types', () => {
    expect(requiredBump([commit('docs: a thing')], { docs: 'patch' }).bump).toBe('patch')
  })

  it('says where it did not take words for a breaking change', () => {
    const body = [
      'fix: a',
      '',
      'It says',
      'BREAKING CHANGE: here',
      '',
      '> BREAKING CHANGE: there',
      '',
      'Breaking change: small',
    ].join('\n')
    expect(requiredBump([commit(body, A)]).doubts).toEqual([
      'aaaaaaa has "BREAKING CHANGE: here" where it is not a footer',
      'aaaaaaa has "> BREAKING CHANGE: there" where it is not a footer',
      'aaaaaaa has "Breaking change: small" where it is not a footer',
    ])
  })

  it('names the commits that ask for it, and those that say nothing', () => {
    const required = requiredBump([commit('feat: x', A), commit('Update readme', B), commit("Merge branch 'main'", C)])
    expect(required.because.map(({ sha }) => sha)).toEqual([A])
    expect(required.unconventional.map(({ sha }) => sha)).toEqual([B])
    expect(required.counted.map(({ sha }) => sha)).toEqual([A, B])
  })
})

describe('a commit that another takes back', () => {
  it.each<[string, readonly Commit[], Bump]>([
    ['by its hash', [commit(`Revert "feat!: x"\n\nThis reverts commit ${A}.`), commit('feat!: x', A)], 'none'],
    [
      'by a short hash, in the other order',
      [commit('feat: x', A), commit('Revert "feat: x"\n\nThis reverts commit aaaaaaa.')],
      'none',
    ],
    [
      'by the footer Refs',
      [
        commit(`revert: feat x\n\nRefs: ${A.slice(0, 8)}, ${B.slice(0, 8)}`),
        commit('feat: x', A),
        commit('fix!: y', B),
      ],
      'none',
    ],
    [
      'by its pull request',
      [commit('Revert "feat: x" (#12)\n\nReverts org/app#11'), commit('feat: x (#11)', A)],
      'none',
    ],
    ['by its header', [commit('Revert "feat: x"'), commit('feat: x', A)], 'none'],
    ['which two have', [commit('Revert "feat: x"'), commit('feat: x', A), commit('feat: x', B)], 'minor'],
    [
      'while others stay',
      [commit(`Revert "feat: x"\n\nThis reverts commit ${A}.`), commit('feat: x', A), commit('fix: y')],
      'patch',
    ],
    [
      'and a third brings back',
      [
        commit(`Revert "Revert "feat: x""\n\nThis reverts commit ${B}.`, C),
        commit(`Revert "feat: x"\n\nThis reverts commit ${A}.`, B),
        commit('feat: x', A),
      ],
      'minor',
    ],
    [
      'and Reapply brings back',
      [
        commit(`Reapply "feat: x"\n\nThis reverts commit ${B}.`, C),
        commit(`Revert "feat: x"\n\nThis reverts commit ${A}.`, B),
        commit('feat: x', A),
      ],
      'minor',
    ],
    [
      'of another repository’s hash',
      [commit(`Revert "feat: x"\n\nThis reverts commit ${C}.`), commit('feat: x', A)],
      'minor',
    ],
  ])('%s counts as it should', (_, commits, bump) => {
    expect(requiredBump(commits).bump).toBe(bump)
  })

  it('does not send two that claim each other in a circle', () => {
    const commits = [
      commit(`revert: a\n\nThis reverts commit ${B}.`, A),
      commit(`revert: b\n\nThis reverts commit ${A}.`, B),
    ]
    expect(requiredBump(commits).reverted.length).toBeLessThan(2)
  })

  it('must be told of by a revert: mere words take nothing back', () => {
    expect(requiredBump([commit('feat: x', A), commit(`docs: y\n\nThis reverts commit ${A}.`)]).bump).toBe('minor')
  })
})

describe('a header', () => {
  it('has type, scope and description', () => {
    expect(readCommit(commit('Feat(api core)!: takes “x: y” (#3)')).change).toEqual({
      ...{ type: 'feat', scope: 'api core', description: 'takes “x: y” (#3)', isBreaking: true },
    })
    expect(readCommit(commit('fix(): x')).change?.scope).toBeUndefined()
  })

  it('keeps the whole text of a breaking change over several lines', () => {
    const message = 'feat: x\n\nBREAKING CHANGE: one\n  two\nthree\nRefs: #1'
    expect(readCommit(commit(message)).breaking).toEqual(['one two three'])
  })
})

describe('the bump between two versions', () => {
  it.each<[string, string, ReturnType<typeof bumpBetween>]>([
    ['1.2.3', '2.0.0', 'major'],
    ['1.2.3', '1.3.0', 'minor'],
    ['1.2.3', '1.2.4', 'patch'],
    ['1.2.3', '1.2.3', 'none'],
    ['1.2.3rc1', '1.2.3', 'none'],
    ['1.2.3', '1.2.3.post1', 'none'],
    ['1.2.3', '1.2.3.1', 'patch'],
    ['2.0', '1!1.0', 'major'],
    ['1.2.3', '1.2.2', 'backwards'],
    ['1.2.3', '1.2.3rc1', 'backwards'],
    ['9007199254740992.0', '9007199254740993.0', 'major'],
  ])('%s and %s is %s', (from, to, bump) => {
    expect(bumpBetween(parsed(from, 'pep440'), parsed(to, 'pep440'))).toBe(bump)
  })

  it('is lower for a breaking change below 1.0.0, unless the project says otherwise', () => {
    expect(bumpAt(['0', '2', '0'], 'major')).toBe('minor')
    expect(bumpAt(['0', '2', '0'], 'minor')).toBe('minor')
    expect(bumpAt(['0', '2', '0'], 'major', 'major')).toBe('major')
    expect(bumpAt(['1', '0', '0'], 'major')).toBe('major')
  })

  it.each<[string, string, string, boolean]>([
    ['1.2.3', '1.3.0', 'feat: x', true],
    ['1.2.3', '2.0.0', 'feat: x', true],
    ['1.2.3', '1.2.4', 'feat: x', false],
    ['1.2.3', '1.3.0-rc.1', 'feat: x', true],
    ['1.2.3', '1.3.0', 'feat!: x', false],
    ['0.2.3', '0.3.0', 'feat!: x', true],
    ['0.2.3', '0.2.4', 'feat!: x', false],
    ['1.2.3', '1.2.3', 'docs: x', true],
    ['1.2.3', '1.2.3', 'fix: x', false],
    ['1.2.3', '1.2.2', 'docs: x', false],
  ])('from %s to %s with %j is enough: %s %s', (from, to, message, isEnough) => {
    const assessment = assessBump(parsed(from, 'npm'), parsed(to, 'npm'), requiredBump([commit(message, A)]))
    expect(assessment.isEnough).toBe(isEnough)
  })

  it('is told with the commits that ask for more', () => {
    const required = requiredBump([commit('feat!: x', A), commit('fix: y', B)])
    expect(assessBump(parsed('1.2.3', 'npm'), parsed('1.3.0', 'npm'), required).why).toBe(
      '"1.3.0" moves by a minor version from "1.2.3"; the commits require a major version (aaaaaaa "feat!: x")',
    )
  })
})
