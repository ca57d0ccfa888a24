import { describe, expect, test } from '@jest/globals'
import { Ajv, type ValidateFunction } from 'ajv'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { METRICS } from '../../../actions/shared/model/metrics.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { DEFAULT_RULES, chooseRules } from '../../../actions/shared/policy/defaults.ts'
import { applyExceptions } from '../../../actions/shared/policy/exceptions.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { metricsPage, policySchema } from '../../../scripts/metric-docs.ts'
import {
  addTest,
  contradiction,
  coverageReport,
  emptyTables,
  evidenceSet,
  lintFinding,
  lintReport,
  report,
  testReport,
} from './evidence-factory.ts'
import { baselineOf } from '../../support/baseline.ts'

const repository = path.join(import.meta.dirname, '../../..')
const read = (name: string) => readFileSync(path.join(repository, name), 'utf8')

/** The schema with everything it does not name refused, so that no field of ours is missing in it. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const)
  const isObject = 'properties' in schema && !('additionalProperties' in schema)
  return { ...Object.fromEntries(entries), ...(isObject ? { additionalProperties: false } : {}) }
}

function compile(schema: unknown): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: false, formats: { date: true } })
  return ajv.compile(schema as object)
}

const verdictSchema: unknown = JSON.parse(read('schemas/cicd-verdict-v1.schema.json'))
const isVerdict = compile(closed(verdictSchema))
const isPolicy = compile(JSON.parse(read('schemas/cicd-policy.schema.json')))

function verdictOf(change: Partial<Verdict> = {}): unknown {
  const set = evidenceSet(
    [
      coverageReport(1, 2, { tool: { name: 'coverage.py', version: '7.6' }, label: 'unit' }),
      testReport({ passed: 3, failed: 1 }, { doubts: [contradiction, { kind: 'reading', text: 'other' }] }),
      lintReport(0, { refused: 'not JSON', completeness: 'none', metrics: {} }),
      report({ metrics: { 'bundle.size': 1.5 } }),
    ],
    { gaps: [{ expected: 'a', found: 'b' }], paths: { mapped: 1, unmapped: 1, examples: ['x'] } },
  )
  const rules = [
    ...parseRules('bundle.size <= base * 1.1\na.b == 1\ncoverage.line >= base'),
    ...chooseRules('quality', []),
  ]
  const assessment = assess(set, rules, { onUnknown: 'fail', baseline: baselineOf({ 'coverage.line': 40 }) })
  const verdict: Verdict = {
    schema: 'cicd-verdict/v1',
    action: 'quality-gate',
    name: 'quality-gate',
    subject: {
      repository: 'acme/shop',
      sha: 'abc',
      ref: 'refs/heads/main',
      event: 'push',
      run: 1,
      attempt: 1,
      job: 'gate',
      leg: 'linux',
      pullRequest: 7,
    },
    started: '2026-11-21T10:00:00.000Z',
    finished: '2026-11-21T10:00:01.000Z',
    version: '1.0.0',
    ...assessment,
    ...change,
  }
  return JSON.parse(JSON.stringify(verdict))
}

describe('the schema of the verdict', () => {
  test('describes every field of a real verdict', () => {
    expect([isVerdict(verdictOf()), isVerdict.errors]).toEqual([true, null])
    expect([isVerdict(verdictOf({ subject: {}, evidence: [] })), isVerdict.errors]).toEqual([true, null])
  })

  test('describes what became of waivers and quarantined tests', async () => {
    const grant = "reason: r, owner: '@ops', expires: 2026-11-20"
    const policy = await parsePolicy(
      `waivers:\n  - { id: E501, paths: 'src/**', ${grant} }\nquarantine:\n  - { test: a, ${grant} }`,
      'cicd.yml',
    )
    const tables = emptyTables()
    tables.findings.add(lintFinding({ line: 3 }))
    addTest(tables.tests, '', 'a', 'failed')
    const set = evidenceSet([], { tables: new Map([['unit', tables]]) })
    const { waived } = applyExceptions(set, policy, { day: '2026-11-21' })
    expect(waived.map(({ matches }) => matches.length)).toEqual([1, 1])
    expect([isVerdict(verdictOf({ waived })), isVerdict.errors]).toEqual([true, null])
  })

  test.each<[string, object]>([
    ['another schema', { schema: 'cicd-verdict/v2' }],
    ['a status that is none', { status: 'green' }],
    ['no reason', { reasons: [] }],
    ['a time without a zone', { started: '2026-11-21 10:00' }],
    ['a metric that is no number', { metrics: { a: '5' } }],
  ])('refuses %s', (_, change) => {
    expect(isVerdict(verdictOf(change))).toBe(false)
  })

  test('lets later fields of v1 pass', () => {
    expect(compile(verdictSchema)({ ...(verdictOf() as object), later: 1 })).toBe(true)
  })
})

const POLICIES = [
  'quality: []',
  'quality:\n  - coverage.line >= 80\n  - coverage.line.patch >= 90\n  - bundle.size<=base * 1.1\n  - coverage.line >= base - 0.5 pp',
  "quality:\n  - { rule: lint.warning <= base, level: warn, paths: 'src/**' }\n  - { rule: tests.total >= base, label: unit }",
  "reports: ['label=unit reports/**.xml', '!reports/old/**']",
  "reports:\n  - { files: ['a/**', '!a/b'], format: junit, label: unit, exit-code: 0 }\n  - { files: x.log, matcher: m.json }",
  'reports:\n  - { files: x.log, format: problem-matcher, matcher: m.json }\n  - { files: y, format: "problem-matcher:m.json" }',
  "waivers:\n  - { id: CVE-1, paths: ['a', '!b'], reason: r, owner: '@ops', expires: 2027-01-31 }",
  "owners: ['@ops', '@acme/qa', a@example.com]\nquarantine:\n  - { test: 'Cart › *', reason: r, owner: '@ops', expires: 2027-01-31 }",
  'extends: acme/.github/cicd.yml@v1\nquality:\n  - { rule: coverage.line >= 80, locked: true, waivable: true }',
  'extends: [acme/.github/cicd.yml@1a2b3c, ./config/base/policy.yml, policy.yml, .github/policies/base.yml]',
]

const WRONG_POLICIES = [
  'extends: acme/.github/cicd.yml',
  'extends: https://example.com/cicd.yml@v1',
  'extends: acme/.github/cicd.yml@',
  'extends: [./a.yml, ./a.yml]',
  'quality:\n  - { rule: coverage.line >= 80, waivable: true }',
  'quality:\n  - { rule: coverage.line >= 80, locked: maybe }',
  'qualty: []',
  'quality:\n  - coverage.line => 80',
  'quality:\n  - coverage.lines >= 80',
  'quality:\n  - { rule: a.b == 1, level: error }',
  'quality:\n  - { level: warn }',
  'quality:\n  - { rule: lint.error == 0, paths: [] }',
  'waivers:\n  - { id: CVE-1 }',
  'reports: []',
  'reports: reports/**',
  'reports:\n  - { files: a, format: junitt }',
  'reports:\n  - { format: junit }',
  'reports:\n  - { files: a, format: junit, matcher: m.json }',
  'reports:\n  - { files: a, format: problem-matcher }',
  'reports:\n  - { files: a, exit-code: one }',
]

describe('the schema of the policy file', () => {
  test.each(POLICIES)('agrees with the parser that this is one: %s', async (text) => {
    await expect(parsePolicy(text, 'cicd.yml')).resolves.toBeDefined()
    expect([isPolicy(parse(text)), isPolicy.errors]).toEqual([true, null])
  })

  test.each(WRONG_POLICIES)('agrees with the parser that this is none: %s', async (text) => {
    await expect(parsePolicy(text, 'cicd.yml')).rejects.toThrow()
    expect(isPolicy(parse(text))).toBe(false)
  })

  test('knows every metric, every default, and the policy of our example', () => {
    const rules = [
      ...Object.keys(METRICS).map((metric) => `${metric} >= 1`),
      ...chooseRules('quality', []).map(({ text }) => text),
    ]
    expect([isPolicy({ quality: rules }), isPolicy.errors]).toEqual([true, null])
    expect(isPolicy(parse(read('examples/python-service/.github/cicd.yml')))).toBe(true)
  })

  test('completes every format of the registry, and no other', () => {
    const { definitions } = JSON.parse(read('schemas/cicd-policy.schema.json')) as {
      definitions: { reportObject: { properties: { format: { anyOf: [{ enum: string[] }] } } } }
    }
    expect(definitions.reportObject.properties.format.anyOf[0].enum.toSorted()).toEqual(
      FORMATS.map(({ id }) => id as string).toSorted(),
    )
  })

  test('is what the catalogue says; else run `node scripts/docs-metrics.mjs`', () => {
    expect(JSON.parse(read('schemas/cicd-policy.schema.json'))).toEqual(JSON.parse(JSON.stringify(policySchema())))
  })
})

test('docs/rules.md lists the defaults', () => {
  const rows = [...read('docs/rules.md').matchAll(/^\| `(.+?)`\s+\| (quality.*?)\s+\|$/gm)].map(([, rule]) => rule)
  expect(rows).toEqual(DEFAULT_RULES.quality)
})

test('docs/metrics.md names every metric as the catalogue does', () => {
  const words = (text: string) => text.replaceAll(/-{2,}/g, '--').replaceAll(/\s+/g, ' ')
  expect(words(read('docs/metrics.md'))).toBe(words(metricsPage()))
})
