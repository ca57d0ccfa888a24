import { describe, expect, it } from '@jest/globals'
import { type ReadReport, readText } from '../../../support/read-report.ts'

interface Run {
  readonly name: string
  readonly rules?: readonly object[]
  readonly results: readonly object[]
  readonly extensions?: readonly object[]
}

const read = ({ name, rules = [], results, extensions = [] }: Run): ReadReport =>
  readText(JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name, rules }, extensions }, results }] }))
const result = (rest: object) => ({
  message: { text: 'said' },
  locations: [{ physicalLocation: { artifactLocation: { uri: 'a.js' }, region: { startLine: 3 } } }],
  ...rest,
})
const rule = (id: string, tags: readonly string[], rest: object = {}) => ({ id, properties: { tags, ...rest } })
const firstOf = (run: Run) => read(run).tables.findings.rows[0]

describe('SARIF of scanners', () => {
  it("takes licence and package from Trivy's rule of them", () => {
    const rules = ['org.example:pdf:GPL-3.0-only', ':MIT'].map((id) => rule(id, ['license', 'security']))
    const results = rules.map(({ id }) => result({ ruleId: id }))
    const { rows } = read({ name: 'Trivy', rules, results }).tables.findings
    expect(rows.map(({ family, rule: name, details }) => [family, name, details?.ids, details?.package])).toEqual([
      ['licenses', 'GPL-3.0-only', ['GPL-3.0-only'], { name: 'org.example:pdf' }],
      ['licenses', 'MIT', ['MIT'], undefined],
    ])
  })

  it('knows the weaknesses, the page and the score of a rule, also in an extension as CodeQL writes it', () => {
    const extension = {
      name: 'codeql/javascript-queries',
      rules: [
        {
          ...rule('js/xss', ['security', 'external/cwe/cwe-079'], { 'security-severity': '6.1' }),
          helpUri: 'https://example.org',
        },
      ],
    }
    const pointed = result({ rule: { id: 'js/xss', index: 0, toolComponent: { index: 0 } } })
    expect(firstOf({ name: 'CodeQL', extensions: [extension], results: [pointed] })).toMatchObject({
      rank: 'medium',
      details: {
        kind: 'weakness',
        ids: ['js/xss'],
        cwes: ['CWE-79'],
        url: 'https://example.org',
        severities: [{ source: 'codeql', cvss: { score: 6.1 } }],
      },
    })
  })

  it.each([
    ['CWE-89: SQL injection', {}],
    ['security', { relationships: [{ target: { id: '89', toolComponent: { name: 'CWE' } } }] }],
  ])('knows weaknesses by the tag %s and by %j', (tag, rest) => {
    const rules = [{ ...rule('r', [tag]), ...rest }]
    expect(firstOf({ name: 'gosec', rules, results: [result({ ruleId: 'r' })] })?.details?.cwes).toEqual(['CWE-89'])
  })

  it.each([
    [
      "Trivy's",
      {
        name: 'Trivy',
        ruleId: 'CVE-1-1',
        text: 'Package: lodash\nInstalled Version: 4.17.4\nVulnerability CVE-2019-10744\nSeverity: HIGH\nFixed Version: 4.17.12, 5\nLink: x',
      },
      {
        ids: ['CVE-1-1', 'CVE-2019-10744'],
        package: { name: 'lodash', version: '4.17.4' },
        fixedVersions: ['4.17.12', '5'],
      },
    ],
    [
      "Grype's",
      {
        name: 'Grype',
        ruleId: 'CVE-2019-10744-lodash',
        text: 'A critical vulnerability in npm package: lodash, version 4.17.4 was found at: /package-lock.json',
      },
      { ids: ['CVE-2019-10744-lodash', 'CVE-2019-10744'], package: { purl: 'pkg:npm/lodash@4.17.4' } },
    ],
    [
      "OSV-Scanner's",
      {
        name: 'osv-scanner',
        ruleId: 'CVE-2019-10744',
        text: "Package 'lodash@4.17.4' is vulnerable to 'CVE-2019-10744' (also known as 'GHSA-jf85-cpcp-j695').",
      },
      { ids: ['CVE-2019-10744', 'GHSA-jf85-cpcp-j695'], package: { name: 'lodash', version: '4.17.4' } },
    ],
  ])('takes the package and its aliases out of %s sentence', (_, { name, ruleId, text }, details) => {
    const run = { name, rules: [rule(ruleId, ['security'])], results: [result({ ruleId, message: { text } })] }
    expect(firstOf(run)?.details).toMatchObject({ kind: 'vulnerability', ...details })
  })

  it('never quotes a secret: neither of a scanner of secrets, nor of a rule about credentials', () => {
    const secret = 'planted-value-1'
    const message = { text: `found ${secret}` }
    const snippet = { snippet: { text: secret }, startLine: 1 }
    const locations = [{ physicalLocation: { artifactLocation: { uri: 'a.js' }, region: snippet } }]
    const runs: Run[] = [
      { name: 'gitleaks', rules: [rule('generic', [])], results: [{ ruleId: 'generic', message, locations }] },
      {
        name: 'Trivy',
        rules: [rule('generic', ['secret', 'security', 'HIGH'])],
        results: [{ ruleId: 'generic', message, locations }],
      },
      {
        name: 'Bandit',
        rules: [rule('B105', ['security', 'external/cwe/cwe-259'])],
        results: [{ ruleId: 'B105', message, locations }],
      },
      {
        name: 'own scanner',
        rules: [rule('own/hardcoded-api-key', ['security'])],
        results: [{ ruleId: 'own/hardcoded-api-key', message, locations }],
      },
    ]
    const reports = runs.map(read)
    expect(reports.map(({ tables }) => tables.findings.rows[0]?.family)).toEqual([
      'secrets',
      'secrets',
      'security',
      'security',
    ])
    expect(JSON.stringify(reports.map(({ reading, tables }) => [reading, tables.findings.rows]))).not.toContain(secret)
  })

  it('is called as its own format calls it, so that a scanner that is read twice is one witness', () => {
    const named = (name: string) =>
      firstOf({ name, rules: [rule('r', ['security'])], results: [result({ ruleId: 'r' })] })?.tool
    expect(['Trivy', 'Semgrep OSS', 'SnykCode', 'Own Scanner'].map(named)).toEqual([
      'trivy',
      'semgrep',
      'snyk',
      'Own Scanner',
    ])
  })

  it('counts secrets of a scanner that states no level', () => {
    const { reading } = read({ name: 'gitleaks', rules: [{ id: 'aws' }], results: [result({ ruleId: 'aws' })] })
    expect(reading?.metrics).toMatchObject({ 'secrets.total': 1, 'secrets.unknown': 1 })
  })

  it("takes Trivy's UNKNOWN for unknown, and not for less", () => {
    const rules = [rule('CVE-1', ['vulnerability', 'security', 'UNKNOWN'], { 'security-severity': '0.0' })]
    expect(firstOf({ name: 'Trivy', rules, results: [result({ ruleId: 'CVE-1', level: 'note' })] })?.rank).toBe(
      'unknown',
    )
  })

  it.each([
    ['open', 1],
    ['review', 1],
    ['pass', 0],
    ['informational', 0],
    ['notApplicable', 0],
  ])('counts what nobody has said to be no problem: %s', (kind, count) => {
    const rules = [rule('r', ['security'], { 'security-severity': '9.8' })]
    const { reading } = read({ name: 'CodeQL', rules, results: [result({ ruleId: 'r', kind })] })
    expect(reading?.metrics['security.critical']).toBe(count)
  })

  it('shows what was suppressed in its own words, and counts it nowhere', () => {
    const suppressions = [{ kind: 'inSource', justification: 'not reachable' }]
    const { reading, tables } = read({
      name: 'Semgrep',
      rules: [rule('r', ['security'])],
      results: [result({ ruleId: 'r', suppressions })],
    })
    expect([reading?.entries, reading?.metrics['security.total']]).toEqual([1, 0])
    expect(tables.findings.suppressed).toMatchObject([
      { rule: 'r', path: 'a.js', line: 3, details: { suppressed: 'inSource: not reachable' } },
    ])
  })

  it.each([
    'Flawfinder',
    'nodejsscan',
    'MobSF',
    'CodeQL command-line toolchain',
    'Python Security Analysis',
    'DevSkim',
  ])('is of security where its name says so, with findings and without (%s)', (name) => {
    const found = read({ name, rules: [{ id: 'r' }], results: [result({ ruleId: 'r', level: 'error' })] })
    expect(found.reading?.metrics).toMatchObject({ 'security.high': 1, 'security.total': 1 })
    expect(read({ name, results: [] }).reading?.metrics).toMatchObject({ 'security.high': 0, 'security.total': 0 })
  })

  it('is of security where its rule names a weakness, unless a linter wrote it', () => {
    const rules = [{ id: 'r', relationships: [{ target: { id: '89', toolComponent: { name: 'CWE' } } }] }]
    const familyOf = (name: string) => firstOf({ name, rules, results: [result({ ruleId: 'r' })] })?.family
    expect(['own tool', 'ESLint'].map(familyOf)).toEqual(['security', 'lint'])
  })

  it('of SpotBugs is of security where Find Security Bugs says so', () => {
    const rules = [rule('SQL_INJECTION_JDBC', ['SECURITY']), rule('NP_NULL', ['CORRECTNESS'])]
    const results = rules.map(({ id }) => result({ ruleId: id, level: 'error' }))
    expect(read({ name: 'SpotBugs', rules, results }).tables.findings.rows.map(({ family }) => family)).toEqual([
      'security',
      'lint',
    ])
  })

  it.each([
    ['checkov', 'CKV_SECRET_2', {}],
    ['Semgrep OSS', 'generic.secrets.security.detected-aws', {}],
    ['KICS', 'a88baa34', { shortDescription: { text: 'Passwords And Secrets - AWS Access Key' } }],
  ])('of %s tells secrets as its own format does (%s)', (name, id, rest) => {
    const found = firstOf({ name, rules: [{ ...rule(id, ['security']), ...rest }], results: [result({ ruleId: id })] })
    expect(found).toMatchObject({ family: 'secrets', details: { kind: 'secret' } })
    expect(found?.message).not.toBe('said')
  })

  it('takes a rule of another tool for what it is, though its name has secrets in it', () => {
    const rules = [rule('azure.secrets.expiry', ['security'])]
    const found = (name: string) => firstOf({ name, rules, results: [result({ ruleId: 'azure.secrets.expiry' })] })
    expect(['own scanner', 'Opengrep OSS'].map((name) => found(name)?.family)).toEqual(['security', 'secrets'])
  })

  it('has the severity of a score of the result, of one of the rule, of a tag of gosec, and of a level, in this order', () => {
    const rules = [
      rule('scored', ['security', 'LOW'], { 'security-severity': 9.1 }),
      rule('tagged', ['security', 'MEDIUM']),
      rule('plain', ['security']),
    ]
    const results = [
      result({ ruleId: 'scored', level: 'note', properties: { 'security-severity': '5.04' } }),
      result({ ruleId: 'scored', level: 'note', properties: { 'security-severity': 'high' } }),
      result({ ruleId: 'tagged', level: 'error' }),
      result({ ruleId: 'plain', level: 'error' }),
      result({ ruleId: 'plain', level: 'error', properties: { 'security-severity': 2 } }),
    ]
    expect(read({ name: 'gosec', rules, results }).tables.findings.rows.map(({ rank }) => rank)).toEqual([
      'medium',
      'critical',
      'medium',
      'high',
      'low',
    ])
  })

  it('leaves linters as they are', () => {
    expect(firstOf({ name: 'ESLint', rules: [{ id: 'r' }], results: [result({ ruleId: 'r' })] })).toMatchObject({
      family: 'lint',
      rank: 'warning',
      message: 'said',
      details: undefined,
    })
  })
})
