import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import type { SecurityKind } from '../../../actions/shared/model/security.ts'
import { applyIgnores, IGNORE_FILES } from '../../../actions/shared/policy/ignore-files.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { emptyTables, evidenceSet, lintFinding, report } from './evidence-factory.ts'

const DAY = '2026-11-21'

interface Found {
  readonly id: string
  readonly ids?: readonly string[]
  readonly path?: string
  readonly kind?: SecurityKind
  readonly purl?: string
  readonly alsoAt?: Finding['alsoAt']
}

function finding({
  id,
  ids = [id],
  path,
  kind = 'vulnerability',
  purl = 'pkg:npm/lodash@4.17.1',
  alsoAt,
}: Found): Finding {
  const family = kind === 'secret' ? 'secrets' : kind === 'license' ? 'licenses' : 'security'
  return {
    ...{ family, rank: 'high', tool: 'grype', rule: id, message: 'm', path, alsoAt },
    details: { kind, ids, package: { name: 'lodash', purl }, severities: [] },
  }
}

async function read(name: string, text: string, source = name) {
  return (await IGNORE_FILES[name]?.(text, source)) ?? { entries: [], problems: ['no such file'] }
}

/** What a file says of each finding: its sentence, or nothing where the finding counts. */
async function said(name: string, text: string, ...found: readonly Found[]) {
  const { entries, problems } = await read(name, text)
  expect(problems).toEqual([])
  const tables = emptyTables()
  for (const one of found) tables.findings.add(finding(one))
  const set = evidenceSet([report({ kind: 'findings' })], { tables: new Map([['', tables]]) })
  const applied = applyIgnores(set, entries, DAY)
  return { said: tables.findings.rows.map((row) => applied.findings.get(row)), notices: applied.notices }
}

describe('an advisory that bundles several CVEs', () => {
  const bundle = { id: 'CVE-2020-1000', ids: ['CVE-2020-1000', 'CVE-2020-2000'] }

  test('is not set aside by an exception for one of them', async () => {
    expect((await said('.trivyignore', 'CVE-2020-1000\n', bundle)).said).toEqual([undefined])
    const { said: ofAll } = await said('.trivyignore', 'CVE-2020-1000\nCVE-2020-2000\n', bundle)
    expect(ofAll).toEqual(['set aside in .trivyignore:1 without end: no reason is given there'])
  })
})

describe('.trivyignore', () => {
  const text =
    '# accepted\n\nCVE-2020-1 not reachable\nCVE-2020-2 exp:2026-11-22\nCVE-2020-3 exp:2026-11-21\nAVD-DS-0002\n'

  test('sets aside what it names, until the day on which it expires', async () => {
    const ids = ['cve-2020-1', 'CVE-2020-2', 'CVE-2020-3', 'CVE-2020-4']
    expect(
      await said('.trivyignore', text, ...ids.map((id) => ({ id })), { id: 'AVD-DS-0002', kind: 'misconfiguration' }),
    ).toEqual({
      said: [
        'set aside in .trivyignore:3 without end: no reason is given there',
        'set aside in .trivyignore:4 until 2026-11-22: no reason is given there',
        undefined,
        undefined,
        'set aside in .trivyignore:6 without end: no reason is given there',
      ],
      notices: ['.trivyignore:5: the exception for CVE-2020-3 ended on 2026-11-21; 1 finding counts again'],
    })
  })

  test('does nothing to lint', async () => {
    const { entries } = await read('.trivyignore', 'E501')
    const tables = emptyTables()
    tables.findings.add(lintFinding())
    const set = evidenceSet([report({ kind: 'findings' })], { tables: new Map([['', tables]]) })
    expect(applyIgnores(set, entries, DAY).findings.size).toBe(0)
  })

  test('with a day that is none sets nothing aside, and says so', async () => {
    expect(await read('.trivyignore', 'CVE-2020-1 exp:2026-02-30')).toEqual({
      entries: [],
      problems: ['.trivyignore:1: "2026-02-30" is not a day such as 2027-01-31'],
    })
  })
})

