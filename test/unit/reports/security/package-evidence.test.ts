import { describe, expect, it } from '@jest/globals'
import { isDoubted, type ReadReport, readText } from '../../../support/read-report.ts'

const read = (value: unknown): ReadReport => readText(JSON.stringify(value))
const lines = (...values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const saidOf = ({ reading, refused }: ReadReport): string =>
  refused ??
  (reading?.doubts ?? [])
    .filter(({ kind }) => kind === 'contradiction')
    .map(({ text }) => text)
    .join('\n')

const NO_META = { vulnerabilities: {}, dependencies: { total: 3 } }
const GRYPE = { matches: [], source: {}, distro: { name: 'debian' } }
const OPERATOR = { apiVersion: 'aquasecurity.github.io/v1alpha1', kind: 'VulnerabilityReport', metadata: { name: 'x' } }
const CARGO = { database: { 'advisory-count': 1 }, lockfile: { 'dependency-count': 1 }, settings: {} }
const CONFIG = { config: { protocol_version: 'v1.0.0', scanner_name: 'govulncheck' } }
const DEPENDENCY_CHECK = { reportSchema: '1.1', scanInfo: {}, projectInfo: { reportDate: '2026-11-20T10:00:00Z' } }
const SNYK = { ok: true, dependencyCount: 2, packageManager: 'npm', vulnerabilities: [] }

describe('nothing seen is not nothing found', () => {
  const CASES: readonly (readonly [string, string, RegExp])[] = [
    [
      'Trivy: no Results',
      JSON.stringify({ SchemaVersion: 2, ArtifactName: 'a', ArtifactType: 'filesystem' }),
      /nothing in a that it can scan/,
    ],
    [
      'Trivy: a system that has ended',
      JSON.stringify({
        SchemaVersion: 2,
        ArtifactName: 'a',
        Metadata: { OS: { Family: 'debian', Name: '8', EOSL: true } },
        Results: [{ Target: 'a' }],
      }),
      /debian 8 is no longer supported/,
    ],
    ['Trivy: no resource', JSON.stringify({ ClusterName: 'kind', Resources: [] }), /no resource of the cluster kind/],
    ['Trivy Operator: no item', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [] }), /.+/],
    ['Grype: no distribution', JSON.stringify({ ...GRYPE, distro: {} }), /no match, and names no distribution/],
    [
      'Grype: a database that failed',
      JSON.stringify({
        ...GRYPE,
        descriptor: { db: { status: { built: '2026-01-01T00:00:00Z', error: 'db is corrupt' } } },
      }),
      /db is corrupt/,
    ],
    [
      'Grype: a database that is not valid',
      JSON.stringify({ ...GRYPE, descriptor: { db: { status: { valid: false } } } }),
      /not valid/,
    ],
    [
      'OSV-Scanner: no package',
      JSON.stringify({ results: [], experimental_config: {} }),
      /lists no package.*format= and its exit-code=/,
    ],
    ['govulncheck: only its configuration', lines(CONFIG), /no word that packages were scanned/],
    [
      'cargo-audit: no dependency',
      JSON.stringify({
        ...CARGO,
        lockfile: { 'dependency-count': 0 },
        vulnerabilities: { found: false, count: 0, list: [] },
      }),
      /looked at no dependency/,
    ],
    [
      'cargo-audit: an empty database',
      JSON.stringify({
        ...CARGO,
        database: { 'advisory-count': 0 },
        vulnerabilities: { found: false, count: 0, list: [] },
      }),
      /holds no advisory/,
    ],
    [
      'npm 7: no dependency',
      JSON.stringify({
        auditReportVersion: 2,
        vulnerabilities: {},
        metadata: { vulnerabilities: { total: 0 }, dependencies: { prod: 1, total: 0 } },
      }),
      /looked at no dependency/,
    ],
    ['npm 6: no word of dependencies', JSON.stringify({ advisories: {}, metadata: {} }), /counts no dependency/],
    [
      'yarn 1: no lock file',
      lines({ type: 'auditSummary', data: { vulnerabilities: {}, totalDependencies: 0 } }),
      /looked at no dependency/,
    ],
    ['Snyk: no dependency', JSON.stringify({ ...SNYK, dependencyCount: 0 }), /saw no dependency/],
    [
      'pip-audit: a dependency that it skipped',
      JSON.stringify({ dependencies: [{ name: 'a', skip_reason: 'not found' }], fixes: [] }),
      /skipped a: not found/,
    ],
    ['pip-audit: no dependency', JSON.stringify({ dependencies: [], fixes: [] }), /lists no dependency/],
    [
      'Safety 2: no package',
      JSON.stringify({ report_meta: { packages_found: 0 }, vulnerabilities: [] }),
      /looked at no package/,
    ],
    [
      'Safety 3: no package',
      JSON.stringify({ meta: { scan_type: 'scan' }, scan_results: { projects: [] } }),
      /looked at no package/,
    ],
    [
      'Dependency-Check: no dependency',
      JSON.stringify({ ...DEPENDENCY_CHECK, dependencies: [] }),
      /looked at no dependency/,
    ],
    [
      'Dependency-Check: an exception',
      JSON.stringify({
        ...DEPENDENCY_CHECK,
        scanInfo: { analysisExceptions: [{ exception: { message: 'npm analyzer failed' } }] },
        dependencies: [{ fileName: 'a' }],
      }),
      /npm analyzer failed/,
    ],
    [
      'Dependency-Check: old data',
      JSON.stringify({
        ...DEPENDENCY_CHECK,
        scanInfo: { dataSource: [{ name: 'NVD API Last Checked', timestamp: '2026-10-01T00:00:00Z' }] },
        dependencies: [{ fileName: 'a' }],
      }),
      /50 days old/,
    ],
  ]

  it.each(CASES)('(%s)', (_name, text, words) => {
    const report = readText(text)
    expect(isDoubted(report)).toBe(true)
    expect(saidOf(report)).toMatch(words)
  })

  it('of a list without a key is believed with the format and the exit code, and only then', () => {
    const silent = ['trivy', 'pip-audit', 'safety', 'osv', 'yarn-audit']
    const texts = ['null', '[]', '[]', '', '']
    const told = (exitCode: number | undefined) =>
      silent.map((format, index) => isDoubted(readText(texts[index] ?? '', { format, exitCode })))
    expect(told(0)).toEqual(silent.map(() => false))
    expect(told(undefined)).toEqual(silent.map(() => true))
    expect(told(70)).toEqual(silent.map(() => true))
  })
})

