import { describe, expect, it } from '@jest/globals'
import { fixture, type ReadReport, readBytes, readText } from '../../../support/read-report.ts'

const read = (value: unknown): ReadReport => readText(JSON.stringify(value))
const saidOf = ({ reading, refused }: ReadReport): string =>
  refused ??
  (reading?.doubts ?? [])
    .filter(({ kind }) => kind === 'contradiction')
    .map(({ text }) => text)
    .join('\n')

const NO_META = { vulnerabilities: {}, dependencies: { total: 3 } }
const GRYPE = { matches: [], source: {}, distro: { name: 'debian' } }
const OPERATOR = { apiVersion: 'aquasecurity.github.io/v1alpha1', kind: 'VulnerabilityReport', metadata: { name: 'x' } }

describe('every dialect', () => {
  const vulnerable = { name: 'a', version: '1', vulns: [{ id: 'PYSEC-1', fix_versions: [], aliases: ['CVE-0000-1'] }] }
  const old = {
    OSV: { id: 'GO-1', aliases: ['CVE-0000-1'] },
    ModPath: 'example.org/m',
    CallSink: 3,
    ImportSink: 1,
    RequireSink: 1,
  }
  const known = { id: '51457', vulnerable_spec: '<2', ignored: null }
  const specification = { raw: 'a==1.0', vulnerabilities: { known_vulnerabilities: [known] } }
  const scan = {
    projects: [
      {
        files: [
          { location: 'requirements.txt', results: { dependencies: [{ name: 'a', specifications: [specification] }] } },
        ],
      },
    ],
  }
  const via = { source: 1, name: 'a', title: 't', severity: 'high', url: '' }

  it.each([
    [
      'pip-audit before 2',
      [vulnerable],
      'pip-audit',
      { rule: 'PYSEC-1', rank: 'unknown', details: { fixedVersions: [] } },
    ],
    [
      'govulncheck before 1',
      { Calls: {}, Imports: {}, Requires: {}, Vulns: [old], Modules: [{}] },
      'govulncheck',
      { message: expect.stringMatching(/the code calls it/) },
    ],
    [
      'safety scan',
      { meta: { scan_type: 'scan' }, scan_results: scan },
      'safety',
      { rule: '51457', path: 'requirements.txt', details: { package: { version: '1.0' } } },
    ],
    [
      'npm audit fix',
      { added: 1, audit: { auditReportVersion: 2, vulnerabilities: { a: { via: [via] } }, metadata: NO_META } },
      'npm-audit',
      { rule: 'npm:1', rank: 'high' },
    ],
    [
      'Grype 0.7',
      {
        ...GRYPE,
        descriptor: { name: 'grype', version: '0.7.0' },
        matches: [
          {
            vulnerability: { id: 'CVE-0000-1', severity: 'Negligible', fixedInVersion: '2' },
            artifact: { name: 'a', version: '1', type: 'deb', locations: ['/x'] },
          },
        ],
      },
      'grype',
      { rank: 'low', details: { fixedVersions: ['2'] } },
    ],
    [
      'Trivy Operator by kind',
      {
        'vulnerabilityreports.aquasecurity.github.io': [
          {
            ...OPERATOR,
            report: { vulnerabilities: [{ vulnerabilityID: 'CVE-0000-1', resource: 'a', severity: 'HIGH' }] },
          },
        ],
      },
      'trivy-operator',
      { rule: 'CVE-0000-1', rank: 'high' },
    ],
  ])('is read: %s', (_name, value, format, finding) => {
    const report = read(value)
    expect({ format: report.format, refused: report.refused }).toEqual({ format, refused: undefined })
    expect(report.tables.findings.rows).toMatchObject([finding])
  })

  it('of a severity that is not known is unknown, never less', () => {
    const trivy = read({
      SchemaVersion: 2,
      ArtifactName: 'a',
      Results: [{ Target: 'a', Vulnerabilities: [{ VulnerabilityID: 'X', PkgName: 'a', Severity: 'APOCALYPTIC' }] }],
    })
    expect(trivy.reading?.metrics).toMatchObject({ 'security.unknown': 1, 'security.total': 1 })
  })
})

describe('Trivy', () => {
  it.each([
    ['affected', '', []],
    ['will_not_fix', undefined, []],
    ['end_of_life', undefined, []],
    ['fixed', '2.0', ['2.0']],
    ['fixed', undefined, undefined],
    ['under_investigation', undefined, undefined],
    ['unknown', '', undefined],
    [undefined, undefined, undefined],
  ])('of the status %s with the version %j says that it is fixed in %j', (Status, FixedVersion, fixedVersions) => {
    const item = { VulnerabilityID: 'CVE-2024-1000', PkgName: 'a', InstalledVersion: '1.0', Status, FixedVersion }
    const { tables } = read({
      SchemaVersion: 2,
      ArtifactName: 'a',
      Results: [{ Target: 'a', Vulnerabilities: [{ ...item, Severity: 'HIGH' }] }],
    })
    expect(tables.findings.rows.map(({ details }) => details?.fixedVersions)).toEqual([fixedVersions])
  })
})

describe('a hostile report', () => {
  it('may name everything after prototypes', () => {
    const text =
      '{"auditReportVersion":2,"vulnerabilities":{"__proto__":{"via":[{"source":1,"name":"__proto__","title":"t","severity":"critical","url":""}]}},"metadata":{"dependencies":{"total":2}}}'
    expect(readText(text).tables.findings.rows).toMatchObject([
      { rank: 'critical', details: { package: { name: '__proto__' } } },
    ])
    const modified = { Type: '__proto__', Status: 'ignored', Finding: {} }
    expect(
      saidOf(
        read({
          SchemaVersion: 2,
          ArtifactName: 'a',
          Results: [{ Target: 'a', ExperimentalModifiedFindings: [modified] }],
        }),
      ),
    ).toMatch(/modified finding of the type "__proto__"/)
  })

  it.each(['trivy/hand-written-planted.json', 'trivy-operator/hand-written-list.json'])(
    'never lets a secret out of %s',
    (file) => {
      const { tables, reading } = readBytes(fixture(file))
      const told = JSON.stringify([tables.findings.rows, tables.findings.suppressed, reading])
      expect(told).toContain('planted-token')
      expect(told).not.toMatch(/made-up|4711|4712|TOKEN/)
    },
  )

  it('never lets a secret out of an error', () => {
    const report = read({
      SchemaVersion: 2,
      ArtifactName: 'a',
      Results: [{ Target: 'a', Secrets: [{ Match: 'made-up-4713' }] }],
    })
    expect(report.refused).toBe('a secret has no "RuleID"')
  })

  it('has no address that is none of the web', () => {
    const vulnerability = { VulnerabilityID: 'X', PkgName: 'a', PrimaryURL: 'javascript:alert(1)' }
    const report = read({
      SchemaVersion: 2,
      ArtifactName: 'a',
      Results: [{ Target: 'a', Vulnerabilities: [vulnerability] }],
    })
    expect(report.tables.findings.rows[0]?.details?.url).toBeUndefined()
  })
})
