import { describe, expect, it } from '@jest/globals'
import { type ReadReport, readText } from '../../../support/read-report.ts'

const read = (value: unknown, format?: string): ReadReport => readText(JSON.stringify(value), { format })
const saidOf = ({ reading, refused }: ReadReport): string =>
  refused ??
  (reading?.doubts ?? [])
    .filter(({ kind }) => kind === 'contradiction')
    .map(({ text }) => text)
    .join('\n')

const SPECIFIED = { raw: 'a==1', vulnerabilities: {} }
const FAILED = { check_id: 'rule', path: 'a.py', extra: { severity: 'ERROR', message: 'm' } }
const VULNERABLE = { id: 'SNYK-1', name: 'a', version: '1', title: 't', severity: 'high', packageManager: 'npm' }
const STATED = { vulnerability: { name: 'CVE-0000-1' }, status: 'affected' }
const OPENVEX = { '@context': 'https://openvex.dev/ns/v0.2.0', author: 'a', timestamp: '2024-01-01T00:00:00Z' }
const CSAF = { document: { csaf_version: '2.0', publisher: { name: 'p' }, tracking: { status: 'final' } } }

describe('a report that leaves out what its tool always writes', () => {
  it.each([
    ['pip-audit', { dependencies: [{ name: 'a', version: '1' }], fixes: [] }, /says nothing of a 1/],
    ['pip-audit', { dependencies: [{ name: 'a', version: '1', vulns: null }], fixes: [] }, /says nothing of a 1/],
    ['semgrep', { results: null, errors: [], paths: { scanned: ['a.py'] } }, /no list "results"/],
    ['semgrep', { results: [FAILED] }, /no list "errors"/],
    ['bandit', { results: null, errors: [], generated_at: '', metrics: { _totals: { loc: 3 } } }, /no list "results"/],
    ['grype', { ignoredMatches: [], source: {}, distro: { name: 'debian' } }, /no list "matches"/],
    [
      'safety',
      {
        meta: { scan_type: 'scan' },
        scan_results: {
          projects: [
            { files: [{ location: 'a', results: { dependencies: [{ name: 'a', specifications: [SPECIFIED] }] } }] },
          ],
        },
      },
      /says nothing of a/,
    ],
    [
      'safety',
      {
        meta: { scan_type: 'scan' },
        scan_results: { projects: [{ files: [{ location: 'a', results: { dependencies: [{ name: 'a' }] } }] }] },
      },
      /says nothing of a/,
    ],
    [
      'kubescape',
      { summaryDetails: { controls: { 'C-0001': {} } }, results: [{ resourceID: 'a' }], resources: [] },
      /tried no control/,
    ],
    ['snyk', { vulnerabilities: [VULNERABLE], dependencyCount: 2, org: 'o' }, /does not say whether it is "ok"/],
  ])('is unknown: %s (%#)', (format, value, words) => {
    expect(saidOf(read(value, format))).toMatch(words)
  })

  it.each([
    ['semgrep', { results: [FAILED] }, 'rule'],
    ['snyk', { vulnerabilities: [VULNERABLE], dependencyCount: 2, org: 'o' }, 'SNYK-1'],
    [
      'gitlab',
      {
        version: '15.0.0',
        vulnerabilities: [{ category: 'sast', name: 'Injection', severity: 'High', location: { file: 'a.py' } }],
        scan: { type: 'sast', status: 'success' },
      },
      'Injection',
    ],
    [
      'cyclonedx',
      {
        bomFormat: 'CycloneDX',
        specVersion: '1.5',
        metadata: { component: { type: 'application' } },
        components: [{ type: 'library', purl: 'pkg:npm/a@1', 'bom-ref': 'a' }],
        vulnerabilities: [{ id: 'CVE-0000-1', affects: [{ ref: 'a' }] }],
      },
      'CVE-0000-1',
    ],
    [
      'osv',
      {
        results: [
          { source: { path: 'a' }, packages: [{ package: { commit: '0a1b' }, vulnerabilities: [{ id: 'OSV-1' }] }] },
        ],
      },
      'OSV-1',
    ],
    [
      'trivy',
      {
        SchemaVersion: 2,
        ArtifactName: 'a',
        Results: [
          { Class: 'lang-pkgs', Type: 'npm', Vulnerabilities: [{ VulnerabilityID: 'CVE-0000-1', PkgID: 'a@1' }] },
        ],
      },
      'CVE-0000-1',
    ],
    ['openvex', { ...OPENVEX, statements: [STATED] }, 'CVE-0000-1'],
    ['csaf', { ...CSAF, vulnerabilities: [{ cve: 'CVE-0000-1' }] }, 'CVE-0000-1'],
  ])('loses no finding that is there: %s', (format, value, rule) => {
    expect(read(value, format).tables.findings.rows.map((row) => row.rule)).toEqual([rule])
  })

  it('sets nothing aside by a statement that names no product', () => {
    const { tables } = read({ ...OPENVEX, statements: [{ ...STATED, status: 'not_affected' }] })
    expect(tables.vex ?? []).toEqual([])
  })
})

it('two reports in one file are told to need a file each', () => {
  const bandit = JSON.stringify({ results: [], errors: [], generated_at: '', metrics: {} })
  const trivy = JSON.stringify({ SchemaVersion: 2, ArtifactName: 'a', Results: [] })
  expect(saidOf(readText(`${bandit}\n${trivy}`))).toMatch(/one after the other \(each report needs a file of its own\)/)
})
