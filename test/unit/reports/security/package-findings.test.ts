import { describe, expect, it } from '@jest/globals'
import { FINDINGS_KEPT } from '../../../../actions/shared/model/findings.ts'
import { fixture, type ReadReport, readBytes, readText } from '../../../support/read-report.ts'

const read = (value: unknown): ReadReport => readText(JSON.stringify(value))

describe('what is known of a vulnerability', () => {
  const rowsOf = (file: string) => readBytes(fixture(file)).tables.findings.rows

  it("is of Trivy the vendor's word for a system's package, all scores, aliases, and the line of the lock file", () => {
    const [system, , merge] = rowsOf('trivy/hand-written-planted.json')
    expect(system).toMatchObject({
      rank: 'low',
      path: undefined,
      details: {
        ids: ['CVE-0000-5001', 'DSA-0001-1'],
        fixedVersions: [],
        cwes: ['CWE-787'],
        published: '2026-01-02',
        severities: [
          { source: 'debian', severity: 'low' },
          { source: 'nvd', severity: 'critical' },
          { source: 'redhat', severity: 'high' },
          { source: 'nvd', cvss: { version: '3.1', score: 9.8 } },
          { source: 'nvd', cvss: { version: '2.0', score: 10 } },
        ],
      },
    })
    expect(merge).toMatchObject({
      rank: 'critical',
      path: 'app/package-lock.json',
      line: 12,
      details: {
        fixedVersions: ['4.17.12', '5.0.1'],
        isDevelopment: true,
        package: { purl: 'pkg:npm/planted-merge@4.17.4' },
      },
    })
  })

  it('is of Grype also what is said of related ids, the chance of an exploit, and that it is known to be exploited', () => {
    expect(rowsOf('grype/hand-written-planted.json')[1]).toMatchObject({
      rule: 'GHSA-0000-0000-5004',
      path: 'app/package-lock.json',
      details: {
        ids: ['GHSA-0000-0000-5004', 'CVE-0000-5004'],
        epss: 0.42,
        isKnownExploited: true,
        cwes: ['CWE-1321'],
        severities: [
          { source: 'ghsa', severity: 'critical' },
          { source: 'ghsa' },
          { source: 'nvd', severity: 'critical' },
        ],
      },
    })
  })

  it("is of OSV-Scanner scored by its vectors; malicious code, which has none, is critical; so is a group's alias an id", () => {
    const [scored, malware, license] = rowsOf('osv/hand-written-planted.json')
    expect(scored).toMatchObject({
      rank: 'critical',
      details: { ids: ['GHSA-0000-0000-5004', 'CVE-0000-5004'], isDevelopment: true },
    })
    expect(scored?.details?.severities).toMatchObject([
      { cvss: { version: '4.0', score: 9.3 } },
      { cvss: { score: 9.1 } },
      {},
    ])
    expect(malware).toMatchObject({ rule: 'MAL-0000-1', rank: 'critical', details: { fixedVersions: undefined } })
    expect(license).toMatchObject({ family: 'licenses', rule: 'GPL-3.0' })
  })

  it.each([
    ['not-fixed', []],
    ['wont-fix', []],
    ['unknown', undefined],
    ['fixed', undefined],
    ['', undefined],
  ])('is of Grype that nothing mends it only where its state %j says so', (state, expected) => {
    const report = new TextDecoder().decode(fixture('grype/hand-written-planted.json'))
    const fix = report.replace(/"fix": \{[^}]*\}/, JSON.stringify({ fix: { versions: [], state } }).slice(1, -1))
    expect(readText(fix).tables.findings.rows[0]?.details?.fixedVersions).toEqual(expected)
  })

  it('is of govulncheck how near the code comes to it, and where', () => {
    expect(rowsOf('govulncheck/govulncheck-planted.json')).toMatchObject([
      { message: expect.stringMatching(/\(the code calls it\)$/), path: 'main.go', line: 10 },
      { message: expect.stringMatching(/\(it is required\)$/), path: undefined },
    ])
  })

  it('is of npm 7 and later each advisory once, whatever number of packages it makes vulnerable', () => {
    const { reading, tables } = readBytes(fixture('npm-audit/npm-11-planted.json'))
    expect([reading?.entries, tables.findings.rows.map(({ rule, rank }) => [rule, rank])]).toEqual([
      2,
      [
        ['GHSA-0000-0000-2001', 'critical'],
        ['GHSA-0000-0000-2002', 'low'],
      ],
    ])
    // npm says what it can do to the tree, not which versions are mended.
    expect(tables.findings.rows[0]?.details?.fixedVersions).toBeUndefined()
  })

  it('is of yarn 1 one advisory, though it comes once for each way to its package', () => {
    const { reading, tables } = readBytes(fixture('yarn-audit/hand-written-classic.json'))
    expect([reading?.entries, tables.findings.rows[0]?.details?.dependencyPath]).toEqual([
      1,
      ['.', 'planted-parent', 'planted-ansi'],
    ])
  })

  it('is of Dependency-Check the same in XML and JSON', () => {
    const [xml, json] = ['xml', 'json'].map((syntax) => {
      const { tables } = readBytes(fixture(`dependency-check/hand-written-planted.${syntax}`))
      return [tables.findings.rows, tables.findings.suppressed]
    })
    expect(xml).toEqual(json)
    expect(xml?.[0]?.[0]).toMatchObject({
      rank: 'critical',
      details: { isKnownExploited: true, package: { ecosystem: 'maven' } },
    })
  })

  it('is the same wherever the target stands', () => {
    const vulnerability = { VulnerabilityID: 'CVE-0000-1', PkgName: 'a', InstalledVersion: '1', Severity: 'HIGH' }
    const report = read({
      Results: [{ Vulnerabilities: [vulnerability], Type: 'npm', Target: 'package-lock.json' }],
      SchemaVersion: 2,
    })
    expect(report.tables.findings.rows).toMatchObject([
      { path: 'package-lock.json', details: { package: { purl: 'pkg:npm/a@1' } } },
    ])
  })

  it('is counted to the last, and of each rank as many kept as a table keeps', () => {
    const vulnerabilities = Array.from({ length: FINDINGS_KEPT + 10 }, (_, index) => ({
      VulnerabilityID: `CVE-0000-${index}`,
      PkgName: 'a',
      Severity: 'LOW',
    }))
    const worst = { VulnerabilityID: 'CVE-1', PkgName: 'a', Severity: 'CRITICAL' }
    const { reading, tables } = read({
      SchemaVersion: 2,
      Results: [{ Target: 'x', Vulnerabilities: [...vulnerabilities, worst] }],
    })
    expect(reading).toMatchObject({
      entries: FINDINGS_KEPT + 11,
      metrics: { 'security.low': FINDINGS_KEPT + 10, 'security.critical': 1 },
    })
    expect(tables.findings.rows.some(({ rank }) => rank === 'critical')).toBe(true)
  })
})

