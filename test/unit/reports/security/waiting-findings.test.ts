import { describe, expect, it } from '@jest/globals'
import { FindingTable } from '../../../../actions/shared/model/finding-table.ts'
import { emptyTables, readText, type ReadReport } from '../../../support/read-report.ts'

/** Findings that wait for what stands behind them in the report, where more come than are kept. */
const KEPT = 3

function readKeeping(format: string, report: unknown): ReadReport {
  const tables = { ...emptyTables(), findings: new FindingTable(KEPT) }
  return readText(JSON.stringify(report), { format, tables })
}

const trivy = (Class: string, Type: string, Vulnerabilities: readonly object[]) =>
  readKeeping('trivy', {
    SchemaVersion: 2,
    ArtifactName: 'a',
    Results: [{ Vulnerabilities, Target: 'a', Class, Type }],
  })

/** Debian calls it one thing, NVD's score is of another. */
const disputed = (place: number, word: string, score: number) => ({
  VulnerabilityID: `CVE-2024-${place}`,
  PkgName: `a${place}`,
  InstalledVersion: '1',
  Severity: word,
  SeveritySource: 'debian',
  CVSS: { nvd: { V3Score: score, V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } },
})

describe('more findings than are kept, of which the report says behind them what they are of', () => {
  const disagreeing = Array.from({ length: 20 }, (_, place) => disputed(place, 'LOW', 9.8))

  it('are counted by the word of who builds the package, as those that are kept', () => {
    const { reading } = trivy('os-pkgs', 'debian', disagreeing)
    expect(reading).toMatchObject({ entries: 20, metrics: { 'security.low': 20, 'security.critical': 0 } })
  })

  it('are counted by their score where nobody builds it', () => {
    const { reading } = trivy('lang-pkgs', 'npm', disagreeing)
    expect(reading).toMatchObject({ entries: 20, metrics: { 'security.low': 0, 'security.critical': 20 } })
  })

  it('keep the worst with their texts, wherever they stand', () => {
    const words = ['LOW', 'LOW', 'LOW', 'LOW', 'CRITICAL', 'MEDIUM', 'CRITICAL', 'HIGH', 'LOW']
    const { reading, tables } = trivy(
      'lang-pkgs',
      'npm',
      words.map((word, place) => ({ ...disputed(place, word, 0), CVSS: {} })),
    )
    expect(tables.findings.rows.map(({ rank }) => rank).sort()).toEqual(['critical', 'critical', 'high'])
    expect(reading?.metrics).toMatchObject({
      'security.critical': 2,
      'security.high': 1,
      'security.medium': 1,
      'security.low': 5,
    })
  })

  it('give way first where they are set aside, and are counted as such', () => {
    const aside = { ...disputed(0, 'CRITICAL', 9.8), Status: 'not_affected' }
    const { reading, tables } = trivy('lang-pkgs', 'npm', [aside, aside, aside, aside, disputed(1, 'LOW', 1)])
    expect(reading?.metrics).toMatchObject({ 'security.total': 1, 'security.low': 1 })
    expect([tables.findings.rows.length, tables.findings.suppressedSize]).toEqual([1, 4])
  })

  it('of CycloneDX are counted by the component that each is in', () => {
    const component = (type: string) => ({
      type: 'library',
      'bom-ref': type,
      name: 'a',
      purl: `pkg:${type}/debian/a@1`,
    })
    const vulnerabilities = Array.from({ length: 20 }, (_, place) => ({
      id: `CVE-2024-${place}`,
      ratings: [
        { source: { name: 'debian' }, severity: 'low' },
        { source: { name: 'NVD' }, score: 9.8, method: 'CVSSv31' },
      ],
      affects: [{ ref: place % 2 === 0 ? 'deb' : 'npm' }],
    }))
    const { reading } = readKeeping('cyclonedx', {
      vulnerabilities,
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      components: [component('deb'), component('npm')],
    })
    expect(reading?.metrics).toMatchObject({ 'security.low': 10, 'security.critical': 10 })
  })

  it('are as many as a table keeps, of one severity too', () => {
    const tables = { ...emptyTables(), findings: new FindingTable(60_000) }
    const Vulnerabilities = Array.from({ length: 50_000 }, (_, place) => disputed(place, 'HIGH', 7.5))
    const report = { SchemaVersion: 2, ArtifactName: 'a', Results: [{ Target: 'a', Vulnerabilities }] }
    readText(JSON.stringify(report), { format: 'trivy', tables })
    expect(tables.findings.rows).toHaveLength(50_000)
  })
})
