import { describe, expect, it } from '@jest/globals'
import { type ReadReport, readText } from '../../../support/read-report.ts'

const read = (value: unknown, format?: string): ReadReport => readText(JSON.stringify(value), { format })
const saidOf = ({ reading, refused }: ReadReport): readonly string[] =>
  refused === undefined
    ? (reading?.doubts ?? []).filter(({ kind }) => kind === 'contradiction').map(({ text }) => text)
    : [refused]
const rowsOf = ({ tables }: ReadReport) => tables.findings.rows

describe('Bandit', () => {
  const result = (severity: string, confidence: string) => ({
    test_id: 'B602',
    issue_severity: severity,
    issue_confidence: confidence,
    issue_text: 'shell',
    filename: 'a.py',
    line_number: 1,
  })
  const report = (results: readonly object[], totals: object) =>
    read({ errors: [], generated_at: '', metrics: { _totals: { loc: 9, ...totals } }, results })

  it('may have left out what it is not sure of (-ii), however severe', () => {
    const totals = { 'SEVERITY.HIGH': 2, 'CONFIDENCE.HIGH': 1, 'CONFIDENCE.LOW': 1 }
    expect(saidOf(report([result('HIGH', 'HIGH')], totals))).toEqual([])
    // It leaves out all of a confidence, or none.
    expect(saidOf(report([result('HIGH', 'LOW')], { 'SEVERITY.HIGH': 2, 'CONFIDENCE.LOW': 2 }))).toEqual([
      expect.stringMatching(/count 2 of severity HIGH.*baseline/),
    ])
  })
})

describe('Semgrep', () => {
  const paths = { scanned: Array.from({ length: 4_000 }, (_, index) => `some/folder/of/modules/module-${index}.py`) }
  const found = { check_id: 'r', path: 'a.py', start: { line: 1 }, extra: { severity: 'WARNING' } }

  it.each([[[found], 1] as const, [[], 0] as const])(
    'is known by the files it looked at, where they hide its results (%#)',
    (results, count) => {
      const report = read({ errors: [], paths, results, version: '1.50.0' })
      expect([report.format, report.reading?.entries, saidOf(report)]).toEqual(['semgrep', count, []])
    },
  )
})

describe('Semgrep', () => {
  it.each(['too_many_matches', 'insufficient_permissions', 'nonexistent_file'])(
    'did not see all where it passed over a file for %s',
    (reason) => {
      const paths = { scanned: ['a.py'], skipped: [{ path: 'b.py', reason }] }
      expect(saidOf(read({ results: [], errors: [], paths }))).toEqual([expect.stringMatching(/did not look at b\.py/)])
    },
  )
})

describe('Semgrep', () => {
  it('calls high, medium and low by former names, too', () => {
    const words = ['CRITICAL', 'HIGH', 'ERROR', 'MEDIUM', 'WARNING', 'LOW', 'INFO', 'INVENTORY']
    const results = words.map((severity) => ({ check_id: 'r', path: 'a.py', extra: { severity } }))
    expect(rowsOf(read({ results, errors: [] })).map(({ rank }) => rank)).toEqual([
      'critical',
      'high',
      'high',
      'medium',
      'medium',
      'low',
      'low',
      'unknown',
    ])
  })
})

describe('KICS', () => {
  it('before 1.1 counts files alone', () => {
    const query = { query_id: 'q', query_name: 'n', severity: 'HIGH', files: [{ file_name: 'a.tf', line: 3 }] }
    const report = read({ scanned_files: 1, queries: [query] })
    expect([report.format, report.reading?.entries, saidOf(report)]).toEqual(['kics', 1, []])
    expect(saidOf(read({ scanned_files: 0, queries: [] }))).toEqual([expect.stringMatching(/no file/)])
  })
})

