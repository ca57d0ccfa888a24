import { describe, expect, it } from '@jest/globals'
import type { Evidence, EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { chooseRules } from '../../../actions/shared/policy/defaults.ts'
import { excuseLicenses } from '../../../actions/shared/policy/excused-licenses.ts'
import { withExpired } from '../../../actions/shared/policy/exceptions.ts'
import { judgeLicenses } from '../../../actions/shared/policy/judge-licenses.ts'
import { mergePolicies } from '../../../actions/shared/policy/policy-chain.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import { metricValues } from '../../../actions/shared/policy/metric-values.ts'
import type { Rule } from '../../../actions/shared/policy/rule.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { applyWaivers } from '../../../actions/shared/policy/waivers.ts'
import { fixture, readBytes, readingOf, readText } from '../../support/read-report.ts'

const DAY = '2026-11-21'
const REPORT = fixture('cyclonedx/npm-sbom.json')

function setOf(bytes: Uint8Array = REPORT): EvidenceSet {
  const report = readBytes(bytes)
  const provenance = { file: 'bom.json', sha256: '', bytes: 0, format: 'cyclonedx' }
  const evidence: Evidence = { ...readingOf(report), scope: {}, provenance }
  return {
    evidence: [evidence],
    gaps: [],
    tables: new Map([['', report.tables]]),
    paths: { mapped: 0, unmapped: 0, examples: [] },
  }
}

async function policyOf(text: string) {
  return (await parsePolicy(text, 'cicd.yml')).licenses
}

const complianceOf = (set: EvidenceSet) => metricValues(set).get('licenses.compliance')?.value
const answersOf = (set: EvidenceSet) =>
  Object.fromEntries((set.licenses?.get('') ?? []).map(({ component, answer }) => [component.name, answer]))

describe('licences of a bill of materials', () => {
  it('are judged by their categories where the policy says nothing, and what does not comply is a finding', () => {
    const { set } = judgeLicenses(setOf(), undefined, DAY)
    expect(answersOf(set)).toEqual({
      '@scope/part': 'allowed',
      copyleft: 'denied',
      either: 'allowed',
      'express-like': 'allowed',
      unsaid: 'unknown',
    })
    expect(complianceOf(set)).toBe(60)
    const values = metricValues(set)
    expect(['high', 'unknown', 'total'].map((rank) => values.get(`licenses.${rank}`)?.value)).toEqual([1, 1, 2])
    expect(set.tables.get('')?.findings.rows).toMatchObject([
      {
        family: 'licenses',
        rank: 'high',
        rule: 'AGPL-3.0-or-later',
        message: 'copyleft 1.2.3: AGPL-3.0-or-later is not allowed',
      },
      {
        family: 'licenses',
        rank: 'unknown',
        rule: 'no licence',
        message: 'unsaid 0.1.0: no report says what licence it has',
      },
    ])
  })

  it('fail the default rule where not all of them comply', () => {
    const { set } = judgeLicenses(setOf(), undefined, DAY)
    const { status, reasons } = assess(set, chooseRules('security', []), { onUnknown: 'fail' })
    expect([status, reasons.find(({ rule }) => rule.startsWith('licenses'))]).toMatchObject([
      'fail',
      { rule: 'licenses.compliance == 100 %', status: 'fail', actual: 60 },
    ])
  })

  it('are judged once, however often they are asked for', () => {
    const { set } = judgeLicenses(setOf(), undefined, DAY)
    judgeLicenses(set, undefined, DAY)
    expect(set.tables.get('')?.findings.size).toBe(2)
  })

  it('are what the policy allows, with exceptions until their day', async () => {
    const exception = (name: string, expires: string) =>
      `    - { package: ${name}, reason: bought, owner: '@shop', expires: ${expires} }`
    const policy = await policyOf(
      [
        'licenses:',
        '  allow: [MIT, Apache-2.0]',
        '  exceptions:',
        exception("'pkg:npm/copyleft'", '2027-01-31'),
        exception('unsaid', '2026-01-31'),
        exception('nothing', '2027-01-31'),
      ].join('\n'),
    )
    const { set, notices } = judgeLicenses(setOf(), policy, DAY)
    expect(answersOf(set)).toMatchObject({ copyleft: 'allowed', unsaid: 'unknown', either: 'allowed' })
    expect(set.licenses?.get('')?.find(({ component }) => component.name === 'copyleft')?.exception).toBe(
      'bought (@shop, until 2027-01-31)',
    )
    expect(notices).toEqual([
      'cicd.yml:5: the licence exception of unsaid ended on 2026-01-31: ask @shop, or remove it',
      'cicd.yml:6: the licence exception of nothing means no package that needs it: remove it',
    ])
  })

  it('an exception of one licence means no other', async () => {
    const policy = await policyOf(
      "licenses: { exceptions: [{ package: 'copy*', license: GPL-3.0-only, reason: r, owner: '@shop', expires: 2027-01-31 }] }",
    )
    expect(answersOf(judgeLicenses(setOf(), policy, DAY).set)).toMatchObject({ copyleft: 'denied' })
  })

  it('of a report that tells none are nothing to judge', () => {
    const { set } = judgeLicenses(setOf(fixture('cyclonedx/trivy-sbom.json')), undefined, DAY)
    expect([set.licenses, complianceOf(set)]).toEqual([undefined, undefined])
  })

  it('that a scanner lists one by one are judged with their packages', () => {
    const license = { Severity: 'HIGH', Category: 'restricted', PkgName: 'a', Name: 'GPL-3.0-only', Confidence: 1 }
    const results = [
      {
        Target: 'x',
        Class: 'license',
        Licenses: [license, { ...license, PkgName: 'b', Name: 'MIT', Severity: 'LOW' }],
      },
    ]
    const report = readText(JSON.stringify({ SchemaVersion: 2, ArtifactName: '.', Results: results }))
    const set = { ...setOf(), tables: new Map([['', report.tables]]) }
    const judged = judgeLicenses(
      { ...set, evidence: [{ ...set.evidence[0]!, ...readingOf(report) }] },
      undefined,
      DAY,
    ).set
    expect([answersOf(judged), complianceOf(judged)]).toEqual([{ a: 'denied', b: 'allowed' }, 50])
    // The scanner's own finding stands for it.
    expect(judged.tables.get('')?.findings.rows.filter(({ rule }) => rule === 'GPL-3.0-only').length).toBe(1)
  })
})

/** Judged, with what waivers forgive, as a gate does it. */
async function excused(policy: string, rules: readonly Rule[] = []) {
  const { licenses, waivers } = await parsePolicy(policy, 'cicd.yml')
  const judged = judgeLicenses(setOf(LISTED), licenses, DAY, rules)
  const { findings } = applyWaivers(judged.set, waivers, DAY, rules)
  const set = excuseLicenses({ ...judged.set, forgiven: { findings, tests: new Map() } })
  return { set, notices: judged.notices, values: metricValues(set) }
}

/** What Trivy lists of two packages, one of which does not comply. */
const LISTED = new TextEncoder().encode(
  JSON.stringify({
    ...{ SchemaVersion: 2, ArtifactName: '.' },
    Results: [
      {
        ...{ Target: 'x', Class: 'license' },
        Licenses: [
          { Severity: 'HIGH', Category: 'restricted', PkgName: 'a', Name: 'GPL-3.0-only', Confidence: 1 },
          { Severity: 'LOW', Category: 'notice', PkgName: 'b', Name: 'MIT', Confidence: 1 },
        ],
      },
    ],
  }),
)
const GRANT = "reason: bought, owner: '@shop', expires: 2027-01-31"
const WAIVER = `waivers: [{ id: GPL-3.0-only, ${GRANT} }]`
const EXCEPTION = `licenses: { exceptions: [{ package: a, ${GRANT} }] }`

describe('licences that somebody agreed to', () => {
  it.each([
    ['a waiver of the finding', WAIVER, 'waived by @shop until 2027-01-31: bought'],
    ['an exception for the package', EXCEPTION, 'bought (@shop, until 2027-01-31)'],
  ])('comply, and are no finding that counts: by %s', async (_, policy, words) => {
    const { set, values } = await excused(policy)
    expect(['compliance', 'high', 'low'].map((name) => values.get(`licenses.${name}`)?.value)).toEqual([100, 0, 1])
    expect(set.licenses?.get('')?.find(({ component }) => component.name === 'a')?.exception).toBe(words)
  })

  it('are named where their day is over and the rule fails', async () => {
    const rules = [parseRule('licenses.compliance == 100 %', { source: 'defaults' })]
    const { waivers } = await parsePolicy(WAIVER.replace('2027-01-31', '2026-01-31'), 'cicd.yml')
    const { set } = judgeLicenses(setOf(LISTED), undefined, DAY)
    const { reasons } = assess(set, rules, { onUnknown: 'fail' })
    const { records } = applyWaivers(set, waivers, DAY)
    expect(withExpired(reasons, records, rules)[0]?.message).toContain('the waiver of GPL-3.0-only (@shop) expired')
  })

  it('are none where it was about another licence', async () => {
    const { values } = await excused(WAIVER.replace('GPL-3.0-only', 'MIT'))
    expect(values.get('licenses.compliance')?.value).toBe(50)
  })

  it.each([
    ['licenses.compliance == 100 %', WAIVER],
    ['licenses.compliance == 100 %', EXCEPTION],
    ['licenses.high == 0', EXCEPTION],
  ])('are none where another policy has locked %s', async (text, policy) => {
    const { values } = await excused(policy, [{ ...parseRule(text, { source: 'org.yml' }), forgivenBy: ['org.yml'] }])
    expect(['compliance', 'high'].map((name) => values.get(`licenses.${name}`)?.value)).toEqual([50, 1])
  })

  it('are not told by an allow list under a rule that another policy has locked', async () => {
    const texts = ['security: [{ rule: licenses.compliance == 100 %, locked: true }]', "licenses: { allow: ['*'] }"]
    const [base, own] = await Promise.all(texts.map((text) => parsePolicy(text, 'cicd.yml')))
    const { licenses, notices } = mergePolicies([
      { name: 'base', policy: base!, extended: [] },
      { name: 'own', policy: own!, extended: ['base'] },
    ])
    expect([licenses?.allow, notices]).toEqual([
      undefined,
      [expect.stringContaining('has no effect: cicd.yml:1 has locked licenses.compliance == 100 %')],
    ])
  })
})

describe('the section licenses of a policy', () => {
  it.each([
    ['licenses: [MIT]', 'expected a policy of licences'],
    ['licenses: { allowed: [MIT] }', 'unknown key "allowed"'],
    [
      'licenses: { deny: [GLP-3.0] }',
      '"GLP-3.0" is no licence that is known here: write its SPDX id, or "GLP-3.0*" where it is meant as it is',
    ],
    ['licenses: { exceptions: [{ package: a, reason: r }] }', 'an exception needs owner, expires'],
  ])('refuses %s', async (text, words) => {
    await expect(parsePolicy(text, 'cicd.yml')).rejects.toThrow(words)
  })

  it('of a policy that is extended keeps what it denies', async () => {
    const [base, own] = await Promise.all(
      ['licenses: { allow: [MIT], deny: [AGPL-3.0] }', 'licenses: { allow: [AGPL-3.0, ISC] }'].map((text) =>
        parsePolicy(text, 'cicd.yml'),
      ),
    )
    const { licenses } = mergePolicies([
      { name: 'base', policy: base!, extended: [] },
      { name: 'own', policy: own!, extended: ['base'] },
    ])
    expect(licenses).toMatchObject({ allow: ['AGPL-3.0', 'ISC'], deny: ['AGPL-3.0'] })
  })
})
