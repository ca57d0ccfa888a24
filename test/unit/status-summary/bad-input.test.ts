import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { STATUSES } from '../../../actions/shared/model/status.ts'
import { parseNeeds, unknownNames } from '../../../actions/shared/policy/needs.ts'
import { assessNeeds } from '../../../actions/shared/policy/needs-assessment.ts'
import { readDigest, readVerdictDocument } from '../../../actions/shared/policy/needs-verdicts.ts'
import { assess, file, gate, OPTIONS } from './gates.ts'

const RUNS = { numRuns: Number(process.env['NEEDS_RUNS'] ?? 150) }

describe('needs', () => {
  it.each([
    ['nothing', '{}', /names no job, so there is nothing to judge: write `needs: \$\{\{ toJSON\(needs\) \}\}`/],
    ['the context itself, as GitHub writes an object', 'Object', /"Object" is not JSON: write/],
    ['half of it', '{"test": {"result": "succ', /is not JSON/],
    ['a list', '[{"result":"success"}]', /is not an object of jobs/],
    ['null', 'null', /is not an object of jobs/],
    ['a text', '"success"', /is not an object of jobs/],
    ['jobs that are none', '{"a":"success","b":null,"c":[]}', /the job "a" .*; the job "b" .*; the job "c"/],
    ['outputs that are none', '{"a":{"result":"success","outputs":"x"}}', /the job "a" is not as GitHub writes it/],
    [
      'more jobs than any workflow has',
      JSON.stringify(Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`j${index}`, {}]))),
      /names 6000 jobs/,
    ],
    ['very long names', `{"${'x'.repeat(1_000_000)}":1}`, /^.{0,400}$/],
  ])('is refused as %s', (_what, text, expected) => {
    expect(() => parseNeeds(text)).toThrow(ConfigurationError)
    expect(() => parseNeeds(text)).toThrow(expected)
  })

  it('takes any nesting, and names that JavaScript knows', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const text = `{"__proto__":{"result":"failure","outputs":{"__proto__":${deep},"constructor":1}},"constructor":{"result":"success"}}`
    const jobs = parseNeeds(text)
    expect(jobs.map(({ id, result }) => [id, result])).toEqual([
      ['__proto__', 'failure'],
      ['constructor', 'success'],
    ])
    expect(assessNeeds(jobs, [], [], OPTIONS).assessment.status).toBe('fail')
    expect(({} as { result?: string }).result).toBeUndefined()
  })

  it('does not take a result from where the JSON has none', () => {
    expect(assess({ toString: { ['__proto__' as string]: { result: 'success' } } }).assessment.status).toBe('unknown')
  })

  it('names the nearest job for each name that no job has', () => {
    const jobs = parseNeeds('{"test":{"result":"success"},"lint":{"result":"success"}}')
    expect(unknownNames(jobs, { 'allowed-skips': ['tset', 'lint'], gates: ['__proto__'] })).toEqual([
      'allowed-skips: "tset" is no job of needs; did you mean test?',
      'gates: "__proto__" is no job of needs',
    ])
  })
})

describe('digests and files', () => {
  const digest = (change: object): string =>
    JSON.stringify({ ...(JSON.parse(gate(['pass']).digest) as object), ...change })
  const document = (change: object): string =>
    JSON.stringify({ ...(JSON.parse(gate(['pass']).document) as object), ...change })

  it.each<[string, unknown, RegExp]>([
    ['no text', 5, /is not a text/],
    ['no JSON', 'pass', /is not JSON, so it is no cicd-verdict-digest\/v1/],
    ['a list', '[]', /names no schema/],
    ['of a later schema', digest({ schema: 'cicd-verdict-digest/v2' }), /use one version of the suite in all jobs/],
    ['the document itself', gate(['pass']).document, /has the schema "cicd-verdict\/v1"/],
    ['without a status', digest({ status: undefined }), /missing or wrong is status/],
    ['with a status that is none', digest({ status: 'green' }), /missing or wrong is status/],
    ['with counts that are none', digest({ counts: { pass: -1 } }), /missing or wrong is counts/],
    ['with reasons that are none', digest({ reasons: [{ status: 'pass' }] }), /missing or wrong is reasons/],
    ['without a hash', digest({ sha256: 'abc' }), /missing or wrong is sha256/],
    ['with a run that is none', digest({ run: '7' }), /missing or wrong is run/],
    [
      'better than its counts',
      digest({ counts: { pass: 1, warn: 0, unknown: 0, fail: 1 } }),
      /denies itself: its status is pass, but one of its reasons is fail/,
    ],
    ['better than its reasons', digest({ reasons: [{ status: 'fail', rule: 'r', message: 'm' }] }), /denies itself/],
    [
      'without any reason',
      digest({ reasons: [], counts: { pass: 0, warn: 0, unknown: 0, fail: 0 } }),
      /it has no reason/,
    ],
    ['longer than any', digest({ name: 'x'.repeat(70_000) }), /longer than any digest/],
  ])('a digest is refused that is %s', (_what, value, expected) => {
    const read = readDigest(value)
    expect('problem' in read ? read.problem : read).toEqual(expect.stringMatching(expected))
  })

  it.each<[string, string, RegExp]>([
    ['empty', ' \n', /is empty/],
    ['cut off', gate(['pass']).document.slice(0, 300), /is not JSON, so it is no cicd-verdict\/v1/],
    ['of a later schema', document({ schema: 'cicd-verdict/v2' }), /has the schema "cicd-verdict\/v2"/],
    ['a digest', gate(['pass']).digest, /has the schema "cicd-verdict-digest\/v1"/],
    ['without a subject', document({ subject: null }), /missing or wrong is subject/],
    ['without reasons', document({ reasons: [] }), /denies itself: its status is pass, but it has no reason/],
    ['better than its reasons', document({ reasons: [{ status: 'fail', rule: 'r', message: 'm' }] }), /denies itself/],
  ])('a file is refused that is %s', (_what, text, expected) => {
    const read = readVerdictDocument(text, 'f'.repeat(64))
    expect('problem' in read ? read.problem : read).toEqual(expect.stringMatching(expected))
  })

  it('takes what a later minor version adds', () => {
    expect(readDigest(digest({ later: { than: 'this' } }))).toHaveProperty('verdict')
    expect(readVerdictDocument(document({ later: 1 }), 'f'.repeat(64))).toHaveProperty('verdict')
  })

  it('a file that cannot be read is unknown in a row of its own', () => {
    const broken = { ...file('verdicts/a.json', gate(['pass'])), read: { problem: 'is empty' } }
    const { jobs, assessment } = assess({ test: { result: 'success' } }, {}, [broken])
    expect([assessment.status, jobs[0]?.id, jobs[0]?.message]).toEqual([
      'unknown',
      'verdicts/a.json',
      'verdicts/a.json is empty',
    ])
    expect(assessment.reasons[0]?.message).toBe('verdicts/a.json is empty')
    expect(assessment.evidence[0]).toMatchObject({ completeness: 'none', refused: 'is empty' })
  })
})

