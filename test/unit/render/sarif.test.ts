import fc from 'fast-check'
import { describe, expect, it } from '@jest/globals'
import { SEVERITIES, type Finding } from '../../../actions/shared/model/findings.ts'
import { sarifContent, whyNoSarif } from '../../../actions/shared/render/sarif-content.ts'
import { sarifFingerprints } from '../../../actions/shared/render/sarif-fingerprints.ts'
import { lineHashes } from '../../../actions/shared/model/fingerprint.ts'
import type { Evidence } from '../../../actions/shared/model/evidence.ts'
import { refusedByGitHub } from '../../support/github-sarif.ts'
import { evidenceSet, finding, tables } from './samples.ts'
import { content, documentOf, runOf, seen, vulnerability, weakness } from './sarif-samples.ts'

const evidence = (overrides: Partial<Evidence> = {}): Evidence => ({
  kind: 'findings',
  entries: 0,
  metrics: {},
  completeness: 'complete',
  doubts: [],
  scope: {},
  provenance: { file: 'trivy.json', sha256: '', bytes: 1, format: 'trivy', tool: undefined },
  tool: { name: 'Trivy', version: '0.56.0' },
  ...overrides,
})

describe('the document for GitHub', () => {
  it('is one run of one category, with the scanners as extensions of the tool', () => {
    const run = runOf(content([seen(vulnerability())], { tools: [{ name: 'Trivy', version: '0.56.0' }] }))
    expect(run.automationDetails.id).toBe('security-scan/')
    expect(run.tool.driver.name).toBe('cicd-actions security-scan')
    expect(run.tool.extensions).toEqual([{ name: 'Trivy', version: '0.56.0' }])
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: true })
  })

  it.each(['shop', 'shop/', 'shop//'])('is of the category shop, written as %s', (category) => {
    expect(runOf(content([]), { category }).automationDetails.id).toBe('shop/')
  })

  it('keeps rules apart whose names begin alike and are longer than GitHub takes', () => {
    const rules = ['a', 'b', 'b'].map((end) => seen(weakness({ rule: `${'x'.repeat(300)}.${end}` })))
    const document = documentOf(content(rules))
    expect(document.runs[0]?.tool.driver.rules).toHaveLength(2)
    expect(refusedByGitHub(document)).toEqual([])
  })

  it('has the most severe 25,000 of more', () => {
    const many = Array.from({ length: 25_010 }, (_, index) => seen(weakness({ line: index + 1 })))
    const document = documentOf(content([seen(vulnerability({ rank: 'critical' })), ...many]))
    expect(document.runs[0]?.results).toHaveLength(25_000)
    expect(document.runs[0]?.results[0]?.ruleId).toBe('CVE-2021-23337')
    expect(refusedByGitHub(document)).toEqual([])
  })

  it('says what mends a finding, who saw it and who rates it otherwise', () => {
    const severities = [
      { source: 'nvd', severity: 'critical' },
      { source: 'debian', severity: 'low' },
    ] as const
    const found = seen(vulnerability({ details: { severities } }), { seenBy: ['Trivy', 'Grype'], isConflicting: true })
    const text = runOf(content([found])).results[0]?.message.text
    expect(text).toContain('Package lodash 4.17.20: mended in 4.17.21.')
    expect(text).toContain('Seen by Trivy, Grype.')
    expect(text).toContain('Sources differ on its severity: nvd critical; debian low.')
  })

  it('tells in the help of a rule what to upgrade to, and by which command', () => {
    const unmended = vulnerability({
      details: { package: { ecosystem: 'npm', name: 'x', version: '1' }, fixedVersions: [] },
    })
    const [rule] = runOf(content([seen(vulnerability()), seen(unmended)])).tool.driver.rules
    expect(rule?.help.text).toContain('lodash 4.17.20: mended in 4.17.21. Upgrade: npm install lodash@4.17.21')
    expect(rule?.help.markdown).toContain('| `lodash 4.17.20` | 4.17.21 | `npm install lodash@4.17.21` |')
    expect(rule?.help.markdown).toContain('| `x 1` | there is no version that mends it yet | – |')
  })

  it('speaks of no version that mends a licence', () => {
    const details = { kind: 'license', ids: ['GPL-3.0'], package: { name: 'a', version: '1' }, severities: [] } as const
    const licence = finding({ family: 'licenses', rank: 'high', rule: 'GPL-3.0', message: 'm', details })
    const document = documentOf(content([seen(licence)]))
    expect(document.runs[0]?.results[0]?.message.text).toContain('Package a 1.')
    expect(JSON.stringify(document)).not.toMatch(/mend/)
  })

  it('names what brings a package, and not the project', () => {
    const about = vulnerability({ details: { dependencyPath: ['.', 'express', 'qs'] } })
    expect(runOf(content([seen(about)])).results[0]?.message.text).toContain('It comes by express > qs.')
  })

  it('tells a package that nobody has mended from one that a report says nothing of', () => {
    const told = (fixedVersions: readonly string[] | undefined) =>
      runOf(content([seen(vulnerability({ details: { fixedVersions } }))])).results[0]?.message.text
    expect(told([])).toContain('there is no version that mends it yet')
    expect(told(undefined)).toContain('the report names no version that mends it')
  })

  it('says where a finding was found that is shown elsewhere', () => {
    const placeOf = () => ({ path: 'Dockerfile', line: 1 })
    const of = (path: string) => runOf(content([seen(weakness({ path }))]), { placeOf }).results[0]
    expect(of('/app/run.py')?.message.text).toContain('Found in /app/run.py, line 3.')
    expect(of('/app/run.py')?.locations[0]?.physicalLocation?.artifactLocation?.uri).toBe('Dockerfile')
    expect(of('Dockerfile')?.message.text).not.toContain('Found in')
  })

  it('leaves out what is suppressed, which GitHub cannot be told', () => {
    const suppressed = [{ finding: weakness(), justification: 'Bandit: nosec' }]
    expect(runOf(content([], { suppressed })).results).toEqual([])
  })

  it('says itself that scanners did not see everything', () => {
    const run = runOf(content([seen(weakness())], { doubts: ['semgrep.json: 2 files could not be parsed'] }))
    expect(run.invocations[0]?.executionSuccessful).toBe(false)
    expect(run.invocations[0]?.toolExecutionNotifications[0]?.message.text).toContain('2 files could not be parsed')
  })

  it('has no links of a report, and nothing that cannot be seen', () => {
    const run = runOf(content([seen(weakness({ message: 'see [this](https://evil.example)\u202e' }))]))
    expect(run.results[0]?.message.text).toBe('see [this] (https://evil.example)\ufffd')
    expect(run.tool.driver.rules[0]?.help.markdown).not.toContain('](https://evil.example)')
  })

  it.each([
    ['javascript:alert(1)', undefined],
    ['https://user:pass@evil.example/', undefined],
    ['https://example.org/a)b', 'https://example.org/a%29b'],
  ])('takes %s as the address of help: %s', (url, helpUri) => {
    const [rule] = runOf(content([seen(weakness({ details: { url } }))])).tool.driver.rules
    expect(rule?.helpUri).toBe(helpUri)
  })
})

