import fc from 'fast-check'
import { describe, expect, test } from '@jest/globals'
import type { Finding, Severity } from '../../../actions/shared/model/findings.ts'
import type { SecurityDetails } from '../../../actions/shared/model/security.ts'
import { AliasGraph } from '../../../actions/shared/policy/aliases.ts'
import { mergeFindings, type Witnessed } from '../../../actions/shared/policy/merge-findings.ts'

function vulnerability(
  tool: string,
  ids: readonly string[],
  details: Partial<SecurityDetails> & { readonly rank?: Severity; readonly path?: string } = {},
): Finding {
  const { rank = 'high', path, ...rest } = details
  return {
    family: 'security',
    rank,
    tool,
    rule: ids[0] ?? '',
    message: 'vulnerable',
    path,
    details: {
      kind: 'vulnerability',
      ids,
      package: { ecosystem: 'npm', name: 'lodash', version: '4.17.1' },
      severities: [{ source: tool, severity: rank }],
      ...rest,
    },
  }
}

function weakness(tool: string, rule: string, line: number, cwes?: readonly string[]): Finding {
  const details = { kind: 'weakness', ids: [rule], severities: [], cwes } as const
  return { family: 'security', rank: 'medium', tool, rule, message: 'bad', path: 'app/a.py', line, details }
}

/** The findings of each report, one list a report. */
function reports(...lists: readonly (readonly Finding[])[]): Witnessed[] {
  return lists.flatMap((list, report) => list.map((finding) => ({ finding, report })))
}

const seen = (listed: readonly Witnessed[]) =>
  mergeFindings(listed).map(({ finding, seenBy }) => [finding.rule, ...seenBy])

describe('vulnerabilities', () => {
  test('of two scanners are one where the reports say that the ids are aliases', () => {
    const trivy = vulnerability('trivy', ['CVE-2019-10744'])
    const osv = vulnerability('osv-scanner', ['GHSA-jf85-cpcp-j695', 'CVE-2019-10744'])
    const npm = vulnerability('npm', ['ghsa-jf85-cpcp-j695'])
    expect(seen(reports([trivy], [osv], [npm]))).toEqual([['CVE-2019-10744', 'trivy', 'osv-scanner', 'npm']])
  })

  test('stay two where only a third report, which is not there, would unite them', () => {
    expect(
      mergeFindings(reports([vulnerability('a', ['GHSA-1'])], [vulnerability('b', ['CVE-2020-0001'])])),
    ).toHaveLength(2)
  })

  test('of two versions or packages are two', () => {
    const other = vulnerability('b', ['CVE-2020-0001'], {
      package: { ecosystem: 'npm', name: 'lodash', version: '4.17.2' },
    })
    expect(mergeFindings(reports([vulnerability('a', ['CVE-2020-0001'])], [other]))).toHaveLength(2)
  })

  test('are one whether the package is named by URL, by ecosystem, or by name alone', () => {
    const ids = ['CVE-2020-0001']
    const byUrl = vulnerability('a', ids, { package: { purl: 'pkg:npm/lodash@4.17.1?x=y', name: 'lodash' } })
    const byName = vulnerability('c', ids, { package: { name: 'lodash', version: '4.17.1' } })
    expect(mergeFindings(reports([byUrl], [vulnerability('b', ids)], [byName]))).toHaveLength(1)
  })

  test('of a package whose version one report leaves out are those of the version that another has it in', () => {
    const ids = ['GHSA-jf85-cpcp-j695', 'CVE-2019-10744']
    const npm = vulnerability('npm', ['GHSA-jf85-cpcp-j695'], { package: { ecosystem: 'npm', name: 'lodash' } })
    const [merged, ...others] = mergeFindings(reports([npm], [vulnerability('trivy', ids)]))
    expect([merged?.seenBy, merged?.finding.details?.package?.version, others]).toEqual([
      ['npm', 'trivy'],
      '4.17.1',
      [],
    ])
    const elsewhere = vulnerability('npm', ['GHSA-jf85-cpcp-j695'], {
      package: { ecosystem: 'npm', name: 'lodash-es' },
    })
    const another = vulnerability('npm', ['GHSA-0000-0000-0000'], { package: { ecosystem: 'npm', name: 'lodash' } })
    expect(mergeFindings(reports([elsewhere, another], [vulnerability('trivy', ids)]))).toHaveLength(3)
  })

  test('an advisory that bundles several CVEs unites none of them', () => {
    const bundle = vulnerability('grype', ['RHSA-2021:1', 'CVE-2020-0001', 'CVE-2020-0002'])
    const single = [vulnerability('trivy', ['CVE-2020-0001']), vulnerability('trivy', ['CVE-2020-0002'])]
    expect(mergeFindings(reports([bundle], single))).toHaveLength(3)
  })

  test('keep every statement, take the severity by one order, and say where sources disagree', () => {
    const nvd = { source: 'nvd', cvss: { version: '3.1', score: 9.8 } } as const
    const [merged] = mergeFindings(
      reports(
        [vulnerability('a', ['CVE-2020-0001'], { rank: 'low' })],
        [vulnerability('b', ['CVE-2020-0001'], { rank: 'critical', severities: [nvd], fixedVersions: ['4.17.12'] })],
      ),
    )
    expect(merged).toMatchObject({
      isConflicting: true,
      finding: { rank: 'critical', details: { severities: [{ source: 'a' }, nvd], fixedVersions: ['4.17.12'] } },
    })
  })

  test('were disclosed on the first day that any scanner gives', () => {
    const late = vulnerability('npm', ['CVE-2019-10744'], { published: '2026-11-20' })
    const early = vulnerability('trivy', ['CVE-2019-10744'], { published: '2019-07-26' })
    const [merged] = mergeFindings(reports([late], [early], [vulnerability('grype', ['CVE-2019-10744'])]))
    expect(merged?.finding.details?.published).toBe('2019-07-26')
  })

  test('names of prototypes are names like others', () => {
    const names = ['__proto__', 'constructor', 'toString']
    expect(mergeFindings(reports(names.map((name) => vulnerability('a', [name]))))).toHaveLength(3)
  })
})