describe('whatever needs holds', () => {
  const results = fc.oneof(fc.constantFrom('success', 'failure', 'cancelled', 'skipped', 'Success', ''), fc.string())
  const digests = fc.subarray([...STATUSES], { minLength: 1 }).map((statuses) => gate(statuses).digest)
  const outputs = fc.dictionary(
    fc.constantFrom('verdict', 'status', 'verdict-file', 'other', '__proto__'),
    fc.oneof(digests, fc.constantFrom(...STATUSES), fc.jsonValue()),
  )
  const jobs = fc.record({ result: fc.oneof(results, fc.jsonValue()), outputs }, { requiredKeys: [] })
  const names = fc.constantFrom('test', 'lint', 'docs', '__proto__', 'constructor')

  it('is a ConfigurationError or a verdict with a reason per job', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.dictionary(names, fc.oneof(jobs, fc.jsonValue())).map((value) => JSON.stringify(value)),
        ),
        (text) => {
          let needed: ReturnType<typeof parseNeeds>
          try {
            needed = parseNeeds(text)
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigurationError)
            return
          }
          const { assessment } = assessNeeds(needed, [], [], OPTIONS)
          expect(STATUSES).toContain(assessment.status)
          expect(assessment.reasons).toHaveLength(needed.length)
        },
      ),
      RUNS,
    )
  })

  it('never passes with a job that was no success, unless its skip was allowed', () => {
    fc.assert(
      fc.property(
        fc.dictionary(names, jobs, { minKeys: 1 }),
        fc.subarray(['test', 'lint']),
        fc.subarray(['test', 'lint']),
        (needs, allowedSkips, allowedFailures) => {
          const needed = parseNeeds(JSON.stringify(needs))
          const { assessment } = assessNeeds(needed, [], [], { ...OPTIONS, allowedSkips, allowedFailures })
          if (assessment.status !== 'pass') return
          for (const { id, result } of needed) {
            if (result !== 'success') expect([result, allowedSkips]).toEqual(['skipped', expect.arrayContaining([id])])
          }
        },
      ),
      RUNS,
    )
  })

  it('never passes with a verdict in it that does not', () => {
    fc.assert(
      fc.property(fc.dictionary(names, jobs, { minKeys: 1 }), digests, (needs, digest) => {
        const { status } = JSON.parse(digest) as { status: string }
        const all = { ...needs, gate: { result: 'success', outputs: { verdict: digest } } }
        const { assessment } = assess(all, { allowedSkips: Object.keys(needs), allowedFailures: Object.keys(needs) })
        if (status !== 'pass') expect(assessment.status).not.toBe('pass')
      }),
      RUNS,
    )
  })

  it('is at best as good as without an allowance taken away', () => {
    fc.assert(
      fc.property(
        fc.dictionary(names, jobs, { minKeys: 1 }),
        fc.subarray(['test', 'lint', 'docs']),
        (needs, allowed) => {
          const rank = (options: object) => STATUSES.indexOf(assess(needs, options).assessment.status)
          expect(rank({ allowedSkips: allowed, allowedFailures: allowed })).toBeLessThanOrEqual(rank({}))
        },
      ),
      RUNS,
    )
  })
})
