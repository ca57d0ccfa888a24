import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { VERSION } from '../../actions/shared/runtime/version.ts'
import { repository } from '../support/run-action.ts'

const committed = execFileSync('git', ['ls-files', '-z'], { cwd: repository, maxBuffer: 64 * 1024 * 1024 })
  .toString()
  .split('\0')
  .filter((name) => name !== '')

function contentsOf(name: string): string {
  try {
    return readFileSync(path.join(repository, name), 'latin1')
  } catch {
    return ''
  }
}

/** Committed files with a match, each with the first: what a failing test should print. */
function matches(names: readonly string[], pattern: RegExp): string[] {
  return names.flatMap((name) => {
    const match = pattern.exec(contentsOf(name))
    return match ? [`${name}: ${match[0]}`] : []
  })
}

// Written in parts, so that this file does not find itself.
const MACHINE_PATH = new RegExp(String.raw`(?<![\w.~/-])/(?:${['wo' + 'rk', 'ro' + 'ot'].join('|')})/[\w.-]+`)
const REGISTRY = new RegExp(['registry\\.npm' + 'js', 'files\\.python' + 'hosted', 'proxy\\.go' + 'lang'].join('|'))

describe('the committed files', () => {
  it('name no folder of the machine they were written on', () => {
    expect(matches(committed, MACHINE_PATH)).toEqual([])
  })

  it('name no package registry, so that any mirror serves', () => {
    const written = committed.filter((name) => !name.startsWith('test/fixtures/'))
    expect(matches(written, REGISTRY)).toEqual([])
  })

  it('have a lock file whose packages come from wherever npm is told to look', () => {
    const lock = JSON.parse(contentsOf('package-lock.json')) as {
      packages: Record<string, { resolved?: string; link?: boolean }>
    }
    const hosts = Object.values(lock.packages).flatMap(({ resolved, link }) => (link ? [] : (resolved ?? [])))
    expect(hosts).toEqual([])
  })
})

describe('the version', () => {
  it('is the same in package.json, in the lock file and in what the actions say', () => {
    const versionIn = (name: string): string => (JSON.parse(contentsOf(name)) as { version: string }).version
    expect([versionIn('package.json'), versionIn('package-lock.json')]).toEqual([VERSION, VERSION])
  })
})

describe('the archive that a runner downloads', () => {
  it('is at most 0.8 MB', () => {
    const archive = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD'], {
      cwd: repository,
      maxBuffer: 64 * 1024 * 1024,
    })
    expect(archive.byteLength).toBeLessThanOrEqual(800_000)
  })

  it.each(['dist/index.js', 'dist/cli/index.js', 'quality-gate/action.yml', 'action.yml', 'README.md', 'LICENSE'])(
    'holds %s',
    (name) => {
      const folders = [...name.matchAll(/\/|$/g)].map(({ index }) => name.slice(0, index + 1))
      const attributes = execFileSync('git', ['check-attr', 'export-ignore', '--', ...folders], { cwd: repository })
      expect(attributes.toString()).not.toContain(': set')
    },
  )
})