describe('the severity of a rule', () => {
  it.each([
    ['critical', '9.5', 'error'],
    ['high', '8.0', 'error'],
    ['medium', '5.5', 'warning'],
    ['low', '2.0', 'note'],
    ['info', undefined, 'note'],
    ['unknown', undefined, 'warning'],
  ] as const)('of %s is %s, level %s', (rank, score, level) => {
    const run = runOf(content([seen(weakness({ rank }))]))
    expect(run.tool.driver.rules[0]?.properties['security-severity']).toBe(score)
    expect(run.tool.driver.rules[0]?.defaultConfiguration.level).toBe(level)
    expect(run.results[0]?.level).toBe(level)
  })

  it('is the CVSS score where that is what decided', () => {
    expect(runOf(content([seen(vulnerability())])).tool.driver.rules[0]?.properties['security-severity']).toBe('7.2')
  })

  it('is not the score where a vendor rates the package otherwise', () => {
    const details = {
      package: { ecosystem: 'deb', name: 'libc6', version: '2.36' },
      severities: [
        { source: 'nvd', cvss: { version: '3.1', score: 9.8 } },
        { source: 'debian', severity: 'low' },
      ],
    } as const
    const [rule] = runOf(content([seen(vulnerability({ rank: 'low', details }))])).tool.driver.rules
    expect(rule?.properties['security-severity']).toBe('2.0')
  })

  it('is one for each severity that findings of one CVE have, and the worst keeps the id', () => {
    const low = { package: { ecosystem: 'npm', name: 'lodash.template', version: '4.5.0' } }
    const run = runOf(content([seen(vulnerability()), seen(vulnerability({ rank: 'low', details: low }))]))
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['CVE-2021-23337', 'CVE-2021-23337 (low)'])
    expect(run.results.map(({ ruleIndex, level }) => [ruleIndex, level])).toEqual([
      [0, 'error'],
      [1, 'note'],
    ])
  })

  it('belongs to the CVE, whichever scanner was read first', () => {
    const ids = ['GHSA-35jh-r3h4-6jhm', 'CVE-2021-23337']
    const run = runOf(content([seen(vulnerability({ rule: 'GHSA-35jh-r3h4-6jhm', details: { ids } }))]))
    expect(run.results[0]?.ruleId).toBe('CVE-2021-23337')
    expect(run.tool.driver.rules[0]?.helpUri).toBe('https://nvd.nist.gov/vuln/detail/CVE-2021-23337')
    expect(run.tool.driver.rules[0]?.properties.tags).toEqual(['security', 'vulnerability', 'external/cwe/cwe-077'])
  })
})

