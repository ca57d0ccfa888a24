import { describe, expect, it } from '@jest/globals'
import {
  bytesOf,
  contentsOf,
  emptyTables,
  fixture,
  READERS,
  readBytes,
  readText,
} from '../../../support/read-report.ts'

/** What the fixtures' reports hold as secrets, and parts of them. */
const SECRETS = [
  'Tr0ub4dor',
  'kf83hGb27dLq0m',
  '8f3a9c1d7e2b4f60',
  '9f3a9c1d7e2b4f60',
  'made-up-',
  'q8Zr1Vt5Xw2Yb6',
  'kf8***',
  // Bare SHA-1s of detect-secrets and checkov.
  'fe6e40f4381636bc',
  '052b1a721735aaed',
  '6a2ccc36d2d5eb59',
  'cc03d6154f909b2e',
  // The scanners' own copies and hashes of whole occurrences.
  '5c8d5c8d',
]

const REPORTS = [
  'gitleaks/gitleaks-planted.json',
  'gitleaks/gitleaks-redacted.json',
  'trufflehog/hand-written-v3.json',
  'trufflehog/hand-written-v3-with-log.json',
  'trufflehog/hand-written-v2.json',
  'trufflehog/trufflehog3-planted.json',
  'detect-secrets/detect-secrets-planted.json',
  'detect-secrets/detect-secrets-audited.json',
  'secretlint/secretlint-planted.json',
  'ggshield/hand-written-path-scan.json',
  'semgrep/semgrep-secrets.json',
  'checkov/checkov-several.json',
  'kics/hand-written-planted.json',
  'dockle/hand-written-planted.json',
  'gitlab/hand-written-secrets.json',
  'nuclei/hand-written-lines.json',
] as const

/** Everything a reader handed on, and each secret that it asked the hash of. */
function readWithHash(file: string) {
  const bytes = fixture(file)
  const { format } = readBytes(bytes)
  const tables = emptyTables()
  const asked: string[] = []
  const reader = READERS.get(format!)!({
    tables,
    mapPath: (path) => path,
    formatNamed: false,
    secretHash: (secret) => `hash${asked.push(secret)}`,
  })
  reader.write(bytes)
  const reading = reader.end()
  const everything = JSON.stringify({ reading, rows: tables.findings.rows, aside: tables.findings.suppressed })
  return { everything, asked, rows: tables.findings.rows }
}