describe('what is set aside', () => {
  it.each([
    ['trivy/hand-written-planted.json', ['EXCEPTION', 'not_affected: the function is not built: vex.json']],
    ['grype/hand-written-planted.json', ['ignored by the function is not built: not_affected: CVE-0000-5003']],
    ['snyk/hand-written-projects.json', ['ignored: not reachable']],
    ['dependency-check/hand-written-planted.xml', ['suppressed: not this product']],
  ])('in %s is told in the words of the scanner, and counts nowhere', (file, words) => {
    const { tables, reading } = readBytes(fixture(file))
    expect(tables.findings.suppressed.map(({ details }) => details?.suppressed)).toEqual(words)
    const counted = ['security.total', 'secrets.total', 'licenses.total'].map((name) => reading?.metrics[name] ?? 0)
    expect(counted.reduce((sum, count) => sum + count)).toBe(tables.findings.rows.length)
  })

  it('by Safety and in an advisory that was withdrawn too', () => {
    const ignored = {
      vulnerability_id: '1',
      package_name: 'a',
      ignored: true,
      ignored_reason: 'no',
      ignored_expires: '2027-01-01',
    }
    const safety = read({ report_meta: { packages_found: 1 }, vulnerabilities: [], ignored_vulnerabilities: [ignored] })
    const withdrawn = { id: 'GHSA-1', withdrawn: '2026-01-01T00:00:00Z' }
    const osv = read({
      results: [{ source: { path: 'a' }, packages: [{ package: { name: 'a' }, vulnerabilities: [withdrawn] }] }],
    })
    const aside = [safety, osv].flatMap(({ tables }) =>
      tables.findings.suppressed.map(({ details }) => details?.suppressed),
    )
    expect(aside).toEqual(['ignored: no: 2027-01-01', 'withdrawn 2026-01-01T00:00:00Z'])
    expect([safety, osv].map(({ tables }) => tables.findings.size)).toEqual([0, 0])
  })
})
