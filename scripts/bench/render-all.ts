// One verdict with 10,000 findings and 500,000 tests, rendered to every channel; writes the seconds that this took as
// JSON into the file named by the first argument. What is rendered is made here and not read: reading is another row.

import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { MOST_CHECK_ANNOTATIONS } from '../../actions/shared/github/publish-checks.ts'
import type { Evidence, EvidenceSet } from '../../actions/shared/model/evidence.ts'
import type { Outcome } from '../../actions/shared/model/tests.ts'
import type { Verdict } from '../../actions/shared/model/verdict.ts'
import { assess } from '../../actions/shared/policy/assess.ts'
import { chooseRules } from '../../actions/shared/policy/defaults.ts'
import { renderAnnotations } from '../../actions/shared/render/annotations.ts'
import { renderBadge } from '../../actions/shared/render/badge.ts'
import { renderComment } from '../../actions/shared/render/comment.ts'
import { renderPage } from '../../actions/shared/render/page.ts'
import { renderSummary } from '../../actions/shared/render/summary.ts'
import { renderTerminal } from '../../actions/shared/render/terminal.ts'
import { emptyTables } from '../../actions/shared/runtime/evidence-loader.ts'
import { verdictDigest } from '../../actions/shared/runtime/verdict-digest.ts'
import { verdictDocument } from '../../actions/shared/runtime/verdict-file.ts'

const TESTS = 500_000
const FAILED_TESTS = 5_000
const FINDINGS = 10_000
const FILES = 2_000
const LINES = 200

const encoder = new TextEncoder()
const span = (text: string): { bytes: Uint8Array; start: number; end: number } => {
  const bytes = encoder.encode(text)
  return { bytes, start: 0, end: bytes.length }
}

function evidenceSet(): EvidenceSet {
  const tables = emptyTables()
  const report = (kind: Evidence['kind'], file: string, entries: number, metrics: Evidence['metrics']): Evidence => ({
    ...{ kind, entries, metrics, completeness: 'complete', doubts: [], scope: {} },
    provenance: { file, sha256: '0'.repeat(64), bytes: 1, format: kind },
  })
  const { tests, coverage, findings } = tables
  tests.beginReport()
  for (let test = 0; test < TESTS; test += 1) {
    const outcome: Outcome = test % (TESTS / FAILED_TESTS) === 1 ? 'failed' : 'passed'
    const id = tests.add(span(`com.example.Suite${Math.floor(test / 250)}`), span(`case ${test}`), outcome, test % 97)
    if (outcome !== 'failed') continue
    const details = `AssertionError: expected ${test}\n${'    at Suite.run (src/suite.ts:12:5)\n'.repeat(20)}`
    tests.addFailure({ test: id, outcome, message: `expected ${test} <b>`, details, path: 'src/suite.ts', line: 12 })
  }
  for (let index = 0; index < FINDINGS; index += 1) {
    findings.add({
      family: index % 2 === 0 ? 'lint' : 'security',
      rank: index % 2 === 0 ? 'error' : 'high',
      tool: 'CodeQL',
      rule: `rule/${index % 100}`,
      message: `Value ${index} is \`not\` checked | <script>, see #${index} and @team`,
      path: `src/part${index % 40}/module_${index % FILES}.ts`,
      line: (index % 300) + 1,
    })
  }
  for (let index = 0; index < FILES; index += 1) {
    const file = coverage.file(`src/part${index % 40}/module_${index}.ts`)
    for (let line = 1; line <= LINES; line += 1) file.add(line, (line + index) % 3 === 0 ? 0 : 1)
  }
  const { total, failed, errored } = tests.counts()
  const { line } = coverage.totals()
  return {
    evidence: [
      report('tests', 'junit.xml', TESTS, { 'tests.total': total, 'tests.failed': failed, 'tests.errored': errored }),
      report('findings', 'findings.sarif', FINDINGS, { 'lint.error': FINDINGS / 2, 'security.high': FINDINGS / 2 }),
      report('coverage', 'coverage.lcov', FILES, {
        'coverage.line.covered': line?.covered ?? 0,
        'coverage.line.total': line?.total ?? 0,
      }),
    ],
    gaps: [],
    tables: new Map([['', tables]]),
    paths: { mapped: FILES, unmapped: 0, examples: [] },
  }
}

function verdictOf(evidence: EvidenceSet): Verdict {
  const subject = { repository: 'octo-org/shop', sha: 'a'.repeat(40), run: 7, attempt: 1, pullRequest: 12 }
  return {
    schema: 'cicd-verdict/v1',
    action: 'quality-gate',
    name: 'quality-gate',
    ...assess(evidence, chooseRules('quality', []), { onUnknown: 'fail' }),
    subject,
    started: '2026-01-01T00:00:00.000Z',
    finished: '2026-01-01T00:00:01.000Z',
    version: '1.0.0',
  }
}

/** Bytes of every channel by name. Each is let go once it is made, as it is once it was written. */
function renderAll(verdict: Verdict, evidence: EvidenceSet): Readonly<Record<string, number>> {
  const document = verdictDocument(verdict)
  const sha256 = createHash('sha256').update(document).digest('hex')
  return {
    document: Buffer.byteLength(document),
    digest: Buffer.byteLength(verdictDigest(verdict, 'verdict.json', sha256)),
    summary: Buffer.byteLength(renderSummary(verdict, evidence)),
    comment: Buffer.byteLength(renderComment(verdict, evidence)),
    page: Buffer.byteLength(renderPage(verdict, evidence)),
    badge: Buffer.byteLength(renderBadge(verdict.status, { label: verdict.name })),
    terminal: Buffer.byteLength(renderTerminal(verdict, evidence, { colour: true, width: 120 })),
    annotations: Buffer.byteLength(JSON.stringify(renderAnnotations(verdict, evidence))),
    checkRun: Buffer.byteLength(
      JSON.stringify(renderAnnotations(verdict, evidence, { perLevel: MOST_CHECK_ANNOTATIONS })),
    ),
  }
}

const evidence = evidenceSet()
const verdict = verdictOf(evidence)
if (verdict.status !== 'fail') throw new Error(`the verdict should be fail and is ${verdict.status}`)
const started = performance.now()
const bytes = renderAll(verdict, evidence)
const seconds = (performance.now() - started) / 1000
writeFileSync(process.argv[2] ?? 'render.json', JSON.stringify({ seconds, bytes }))
