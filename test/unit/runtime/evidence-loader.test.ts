import { createHash } from 'node:crypto'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { type LoadOptions, loadEvidence } from '../../../actions/shared/runtime/evidence-loader.ts'
import { parseReportLines } from '../../../actions/shared/policy/report-lines.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const suite = (tests: string): string => `<testsuite name="s">${tests}</testsuite>`
const passed = (name: string): string => `<testcase classname="c" name="${name}" file="/ci/src/test_a.py"/>`
const failed = (name: string): string => `<testcase classname="c" name="${name}"><failure message="no"/></testcase>`

function load(files: Readonly<Record<string, string>>, lines: string, options: Partial<LoadOptions> = {}) {
  const parsed = parseReportLines(
    lines,
    FORMATS.map(({ id }) => id),
  )
  if (!('value' in parsed)) throw new Error(parsed.problems.join())
  return inFolder(files, (folder) =>
    loadEvidence(parsed.value, { workspace: new Workspace(folder, [folder]), files: undefined, ...options }),
  )
}

describe('loading evidence', () => {
  it('says of each report where it came from and what it is', async () => {
    const contents = suite(passed('a') + failed('b'))
    const { evidence } = await load({ 'r/junit.xml': contents }, 'label=unit r/*', { leg: 'os: linux' })
    expect(evidence).toEqual([
      expect.objectContaining({
        kind: 'tests',
        entries: 2,
        scope: { label: 'unit', leg: 'os: linux' },
        provenance: expect.objectContaining({
          file: 'r/junit.xml',
          format: 'junit',
          bytes: contents.length,
          sha256: createHash('sha256').update(contents).digest('hex'),
        }) as unknown,
      }),
    ])
  })

  it('merges reports of one label, and keeps labels apart', async () => {
    const files = { 'a.xml': suite(passed('one')), 'b.xml': suite(failed('one')), 'c.xml': suite(passed('two')) }
    const { tables } = await load(files, 'a.xml\nb.xml\nlabel=other c.xml')
    expect(tables.get('')?.tests.counts()).toMatchObject({ total: 1, runs: 2, flaky: 1 })
    expect(tables.get('other')?.tests.counts()).toMatchObject({ total: 1, runs: 1, passed: 1 })
  })

  describe('of packages that name their files alike', () => {
    const lcov = (hits: number): string => `SF:src/index.ts\nDA:1,${hits}\nLF:1\nLH:${hits}\nend_of_record\n`
    const files = ['a/src/index.ts', 'b/src/index.ts']

    it('takes each path for the file beside the report', async () => {
      const { tables } = await load({ 'a/lcov.info': lcov(0), 'b/lcov.info': lcov(1) }, '*/lcov.info', { files })
      expect([...(tables.get('')?.coverage.files.keys() ?? [])]).toEqual(files)
    })

    it('doubts reports of coverage of which nobody can tell', async () => {
      const { evidence } = await load({ 'r/a.info': lcov(0), 'r/b.info': lcov(1) }, 'r/*', { files })
      const text =
        '2 reports of coverage name src/index.ts, which may be a/src/index.ts or b/src/index.ts; ' +
        'leave each report in the folder of its package, or have paths written from the top of the repository'
      expect(evidence.map(({ doubts }) => doubts)).toEqual([
        [{ kind: 'contradiction', text }],
        [{ kind: 'contradiction', text }],
      ])
      const { evidence: alone } = await load({ 'r/a.info': lcov(0) }, 'r/*', { files })
      expect(alone[0]?.doubts).toEqual([])
    })
  })

  it('reads a report of many chunks to its end', async () => {
    const contents = suite(
      Array.from({ length: 20_000 }, (_, index) => passed(`test number ${index}`)).join('') + failed('last'),
    )
    const { evidence } = await load({ 'big.xml': contents }, '*.xml')
    expect(contents.length).toBeGreaterThan(4 * 256 * 1024)
    expect(evidence[0]).toMatchObject({ entries: 20_001, provenance: { bytes: contents.length } })
  })

  it.each([
    ['an empty file', '', 'junit.xml', /it is empty/],
    ['an empty file of a named format', '', 'format=junit junit.xml', /./],
    ['a file cut in the middle', '<testsuite><testcase name="a"', 'junit.xml', /./],
    ['a file of no known format', 'hello', 'junit.xml', /no format that is known here/],
    ['a file that is not what its line says', '{"a": 1}', 'format=junit junit.xml', /./],
  ])('refuses %s, with a reason and the hash of all of it', async (_what, contents, line, why) => {
    const { evidence } = await load({ 'junit.xml': contents }, line)
    expect(evidence[0]).toMatchObject({ entries: 0, metrics: {}, completeness: 'none' })
    expect(evidence[0]?.refused).toMatch(why)
    expect(evidence[0]?.provenance.sha256).toBe(createHash('sha256').update(contents).digest('hex'))
  })

  it('makes a gap of a line that finds nothing, and reads the others', async () => {
    const { evidence, gaps } = await load({ 'a.xml': suite(passed('a')) }, 'a.xml\ncoverage/*.xml')
    expect(evidence).toHaveLength(1)
    expect(gaps).toEqual([{ expected: 'coverage/*.xml', found: 'no file matches; there is no folder coverage' }])
  })

  it('maps the paths of reports to the files of the repository', async () => {
    const files = ['services/shop/src/test_a.py']
    const { paths } = await load({ 'a.xml': suite(passed('a') + passed('b')) }, 'a.xml', {
      files,
      stripPrefixes: ['/ci'],
    })
    expect(paths).toMatchObject({ mapped: 1, unmapped: 0 })
  })

  it('tells its progress', async () => {
    const seen: string[] = []
    const progress = {
      read: (file: string, bytes: number, of: number) => seen.push(`${path.basename(file)} ${bytes}/${of}`),
      end: () => seen.push('end'),
    }
    await load({ 'a.xml': suite('') }, 'a.xml', { progress })
    expect(seen).toEqual(['a.xml 32/32', 'end'])
  })
})
