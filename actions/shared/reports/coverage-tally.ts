import type { CoverageTable } from '../model/coverage.ts'
import type { Doubt, Ratio } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics } from './coverage-metrics.ts'

/** Covered of total, counted while a report is read. */
export class Tally implements Ratio {
  covered = 0
  total = 0

  count(isCovered: boolean): void {
    this.total += 1
    if (isCovered) this.covered += 1
  }

  add({ covered, total }: Ratio): void {
    this.covered += covered
    this.total += total
  }

  equals({ covered, total }: Ratio): boolean {
    return this.covered === covered && this.total === total
  }
}

/** Two numbers of a report as covered of total; undefined where one is missing. Refuses what cannot be. */
export function ratioFrom(covered: number | undefined, total: number | undefined, what: string): Ratio | undefined {
  if (covered === undefined || total === undefined) return undefined
  if (covered < 0 || covered > total) throw new EvidenceError(`it has ${covered} of ${total} ${what} covered`)
  return { covered, total }
}

/** Two sums that the writing tool made of the same numbers: where they differ, something was lost. */
export function sumDoubt(what: string, declared: Ratio, sum: Ratio): Doubt[] {
  if (declared.covered === sum.covered && declared.total === sum.total) return []
  const text = `it declares ${declared.covered} of ${declared.total} ${what} covered, its files add up to ${sum.covered} of ${sum.total}`
  return [{ kind: 'contradiction', text }]
}

/** Statements (or sequence points) are declared and distinct lines are taken. A line has one or more of them, so both numbers are right. */
export function statementsDoubt(what: string, declared: Ratio, lines: Ratio, isWhole: boolean): Doubt[] {
  if (declared.covered === lines.covered && declared.total === lines.total) return []
  return [
    {
      kind: isWhole ? 'reading' : 'contradiction',
      text: `it declares ${declared.covered} of ${declared.total} ${what} covered, its distinct lines are ${lines.covered} of ${lines.total}`,
      alternative: coverageMetrics({ line: declared }),
    },
  ]
}

/** Adds a function, entered if it was anywhere. */
export function addFunction(functions: Map<string, boolean>, name: string, isEntered: boolean): void {
  functions.set(name, isEntered || functions.get(name) === true)
}

/** Branches of the lines of files, several listings of a line summed up or united. */
export class LineBranches {
  readonly #files = new Map<string, Map<number, Tally>>()

  line(path: string, line: number): Tally {
    let lines = this.#files.get(path)
    if (!lines) {
      lines = new Map<number, Tally>()
      this.#files.set(path, lines)
    }
    let tally = lines.get(line)
    if (!tally) {
      tally = new Tally()
      lines.set(line, tally)
    }
    return tally
  }

  /** Unites listings of the same code: the larger numbers count. */
  absorb(other: LineBranches): void {
    for (const [path, lines] of other.#files) {
      for (const [line, { covered, total }] of lines) {
        const known = this.line(path, line)
        known.covered = Math.max(known.covered, covered)
        known.total = Math.max(known.total, total)
      }
    }
  }

  /** Gives the lines of the table their branches and sums up all there are. */
  giveTo(table: CoverageTable): Tally {
    const sum = new Tally()
    for (const [path, lines] of this.#files) {
      const file = table.file(path)
      for (const [line, tally] of lines) {
        file.addBranches(line, tally.covered, tally.total)
        sum.add(tally)
      }
    }
    return sum
  }
}
