import { describe, expect, it } from '@jest/globals'
import { type ReadReport, readText } from '../../../support/read-report.ts'

const read = (value: unknown): ReadReport => readText(JSON.stringify(value))
const ranksOf = ({ tables }: ReadReport): readonly string[] => tables.findings.rows.map(({ rank }) => rank)
const contradictionsOf = ({ reading, refused }: ReadReport): readonly string[] =>
  refused === undefined
    ? (reading?.doubts ?? []).filter(({ kind }) => kind === 'contradiction').map(({ text }) => text)
    : [refused]

describe('a score without its vector', () => {
  const cvss = (score: object): unknown => ({
    SchemaVersion: 2,
    ArtifactName: 'a',
    Results: [
      {
        Target: 'package-lock.json',
        Class: 'lang-pkgs',
        Type: 'npm',
        Vulnerabilities: [{ VulnerabilityID: 'CVE-0000-1', PkgName: 'a', Severity: 'LOW', CVSS: { nvd: score } }],
      },
    ],
  })

  it.each([
    ['Trivy: CVSS 2', cvss({ V2Score: 9.3, V3Score: 5.5, V3Vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H' })],
    ['Trivy: CVSS 4', cvss({ V40Score: 5.5, V3Score: 9.3 })],
    [
      'Grype: CVSS 2',
      {
        matches: [
          {
            vulnerability: {
              id: 'CVE-0000-1',
              severity: 'Low',
              cvss: [
                { version: '2.0', vector: '', metrics: { baseScore: 9.3 } },
                { version: '3.1', vector: '', metrics: { baseScore: 5.5 } },
              ],
            },
            artifact: { name: 'a', version: '1', type: 'npm' },
          },
        ],
        source: {},
        distro: {},
        descriptor: {},
      },
    ],
    [
      'Safety 1.9',
      [
        [
          'a',
          '<2',
          '1',
          'text',
          '1',
          { base_score: 9.3, vector_string: null },
          { base_score: 5.5, vector_string: null },
        ],
      ],
    ],
    [
      'CSAF',
      {
        document: { csaf_version: '2.0', tracking: {}, publisher: {} },
        vulnerabilities: [
          { cve: 'CVE-0000-1', scores: [{ cvss_v2: { baseScore: 9.3 }, cvss_v3: { baseScore: 5.5 } }] },
        ],
      },
    ],
  ])('is of the version that the report states: %s', (_name, value) => {
    expect(ranksOf(read(value))).toEqual(['medium'])
  })
})

describe('a vector without its score', () => {
  it.each([
    ['CVSS 3', { V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }, 'critical'],
    ['CVSS 2', { V2Vector: 'AV:N/AC:M/Au:N/C:P/I:P/A:P' }, 'medium'],
    ['none', { V3Vector: '', V3Score: 0 }, 'low'],
  ])('is reckoned, as in reports of the first versions of Trivy: %s', (_name, nvd, rank) => {
    const vulnerability = { VulnerabilityID: 'CVE-0000-1', PkgName: 'a', Severity: 'LOW', CVSS: { nvd } }
    expect(ranksOf(read([{ Target: 'package-lock.json', Vulnerabilities: [vulnerability] }]))).toEqual([rank])
  })
})

describe('the chance of an exploit', () => {
  it("is among the ratings of Grype's CycloneDX, and weighs no severity", () => {
    const cisa = { name: 'CISA KEV Catalog', url: 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog' }
    const { tables } = read({
      bomFormat: 'CycloneDX',
      specVersion: '1.7',
      vulnerabilities: [
        {
          id: 'CVE-0000-1',
          ratings: [
            { severity: 'low' },
            { source: { name: 'FIRST', url: 'https://www.first.org/epss/' }, score: 0.08, method: 'other' },
            { source: cisa, score: 1, method: 'other' },
          ],
        },
      ],
    })
    expect(tables.findings.rows).toMatchObject([{ rank: 'low', details: { epss: 0.08, isKnownExploited: true } }])
    expect(tables.findings.rows[0]?.details?.severities).toHaveLength(1)
  })
})

describe('who builds a package', () => {
  const GRYPE = (namespace: string, purl: string): unknown => ({
    matches: [
      {
        vulnerability: { id: 'CVE-0000-1', namespace, severity: 'Low' },
        relatedVulnerabilities: [
          { id: 'CVE-0000-1', namespace: 'nvd:cpe', severity: 'High', cvss: [{ metrics: { baseScore: 7.5 } }] },
        ],
        artifact: { name: 'a', version: '1', type: 'rpm', purl },
      },
    ],
    source: {},
    distro: { name: 'x' },
    descriptor: {},
  })

  it.each([
    ['oracle:distro:oraclelinux:8', 'pkg:rpm/ol/a@1'],
    ['sles:distro:sles:15.3', 'pkg:rpm/sles/a@1'],
    ['mariner:distro:azurelinux:3.0', 'pkg:rpm/azurelinux/a@1'],
    ['mariner:distro:mariner:2.0', 'pkg:rpm/mariner/a@1'],
    ['rhel:distro:redhat:8', 'pkg:rpm/centos/a@1'],
    ['amazon:distro:amazonlinux:2', 'pkg:rpm/amzn/a@1'],
    ['almalinux:distro:almalinux:9', 'pkg:rpm/almalinux/a@1'],
    // Grype asks Red Hat's data about packages that are built from Red Hat's.
    ['rhel:distro:redhat:9', 'pkg:rpm/almalinux/a@1'],
    ['rhel:distro:redhat:9', 'pkg:rpm/rocky/a@1'],
  ])('is known by whatever name, and its word counts: %s', (namespace, purl) => {
    expect(ranksOf(read(GRYPE(namespace, purl)))).toEqual(['low'])
  })

  it.each([
    ['suse linux enterprise server', 'suse-cvrf'],
    ['opensuse.leap', 'suse-cvrf'],
    ['oracle', 'oracle-oval'],
    ['alma', 'alma'],
    ['cbl-mariner', 'cbl-mariner'],
    ['redhat', 'redhat'],
  ])('is known in the reports of Trivy that had no package URLs yet: %s', (Type, SeveritySource) => {
    const CVSS = { nvd: { V3Score: 9.8, V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } }
    const vulnerability = { VulnerabilityID: 'CVE-0000-1', PkgName: 'a', Severity: 'LOW', SeveritySource, CVSS }
    expect(ranksOf(read([{ Target: 'x', Type, Vulnerabilities: [vulnerability] }]))).toEqual(['low'])
  })

  it("is known in Grype's CycloneDX too, which writes its namespaces with dashes", () => {
    const of = (name: string, purl: string): unknown => ({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [{ name: 'a', version: '1', purl, 'bom-ref': 'a' }],
      vulnerabilities: [
        {
          id: 'CVE-0000-1',
          source: { name },
          ratings: [
            { severity: 'low', method: 'CVSSv31', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 },
          ],
          affects: [{ ref: 'a' }],
        },
      ],
    })
    const names = ['debian-distro-debian-12', 'github-language-go', 'nvd-cpe'] as const
    const reports = names.map((name) => read(of(name, name.startsWith('d') ? 'pkg:deb/debian/a@1' : 'pkg:golang/a@1')))
    expect(reports.flatMap(ranksOf)).toEqual(['low', 'critical', 'critical'])
    const sources = reports.flatMap(({ tables }) =>
      tables.findings.rows.map((row) => row.details?.severities[0]?.source),
    )
    expect(sources).toEqual(['debian', 'ghsa', 'nvd'])
  })
})

describe('a report that lacks what is of no use', () => {
  const advisory = { id: 1, module_name: 'a', severity: 'high', title: 't', findings: [{ version: '1', paths: ['a'] }] }
  const via = { source: 1, name: 'a', title: 't', severity: 'high', url: '' }

  it.each([
    ['npm 6 without metadata', { advisories: { 1: advisory } }, 'npm-audit'],
    ['npm 7 without a version', { vulnerabilities: { a: { name: 'a', via: [via], effects: [] } } }, 'npm-audit'],
    [
      'cargo-audit without `found`',
      { database: {}, lockfile: {}, settings: {}, vulnerabilities: { count: 1, list: [{ advisory: { id: 'R-1' } }] } },
      'cargo-audit',
    ],
  ])('is read all the same: %s', (_name, value, format) => {
    const report = read(value)
    expect([report.format, report.reading?.entries, contradictionsOf(report)]).toEqual([format, 1, []])
  })
})

describe('what was scanned', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const trivy = (ArtifactType: string): unknown => ({
    SchemaVersion: 2,
    ArtifactName: 'shop/cart:1.2',
    ArtifactType,
    Metadata: { RepoTags: ['shop/cart:1.2'], RepoDigests: [`shop/cart@${digest}`] },
    Results: [{ Target: 'a', Vulnerabilities: [{ VulnerabilityID: 'CVE-0000-1', PkgName: 'a', Severity: 'HIGH' }] }],
  })
  const grype = (source: unknown): unknown => ({
    matches: [{ vulnerability: { id: 'CVE-0000-1' }, artifact: { name: 'a', version: '1', type: 'npm' } }],
    source,
    distro: {},
    descriptor: {},
  })
  const target = { userInput: 'shop/cart:1.2', manifestDigest: digest, tags: ['shop/cart:1.2'], repoDigests: [] }
  const scannedIn = ({ tables }: ReadReport): readonly (readonly string[])[] =>
    tables.findings.rows[0]?.details?.scanned ?? []

  it.each([
    ['Trivy', trivy('container_image')],
    ['Grype', grype({ type: 'image', target })],
  ])('is told by %s in every name that an image has', (_name, value) => {
    expect(scannedIn(read(value))).toEqual([
      expect.arrayContaining([
        'shop/cart:1.2',
        digest,
        `pkg:oci/cart@sha256:${'a'.repeat(64)}?repository_url=shop%2Fcart&tag=1.2`,
      ]),
    ])
  })

  it('is the product of a bill of materials', () => {
    const product = { type: 'container', name: 'shop/cart:1.2', purl: `pkg:oci/cart@${digest}?arch=amd64` }
    const vulnerabilities = [{ id: 'CVE-0000-1' }]
    const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: product }, vulnerabilities }
    expect(scannedIn(read(bom))).toEqual([[product.purl]])
  })

  it.each([
    ['Trivy', trivy('filesystem'), []],
    ['Grype', grype({ type: 'directory', target: '.' }), [[]]],
  ])('is nothing that has a name where it is a folder: %s', (_name, value, expected) => {
    expect(scannedIn(read(value))).toEqual(expected)
  })
})

describe('Snyk', () => {
  const pkgs = [{ id: 'root@' }, { id: 'zlib@1.2.8' }]
  const data = { 'SNYK-UNMANAGED-ZLIB-1': { id: 'SNYK-UNMANAGED-ZLIB-1', severity: 'high', title: 'Overflow' } }
  const issue = { pkgName: 'zlib', pkgVersion: '1.2.8', issueId: 'SNYK-UNMANAGED-ZLIB-1', fixInfo: {} }
  const unmanaged = (issues: unknown, packages: readonly unknown[] = pkgs): unknown => [
    { issues, issuesData: data, depGraphData: { pkgs: packages } },
  ]

  it('without a package manager tells of an issue apart from where it is', () => {
    const report = read(unmanaged([issue]))
    expect([report.format, report.reading?.entries, contradictionsOf(report)]).toEqual(['snyk', 1, []])
    expect(report.tables.findings.rows).toMatchObject([
      { rule: 'SNYK-UNMANAGED-ZLIB-1', rank: 'high', message: 'zlib 1.2.8: Overflow' },
    ])
  })

  it.each([
    ['that recognised nothing', unmanaged([], [pkgs[0]]), /no dependency that was recognised/],
    ['that says nothing of an issue', unmanaged([{ ...issue, issueId: 'X' }]), /nothing of the issue X/],
  ])('is not green without a package manager where it is a report %s', (_name, value, said) => {
    expect(contradictionsOf(read(value))).toEqual([expect.stringMatching(said)])
  })

  it('with --group-issues is one entry with the first of its ways', () => {
    const grouped = {
      id: 'SNYK-JS-A-1',
      name: ['a', 'a'],
      moduleName: 'a',
      packageName: 'a',
      from: [
        ['shop@1', 'a@1'],
        ['shop@1', 'b@1', 'a@1'],
      ],
    }
    const report = read({
      ok: false,
      dependencyCount: 3,
      packageManager: 'npm',
      uniqueCount: 1,
      vulnerabilities: [grouped],
    })
    expect(report.reading?.entries).toBe(1)
    expect(report.tables.findings.rows).toMatchObject([
      { details: { package: { name: 'a' }, dependencyPath: ['shop@1', 'a@1'] } },
    ])
  })
})
