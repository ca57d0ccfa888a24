import { describe, expect, it } from '@jest/globals'
import { STATUSES, type Status, worstOf } from '../../../actions/shared/model/status.ts'
import { assess, file, gate, THIS_RUN } from './gates.ts'

type Allowed = 'nothing' | 'failure' | 'skip'

const ALLOWED: Record<Allowed, object> = {
  nothing: {},
  failure: { allowedFailures: ['test'] },
  skip: { allowedSkips: ['test'] },
}

/** What a result counts as by itself, with nothing, its failure or its skip allowed. */
const RESULTS: readonly (readonly [string | undefined, Readonly<Record<Allowed, Status>>])[] = [
  ['success', { nothing: 'pass', failure: 'pass', skip: 'pass' }],
  ['failure', { nothing: 'fail', failure: 'warn', skip: 'fail' }],
  ['cancelled', { nothing: 'unknown', failure: 'unknown', skip: 'unknown' }],
  ['skipped', { nothing: 'unknown', failure: 'unknown', skip: 'pass' }],
  ['timed_out', { nothing: 'unknown', failure: 'unknown', skip: 'unknown' }],
  ['', { nothing: 'unknown', failure: 'unknown', skip: 'unknown' }],
  ['Success', { nothing: 'unknown', failure: 'unknown', skip: 'unknown' }],
  [undefined, { nothing: 'unknown', failure: 'unknown', skip: 'unknown' }],
]

const rows = RESULTS.flatMap(([result, expected]) =>
  (['nothing', 'failure', 'skip'] as const).map((allowed) => ({ result, allowed, byResult: expected[allowed] })),
)

describe.each(rows)('the result $result with $allowed allowed', ({ result, allowed, byResult }) => {
  const statusOf = (outputs: object, options: object = {}, files: Parameters<typeof assess>[2] = []) =>
    assess({ test: { result, outputs } }, { ...ALLOWED[allowed], ...options }, files).assessment.status

  it(`is ${byResult} by itself`, () => {
    expect(statusOf({})).toBe(byResult)
  })

  it.each(STATUSES)('is the worse of the two with the verdict %s, from an output or from a file', (verdict) => {
    const weighed = verdict === 'fail' && allowed === 'failure' ? 'warn' : verdict
    const expected = worstOf([byResult, weighed])
    const left = gate([verdict, 'pass'])
    expect([
      statusOf({ verdict: left.digest }),
      statusOf({}, {}, [file('a.json', left)]),
      statusOf({ verdict: left.digest }, {}, [file('a.json', left)]),
    ]).toEqual([expected, expected, expected])
  })

  it('is unknown at best for a gate that ended and left nothing', () => {
    const hasEnded = result === 'success' || result === 'failure'
    const expected = hasEnded ? worstOf([byResult, 'unknown']) : byResult
    expect([
      statusOf({}, { gates: ['test'] }),
      statusOf({ 'verdict-file': '/tmp/a.json' }),
      statusOf({ status: 'pass' }),
      statusOf({ verdict: '' }),
    ]).toEqual([expected, expected, expected, expected])
  })

  it('is unknown at best with a verdict that cannot be read, whatever is allowed', () => {
    expect(statusOf({ verdict: 'approved' })).toBe(worstOf([byResult, 'unknown']))
  })

  it('is never made better than a warning by on-unknown: warn, unless it is a pass anyway', () => {
    expect(statusOf({}, { onUnknown: 'warn' })).toBe(byResult === 'unknown' ? 'warn' : byResult)
  })
})