describe('ZAP', () => {
  const insight = (level: string, key: string) => ({
    level,
    reason: 'Warning',
    site: '',
    key,
    description: `told ${key}`,
  })
  const asXml = (item: Record<string, string>, rest: string) =>
    `<OWASPZAPReport version="2.17.0"><insights><insight>${Object.entries(item)
      .map(([name, text]) => `<${name}>${text}</${name}>`)
      .join('')}</insight></insights>${rest}</OWASPZAPReport>`
  const site = '<site name="https://example.org" host="example.org" port="443" ssl="true"><alerts></alerts></site>'

  it.each([
    ['High', 'insight.memory.usage', 1],
    ['Medium', 'insight.network.failure', 1],
    ['Medium', 'insight.auth.failure', 1],
    ['Low', 'insight.network.failure', 0],
    ['Medium', 'insight.response.slow', 0],
    ['Info', 'insight.endpoint.total', 0],
  ])('says by an insight of level %s about %s what it did not see, in JSON and in XML', (level, key, doubts) => {
    const json = read({ '@generated': '', site: [{ '@name': 'a', alerts: [] }], insights: [insight(level, key)] })
    const xml = readText(asXml(insight(level, key), site))
    expect([json, xml].map((report) => saidOf(report).length)).toEqual([doubts, doubts])
  })

  it('reached no site where an insight alone names one', () => {
    const report = readText(asXml({ ...insight('Info', 'insight.code.5xx'), site: 'https://example.org' }, ''))
    expect(saidOf(report)).toEqual([expect.stringMatching(/no site/)])
  })
})

describe('gitleaks', () => {
  it('1.x calls its rules reasons', () => {
    const leak = { line: 'x', commit: 'c', offender: 'made-up', reason: 'AWS', commitMsg: '', author: '', file: 'a.tf' }
    const report = read([leak])
    expect(report.format).toBe('gitleaks')
    expect(rowsOf(report)).toMatchObject([{ family: 'secrets', rule: 'AWS', path: 'a.tf' }])
  })
})

describe('gitleaks', () => {
  const head = 'RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,StartColumn,EndColumn,Author,Message,Tags'
  const row = 'aws-access-token,,config.py,,made-up,"a = ""made-up""\nb",1,2,12,31,,"a, b",\n'

  it('tells in CSV what it tells in JSON', () => {
    const report = readText(`${head}\n${row}${row}`)
    expect([report.format, report.reading?.entries, saidOf(report)]).toEqual(['gitleaks', 2, []])
    expect(report.reading?.metrics).toMatchObject({ 'secrets.total': 2 })
    expect(rowsOf(report)[0]).toMatchObject({
      rule: 'aws-access-token',
      path: 'config.py',
      line: 1,
      endLine: 2,
      column: 12,
    })
    expect(JSON.stringify(rowsOf(report))).not.toContain('made-up')
  })

  it.each([
    ['inside a field', `${head}\n${row.slice(0, 60)}`],
    ['between fields', `${head}\n${row.slice(0, 38)}\n`],
    ['inside the last line', `${head}\n${row.slice(0, -1)}`],
    ['before its first line', ''],
  ])('in CSV is not whole where it is cut %s', (_where, text) => {
    expect(saidOf(readText(text, { format: 'gitleaks', exitCode: 0 }))).toHaveLength(1)
  })
})

