import { describe, expect, test } from '@jest/globals'
import {
  identityOf,
  nameOf,
  parseReference,
  resolveReference,
} from '../../../actions/shared/policy/policy-reference.ts'

describe('an item of extends', () => {
  test.each([
    ['acme/.github/cicd.yml@v1', { owner: 'acme', repo: '.github', path: 'cicd.yml', ref: 'v1' }],
    ['acme/policies/a/b.yml@release/1.x', { owner: 'acme', repo: 'policies', path: 'a/b.yml', ref: 'release/1.x' }],
    [` acme/p/x.yml@${'a'.repeat(40)} `, { owner: 'acme', repo: 'p', path: 'x.yml', ref: 'a'.repeat(40) }],
  ])('%j is a file of a repository at a ref', (text, reference) => {
    expect(parseReference(text)).toEqual({ kind: 'repository', ...reference })
    expect(nameOf(parseReference(text))).toBe(text.trim())
  })

  test.each([
    ['./config/policy/base.yml', 'config/policy/base.yml'],
    ['.github/policies/base.yml', '.github/policies/base.yml'],
    ['policies/base.yml', 'policies/base.yml'],
    ['./odd@name.yml', 'odd@name.yml'],
  ])('%j is a path of this repository', (text, path) => {
    expect(parseReference(text)).toEqual({ kind: 'path', path })
  })

  test.each([
    ['acme/.github/cicd.yml', 'names no ref; pin it: acme/.github/cicd.yml@v1'],
    ['acme/.github/cicd.yml@', 'expected a tag or a commit after @ but found ""'],
    ['acme/.github/cicd.yml@-x', 'expected a tag or a commit'],
    ['acme/.github/cicd.yml@a..b', 'expected a tag or a commit'],
    ['acme/.github/cicd.yml@v1?x=1', 'expected a tag or a commit'],
    ['acme/.github/../secret.yml@v1', 'expected owner/repo/path/to/file.yml@ref'],
    ['acme/../x/cicd.yml@v1', 'expected owner/repo/path/to/file.yml@ref'],
    ['acme/cicd.yml@v1', 'expected owner/repo/path/to/file.yml@ref'],
    ['-acme/a/cicd.yml@v1', 'expected owner/repo/path/to/file.yml@ref'],
    ['https://github.com/acme/.github/cicd.yml@v1', 'a URL is neither'],
    ['../outside.yml', 'expected owner/repo/path/to/file.yml@ref'],
    ['./a/../../b.yml', 'expected owner/repo/path/to/file.yml@ref'],
    ['/etc/passwd', 'expected owner/repo/path/to/file.yml@ref'],
    ['./', 'expected owner/repo/path/to/file.yml@ref'],
    ['a\\b.yml', 'expected owner/repo/path/to/file.yml@ref'],
    [`./${'a'.repeat(600)}`, 'longer than 500 characters'],
  ])('%j is refused', (text, problem) => {
    expect(() => parseReference(text)).toThrow(problem)
  })

  test('is one file however owner and repository are written, and another at another ref', () => {
    const identity = (text: string) => identityOf(parseReference(text))
    expect(identity('Acme/Policies/A.yml@V1')).toBe(identity('acme/policies/A.yml@V1'))
    expect(identity('acme/policies/A.yml@v1')).not.toBe(identity('acme/policies/a.yml@v1'))
    expect(identity('acme/policies/a.yml@v1')).not.toBe(identity('acme/policies/a.yml@v2'))
  })

  test('that is a path means, in a file of another repository, that repository at the same ref', () => {
    const remote = parseReference('acme/policies/a.yml@v1')
    expect(nameOf(resolveReference(parseReference('./b.yml'), remote))).toBe('acme/policies/b.yml@v1')
    expect(nameOf(resolveReference(remote, parseReference('./b.yml')))).toBe('acme/policies/a.yml@v1')
  })

  test("never gives a path the name of another repository's file", () => {
    const remote = 'acme/.github/cicd.yml@v1'
    expect(nameOf(parseReference(`./${remote}`))).not.toBe(nameOf(parseReference(remote)))
  })
})