describe('the document with everything', () => {
  it('has all results, all places, all witnesses, and what is suppressed', () => {
    const other = vulnerability({ tool: 'Grype', rule: 'GHSA-35jh-r3h4-6jhm', path: 'api/package-lock.json', line: 9 })
    const merged = { ...vulnerability(), alsoAt: [{ path: 'api/package-lock.json', line: 9 }] }
    const found = seen(merged, {
      seenBy: ['Trivy', 'Grype'],
      listings: [{ finding: vulnerability() }, { finding: other }],
    })
    const suppressed = [{ finding: weakness({ tool: 'Bandit, Semgrep' }), justification: 'Bandit: nosec' }]
    const { results } = runOf(content([found], { suppressed }), { audience: 'full' })
    expect(results[0]?.locations.map((place) => place.physicalLocation?.artifactLocation?.uri)).toEqual([
      'web/package-lock.json',
      'api/package-lock.json',
    ])
    expect(results[0]?.properties).toMatchObject({
      severity: 'high',
      seenBy: ['Trivy', 'Grype'],
      ids: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'],
      witnesses: [{ tool: 'Trivy' }, { tool: 'Grype', rule: 'GHSA-35jh-r3h4-6jhm', line: 9 }],
    })
    expect(results[1]?.properties).toMatchObject({
      family: 'security',
      severity: 'medium',
      seenBy: ['Bandit', 'Semgrep'],
    })
    expect(results[1]?.suppressions).toEqual([{ kind: 'external', status: 'accepted', justification: 'Bandit: nosec' }])
  })

  it('has more than 25,000 results', () => {
    const many = Array.from({ length: 25_001 }, (_, index) => seen(weakness({ line: index + 1 })))
    expect(runOf(content(many), { audience: 'full' }).results).toHaveLength(25_001)
  })

  it('never tells the hash of a secret', () => {
    const secret = weakness({
      family: 'secrets',
      details: { kind: 'secret', secret: { hash: 'salted', isVerified: true } },
    })
    const text = JSON.stringify(documentOf(content([seen(secret)]), { audience: 'full' }))
    expect(text).not.toContain('salted')
    expect(text).toContain('"isVerified":true')
  })
})

