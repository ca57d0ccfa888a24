import { describe, expect, it } from '@jest/globals'
import { EvidenceError } from '../../../actions/shared/model/errors.ts'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { loadEvidence } from '../../../actions/shared/runtime/evidence-loader.ts'
import { readMatcher } from '../../../actions/shared/runtime/problem-matcher.ts'
import { parseReportLines } from '../../../actions/shared/policy/report-lines.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const IDS = FORMATS.map(({ id }) => id)
const MATCHER = JSON.stringify({
  problemMatcher: [
    {
      owner: 'shop-check',
      pattern: [
        {
          regexp: '^(.+):(\\d+):(\\d+) (ERROR|WARN|NOTICE|WARNING) (\\w+) (.*) in (.*)$',
          file: 1,
          line: 2,
          column: 3,
          severity: 4,
          code: 5,
          message: 6,
          fromPath: 7,
        },
      ],
    },
  ],
})
const LOG = [
  'checking …',
  'cart.x:3:7 ERROR S1 no price in src/shop.proj',
  'cart.x:4:1 WARNING S2 no name in src/shop.proj',
  'cart.x:5:1 NOTICE S3 long in src/shop.proj',
  '',
].join('\n')

async function load(files: Readonly<Record<string, string>>, line: string) {
  const parsed = parseReportLines(line, IDS)
  if (!('value' in parsed)) throw new Error(parsed.problems.join())
  const set = await inFolder(files, (folder) =>
    loadEvidence(parsed.value, { workspace: new Workspace(folder, [folder]), files: ['src/cart.x'] }),
  )
  return { evidence: set.evidence[0]!, rows: set.tables.get('')!.findings.rows }
}

describe('a report that is read through a problem matcher', () => {
  it('yields its findings, with paths beside the file that the line names', async () => {
    const { evidence, rows } = await load(
      { 'check.json': MATCHER, 'check.log': LOG },
      'format=problem-matcher:check.json exit-code=1 check.log',
    )
    expect(evidence).toMatchObject({
      kind: 'findings',
      entries: 3,
      metrics: { 'lint.error': 1, 'lint.warning': 1, 'lint.note': 1, 'lint.total': 3 },
      doubts: [],
      provenance: { format: 'problem-matcher', tool: { name: 'shop-check' } },
    })
    expect(rows[0]).toMatchObject({ path: 'src/cart.x', line: 3, column: 7, rule: 'S1', message: 'no price' })
  })

  it('takes a path with spaces in quotes', async () => {
    const files = { 'my check.json': MATCHER, 'check.log': LOG }
    const { evidence } = await load(files, 'format="problem-matcher:my check.json" check.log')
    expect(evidence.entries).toBe(3)
  })

  it.each([
    ['format=problem-matcher:check.json quiet.log', /nothing in it matches, .* record its exit-code=/],
    ['format=problem-matcher:missing.json check.log', /its problem matcher "missing\.json" is not there/],
    ['format=problem-matcher:../outside.json check.log', /outside the workspace/],
    [
      'format=problem-matcher:broken.json check.log',
      /its problem matcher "broken\.json" cannot be used: it is not valid JSON/,
    ],
  ])('%s is refused', async (line, reason) => {
    const files = { 'check.json': MATCHER, 'broken.json': '{', 'check.log': LOG, 'quiet.log': 'checking …\n' }
    expect((await load(files, line)).evidence.refused).toMatch(reason)
  })

  it('is clean where nothing matches and the tool ended well, and doubted where it did not or the text was cut', async () => {
    const files = { 'check.json': MATCHER, 'quiet.log': 'checking …\n', 'cut.log': LOG.slice(0, 70) }
    const clean = await load(files, 'format=problem-matcher:check.json exit-code=0 quiet.log')
    expect(clean.evidence).toMatchObject({ entries: 0, metrics: { 'lint.total': 0 }, doubts: [] })
    const failed = await load(files, 'format=problem-matcher:check.json exit-code=2 quiet.log')
    expect(failed.evidence.doubts.map(({ text }) => text)).toEqual([
      'its tool ended with exit code 2, and nothing in it matches',
    ])
    const cut = await load(files, 'format=problem-matcher:check.json cut.log')
    expect(cut.evidence.doubts.map(({ text }) => text)).toEqual(['its last line does not end: it was cut off'])
  })

  it('stops a pattern that runs away, and matches the next report all the same', async () => {
    const runaway = JSON.stringify({ problemMatcher: [{ owner: 'x', pattern: [{ regexp: '^(a+)+$', message: 1 }] }] })
    await inFolder({ 'x.json': runaway }, (folder) => {
      const workspace = new Workspace(folder, [folder])
      const { text, matchAll } = readMatcher('x.json', workspace, 200)
      expect(text).toBe(runaway)
      const run = (): unknown => matchAll([/^(a+)+$/], ['aaa', `${'a'.repeat(60)}b`])
      const begin = performance.now()
      expect(run).toThrow(EvidenceError)
      expect(run).toThrow(/stopped after 0\.2 s: a pattern of the problem matcher "x\.json" runs away/)
      expect(performance.now() - begin).toBeLessThan(5_000)
      expect(readMatcher('x.json', workspace).matchAll([/b/, /^(a)(x)?$/i], ['', 'A', 'ab'])).toEqual([
        [1, 1, ['A', 'A', undefined]],
        [2, 0, ['b']],
      ])
      return Promise.resolve()
    })
  })

  it('counts the time of all batches of a report together', async () => {
    await inFolder({ 'x.json': MATCHER }, (folder) => {
      const { matchAll } = readMatcher('x.json', new Workspace(folder, [folder]), 300)
      const lines = Array.from({ length: 20 }, () => `${'a'.repeat(22)}b`)
      const begin = performance.now()
      expect(() => {
        for (;;) matchAll([/^(a+)+$/], lines)
      }).toThrow(/stopped after 0\.3 s/)
      expect(performance.now() - begin).toBeLessThan(5_000)
      return Promise.resolve()
    })
  })

  it('is unknown where its pattern runs away, in a time that has a bound', async () => {
    const runaway = JSON.stringify({ problemMatcher: [{ owner: 'x', pattern: [{ regexp: '^(a+)+$', message: 1 }] }] })
    const begin = performance.now()
    const files = { 'x.json': runaway, 'x.log': `${'a'.repeat(60)}b\n` }
    const { evidence } = await load(files, 'format=problem-matcher:x.json exit-code=1 x.log')
    expect(evidence.refused).toMatch(/stopped after 10 s: a pattern of the problem matcher "x\.json" runs away/)
    expect(performance.now() - begin).toBeLessThan(20_000)
  }, 30_000)
})
