import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { STATUSES } from '../../../actions/shared/model/status.ts'
import type { Reason, Verdict } from '../../../actions/shared/model/verdict.ts'
import { DIGEST_BYTES, verdictDigest } from '../../../actions/shared/runtime/verdict-digest.ts'
import { verdictDocument, verdictFileName } from '../../../actions/shared/runtime/verdict-file.ts'

function reason(overrides: Partial<Reason> = {}): Reason {
  return {
    status: 'fail',
    rule: 'tests.failed == 0',
    message: '2 failed tests',
    scope: {},
    unit: '',
    source: 'input',
    evidence: [0],
    ...overrides,
  }
}

function verdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    schema: 'cicd-verdict/v1',
    action: 'quality-gate',
    name: 'quality-gate',
    subject: { sha: 'c0ffee', run: 7 },
    status: 'fail',
    reasons: [reason()],
    metrics: { 'tests.total': 3, 'coverage.line': 71.4 },
    evidence: [],
    paths: { mapped: 0, unmapped: 0, examples: [] },
    started: '2026-11-21T12:00:00.000Z',
    finished: '2026-11-21T12:00:01.000Z',
    version: '1.0.0',
    ...overrides,
  }
}

describe('the document of a verdict', () => {
  it('is the same bytes for the same verdict, however its objects were built', () => {
    const turned = Object.fromEntries(Object.entries(verdict()).reverse()) as unknown as Verdict
    const metrics = { 'coverage.line': 71.4, 'tests.total': 3 }
    expect(verdictDocument({ ...turned, metrics })).toBe(verdictDocument(verdict()))
  })

  it('begins with its schema and ends with a line end', () => {
    const document = verdictDocument(verdict())
    expect(document).toMatch(/^\{\n {2}"schema": "cicd-verdict\/v1",\n {2}"action"/)
    expect(document.endsWith('}\n')).toBe(true)
    expect(JSON.parse(document)).toEqual(JSON.parse(JSON.stringify(verdict())))
  })

  it('refuses to say null where a number is not finite', () => {
    expect(() => verdictDocument(verdict({ metrics: { x: Number.NaN } }))).toThrow('JSON cannot say')
  })
})

describe('the name of a verdict file', () => {
  const name = (gate: string, subject = {}): string =>
    verdictFileName(gate, subject, (text) => `<${text.replaceAll('\n', '|')}>`)

  it.each([
    ['quality-gate', {}, 'quality-gate.json'],
    ['quality-gate', { job: 'test' }, 'quality-gate.test.json'],
    ['Unit tests', {}, 'unit-tests-<Unit tests>.json'],
    ['gate', { job: 'test', leg: 'os: ubuntu' }, 'gate.test.os-ubuntu-<gate|test|os: ubuntu>.json'],
    ['../../etc/passwd', {}, 'etc-passwd-<../../etc/passwd>.json'],
    ['質', {}, 'verdict-<質>.json'],
  ])('of %j with %j is %s', (gate, subject, expected) => {
    expect(name(gate, subject)).toBe(expected)
  })
})

describe('the digest of a verdict', () => {
  it('counts all reasons and holds the worst', () => {
    const reasons = [reason(), reason({ status: 'unknown' }), reason({ status: 'pass' })]
    const digest: unknown = JSON.parse(verdictDigest(verdict({ reasons }), '/tmp/v.json', 'ab12'))
    expect(digest).toMatchObject({
      schema: 'cicd-verdict-digest/v1',
      status: 'fail',
      counts: { pass: 1, warn: 0, unknown: 1, fail: 1 },
      reasonsLeftOut: 0,
      file: '/tmp/v.json',
      sha256: 'ab12',
      sha: 'c0ffee',
      run: 7,
    })
  })

  it('is one line of at most 6 KiB, whatever the verdict holds', () => {
    const long = fc.string({ unit: 'binary', maxLength: 3_000 })
    const reasons = fc.array(
      fc.record({ status: fc.constantFrom(...STATUSES), message: long, rule: long, scope: fc.record({ label: long }) }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(reasons, long, long, long, (parts, name, leg, file) => {
        const given = verdict({
          name,
          subject: { leg, job: name, sha: leg },
          reasons: parts.map((part) => reason(part)),
        })
        const digest = verdictDigest(given, file, 'f'.repeat(64))
        expect(new TextEncoder().encode(digest).length).toBeLessThanOrEqual(DIGEST_BYTES)
        expect(digest).not.toMatch(/[\r\n]/)
        const { reasons: kept, reasonsLeftOut } = JSON.parse(digest) as { reasons: unknown[]; reasonsLeftOut: number }
        expect(kept.length + reasonsLeftOut).toBe(parts.length)
      }),
      { numRuns: 200 },
    )
  })
})
