import { CoverageTable } from '../../../actions/shared/model/coverage.ts'
import type { Evidence, EvidenceSet, ScopeTables } from '../../../actions/shared/model/evidence.ts'
import { FindingTable } from '../../../actions/shared/model/finding-table.ts'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import { type Outcome, TestTable, type TestFailure } from '../../../actions/shared/model/tests.ts'
import type { EvidenceRecord, Reason, Verdict } from '../../../actions/shared/model/verdict.ts'

const encoder = new TextEncoder()

/** A passing verdict of two rules on one report, but for what is given. */
export function verdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    schema: 'cicd-verdict/v1',
    action: 'quality-gate',
    name: 'quality-gate',
    subject: { repository: 'octo/shop', sha: '0123456789abcdef0123456789abcdef01234567', run: 42, attempt: 1 },
    status: 'pass',
    reasons: [reason(), reason({ rule: 'tests.failed == 0', metric: 'tests.failed', actual: 0, limit: 0, unit: '' })],
    metrics: { 'coverage.line': 91.25, 'tests.failed': 0, 'tests.total': 3 },
    evidence: [record()],
    paths: { mapped: 12, unmapped: 0, examples: [] },
    started: '2026-01-02T03:04:05.000Z',
    finished: '2026-01-02T03:04:06.500Z',
    version: '1.0.0',
    ...overrides,
  }
}

export function reason(overrides: Partial<Reason> = {}): Reason {
  return {
    status: 'pass',
    rule: 'coverage.line >= 80',
    message: 'coverage.line is 91.25 %, and must be at least 80 %.',
    metric: 'coverage.line',
    scope: {},
    actual: 91.25,
    limit: 80,
    unit: '%',
    source: 'defaults',
    evidence: [0],
    ...overrides,
  }
}

export function record(overrides: Partial<EvidenceRecord> = {}): EvidenceRecord {
  return {
    file: 'reports/junit.xml',
    sha256: 'ab'.repeat(32),
    bytes: 4321,
    format: 'junit',
    kind: 'tests',
    entries: 3,
    completeness: 'complete',
    doubts: [],
    scope: {},
    tool: { name: 'pytest', version: '8.3.4' },
    metrics: {},
    ...overrides,
  }
}

export interface SampleTest {
  readonly suite?: string
  readonly name: string
  readonly outcome?: Outcome
  readonly seconds?: number
  readonly flaky?: boolean
  readonly path?: string
  readonly failure?: Partial<TestFailure>
}

export function tables(content: {
  readonly tests?: readonly SampleTest[]
  readonly findings?: readonly Finding[]
  /** Hits by line for each file. */
  readonly coverage?: Readonly<Record<string, Readonly<Record<number, number>>>>
}): ScopeTables {
  const scope = { tests: new TestTable(), coverage: new CoverageTable(), findings: new FindingTable() }
  for (const test of content.tests ?? []) addTest(scope.tests, test)
  for (const finding of content.findings ?? []) scope.findings.add(finding)
  for (const [path, lines] of Object.entries(content.coverage ?? {})) {
    const file = scope.coverage.file(path)
    for (const [line, hits] of Object.entries(lines)) file.add(Number(line), hits)
  }
  return scope
}

function addTest(table: TestTable, test: SampleTest): void {
  const { outcome = 'passed', seconds = 0.01, flaky = false } = test
  const number = table.add(span(test.suite ?? ''), span(test.name), outcome, seconds, flaky)
  if (test.path !== undefined) table.setPath(number, test.path)
  if (outcome === 'failed' || outcome === 'errored') {
    table.addFailure({ test: number, outcome, message: '', details: '', path: test.path, ...test.failure })
  }
}

function span(text: string): { bytes: Uint8Array; start: number; end: number } {
  const bytes = encoder.encode(text)
  return { bytes, start: 0, end: bytes.length }
}

/** Everything in one scope without a label. */
export function evidenceSet(scope: ScopeTables = tables({}), evidence: readonly Evidence[] = []): EvidenceSet {
  return { evidence, gaps: [], tables: new Map([['', scope]]), paths: { mapped: 0, unmapped: 0, examples: [] } }
}

export function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    family: 'lint',
    rank: 'error',
    tool: 'ruff',
    rule: 'F401',
    message: '`os` imported but unused',
    path: 'app/web.py',
    line: 3,
    column: 8,
    ...overrides,
  }
}