describe('any finding', () => {
  const anything = fc.record({
    family: fc.constantFrom('security', 'secrets', 'licenses', 'lint'),
    rank: fc.constantFrom(...SEVERITIES),
    tool: fc.string(),
    rule: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', 'CVE-2024-1', '')),
    message: fc.string({ unit: 'binary' }),
    path: fc.option(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          '/etc/passwd',
          'C:\\a b\\c.py',
          '../../x',
          'https://x.example/',
          'a:b',
          '%41',
          '\ud800',
          '.',
          '//',
        ),
      ),
      { nil: undefined },
    ),
    line: fc.option(fc.oneof(fc.integer(), fc.double()), { nil: undefined }),
    column: fc.option(fc.integer(), { nil: undefined }),
    endLine: fc.option(fc.integer(), { nil: undefined }),
    details: fc.option(
      fc.record({
        kind: fc.constantFrom('vulnerability', 'weakness', 'license'),
        ids: fc.array(fc.string()),
        cwes: fc.array(
          fc.oneof(
            fc.string(),
            fc.nat().map((number) => `CWE-${number}`),
          ),
          { maxLength: 30 },
        ),
        url: fc.oneof(fc.webUrl(), fc.string()),
        severities: fc.array(
          fc.record({
            source: fc.string(),
            cvss: fc.record({ version: fc.constantFrom('2.0', '4.0'), score: fc.double() }),
          }),
        ),
        package: fc.option(fc.record({ name: fc.string(), version: fc.string() }), { nil: undefined }),
      }),
      { nil: undefined },
    ),
  }) as fc.Arbitrary<Finding>

  it('becomes a result that GitHub takes', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 6 }), (findings) => {
        const fingerprints = sarifFingerprints(findings, { read: () => 'one\ntwo\n' })
        const document = documentOf(content(findings.map((found) => seen(found))), { fingerprints })
        expect(refusedByGitHub(document)).toEqual([])
        expect(document.runs[0]?.results).toHaveLength(findings.length)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what goes into the documents', () => {
  const trivy = vulnerability()
  const merged = () => {
    const scope = tables({})
    scope.findings.add(trivy)
    scope.findings.beginReport()
    scope.findings.add({ ...trivy, tool: 'Grype' })
    scope.findings.add(finding({ rank: 'warning' }))
    scope.findings.add(weakness({ rank: 'critical' }))
    scope.findings.addSuppressed(weakness({ rule: 'B101', details: { suppressed: '# nosec' } }))
    return evidenceSet(scope, [evidence()])
  }

  it('is merged, the most severe first, with findings that nobody merges', () => {
    const made = sarifContent(merged())
    expect(made.findings.map(({ finding: { rule, rank }, seenBy }) => [rule, rank, ...seenBy])).toEqual([
      ['B602', 'critical', 'Bandit'],
      ['CVE-2021-23337', 'high', 'Trivy', 'Grype'],
      ['F401', 'warning', 'ruff'],
    ])
    expect(made.suppressed.map(({ justification }) => justification)).toEqual(['Bandit: # nosec'])
    expect(made.tools).toEqual([{ name: 'Trivy', version: '0.56.0' }])
  })

  it('has a waived finding among the suppressed', () => {
    const set = merged()
    const first = sarifContent(set).findings[0]!.finding
    const forgiven = {
      findings: new Map([[first, 'waived by @ops until 2027-01-31']]),
      tests: new Map<string, string>(),
    }
    const made = sarifContent({ ...set, forgiven })
    expect(made.findings.map(({ finding: { rule } }) => rule)).not.toContain('B602')
    expect(made.suppressed.map(({ justification }) => justification)).toContain('waived by @ops until 2027-01-31')
  })

  it('says how many findings were counted and not kept', () => {
    const scope = tables({ findings: [weakness()] })
    scope.findings.addCount('security', 'low', 12)
    expect(sarifContent(evidenceSet(scope, [evidence()])).doubts).toEqual([
      '12 further findings were counted and not kept',
    ])
  })
})

