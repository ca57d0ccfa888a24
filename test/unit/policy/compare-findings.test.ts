import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { KnownFinding } from '../../../actions/shared/model/baseline.ts'
import { contentOf, lineContents } from '../../../actions/shared/model/fingerprint.ts'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import { compareFindings } from '../../../actions/shared/policy/compare-findings.ts'
import { baselineOf } from '../../support/baseline.ts'
import { tries } from '../../support/fuzz.ts'
import { emptyTables, evidenceSet, lintFinding } from './evidence-factory.ts'

/** A checkout as lines by file, and a tool that complains about every line that holds `BAD`, once for each time. */
type Checkout = Readonly<Record<string, readonly string[]>>

interface Found {
  readonly findings: readonly Finding[]
  readonly contents: ReadonlyMap<Finding, string>
}

function lint(checkout: Checkout, hasSource = true): Found {
  const contents = new Map<Finding, string>()
  for (const [path, lines] of Object.entries(checkout)) {
    const numbers = new Set(lines.map((_, index) => index + 1))
    const standing = lineContents(lines.join('\n'), numbers)
    for (const [index, text] of lines.entries()) {
      for (let time = text.split('BAD').length - 1; time > 0; time -= 1) {
        const finding = lintFinding({ path, line: index + 1, rule: 'bad', message: `is bad at line ${index + 1}` })
        contents.set(finding, contentOf(finding, hasSource ? standing.get(index + 1) : undefined))
      }
    }
  }
  return { findings: [...contents.keys()], contents }
}

function known({ findings, contents }: Found): KnownFinding[] {
  return findings.map((finding) => ({ ...finding, content: contents.get(finding) ?? '' }))
}

/** Counts of what comparing two checkouts yields, and the places of what is new. */
function compare(before: Found, now: Found, change: { total?: number } = {}) {
  const tables = emptyTables()
  const contents = new Map<Finding, string>()
  for (const finding of now.findings) {
    tables.findings.add(finding)
    contents.set(tables.findings.rows.at(-1)!, now.contents.get(finding)!)
  }
  const findings = known(before)
  const baseline = baselineOf({}, { findings, findingsTotal: change.total ?? findings.length })
  const found = compareFindings(evidenceSet([], { tables: new Map([['', tables]]) }), baseline, contents)
  return {
    ...found,
    new: [...found.added].map(({ path, line }) => `${path ?? ''}:${line ?? ''}`),
    moves: found.moved.map(({ finding, from }) => `${from.path}:${from.line} → ${finding.path}:${finding.line}`),
    gone: found.fixed.map(({ path, line }) => `${path ?? ''}:${line ?? ''}`),
  }
}

const FILE = ['one', 'BAD two', 'three', 'four', 'BAD five', 'six']

describe('findings beside those of the base', () => {
  const rows: readonly (readonly [
    what: string,
    before: Checkout,
    now: Checkout,
    expected: { new?: string[]; moves?: string[]; gone?: string[]; same?: number },
  ])[] = [
    ['are the same where nothing changed', { a: FILE }, { a: FILE }, { same: 2 }],
    ['move with lines put above them', { a: FILE }, { a: ['x', 'y', ...FILE] }, { moves: ['a:2 → a:4', 'a:5 → a:7'] }],
    [
      'move with their file when it is renamed',
      { 'old/a': FILE },
      { 'new/a': FILE },
      { moves: ['old/a:2 → new/a:2', 'old/a:5 → new/a:5'] },
    ],
    [
      'stay where the line below them was edited',
      { a: FILE },
      { a: ['one', 'BAD two', 'other', 'four', 'BAD five', 'six'] },
      { same: 2 },
    ],
    ['are fixed where their line is gone', { a: FILE }, { a: FILE.slice(2) }, { moves: ['a:5 → a:3'], gone: ['a:2'] }],
    [
      'are new where the line itself was edited',
      { a: FILE },
      { a: ['one', 'BAD 2', 'three', 'four', 'BAD five', 'six'] },
      { new: ['a:2'], gone: ['a:2'], same: 1 },
    ],
    ['are counted on one line, too', { a: ['BAD'] }, { a: ['BAD BAD'] }, { new: ['a:1', 'a:1'], gone: ['a:1'] }],
    ['are new in a new file', { a: FILE }, { a: FILE, b: ['BAD thing', 'x'] }, { new: ['b:1'], same: 2 }],
    ['are all fixed where none is left', { a: FILE }, {}, { gone: ['a:2', 'a:5'] }],
    ['are all new where there were none', {}, { a: FILE }, { new: ['a:2', 'a:5'] }],
  ]
  it.each(rows)('%s', (_, before, now, expected) => {
    const found = compare(lint(before), lint(now))
    expect({ new: found.new, moves: found.moves, gone: found.gone, same: found.same }).toEqual({
      new: [],
      moves: [],
      gone: [],
      same: 0,
      ...expected,
    })
  })

  it('are counted: of three on equal lines two were there', () => {
    const found = compare(lint({ a: ['BAD', 'BAD', 'x'] }), lint({ a: ['BAD', 'BAD', 'BAD', 'x'] }))
    expect([found.new.length, found.same + found.moved.length, found.gone.length]).toEqual([1, 2, 0])
  })

  it('of another rule, level or family on the same line are new', () => {
    const before = lint({ a: FILE })
    const [first] = before.findings
    for (const change of [{ rule: 'worse' }, { rank: 'warning' as const }, { family: 'types' as const }]) {
      const other = { ...first!, ...change }
      const contents = new Map([[other, before.contents.get(first!)!]])
      expect(compare({ ...before, findings: [first!] }, { findings: [other], contents })).toMatchObject({
        new: ['a:2'],
        gone: ['a:2'],
      })
    }
  })

  it('without a rule are told by what they say', () => {
    const one = { ...lintFinding({ rule: '', message: 'first' }) }
    const other = { ...lintFinding({ rule: '', message: 'second' }) }
    const content = 'abc-def'
    const at = (finding: Finding): Found => ({ findings: [finding], contents: new Map([[finding, content]]) })
    expect(compare(at(one), at({ ...one })).same).toBe(1)
    expect(compare(at(one), at(other)).new).toHaveLength(1)
  })

  it.each([
    ['the base', false, true],
    ['this run', true, false],
    ['both', false, false],
  ])('are found again by what they say where %s could not read the source', (_, beforeReads, nowReads) => {
    const found = compare(lint({ a: FILE }, beforeReads), lint({ a: ['x', ...FILE] }, nowReads))
    expect([found.new, found.gone, found.moved.length]).toEqual([[], [], 2])
  })

  it('are not taken for moved to another file by what they say alone', () => {
    const found = compare(lint({ a: ['BAD'] }, false), lint({ b: ['BAD'] }, false))
    expect([found.new, found.gone]).toEqual([['b:1'], ['a:1']])
  })

  it('say how many of the base were not kept', () => {
    expect(compare(lint({ a: FILE }), lint({ a: FILE }), { total: 12 }).unknownBefore).toBe(10)
  })
})