test('.trivyignore.yaml sets aside by kind, path and package, until a day', async () => {
  const text = `vulnerabilities:
  - id: CVE-2020-1
    paths: ['app/**']
    statement: not reachable
  - { id: CVE-2020-2, purls: ['pkg:npm/lodash@4.17.1'], expired_at: 2027-01-31 }
  - { id: CVE-2020-3, purls: [pkg:npm/other] }
  - { id: CVE-2020-4, expired_at: 2026-01-01T12:00:00Z }
secrets:
  - id: aws-key
`
  const { said: sentences, notices } = await said(
    '.trivyignore.yaml',
    text,
    { id: 'CVE-2020-1', path: 'app/lock.json' },
    { id: 'CVE-2020-1', path: 'app/lock.json', alsoAt: [{ path: 'lock.json' }] },
    { id: 'CVE-2020-1' },
    { id: 'CVE-2020-2' },
    { id: 'CVE-2020-3' },
    { id: 'CVE-2020-4' },
    { id: 'aws-key', kind: 'secret' },
    { id: 'aws-key' },
  )
  expect(sentences.map((sentence) => sentence !== undefined)).toEqual([
    true,
    false,
    false,
    true,
    false,
    false,
    true,
    false,
  ])
  expect(sentences[0]).toBe('set aside in .trivyignore.yaml:2 without end: not reachable')
  expect(notices).toHaveLength(1)
})

test.each([
  ['vulnerabilities:\n  - { id: X, expired_at: soon }\n', '"soon" is not a day'],
  ['vulnerabilities:\n  - { paths: [a] }\n', 'an exception needs an id'],
  ['vulnerabilities:\n  - { id: X, purls: [lodash] }\n', '"lodash" is no package URL'],
  ["vulnerabilities:\n  - { id: X, paths: ['!src/**'] }\n", 'a path that begins with ! means no file'],
  ['vulnerability:\n  - { id: X }\n', 'unknown key "vulnerability"'],
  ['vulnerabilities: [', 'Flow'],
])('.trivyignore.yaml %j sets nothing aside and says why', async (text, problem) => {
  const { entries, problems } = await read('.trivyignore.yaml', text)
  expect([entries, problems.join()]).toEqual([[], expect.stringContaining(problem)])
})

describe('osv-scanner.toml', () => {
  const text = `[[IgnoredVulns]]
id = "GO-2022-0968"
ignoreUntil = 2027-01-31
reason = "No ssh servers"

[[IgnoredVulns]]
id = "GO-2022-1"
ignoreUntil = 2022-11-09T12:00:00Z

[[PackageOverrides]]
name = "left-pad"
ecosystem = "npm"
version = "1.0.0"
vulnerability.ignore = true
reason = "abandon"

[[PackageOverrides]]
name = "right-pad"
license.override = ["MIT"]
`
  test('sets aside advisories and packages of its own folder', async () => {
    const pad = { id: 'X-1', purl: 'pkg:npm/left-pad@1.0.0' }
    const { said: sentences, notices } = await said(
      'osv-scanner.toml',
      text,
      { id: 'GO-2022-0968', path: 'go.mod' },
      { id: 'GO-2022-0968', path: 'tools/go.mod' },
      { id: 'GO-2022-0968' },
      { id: 'GO-2022-1', path: 'go.mod' },
      pad,
      { ...pad, purl: 'pkg:npm/left-pad@1.0.1' },
      { ...pad, purl: 'pkg:pypi/left-pad@1.0.0' },
      { ...pad, purl: 'pkg:npm/right-pad@1.0.0' },
    )
    expect(sentences).toEqual([
      'set aside in osv-scanner.toml:1 until 2027-01-31: No ssh servers',
      undefined,
      'set aside in osv-scanner.toml:1 until 2027-01-31: No ssh servers',
      undefined,
      'set aside in osv-scanner.toml:10 without end: abandon',
      undefined,
      undefined,
      undefined,
    ])
    expect(notices).toEqual([
      'osv-scanner.toml:6: the exception for GO-2022-1 ended on 2022-11-09; 1 finding counts again',
    ])
  })

  test.each([
    ['core', 'npm', 'pkg:npm/%40babel/core@1', false],
    ['@babel/core', 'npm', 'pkg:npm/%40babel/core@1', true],
    ['net', 'Go', 'pkg:golang/golang.org/x/net@0.1.0', false],
    ['golang.org/x/net', 'Go', 'pkg:golang/golang.org/x/net@0.1.0', true],
    ['org.apache:log4j', 'Maven', 'pkg:maven/org.apache/log4j@2', true],
    ['log4j', 'Maven', 'pkg:maven/org.apache/log4j@2', false],
    ['login', 'Debian:12', 'pkg:deb/debian/login@1?epoch=1', true],
  ])('means by %s (%s) of %s the whole name: %s', async (name, ecosystem, purl, isMeant) => {
    const override = `[[PackageOverrides]]\nname = "${name}"\necosystem = "${ecosystem}"\nignore = true\n`
    const { said: sentences } = await said('osv-scanner.toml', override, { id: 'X-1', purl })
    expect(sentences.map((sentence) => sentence !== undefined)).toEqual([isMeant])
  })

  test.each([
    ['[[IgnoredVulns', 'osv-scanner.toml: '],
    ['[[IgnoredVulns]]\nreason = "x"', 'osv-scanner.toml:1: IgnoredVulns has no id'],
    ['[[IgnoredVulns]]\nid = "X"\nignoreUntil = "soon"', 'osv-scanner.toml:1: ignoreUntil is not a day or time'],
    ['[[IgnoredVulns]]\nid = "X"\nignoreuntil = 2020-01-01', 'osv-scanner.toml:1: unknown key "ignoreuntil"'],
    ['[[PackageOverrides]]\nignore = true', 'osv-scanner.toml:1: PackageOverrides names neither a package nor'],
    ['[[PackageOverrides]]\nnmae = "x"\necosystem = "npm"\nignore = true', 'unknown key "nmae"'],
  ])('%j sets nothing aside and says why', async (broken, problem) => {
    const { entries, problems } = await read('osv-scanner.toml', broken)
    expect([entries, problems.join()]).toEqual([[], expect.stringContaining(problem)])
  })
})

