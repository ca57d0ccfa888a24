import { describe, expect, test } from '@jest/globals'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import { everyFinding } from '../../../actions/shared/model/every-finding.ts'
import type { Finding, Severity } from '../../../actions/shared/model/findings.ts'
import type { SecurityDetails } from '../../../actions/shared/model/security.ts'
import type { VexStatement } from '../../../actions/shared/model/vex.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { withExploits } from '../../../actions/shared/policy/known-exploits.ts'
import { mergeTables } from '../../../actions/shared/policy/merged-tables.ts'
import { mergePolicies } from '../../../actions/shared/policy/policy-chain.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import type { Stated } from '../../../actions/shared/policy/security-options.ts'
import { setAside, type SetAsideRequest } from '../../../actions/shared/policy/set-aside.ts'
import { imageNames } from '../../../actions/shared/reports/security/image-names.ts'
import { contradiction, emptyTables, evidenceSet, type EvidenceChange, report } from './evidence-factory.ts'

const DAY = '2026-11-21'

function vulnerability(id: string, details: Partial<SecurityDetails> = {}, rank: Severity = 'high'): Finding {
  return {
    ...{ family: 'security', rank, tool: 'trivy', rule: id, message: 'm', path: 'package-lock.json' },
    details: {
      kind: 'vulnerability',
      ids: [id],
      package: { ecosystem: 'npm', name: 'lodash', version: '4.17.1' },
      severities: [],
      ...details,
    },
  }
}

function found(
  findings: readonly Finding[],
  vex: readonly VexStatement[] = [],
  change: EvidenceChange = {},
): EvidenceSet {
  const tables = { ...emptyTables(), vex: [...vex] }
  for (const finding of findings) tables.findings.add(finding)
  const all = new Map([['', tables]])
  mergeTables(all)
  const metrics = { 'security.high': findings.length, 'security.total': findings.length }
  return evidenceSet([report({ kind: 'findings', file: 'vex.json', metrics, ...change })], { tables: all })
}

async function optionsOf(yaml: string) {
  return (await parsePolicy(`security-options: ${yaml}`, '.github/cicd.yml')).securityOptions
}

/** What is said of each finding; nothing of those that count. */
function said(set: EvidenceSet, request: Partial<SetAsideRequest>): (string | undefined)[] {
  const { set: after } = setAside(set, { day: DAY, ...request })
  return everyFinding(set.tables).map((finding) => after.forgiven?.findings.get(finding))
}

const high = (set: EvidenceSet) => assess(set, [], { onUnknown: 'fail' }).metrics['security.high']

describe('ignore-unfixed', () => {
  const set = found([
    vulnerability('X-1', { fixedVersions: [] }),
    vulnerability('X-2', { fixedVersions: ['2'] }),
    vulnerability('X-3'),
    vulnerability('X-4', { fixedVersions: [], isKnownExploited: true }),
    vulnerability('X-5', { fixedVersions: [], kind: 'weakness' }),
  ])

  test('sets aside what its report says that nothing mends, unless it is known to be exploited', async () => {
    const options = await optionsOf('{ ignore-unfixed: true }')
    expect(said(set, { options })).toEqual([
      'set aside by .github/cicd.yml:1: no version mends it yet',
      ...Array<undefined>(4),
    ])
    const { set: after, notices } = setAside(set, { day: DAY, options })
    expect([high(set), high(after)]).toEqual([5, 4])
    expect(notices).toEqual(['findings set aside, which count under no rule: 1 as no version mends them'])
  })

  test('does not reach what a rule counts that another policy has locked', async () => {
    const rules = [{ ...parseRule('security.high == 0', { source: 'org.yml' }), forgivenBy: ['org.yml'] }]
    expect(said(set, { options: await optionsOf('{ ignore-unfixed: true }'), rules })).toEqual(Array(5).fill(undefined))
  })
})

