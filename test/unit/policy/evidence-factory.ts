import { CoverageTable } from '../../../actions/shared/model/coverage.ts'
import type { Evidence, EvidenceSet, ScopeTables } from '../../../actions/shared/model/evidence.ts'
import { FindingTable } from '../../../actions/shared/model/finding-table.ts'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import { TestTable, type Outcome } from '../../../actions/shared/model/tests.ts'

export type EvidenceChange = Partial<Omit<Evidence, 'provenance'>> & { file?: string; format?: string; label?: string }

/** A complete report without doubts, changed where a test cares. */
export function report(change: EvidenceChange = {}): Evidence {
  const { file = 'reports/report.xml', format = 'metrics', label, ...rest } = change
  const provenance = { file, sha256: '0'.repeat(64), bytes: 100, format }
  const whole = { kind: 'metrics', entries: 1, metrics: {}, completeness: 'complete', doubts: [] } as const
  return { ...whole, scope: { label }, provenance, ...rest }
}

export function emptyTables(): ScopeTables {
  return { tests: new TestTable(), coverage: new CoverageTable(), findings: new FindingTable() }
}

export function evidenceSet(evidence: readonly Evidence[], change: Partial<EvidenceSet> = {}): EvidenceSet {
  return { evidence, gaps: [], tables: new Map(), paths: { mapped: 0, unmapped: 0, examples: [] }, ...change }
}

const encoder = new TextEncoder()

export function addTest(table: TestTable, suite: string, name: string, outcome: Outcome): void {
  const [suiteBytes, nameBytes] = [encoder.encode(suite), encoder.encode(name)]
  const span = (bytes: Uint8Array) => ({ bytes, start: 0, end: bytes.length })
  table.add(span(suiteBytes), span(nameBytes), outcome, 0.1)
}

/** What a test report of these outcomes states by itself. */
export function testCounts(counts: Partial<Record<Outcome, number>>): Record<string, number> {
  const { passed = 0, failed = 0, errored = 0, skipped = 0 } = counts
  return {
    'tests.total': passed + failed + errored + skipped,
    'tests.passed': passed,
    'tests.failed': failed,
    'tests.errored': errored,
    'tests.skipped': skipped,
  }
}

export function testReport(counts: Partial<Record<Outcome, number>>, change: EvidenceChange = {}): Evidence {
  const metrics = testCounts(counts)
  return report({
    kind: 'tests',
    format: 'junit',
    file: 'junit.xml',
    metrics,
    entries: metrics['tests.total']!,
    ...change,
  })
}

export function coverageReport(covered: number, total: number, change: EvidenceChange = {}): Evidence {
  const metrics = { 'coverage.line.covered': covered, 'coverage.line.total': total }
  return report({ kind: 'coverage', format: 'cobertura', file: 'coverage.xml', metrics, ...change })
}

export function lintReport(error: number, change: EvidenceChange = {}): Evidence {
  const metrics = { 'lint.error': error, 'lint.warning': 0, 'lint.note': 0, 'lint.total': error }
  return report({ kind: 'findings', format: 'ruff', file: 'ruff.json', metrics, entries: error, ...change })
}

export function lintFinding(change: Partial<Finding> = {}): Finding {
  return {
    family: 'lint',
    rank: 'error',
    tool: 'ruff',
    rule: 'E501',
    message: 'line too long',
    path: 'src/a.py',
    ...change,
  }
}

export const contradiction = { kind: 'contradiction', text: 'says 5 tests and lists 3' } as const
