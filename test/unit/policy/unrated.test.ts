import { describe, expect, test } from '@jest/globals'
import { assess } from '../../../actions/shared/policy/assess.ts'
import type { Rule } from '../../../actions/shared/policy/rule.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { chooseRules } from '../../../actions/shared/policy/defaults.ts'
import { readingOf, readText, type ReadReport } from '../../support/read-report.ts'
import { baselineOf } from '../../support/baseline.ts'

/** What pip-audit says of packages, of which it rates none. */
function pipAudit(vulnerabilities: number): ReadReport {
  const vulns = Array.from({ length: vulnerabilities }, (_, at) => ({ id: `PYSEC-2024-${at}`, fix_versions: [] }))
  const dependencies = [{ name: 'flask', version: '0.5', vulns }]
  return readText(JSON.stringify({ dependencies, fixes: [] }), { format: 'pip-audit' })
}

function statusOf(vulnerabilities: number, rules: string | readonly Rule[], base?: Readonly<Record<string, number>>) {
  const report = pipAudit(vulnerabilities)
  const provenance = { file: 'pip-audit.json', sha256: '', bytes: 1, format: 'pip-audit' }
  const evidence = [{ ...readingOf(report), scope: {}, provenance }]
  const paths = { mapped: 0, unmapped: 0, examples: [] }
  const set = { evidence, gaps: [], tables: new Map([['', report.tables]]), paths }
  const parsed = typeof rules === 'string' ? rulesOf(rules) : rules
  const baseline = base && baselineOf(base)
  return assess(set, parsed, { onUnknown: 'fail', baseline }).reasons.map(({ status, message }) => ({
    status,
    message,
  }))
}

function rulesOf(text: string): readonly Rule[] {
  return text === 'defaults' ? chooseRules('security', []) : parseRules(text)
}

describe('findings of which no report says how severe they are', () => {
  test('are no proof that none of them is critical: the defaults cannot tell', () => {
    const [reason] = statusOf(3, 'defaults')
    expect(reason?.status).toBe('unknown')
    expect(reason?.message).toContain('no report says how severe 3 findings are')
    expect(reason?.message).toContain('security.unknown <= 3')
  })

  test('leave a rule that holds whatever they are', () => {
    expect(statusOf(2, 'security.high <= 2')).toMatchObject([{ status: 'pass' }])
    expect(statusOf(0, 'security.critical == 0')).toMatchObject([{ status: 'pass' }])
  })

  test('are settled by a rule about them', () => {
    expect(statusOf(3, 'security.critical == 0\nsecurity.unknown <= 3')).toMatchObject([
      { status: 'pass' },
      { status: 'pass' },
    ])
    expect(statusOf(4, 'security.critical == 0\nsecurity.unknown <= 3')[0]?.status).toBe('fail')
  })

  test.each([
    ['of a change', 'security.total.patch == 0', {}],
    ['of what is new', 'security.unknown.new <= 3', {}],
    ['of a label', 'security.total <= 9', { label: 'image' }],
    ['of some files', 'security.unknown <= 9', { paths: { globs: ['docs/**'], matches: () => false } }],
  ])('are not settled by a rule about those %s alone', (_, about, where) => {
    const rules = [...rulesOf('security.critical == 0'), ...rulesOf(about).map((rule) => ({ ...rule, ...where }))]
    const messages = statusOf(3, rules).flatMap(({ status, message }) => (status === 'unknown' ? [message] : []))
    expect(messages.join()).toContain('no report says how severe 3 findings are')
  })

  test('beside a base count as far as they are more than there', () => {
    const base = { 'security.critical': 0, 'security.unknown': 3 }
    expect(statusOf(3, 'security.critical <= base', base)).toMatchObject([{ status: 'pass' }])
    expect(statusOf(4, 'security.critical <= base', base)).toMatchObject([{ status: 'unknown' }])
  })
})