describe('grace', () => {
  const published = (day: string, rank: Severity = 'high') =>
    vulnerability(`X-${day}-${rank}`, { published: day }, rank)

  test('sets aside by severity what was disclosed fewer days ago', async () => {
    const set = found([
      published('2026-11-20'),
      published('2026-11-08'),
      published('2026-11-07'),
      published('2026-11-20', 'critical'),
      published('2026-12-24'),
      vulnerability('X-undated'),
    ])
    expect(said(set, { options: await optionsOf('{ grace: { high: 14 d } }') })).toEqual([
      'set aside by .github/cicd.yml:1: disclosed on 2026-11-20, it counts in 13 days',
      'set aside by .github/cicd.yml:1: disclosed on 2026-11-08, it counts from tomorrow on',
      ...Array<undefined>(4),
    ])
  })

  test('begins without a date when the default branch first had it, and never where nobody can know', async () => {
    const set = found([vulnerability('X-1'), vulnerability('X-2')])
    const identity = (id: string) => `vulnerability ${id} pkg:npm/lodash@4.17.1`
    const known = { family: 'security', rank: 'high', tool: 't', rule: 'r', message: 'm', content: '' } as const
    const baseline = { findings: [{ ...known, identity: identity('X-1'), since: '2026-10-01' }], findingsTotal: 1 }
    const options = await optionsOf('{ grace: { high: 14 } }')
    expect(said(set, { options, baseline })).toEqual([
      undefined,
      'set aside by .github/cicd.yml:1: first seen on 2026-11-21, it counts in 14 days',
    ])
    expect(said(set, { options })).toEqual([undefined, undefined])
    expect(said(set, { options, baseline: { ...baseline, findingsTotal: 2 } })).toEqual([undefined, undefined])
  })
})

describe('VEX', () => {
  const statement = (change: Partial<VexStatement> = {}): VexStatement => ({
    ids: ['X-1'],
    status: 'not_affected',
    packages: ['pkg:npm/lodash'],
    justification: 'code is not reachable',
    author: 'the vendor',
    report: 0,
    ...change,
  })
  const findings = [vulnerability('X-1'), vulnerability('X-2')]

  test('sets aside what it means, with its words', () => {
    expect(said(found(findings, [statement()]), {})).toEqual([
      'set aside by vex.json of the vendor: not affected, code is not reachable',
      undefined,
    ])
  })

  test.each([
    ['of another package', [statement({ packages: ['pkg:npm/other'] })], {}],
    ['that only is affected', [statement({ status: 'affected' })], {}],
    ['that another one contradicts', [statement(), statement({ status: 'under_investigation' })], {}],
    ['of a document that is not whole', [statement()], { completeness: 'partial', doubts: [contradiction] }],
  ] as const)('sets nothing aside by a statement %s', (_, statements, change) => {
    expect(said(found(findings, statements, change), {})).toEqual([undefined, undefined])
  })

  const IMAGE = imageNames(['ghcr.io/shop/cart:1.2', `ghcr.io/shop/cart@sha256:${'a'.repeat(64)}`])
  const inImage = (scanned: SecurityDetails['scanned']) => [vulnerability('X-1', { scanned })]

  test.each([
    ['by its name', 'ghcr.io/shop/cart:1.2'],
    ['by its digest', `sha256:${'a'.repeat(64)}`],
    ['by a package URL without a version', 'pkg:oci/cart?repository_url=ghcr.io/shop/cart'],
    [
      'by a package URL with its digest',
      `pkg:oci/cart@sha256%3A${'a'.repeat(64)}?repository_url=ghcr.io%2Fshop&tag=1.2`,
    ],
  ])('about an image without a word of what is inside speaks of all that is inside: %s', (_, product) => {
    const set = found(inImage([IMAGE]), [statement({ packages: [product] })])
    expect(said(set, {})).toEqual([expect.stringContaining('set aside by vex.json')])
  })

  test.each([
    ['of another tag', [IMAGE], 'pkg:oci/cart?tag=1.3'],
    ['of another digest', [IMAGE], `pkg:oci/cart@sha256%3A${'b'.repeat(64)}`],
    ['of another registry', [IMAGE], 'pkg:oci/cart?repository_url=docker.io/shop/cart'],
    ['of an image, where nobody says what was scanned', [[]], 'pkg:oci/cart'],
    ['of one of the images that it is in', [IMAGE, imageNames(['ghcr.io/shop/other:1'])], 'pkg:oci/cart'],
    ['of an image, where a report of no image lists it too', undefined, 'pkg:oci/cart'],
  ] as const)('sets nothing aside by a statement %s', (_, scanned, product) => {
    expect(said(found(inImage(scanned), [statement({ packages: [product] })]), {})).toEqual([undefined])
  })

  test('of one CVE sets no advisory aside that bundles several', () => {
    const bundle = [vulnerability('CVE-2020-1000', { ids: ['CVE-2020-1000', 'CVE-2020-2000'] })]
    const [first, second] = ['CVE-2020-1000', 'CVE-2020-2000'].map((id) => statement({ ids: [id] })) as [
      VexStatement,
      VexStatement,
    ]
    expect(said(found(bundle, [first]), {})).toEqual([undefined])
    expect(said(found(bundle, [first, second]), {})).toEqual([expect.stringContaining('set aside by vex.json')])
  })

  test('that the change itself wrote sets nothing aside', () => {
    expect(said(found(findings, [statement()]), { isTrusted: (report) => report !== 0 })).toEqual([
      undefined,
      undefined,
    ])
  })
})

