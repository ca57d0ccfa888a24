import { describe, expect, test } from '@jest/globals'
import { discoverIn } from './layouts.ts'

/** Nearly as large as what is read at all. */
const SIZE = 2_000_000

function filled(piece: string, before = '', after = ''): string {
  return before + piece.repeat(Math.floor((SIZE - before.length - after.length) / piece.length)) + after
}

/** What takes a time that grows with the square of the size takes minutes here. */
const LIMIT_MS = 20_000

describe('a text that somebody wrote to keep the check busy is read all the same', () => {
  test.each<readonly [string, string, string]>([
    ['calls within calls', 'app/main.py', filled('FastAPI(', '# version=\n')],
    ['assignments within blocks', 'app/config.py', filled('  VERSION = x\n', 'if a:\n')],
    ['assignments in Go', 'main.go', filled('version = x\n', 'func f() {\n')],
    [
      'blocks within blocks in Gradle',
      'build.gradle',
      `${filled('project{').slice(0, SIZE / 2)}${filled('version\n').slice(0, SIZE / 2)}`,
    ],
    [
      'variables beside base images',
      'Dockerfile',
      `${filled('FROM $A\n').slice(0, SIZE / 2)}${filled('ENV VERSION=x\n').slice(0, SIZE / 2)}`,
    ],
    ['the name of an element', 'pom.xml', filled('a', '<project><', '/></project>')],
    ['space in a tag', 'pom.xml', filled(' ', '<project><a b="c"', '/></project>')],
    ['keys of a lock file of yarn', 'yarn.lock', filled('a@1:,', '# yarn lockfile v1\n"')],
    ['a requirement', 'uv.lock', filled('[', 'a = "', '"\n')],
  ])(
    '%s',
    async (_, file, text) => {
      const { filesRead } = await discoverIn(new Map([[file, text]]))
      expect(filesRead).toBe(1)
    },
    LIMIT_MS,
  )

  test('versions without end are counted up to a limit, which is told', async () => {
    const { places, remarks } = await discoverIn(new Map([['gradle.properties', filled('version=1\n')]]))
    expect([places.length, remarks.map(({ text }) => text)]).toEqual([
      2000,
      ['it declares more than 2000 versions, of which these are the first'],
    ])
  })

  test('a version longer than any is not shown', async () => {
    const { places, remarks } = await discoverIn(new Map([['package.json', filled('1', '{ "version": "', '" }')]]))
    expect([places, remarks.map(({ text }) => text)]).toEqual([
      [],
      ['the npm package version is longer than any version'],
    ])
  })
})