describe('ggshield', () => {
  const vulnerability = {
    severity: 'high',
    summary: 'SQL injection',
    identifier: 'GHSA-aaaa-bbbb-cccc',
    cve_ids: ['CVE-0000-0001'],
    created_at: '2024-01-02T00:00:00Z',
    fixed_version: '3.2.15',
  }
  const place = {
    location: 'Pipfile.lock',
    package_vulns: [{ package_full_name: 'django', version: '1.2', ecosystem: 'pypi', vulns: [vulnerability] }],
  }

  it.each([
    { scanned_files: ['Pipfile.lock'], found_package_vulns: [place], total_vulns: 1 },
    { scanned_files: ['Pipfile.lock'], added_vulns: [place], removed_vulns: [place, place] },
  ])('sca tells vulnerable packages (%#)', (value) => {
    const report = read(value)
    expect([report.format, report.reading?.entries, saidOf(report)]).toEqual(['ggshield', 1, []])
    expect(report.reading?.metrics['secrets.total']).toBeUndefined()
    expect(rowsOf(report)).toMatchObject([
      {
        family: 'security',
        rule: 'CVE-0000-0001',
        rank: 'high',
        path: 'Pipfile.lock',
        details: {
          ids: ['CVE-0000-0001', 'GHSA-aaaa-bbbb-cccc'],
          package: { purl: 'pkg:pypi/django@1.2' },
          fixedVersions: ['3.2.15'],
        },
      },
    ])
  })

  it('sca of no file looked at nothing', () => {
    const report = read({ scanned_files: [], found_package_vulns: [], total_vulns: 0 })
    expect(saidOf(report)).toEqual([expect.stringMatching(/no file/)])
  })

  it('iac that compares tells what is new and what is still there', () => {
    const incident = { policy: 'Open', policy_id: 'GG_IAC_0001', line_start: 3, line_end: 4, severity: 'HIGH' }
    const file = { filename: 'main.tf', incidents: [incident] }
    const value = {
      id: 'a',
      type: 'diff_scan',
      iac_engine_version: '1.1',
      entities_with_incidents: { unchanged: [file], new: [file], deleted: [file, file] },
    }
    const report = read(value)
    expect([report.format, report.reading?.entries, saidOf(report)]).toEqual(['ggshield', 2, []])
    expect(report.reading?.metrics).toMatchObject({ 'security.high': 2 })
    expect(report.reading?.metrics['secrets.total']).toBeUndefined()
  })
})

describe('checkov', () => {
  const said = { check_id: 'BC_LIC_1', check_name: 'SCA license', file_path: '/a.txt', file_line_range: [1, 1] }
  const summary = { passed: 1, failed: 1, skipped: 0, parsing_errors: 0 }
  const report = (details: object) =>
    read({
      check_type: 'sca_package',
      results: { failed_checks: [{ ...said, severity: null, vulnerability_details: details }] },
      summary,
    })

  it('tells licences that a policy refuses', () => {
    const details = {
      package_name: 'a',
      package_version: '1',
      package_type: 'python',
      license: 'AGPL-3.0',
      status: 'FAILED',
    }
    expect(rowsOf(report(details))).toMatchObject([
      { family: 'licenses', rule: 'AGPL-3.0', details: { kind: 'license', package: { purl: 'pkg:pypi/a@1' } } },
    ])
  })

  it('knows secrets by whatever id, and tells none of the hashes of their values', () => {
    const secret = {
      ...said,
      check_id: 'BC_GIT_2',
      check_name: 'AWS Access Key',
      resource: '25910f981e85ca04',
      validation_status: 'Valid',
    }
    const report = read({ check_type: 'secrets', results: { failed_checks: [secret] }, summary })
    expect(rowsOf(report)).toMatchObject([
      { family: 'secrets', rule: 'BC_GIT_2', details: { secret: { isVerified: true } } },
    ])
    expect(JSON.stringify(rowsOf(report))).not.toContain('25910f981e85ca04')
  })

  it('tells no hash of a secret in CycloneDX either', () => {
    const hash = '25910f981e85ca04baf359199dd0bd4a3ae738b6'
    const ref = `pkg:secrets/cli_repo/app/main.tf/${hash}@sha1:0a1b2c`
    const report = read({
      bomFormat: 'CycloneDX',
      specVersion: '1.4',
      version: 1,
      components: [{ type: 'application', 'bom-ref': ref, name: hash, version: 'sha1:0a1b2c', purl: ref }],
      vulnerabilities: [
        {
          id: 'CKV_SECRET_2',
          description: `Resource: ${hash}. AWS Access Key`,
          affects: [{ ref }],
          ratings: [{ severity: 'unknown' }],
        },
      ],
    })
    expect([report.format, report.reading?.entries]).toEqual(['cyclonedx', 1])
    expect(rowsOf(report)).toMatchObject([{ family: 'secrets', rule: 'CKV_SECRET_2', path: 'app/main.tf' }])
    expect(JSON.stringify([rowsOf(report), report.reading, report.tables.components?.rows(true)])).not.toContain(hash)
  })

  it('may tell how severe a vulnerability is with the vulnerability alone', () => {
    const details = { id: 'CVE-0000-0001', severity: 'critical', package_name: 'a', package_version: '1' }
    expect(rowsOf(report(details))).toMatchObject([{ rule: 'CVE-0000-0001', rank: 'critical' }])
  })
})