describe('aliases', () => {
  test('in a circle end', () => {
    const graph = new AliasGraph()
    for (const ids of [
      ['A', 'B'],
      ['B', 'C'],
      ['C', 'A'],
      ['A', 'A'],
    ]) {
      graph.learn(ids)
    }
    expect(new Set(['A', 'B', 'C'].map((id) => graph.identify([id])))).toHaveProperty('size', 1)
  })

  test('never make two CVEs one, in whatever order the reports come', () => {
    const id = fc.constantFrom('CVE-2020-0001', 'CVE-2020-0002', 'GHSA-a', 'GHSA-b', 'PYSEC-1', 'RHSA-2020:1')
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(id, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (lists) => {
        const graph = new AliasGraph()
        for (const ids of lists) graph.learn(ids)
        expect(graph.identify(['CVE-2020-0001'])).not.toBe(graph.identify(['CVE-2020-0002']))
      }),
    )
  })

  test('of a hundred thousand CVEs that one id hangs together are told apart in linear time', () => {
    const graph = new AliasGraph()
    for (let at = 0; at < 100_000; at += 1) graph.learn(['GHSA-x', `CVE-2020-${100_000 + at}`])
    expect(graph.identify(['CVE-2020-100001'])).toBe('CVE-2020-100001')
    expect(graph.identify(['GHSA-x'])).toBe('GHSA-X')
  })

  test('a long chain is one vulnerability', () => {
    const graph = new AliasGraph()
    for (let at = 0; at < 100_000; at += 1) graph.learn([`X-${at}`, `X-${at + 1}`])
    expect(graph.identify(['X-0'])).toBe(graph.identify(['X-100000']))
  })
})

