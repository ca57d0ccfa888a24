import { describe, expect, it } from '@jest/globals'
import { FindingTable } from '../../../actions/shared/model/finding-table.ts'
import { type Finding, FINDINGS_KEPT, LEVELS, RANK_ORDER, SEVERITIES } from '../../../actions/shared/model/findings.ts'

function finding(change: Partial<Finding> = {}): Finding {
  return { family: 'lint', rank: 'warning', tool: 't', rule: 'r', message: 'm', ...change }
}

describe('a table of findings', () => {
  it('keeps the worst at its limit, and counts all', () => {
    const table = new FindingTable()
    for (let count = 0; count < FINDINGS_KEPT - 1; count += 1) table.add(finding({ rank: 'note' }))
    for (let count = 0; count < 10; count += 1) table.add(finding({ family: 'security', rank: 'medium' }))
    table.add(finding({ family: 'security', rank: 'critical', rule: 'worst' }))
    table.add(finding({ rank: 'note' }))
    expect(table.rows).toHaveLength(FINDINGS_KEPT)
    expect(table.rows.filter(({ rank }) => rank === 'medium')).toHaveLength(10)
    expect(table.rows.filter(({ rule }) => rule === 'worst')).toHaveLength(1)
    expect([table.count('lint', 'note'), table.count('security', 'medium'), table.size]).toEqual([
      FINDINGS_KEPT,
      10,
      FINDINGS_KEPT + 11,
    ])
  })

  it('counts what is only counted', () => {
    const table = new FindingTable()
    table.add(finding())
    table.addCount('lint', 'warning', 5)
    table.addCount('types', 'error', 2)
    expect([
      table.size,
      table.count('lint', 'warning'),
      table.count('types', 'error'),
      table.count('lint', 'error'),
      table.rows.length,
    ]).toEqual([8, 6, 2, 0, 1])
    expect([...table.reportTally()]).toEqual([
      ['lint.warning', 6],
      ['types.error', 2],
    ])
  })

  it('takes what a second report has too for one finding, seen by both', () => {
    const table = new FindingTable()
    const twice = finding({ rule: 'E711', path: 'a.py', line: 3 })
    table.beginReport()
    table.add(twice)
    table.add(twice)
    table.beginReport()
    for (const line of [3, 3, 3, 9]) table.add({ ...twice, tool: 'flake8', line })
    expect([...table.reportTally().values()]).toEqual([4])
    expect(table.size).toBe(4)
    expect(table.rows.map(({ tool, line }) => `${line} ${tool}`)).toEqual([
      `3 ${twice.tool}, flake8`,
      `3 ${twice.tool}, flake8`,
      '3 flake8',
      '9 flake8',
    ])
  })

  it('keeps apart what differs in rule, rank or place, or has no place and says something else', () => {
    const table = new FindingTable()
    const one = finding({ rule: 'E711', path: 'a.py', line: 3 })
    for (const change of [{}, { rule: 'E712' }, { rank: 'error' as const }, { path: 'b.py' }, { line: 4 }]) {
      table.beginReport()
      table.add({ ...one, ...change })
    }
    for (const message of ['no file named here', 'nor here']) {
      table.beginReport()
      table.add({ ...one, path: undefined, line: undefined, message })
    }
    expect(table.size).toBe(7)
  })

  it('cuts long messages, and keeps none of the rest', () => {
    const table = new FindingTable()
    table.add(finding({ message: 'x'.repeat(1_000_000) }))
    expect(table.rows[0]?.message).toHaveLength(2_000)
  })

  it('knows every level and severity by its weight', () => {
    for (const rank of [...LEVELS, ...SEVERITIES]) expect(RANK_ORDER.has(rank)).toBe(true)
    expect([...RANK_ORDER.keys()].indexOf('critical')).toBe(0)
  })

  it('keeps what is set aside apart from what counts', () => {
    const table = new FindingTable()
    const details = { kind: 'weakness', ids: ['G101'], severities: [], suppressed: '#nosec' } as const
    table.addSuppressed(finding({ family: 'security', rank: 'high', details }))
    table.addSuppressedCount(3)
    expect(table.suppressed.map((row) => row.details?.suppressed)).toEqual(['#nosec'])
    expect([table.suppressedSize, table.size, table.count('security', 'high'), table.rows.length]).toEqual([4, 0, 0, 0])
    expect(table.reportTally().size).toBe(0)
  })
})
