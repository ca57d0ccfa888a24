import { describe, expect, it } from '@jest/globals'
import {
  type Finding,
  FindingTable,
  FINDINGS_KEPT,
  LEVELS,
  RANK_ORDER,
  SEVERITIES,
} from '../../../actions/shared/model/findings.ts'

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
    expect([...table.tally()]).toEqual([
      ['lint.warning', 6],
      ['types.error', 2],
    ])
  })

  it('gives a tally that later findings do not change', () => {
    const table = new FindingTable()
    const before = table.tally()
    table.add(finding())
    expect(before.size).toBe(0)
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
})
