import { describe, expect, it } from '@jest/globals'
import { type ReadReport, readText } from '../../../support/read-report.ts'

const read = (value: unknown): ReadReport => readText(JSON.stringify(value))
const linesOf = (...messages: readonly unknown[]): string => messages.map((item) => JSON.stringify(item)).join('\n')
const saidOf = ({ reading }: ReadReport): readonly string[] =>
  (reading?.doubts ?? []).filter(({ kind }) => kind === 'contradiction').map(({ text }) => text)

describe('an older dialect is read to the last finding', () => {
  // golang.org/x/vuln v0.1.0, internal/govulncheck/result.go: one message holds the advisory and its modules.
  const packages = [{ path: 'example.org/m/p', callstacks: [{ frames: [{ function: 'f' }] }] }]
  const modules = [
    { path: 'example.org/m', found_version: 'v1.0.0', fixed_version: 'v1.0.1', packages },
    { path: 'example.org/n', found_version: 'v1.0.0', packages: [{ path: 'example.org/n/p' }] },
  ]
  const osv = { id: 'GO-0000-0001', aliases: ['CVE-0000-0001'], affected: [] }

  it('of govulncheck 0.1', () => {
    const report = readText(
      linesOf(
        { config: { name: 'govulncheck', version: 'v0.1.0', data_source: 'https://vuln.go.dev' } },
        { progress: { message: 'Scanning your code and 3 packages for known vulnerabilities...' } },
        { vulnerability: { osv, modules } },
      ),
    )
    expect([report.format, report.refused, saidOf(report)]).toEqual(['govulncheck', undefined, []])
    expect(report.tables.findings.rows).toMatchObject([
      {
        message: expect.stringMatching(/the code calls it/) as unknown,
        details: { package: { name: 'example.org/m', version: 'v1.0.0' }, fixedVersions: ['1.0.1'] },
      },
      {
        message: expect.stringMatching(/a package of it is imported/) as unknown,
        details: { package: { name: 'example.org/n' } },
      },
    ])
  })

  it('of govulncheck before it, which names no field in lower case', () => {
    const stack = { Symbol: 'f', Summary: 's', Frames: [] }
    const found = [{ Path: 'example.org/m/p', CallStacks: [stack] }]
    const old = [{ Path: 'example.org/m', FoundVersion: 'v1.0.0', FixedVersion: 'v1.0.1', Packages: found }]
    const report = read({ Vulns: [{ OSV: osv, Modules: old }] })
    expect(report.tables.findings.rows).toMatchObject([
      { details: { package: { name: 'example.org/m', version: 'v1.0.0' }, fixedVersions: ['1.0.1'] } },
    ])
  })

  it('of govulncheck says so where a message is not known', () => {
    const report = readText(
      linesOf(
        { config: { protocol_version: 'v9.0.0', scanner_name: 'govulncheck' } },
        { progress: { message: 'Scanning your code' } },
        { disaster: { osv: 'GO-0000-0001' } },
      ),
    )
    expect(saidOf(report)).toEqual([expect.stringMatching(/disaster/)])
  })

  it('of gosec 2.4, whose weaknesses have names in capitals', () => {
    const issue = { severity: 'HIGH', cwe: { ID: '798', URL: 'u' }, rule_id: 'G101', details: 'd', file: 'a.go' }
    const report = read({ 'Golang errors': {}, Issues: [{ ...issue, line: '3' }], Stats: { files: 1, found: 1 } })
    expect(report.tables.findings.rows).toMatchObject([{ details: { cwes: ['CWE-798'] } }])
  })

  it('of Bandit before 1.0, whose tests have names alone', () => {
    const result = { filename: 'a.py', issue_severity: 'LOW', issue_text: 't', line_number: 1, test_name: 'exec_used' }
    const stats = [{ filename: 'a.py', 'issue totals': { LOW: 1 }, score: 1 }]
    const report = read({ errors: [], generated_at: '2015-06-26T14:33:38Z', results: [result], stats })
    expect([report.format, report.refused]).toEqual(['bandit', undefined])
    expect(report.tables.findings.rows).toMatchObject([{ rule: 'exec_used', rank: 'low', path: 'a.py' }])
  })

  it('of Terrascan before 1.3, whose counts stand elsewhere', () => {
    const violation = { rule_name: 'n', description: 'd', rule_id: 'AWS.1', severity: 'HIGH', file: 'main.tf', line: 3 }
    const report = (total: number): ReadReport =>
      read({ results: { violations: [violation], count: { low: 0, medium: 0, high: 1, total } } })
    expect([report(1).reading?.entries, saidOf(report(1))]).toEqual([1, []])
    expect(saidOf(report(2))).toEqual([expect.stringMatching(/counts 2/)])
  })
})

