import { describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { comparePlaces, type Reference } from '../../../actions/version-check/compare-places.ts'
import { rewriteAll } from '../../../actions/version-check/repository-files.ts'
import { planSync, problemsAfter, renderDiff } from '../../../actions/version-check/sync-plan.ts'
import { discoverIn, type Files, readLayout } from './layouts.ts'

/** The version that a layout has, and another to go to: a pre-release's spelling is known only where there is one. */
const LAYOUTS: readonly (readonly [layout: string, version: string, other: string])[] = [
  ['python-service', '2.4.0rc1', '3.0.0b12'],
  ['python-setup', '0.9.3', '11.22.33'],
  ['node-service', '3.1.0-beta.2', '11.22.33-rc.4'],
  ['node-monorepo', '5.0.1', '11.22.33'],
  ['go-service', '4.2.0', '11.22.33'],
  ['java-maven', '1.8.0-rc-1', '11.22.33-beta-2'],
  ['java-gradle', '6.5.4', '11.22.33'],
  ['rust-workspace', '0.14.0', '11.22.33'],
  ['dotnet-service', '7.0.2', '11.22.33'],
  ['helm-umbrella', '2.0.0', '11.22.33'],
  ['php-dart-elixir', '1.3.5', '11.22.33'],
]

async function plan(files: Files, version: string) {
  const expected: Reference = { text: version, scheme: 'app-version', from: 'the input expected-version' }
  const { places } = await discoverIn(files)
  const { verdicts } = comparePlaces(places, { expected })
  return { verdicts, ...planSync(verdicts, expected, (file) => files.get(file)) }
}

/** All files after the plan. */
async function synced(files: Files, version: string): Promise<Files> {
  const planned = await plan(files, version)
  expect(planned.refusals).toEqual([])
  const after = new Map([...files, ...planned.files.map((file) => [file.file, file.after] as const)])
  const again = await plan(after, version)
  expect(problemsAfter(planned.verdicts, again.verdicts)).toEqual([])
  return after
}

describe('bringing every place in step', () => {
  test.each(LAYOUTS)(
    '%s goes to another version, stays there, and comes back byte for byte',
    async (layout, version, other) => {
      const files = readLayout(layout)
      const moved = await synced(files, other)
      expect([...moved]).not.toEqual([...files])
      expect((await plan(moved, other)).files).toEqual([])
      const back = await synced(moved, version)
      expect([...back]).toEqual([...files])
      expect((await plan(back, version)).files).toEqual([])
    },
  )

  test.each(LAYOUTS)('%s keeps every byte outside of the values', async (layout) => {
    const files = readLayout(layout)
    const { files: planned, verdicts } = await plan(files, '11.22.33')
    for (const { file, before, after, edits } of planned) {
      let at = 0
      let rest = after
      for (const { place, to } of edits.toSorted((left, right) => left.place.start - right.place.start)) {
        const between = before.slice(at, place.start)
        expect(rest.startsWith(between + to)).toBe(true)
        rest = rest.slice(between.length + to.length)
        at = place.end
      }
      expect(`${file}: ${rest}`).toBe(`${file}: ${before.slice(at)}`)
    }
    expect(planned.length).toBeGreaterThan(0)
    expect(verdicts.length).toBeGreaterThan(1)
  })

  test('pre-releases are spelt by the rules of each file', async () => {
    const after = await synced(readLayout('python-service'), '3.0.0-beta.2')
    expect(after.get('pyproject.toml')).toContain('version = "3.0.0b2"   # kept by the release')
    expect(after.get('deploy/chart/values.yaml')).toContain('  tag: v3.0.0-beta.2\n')
    expect(after.get('README.md')).toContain('badge/version-3.0.0--beta.2-blue')
    expect(after.get('deploy/chart/Chart.yaml')).toContain("version: 0.7.2 # the chart's own\n")
  })

  test('nothing is planned for a version that a file cannot say', async () => {
    const { refusals } = await plan(readLayout('node-service'), '3.1.0.post1')
    expect(refusals).toContainEqual(expect.stringMatching(/^package\.json:3: .*post/))
  })

  test('the diff is one that git applies', async () => {
    const files = readLayout('dotnet-service')
    const folder = mkdtempSync(path.join(tmpdir(), 'version-sync-'))
    try {
      for (const [file, text] of files) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
        writeFileSync(path.join(folder, file), text)
      }
      const { files: planned } = await plan(files, '7.1.0-rc.1')
      execFileSync('git', ['apply', '-'], { cwd: folder, input: renderDiff(planned) })
      for (const { file, after } of planned) expect(readFileSync(path.join(folder, file), 'utf8')).toBe(after)
      expect(planned.length).toBe(4)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('writing all files or none', () => {
  function inFolder(run: (folder: string) => void): void {
    const folder = mkdtempSync(path.join(tmpdir(), 'version-write-'))
    try {
      writeFileSync(path.join(folder, 'a'), 'one')
      writeFileSync(path.join(folder, 'b'), 'one')
      run(folder)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('all are written', () => {
    inFolder((folder) => {
      const rewrites = ['a', 'b'].map((file) => ({ file, before: 'one', after: 'two' }))
      expect(rewriteAll(folder, rewrites)).toEqual([])
      expect(readFileSync(path.join(folder, 'a'), 'utf8') + readFileSync(path.join(folder, 'b'), 'utf8')).toBe('twotwo')
    })
  })

  test('none is where one has changed meanwhile', () => {
    inFolder((folder) => {
      const problems = rewriteAll(folder, [
        { file: 'a', before: 'one', after: 'two' },
        { file: 'b', before: 'other', after: 'two' },
      ])
      expect(problems).toEqual(['b: it changed while it was looked at'])
      expect(readFileSync(path.join(folder, 'a'), 'utf8')).toBe('one')
    })
  })

  const asRoot = process.getuid?.() === 0
  ;(asRoot ? test.skip : test)('none is where one cannot be written', () => {
    inFolder((folder) => {
      chmodSync(path.join(folder, 'b'), 0o444)
      const rewrites = ['a', 'b'].map((file) => ({ file, before: 'one', after: 'two' }))
      expect(rewriteAll(folder, rewrites)).toEqual(['b: it cannot be written'])
      expect(readFileSync(path.join(folder, 'a'), 'utf8')).toBe('one')
    })
  })
})
