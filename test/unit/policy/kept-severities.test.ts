import { describe, expect, test } from '@jest/globals'
import type { Finding, Severity } from '../../../actions/shared/model/findings.ts'
import type { SeverityStatement } from '../../../actions/shared/model/security.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { mergeTables } from '../../../actions/shared/policy/merged-tables.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import { explain, factsOf } from '../../../actions/shared/render/explanation.ts'
import { emptyTables, evidenceSet, lintFinding, report } from './evidence-factory.ts'

const NVD: SeverityStatement = { source: 'nvd', cvss: { version: '3.1', score: 9.8 } }

function vulnerability(id: string, rank: Severity, severities: readonly SeverityStatement[]): Finding {
  return {
    ...{ family: 'security', rank, tool: 'trivy', rule: id, message: 'm', path: 'package-lock.json' },
    details: {
      kind: 'vulnerability',
      ids: [id],
      package: { ecosystem: 'npm', name: 'lodash', version: '4.17.1' },
      severities,
    },
  }
}

/** The facts named Severity that `cicd explain` tells of each rule. */
function severitiesOf(rules: string, findings: readonly Finding[]): readonly (readonly string[])[] {
  const tables = emptyTables()
  for (const finding of findings) tables.findings.add(finding)
  const all = new Map([['', tables]])
  mergeTables(all)
  const metrics = { 'security.total': 0, 'lint.error': 1, 'lint.total': 1 }
  const set = evidenceSet([report({ kind: 'findings', metrics })], { tables: all })
  const verdict = assess(set, parseRules(rules), { onUnknown: 'fail' }) as Verdict
  const told = explain(verdict)
  return parseRules(rules).map(({ text }) => {
    const index = verdict.reasons.findIndex(({ rule }) => rule === text)
    const [reason, explanation] = [verdict.reasons[index], told[index]]
    if (!reason || !explanation) throw new Error(`no reason of ${text}`)
    return factsOf(reason, explanation).flatMap(([name, fact]) => (name === 'Severity' ? [fact] : []))
  })
}

describe('why a finding is not as severe as some source calls it', () => {
  const CVSS_4: SeverityStatement = { source: 'ghsa', cvss: { version: '4.0', score: 5.1 } }
  const findings = [
    vulnerability('CVE-2020-1', 'medium', [NVD, CVSS_4]),
    vulnerability('CVE-2020-2', 'medium', [{ source: 'nvd', severity: 'high' }, CVSS_4]),
    vulnerability('CVE-2020-3', 'medium', [{ source: 'redhat', severity: 'critical' }, CVSS_4]),
  ]

  test('is told by the rule that does not count it, where they are in conflict', () => {
    const [critical, high, unknown] = severitiesOf(
      'security.critical == 0\nsecurity.high == 0\nsecurity.unknown == 0',
      findings,
    )
    expect(critical).toEqual([
      'CVE-2020-1 in lodash 4.17.1 (package-lock.json) is medium: CVSS 4.0 of ghsa, 5.1; nvd: CVSS 3.1 9.8 (the sources disagree)',
      'CVE-2020-3 in lodash 4.17.1 (package-lock.json) is medium: CVSS 4.0 of ghsa, 5.1; redhat: critical (the sources disagree)',
    ])
    expect([high, unknown]).toEqual([[], []])
  })
})

describe('why a finding is as severe as it is', () => {
  const findings = [
    vulnerability('CVE-2020-1', 'critical', [{ source: 'ghsa', severity: 'medium' }, NVD]),
    vulnerability('CVE-2020-2', 'high', [{ source: 'trivy', severity: 'high' }]),
    vulnerability('CVE-2020-3', 'high', []),
    lintFinding(),
  ]

  test('is told with the statement that counts, what others say, and whether they disagree', () => {
    expect(severitiesOf('security.critical == 0\nsecurity.high == 0\nlint.error == 0', findings)).toEqual([
      [
        'CVE-2020-1 in lodash 4.17.1 (package-lock.json) is critical: CVSS 3.1 of nvd, 9.8; ghsa: medium (the sources disagree)',
      ],
      [
        'CVE-2020-2 in lodash 4.17.1 (package-lock.json) is high: the word of trivy',
        "CVE-2020-3 in lodash 4.17.1 (package-lock.json) is high: the scanner's own rating",
      ],
      [],
    ])
  })

  test('is told of all that a total counts, the worst first, ten of them', () => {
    const many = Array.from({ length: 30 }, (_, at) => vulnerability(`X-${at}`, 'low', []))
    const [facts = []] = severitiesOf('security.total == 0', [...many, ...findings])
    expect(facts).toHaveLength(11)
    expect([facts[0], facts.at(-1)]).toEqual([expect.stringContaining('is critical'), '23 more'])
  })

  test('names the rating of the scanner where that was taken', () => {
    const own = vulnerability('X-1', 'critical', [{ source: 'trivy', severity: 'low' }])
    expect(severitiesOf('security.critical == 0', [own])[0]?.[0]).toContain("is critical: the scanner's own rating")
  })
})
