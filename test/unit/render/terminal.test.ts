import { describe, expect, it } from '@jest/globals'
import { renderTerminal } from '../../../actions/shared/render/terminal.ts'
import { align, cutToWidth, width } from '../../../actions/shared/render/terminal-width.ts'
import { expectGolden } from './golden.ts'
import { evidenceSet, finding, reason, tables, verdict } from './samples.ts'
import { failingShop, passingShop } from './shop.ts'

const PLAIN = { colour: false, width: 100 }

describe('renderTerminal', () => {
  it('tells a failing gate as its golden file does', () => {
    const shop = failingShop()
    expectGolden('terminal-failing.txt', renderTerminal(shop.verdict, shop.set, PLAIN))
  })

  it('tells a passing gate as its golden file does', () => {
    const shop = passingShop()
    expectGolden('terminal-passing.txt', renderTerminal(shop.verdict, shop.set, PLAIN))
  })

  it('says the same in colour', () => {
    const { verdict: failing, set } = failingShop()
    const coloured = renderTerminal(failing, set, { ...PLAIN, colour: true })
    expect(coloured).toContain('\u001b[31m')

    const bare = coloured.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '')
    expect(bare).toBe(renderTerminal(failing, set, PLAIN))
  })

  it('lets no control character of a report reach the terminal', () => {
    const hostile = '\u001b]0;owned\u0007\u001b[2J\u202egnp.exe\r\n\u009b31m'
    const set = evidenceSet(
      tables({
        tests: [{ name: hostile, outcome: 'failed', failure: { message: hostile, details: hostile } }],
        findings: [finding({ message: hostile, path: hostile, rule: hostile })],
        coverage: { [hostile]: { 1: 0 } },
      }),
    )
    const shown = renderTerminal(
      verdict({ name: hostile, reasons: [reason({ status: 'fail', message: hostile, rule: hostile })] }),
      set,
      PLAIN,
    )

    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })

  it.each([40, 80, 200])('keeps tables within %i columns', (columns) => {
    const shop = failingShop()
    const rows = renderTerminal(shop.verdict, shop.set, { colour: false, width: columns }).split('\n')
    const tableRows = rows.filter((line) => /^ {2}(high|error|warning|low|✓|✗) {2}/.test(line))
    expect(tableRows.length).toBeGreaterThan(5)
    for (const line of tableRows) expect(width(line)).toBeLessThanOrEqual(columns)
  })

  it('counts wide characters as two columns and combining marks as none', () => {
    expect(width('試験')).toBe(4)
    expect(width('e\u0301')).toBe(1)
    expect(cutToWidth('試験試験', 5)).toBe('試験…')
  })
})

describe('columns', () => {
  it('leave the last one, which says most, its share of the page, however long a name before it is', () => {
    const rows = ['@a-company/' + 'with-a-name-that-goes-on'.repeat(4), 'lodash'].map((name) =>
      ['critical', 'CVE-2021-23337', name, 'trivy: fixed in 4.17.21', 'prototype pollution in merge'].map((text) => ({
        text,
      })),
    )
    const lines = align(rows, 100).map((cells) => cells.map(({ text }) => text).join('  '))
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(100)
    expect(lines[1]).toMatch(
      /^critical {2}CVE-2021-23337 {2}lodash +trivy: fixed in 4\.17\.21 {2}prototype pollution in m…$/,
    )
  })

  it('stay as they are where there is room for all', () => {
    const [cells] = align([['a', 'b'.repeat(30), 'c'].map((text) => ({ text }))], 60)
    // No column but the last takes more than 45 % of the page.
    expect(cells?.map(({ text }) => text)).toEqual(['a', `${'b'.repeat(26)}…`, 'c'])
  })
})
