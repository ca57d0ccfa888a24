import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import { FINDINGS_KEPT, type Finding } from '../../../actions/shared/model/findings.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { applyExceptions, withExpired } from '../../../actions/shared/policy/exceptions.ts'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import type { Waiver } from '../../../actions/shared/policy/policy-waivers.ts'
import type { Rule } from '../../../actions/shared/policy/rule.ts'
import { parseRule, parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { contradiction, emptyTables, evidenceSet, lintFinding, lintReport } from './evidence-factory.ts'

const DAY = '2026-11-21'

function waiver(change: Partial<Waiver> = {}): Waiver {
  return {
    id: 'E501',
    reason: 'generated',
    owner: '@ops',
    expires: '2027-01-31',
    source: '.github/cicd.yml',
    line: 7,
    ...change,
  }
}

/** One lint report of these findings under each label. */
function found(byLabel: Readonly<Record<string, readonly Partial<Finding>[]>>, change: Partial<EvidenceSet> = {}) {
  const labels = Object.entries(byLabel)
  const tables = new Map(labels.map(([label]) => [label, emptyTables()]))
  const reports = labels.map(([label, findings]) => {
    for (const finding of findings) tables.get(label)!.findings.add(lintFinding(finding))
    return lintReport(findings.length, label === '' ? {} : { label })
  })
  return evidenceSet(reports, { tables, ...change })
}

function apply(set: EvidenceSet, waivers: readonly Waiver[], day = DAY, rules: readonly Rule[] = []) {
  return applyExceptions(set, { waivers, quarantine: [] }, { day, rules })
}

function errorsIn(set: EvidenceSet): number | undefined {
  return assess(set, [], { onUnknown: 'fail' }).metrics['lint.error']
}

const CLEAN = parseRules('lint.error == 0')

describe('a waiver', () => {
  const set = found({ '': [{ line: 1 }, { line: 2, path: 'gen/b.py' }, { rule: 'F401' }] })

  test('takes what it matches out of every count, whatever the case of its id', () => {
    const { set: excused, waived } = apply(set, [waiver({ id: 'e501' })])
    expect(errorsIn(excused)).toBe(1)
    expect(excused.tables.get('')!.findings.rows).toHaveLength(3)
    expect([...excused.forgiven!.findings.values()]).toEqual(
      Array(2).fill('waived by @ops until 2027-01-31: generated'),
    )
    expect(waived).toEqual([
      {
        kind: 'finding',
        id: 'E501'.toLowerCase(),
        reason: 'generated',
        owner: '@ops',
        expires: '2027-01-31',
        source: '.github/cicd.yml',
        line: 7,
        state: 'holds',
        matched: 2,
        matches: [
          { metric: 'lint.error', tool: 'ruff', path: 'src/a.py', line: 1 },
          { metric: 'lint.error', tool: 'ruff', path: 'gen/b.py', line: 2 },
        ],
      },
    ])
  })

  test('does not match a part of an id', () => {
    expect(errorsIn(apply(set, [waiver({ id: 'E50' }), waiver({ id: 'E5012' }), waiver({ id: '*' })]).set)).toBe(3)
  })

  test('with paths forgives only there, and nothing that names no file', async () => {
    const nowhere = found({ '': [{ path: 'gen/a.py' }, { path: 'src/a.py' }, { path: undefined }] })
    const paths = await compilePaths(['gen/**'])
    expect(errorsIn(apply(nowhere, [waiver({ paths })]).set)).toBe(2)
  })

  test('forgives under every label, and rules with a label or paths see it', async () => {
    const labelled = found({ unit: [{}], api: [{}, { rule: 'F401' }] })
    const { set: excused } = apply(labelled, [waiver()])
    const paths = await compilePaths(['src/**'])
    const rules = [
      parseRule('lint.error == 0', { source: 'input', label: 'unit' }),
      parseRule('lint.error == 1', { source: 'input', label: 'api' }),
      parseRule('lint.total == 1', { source: 'input', label: 'api', paths }),
      parseRule('lint.total == 1', { source: 'input' }),
    ]
    const { reasons } = assess(excused, rules, { onUnknown: 'fail' })
    expect(reasons.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass'])
  })

  test.each([
    ['2027-01-31', 'expiring', 0],
    ['2027-02-01', 'expired', 3],
    ['2027-01-17', 'expiring', 0],
    ['2027-01-16', 'holds', 0],
  ])('that ends on 2027-01-31 is on %s: %s', (day, state, errors) => {
    const all = [waiver(), waiver({ id: 'F401' })]
    const { set: excused, waived } = apply(set, all, day)
    expect(waived.map((record) => record.state)).toEqual([state, state])
    expect(errorsIn(excused)).toBe(errors)
  })

  test.each([
    ['2027-01-31', 'the waiver of E501 (@ops): its last day is today, 2027-01-31'],
    ['2027-01-30', 'the waiver of E501 (@ops): its last day is tomorrow, 2027-01-31'],
    ['2027-01-20', 'the waiver of E501 (@ops): its last day is in 11 days, 2027-01-31'],
    [
      '2027-03-01',
      'the waiver of E501 (@ops) expired after 2027-01-31; 2 findings count again: fix what it forgave, or agree anew',
    ],
    ['2025-01-01', 'the waiver of E501 (@ops) holds for more than a year, until 2027-01-31'],
  ])('says on %s: %s', (day, note) => {
    expect(apply(set, [waiver()], day).waived[0]?.note).toBe(note)
  })

  test('that has expired beside one that holds counts for nothing, and its findings stay forgiven', () => {
    const { set: excused, waived } = apply(set, [waiver({ expires: '2026-01-01' }), waiver()])
    expect(errorsIn(excused)).toBe(1)
    expect(waived.map(({ state, matched }) => [state, matched])).toEqual([
      ['expired', 0],
      ['holds', 2],
    ])
    expect(waived[0]?.note).toMatch(/expired after 2026-01-01; remove it$/)
  })

  test.each([
    [
      { id: 'F400' },
      'the waiver of F400 (@ops) matches nothing that was read; the nearest id that was found is F401; remove it if that is right',
    ],
    [
      { id: 'CVE-2024-12345' },
      'the waiver of CVE-2024-12345 (@ops) matches nothing that was read; remove it if that is right',
    ],
  ])('that matches nothing is stale, and names what may have been meant: %j', (change, note) => {
    expect(apply(set, [waiver(change)]).waived).toMatchObject([{ state: 'stale', matched: 0, note }])
  })

  test('whose paths leave its findings out says where they are', async () => {
    const paths = await compilePaths(['lib/**'])
    expect(apply(set, [waiver({ paths })]).waived[0]?.note).toBe(
      'the waiver of E501 for lib/** (@ops) matches nothing that was read: E501 is found in src/a.py and 1 more, which its paths leave out; remove it if that is right',
    )
  })

  test('is not called stale where not everything was seen', () => {
    const gap = { expected: 'bandit.json', found: 'no file matches' }
    const doubted = evidenceSet([lintReport(0, { doubts: [contradiction] })], {
      tables: new Map([['', emptyTables()]]),
    })
    for (const unseen of [evidenceSet([]), doubted, { ...set, gaps: [gap] }]) {
      expect(apply(unseen, [waiver({ id: 'B602' })]).waived[0]?.state).toBe('holds')
    }
  })

  test('cannot reach what is only counted, and says so', () => {
    const tables = emptyTables()
    tables.findings.add(lintFinding())
    tables.findings.addCount('lint', 'error', 4)
    const { set: excused, notices } = apply(evidenceSet([lintReport(5)], { tables: new Map([['', tables]]) }), [
      waiver(),
    ])
    expect(errorsIn(excused)).toBe(4)
    expect(notices).toEqual(['4 findings are only counted, without text: no waiver can forgive what nobody can name'])
    expect(FINDINGS_KEPT).toBe(25_000)
  })

  test('forgives no finding that a report states and that nobody lists', () => {
    const tables = emptyTables()
    tables.findings.add(lintFinding())
    const stated = evidenceSet([lintReport(2)], { tables: new Map([['', tables]]) })
    expect(errorsIn(apply(stated, [waiver()]).set)).toBe(1)
  })

  test('forgives none that is listed beside what it means where a report states too few', () => {
    const tables = emptyTables()
    tables.findings.add(lintFinding())
    tables.findings.add(lintFinding({ rule: 'F401' }))
    const stated = evidenceSet([lintReport(1)], { tables: new Map([['', tables]]) })
    expect(errorsIn(apply(stated, [waiver()]).set)).toBe(1)
  })

  test('of another policy does not reach what a locked rule counts', () => {
    const locked: Rule = { ...CLEAN[0]!, source: 'org.yml', line: 3, locked: true, forgivenBy: ['org.yml'] }
    const ours = apply(set, [waiver()], DAY, [locked])
    expect(errorsIn(ours.set)).toBe(3)
    expect(ours.waived).toMatchObject([
      {
        state: 'locked',
        matched: 0,
        note: 'the waiver of E501 (@ops) does not reach 2 findings: org.yml:3 has locked lint.error == 0',
      },
    ])
    expect(errorsIn(apply(set, [waiver({ source: 'org.yml' })], DAY, [locked]).set)).toBe(1)
  })
})

describe('a reason that fails', () => {
  const set = found({ '': [{}, { rule: 'F401' }] })
  const old = waiver({ expires: '2026-11-20' })

  test('names the waivers that have expired', () => {
    const { set: excused, waived } = apply(set, [old])
    const { reasons } = assess(excused, CLEAN, { onUnknown: 'fail' })
    expect(withExpired(reasons, waived, CLEAN)[0]?.message).toBe(
      'lint findings of level error: 2, must be 0; the waiver of E501 (@ops) expired after 2026-11-20',
    )
  })

  test.each([
    ['another family', 'types.error == 0'],
    ['another rank', 'lint.warning <= 0'],
    ['no failure', 'lint.error <= 5'],
  ])('does not where it is about %s', (_, text) => {
    const rules = parseRules(text)
    const { set: excused, waived } = apply(set, [old])
    const { reasons } = assess(excused, rules, { onUnknown: 'fail' })
    expect(withExpired(reasons, waived, rules)).toEqual(reasons)
  })
})

describe('whatever is waived', () => {
  const RULE_IDS = ['E501', 'F401', 'B602'] as const
  const finding = fc.record({
    rule: fc.constantFrom(...RULE_IDS),
    rank: fc.constantFrom('error', 'warning'),
    line: fc.integer({ min: 1, max: 4 }),
  })
  const waivers = fc.array(
    fc.record({
      id: fc.constantFrom(...RULE_IDS, 'X'),
      expires: fc.constantFrom('2026-11-20', '2026-11-21', '2030-01-01'),
    }),
    { maxLength: 4 },
  )
  const sets = fc
    .record({
      findings: fc.array(finding, { maxLength: 8 }),
      extra: fc.integer({ min: 0, max: 3 }),
      isDoubted: fc.boolean(),
      isMissing: fc.boolean(),
    })
    .map(({ findings, extra, isDoubted, isMissing }) => {
      const tables = emptyTables()
      for (const one of findings) tables.findings.add(lintFinding(one))
      const errors = findings.filter(({ rank }) => rank === 'error').length + extra
      const report = lintReport(errors, isDoubted ? { doubts: [contradiction] } : {})
      const gaps = isMissing ? [{ expected: 'a', found: 'b' }] : []
      return evidenceSet([report], { tables: new Map([['', tables]]), gaps })
    })
  const rules = parseRules('lint.error == 0\nlint.total <= 2')

  test('no count falls by more than the findings that it lost', () => {
    fc.assert(
      fc.property(sets, waivers, (set, list) => {
        const { set: excused } = apply(set, list.map(waiver))
        const before = assess(set, [], { onUnknown: 'fail' }).metrics
        const after = assess(excused, [], { onUnknown: 'fail' }).metrics
        for (const rank of ['error', 'warning'] as const) {
          const lost = [...excused.forgiven!.findings.keys()].filter((one) => one.rank === rank).length
          const fall = (before[`lint.${rank}`] ?? 0) - (after[`lint.${rank}`] ?? 0)
          expect(fall).toBeGreaterThanOrEqual(0)
          expect(fall).toBeLessThanOrEqual(lost)
        }
      }),
    )
  })

  test('nothing that could not be told becomes a pass', () => {
    fc.assert(
      fc.property(sets, waivers, (set, list) => {
        const { set: excused } = apply(set, list.map(waiver))
        const before = assess(set, rules, { onUnknown: 'fail' })
        const after = assess(excused, rules, { onUnknown: 'fail' })
        const unknown = (reasons: typeof before.reasons) => reasons.filter(({ status }) => status === 'unknown').length
        expect(unknown(after.reasons)).toBeGreaterThanOrEqual(unknown(before.reasons))
        if (before.status === 'unknown') expect(after.status).toBe('unknown')
      }),
    )
  })

  test('one that has expired is as good as none', () => {
    fc.assert(
      fc.property(sets, waivers, (set, list) => {
        const { set: excused } = apply(
          set,
          list.map((change) => waiver({ ...change, expires: '2026-11-20' })),
        )
        expect(assess(excused, rules, { onUnknown: 'fail' })).toEqual(assess(set, rules, { onUnknown: 'fail' }))
      }),
    )
  })
})
