// 10,000 vulnerabilities of Trivy and as many matches of Grype, of the same image: `make <folder>` writes the reports there,
// `merge <folder>` reads and merges them and writes there how many seconds this took. Nine of ten are seen by both, half of
// them under other ids.

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CoverageTable } from '../../actions/shared/model/coverage.ts'
import { FindingTable } from '../../actions/shared/model/finding-table.ts'
import { TestTable } from '../../actions/shared/model/tests.ts'
import { mergeFindings, type Witnessed } from '../../actions/shared/policy/merge-findings.ts'
import type { OpenReader } from '../../actions/shared/reports/reader.ts'
import { open as openGrype } from '../../actions/shared/reports/security/grype.ts'
import { open as openTrivy } from '../../actions/shared/reports/security/trivy.ts'

const COUNT = 10_000
const BOTH = 9_000
const PROSE =
  'A request that is longer than expected is read beyond its end, which tells whoever sent it what is there. '.repeat(6)
const LINKS = Array.from({ length: 8 }, (_, link) => `https://example.org/advisories/${link}`)
const WORDS = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']

const id = (index: number): string => `CVE-2026-${String(index).padStart(5, '0')}`
const purl = (index: number): string =>
  `pkg:deb/debian/planted-${index % 700}@1.${index % 9}-2?arch=amd64&distro=debian-12`

function trivy(): unknown {
  const vulnerabilities = Array.from({ length: COUNT }, (_, index) => ({
    ...{ VulnerabilityID: id(index), PkgName: `planted-${index % 700}`, InstalledVersion: `1.${index % 9}-2` },
    ...{
      PkgIdentifier: { PURL: purl(index) },
      Status: 'affected',
      SeveritySource: 'debian',
      Severity: WORDS[index % 4],
    },
    ...{ PrimaryURL: LINKS[0], Title: `planted ${index}`, Description: PROSE, CweIDs: ['CWE-787'], References: LINKS },
    VendorSeverity: { debian: (index % 4) + 1, nvd: 4, redhat: 2 },
    CVSS: { nvd: { V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', V3Score: 9.8 } },
    PublishedDate: '2026-01-02T03:04:05Z',
  }))
  const result = { Target: 'shop (debian 12.5)', Class: 'os-pkgs', Type: 'debian', Vulnerabilities: vulnerabilities }
  return { SchemaVersion: 2, ArtifactName: 'shop', ArtifactType: 'container_image', Results: [result] }
}

function grype(): unknown {
  const matches = Array.from({ length: COUNT }, (_, at) => {
    const index = at + COUNT - BOTH
    const isOther = index % 2 === 1
    const related = {
      id: id(index),
      namespace: 'nvd:cpe',
      severity: 'Critical',
      description: PROSE,
      urls: LINKS,
      cvss: [],
    }
    return {
      vulnerability: {
        ...{
          id: isOther ? `GHSA-0000-0000-${index}` : id(index),
          dataSource: LINKS[0],
          namespace: 'debian:distro:debian:12',
        },
        ...{ severity: 'High', urls: LINKS, description: PROSE, cvss: [], fix: { versions: [], state: 'not-fixed' } },
        epss: [{ cve: id(index), epss: 0.01, percentile: 0.5 }],
      },
      relatedVulnerabilities: [related],
      matchDetails: [{ type: 'exact-direct-match', found: {}, searchedBy: {} }],
      artifact: {
        name: `planted-${index % 700}`,
        version: `1.${index % 9}-2`,
        type: 'deb',
        purl: purl(index),
        locations: [],
      },
    }
  })
  return { matches, source: {}, distro: { name: 'debian', version: '12' }, descriptor: { name: 'grype' } }
}

function read(open: OpenReader, bytes: Uint8Array, report: number): readonly Witnessed[] {
  const findings = new FindingTable()
  const tables = { findings, tests: new TestTable(), coverage: new CoverageTable() }
  const reader = open({ tables, mapPath: (path) => path, formatNamed: false })
  for (let at = 0; at < bytes.length; at += 1 << 16) reader.write(bytes.subarray(at, at + (1 << 16)))
  reader.end()
  return findings.rows.map((finding) => ({ finding, report }))
}

const [, , task, folder = '.'] = process.argv
const files = ['trivy.json', 'grype.json'].map((name) => path.join(folder, name)) as [string, string]
if (task === 'make') {
  for (const [index, report] of [trivy(), grype()].entries()) writeFileSync(files[index] ?? '', JSON.stringify(report))
} else {
  const started = performance.now()
  const [first, second] = files
  const merged = mergeFindings([
    ...read(openTrivy, readFileSync(first), 0),
    ...read(openGrype, readFileSync(second), 1),
  ])
  const seconds = (performance.now() - started) / 1000
  if (merged.length !== 2 * COUNT - BOTH) throw new Error(`${merged.length} findings are left`)
  writeFileSync(path.join(folder, 'merge-findings.json'), JSON.stringify({ seconds }))
}
