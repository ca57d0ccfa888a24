import { describe, expect, test } from '@jest/globals'
import type { Baseline } from '../../../actions/shared/model/baseline.ts'
import { decodeBaseline, encodeBaseline } from '../../../actions/shared/model/baseline-codec.ts'
import type { Change } from '../../../actions/shared/model/change.ts'
import { ComponentTable } from '../../../actions/shared/model/components.ts'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Finding, Severity } from '../../../actions/shared/model/findings.ts'
import { packageHash } from '../../../actions/shared/model/package-url.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { baselineFrom } from '../../../actions/shared/policy/baseline-of.ts'
import { compareWithBase } from '../../../actions/shared/policy/compare.ts'
import { withExploits } from '../../../actions/shared/policy/known-exploits.ts'
import { mergeTables } from '../../../actions/shared/policy/merged-tables.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { FindingCounter } from '../../../actions/shared/reports/finding-metrics.ts'
import { emptyTables, evidenceSet, report } from './evidence-factory.ts'

interface Listed {
  readonly id: string
  readonly name?: string
  readonly version?: string
  readonly rank?: Severity
  readonly path?: string
}

const vulnerability = ({
  id,
  name = 'lodash',
  version = '4.17.1',
  rank = 'high',
  path = 'package-lock.json',
}: Listed): Finding => ({
  ...{ family: 'security', rank, tool: 'trivy', rule: id, message: `${id} in ${name}`, path },
  details: { kind: 'vulnerability', ids: [id], package: { ecosystem: 'npm', name, version }, severities: [] },
})

/** A run that found these in packages, and listed those components beside. */
function run(found: readonly Listed[], components: readonly { name: string; version: string }[] = []): EvidenceSet {
  const listed = new ComponentTable()
  for (const { name, version } of components) {
    listed.add({ name, version, purl: `pkg:npm/${name}@${version}`, licenses: [] })
  }
  const tables = { ...emptyTables(), components: listed }
  const counter = new FindingCounter(tables.findings)
  for (const one of found) tables.findings.add(vulnerability(one))
  const metrics = counter.metrics(['security'])
  const all = new Map([['', tables]])
  mergeTables(all)
  return evidenceSet([report({ kind: 'findings', metrics })], { tables: all })
}

/** What the default branch recorded of a run, as it is read again from its file. */
function recorded(set: EvidenceSet, previous?: Baseline, day = '2026-11-01'): Baseline {
  const subject = { sha: 'a'.repeat(40), recorded: `${day}T00:00:00Z`, gate: 'security-scan' }
  const baseline = baselineFrom({ subject, set, rules: [], contentOf: () => 'content', previous })
  if (typeof baseline === 'string') throw new Error(baseline)
  return decodeBaseline(encodeBaseline(baseline))
}

function judged(text: string, set: EvidenceSet, baseline: Baseline | string) {
  const reason = assess(set, [parseRule(text, { source: 'input' })], { onUnknown: 'fail', baseline }).reasons[0]
  return { status: reason?.status, actual: reason?.actual, message: reason?.message ?? '' }
}

const lodash = { name: 'lodash', version: '4.17.1' }

describe('a vulnerability that the base does not have', () => {
  const base = recorded(run([{ id: 'OLD-1', name: 'other', version: '1.0.0' }], [lodash]))

  test('is newly disclosed where the base had that version of the package', () => {
    const set = run([{ id: 'NEW-1' }])
    expect(judged('security.high.new == 0', set, base)).toMatchObject({ status: 'fail', actual: 1 })
    expect(judged('security.high.new == 0', set, base).message).toContain('NEW-1 package-lock.json (newly disclosed)')
    expect(judged('security.high.introduced == 0', set, base)).toMatchObject({ status: 'pass', actual: 0 })
  })

  test('is introduced with another version, or another package', () => {
    const set = run([
      { id: 'NEW-1', version: '4.17.2' },
      { id: 'NEW-2', name: 'left-pad' },
    ])
    expect(judged('security.high.introduced == 0', set, base)).toMatchObject({ status: 'fail', actual: 2 })
    expect(judged('security.high.introduced == 0', set, base).message).toContain('that this change introduces: 2')
  })

  test('is told apart where it is known to be exploited', () => {
    const set = withExploits(
      run([{ id: 'OLD-1', name: 'other', version: '1.0.0' }, { id: 'NEW-1' }, { id: 'NEW-2' }]),
      {
        exploited: new Set(['OLD-1', 'NEW-1']),
      },
    )
    expect(judged('security.known-exploited == 0', set, base)).toMatchObject({ status: 'fail', actual: 2 })
    expect(judged('security.known-exploited.new == 0', set, base)).toMatchObject({ status: 'fail', actual: 1 })
    expect(judged('security.known-exploited.introduced == 0', set, base)).toMatchObject({ status: 'pass', actual: 0 })
  })

  const change = (files: readonly string[], tracked: readonly string[]): Change => ({
    base: 'b'.repeat(40),
    files: new Map(files.map((file) => [file, { ranges: new Uint32Array(), isGenerated: false }])),
    isTracked: (file) => tracked.includes(file),
  })

  test.each([
    ['does not touch its file', change([], ['package-lock.json']), 1],
    ['touches its file', change(['package-lock.json'], ['package-lock.json']), 0],
    ['cannot know where it is, as in an image', change([], ['Dockerfile']), 0],
  ])('of an unknown package where the change %s', (_, changed, disclosed) => {
    const set = { ...run([{ id: 'NEW-1', name: 'left-pad' }]), change: changed }
    expect(compareWithBase(set, base).findings.disclosed?.size).toBe(disclosed)
  })

  test('without a baseline is nothing that a rule can tell', () => {
    expect(judged('security.high.introduced == 0', run([{ id: 'NEW-1' }]), 'there is no baseline')).toMatchObject({
      status: 'warn',
      message: 'security.high.introduced: nothing to compare with, as there is no baseline',
    })
  })
})

test('a vulnerability is known again wherever its package stands now and however severe it is held to be', () => {
  const base = recorded(run([{ id: 'CVE-2020-1', rank: 'medium' }]))
  const set = run([{ id: 'CVE-2020-1', rank: 'critical', path: 'web/package-lock.json' }])
  expect(compareWithBase(set, base).findings).toMatchObject({ added: new Set(), fixed: [] })
})

test('the first day of a vulnerability outlives later runs', () => {
  const first = recorded(run([{ id: 'X-1' }]), undefined, '2026-10-01')
  const second = recorded(run([{ id: 'X-1' }, { id: 'X-2' }]), first, '2026-11-01')
  expect(second.findings.map(({ rule, since }) => `${rule} ${since ?? ''}`)).toEqual([
    'X-1 2026-10-01',
    'X-2 2026-11-01',
  ])
})

test.each([
  ['lint.error.introduced == 0', '.introduced can be told of security.*, secrets.*, licenses.*, not of lint.error'],
  ['security.high.introduced <= base', 'security.high.introduced is counted against the base already'],
])('%s is refused', (text, problem) => {
  expect(() => parseRule(text, { source: 'input' })).toThrow(problem)
})

test('a package is told by its URL, and not without a version', () => {
  const hash = packageHash({ purl: 'pkg:npm/%40babel/core@7.0.0', name: '' })
  expect(hash).toBe(packageHash({ ecosystem: 'npm', name: '@babel/core', version: '7.0.0' }))
  expect(hash).not.toBe(packageHash({ ecosystem: 'npm', name: '@babel/core', version: '7.0.1' }))
  expect(packageHash({ ecosystem: 'npm', name: '@babel/core' })).toBeUndefined()
})
