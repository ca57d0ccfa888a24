import { describe, expect, test } from '@jest/globals'
import { rangeContains } from '../../../actions/version-check/language-ranges.ts'
import { literalsIn, mayDrift } from '../../../actions/version-check/literals.ts'

function found(text: string, previous: string): readonly string[] {
  return [...literalsIn('a', text, previous, [])].map(({ line, column }) => `${line}:${column}`)
}

describe('texts that are the previous release', () => {
  test.each([
    ['1.2.3', ['1:1']],
    ['see v1.2.3.', ['1:6']],
    ['a\nsite-1.2.3.tar.gz, site:1.2.3-alpine', ['2:6', '2:25']],
    ['11.2.3 1.2.34 1.2.3.4 0.1.2.3 x1.2.3', []],
    ['1.2.3-rc.1 1.2.3rc1 1.2.3.post1 1.2.3-1 1.2.3+4', []],
    ['requires>=1.2.3,<2', ['1:11']],
  ])('in %j stand at %j', (text, places) => {
    expect(found(text, '1.2.3')).toEqual(places)
  })

  test('what a place claims is left out', () => {
    expect([...literalsIn('a', '1.2.3 1.2.3', '1.2.3', [{ start: 0, end: 5 }])]).toEqual([
      { file: 'a', line: 1, column: 7, excerpt: '1.2.3 1.2.3' },
    ])
  })

  test.each([
    ['CHANGELOG.md', false],
    ['docs/release-notes.md', false],
    ['package-lock.json', false],
    ['Cargo.lock', false],
    ['go.sum', false],
    ['docs/install.md', true],
    ['src/lock.ts', true],
  ])('%s can drift: %s', (file, can) => {
    expect(mayDrift(file)).toBe(can)
  })
})

describe('ranges of languages', () => {
  test.each([
    ['>=3.11', '3.12', true],
    ['>=3.11', '3.10', false],
    ['>=3.11.4', '3.11', true],
    ['>= 3.11, < 4', '3.12.1', true],
    ['>=3.11,<3.12', '3.12', false],
    ['>3.11', '3.11', true],
    ['^3.10', '3.12', true],
    ['^3.10', '4.0', false],
    ['^0.3', '0.4', false],
    ['~3.10', '3.10.14', true],
    ['~3.10', '3.11', false],
    ['~=3.10', '3.12', true],
    ['~=3.10.2', '3.11', false],
    ['==3.12.*', '3.12.4', true],
    ['!=3.12.1,>=3.11', '3.12.1', false],
    ['20.x || 22.x', '22', true],
    ['20 || 22', '21', false],
    ['18 - 22', '20', true],
    ['*', '1', true],
    ['8.0.x', '8.0', true],
    ['lts/*', '20', undefined],
    ['', '20', undefined],
  ])('%j contains %s: %s', (range, pinned, contains) => {
    expect(rangeContains(range, pinned)).toBe(contains)
  })
})