describe('GitLab', () => {
  const identifiers = [{ type: 'checkov', name: 'CKV_SECRET_6', value: 'CKV_SECRET_6' }]

  it("takes checkov's secrets for secrets", () => {
    const vulnerability = { identifiers, name: 'High Entropy', severity: 'Unknown', location: { file: 'a.tf' } }
    const report = read({
      version: '15.0.4',
      vulnerabilities: [vulnerability],
      scan: { type: 'sast', status: 'success' },
    })
    expect(report.reading?.metrics['secrets.total']).toBe(1)
  })

  it('quotes code that is no secret, in scans of code', () => {
    const vulnerability = {
      name: 'Cipher with no integrity',
      severity: 'Medium',
      raw_source_code_extract: 'AES/ECB/NoPadding',
      location: { file: 'a.java', start_line: 3 },
      identifiers: [{ type: 'find_sec_bugs_type', name: 'ECB_MODE', value: 'ECB_MODE' }],
    }
    const metricsOf = (scan?: object) =>
      read({ version: '15.0.4', vulnerabilities: [vulnerability], scan }).reading?.metrics
    expect(metricsOf({ type: 'sast', status: 'success' })).toMatchObject({ 'security.medium': 1 })
    expect(metricsOf({ type: 'secret_detection', status: 'success' })).toMatchObject({ 'secrets.medium': 1 })
    expect(metricsOf()).toMatchObject({ 'secrets.medium': 1 })
  })

  it('called its severities priorities', () => {
    const vulnerability = {
      category: 'sast',
      message: 'm',
      priority: 'High',
      location: { file: 'a.py' },
      identifiers: [],
    }
    expect(rowsOf(read({ version: '1.0', vulnerabilities: [vulnerability] }, 'gitlab'))).toMatchObject([
      { rank: 'high' },
    ])
  })
})

describe('Nuclei', () => {
  it('before 2.2 has no info', () => {
    const match = {
      template: 'CVE-2018-0001',
      type: 'http',
      matched: 'https://example.org/a?token=made-up',
      matcher_name: 'm',
      severity: 'high',
      author: 'a',
      description: 'd',
    }
    const report = readText(`${JSON.stringify(match)}\n${JSON.stringify(match)}\n`)
    expect([report.format, report.reading?.entries]).toEqual(['nuclei', 2])
    expect(rowsOf(report)[0]).toMatchObject({ rule: 'CVE-2018-0001', rank: 'high' })
    expect(rowsOf(report)[0]?.message).not.toContain('made-up')
  })
})

describe('conftest', () => {
  it('before 0.18 lists what passed', () => {
    const report = read([{ filename: 'a.yaml', warnings: [], failures: [], successes: [{ msg: 'data.main.deny' }] }])
    expect([report.format, report.reading?.entries, saidOf(report)]).toEqual(['conftest', 0, []])
  })
})

