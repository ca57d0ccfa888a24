import { describe, expect, it } from '@jest/globals'
import { readText } from '../../../support/read-report.ts'

const BANNER = `

+===========================================================================================+


DEPRECATED: this command (\`check\`) has been DEPRECATED, and will be unsupported beyond 01 June 2024.


We highly encourage switching to the new \`scan\` command which is easier to use.


+===========================================================================================+


`
const SAFETY = {
  report_meta: { safety_version: '3.6.0', packages_found: 2, vulnerabilities_found: 1 },
  vulnerabilities: [{ vulnerability_id: '1', package_name: 'a', analyzed_version: '1' }],
}
const NPM = {
  auditReportVersion: 2,
  vulnerabilities: { a: { via: [{ source: 1, name: 'a', title: 't', severity: 'high', url: '' }] } },
  metadata: { vulnerabilities: { total: 1 }, dependencies: { total: 3 } },
}
const PIP = { dependencies: [{ name: 'a', version: '1', vulns: [{ id: 'PYSEC-1', fix_versions: [] }] }], fixes: [] }
const TRIVY = {
  SchemaVersion: 2,
  ArtifactName: 'a',
  Results: [{ Target: 'a', Vulnerabilities: [{ VulnerabilityID: 'CVE-0000-1', PkgName: 'a', Severity: 'HIGH' }] }],
}
const YARN = [
  { type: 'auditAdvisory', data: { advisory: { id: 1, module_name: 'a', severity: 'high', findings: [] } } },
  { type: 'auditSummary', data: { vulnerabilities: { high: 1 }, totalDependencies: 1 } },
]
const NOTICES = 'npm notice\nnpm notice New minor version of npm available! 10.1.0 -> 10.2.0\nnpm notice\n'
const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

describe('a report with lines of its tool around it', () => {
  const CASES: readonly (readonly [string, string, string])[] = [
    ['Safety 3, which prints them itself', `${BANNER}${pretty(SAFETY)}${BANNER}`, 'safety'],
    ['npm with 2>&1', `npm warn config production Use \`--omit=dev\` instead.\n${pretty(NPM)}${NOTICES}`, 'npm-audit'],
    ['npm run', `\n> shop@1.0.0 audit\n> npm audit --json\n\n${pretty(NPM)}`, 'npm-audit'],
    ['pip-audit with 2>&1', `Found 1 known vulnerability in 1 package\n${JSON.stringify(PIP)}\n`, 'pip-audit'],
    [
      'pip-audit with 2>&1, unbuffered',
      `${JSON.stringify(PIP)}\nFound 1 known vulnerability in 1 package\n`,
      'pip-audit',
    ],
    [
      'Trivy with 2>&1',
      `2026-11-21T10:00:00Z\tINFO\t[vuln] Vulnerability scanning is enabled\r\n${pretty(TRIVY)}`,
      'trivy',
    ],
    [
      'yarn run',
      `yarn run v1.22.22\n$ yarn audit --json\n${YARN.map((line) => JSON.stringify(line)).join('\n')}\nDone in 1.23s.\n`,
      'yarn-audit',
    ],
  ]

  it.each(CASES)('is read: %s', (_name, text, format) => {
    for (const chunks of [undefined, [1], [7, 4_096], [65_536]]) {
      const { reading, refused, ...report } = readText(text, { chunks })
      expect([report.format, refused, reading?.entries]).toEqual([format, undefined, 1])
    }
  })

  it('keeps the lines of the file', () => {
    const [alone, behind] = [pretty(TRIVY), `${BANNER}${pretty(TRIVY)}`].map(
      (text) => readText(text).tables.findings.rows[0]?.reportLine,
    )
    expect(behind).toBe((alone ?? Number.NaN) + BANNER.split('\n').length - 1)
  })

  it.each([
    ['an error before it', `npm ERR! code ENOLOCK\n${pretty(NPM)}`],
    ['a warning of a scanner before it', `2026-11-21T10:00:00Z\tWARN\tnot all was seen\n${pretty(TRIVY)}`],
    ['an error behind it', `${pretty(NPM)}npm ERR! code ENOLOCK\n`],
    ['another report behind it', `${pretty(TRIVY)}${pretty(TRIVY)}`],
    ['words inside it', pretty(NPM).replace('"metadata"', 'npm notice\n"metadata"')],
  ])('is refused with %s', (_name, text) => {
    expect(readText(text).refused).toEqual(expect.any(String))
  })

  it.each(['\n', '\r\n', '\n\n', ' ', '', 'npm notice\n', '\nnpm notice'])(
    'is refused where it is nothing else: %j',
    (text) => {
      for (const format of ['npm-audit', 'trivy']) {
        expect(readText(text, { format }).refused).toEqual(expect.any(String))
      }
    },
  )

  it('is refused where it was cut, whatever stands behind it', () => {
    expect(readText(`${pretty(NPM).slice(0, -20)}\n${NOTICES}`).refused).toEqual(expect.any(String))
  })
})
