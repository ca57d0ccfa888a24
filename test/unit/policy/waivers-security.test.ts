import { describe, expect, test } from '@jest/globals'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import { mergeTables } from '../../../actions/shared/policy/merged-tables.ts'
import { packagePattern } from '../../../actions/shared/policy/package-pattern.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { applyWaivers } from '../../../actions/shared/policy/waivers.ts'
import { emptyTables, evidenceSet, report } from './evidence-factory.ts'

const vulnerability = (path: string, ids: readonly string[], purl = 'pkg:npm/lodash@4.17.1'): Finding => ({
  ...{ family: 'security', rank: 'high', tool: 'trivy', rule: ids[0] ?? '', message: 'm', path },
  details: { kind: 'vulnerability', ids, package: { name: 'lodash', purl }, severities: [] },
})

/** Findings of one report each, merged, under the label that they are listed by. */
function found(byLabel: Readonly<Record<string, readonly Finding[]>>): EvidenceSet {
  const tables = new Map(Object.keys(byLabel).map((label) => [label, emptyTables()]))
  for (const [label, findings] of Object.entries(byLabel)) {
    for (const finding of findings) {
      tables.get(label)?.findings.beginReport()
      tables.get(label)?.findings.add(finding)
    }
  }
  mergeTables(tables)
  return evidenceSet([report({ kind: 'findings' })], { tables })
}

const FILE = '.github/cicd.yml'
const GRANT = "reason: r, owner: '@ops', expires: 2027-01-31"

async function waive(set: EvidenceSet, waiver: string, rules: Parameters<typeof applyWaivers>[3] = []) {
  const { waivers } = await parsePolicy(`waivers: [{ ${waiver}, ${GRANT} }]`, FILE)
  const { findings, records } = applyWaivers(set, waivers, '2026-11-21', rules)
  return { forgiven: findings.size, state: records[0]?.state, note: records[0]?.note }
}

describe('a waiver of a vulnerability', () => {
  const set = found({
    '': [vulnerability('a/lock.json', ['CVE-2020-1000']), vulnerability('b/lock.json', ['GHSA-x', 'CVE-2020-1000'])],
  })

  test.each(['CVE-2020-1000', 'ghsa-x'])('takes any alias that a report gives: %s', async (id) => {
    expect((await waive(set, `id: ${id}`)).forgiven).toBe(1)
  })

  test.each([
    ["'a/**'", 0],
    ["'*/lock.json'", 1],
  ])('with paths %s forgives %d: all places have to be there', async (paths, forgiven) => {
    const made = await waive(set, `id: GHSA-x, paths: ${paths}`)
    expect(made.forgiven).toBe(forgiven)
    if (forgiven === 0) expect(made.note).toContain('found in a/lock.json and 1 more, which its paths leave out')
  })

  test.each([
    ['pkg:npm/lodash', 1],
    ['pkg:npm/lodash@4.17.*', 1],
    ['pkg:npm/lodash@4.18.*', 0],
    ['pkg:pypi/lodash', 0],
    ['pkg:npm/*', 1],
  ])('of the package %s forgives %d', async (pattern, forgiven) => {
    expect((await waive(set, `id: CVE-2020-1000, package: '${pattern}'`)).forgiven).toBe(forgiven)
  })

  test('says that its package leaves out what it matches nothing of', async () => {
    const { state, note } = await waive(set, 'id: CVE-2020-1000, package: pkg:npm/other')
    expect([state, note]).toEqual(['stale', expect.stringContaining('which its package leaves out')])
  })

  test('of something that is no package URL is refused at its place', async () => {
    const problems = parsePolicy(`waivers: [{ id: X, package: lodash, ${GRANT} }]`, FILE)
    await expect(problems).rejects.toMatchObject({
      problems: [expect.stringMatching(/:1:29: "lodash" is no package URL/)],
    })
  })

  test('does not reach a finding that a locked rule counts under another of its labels', async () => {
    const both = found({ api: [vulnerability('a', ['X-1'])], web: [vulnerability('b', ['X-1'])] })
    const locked = { ...parseRule('security.high == 0', { source: 'org.yml' }), label: 'web', forgivenBy: ['org.yml'] }
    expect(await waive(both, 'id: X-1')).toMatchObject({ forgiven: 1 })
    expect(await waive(both, 'id: X-1', [locked])).toMatchObject({ forgiven: 0, state: 'locked' })
  })
})

test.each([
  ['pkg:npm/%40babel/core', 'pkg:npm/@babel/core@7.0.0', true],
  ['pkg:npm/@babel/*', 'pkg:npm/%40babel/core@7.0.0', true],
  ['pkg:pypi/Foo_Bar', 'pkg:pypi/foo-bar@1', true],
  ['pkg:maven/org.a/b@1.*', 'pkg:maven/org.a/b@1.2', true],
  ['pkg:maven/org.a/b@1.*', 'pkg:maven/org.a/bc@1.2', false],
  ['pkg:npm/core', 'pkg:npm/%40babel/core@7.0.0', false],
])('%s means %s: %s', (pattern, purl, isMeant) => {
  expect(packagePattern(pattern)?.matches(vulnerability('a', ['X'], purl))).toBe(isMeant)
})

describe('a waiver of one CVE of an advisory that bundles several', () => {
  const ids = ['RHSA-2020:1', 'CVE-2020-1000', 'CVE-2020-2000']
  const set = found({ '': [vulnerability('lock.json', ids)] })
  const waivers = (...names: string[]) => names.map((id) => `{ id: ${id}, ${GRANT} }`).join(', ')
  const forgivenBy = async (...names: string[]) => {
    const policy = await parsePolicy(`waivers: [${waivers(...names)}]`, FILE)
    const { findings, records } = applyWaivers(set, policy.waivers, '2026-11-21')
    return { forgiven: findings.size, note: records[0]?.note }
  }

  test('does not forgive the others, and says so', async () => {
    expect(await forgivenBy('CVE-2020-1000')).toEqual({
      forgiven: 0,
      note: `the waiver of CVE-2020-1000 (@ops) does not reach ${ids.join(', ')}, of which it names a part`,
    })
  })

  test('forgives it together with those of the others, as does one of the advisory itself', async () => {
    expect((await forgivenBy('CVE-2020-1000', 'cve-2020-2000')).forgiven).toBe(1)
    expect((await forgivenBy('RHSA-2020:1')).forgiven).toBe(1)
  })

  test('is not one of the advisory where it names a source that has several names for it', async () => {
    const several = found({ '': [vulnerability('lock.json', ['SNYK-1', 'GHSA-a', 'GHSA-b', ...ids.slice(1)])] })
    expect((await waive(several, 'id: GHSA-a')).forgiven).toBe(0)
    expect((await waive(several, 'id: SNYK-1')).forgiven).toBe(1)
  })
})
