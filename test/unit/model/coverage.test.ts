import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { CoverageTable, FileCoverage } from '../../../actions/shared/model/coverage.ts'
import { tries } from '../../support/fuzz.ts'

type Line = readonly [line: number, hits: number, covered: number, total: number]

/** The same in the plainest way. */
class Reference {
  readonly lines = new Map<number, { hits: number; covered: number; total: number }>()

  add([line, hits, covered, total]: Line): void {
    const known = this.lines.get(line) ?? { hits: 0, covered: 0, total: 0 }
    this.lines.set(line, {
      hits: Math.max(known.hits, Math.min(hits, 0xffffffff)),
      covered: Math.max(known.covered, covered),
      total: Math.max(known.total, total),
    })
  }

  addBranches(line: number, covered: number, total: number): void {
    if (this.lines.has(line)) this.add([line, 0, covered, total])
  }

  rows(): Line[] {
    return [...this.lines]
      .sort(([left], [right]) => left - right)
      .map(([line, { hits, covered, total }]) => [line, hits, covered, total])
  }
}

function rowsOf(file: FileCoverage): Line[] {
  const rows: Line[] = []
  file.forEach((...row) => rows.push(row))
  return rows
}

const LINE = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0xffffffff, 65_536)),
    fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(0xffffffff, 2 ** 40, 1.8e19)),
    fc.nat({ max: 4 }),
    fc.nat({ max: 4 }),
  )
  .map(([line, hits, covered, more]): Line => [line, hits, covered, covered + more])
const LINES = fc.array(LINE, { maxLength: 60 })

describe('the coverage of a file', () => {
  it('unites lines in any order as a Map would', () => {
    fc.assert(
      fc.property(LINES, LINES, (lines, branches) => {
        const file = new FileCoverage()
        const reference = new Reference()
        for (const line of lines) {
          file.add(...line)
          reference.add(line)
        }
        expect(rowsOf(file)).toEqual(reference.rows())
        for (const [line, , covered, total] of branches) {
          file.addBranches(line, covered, total)
          reference.addBranches(line, covered, total)
        }
        expect(rowsOf(file)).toEqual(reference.rows())
        expect(file.size).toBe(reference.lines.size)
        file.trim()
        for (const line of branches) {
          file.add(...line)
          reference.add(line)
        }
        expect(rowsOf(file)).toEqual(reference.rows())
      }),
      tries(500),
    )
  })

  it('unites files of several reports as if they were one', () => {
    fc.assert(
      fc.property(LINES, LINES, (left, right) => {
        const [file, other, both] = [new FileCoverage(), new FileCoverage(), new FileCoverage()]
        for (const line of left) file.add(...line)
        for (const line of right) other.add(...line)
        for (const line of [...left, ...right]) both.add(...line)
        file.absorb(other)
        expect(rowsOf(file)).toEqual(rowsOf(both))
        expect(file.totals()).toEqual(both.totals())
      }),
      tries(200),
    )
  })

  it('stays small and right while a hundred thousand lines come in an order of their own', () => {
    const file = new FileCoverage()
    for (let turn = 0; turn < 100_000; turn += 1) file.add((turn * 7_919) % 5_003, turn % 2, 0, turn % 3 === 0 ? 2 : 0)
    expect(file.size).toBe(5_003)
    expect(file.totals().line).toEqual({ covered: 5_003, total: 5_003 })
  })

  it('counts functions that any report entered', () => {
    const [file, other] = [new FileCoverage(), new FileCoverage()]
    file.functions.set('f', true)
    file.functions.set('g', false)
    other.functions.set('f', false)
    other.functions.set('g', false)
    other.functions.set('h', true)
    file.absorb(other)
    expect(file.totals().function).toEqual({ covered: 2, total: 3 })
  })
})

describe('a table of coverage', () => {
  it('sums its files, and leaves out what none of them has', () => {
    const table = new CoverageTable()
    expect(table.totals()).toEqual({})
    table.file('a').add(1, 1)
    table.file('a').add(2, 0)
    table.file('b').add(1, 0, 1, 2)
    expect(table.totals()).toEqual({ line: { covered: 1, total: 3 }, branch: { covered: 1, total: 2 } })
  })

  it('unites files of equal paths and takes the others over', () => {
    const [table, other] = [new CoverageTable(), new CoverageTable()]
    table.file('a').add(1, 0)
    other.file('a').add(1, 5)
    other.file('b').add(1, 0)
    table.absorb(other)
    expect([...table.files.keys()]).toEqual(['a', 'b'])
    expect(table.totals().line).toEqual({ covered: 1, total: 2 })
  })

  it('keeps files named like properties of Object apart', () => {
    const table = new CoverageTable()
    for (const name of ['__proto__', 'constructor', 'toString']) table.file(name).add(1, 1)
    expect(table.files.size).toBe(3)
  })
})

describe('memory', () => {
  it('holds a covered line in at most 16 bytes, however many shards have it', () => {
    const table = new CoverageTable()
    const [files, lines] = [200, 2_000]
    for (let shard = 0; shard < 5; shard += 1) {
      const own = new CoverageTable()
      for (let file = 0; file < files; file += 1) {
        const covered = own.file(`src/file${file}.py`)
        for (let line = 1; line <= lines; line += 1) covered.add(line, (line + shard) % 3, line % 2, 2)
        covered.trim()
      }
      table.absorb(own)
    }
    const bytes = [...table.files.values()].reduce((sum, file) => sum + file.byteLength, 0)
    expect(bytes / (files * lines)).toBeLessThanOrEqual(16)
    expect(table.totals().line).toEqual({ covered: files * lines, total: files * lines })
  })
})