describe('weaknesses', () => {
  test('of two scanners on one line are one where they share a CWE', () => {
    const bandit = weakness('bandit', 'B602', 7, ['CWE-78'])
    const semgrep = weakness('semgrep', 'subprocess-shell-true', 7, ['CWE-78'])
    expect(seen(reports([bandit], [semgrep]))).toEqual([['B602', 'bandit', 'semgrep']])
    expect(mergeFindings(reports([bandit], [weakness('semgrep', 'x', 7, ['CWE-79'])]))).toHaveLength(2)
    expect(mergeFindings(reports([bandit], [weakness('semgrep', 'x', 8, ['CWE-78'])]))).toHaveLength(2)
  })

  test('are one under one rule, whichever of the two a format calls them, and on line 1 where they are of the whole file', () => {
    const inSarif = weakness('Trivy', 'DS002', 1)
    const inJson: Finding = {
      ...{ ...inSarif, tool: 'trivy', line: undefined },
      details: { kind: 'misconfiguration', ids: ['DS002', 'AVD-DS-0002'], severities: [] },
    }
    expect(seen(reports([inJson], [inSarif]))).toEqual([['DS002', 'trivy', 'Trivy']])
    expect(mergeFindings(reports([inJson], [{ ...inSarif, line: 2 }]))).toHaveLength(2)
    expect(mergeFindings(reports([inJson, inSarif]))).toHaveLength(2)
  })

  test('that one report lists twice are two, also where another report lists them again', () => {
    const twice = [weakness('bandit', 'B602', 7), weakness('bandit', 'B602', 7)]
    expect(mergeFindings(reports(twice))).toHaveLength(2)
    expect(mergeFindings(reports(twice, twice))).toHaveLength(2)
  })

  test('that others list once are one, and what a third report lists beside it is a second', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((tool) => weakness(tool, 'X', 7)) as [Finding, Finding, Finding]
    expect(seen(reports([a], [b], [c, c]))).toEqual([
      ['X', 'a', 'b', 'c'],
      ['X', 'c'],
    ])
    expect(seen(reports([a], [b], [c, c], [a, a]))).toEqual([
      ['X', 'a', 'b', 'c'],
      ['X', 'c', 'a'],
    ])
  })

  test('that reports list many times at one place are as many as the report with most of them has', () => {
    const times = (tool: string, count: number): Finding[] =>
      Array.from({ length: count }, () => weakness(tool, 'X', 7))
    expect(seen(reports(times('a', 2), times('b', 7), times('c', 5)))).toEqual([
      ['X', 'a', 'b', 'c'],
      ['X', 'a', 'b', 'c'],
      ...Array.from({ length: 3 }, () => ['X', 'b', 'c']),
      ...Array.from({ length: 2 }, () => ['X', 'b']),
    ])
  })

  test('of one label stay apart from those that the same tool has there under another', () => {
    const [a, b] = [weakness('a', 'X', 7), weakness('b', 'X', 7)]
    const listed: Witnessed[] = [
      { finding: a, report: 0, label: 'web' },
      { finding: b, report: 1, label: 'web' },
      { finding: b, report: 2, label: 'api' },
      { finding: weakness('c', 'X', 7), report: 3, label: 'api' },
    ]
    expect(seen(listed)).toEqual([
      ['X', 'a', 'b', 'c'],
      ['X', 'b'],
    ])
  })

  test('of rules that share their details are united with those of each scanner alike', () => {
    const rule = (tool: string, rank: Severity): SecurityDetails => {
      return { kind: 'weakness', ids: ['X'], severities: [{ source: tool, severity: rank }], cwes: ['CWE-78'] }
    }
    const [ours, theirs, others] = [rule('a', 'critical'), rule('b', 'low'), rule('c', 'critical')]
    const at = (tool: string, line: number, details: SecurityDetails): Finding => {
      return { ...weakness(tool, 'X', line), rank: details.severities[0]?.severity ?? 'unknown', details }
    }
    const merged = mergeFindings(
      reports(
        [at('a', 1, ours), at('a', 2, ours), at('a', 3, ours)],
        [at('b', 1, theirs), at('c', 2, others), at('b', 3, theirs)],
      ),
    )
    expect(merged.map(({ seenBy, isConflicting }) => [...seenBy, isConflicting])).toEqual([
      ['a', 'b', true],
      ['a', 'c', false],
      ['a', 'b', true],
    ])
    expect(merged.map(({ finding }) => finding.details?.severities.map(({ source }) => source))).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['a', 'b'],
    ])
  })
})

test('a secret on a line is one, whichever scanners saw it', () => {
  const secret = (tool: string): Finding => ({
    ...{ family: 'secrets', rank: 'high', tool, rule: `${tool}-rule`, message: 'a key', path: 'a.env', line: 3 },
    details: { kind: 'secret', ids: [`${tool}-rule`], severities: [] },
  })
  expect(mergeFindings(reports([secret('gitleaks')], [secret('trivy')]))).toHaveLength(1)
})

test('merging never makes something of nothing, nor nothing of something', () => {
  const finding = fc.record({
    tool: fc.constantFrom('a', 'b'),
    id: fc.constantFrom('CVE-2020-0001', 'GHSA-a', 'X'),
    report: fc.nat(2),
  })
  fc.assert(
    fc.property(fc.array(finding), (all) => {
      const listed = all.map(({ tool, id, report }) => ({ finding: vulnerability(tool, [id]), report }))
      const merged = mergeFindings(listed)
      expect(merged.flatMap(({ listings }) => listings)).toHaveLength(listed.length)
      expect(merged.every(({ listings }) => listings.length > 0)).toBe(true)
    }),
  )
})

test('a scanner that names no file does not take away the one that another names', () => {
  const nowhere = { ...vulnerability('safety', ['CVE-2020-1747']), path: undefined, line: undefined }
  const somewhere = { ...vulnerability('trivy', ['CVE-2020-1747']), path: 'docs/requirements.txt', line: 3 }
  const [merged, ...more] = mergeFindings(reports([nowhere], [somewhere]))
  expect(more).toEqual([])
  expect(merged?.finding).toMatchObject({ tool: 'safety, trivy', path: 'docs/requirements.txt', line: 3 })
  expect(merged?.finding.alsoAt).toBeUndefined()
})
