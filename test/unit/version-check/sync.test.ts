import { describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { look } from '../../../actions/version-check/look.ts'
import { rewriteAll, textReader } from '../../../actions/version-check/repository-files.ts'
import { writtenText } from '../../../actions/version-check/spell-version.ts'
import { sync, type SyncResult } from '../../../actions/version-check/sync.ts'
import { planSync, renderDiff } from '../../../actions/version-check/sync-plan.ts'
import { inFolder } from '../../support/temporary-folder.ts'
import { type Files, isGreen, type Layout, LAYOUTS, policyOf, readFolder, readLayout, requestOf } from './layouts.ts'

type Versions = Layout['versions']

/** What would have to change in a layout for its projects to have some versions. */
async function plan(layout: Layout, files: Files, versions: Versions) {
  const request = requestOf(files, await policyOf(layout), versions)
  const { projects, verdicts } = await look(request)
  const plans = projects.map((project) => planSync(project.verdicts, project.reference!, (file) => files.get(file)))
  return { verdicts, files: plans.flatMap((each) => each.files), refusals: plans.flatMap((each) => each.refusals) }
}

/** Brings the files of a folder in step, and gives what was written. */
async function syncFolder(folder: string, layout: Layout, versions: Versions): Promise<SyncResult> {
  const request = { ...requestOf(readFolder(folder), await policyOf(layout), versions), read: textReader(folder) }
  const result = await sync(folder, request, await look(request), false)
  expect(result.refusals).toEqual([])
  return result
}

function layoutNamed(wanted: string): Layout {
  return LAYOUTS.find(({ name }) => name === wanted)!
}

async function planned(wanted: string, version: string): Promise<Awaited<ReturnType<typeof plan>>> {
  return plan(layoutNamed(wanted), readLayout(wanted), { '': version })
}

describe('bringing every place in step', () => {
  test.each(LAYOUTS)('$name goes to another version, stays there, and comes back byte for byte', async (layout) => {
    const files = readLayout(layout.name)
    await inFolder(Object.fromEntries(files), async (folder) => {
      expect((await syncFolder(folder, layout, layout.others)).isWritten).toBe(true)
      const moved = readFolder(folder)
      const { verdicts, remarks } = await look(requestOf(moved, await policyOf(layout), layout.others))
      expect(isGreen(verdicts)).toBe(true)
      // Composer's lock file has a hash of the version.
      expect(remarks.filter(({ kind }) => kind !== 'elsewhere')).toEqual([])
      expect((await syncFolder(folder, layout, layout.others)).files).toEqual([])
      expect([...readFolder(folder)]).toEqual([...moved])
      expect((await syncFolder(folder, layout, layout.versions)).isWritten).toBe(true)
      expect([...readFolder(folder)]).toEqual([...files])
      expect((await syncFolder(folder, layout, layout.versions)).files).toEqual([])
      expect([...moved].filter(([file, text]) => files.get(file) !== text).length).toBeGreaterThan(0)
    })
  })

  test.each(LAYOUTS)('$name keeps every byte outside of the values', async (layout) => {
    const { files, verdicts } = await plan(layout, readLayout(layout.name), layout.others)
    for (const { file, before, after, edits } of files) {
      let at = 0
      let rest = after
      for (const { place, to } of edits.toSorted((left, right) => left.place.start - right.place.start)) {
        const between = before.slice(at, place.start)
        expect(rest.startsWith(between + writtenText(to, place))).toBe(true)
        rest = rest.slice(between.length + writtenText(to, place).length)
        at = place.end
      }
      expect(`${file}: ${rest}`).toBe(`${file}: ${before.slice(at)}`)
    }
    expect(files.length).toBeGreaterThan(0)
    expect(verdicts.length).toBeGreaterThan(1)
  })

  test('pre-releases are spelt by the rules of each file', async () => {
    const { files } = await planned('python-service', '3.0.0-beta.2')
    const after = new Map(files.map((file) => [file.file, file.after]))
    expect(after.get('pyproject.toml')).toContain('version = "3.0.0b2"   # kept by the release')
    expect(after.get('deploy/chart/values.yaml')).toContain('  tag: v3.0.0-beta.2\n')
    expect(after.get('README.md')).toContain('badge/version-3.0.0--beta.2-blue')
    expect(after.get('deploy/chart/Chart.yaml')).toContain("version: 0.7.2 # the chart's own\n")
  })

  test('nothing is planned for a version that a file cannot say', async () => {
    const { refusals } = await planned('node-service', '3.1.0.post1')
    expect(refusals).toContainEqual(expect.stringMatching(/^package\.json:3: .*post/))
  })

  test('a lock file that cannot be read stays as it is', async () => {
    const files = { 'composer.json': '{ "version": "1.0.0" }', VERSION: '1.0.0', 'composer.lock': '{' }
    await inFolder(files, async (folder) => {
      const { files: written } = await syncFolder(folder, layoutNamed('go-service'), { '': '1.1.0' })
      expect(written.map(({ file }) => file)).toEqual(['VERSION', 'composer.json'])
    })
  })

  test('the diff is one that git applies', async () => {
    const { files } = await planned('dotnet-service', '7.1.0-rc.1')
    await inFolder(Object.fromEntries(readLayout('dotnet-service')), (folder) => {
      execFileSync('git', ['apply', '-'], { cwd: folder, input: renderDiff(files) })
      for (const { file, after } of files) expect(readFileSync(path.join(folder, file), 'utf8')).toBe(after)
      expect(files.length).toBe(4)
    })
  })
})

describe('writing all files or none', () => {
  const TWO = { a: 'one', b: 'one' }

  test('all are written', async () => {
    await inFolder(TWO, (folder) => {
      const rewrites = ['a', 'b'].map((file) => ({ file, before: 'one', after: 'two' }))
      expect(rewriteAll(folder, rewrites)).toEqual([])
      expect(readFileSync(path.join(folder, 'a'), 'utf8') + readFileSync(path.join(folder, 'b'), 'utf8')).toBe('twotwo')
    })
  })

  test('none is where one has changed meanwhile', async () => {
    await inFolder(TWO, (folder) => {
      const problems = rewriteAll(folder, [
        { file: 'a', before: 'one', after: 'two' },
        { file: 'b', before: 'other', after: 'two' },
      ])
      expect(problems).toEqual(['b: it changed while it was looked at'])
      expect(readFileSync(path.join(folder, 'a'), 'utf8')).toBe('one')
    })
  })

  const asRoot = process.getuid?.() === 0
  ;(asRoot ? test.skip : test)('none is where one cannot be written', async () => {
    await inFolder(TWO, (folder) => {
      chmodSync(path.join(folder, 'b'), 0o444)
      const rewrites = ['a', 'b'].map((file) => ({ file, before: 'one', after: 'two' }))
      expect(rewriteAll(folder, rewrites)).toEqual(['b: it cannot be written'])
      expect(readFileSync(path.join(folder, 'a'), 'utf8')).toBe('one')
    })
  })
})