describe('a secret that a scanner found', () => {
  it.each(REPORTS)('of %s is nowhere in what is read', (file) => {
    const { everything } = readWithHash(file)
    // The test can fail: the report itself holds one.
    if (file !== 'gitleaks/gitleaks-redacted.json') {
      expect(SECRETS.some((secret) => new TextDecoder().decode(fixture(file)).includes(secret))).toBe(true)
    }
    expect(SECRETS.filter((secret) => everything.includes(secret))).toEqual([])
  })

  it.each(REPORTS)('of %s is in no error, wherever the report is cut', (file) => {
    const bytes = fixture(file)
    const { format } = readBytes(bytes)
    for (let length = 1; length < bytes.length; length += Math.ceil(bytes.length / 40)) {
      const told = JSON.stringify(contentsOf(readBytes(bytes.slice(0, length), { format })))
      expect(SECRETS.filter((secret) => told.includes(secret))).toEqual([])
    }
  })

  it.each([
    ['gitleaks/gitleaks-planted.json', ['kf83hGb27dLq0mZxPw91Vc5TnRy46Jsu', '8f3a9c1d7e2b4f60a5c8d9e0b1f2a3c4']],
    ['gitleaks/gitleaks-redacted.json', []],
    ['trufflehog/hand-written-v3-with-log.json', ['made-up-pass-of-nobody']],
    ['secretlint/secretlint-planted.json', ['postgres://shop:made-up-pass@db.example.org/shop"']],
    ['gitlab/hand-written-secrets.json', ['postgres://shop:made-up-pass@db.example.org']],
  ])('of %s is told again by its hash alone', (file, secrets) => {
    const { asked, rows } = readWithHash(file)
    expect(asked).toEqual(secrets)
    expect(rows.map(({ details }) => details?.secret?.hash)).toEqual(
      rows.map((_, index) => (secrets.length > 0 ? `hash${index + 1}` : undefined)),
    )
  })

  it('is not told by a rule of Bandit that quotes it, nor by one of Semgrep or GitLab about credentials', () => {
    const bandit = {
      test_id: 'B106',
      issue_severity: 'LOW',
      filename: 'a.py',
      issue_text: "Possible hardcoded password: 'it's'",
    }
    const semgrep = {
      check_id: 'python.hardcoded',
      path: 'a.py',
      extra: { severity: 'ERROR', message: 'password is it-is', metadata: { cwe: 'CWE-798: Hard-coded' } },
    }
    const gitlab = {
      category: 'sast',
      message: 'password is it-is',
      location: { file: 'a.py' },
      identifiers: [
        { type: 'semgrep_type', name: 'Semgrep - hardcoded', value: 'hardcoded' },
        { type: 'cwe', name: 'CWE-798', value: '798' },
      ],
    }
    const messages = [
      { results: [bandit], metrics: { _totals: { loc: 1 } }, generated_at: '' },
      { results: [semgrep], errors: [], paths: { scanned: [] } },
      { version: '15.0.4', vulnerabilities: [gitlab], scan: { type: 'sast', status: 'success' } },
    ].map((report) => readText(JSON.stringify(report)).tables.findings.rows[0]?.message)
    expect(messages).toEqual(['Possible hardcoded password', 'python.hardcoded', 'Semgrep - hardcoded'])
  })

  const CANARY = 'made-up-canary-4711'
  const said = `key ${CANARY} here`
  const leak = { Description: said, Secret: CANARY, Match: said, Message: said, Author: said, Tags: [said] }
  const place = { Data: { Filesystem: { file: 'a.env', line: 1 } } }
  const found = { SourceMetadata: place, DetectorName: 'AWS', DetectorDescription: said, Raw: CANARY, RawV2: said }
  const failure = {
    level: 'error',
    logger: 'trufflehog',
    msg: 'cannot clone',
    error: `https://x:${CANARY}@example.org`,
  }
  const gitlab = {
    category: 'secret_detection',
    name: said,
    message: said,
    description: said,
    raw_source_code_extract: CANARY,
    location: { file: 'a.env', start_line: 1 },
    identifiers: [{ type: 'gitleaks_rule_id', name: 'Gitleaks rule ID AWS', value: 'AWS' }],
  }
  // As GitLab's analyzer of Bandit writes them: without a weakness.
  const code = { category: 'sast', message: `Possible hardcoded password: '${CANARY}'`, location: { file: 'a.py' } }

  it.each([
    ['gitleaks', [{ ...leak, RuleID: 'aws', File: 'a.env', StartLine: 1 }]],
    ['gitleaks', { leaks: [{ rule: 'AWS', description: said, file: 'a.env', secret: CANARY }] }],
    ['trufflehog', [{ ...found, ExtraData: { account: said }, Redacted: said }]],
    ['trufflehog', [{ rule: { id: 'r', message: said }, path: 'a.env', line: '1', secret: CANARY, context: {} }]],
    ['trufflehog', { ...failure }],
    [
      'trivy',
      {
        SchemaVersion: 2,
        ArtifactName: '.',
        Results: [{ Target: 'a.env', Class: 'secret', Secrets: [{ RuleID: 'own', Title: said, Match: said }] }],
      },
    ],
    ['gitlab', { version: '15.0.0', vulnerabilities: [gitlab], scan: { type: 'secret_detection' } }],
    ['gitlab', { version: '2.3', vulnerabilities: [{ ...code, identifiers: [{ type: 'b', value: 'B105' }] }] }],
    ['gitlab', { version: '2.3', vulnerabilities: [{ ...gitlab, identifiers: [] }] }],
    [
      'semgrep',
      {
        results: [
          {
            check_id: 'own.hardcoded-api-key',
            path: 'a.py',
            extra: { severity: 'ERROR', message: said, metadata: {} },
          },
        ],
        errors: [],
      },
    ],
  ])('of %s is in no text that describes it (%#)', (format, value) => {
    const { reading, refused, tables } = readText(JSON.stringify(value), { format })
    expect(refused).toBeUndefined()
    expect(tables.findings.rows.length + (reading?.doubts.length ?? 0)).toBeGreaterThan(0)
    expect(JSON.stringify([reading, tables.findings.rows])).not.toContain(CANARY)
  })

  // Their own: gitleaks 8.30 and -v, Bandit 1.9, Semgrep 1.182 (JUnit, emacs, vim), Secretlint 12 by ESLint's formatter.
  const asJUnit = (suite: string, name: string, message: string, body: string): string =>
    `<testsuites><testsuite name="${suite}" tests="1"><testcase classname="c" name="${name}" file="a.env"><failure message="${message}">${body}</failure></testcase></testsuite></testsuites>`

  it.each([
    [
      'gitleaks',
      'aws has detected a secret in file a.env, line 1.',
      'aws has detected a secret',
      `{"Secret": "${CANARY}"}`,
    ],
    ['bandit', 'hardcoded_password_string', `Possible hardcoded password: '${CANARY}'`, `'${CANARY}'`],
    ['semgrep results', 'own.hardcoded-password', `password is ${CANARY}`, `x = '${CANARY}'`],
    ['terraform scan', '[NONE][CKV_AWS_16] Ensure', 'Ensure', `password = "${CANARY}"`],
    ['a.env', 'org.eslint.@secretlint/secretlint-rule-aws', `found AWS key: ${CANARY}`, said],
  ])('is in no failure of a report as JUnit (%s)', (...parts) => {
    const { reading, tables } = readText(asJUnit(...parts))
    expect(reading?.metrics['tests.failed']).toBe(1)
    expect(tables.tests.failures).toHaveLength(1)
    expect(JSON.stringify(tables.tests.failures)).not.toContain(CANARY)
  })

  it.each([
    `Finding:     ${CANARY}\nSecret:      ${CANARY}\n`,
    `a.py:2:1:critical(hardcoded-password):password = '${CANARY}'\n`,
    `a.py:2:1:C:hardcoded-password:password is '${CANARY}'\n`,
    `${CANARY}\n`,
  ])('is in no word about a text that is no report (%#)', (text) => {
    expect(readText(text).refused).toMatch(/it is text that begins with/)
    expect(readText(text).refused).not.toContain(CANARY)
  })

  // By ESLint's formatters, as Secretlint's own up to 9, which masked nothing unless it was told to.
  it.each([
    `<checkstyle><file name="a.env"><error line="1" column="2" severity="error" message="found AWS key: ${CANARY}" source="eslint.rules.@secretlint/secretlint-rule-aws"/></file></checkstyle>`,
    `a.env:1:2: found AWS key: ${CANARY} [Error/@secretlint/secretlint-rule-aws]\n\n1 problem\n`,
    `a.env: line 1, col 2, Error - found AWS key: ${CANARY} (@secretlint/preset > @secretlint/secretlint-rule-aws)\n\n1 problem\n`,
    `\na.env\n  1:2  error  found AWS key: ${CANARY}  @secretlint/secretlint-rule-aws\n\n✖ 1 problem (1 error, 0 warnings)\n`,
  ])('is in no finding of Secretlint that a linter seems to have written (%#)', (text) => {
    const { reading, tables } = readText(text)
    expect(reading?.entries).toBe(1)
    expect(JSON.stringify([reading, tables.findings.rows])).not.toContain(CANARY)
  })

  it('is in no address that a scanner could not reach', () => {
    const line = { type: 'error', data: `https://user:${CANARY}@registry.example.org/: 404` }
    const { reading } = readText(JSON.stringify(line), { format: 'yarn-audit' })
    expect(JSON.stringify(reading)).toContain('registry.example.org')
    expect(JSON.stringify(reading)).not.toContain(CANARY)
  })
})