describe('Kubescape', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shop', namespace: 'default' } }
  const response = (ruleStatus: string) => ({
    alertMessage: 'm',
    failedPaths: [],
    ruleStatus,
    alertObject: { k8sApiObjects: [object] },
  })
  const control = (...statuses: readonly string[]) => ({
    id: 'C-0013',
    controlID: 'C-0013',
    name: 'Non-root containers',
    baseScore: 6,
    totalResources: 4,
    failedResources: statuses.filter((status) => status === 'failed').length,
    ruleReports: [{ name: 'r', ruleStatus: { status: 'success', message: '' }, ruleResponses: statuses.map(response) }],
  })
  const framework = (...controls: readonly object[]) => ({ name: 'NSA', controlReports: controls, totalResources: 4 })

  it.each([
    ['one framework', framework(control('failed', 'failed', 'warning'), control())],
    ['two frameworks', [framework(control('failed')), framework(control('failed', 'warning'))]],
  ])('1 and --format-version v1 tell what failed by framework: %s', (_what, value) => {
    const report = read(value)
    expect([report.format, report.reading?.entries, saidOf(report)]).toEqual(['kubescape', 2, []])
    expect(rowsOf(report)).toMatchObject([
      { rule: 'C-0013', rank: 'medium', message: 'Non-root containers (Pod/shop)' },
      { rule: 'C-0013' },
    ])
    expect(report.tables.findings.suppressedSize).toBe(1)
  })

  it.each([
    ['no resource', framework({ ...control(), totalResources: 0 }), /no resource/],
    ['no control', { ...framework(), controlReports: [] }, /no control|no "summaryDetails"/],
    ['lost failures', framework({ ...control(), failedResources: 2 }), /C-0013 failed/],
    [
      'a rule that did not run',
      framework({
        ...control(),
        ruleReports: [{ ruleStatus: { status: 'failed', message: 'rego' }, ruleResponses: [] }],
      }),
      /could not try C-0013: rego/,
    ],
  ])('1 is unknown for %s', (_what, value, words) => {
    expect(saidOf(read(value, 'kubescape'))).toEqual([expect.stringMatching(words)])
  })

  const scanned = {
    clusterName: 'c',
    customerGUID: '',
    summaryDetails: { controls: { 'C-0001': { statusInfo: { status: 'passed' } } } },
    results: [{ resourceID: 'a', controls: [{ controlID: 'C-0001', status: { status: 'passed' } }] }],
    resources: [{ resourceID: 'a' }],
  }

  it('3 tells the vulnerabilities of images beside its controls', () => {
    const cve = {
      severity: 'Critical',
      id: 'CVE-0000-0001',
      package: 'a',
      version: '1',
      fixVersions: ['2'],
      fixedState: 'fixed',
    }
    const { controls } = scanned.summaryDetails
    const report = read({ ...scanned, summaryDetails: { controls, vulnerabilities: { CVEs: [cve] } } })
    expect(rowsOf(report)).toMatchObject([
      { rule: 'CVE-0000-0001', rank: 'critical', details: { fixedVersions: ['2'] } },
    ])
  })

  it('4 says what it could not look at', () => {
    const report = read({ ...scanned, scanCoverage: { failedGVRPulls: [{ gvr: '/v1/secrets', error: 'forbidden' }] } })
    expect(saidOf(report)).toEqual([expect.stringMatching(/failedGVRPulls: \/v1\/secrets: forbidden/)])
  })
})

describe('what a scanner prints around its report', () => {
  // Bandit 1.9 with more than 50 files prints its progress to where its report goes; the others write there with 2>&1.
  const bandit = JSON.stringify({ errors: [], generated_at: '', metrics: { _totals: { loc: 9 } }, results: [] })
  const gosec = JSON.stringify({ 'Golang errors': {}, Issues: [], Stats: { files: 1, found: 0 } }, undefined, '\t')
  const semgrep = JSON.stringify({ version: '1.182.0', results: [], errors: [], paths: { scanned: ['a.py'] } })
  const gitleaks = JSON.stringify([{ RuleID: 'aws', Secret: 'made-up', File: 'a.py', StartLine: 1 }])
  const bar = `Working... ${'━'.repeat(40)} 100% 0:00:00`

  it.each([
    ['bandit', 0, `${bar}\n${bandit}\n`],
    ['bandit', 0, `[main]\tINFO\tprofile include tests: None\n[main]\tINFO\trunning on Python 3.11\n${bar}\n${bandit}`],
    [
      'gosec',
      0,
      `[gosec] 2026/11/21 21:02:05 Including rules: default\n[gosec] 2026/11/21 21:02:05 Checking file: /a.go\n${gosec}`,
    ],
    [
      'semgrep',
      0,
      `               \n┌─────────────┐\n│ Scan Status │\n└─────────────┘\n  Scanning 1 file with 3 rules:\n${semgrep}\n\n┌──────────────┐\n│ Scan Summary │\n└──────────────┘\n✅ Scan completed successfully.\n • Findings: 0 (0 blocking)\n • Parsed lines: ~100.0%\nRan 3 rules on 1 file: 0 findings.\n`,
    ],
    [
      'gitleaks',
      1,
      `\n    ○\n    │╲\n    │ ○\n    ○ ░\n    ░    gitleaks\n\n\u001b[90m9:02PM\u001b[0m \u001b[32mINF\u001b[0m \u001b[1mscanned ~84 bytes\u001b[0m\n\u001b[90m9:02PM\u001b[0m \u001b[33mWRN\u001b[0m \u001b[1mleaks found: 1\u001b[0m\n${gitleaks}\n`,
    ],
  ])('is no part of it (%s)', (format, entries, text) => {
    const report = readText(text)
    expect([report.format, report.reading?.entries, saidOf(report)]).toEqual([format, entries, []])
    expect(readText(text, { chunks: [1, 7] }).reading?.entries).toBe(entries)
  })

  it.each([
    `[main]\tERROR\tcannot read\n${bandit}`,
    `[gosec] 2026/11/21 21:02:05 Panic when running SSA analyzer on package: main\n${gosec}`,
    `${semgrep}\n • Parsed lines: ~60.0%\n`,
  ])('is not passed over where it may tell of what was not seen (%#)', (text) => {
    expect(readText(text).reading).toBeUndefined()
  })
})

