import type { Change, FileChange } from '../../../actions/shared/model/change.ts'
import type { Evidence, EvidenceSet, ScopeTables } from '../../../actions/shared/model/evidence.ts'
import type { Reason } from '../../../actions/shared/model/verdict.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import type { Rule } from '../../../actions/shared/policy/rule.ts'
import { coverageReport, emptyTables, evidenceSet } from './evidence-factory.ts'

/** Files with their changed ranges: `{ 'a.py': [[2, 3]] }`. */
export function changeOf(
  files: Readonly<Record<string, readonly [number, number][] | FileChange>>,
  rest: Partial<Change> = {},
): Change {
  const entries = Object.entries(files).map(([path, edit]): [string, FileChange] => [
    path,
    'ranges' in edit ? edit : { ranges: Uint32Array.from(edit.flat()), isGenerated: false },
  ])
  return { base: 'b'.repeat(40), files: new Map(entries), ...rest }
}

export const generated = (first: number, last: number): FileChange => ({
  ranges: Uint32Array.of(first, last),
  isGenerated: true,
})

/** Hits by line, or hits with covered and all branches. */
export type Lines = Readonly<Record<number, number | readonly [number, number, number]>>

/** A set of one coverage report for each label, with these lines. */
export function covering(
  byLabel: Readonly<Record<string, Readonly<Record<string, Lines>>>>,
  rest: Partial<Evidence> = {},
): EvidenceSet {
  const tables = new Map<string, ScopeTables>()
  const evidence = Object.entries(byLabel).map(([label, files]) => {
    const scoped = emptyTables()
    for (const [path, lines] of Object.entries(files)) {
      const file = scoped.coverage.file(path)
      for (const [line, hit] of Object.entries(lines)) {
        const [hits, covered, all] = typeof hit === 'number' ? [hit, 0, 0] : hit
        file.add(Number(line), hits, covered, all)
      }
    }
    tables.set(label, scoped)
    const { line, branch } = scoped.coverage.totals()
    const branches = branch ? { 'coverage.branch.covered': branch.covered, 'coverage.branch.total': branch.total } : {}
    const metrics = {
      'coverage.line.covered': line?.covered ?? 0,
      'coverage.line.total': line?.total ?? 0,
      ...branches,
    }
    return coverageReport(0, 0, { metrics, file: `${label}.xml`, ...(label !== '' && { label }), ...rest })
  })
  return evidenceSet(evidence, { tables })
}

export function judged(set: EvidenceSet, rule: string | Rule, change: Change | string | undefined): Reason {
  const asked = typeof rule === 'string' ? parseRule(rule, { source: 'input' }) : rule
  const { reasons } = assess(set, [asked], { onUnknown: 'fail', change })
  const found = reasons.find((reason) => reason.rule === asked.text)
  if (!found) throw new Error(`no reason for ${asked.text}`)
  return found
}

export const within = async (text: string, ...globs: string[]): Promise<Rule> =>
  parseRule(text, { source: 'input', paths: await compilePaths(globs) })

export const SHOP = covering({
  '': { 'src/a.py': { 1: 1, 2: 0, 3: 5, 7: 0, 8: [1, 1, 2] }, 'src/b.py': { 1: 0, 2: 0 } },
})