describe('.nsprc', () => {
  test('sets aside advisories that are active, until their expiry', async () => {
    const text = JSON.stringify(
      {
        'GHSA-a': 'ignored by the team',
        'GHSA-b': { active: true, expiry: '2027-01-31', notes: 'waiting for a release' },
        'GHSA-c': { active: false, notes: 'no longer' },
        'GHSA-d': { active: true, expiry: 1_600_000_000_000 },
        __proto__x: 'a name as others',
        exceptions: ['https://nodesecurity.io/advisories/118'],
        // npm's own number, which reports of npm hold as `npm:1337`, and a page.
        '1337': 'no user of it',
        'https://github.com/advisories/GHSA-e': 'no user of it',
      },
      null,
      1,
    )
    const ids = ['GHSA-a', 'GHSA-b', 'GHSA-c', 'GHSA-d', 'npm:118', 'npm:1337', 'GHSA-e', 'other:1337']
    expect((await said('.nsprc', text, ...ids.map((id) => ({ id })))).said).toEqual([
      'set aside in .nsprc:3 without end: ignored by the team',
      'set aside in .nsprc:4 until 2027-01-31: waiting for a release',
      undefined,
      undefined,
      expect.stringContaining('without end'),
      expect.stringContaining('no user of it'),
      expect.stringContaining('no user of it'),
      undefined,
    ])
  })

  test.each([
    ['{', 'it is no JSON'],
    ['[]', 'it is no JSON object'],
    ['{"GHSA-a":{"expiry":"soon"}}', 'the expiry of GHSA-a is not a day'],
    ['{"":"everything"}', '.nsprc:1: "" names no advisory'],
    ['{"/":{"active":true}}', '"/" names no advisory'],
    ['{"exceptions":[" "]}', '" " names no advisory'],
    ['{"GHSA-a":7}', 'GHSA-a is neither a text nor an object'],
  ])('%j sets nothing aside and says why', async (text, problem) => {
    const { entries, problems } = await read('.nsprc', text)
    expect([entries, problems.join()]).toEqual([[], expect.stringContaining(problem)])
  })
})

test('no file of exceptions reaches what a locked rule counts', async () => {
  const { entries } = await read('.trivyignore', 'X-1')
  const tables = emptyTables()
  tables.findings.add(finding({ id: 'X-1' }))
  const set = evidenceSet([report({ kind: 'findings' })], { tables: new Map([['', tables]]) })
  const locked = { ...parseRule('security.high == 0', { source: 'org.yml' }), forgivenBy: ['org.yml'] }
  expect(applyIgnores(set, entries, DAY, [locked])).toEqual({
    findings: new Map(),
    notices: ['.trivyignore:1: the exception for X-1 does not hold, as org.yml has locked security.high == 0'],
  })
})