describe('a dialect of another command', () => {
  const misconfiguration = { ID: 'DS002', AVDID: 'AVD-DS-0002', Title: 'root', Severity: 'HIGH', Status: 'FAIL' }
  const vulnerability = { VulnerabilityID: 'CVE-0000-1', PkgName: 'a', InstalledVersion: '1', Severity: 'LOW' }
  const result = {
    Target: 'Deployment/shop',
    Class: 'config',
    Type: 'kubernetes',
    Misconfigurations: [misconfiguration, { ...misconfiguration, Status: 'PASS' }],
  }
  const control = { ID: '1.0', Name: 'Non-root containers', Description: 'd', Severity: 'MEDIUM' }

  it('of Trivy, which checks compliance (--report all)', () => {
    const report = read({
      ID: 'k8s-nsa-1.0',
      Title: 'NSA',
      Version: '1.0',
      RelatedResources: [],
      Results: [
        { ...control, Results: [result] },
        { ...control, ID: '1.1', Results: null },
        // The same failure under a second control.
        { ...control, ID: '1.2', Results: [result] },
      ],
    })
    expect([report.format, report.refused, report.reading?.entries]).toEqual(['trivy', undefined, 2])
    expect(report.tables.findings.rows).toMatchObject([{ rule: 'DS002', rank: 'high' }, { rule: 'DS002' }])
  })

  it('of Trivy, which counts failures by control (--report summary)', () => {
    const counted = [
      { ...control, TotalFail: 4 },
      { ...control, ID: '1.1', TotalFail: 0 },
      { ...control, ID: '1.2', Name: 'Manual' },
    ]
    const report = read({ ID: 'k8s-nsa-1.0', Title: 'NSA', SummaryControls: counted })
    expect([report.format, report.reading?.entries]).toEqual(['trivy', 1])
    expect(report.tables.findings.rows).toMatchObject([
      { rule: '1.0', rank: 'medium', message: expect.stringMatching(/4 failed/) as unknown },
    ])
    expect(saidOf(read({ ID: 'k8s-nsa-1.0', Title: 'NSA', SummaryControls: null }))).toEqual([
      expect.stringMatching(/checked nothing/),
    ])
  })

  it('of Trivy, whose report is signed (--format cosign-vuln)', () => {
    const inner = {
      SchemaVersion: 2,
      ArtifactName: 'app',
      ArtifactType: 'container_image',
      Results: [{ Target: 'a', Class: 'lang-pkgs', Type: 'npm', Vulnerabilities: [vulnerability] }],
    }
    const report = read({
      invocation: { parameters: null, uri: '', event_id: '', 'builder.id': '' },
      scanner: { uri: 'pkg:github/aquasecurity/trivy@0.66.0', version: '0.66.0', db: {}, result: inner },
      metadata: { scanStartedOn: '', scanFinishedOn: '' },
    })
    expect([report.format, report.refused, report.reading?.entries]).toEqual(['trivy', undefined, 1])
  })

  it('of Terrascan, which lists what other scanners found in images', () => {
    const found = {
      image: 'app:1',
      package: 'openssl',
      severity: 'HIGH',
      installed_version: '1.0',
      vulnerability_id: 'CVE-0000-1',
      cvss_score: { v3_score: 9.8, v3_vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
      file: 'deploy.yaml',
      line: 3,
      resource_name: 'r',
      resource_type: 't',
    }
    const summary = { policies_validated: 3, violated_policies: 0, vulnerabilities: 1 }
    const report = read({ results: { violations: null, vulnerabilities: [found], scan_summary: summary } })
    expect(saidOf(report)).toEqual([])
    expect(report.tables.findings.rows).toMatchObject([
      { rule: 'CVE-0000-1', path: 'deploy.yaml', details: { kind: 'vulnerability', package: { name: 'openssl' } } },
    ])
  })

  it('of Safety, which scans a whole system', () => {
    const known = { id: '51457', vulnerable_spec: '<2', ignored: null }
    const specification = { raw: 'a==1.0', vulnerabilities: { known_vulnerabilities: [known] } }
    const files = [{ location: '/usr', results: { dependencies: [{ name: 'a', specifications: [specification] }] } }]
    const report = read({ meta: { scan_type: 'system-scan' }, scan_results: { files, projects: [{ id: 'p' }] } })
    expect([report.reading?.entries, saidOf(report)]).toEqual([1, []])
  })

  it('of Snyk, which looks at infrastructure as code', () => {
    const issue = {
      id: 'SNYK-CC-TF-1',
      title: 'Public bucket',
      severity: 'medium',
      msg: 'resource.bucket.acl',
      lineNumber: 3,
      documentation: 'https://security.snyk.io/rules/cloud/SNYK-CC-TF-1',
      isIgnored: false,
    }
    const project = {
      meta: { org: 'o' },
      vulnerabilities: [],
      dependencyCount: 0,
      targetFile: 'main.tf',
      projectName: 'p',
      org: 'o',
      packageManager: 'terraformconfig',
      path: 'main.tf',
      ok: false,
      infrastructureAsCodeIssues: [issue, { ...issue, id: 'SNYK-CC-TF-2', isIgnored: true }],
    }
    for (const value of [project, [project]]) {
      const report = read(value)
      expect([report.format, report.refused, saidOf(report), report.reading?.entries]).toEqual([
        'snyk',
        undefined,
        [],
        2,
      ])
      expect(report.tables.findings.rows).toMatchObject([
        { rule: 'SNYK-CC-TF-1', rank: 'medium', path: 'main.tf', line: 3, details: { kind: 'misconfiguration' } },
      ])
    }
  })
})