describe('reasons', () => {
  const messageOf = (...given: Parameters<typeof assess>): string =>
    assess(...given).assessment.reasons[0]?.message ?? ''
  const fail = gate(['fail', 'pass'])

  it.each<[string, Parameters<typeof assess>, RegExp]>([
    ['a success', [{ test: { result: 'success' } }], /^test: succeeded$/],
    ['a failure', [{ test: { result: 'failure' } }], /^test: failed; its log says why$/],
    ['a cancellation', [{ test: { result: 'cancelled' } }], /was cancelled or ran into its time limit, so nothing/],
    ['a skip', [{ test: { result: 'skipped' } }], /was skipped, so nothing of it was seen; .* allowed-skips$/],
    [
      'a skip with leave',
      [{ test: { result: 'skipped' } }, { allowedSkips: ['test'] }],
      /which allowed-skips permits$/,
    ],
    [
      'a failure with leave',
      [{ test: { result: 'failure' } }, { allowedFailures: ['test'] }],
      /allowed-failures permits$/,
    ],
    ['no result', [{ test: {} }], /^test: has no result$/],
    [
      'another result',
      [{ test: { result: 'x' } }],
      /the result "x", which is none of success, failure, cancelled, skipped/,
    ],
    [
      'a gate whose failure does not count',
      [{ test: { result: 'success', outputs: { verdict: fail.digest } } }],
      /^test: quality-gate: reason 0 is fail \(the job counts as a success: continue-on-error\)$/,
    ],
    [
      'a gate that failed',
      [{ test: { result: 'failure', outputs: { verdict: fail.digest } } }],
      /^test: quality-gate: reason 0 is fail$/,
    ],
    [
      'a gate that passed in a job that failed',
      [{ test: { result: 'failure', outputs: { verdict: gate(['pass']).digest } } }],
      /^test: failed; its log says why \(quality-gate: 1 of 1 hold\)$/,
    ],
    [
      'a gate without a verdict, with the fix',
      [{ test: { result: 'success', outputs: {} } }, { gates: ['test'] }],
      /left no verdict: give the job `outputs: verdict: \$\{\{ .* \}\}`, or upload its verdict file/,
    ],
    [
      'a gate that only says fail',
      [{ test: { result: 'success', outputs: { status: 'fail' } } }],
      /says in its output status that it failed/,
    ],
  ])('of %s', (_what, given, expected) => {
    expect(messageOf(...given)).toMatch(expected)
  })

  it('are one per job, the worst first, and name the job as their rule', () => {
    const needs = {
      a: { result: 'success' },
      b: { result: 'skipped' },
      c: { result: 'failure' },
      d: { result: 'success' },
    }
    const { reasons, metrics } = assess(needs).assessment
    expect(reasons.map(({ rule, status }) => `${rule} ${status}`)).toEqual([
      'needs.c fail',
      'needs.b unknown',
      'needs.a pass',
      'needs.d pass',
    ])
    expect(metrics).toEqual({
      'pipeline.jobs.total': 4,
      'pipeline.jobs.passed': 2,
      'pipeline.jobs.warned': 0,
      'pipeline.jobs.unknown': 1,
      'pipeline.jobs.failed': 1,
      'pipeline.jobs.skipped': 1,
    })
  })
})