describe('reports of secrets', () => {
  it('of ggshield that count incidents and list none are not clean', () => {
    const { reading } = readText('{"type":"path_scan","id":"x","total_incidents":2}', { format: 'ggshield' })
    expect(reading?.doubts).toMatchObject([
      { kind: 'contradiction', text: 'ggshield counts 2 incidents, and lists none' },
    ])
  })

  it('say whether a secret works, where the scanner tried it', () => {
    const verified = (file: string) =>
      readBytes(fixture(file)).tables.findings.rows.map(({ details }) => details?.secret?.isVerified)
    expect(verified('trufflehog/hand-written-v3.json')).toEqual([true, false, false])
    expect(verified('ggshield/hand-written-path-scan.json')).toEqual([false, true])
  })

  it('of gitleaks are read as 7 and as wrappers write them', () => {
    const seven = [
      { line: 'x', lineNumber: 3, offender: 'REDACTED', rule: 'AWS Access Key', file: 'a.tf', repo: '.', commit: '' },
    ]
    const wrapped = {
      leaks: [{ rule: 'Generic', rule_id: 'G1', description: 'A key', file: 'a.tf', start_line: 2, severity: 'HIGH' }],
    }
    const rows = [seven, wrapped].map((report) => readText(JSON.stringify(report)).tables.findings.rows[0])
    expect(rows).toMatchObject([
      { rule: 'AWS Access Key', path: 'a.tf', line: 3, rank: 'unknown', family: 'secrets' },
      { rule: 'Generic', message: 'Generic', line: 2, rank: 'high', details: { ids: ['Generic', 'G1'] } },
    ])
  })

  it.each(['[]', 'null'])('of gitleaks that hold %s are clean only with the format named', (text) => {
    expect(readText(text).refused).toMatch(/name its format/)
    expect(readText(text, { format: 'gitleaks' }).reading).toMatchObject({
      entries: 0,
      metrics: { 'secrets.total': 0 },
      doubts: [],
    })
  })

  it('of TruffleHog that are empty are clean only with their exit code', () => {
    expect(readText('', { format: 'trufflehog' }).refused).toMatch(/exit-code=/)
    expect(readText('', { format: 'trufflehog', exitCode: 0 }).reading).toMatchObject({ entries: 0, doubts: [] })
    expect(readText('', { format: 'trufflehog', exitCode: 183 }).reading?.doubts).toMatchObject([
      { kind: 'contradiction' },
    ])
  })

  it('of TruffleHog say with their log what was not looked at, and how much was found', () => {
    const log = (words: object) =>
      `${JSON.stringify({ level: 'info-0', ts: '', logger: 'trufflehog', msg: 'finished scanning', ...words })}\n`
    const doubts = (text: string) =>
      readText(text, { format: 'trufflehog', exitCode: 0 }).reading?.doubts.map(({ text: told }) => told)
    expect(doubts(log({ chunks: 0, verified_secrets: 0, unverified_secrets: 0 }))).toEqual([
      'TruffleHog looked at nothing (chunks is 0)',
    ])
    expect(doubts(log({ level: 'error', msg: 'cannot clone', error: 'refused' }))).toEqual(['TruffleHog: cannot clone'])
    expect(doubts(log({ chunks: 3, verified_secrets: 0, unverified_secrets: 0 }))).toEqual([])
    const found = `${JSON.stringify({ DetectorName: 'AWS', SourceMetadata: {} })}\n`
    expect(doubts(found + log({ chunks: 3, verified_secrets: 0, unverified_secrets: 0 }))).toEqual([
      'TruffleHog counts 0 secrets, the report lists 1',
    ])
  })

  it('of detect-secrets that are empty are believed only with format and exit code', () => {
    const text = JSON.stringify({ version: '1.5.0', plugins_used: [], results: {}, generated_at: '' })
    const doubts = (options: object) => readText(text, options).reading?.doubts.length
    expect([
      doubts({}),
      doubts({ format: 'detect-secrets' }),
      doubts({ format: 'detect-secrets', exitCode: 0 }),
    ]).toEqual([1, 1, 0])
  })

  it('of detect-secrets may name files as objects name their parts', () => {
    const text =
      '{"version":"1.5.0","plugins_used":[],"results":{"__proto__":[{"type":"AWS","hashed_secret":"a","line_number":1}],"constructor":[{"type":"AWS","hashed_secret":"b","line_number":1}]}}'
    expect(readBytes(bytesOf(text)).tables.findings.rows.map(({ path }) => path)).toEqual(['__proto__', 'constructor'])
  })

  it('of ggshield count places in scans within scans, and are held to their own count', () => {
    const incident = {
      policy: 'Secrets detection',
      type: 'Key',
      occurrences: [{ match: 'x' }, { match: 'y' }],
      total_occurrences: 2,
    }
    const scan = (total: number) => ({
      id: 'a',
      type: 'commit-range',
      scans: [{ id: 'b', type: 'commit', entities_with_incidents: [{ filename: 'a.py', incidents: [incident] }] }],
      total_incidents: 1,
      total_occurrences: total,
    })
    const read = (total: number) => readText(JSON.stringify(scan(total))).reading
    expect(read(2)).toMatchObject({ entries: 2, doubts: [] })
    expect(read(3)?.doubts).toMatchObject([{ kind: 'contradiction' }])
    const ignored = {
      ...scan(2),
      scans: [
        {
          id: 'b',
          type: 'commit',
          entities_with_incidents: [
            { filename: 'a.py', incidents: [{ ...incident, ignore_reason: { kind: 'ignored_match' } }] },
          ],
        },
      ],
    }
    const report = readText(JSON.stringify(ignored))
    expect([
      report.reading?.metrics['secrets.total'],
      report.tables.findings.suppressed[0]?.details?.suppressed,
    ]).toEqual([0, 'ignored_match'])
  })
})
