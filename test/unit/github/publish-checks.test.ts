import { describe, expect, it } from '@jest/globals'
import {
  type CheckDraft,
  CONCLUSION,
  MOST_CHECK_ANNOTATIONS,
  publishChecks,
} from '../../../actions/shared/github/publish-checks.ts'
import { GitHubRefusal } from '../../../actions/shared/github/refusal.ts'
import type { Annotation } from '../../../actions/shared/render/annotations.ts'
import { checksInMemory } from './store-fakes.ts'

const remark = (overrides: Partial<Annotation> = {}): Annotation => ({
  level: 'error',
  title: 'ruff F401',
  message: 'unused',
  path: 'src/a.py',
  line: 3,
  ...overrides,
})

function draft(annotations: readonly Annotation[], overrides: Partial<CheckDraft> = {}): CheckDraft {
  return {
    name: 'quality-gate',
    headSha: 'a'.repeat(40),
    conclusion: 'failure',
    externalId: 'x',
    started: '2026-01-02T03:04:05Z',
    finished: '2026-01-02T03:04:06Z',
    title: 'quality-gate failed',
    summary: '# No',
    annotations,
    ...overrides,
  }
}

const many = (count: number) => Array.from({ length: count }, (_, index) => remark({ line: index + 1 }))

describe('publishChecks', () => {
  it.each([
    [0, [0]],
    [50, [50]],
    [51, [50, 1]],
    [120, [50, 50, 20]],
    [MOST_CHECK_ANNOTATIONS + 1, Array.from({ length: 40 }, () => 50)],
  ])('writes %i annotations fifty a request', async (count, batches) => {
    const { checks, runs } = checksInMemory()
    const { written, notes } = await publishChecks(checks, draft(many(count)))
    expect(runs).toHaveLength(1)
    expect(runs[0]?.outputs.map(({ annotations }) => annotations.length)).toEqual(batches)
    expect(runs[0]?.outputs.flatMap(({ annotations }) => annotations.map((one) => one.start_line))).toEqual(
      many(written).map(({ line }) => line),
    )
    expect([written, notes]).toEqual([Math.min(count, MOST_CHECK_ANNOTATIONS), []])
  })

  it.each<[string, Partial<Annotation>, object]>([
    ['a line', {}, { path: 'src/a.py', start_line: 3, end_line: 3, annotation_level: 'failure' }],
    ['a column', { column: 9 }, { start_line: 3, end_line: 3, start_column: 9, end_column: 9 }],
    ['several lines, without columns', { endLine: 8, column: 2 }, { start_line: 3, end_line: 8 }],
    ['a file', { line: undefined }, { start_line: 1, end_line: 1 }],
    ['a warning', { level: 'warning' }, { annotation_level: 'warning' }],
    ['a notice', { level: 'notice' }, { annotation_level: 'notice' }],
  ])('puts a remark on %s', async (_name, overrides, expected) => {
    const { checks, runs } = checksInMemory()
    await publishChecks(checks, draft([remark(overrides)]))
    const [annotation] = runs[0]?.outputs[0]?.annotations ?? []
    expect(annotation).toMatchObject(expected)
    expect(annotation?.end_column === undefined).toBe(overrides.column === undefined || overrides.endLine !== undefined)
  })

  it('leaves remarks without a file to the summary', async () => {
    const { checks, runs } = checksInMemory()
    await publishChecks(checks, draft([remark({ path: undefined, line: undefined })]))
    expect(runs[0]?.outputs).toEqual([{ title: 'quality-gate failed', summary: '# No', annotations: [] }])
  })

  it('cuts names and titles that GitHub would refuse', async () => {
    const { checks, runs } = checksInMemory()
    await publishChecks(checks, draft([], { name: 'n'.repeat(1000), title: 't'.repeat(1000) }))
    expect(runs[0]?.run.name).toHaveLength(200)
    expect(runs[0]?.outputs[0]?.title).toHaveLength(255)
  })

  it('is concluded with its first request, and says how many annotations the others lack', async () => {
    const { checks, runs } = checksInMemory(new GitHubRefusal('weather', 'GitHub answered 502', 502), 2)
    const { written, notes } = await publishChecks(checks, draft(many(120)))
    expect(runs[0]?.run.conclusion).toBe('failure')
    expect(written).toBe(100)
    expect(notes).toEqual([
      { channel: 'check run', text: 'The check run has 100 of 120 annotations: GitHub answered 502.' },
    ])
  })

  it('hands over that nothing could be written', async () => {
    const { checks } = checksInMemory(new GitHubRefusal('rights', 'GitHub answered 403', 403))
    await expect(publishChecks(checks, draft([]))).rejects.toThrow('403')
  })

  it('is green for nothing but a pass', () => {
    expect(CONCLUSION).toEqual({ pass: 'success', warn: 'neutral', unknown: 'failure', fail: 'failure' })
  })
})