describe('verdicts of gates', () => {
  const one = (outputs: object, files: Parameters<typeof assess>[2] = [], options: object = {}) =>
    assess({ test: { result: 'success', outputs } }, options, files)

  it('are found under any name of an output, so that a job can have two gates', () => {
    const outputs = { quality: gate(['pass']).digest, security: gate(['fail'], { name: 'security' }).digest }
    const [job] = one(outputs).jobs
    expect([job?.status, job?.verdicts.length]).toEqual(['fail', 2])
  })

  it('leave a job without any that has outputs of its own alone', () => {
    expect(one({ status: 'deployed', version: '1.2.3', note: '{"schema":"other"}' }).assessment.status).toBe('pass')
  })

  it('count each matrix leg, of which the output is only the last', () => {
    const leg = (os: string, ...statuses: Status[]) => gate(statuses, { subject: { leg: `os: ${os}` } })
    const [linux, mac, windows] = [leg('linux', 'pass'), leg('mac', 'fail'), leg('windows', 'pass')]
    const files = [file('l.json', linux), file('m.json', mac), file('w.json', windows)]
    const { jobs, notices, assessment } = one({ verdict: windows.digest }, files)
    expect([jobs[0]?.status, jobs[0]?.verdicts.length, notices]).toEqual(['fail', 3, []])
    expect(jobs[0]?.message).toContain('quality-gate (os: mac): reason 0 is fail')
    expect(assessment.reasons[0]?.evidence).toEqual([0, 1, 2])
    expect(assessment.evidence).toMatchObject([{ file: 'l.json', kind: 'verdict', sha256: linux.sha256 }, {}, {}])
  })

  it('say where only the last leg of a matrix is seen', () => {
    const { notices } = one({ verdict: gate(['pass'], { subject: { leg: 'os: linux' } }).digest })
    expect(notices).toEqual([expect.stringContaining('only that of os: linux is seen; upload the verdict files')])
  })

  it.each<[string, object, RegExp]>([
    ['commit', { sha: 'c0ffee' }, /is of another commit \(c0ffee, this is ffac537/],
    ['run', { run: 5 }, /is of another run/],
    ['repository', { repository: 'evil/fork' }, /is of another repository/],
    ['attempt', { attempt: 9 }, /says that it is of attempt 9, and this is 1/],
    ['commit that it does not name', { sha: undefined }, /does not say of which commit it is/],
  ])('are refused where they are of another %s', (_what, subject, expected) => {
    const other = gate(['pass'], { subject })
    const fromFile = one({}, [file('a.json', other)])
    expect([fromFile.assessment.status, fromFile.jobs[0]?.message]).toEqual([
      'unknown',
      expect.stringMatching(expected),
    ])
    // A digest does not say its repository.
    if (!('repository' in subject)) expect(one({ verdict: other.digest }).assessment.status).toBe('unknown')
  })

  it('are compared with nothing at a terminal', () => {
    const other = gate(['pass'], { subject: { sha: 'c0ffee', run: 5, repository: 'a/b' } })
    expect(one({}, [file('a.json', other)], { thisRun: {} }).assessment.status).toBe('pass')
  })

  it('are refused where the file was changed after the gate wrote it', () => {
    const { jobs, assessment } = one({ verdict: gate(['fail']).digest }, [file('a.json', gate(['pass']))])
    expect([assessment.status, jobs[0]?.message]).toEqual([
      'unknown',
      expect.stringContaining('names another SHA-256 than a.json has'),
    ])
  })

  it('count once where the file was downloaded twice', () => {
    const same = gate(['pass'])
    expect(one({ verdict: same.digest }, [file('a.json', same), file('b.json', same)]).jobs[0]?.verdicts).toHaveLength(
      1,
    )
  })

  it('of an older attempt give way to the newer one of the same gate and leg, and only of that', () => {
    const attempt = (number: number, leg: string, status: Status) =>
      gate([status], { subject: { attempt: number, leg } })
    const files = [
      file('1.json', attempt(1, 'a', 'fail')),
      file('2.json', attempt(2, 'a', 'pass')),
      file('3.json', attempt(1, 'b', 'warn')),
    ]
    const { jobs } = one({}, files, { thisRun: { ...THIS_RUN, attempt: 2 } })
    expect([jobs[0]?.status, jobs[0]?.verdicts.map(({ place }) => place)]).toEqual(['warn', ['3.json', '2.json']])
  })

  it('of an output give way to the file of a newer attempt, and the other way round, and are no contradiction', () => {
    const [old, young] = [gate(['fail'], { subject: { attempt: 1 } }), gate(['pass'], { subject: { attempt: 2 } })]
    const options = { thisRun: { ...THIS_RUN, attempt: 2 } }
    expect(one({ verdict: old.digest }, [file('a.json', young)], options).assessment.status).toBe('pass')
    expect(one({ verdict: young.digest }, [file('a.json', old)], options).assessment.status).toBe('pass')
  })

  it('of the inner job of a reusable workflow belong to the job whose digest names them', () => {
    const inner = (leg: string, status: Status) => gate([status], { subject: { job: 'inner', leg } })
    const last = inner('b', 'pass')
    const { jobs } = one({ verdict: last.digest }, [file('a.json', inner('a', 'fail')), file('b.json', last)])
    expect(jobs.map(({ id, status }) => [id, status])).toEqual([['test', 'fail']])
  })

  it('of a job that is not in needs count all the same, in a row of their own', () => {
    const { jobs, assessment } = one({}, [file('a.json', gate(['fail'], { subject: { job: 'deploy' } }))])
    expect(jobs.map(({ id, status, isNeeded }) => [id, status, isNeeded])).toEqual([
      ['deploy', 'fail', false],
      ['test', 'pass', true],
    ])
    expect(assessment.reasons[0]).toMatchObject({ status: 'fail', rule: 'verdict of deploy' })
  })

  it('keep the warning that the gate itself made of an unknown', () => {
    expect(one({ verdict: gate(['unknown', 'pass'], { onUnknown: 'warn' }).digest }).assessment.status).toBe('warn')
  })
})

describe('a glob of verdict files that matches nothing', () => {
  const gap = { expected: 'v/*.json', found: 'no file matches' }
  const skipped = { result: 'skipped', outputs: {} }
  const success = { result: 'success', outputs: { verdict: gate(['pass']).digest } }

  it.each<[string, object, object, Status]>([
    ['by itself', { a: success }, {}, 'unknown'],
    ['where the user chose to be warned', { a: success }, { onUnknown: 'warn' }, 'warn'],
    ['where all named gates are skipped with leave', { a: skipped }, { gates: ['a'], allowedSkips: ['a'] }, 'pass'],
    ['where no gate is named', { a: skipped }, { allowedSkips: ['a'] }, 'unknown'],
    ['where one gate ran', { a: skipped, b: success }, { gates: ['a', 'b'], allowedSkips: ['a', 'b'] }, 'unknown'],
    ['where a gate is skipped without leave', { a: skipped }, { gates: ['a'] }, 'unknown'],
  ])('%s', (_what, needs, options, expected) => {
    expect(assess(needs, options, [], [gap]).assessment.status).toBe(expected)
  })
})