describe('TruffleHog', () => {
  it('3.0 tells the number of a detector alone', () => {
    const found = {
      SourceMetadata: { Data: { Git: { file: 'a.env', line: 3 } } },
      DetectorType: 2,
      Verified: true,
      Raw: 'bWFkZS11cA==',
    }
    const report = readText(`${JSON.stringify(found)}\n${JSON.stringify({ ...found, DetectorName: 'AWS' })}\n`)
    expect([report.format, report.reading?.entries]).toEqual(['trufflehog', 2])
    expect(rowsOf(report)).toMatchObject([{ rule: 'detector 2', path: 'a.env', line: 3 }, { rule: 'AWS' }])
    expect(JSON.stringify(rowsOf(report))).not.toContain('bWFkZS11cA')
  })
})

describe('hadolint', () => {
  const issue = (check_name: string, begin: number) => ({
    categories: ['Bug Risk'],
    check_name,
    description: 'd',
    location: { lines: { begin, end: begin }, path: 'Dockerfile' },
    severity: 'major',
    type: 'issue',
  })

  it.each([1, 2])('writes issues for Code Climate with a zero byte behind each (%i)', (count) => {
    const issues = Array.from({ length: count }, (_, index) => issue(`DL300${index}`, index + 1))
    const text = issues.map((one) => `${JSON.stringify(one)}\0`).join('')
    const report = readText(text, { chunks: [3, 5] })
    expect([report.format, report.reading?.entries, saidOf(report)]).toEqual(['code-climate', count, []])
    expect(rowsOf(report)[0]).toMatchObject({ rule: 'DL3000', path: 'Dockerfile', line: 1 })
    expect(saidOf(readText(text.slice(0, -9), { format: 'code-climate' }))).toHaveLength(1)
  })
})

describe('Secretlint', () => {
  const message = {
    ruleId: '@secretlint/secretlint-rule-aws',
    messageId: 'AWSSecretAccessKey',
    message: 'found AWS Secret Access Key: made-up',
    range: [1, 8],
    loc: { start: { line: 3, column: 0 }, end: { line: 3, column: 7 } },
    severity: 'error',
  }

  it.each([
    ['before 4 has no contents', {}],
    ['has no contents of a binary file', { sourceContentType: 'binary' }],
  ])('%s', (_what, rest) => {
    const report = read([{ filePath: 'a.env', messages: [message], ...rest }])
    expect([report.format, report.reading?.metrics['secrets.total']]).toEqual(['secretlint', 1])
    expect(rowsOf(report)).toMatchObject([{ family: 'secrets', path: 'a.env', line: 3 }])
    expect(JSON.stringify(rowsOf(report))).not.toContain('made-up')
  })
})