describe('a report that denies itself', () => {
  const advisory = { module_name: 'a', severity: 'high', id: 1 }
  const CASES: readonly (readonly [string, string, RegExp])[] = [
    [
      'npm: packages without an advisory, in a circle',
      JSON.stringify({
        auditReportVersion: 2,
        vulnerabilities: { a: { via: ['b'] }, b: { via: ['a'] } },
        metadata: NO_META,
      }),
      /names no advisory/,
    ],
    [
      'npm: through a package that is not there',
      JSON.stringify({ auditReportVersion: 2, vulnerabilities: { a: { via: ['constructor'] } }, metadata: NO_META }),
      /through constructor, of which the report says nothing/,
    ],
    [
      'npm: a count of packages',
      JSON.stringify({
        auditReportVersion: 2,
        vulnerabilities: {},
        metadata: { vulnerabilities: { total: 3 }, dependencies: { total: 5 } },
      }),
      /counts 3 vulnerable packages, the report lists 0/,
    ],
    [
      'npm 6: a severity that is not listed',
      JSON.stringify({
        advisories: { 1: advisory },
        metadata: { vulnerabilities: { high: 1, critical: 2 }, totalDependencies: 4 },
      }),
      /counts 2 of severity critical, and lists none/,
    ],
    ['yarn: no summary', lines({ type: 'auditAdvisory', data: { advisory } }), /auditSummary", is missing/],
    [
      'yarn: two reports',
      lines(...[1, 2].map(() => ({ type: 'auditSummary', data: { totalDependencies: 2 } }))),
      /two reports/,
    ],
    [
      'cargo-audit: its count',
      JSON.stringify({ ...CARGO, vulnerabilities: { found: true, count: 2, list: [] } }),
      /counts 2 vulnerabilities, the report lists 0/,
    ],
    ['Snyk: not ok', JSON.stringify({ ...SNYK, ok: false }), /not ok, and lists no vulnerability/],
    ['Snyk: its count', JSON.stringify({ ...SNYK, uniqueCount: 4 }), /counts 4 different vulnerabilities/],
    [
      'Safety: its count',
      JSON.stringify({ report_meta: { packages_found: 1, vulnerabilities_found: 2 }, vulnerabilities: [] }),
      /counts 2 vulnerabilities, the report lists 0/,
    ],
    [
      'Trivy Operator: its summary',
      JSON.stringify({ ...OPERATOR, report: { summary: { criticalCount: 1 }, vulnerabilities: [] } }),
      /counts 1 of severity critical, and lists 0/,
    ],
    [
      'govulncheck: an advisory that is not there',
      lines(CONFIG, { finding: { osv: 'GO-1', trace: [{ module: 'm' }] } }),
      /GO-1, which a finding names, is missing/,
    ],
    ['govulncheck: two reports', lines(CONFIG, CONFIG), /two reports/],
    [
      'Trivy: another schema',
      JSON.stringify({ SchemaVersion: 3, ArtifactName: 'a', Results: [] }),
      /SchemaVersion is 3/,
    ],
    ['npm: another schema', JSON.stringify({ auditReportVersion: 3, vulnerabilities: {} }), /auditReportVersion is 3/],
    [
      'Trivy: one output behind the other',
      JSON.stringify({ SchemaVersion: 2, ArtifactName: 'a', Results: [] }).repeat(2),
      /not valid JSON|could be|no format/,
    ],
  ]

  it.each(CASES)('is unknown (%s)', (_name, text, words) => {
    const report = readText(text)
    expect(isDoubted(report)).toBe(true)
    expect(saidOf(report)).toMatch(words)
  })

  it.each([
    [
      'npm',
      { error: { code: 'ENOAUDIT', summary: 'the registry refused', detail: 'x' } },
      /ENOAUDIT: the registry refused/,
    ],
    [
      'npm 11',
      { message: '503', method: 'POST', statusCode: 503, error: { summary: '', detail: '' } },
      /could not audit: 503/,
    ],
    ['Snyk', { ok: false, error: 'Missing node_modules', path: '/repo' }, /could not test .*: Missing node_modules/],
  ])('is refused in the words of the error that stands in its place (%s)', (_name, value, words) => {
    expect(read(value).refused).toMatch(words)
  })

  it('is unknown where one of several projects could not be tested', () => {
    const report = read([SNYK, { ok: false, error: 'no lock file', path: '/repo/b' }])
    expect([report.reading?.completeness, saidOf(report)]).toEqual(['partial', expect.stringMatching(/no lock file/)])
  })

  it('of yarn that says an error is unknown', () => {
    const report = readText(
      lines({ type: 'error', data: 'no network' }, { type: 'auditSummary', data: { totalDependencies: 2 } }),
    )
    expect(saidOf(report)).toMatch(/no network/)
  })
})