const aLine = fc.constantFrom('a', 'b', '}', 'BAD', 'BAD x', 'if BAD:', 'BAD BAD')
const someLines = fc.array(aLine, { maxLength: 12 })
const aCheckout = fc.dictionary(fc.constantFrom('a', 'b', 'c/d'), someLines)

describe('comparing any findings', () => {
  it('finds nothing new when lines without findings are put in anywhere above', () => {
    fc.assert(
      fc.property(someLines, fc.array(fc.constantFrom('new', '', '}'), { maxLength: 5 }), (lines, added) => {
        const found = compare(lint({ a: lines }), lint({ a: [...added, ...lines] }))
        expect([found.new, found.gone]).toEqual([[], []])
      }),
      tries(200),
    )
  })

  it('finds nothing new when a block of lines moves to another place or file', () => {
    const block = ['def f():', '  BAD here', '  BAD there', 'x'.repeat(120)]
    fc.assert(
      fc.property(someLines, someLines, fc.nat(12), fc.nat(12), (a, b, from, to) => {
        const filler = ['y'.repeat(120)]
        const put = (lines: readonly string[], at: number) => [
          ...lines.slice(0, at),
          ...filler,
          ...block,
          ...lines.slice(at),
        ]
        const found = compare(lint({ a: put(a, from), b }), lint({ a, b: put(b, to) }))
        const ofBlock = (place: string, lines: readonly string[], at: number) => {
          const first = Math.min(at, lines.length) + 2
          return [`${place}:${first + 1}`, `${place}:${first + 2}`]
        }
        expect(found.new.filter((place) => ofBlock('b', b, to).includes(place))).toEqual([])
        expect(found.gone.filter((place) => ofBlock('a', a, from).includes(place))).toEqual([])
      }),
      tries(200),
    )
  })

  it('counts every finding of each side exactly once', () => {
    fc.assert(
      fc.property(aCheckout, aCheckout, fc.boolean(), fc.boolean(), (before, now, left, right) => {
        const [was, is] = [lint(before, left), lint(now, right)]
        const found = compare(was, is)
        const paired = found.same + found.moved.length
        expect(paired + found.new.length).toBe(is.findings.length)
        expect(paired + found.gone.length).toBe(was.findings.length)
      }),
      tries(300),
    )
  })

  it('never finds fewer new ones than there are more of', () => {
    fc.assert(
      fc.property(aCheckout, aCheckout, (before, now) => {
        const [was, is] = [lint(before), lint(now)]
        expect(compare(was, is).new.length).toBeGreaterThanOrEqual(is.findings.length - was.findings.length)
      }),
      tries(200),
    )
  })
})

it('compares 25,000 findings of 5,000 files in time that grows with their number alone', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      // Few rules and contents, so that whatever looks through all of a kind would be slow.
      lintFinding({ path: `src/file${index % 5_000}.py`, line: 1 + Math.floor(index / 5_000), rule: `R${index % 7}` }),
    )
  const secondsOf = (count: number) => {
    const tables = emptyTables()
    for (const finding of rows(count)) tables.findings.add(finding)
    const contents = new Map(tables.findings.rows.map((finding, index) => [finding, `abc-${index % 3}`]))
    const findings = rows(count).map((finding, index) => ({ ...finding, line: 900, content: `abc-${index % 3}` }))
    const set = evidenceSet([], { tables: new Map([['', tables]]) })
    const began = process.cpuUsage()
    const found = compareFindings(set, baselineOf({}, { findings, findingsTotal: count }), contents)
    expect([found.added.size, found.moved.length]).toEqual([0, count])
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1e6
  }
  secondsOf(2_500)
  expect(secondsOf(25_000)).toBeLessThan(2)
})