describe('no document is made for GitHub', () => {
  const why = (set: Parameters<typeof whyNoSarif>[0], audience: 'github' | 'full' = 'github', findings = 0) => {
    const whole = { ...evidenceSet(), ...set }
    const made = sarifContent(whole)
    const found = Array.from({ length: findings }, () => seen(weakness()))
    return whyNoSarif(whole, { ...made, findings: found }, audience)
  }
  const doubted = evidence({
    doubts: [{ kind: 'contradiction', text: 'no file was scanned' }],
    completeness: 'partial',
  })
  const refused = evidence({ refused: 'it is cut off', completeness: 'none' })
  const gap = { expected: 'scans/**', found: 'no file' }

  it('where there is no report at all', () => {
    expect(why({ evidence: [], gaps: [] })).toBe('no report of a scanner could be read')
  })

  it('where a report was refused or is missing, whatever the others found', () => {
    expect(why({ evidence: [evidence(), refused], gaps: [] }, 'github', 1)).toBe('trivy.json: it is cut off')
    expect(why({ evidence: [evidence()], gaps: [gap] }, 'github', 1)).toBe('scans/**: no file')
    expect(why({ evidence: [refused], gaps: [gap] }, 'github', 1)).toBe('no report of a scanner could be read')
  })

  it('where nothing was found by a scanner that says that it did not look', () => {
    expect(why({ evidence: [doubted], gaps: [] })).toBe('trivy.json: no file was scanned')
    expect(why({ evidence: [doubted], gaps: [] }, 'full')).toBe('trivy.json: no file was scanned')
  })

  it('where a scanner says that it did not see everything, whatever others found: its alerts would be closed', () => {
    const other = evidence({ provenance: { ...doubted.provenance, file: 'bandit.json' } })
    expect(why({ evidence: [other, doubted], gaps: [] }, 'github', 1)).toBe('trivy.json: no file was scanned')
    const cut = evidence({ completeness: 'partial' })
    expect(why({ evidence: [other, cut], gaps: [] }, 'github', 1)).toBe('trivy.json: only part of it was there')
    expect(why({ evidence: [doubted, cut, refused], gaps: [gap] }, 'github', 1)).toBe('scans/**: no file (and 3 more)')
  })

  it('but it is where all looked, whether they found something or nothing', () => {
    expect(why({ evidence: [evidence()], gaps: [] }, 'github', 1)).toBeUndefined()
    expect(why({ evidence: [evidence()], gaps: [] })).toBeUndefined()
  })

  it('and a doubted report of tests beside the scanners is nothing that code scanning knows of', () => {
    const tests = evidence({ kind: 'tests', completeness: 'partial' })
    expect(why({ evidence: [evidence(), tests], gaps: [] })).toBeUndefined()
  })

  it('while the one with everything is made as soon as there is something in it', () => {
    expect(why({ evidence: [evidence(), refused], gaps: [gap] }, 'full', 1)).toBeUndefined()
    expect(why({ evidence: [evidence(), refused], gaps: [] }, 'full')).toBe('trivy.json: it is cut off')
  })
})

describe('fingerprints', () => {
  const source = 'import os\nos.system(x)\nos.system(x)\n'
  const read = (path: string) => (path === 'app/run.py' ? source : undefined)
  const printOf = (...findings: readonly Finding[]) => [...sarifFingerprints(findings, { read }).values()]

  it("are GitHub's own where the line can be read", () => {
    expect(printOf(weakness({ line: 2 }))).toEqual([lineHashes(source, new Set([2])).get(2)])
  })

  it('outlive moved lines where the file is not there', () => {
    const [before] = printOf(weakness({ path: 'gone.py', line: 2 }))
    expect(printOf(weakness({ path: 'gone.py', line: 40 }))).toEqual([before])
  })

  it('of a secret are no hash of its line', () => {
    const secret = weakness({ family: 'secrets', line: 2, details: { kind: 'secret' } })
    expect(printOf(secret)).not.toContain(lineHashes(source, new Set([2])).get(2))
  })

  it('tell packages of one image apart, and outlive their upgrades', () => {
    const of = (name: string, version: string) =>
      vulnerability({ path: undefined, details: { package: { ecosystem: 'deb', name, version } } })
    const [ssl, crypto] = printOf(of('libssl3', '3.0.1'), of('libcrypto3', '3.0.1'))
    expect(ssl).not.toBe(crypto)
    expect(printOf(of('libssl3', '3.0.2'))).toEqual([ssl])
  })

  it('count what is alike', () => {
    const [first, second] = printOf(weakness({ path: 'gone.py' }), weakness({ path: 'gone.py' }))
    expect(second).toBe(first?.replace(/:1$/, ':2'))
  })
})
