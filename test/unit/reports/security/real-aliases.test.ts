import { describe, expect, it } from '@jest/globals'
import { bytesOf, emptyTables, READERS, readText } from '../../../support/read-report.ts'

/** A vulnerability as Trivy 0.66 writes it of a package of npm, whose advisory GitHub's database has. */
function idsOf(references: readonly string[]): readonly string[] | undefined {
  const vulnerability = {
    ...{ VulnerabilityID: 'CVE-2019-10744', PkgName: 'lodash', InstalledVersion: '4.17.11', Severity: 'CRITICAL' },
    References: references,
  }
  const result = { Target: 'package-lock.json', Class: 'lang-pkgs', Type: 'npm', Vulnerabilities: [vulnerability] }
  const report = readText(JSON.stringify({ SchemaVersion: 2, ArtifactName: '.', Results: [result] }))
  return report.tables.findings.rows[0]?.details?.ids
}

describe("Trivy's vulnerabilities of packages", () => {
  const own = 'https://github.com/advisories/GHSA-jf85-cpcp-j695'

  it('are known by the advisory of GitHub that they refer to', () => {
    expect(idsOf(['https://nvd.nist.gov/vuln/detail/CVE-2019-10744', own])).toEqual([
      'CVE-2019-10744',
      'GHSA-jf85-cpcp-j695',
    ])
  })

  it('are not where they refer to several, or to the page of a repository', () => {
    expect(idsOf([own, 'https://github.com/advisories/GHSA-xvch-5gv4-984h'])).toEqual(['CVE-2019-10744'])
    expect(idsOf(['https://github.com/lodash/lodash/security/advisories/GHSA-jf85-cpcp-j695'])).toEqual([
      'CVE-2019-10744',
    ])
  })
})

describe('the hash of a GitHub token by detect-secrets', () => {
  it('is none, since it is that of its first letters', () => {
    const hashOf = (hashed_secret: string): string | undefined => {
      const secret = { type: 'GitHub Token', filename: 'a.ini', is_verified: false, line_number: 1, hashed_secret }
      const tables = emptyTables()
      const reader = READERS.get('detect-secrets')?.({
        ...{ tables, mapPath: (path) => path, exitCode: undefined, formatNamed: true },
        secretHash: (text) => `salted ${text}`,
      })
      reader?.write(bytesOf(JSON.stringify({ version: '1.5.0', plugins_used: [], results: { 'a.ini': [secret] } })))
      reader?.end()
      return tables.findings.rows[0]?.details?.secret?.hash
    }
    // SHA-1 of `ghp`.
    expect(hashOf('e175c6f5f2a92e8623bd9a4820edb4e8c1b0fd10')).toBeUndefined()
    expect(hashOf('2b2628a53c6cab88c2c2d5294348cef9cf4be93c')).toBe('salted 2b2628a53c6cab88c2c2d5294348cef9cf4be93c')
  })
})
