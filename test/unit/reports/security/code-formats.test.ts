import { describe, expect, it } from '@jest/globals'
import { fixture, isDoubted, readBytes, type ReadReport, readText } from '../../../support/read-report.ts'

const read = (value: unknown, format?: string): ReadReport => readText(JSON.stringify(value), { format })
const rowsOf = (value: unknown, format?: string) => read(value, format).tables.findings.rows
const doubtsOf = ({ reading }: ReadReport, kind = 'contradiction') =>
  (reading?.doubts ?? []).filter((doubt) => doubt.kind === kind).map(({ text }) => text)

describe('what a scanner or a person has set aside', () => {
  it.each([
    ['gosec/gosec-planted.json', /^inSource: the operator's own words/],
    ['checkov/checkov-planted.json', /^checkov:skip: nothing in it is secret/],
    ['terrascan/hand-written-planted.json', /^ts:skip: no traffic there/],
    ['kubescape/hand-written-planted.json', /^passed with exceptions/],
    ['conftest/conftest-planted.json', /^exception/],
    ['dockle/hand-written-planted.json', /^ignored/],
    ['brakeman/hand-written-planted.json', /^ignored: only our own hosts/],
    ['zap/hand-written-report.json', /^false positive/],
    ['zap/hand-written-report.xml', /^false positive/],
  ])('in %s is shown in its own words, and counts nowhere', (file, words) => {
    const { reading, tables } = readBytes(fixture(file))
    const [aside, ...others] = tables.findings.suppressed
    expect([aside?.details?.suppressed, others.length]).toEqual([expect.stringMatching(words), 0])
    const counted = ['security.total', 'secrets.total'].reduce((sum, name) => sum + (reading?.metrics[name] ?? 0), 0)
    expect(counted).toBe(tables.findings.rows.length)
  })

  it('is told by Bandit as a number of places', () => {
    const totals = { loc: 10, nosec: 2, skipped_tests: 1 }
    const report = read({ errors: [], generated_at: '', metrics: { _totals: totals }, results: [] })
    expect(report.tables.findings.suppressedSize).toBe(3)
    expect(doubtsOf(report, 'reading')).toEqual(['Bandit passed over 3 place(s) marked # nosec'])
  })

  it('counts as an entry where it stands in the list itself', () => {
    const result = { check_id: 'r', path: 'a.py', extra: { severity: 'ERROR', is_ignored: true } }
    const report = read({ results: [result], errors: [], paths: { scanned: ['a.py'] } })
    expect(report.reading).toMatchObject({ entries: 1, metrics: { 'security.total': 0 } })
    expect(report.tables.findings.suppressed).toMatchObject([{ details: { suppressed: 'nosemgrep' } }])
  })

  it("is what Semgrep's platform calls ignored, fixed or dismissed", () => {
    const finding = {
      rule_name: 'r',
      severity: 'high',
      location: {},
      status: 'ignored',
      triage_reason: 'acceptable_risk',
    }
    const vulnerability = {
      advisory: { ruleId: 'ssc-1', severity: 'HIGH', references: {} },
      matchedDependency: { name: 'a' },
      triage: { status: 'DISMISSED', dismissReason: 'NO_TIME' },
    }
    const aside = [{ findings: [finding] }, { vulns: [vulnerability] }].map(
      (value) => read(value, 'semgrep').tables.findings,
    )
    expect(aside.map(({ suppressed }) => suppressed[0]?.details?.suppressed)).toEqual([
      'ignored: acceptable_risk',
      'DISMISSED: NO_TIME',
    ])
  })
})

const KICS = { files_scanned: 2, files_parsed: 2, queries_total: 9, queries: [], total_counter: 0 }
const KUBESCAPE = { summaryDetails: { controls: {} }, resources: [], results: [] }
const terrascan = (errMsg: string | undefined, policies: number) => ({
  results: {
    scan_errors: errMsg === undefined ? null : [{ iac_type: 'terraform', errMsg }],
    violations: null,
    scan_summary: { policies_validated: policies, violated_policies: 0 },
  },
})

describe('nothing seen is not nothing found', () => {
  const CASES: readonly (readonly [string, string, unknown, RegExp])[] = [
    [
      'semgrep',
      'an error',
      {
        results: [],
        errors: [{ type: 'Timeout', path: 'a.py', message: 'took `s3cret` long' }],
        paths: { scanned: ['a.py'] },
      },
      /^Semgrep: Timeout: a\.py took … long$/,
    ],
    [
      'semgrep',
      'a skipped rule',
      { results: [], errors: [], skipped_rules: [{ rule_id: 'r', details: 'bad' }], paths: { scanned: ['a'] } },
      /skipped the rule r: bad/,
    ],
    [
      'semgrep',
      'a file that was not parsed',
      {
        results: [],
        errors: [],
        paths: { scanned: ['a'], skipped: [{ path: 'b', reason: 'analysis_failed_parser_or_internal_error' }] },
      },
      /did not look at b/,
    ],
    ['semgrep', 'no word of what was scanned', { results: [], errors: [] }, /does not say which files/],
    ['semgrep', 'more pages', { vulns: [], hasMore: true }, /more pages/],
    ['gosec', 'no file', { Issues: null, Stats: { files: 0, found: 0 } }, /Stats\.files is 0/],
    ['gosec', 'no statistics', { Issues: null }, /statistics .* missing/],
    [
      'gosec',
      'an error as a text',
      { 'Golang errors': 'no', Issues: [], Stats: { files: 1, found: 0 } },
      /^gosec: no$/,
    ],
    ['kics', 'no file', { ...KICS, files_scanned: 0, files_parsed: 0 }, /looked at no file/],
    ['kics', 'files that were not parsed', { ...KICS, files_parsed: 1 }, /could not parse 1 of 2/],
    ['kics', 'files that failed', { ...KICS, files_failed_to_scan: 2 }, /could not parse 2 of 2/],
    ['kics', 'queries that failed', { ...KICS, queries_failed_to_execute: 3 }, /3 of KICS' queries/],
    ['kics', 'no query', { ...KICS, queries_total: 0 }, /no query/],
    ['terrascan', 'a scan error', terrascan('failed to parse main.tf', 9), /^Terrascan: terraform: failed to parse/],
    ['terrascan', 'no policy', terrascan(undefined, 0), /no policy/],
    ['terrascan', 'no summary', { results: { violations: [] } }, /summary .* missing/],
    ['kubescape', 'no resource', KUBESCAPE, /no resource/],
    [
      'conftest',
      'no policy for a file',
      [{ filename: 'a.yaml', namespace: 'main', successes: 0 }],
      /no policy on a\.yaml/,
    ],
    [
      'conftest',
      'an answer without messages',
      { result: [{ expressions: [{ value: true, text: 'data.main.allow' }] }] },
      /no list of messages/,
    ],
    [
      'conftest',
      'an error of OPA',
      { result: [{ path: 'a.json', error: { message: 'undefined' } }] },
      /OPA: a\.json: undefined/,
    ],
    ['dockle', 'no check', { summary: { fatal: 0, warn: 0, info: 0, skip: 0, pass: 0 }, details: null }, /no check/],
    [
      'brakeman',
      'an error',
      { scan_info: { security_warnings: 0 }, warnings: [], errors: [{ error: 'parse', location: 'a.rb' }] },
      /parse a\.rb/,
    ],
    [
      'brakeman',
      'no application',
      {
        scan_info: { security_warnings: 0, number_of_controllers: 0, number_of_models: 0, number_of_templates: 0 },
        warnings: [],
        errors: [],
      },
      /no controller/,
    ],
    [
      'checkov',
      'counts alone',
      { passed: 0, failed: 0, skipped: 0, parsing_errors: 0, checkov_version: '3' },
      /checked nothing/,
    ],
    ['checkov', 'no summary', { check_type: 'terraform', results: { failed_checks: [] } }, /summary .* missing/],
    ['gitlab', 'no scan', { version: '2.3', vulnerabilities: [], remediations: [] }, /no scan/],
    ['zap', 'no site', { '@generated': '', site: [] }, /no site/],
    [
      'zap',
      'an insight',
      { '@generated': '', site: [{ alerts: [] }], insights: [{ level: 'High', description: 'network failures' }] },
      /network failures/,
    ],
  ]

  it.each(CASES)('%s says of %s that it is unknown', (format, _what, value, words) => {
    const report = read(value, format)
    expect(doubtsOf(report)).toEqual([expect.stringMatching(words)])
    expect(isDoubted(report)).toBe(true)
  })

  it('ZAP says it in XML', () => {
    expect(doubtsOf(readText('<OWASPZAPReport version="2.16.1"></OWASPZAPReport>'))).toEqual([
      expect.stringMatching(/no site/),
    ])
  })

  it('Terrascan may say that a folder holds no charts', () => {
    const report = read(terrascan('no helm charts found in directory infra', 9))
    expect([doubtsOf(report), doubtsOf(report, 'reading').length]).toEqual([[], 1])
  })
})

describe('a report that contradicts itself', () => {
  it.each([
    ['gosec', { Issues: [], Stats: { files: 1, found: 2 } }, /counts 2 issues/],
    ['kics', { ...KICS, total_counter: 2 }, /counts 2/],
    [
      'terrascan',
      { results: { violations: [], scan_summary: { policies_validated: 9, violated_policies: 1 } } },
      /counts 1/,
    ],
    ['dockle', { summary: { fatal: 1, pass: 3 }, details: [] }, /counts 1 of level FATAL/],
    ['brakeman', { scan_info: { security_warnings: 4 }, warnings: [], errors: [] }, /counts 4/],
    [
      'checkov',
      { check_type: 'a', results: { failed_checks: [] }, summary: { passed: 1, failed: 2, skipped: 0 } },
      /counts 2/,
    ],
    [
      'bandit',
      { errors: [], generated_at: '', metrics: { _totals: { loc: 9, 'SEVERITY.HIGH': 2 } }, results: [] },
      /count 2/,
    ],
  ])('of %s is unknown', (format, value, words) => {
    expect(doubtsOf(read(value, format))).toEqual([expect.stringMatching(words)])
  })
})

describe('severities', () => {
  const WORDS = ['constructor', '__proto__', 'toString', 'HIGHEST', '', 'Undefined']

  it.each(WORDS)('that are unknown words are unknown, never less (%j)', (word) => {
    const counts = [
      read({ results: [{ check_id: 'r', path: 'a', extra: { severity: word } }], errors: [] }),
      read({
        Issues: [{ rule_id: 'G1', details: 'd', file: 'a.go', line: '1', severity: word }],
        Stats: { files: 1, found: 1 },
      }),
      read({ results: [{ rule_id: 'A', rule_provider: 'aws', severity: word, location: { filename: 'a.tf' } }] }),
      read({ ...KICS, total_counter: 1, queries: [{ query_id: 'q', severity: word, files: [{ file_name: 'a' }] }] }),
      read({
        version: '15',
        scan: { type: 'sast' },
        vulnerabilities: [{ severity: word, location: {}, category: 'sast', identifiers: [] }],
      }),
      read([{ 'template-id': word, info: { name: word, severity: word } }]),
    ].map(({ reading }) => reading?.metrics['security.unknown'])
    expect(counts).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('of ZAP come from its risk codes', () => {
    const alerts = ['0', '1', '2', '3', '4', 'x'].map((riskcode) => ({
      pluginid: '1',
      name: 'a',
      riskcode,
      confidence: '2',
    }))
    const ranks = rowsOf({ '@generated': '', site: [{ '@name': 'https://example.org', alerts }] }).map(
      ({ rank }) => rank,
    )
    expect(ranks).toEqual(['info', 'low', 'medium', 'high', 'unknown', 'unknown'])
  })

  it('of Nuclei keep what the template says beside CVSS, which counts', () => {
    const [row] = readBytes(fixture('nuclei/hand-written-list.json')).tables.findings.rows.filter(
      ({ rule }) => rule.startsWith('CVE') || rule.includes('41773'),
    )
    expect(row).toMatchObject({
      rank: 'high',
      details: { kind: 'vulnerability', ids: ['CVE-2021-41773'], cwes: ['CWE-22'], epss: 0.94 },
    })
    expect(row?.details?.severities).toHaveLength(2)
  })
})

describe('dialects', () => {
  it("of GitLab's reports say what they are of, with packages and fixes", () => {
    const [dependency] = readBytes(fixture('gitlab/hand-written-dependencies.json')).tables.findings.rows
    expect(dependency).toMatchObject({
      rule: 'CVE-2019-10744',
      path: 'web/package-lock.json',
      details: {
        kind: 'vulnerability',
        package: { purl: 'pkg:npm/lodash@4.17.11' },
        fixedVersions: ['4.17.12'],
        cwes: ['CWE-1321'],
        ids: expect.arrayContaining(['GHSA-jf85-cpcp-j695']) as unknown,
      },
    })
    const [container] = readBytes(fixture('gitlab/hand-written-container.json')).tables.findings.rows
    expect(container?.message).toContain('registry.example.org/shop:1.4')
    expect(container?.details).toMatchObject({
      package: { name: 'apt', version: '1.4.8', ecosystem: 'deb' },
      fixedVersions: ['1.4.9'],
    })
  })

  it('of Semgrep name the package that a supply chain rule is about', () => {
    const extra = {
      severity: 'HIGH',
      metadata: { 'sca-vuln-database-identifier': 'CVE-2019-10744', 'sca-fix-versions': [{ lodash: '4.17.12' }] },
      sca_info: { dependency_match: { found_dependency: { package: 'lodash', version: '4.17.11', ecosystem: 'npm' } } },
    }
    const [row] = rowsOf({ results: [{ check_id: 'ssc-1', path: 'package-lock.json', extra }], errors: [] })
    expect(row?.details).toMatchObject({
      kind: 'vulnerability',
      ids: ['ssc-1', 'CVE-2019-10744'],
      package: { purl: 'pkg:npm/lodash@4.17.11' },
      fixedVersions: ['4.17.12'],
    })
  })

  it('of checkov tell vulnerable packages', () => {
    const check = {
      check_id: 'BC_CVE_2',
      file_path: '/requirements.txt',
      vulnerability_details: {
        id: 'CVE-2020-1',
        package_name: 'Flask',
        package_version: '0.1',
        package_type: 'python',
        cvss: 9.8,
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        lowest_fixed_version: '1.0',
      },
    }
    const value = [
      { check_type: 'sca_package', results: { failed_checks: [check] }, summary: { passed: 0, failed: 1, skipped: 0 } },
    ]
    expect(rowsOf(value)).toMatchObject([
      {
        rule: 'CVE-2020-1',
        rank: 'critical',
        path: 'requirements.txt',
        details: { package: { ecosystem: 'pypi' }, fixedVersions: ['1.0'] },
      },
    ])
  })

  it('of tfsec before 1.0 leave out what passed', () => {
    const old = (passed: boolean) => ({
      rule_id: 'GCP008',
      rule_provider: 'google',
      severity: 'ERROR',
      link: 'See https://tfsec.dev/x for more',
      location: { filename: 'a.tf', start_line: 5 },
      passed,
    })
    expect(rowsOf({ results: [old(true), old(false)] })).toMatchObject([
      { rank: 'high', line: 5, details: { url: 'https://tfsec.dev/x' } },
    ])
    expect(read({ results: [{ ...old(false), passed: undefined, status: 2 }] }).tables.findings.suppressedSize).toBe(1)
  })

  it("of OPA are a rule's messages, an object of rules, or answers for files", () => {
    const list = {
      result: [{ expressions: [{ value: ['no root', { msg: 'no latest', metadata: { severity: 'LOW' } }] }] }],
    }
    const object = { result: [{ expressions: [{ value: { deny: ['no root'], warn: ['label'], helper: 3 } }] }] }
    const files = { result: [{ path: 'a.json', result: ['no root'] }] }
    expect([list, object, files].map((value) => rowsOf(value).map(({ rank, path }) => [rank, path]))).toEqual([
      [
        ['high', undefined],
        ['low', undefined],
      ],
      [
        ['high', undefined],
        ['medium', undefined],
      ],
      [['high', 'a.json']],
    ])
  })

  it('of Nuclei before 2.6 and those that did not match', () => {
    const old = {
      templateID: 'a',
      info: { name: 'A', severity: 'low' },
      matched: 'user:word@example.org:443',
      host: 'x',
    }
    const both = `${JSON.stringify(old)}\n${JSON.stringify({ ...old, 'matcher-status': false })}\n`
    expect(readText(both).tables.findings.rows).toMatchObject([{ rule: 'a', rank: 'low' }])
  })

  it('of gosec give lines as texts and ranges', () => {
    const issue = { rule_id: 'G1', details: 'd', file: 'a.go', line: '79-82', column: '3', severity: 'LOW', cwe: null }
    expect(rowsOf({ Issues: [issue], Stats: { files: 1, found: 1 } })).toMatchObject([
      { line: 79, endLine: 82, column: 3 },
    ])
  })

  it('of Kubescape count each rule of a control that failed on a resource, and say where it is from', () => {
    const rows = readBytes(fixture('kubescape/hand-written-planted.json')).tables.findings.rows
    expect(rows.map(({ rule, rank, path }) => [rule, rank, path])).toEqual([
      ['C-0013', 'medium', 'deploy/shop.yaml'],
      ['C-0057', 'high', 'deploy/shop.yaml'],
    ])
  })

  it('of Bandit with a baseline are one finding with several places', () => {
    const result = {
      test_id: 'B602',
      issue_severity: 'HIGH',
      issue_text: 'shell',
      filename: 'a.py',
      line_number: 1,
      candidates: [{}, {}],
    }
    const report = read({ errors: [], generated_at: '', metrics: { _totals: { loc: 9 } }, results: [result] })
    expect([report.reading?.entries, report.tables.findings.rows[0]?.message]).toEqual([
      1,
      'shell (one of 2 places is new)',
    ])
  })

  it('of SpotBugs with Find Security Bugs speak of security where nothing was found', () => {
    const xml = (plugin: string) =>
      `<BugCollection><Project><Plugin id="${plugin}" enabled="true"/></Project><FindBugsSummary total_classes="3" total_bugs="0"/></BugCollection>`
    expect(readText(xml('com.h3xstream.findsecbugs')).reading?.metrics['security.total']).toBe(0)
    expect(readText(xml('other')).reading?.metrics['security.total']).toBeUndefined()
  })
})

describe('hostile reports', () => {
  it.each(['__proto__', 'constructor', 'toString'])('with %s as id, package, rule and file are only data', (name) => {
    const vulnerability = {
      category: 'dependency_scanning',
      location: { file: name, dependency: { package: { name }, version: '1' } },
      identifiers: [{ type: name, name, value: name }],
    }
    expect(rowsOf({ version: '15', scan: { type: name }, vulnerabilities: [vulnerability] })).toMatchObject([
      { rule: name, path: name, details: { ids: [name], package: { name } } },
    ])
    const control = { controlID: name, name, status: { status: 'failed' }, rules: [] }
    const kubescape = { ...KUBESCAPE, results: [{ resourceID: name, controls: [control] }] }
    expect(rowsOf(kubescape)).toMatchObject([{ rule: name, rank: 'unknown' }])
  })

  it('of two runs in one file are refused', () => {
    const one = new TextDecoder().decode(fixture('kics/hand-written-planted.json'))
    expect(readText(one + one, { format: 'kics' }).refused).toBeDefined()
    const zap = new TextDecoder().decode(fixture('zap/hand-written-report.xml'))
    expect(readText(zap + zap, { format: 'zap' }).refused).toBeDefined()
  })

  it('of ZAP in another encoding are decoded once', () => {
    const xml =
      '<?xml version="1.0" encoding="ISO-8859-1"?><OWASPZAPReport><site name="x"><alerts><alertitem><pluginid>1</pluginid><name>é</name><riskcode>2</riskcode></alertitem></alerts></site></OWASPZAPReport>'
    const { tables } = readBytes(new Uint8Array(Buffer.from(xml, 'latin1')))
    expect(tables.findings.rows[0]?.message).toMatch(/^é/)
  })
})
