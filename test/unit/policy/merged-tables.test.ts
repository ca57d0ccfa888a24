import { describe, expect, test } from '@jest/globals'
import type { EvidenceSet, ScopeTables } from '../../../actions/shared/model/evidence.ts'
import { countEveryFinding, everyFinding } from '../../../actions/shared/model/every-finding.ts'
import { FindingTable } from '../../../actions/shared/model/finding-table.ts'
import { type Finding, SEVERITIES, type Severity } from '../../../actions/shared/model/findings.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { mergeTables } from '../../../actions/shared/policy/merged-tables.ts'
import { metricValues } from '../../../actions/shared/policy/metric-values.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import { countByRank, countFindings, worstFindings } from '../../../actions/shared/render/select-findings.ts'
import { FindingCounter } from '../../../actions/shared/reports/finding-metrics.ts'
import { contradiction, emptyTables, evidenceSet, type EvidenceChange, report } from './evidence-factory.ts'

function vulnerability(tool: string, change: Partial<Finding> & { readonly id?: string } = {}): Finding {
  const { id = 'CVE-2020-0001', rank = 'high', ...rest } = change
  return {
    ...{ family: 'security', rank, tool, rule: id, message: `${id} in lodash`, path: 'package-lock.json' },
    details: {
      kind: 'vulnerability',
      ids: [id],
      package: { ecosystem: 'npm', name: 'lodash', version: '4.17.1' },
      severities: [{ source: tool, severity: rank as Severity }],
    },
    ...rest,
  }
}

const weakness = (tool: string, line: number): Finding => ({
  ...{ family: 'security', rank: 'medium', tool, rule: 'B602', message: 'shell', path: 'app.py', line },
  details: { kind: 'weakness', ids: ['B602'], severities: [] },
})

interface Listing extends EvidenceChange {
  readonly findings: readonly Finding[]
  readonly suppressed?: readonly Finding[]
}

/** Evidence of reports that list these findings, read one after the other. */
function read(...listings: readonly Listing[]): EvidenceSet {
  const tables = new Map<string, ScopeTables>()
  const evidence = listings.map(({ findings, suppressed = [], label = '', ...change }, index) => {
    const scope = tables.get(label) ?? emptyTables()
    tables.set(label, scope)
    const counter = new FindingCounter(scope.findings)
    for (const finding of findings) scope.findings.add(finding)
    for (const finding of suppressed) scope.findings.addSuppressed(finding)
    const metrics = counter.metrics(['security'])
    return report({
      ...{ kind: 'findings', file: `${index}.json`, metrics, entries: findings.length },
      ...(label !== '' && { label }),
      ...change,
    })
  })
  mergeTables(tables)
  return evidenceSet(evidence, { tables })
}

function counts(set: EvidenceSet, label?: string): Record<string, number> {
  const values = metricValues(set, label)
  return Object.fromEntries(
    [...SEVERITIES.map((rank) => `security.${rank}`), 'security.total'].flatMap((metric) => {
      const value = values.get(metric)?.value ?? 0
      return value > 0 ? [[metric.slice(9), value]] : []
    }),
  )
}

describe('what several scanners list', () => {
  test('counts once, while each report keeps what it states', () => {
    const set = read({ findings: [vulnerability('trivy')] }, { findings: [vulnerability('grype')] })
    expect(counts(set)).toEqual({ high: 1, total: 1 })
    expect(set.evidence.map(({ metrics }) => metrics['security.high'])).toEqual([1, 1])
    expect(everyFinding(set.tables).map(({ tool }) => tool)).toEqual(['trivy, grype'])
  })

  test('counts under the severity that all statements together give it', () => {
    const nvd = vulnerability('grype', { rank: 'critical' })
    const set = read({ findings: [vulnerability('trivy', { rank: 'low' })] }, { findings: [nvd] })
    expect(counts(set)).toEqual({ critical: 1, total: 1 })
  })

  test('of one report that lists a package at two places is one finding with both', () => {
    const set = read({ findings: [vulnerability('trivy'), vulnerability('trivy', { path: 'web/package-lock.json' })] })
    expect(counts(set)).toEqual({ high: 1, total: 1 })
    expect(everyFinding(set.tables)[0]).toMatchObject({
      path: 'package-lock.json',
      alsoAt: [{ path: 'web/package-lock.json' }],
      identity: 'vulnerability CVE-2020-0001 pkg:npm/lodash@4.17.1',
    })
  })

  test('is never fewer than a report states that denies itself', () => {
    const listed = [vulnerability('trivy'), vulnerability('trivy', { path: 'b/package-lock.json' })]
    expect(counts(read({ findings: listed, doubts: [contradiction] }))).toEqual({ high: 2, total: 2 })
    const claims = { 'security.high': 7, 'security.total': 7 }
    expect(counts(read({ findings: listed, doubts: [contradiction], metrics: claims }))).toEqual({ high: 7, total: 7 })
  })

  test('still counts what a report states beyond what it lists', () => {
    const metrics = { 'security.high': 5, 'security.total': 5 }
    expect(counts(read({ findings: [vulnerability('a')], metrics }, { findings: [vulnerability('b')] }))).toEqual({
      high: 4,
      total: 4,
    })
  })

  test('stays as it was listed where the report broke off', () => {
    const cut = { refused: 'it ends within a text', completeness: 'none', metrics: {} } as const
    const set = read({ findings: [vulnerability('a')] }, { findings: [vulnerability('b', { id: 'X-1' })], ...cut })
    expect(counts(set)).toEqual({ high: 2, total: 2 })
  })

  test('of lint is as it was', () => {
    const table = new FindingTable()
    const lint: Finding = {
      family: 'lint',
      rank: 'error',
      tool: 'ruff',
      rule: 'E1',
      message: 'm',
      path: 'a.py',
      line: 1,
    }
    for (const finding of [lint, vulnerability('a'), vulnerability('b')]) {
      table.beginReport()
      table.add(finding)
    }
    mergeTables(new Map([['', { findings: table }]]))
    expect([table.size, table.rows.length, table.rows[0]]).toEqual([2, 2, lint])
  })
})