test('what waivers forgive stays theirs', () => {
  const set = found([vulnerability('X-1')])
  const [finding] = everyFinding(set.tables)
  const forgiven = { findings: new Map([[finding as Finding, 'waived']]), tests: new Map() }
  const ignores = [{ ids: ['X-1'], source: '.trivyignore', line: 1 }]
  expect(said({ ...set, forgiven }, { ignores })).toEqual(['waived'])
  expect(said(set, { ignores })).toEqual(['set aside in .trivyignore:1 without end: no reason is given there'])
})

describe('what is known to be exploited', () => {
  const rule = parseRule('security.known-exploited == 0', { source: 'test' })
  const judged = (set: EvidenceSet) =>
    assess(set, [rule], { onUnknown: 'fail' }).reasons.find((one) => one.rule === rule.text)

  test('is counted by a catalogue, which also gives the finding its EPSS', () => {
    const known = withExploits(found([vulnerability('CVE-2020-1000'), vulnerability('CVE-2020-2000')]), {
      exploited: new Set(['CVE-2020-1000']),
      epss: new Map([['CVE-2020-2000', 0.5]]),
    })
    expect(judged(known)).toMatchObject({ status: 'fail', actual: 1 })
    expect(everyFinding(known.tables).map(({ details }) => [details?.isKnownExploited, details?.epss])).toEqual([
      [true, undefined],
      [undefined, 0.5],
    ])
    expect(mergeTables(known.tables).map(({ finding }) => finding)).toEqual(everyFinding(known.tables))
  })

  test('is none where the catalogue has none of it, and unknown where there is no catalogue', () => {
    const set = found([vulnerability('CVE-2020-1000')])
    expect(judged(set)).toMatchObject({ status: 'unknown' })
    expect(judged(withExploits(set, { exploited: new Set(['CVE-1999-1']) }))).toMatchObject({
      status: 'pass',
      actual: 0,
    })
  })

  test('counts where a report itself says so', () => {
    expect(judged(found([vulnerability('X-1', { isKnownExploited: true })]))).toMatchObject({ status: 'fail' })
  })
})

test.each([
  ['{ grace: { high: soon } }', 'expected days such as 14 d'],
  ['{ grace: { high: 99999 } }', 'expected days such as 14 d'],
  ['{ grace: { hihg: 3 } }', 'unknown key "hihg"'],
  ['{ kev: ../kev.json }', '"../kev.json" is no path within the repository'],
  ['{ kev: "https://example.com/kev.json" }', 'is no path within the repository'],
  ['{ ignore-unfixed: yes please }', 'expected true or false'],
])('the options %s are refused at their place', async (yaml, problem) => {
  await expect(optionsOf(yaml)).rejects.toMatchObject({ problems: [expect.stringContaining(problem)] })
})

test('options are inherited one by one, and the catalogues of a policy that is extended hold', async () => {
  const layer = async (name: string, yaml: string) => ({
    name,
    policy: await parsePolicy(`security-options: ${yaml}`, name),
    extended: [],
  })
  const { securityOptions } = mergePolicies([
    await layer('org.yml', '{ ignore-unfixed: true, grace: { high: 7 }, kev: org.json, max-age: 7 }'),
    await layer('own.yml', '{ grace: { low: 30 d }, kev: own.json, max-age: 900, epss: own.csv }'),
  ])
  const stated = Object.entries(securityOptions ?? {}) as [string, Stated<unknown> | undefined][]
  const values = stated.map(([key, option]) => [key, option?.value, option?.source])
  expect(values.filter(([, value]) => value !== undefined)).toEqual([
    ['ignore-unfixed', true, 'org.yml'],
    ['grace', { low: 30 }, 'own.yml'],
    ['kev', 'org.json', 'org.yml'],
    ['epss', 'own.csv', 'own.yml'],
    ['max-age', 7, 'org.yml'],
  ])
})
