import { leadOf } from '../../../../actions/shared/reports/security/details.ts'
import { describe, expect, it } from '@jest/globals'
import type { SecurityDetails } from '../../../../actions/shared/model/security.ts'
import { SecurityReport } from '../../../../actions/shared/reports/security/security-report.ts'
import type { Tool } from '../../../../actions/shared/tools/tool.ts'
import { emptyTables } from '../../../support/read-report.ts'

const TOOL: Tool = {
  title: 'Scanner',
  names: ['scanner'],
  formats: [],
  exitCodes: { 0: 'clean', 1: 'findings' },
  sawNothing: '',
  run: 'scan',
}
const DETAILS: SecurityDetails = {
  kind: 'weakness',
  ids: ['R1'],
  severities: [{ source: 'scanner', severity: 'high' }],
}

function report(exitCode?: number) {
  const tables = emptyTables()
  const context = { tables, mapPath: (path: string) => path, formatNamed: false, exitCode }
  return { tables, report: new SecurityReport(context, TOOL, 'scanner') }
}

describe("a scanner's report", () => {
  it('counts a listed finding that is set aside as an entry, and under no metric', () => {
    const { report: scan, tables } = report()
    scan.add({ rule: 'R1', message: 'one', details: DETAILS })
    scan.add({ rule: 'R2', message: 'two', details: { ...DETAILS, suppressed: 'nosemgrep' } })
    const reading = scan.end()
    expect(reading).toMatchObject({ entries: 2, metrics: { 'security.high': 1, 'security.total': 1 } })
    expect(tables.findings.suppressed.map(({ rule }) => rule)).toEqual(['R2'])
  })

  it('does not count one that the report keeps apart from its list', () => {
    const { report: scan, tables } = report()
    scan.suppress({ rule: 'R1', message: 'one', details: { ...DETAILS, suppressed: 'checkov:skip' } })
    scan.suppressedCount(3, 'Scanner passed over 3 places (nosec)')
    expect(scan.end()).toMatchObject({
      entries: 0,
      metrics: { 'security.total': 0 },
      doubts: [{ kind: 'reading', text: 'Scanner passed over 3 places (nosec)' }],
    })
    expect(tables.findings.suppressedSize).toBe(4)
  })

  it('does not take what is set aside for the findings that an exit code speaks of', () => {
    const { report: scan } = report(1)
    scan.add({ rule: 'R1', message: 'one', details: { ...DETAILS, suppressed: 'ignored' } })
    expect(scan.end().doubts).toMatchObject([{ kind: 'contradiction' }])
  })
})

describe('the words of an advisory', () => {
  it.each([
    ['Use of a weak hash', 'Use of a weak hash'],
    ['\n\r\n  First line. \r\nSecond line.', 'First line. '],
    ['', ''],
    ['word '.repeat(100), `${'word '.repeat(59)}word …`],
    ['x'.repeat(400), `${'x'.repeat(300)} …`],
  ])('are its first line, cut between two words and shown to be cut: %j', (text, lead) => {
    expect(leadOf(text)).toBe(lead)
  })
})