describe('labels', () => {
  const set = read(
    { label: 'api', findings: [vulnerability('trivy'), weakness('bandit', 3)] },
    { label: 'web', findings: [vulnerability('grype', { rank: 'critical' }), weakness('bandit', 3)] },
  )

  test('share a finding: it counts once for the project, and once for each of them', () => {
    expect(counts(set)).toEqual({ critical: 1, medium: 2, total: 3 })
    expect(counts(set, 'api')).toEqual({ critical: 1, medium: 1, total: 2 })
    expect(counts(set, 'web')).toEqual({ critical: 1, medium: 1, total: 2 })
  })

  test('keep what one tool finds at places that look alike, as they may be two projects', () => {
    expect(everyFinding(set.tables).filter(({ rule }) => rule === 'B602')).toHaveLength(2)
  })

  test('show a finding once', () => {
    expect([countFindings(set), countEveryFinding(set.tables), worstFindings(set, 9).length]).toEqual([3, 3, 3])
    expect(countByRank(set).map(({ rank, count }) => `${count} ${rank}`)).toEqual(['1 critical', '2 medium'])
  })

  test('forgive a shared finding once', () => {
    const shared = everyFinding(set.tables).find(({ rank }) => rank === 'critical') as Finding
    const forgiven = { findings: new Map([[shared, 'waived']]), tests: new Map() }
    expect(counts({ ...set, forgiven })).toEqual({ medium: 2, total: 2 })
    expect(counts({ ...set, forgiven }, 'web')).toEqual({ medium: 1, total: 1 })
  })
})

describe('paths', () => {
  test('count a finding that has one of its places there', async () => {
    const set = read({ findings: [vulnerability('a'), vulnerability('a', { path: 'web/package-lock.json' })] })
    const judged = async (glob: string) => {
      const rule = { ...parseRule('security.high == 0', { source: 'test' }), paths: await compilePaths([glob]) }
      return assess(set, [rule], { onUnknown: 'fail' }).reasons[0]?.actual
    }
    expect([await judged('web/**'), await judged('package-lock.json'), await judged('docs/**')]).toEqual([1, 1, 0])
  })
})

describe('what a scanner set aside', () => {
  const aside = (finding: Finding): Finding => ({
    ...finding,
    details: { ...(finding.details as NonNullable<Finding['details']>), suppressed: 'not_affected' },
  })

  test('counts where another scanner reports it, and says so', () => {
    const set = read(
      { findings: [], suppressed: [aside(vulnerability('trivy'))] },
      { findings: [vulnerability('grype')] },
    )
    expect(counts(set)).toEqual({ high: 1, total: 1 })
    expect(everyFinding(set.tables)[0]?.details?.suppressedElsewhere).toBe('trivy: not_affected')
  })

  test('does not count where nobody else reports it', () => {
    const other = vulnerability('grype', { id: 'CVE-2020-0002' })
    const set = read({ findings: [other], suppressed: [aside(vulnerability('trivy'))] })
    expect(counts(set)).toEqual({ high: 1, total: 1 })
    expect(everyFinding(set.tables)[0]?.details?.suppressedElsewhere).toBeUndefined()
  })
})

describe('limits', () => {
  test('twice ten thousand findings of the same image are merged within a second', () => {
    const listings = ['trivy', 'grype'].map((tool) => ({
      findings: Array.from({ length: 10_000 }, (_, at) => vulnerability(tool, { id: `CVE-2020-${10_000 + at}` })),
    }))
    const started = process.cpuUsage()
    const set = read(...listings)
    const { user, system } = process.cpuUsage(started)
    expect(set.tables.get('')?.findings.size).toBe(10_000)
    expect((user + system) / 1_000).toBeLessThan(1_000)
  })

  test('of a million findings all count, and so many are kept as were asked for', () => {
    const table = new FindingTable(1_000)
    const finding = weakness('bandit', 1)
    for (let line = 1; line <= 1_000_000; line += 1) table.add({ ...finding, line })
    table.add(vulnerability('trivy'))
    mergeTables(new Map([['', { findings: table }]]))
    expect([table.size, table.count('security', 'medium'), table.rows.length]).toEqual([1_000_001, 1_000_000, 1_000])
    expect(table.rows.filter(({ rank }) => rank === 'high')).toHaveLength(1)
  })
})
